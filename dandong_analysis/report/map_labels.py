"""The labels of a map's features: their sizes, their places, and the drawing of them; in mm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes

from dandong_analysis.report import palette
from dandong_analysis.report.blocks import MapFeature, MapLayer
from dandong_analysis.report.placing import Placement, place_labels
from dandong_analysis.report.sketch import View, area_of, points_of
from dandong_analysis.report.spots import Label, Point
from dandong_analysis.report.typeset import LEADING, MM_PER_POINT, balanced, line_height, widest

# Type sizes of the names of areas, and of points and lines.
AREA_SIZE, POINT_SIZE = 7.5, 6.5
# Longer names are broken; free space round a label; width of its halo in points.
_LONGEST, _PADDING = 26.0, 0.4
_ABOVE = 8
_LEADER = 0.4
_BACK: Mapping[str, Any] = {
    "boxstyle": "round,pad=0.08", "facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.72,
}  # fmt: skip
# Tolerance of the largest circle in an area.
_EXACT = 0.1


@dataclass(frozen=True)
class Name:
    """A label with the lines that it prints, and their type size.

    ``is_filled``: it names an area that is filled, not only outlined.
    """

    label: Label
    lines: tuple[str, ...]
    size: float
    is_filled: bool


def names_of(layers: Sequence[MapLayer], view: View) -> list[Name]:
    """All labels of the layers."""
    return [
        _name(layer, feature, view)
        for layer in layers for feature in layer.features if feature.label.strip()
    ]  # fmt: skip


def place_names(names: Sequence[Name], layers: Sequence[MapLayer], view: View) -> Placement:
    """A place for each name inside the frame, away from the points of all layers."""
    symbols = np.array([*_symbols(layers, view)], dtype=float).reshape(-1, 3)
    rooms = [name.label.room for name in names if name.is_filled]
    labels = [name.label for name in names]
    return place_labels(labels, frame=view.frame, symbols=symbols, areas=rooms)


def draw_names(axes: Axes, names: Sequence[Name], placement: Placement) -> None:
    """Draw on axes in millimetres the names that found a place, with their leaders."""
    for name in names:
        spot = placement.spots.get(name.label.id)
        if spot is None:
            continue
        if spot.leader is not None:
            axes.plot(
                *zip(*spot.leader, strict=True), color=palette.INK, linewidth=_LEADER, zorder=_ABOVE
            )
        x, y = spot.box.middle
        axes.text(
            x, y, "\n".join(name.lines), fontsize=name.size, color=_colour(name), ha="center",
            va="center", linespacing=LEADING, zorder=_ABOVE, bbox=_BACK,
        )  # fmt: skip


def _colour(name: Name) -> str:
    """Names of outlined areas, such as counties, stand back."""
    is_outline = name.label.room is not None and not name.is_filled
    return palette.MUTED if is_outline else palette.INK


def _name(layer: MapLayer, feature: MapFeature, view: View) -> Name:
    size = AREA_SIZE if layer.kind == "area" else POINT_SIZE
    lines = tuple(balanced(feature.label.strip(), size, _LONGEST))
    symbol = next(s for s in layer.symbols if s.code == feature.symbol)
    (x, y), room = _anchor(layer, feature, view)
    label = Label(
        f"{layer.id}/{feature.id}", x, y, widest(lines, size) + 2 * _PADDING,
        len(lines) * line_height(size) + 2 * _PADDING,
        symbol.size / 2 * MM_PER_POINT if layer.kind == "point" else 0.0, room,
    )  # fmt: skip
    return Name(label, lines, size, room is not None and bool(symbol.fill or symbol.hatch))


def _anchor(
    layer: MapLayer, feature: MapFeature, view: View
) -> tuple[Point, shapely.Geometry | None]:
    """The point that a label names and, of an area, the area."""
    if layer.kind == "area":
        room = shapely.transform(area_of(feature), view.on_paper)
        if not room.is_empty:
            x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(room, _EXACT))[0]
            return (float(x), float(y)), room
    longest = view.on_paper(points_of(max(feature.parts, key=len)))
    x, y = longest[len(longest) // 2].tolist()
    return (x, y), None


def _symbols(layers: Sequence[MapLayer], view: View) -> Iterator[tuple[float, float, float]]:
    """The middle and the radius of each point symbol."""
    for layer in layers:
        if layer.kind == "point":
            radii = {s.code: s.size / 2 * MM_PER_POINT for s in layer.symbols}
            for feature in layer.features:
                x, y = view.on_paper(points_of(feature.parts[0]))[0].tolist()
                yield x, y, radii[feature.symbol]
