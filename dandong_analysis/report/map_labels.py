"""The labels of a map's features: their sizes, their places, and the drawing of them; in mm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import matplotlib.patheffects as effects
import numpy as np
import shapely
from matplotlib.axes import Axes

from dandong_analysis.report import palette
from dandong_analysis.report.blocks import MapFeature, MapLayer
from dandong_analysis.report.placing import Placement, place_labels
from dandong_analysis.report.sketch import View, area_of, points_of
from dandong_analysis.report.spots import Label, Point
from dandong_analysis.report.typeset import LEADING, MM_PER_POINT, line_height, widest, wrapped

# Type sizes of the names of areas, and of points and lines.
AREA_SIZE, POINT_SIZE = 7.5, 6.5
# Longer names are broken; free space round a label; width of its halo in points.
_LONGEST, _PADDING, _HALO = 26.0, 0.4, 1.4
_ABOVE = 8
_LEADER, _END = 0.4, 1.6
# Tolerance of the largest circle in an area.
_EXACT = 0.1


@dataclass(frozen=True)
class Name:
    """A label with the lines that it prints, their type size and colour."""

    label: Label
    lines: tuple[str, ...]
    size: float
    colour: str


def names_of(layers: Sequence[MapLayer], view: View) -> list[Name]:
    """All labels of the layers."""
    return [
        _name(layer, feature, view)
        for layer in layers for feature in layer.features if feature.label.strip()
    ]  # fmt: skip


def place_names(names: Sequence[Name], layers: Sequence[MapLayer], view: View) -> Placement:
    """A place for each name inside the frame, away from the points of all layers."""
    symbols = np.array([*_symbols(layers, view)], dtype=float).reshape(-1, 3)
    return place_labels((n.label for n in names), frame=view.frame, symbols=symbols)


def draw_names(axes: Axes, names: Sequence[Name], placement: Placement) -> None:
    """Draw on axes in millimetres the names that found a place, with their leaders."""
    for name in names:
        spot = placement.spots.get(name.label.id)
        if spot is None:
            continue
        if spot.leader is not None:
            _draw_leader(axes, *spot.leader, with_end=name.label.room is not None)
        x, y = spot.box.middle
        halo = effects.withStroke(linewidth=_HALO, foreground="#ffffff")
        axes.text(
            x, y, "\n".join(name.lines), fontsize=name.size, color=name.colour, ha="center",
            va="center", linespacing=LEADING, zorder=_ABOVE, path_effects=[halo],
        )  # fmt: skip


def _draw_leader(axes: Axes, start: Point, end: Point, *, with_end: bool) -> None:
    """A line to what is named; in an area it begins with a dot."""
    x, y = zip(start, end, strict=True)
    axes.plot(x, y, color=palette.INK, linewidth=_LEADER, zorder=_ABOVE)
    if with_end:
        axes.plot(x[:1], y[:1], "o", color=palette.INK, markersize=_END, zorder=_ABOVE)


def _name(layer: MapLayer, feature: MapFeature, view: View) -> Name:
    size = AREA_SIZE if layer.kind == "area" else POINT_SIZE
    lines = tuple(wrapped(feature.label.strip(), size, _LONGEST))
    symbol = next(s for s in layer.symbols if s.code == feature.symbol)
    (x, y), room = _anchor(layer, feature, view)
    label = Label(
        f"{layer.id}/{feature.id}", x, y, widest(lines, size) + 2 * _PADDING,
        len(lines) * line_height(size) + 2 * _PADDING,
        symbol.size / 2 * MM_PER_POINT if layer.kind == "point" else 0.0, room,
    )  # fmt: skip
    is_outline = layer.kind == "area" and not symbol.fill and not symbol.hatch
    return Name(label, lines, size, palette.MUTED if is_outline else palette.INK)


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
