"""Layers drawn on a sheet: areas, lines and points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from dandong_analysis.geometry import Floats
from dandong_analysis.report import palette
from dandong_analysis.report.blocks import MapFeature, MapLayer, MapSymbol
from dandong_analysis.report.spots import Box

DASHES = (3.0, 2.0)


@dataclass(frozen=True)
class View:
    """From metres of the plane (``window``) to millimetres of the sheet (``frame``)."""

    window: Box
    frame: Box

    @property
    def scale(self) -> float:
        """Millimetres to the metre."""
        return self.frame.width / self.window.width

    def on_paper(self, metres: Floats) -> Floats:
        """Points as an array of x and y, a row each."""
        corner = np.array([self.window.left, self.window.bottom])
        return np.asarray(
            (metres - corner) * self.scale + np.array([self.frame.left, self.frame.bottom])
        )


def area_style(symbol: MapSymbol) -> dict[str, Any]:
    """A symbol as properties of a patch. Without an edge colour a hatch is drawn in ink."""
    return {
        "facecolor": symbol.fill or "none",
        "edgecolor": symbol.edge or (palette.INK if symbol.hatch else "none"),
        "linewidth": symbol.width if symbol.edge else 0.0,
        "hatch": symbol.hatch or None,
        "linestyle": (0, DASHES) if symbol.dashes else "solid",
    }


def line_style(symbol: MapSymbol) -> dict[str, Any]:
    """A symbol as properties of a line."""
    return {
        "color": symbol.edge or symbol.fill,
        "linewidth": symbol.width,
        "linestyle": (0, DASHES) if symbol.dashes else "solid",
        "solid_capstyle": "round",
    }


def marker_style(symbol: MapSymbol) -> dict[str, Any]:
    """A symbol as properties of points."""
    return {
        "linestyle": "none",
        "marker": symbol.marker,
        "markersize": symbol.size,
        "markerfacecolor": symbol.fill or "none",
        "markeredgecolor": symbol.edge or symbol.fill,
        "markeredgewidth": symbol.width if symbol.edge else 0.0,
    }


def draw_layer(axes: Axes, layer: MapLayer, view: View, order: float) -> None:
    """Draw a layer on axes in millimetres, at height ``order``.

    Features in a row that share a symbol are one artist.
    """
    symbols = {symbol.code: symbol for symbol in layer.symbols}
    draw = {"area": _draw_areas, "line": _draw_lines, "point": _draw_points}[layer.kind]
    for code, features in groupby(layer.features, lambda feature: feature.symbol):
        draw(axes, list(features), symbols[code], view, order)


def points_of(part: Sequence[int]) -> Floats:
    """A run of numbers as an array of x and y, a row each."""
    return np.array(part, dtype=float).reshape(-1, 2)


def area_of(feature: MapFeature) -> shapely.Geometry:
    """The rings of a feature as one shape: a point is inside when an odd number go round it."""
    rings = [shapely.LinearRing(points_of(part)) for part in feature.parts]
    shape: shapely.Geometry = shapely.build_area(shapely.MultiLineString(rings))
    return shape


def _draw_areas(
    axes: Axes, features: Sequence[MapFeature], symbol: MapSymbol, view: View, order: float
) -> None:
    rings = list(chain.from_iterable(_oriented(feature) for feature in features))
    path = Path.make_compound_path(*(Path(view.on_paper(ring), closed=True) for ring in rings))
    style = area_style(symbol)
    if symbol.dashes:
        _draw_borders(axes, rings, symbol, view, order)
        style |= {"linewidth": 0.0}
    axes.add_patch(PathPatch(path, zorder=order, joinstyle="round", **style))


def _draw_borders(
    axes: Axes, rings: Sequence[Floats], symbol: MapSymbol, view: View, order: float
) -> None:
    """Each border once: dashes of two areas along the same border would fill each other's gaps."""
    union = shapely.union_all([shapely.LineString(ring) for ring in rings])
    parts = shapely.get_parts(shapely.line_merge(union))
    _draw_strokes(axes, [shapely.get_coordinates(part) for part in parts], symbol, view, order)


def _oriented(feature: MapFeature) -> Iterator[Floats]:
    """Rings turned so that holes run against what surrounds them, as the drawing rule wants.

    That is how GEOS builds areas.
    """
    shape = area_of(feature)
    if shape.is_empty:
        yield from (_closed_ring(points_of(part)) for part in feature.parts)
    yield from map(shapely.get_coordinates, shapely.get_rings(shapely.get_parts(shape)))


def _closed_ring(ring: Floats) -> Floats:
    return np.concatenate([ring, ring[:1]])


def _draw_lines(
    axes: Axes, features: Sequence[MapFeature], symbol: MapSymbol, view: View, order: float
) -> None:
    strokes = [points_of(part) for feature in features for part in feature.parts]
    _draw_strokes(axes, strokes, symbol, view, order)


def _draw_strokes(
    axes: Axes, strokes: Sequence[Floats], symbol: MapSymbol, view: View, order: float
) -> None:
    gap = np.full((1, 2), np.nan)
    x, y = view.on_paper(np.concatenate([run for stroke in strokes for run in (stroke, gap)])).T
    axes.plot(x, y, zorder=order, **line_style(symbol))


def _draw_points(
    axes: Axes, features: Sequence[MapFeature], symbol: MapSymbol, view: View, order: float
) -> None:
    x, y = view.on_paper(np.array([feature.parts[0] for feature in features], dtype=float)).T
    axes.plot(x, y, zorder=order, **marker_style(symbol))
