"""From frames to the layers of a map.

Shapes come in degrees (WKT, or longitude and latitude) and leave in whole metres of the map's
plane. A row without a shape cannot be drawn; the title of its layer says how many there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dandong_analysis.errors import Place, Problem, Text, raise_all
from dandong_analysis.geometry import Floats, Plane
from dandong_analysis.report.blocks import FactRef, MapFeature, MapKind, MapLayer, MapSymbol
from dandong_analysis.report.coverage import Shapes, simplified
from dandong_analysis.report.labels import word

# A tenth of a millimetre at 1:300 000.
SIMPLIFY_M = 30.0

Facts = Mapping[str, tuple[FactRef, ...]]
Lines = Mapping[str, tuple[str, ...]]
Parts = tuple[tuple[int, ...], ...]
Flags = npt.NDArray[np.bool_]

_TYPES: Mapping[MapKind, tuple[str, ...]] = {
    "area": ("Polygon", "MultiPolygon"),
    "line": ("LineString", "MultiLineString"),
    "point": ("Point",),
}
# So many ids are named in a message.
_NAMED = 5


def area_layer(
    frame: pd.DataFrame, *, layer_id: str, title: str, key: str, name: str, symbol: str,
    plane: Plane, symbols: Sequence[MapSymbol], lang: str, label: str | None = None,
    facts: Facts | None = None, text: Lines | None = None, shown: bool = True,
    simplify_m: float = SIMPLIFY_M,
) -> MapLayer:  # fmt: skip
    """Areas of a frame with ``geometry_wkt`` (polygons in degrees).

    Borders that two areas share stay shared when corners are left out
    (:func:`~dandong_analysis.report.coverage.simplified`); holes are kept.

    Parameters
    ----------
    frame
        One row a feature. ``key``, ``name``, ``symbol`` and ``label`` are columns of it: ids,
        names, codes of ``symbols``, and what is printed on the map (nothing where missing).
    facts, text
        By id, the numbers and the lines that a reader sees who points at the feature.
    simplify_m
        Tolerance in metres; 0 keeps every corner.

    Raises
    ------
    DandongError
        When an id is missing or repeated, a code has no symbol, or a shape is none of this
        kind; every one is named.
    """
    made = _Layer(frame, "area", layer_id, title, key, name, symbol, label, tuple(symbols), lang)
    return made.layer(plane, simplify_m, facts or {}, text or {}, shown)


def line_layer(
    frame: pd.DataFrame, *, layer_id: str, title: str, key: str, name: str, symbol: str,
    plane: Plane, symbols: Sequence[MapSymbol], lang: str, label: str | None = None,
    facts: Facts | None = None, text: Lines | None = None, shown: bool = True,
    simplify_m: float = SIMPLIFY_M,
) -> MapLayer:  # fmt: skip
    """Lines of a frame with ``geometry_wkt``; otherwise as :func:`area_layer`."""
    made = _Layer(frame, "line", layer_id, title, key, name, symbol, label, tuple(symbols), lang)
    return made.layer(plane, simplify_m, facts or {}, text or {}, shown)


def point_layer(
    frame: pd.DataFrame, *, layer_id: str, title: str, key: str, name: str, symbol: str,
    plane: Plane, symbols: Sequence[MapSymbol], lang: str, label: str | None = None,
    facts: Facts | None = None, text: Lines | None = None, shown: bool = True,
) -> MapLayer:  # fmt: skip
    """Points of a frame with ``longitude`` and ``latitude``, or else with ``geometry_wkt``.

    Otherwise as :func:`area_layer`.
    """
    made = _Layer(frame, "point", layer_id, title, key, name, symbol, label, tuple(symbols), lang)
    return made.layer(plane, 0, facts or {}, text or {}, shown)


@dataclass(frozen=True)
class _Layer:
    """The rows of one layer, read by column."""

    frame: pd.DataFrame
    kind: MapKind
    layer_id: str
    title: str
    key: str
    name: str
    symbol: str
    label: str | None
    symbols: tuple[MapSymbol, ...]
    lang: str

    def layer(
        self, plane: Plane, tolerance: float, facts: Facts, text: Lines, shown: bool
    ) -> MapLayer:
        """The layer; features of one symbol stand together, the symbols listed first on top."""
        raise_all([*self._bad_ids(), *self._bad_codes(), *self._bad_shapes()])
        drawn = np.flatnonzero(self.has_shape).tolist()
        metres = simplified(plane.to_plane(self.shapes[drawn]), tolerance)
        places = {symbol.code: n for n, symbol in enumerate(self.symbols)}
        features = [
            self._feature(n, parts_of(shape), facts, text)
            for n, shape in zip(drawn, metres, strict=True)
        ]
        features.sort(key=lambda feature: (-places[feature.symbol], feature.id))
        return MapLayer(
            self.layer_id, self._title(len(self.frame) - len(drawn)), self.kind, self.symbols,
            tuple(features), shown,
        )  # fmt: skip

    @cached_property
    def ids(self) -> list[str]:
        return self._texts(self.key)

    @cached_property
    def codes(self) -> list[str]:
        return self._texts(self.symbol)

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes in degrees; None where there is none, or none that can be read."""
        if self.is_located:
            return self._points()
        texts = self.frame["geometry_wkt"]
        given = texts.astype(object).where(texts.notna(), None).to_numpy(object)
        shapes: Shapes = shapely.from_wkt(given, on_invalid="ignore")
        return shapes

    @property
    def is_located(self) -> bool:
        """Whether longitude and latitude are given instead of WKT."""
        return self.kind == "point" and "longitude" in self.frame

    @property
    def has_shape(self) -> Flags:
        return np.array(~(shapely.is_missing(self.shapes) | shapely.is_empty(self.shapes)))

    def _points(self) -> Shapes:
        pairs = self.frame[["longitude", "latitude"]].astype("Float64")
        points: Shapes = shapely.points(pairs.fillna(0).to_numpy(float))
        points[pairs.isna().any(axis="columns").to_numpy(bool)] = None
        return points

    def _texts(self, column: str) -> list[str]:
        values = self.frame[column]
        return ["" if no else str(v) for v, no in zip(values, values.isna(), strict=True)]

    def _title(self, missing: int) -> str:
        if not missing:
            return self.title
        return word(self.lang, "map", "without_shape").format(title=self.title, n=missing)

    @cached_property
    def names(self) -> list[str]:
        """The names; the id where there is none."""
        return [name or own for name, own in zip(self._texts(self.name), self.ids, strict=True)]

    @cached_property
    def labels(self) -> list[str]:
        return self._texts(self.label) if self.label else [""] * len(self.frame)

    def _feature(self, n: int, parts: Parts, facts: Facts, text: Lines) -> MapFeature:
        own = self.ids[n]
        return MapFeature(
            own, self.names[n], self.codes[n], parts, self.labels[n], text.get(own, ()),
            facts.get(own, ()),
        )  # fmt: skip

    def _bad_ids(self) -> list[Problem]:
        repeated = sorted(own for own, n in Counter(self.ids).items() if n > 1 or not own)
        rule = Text("图上要素的编号须唯一且不为空", "the id of a feature must be there and unique")
        return self._problems(repeated, rule)

    def _bad_codes(self) -> list[Problem]:
        known = {symbol.code for symbol in self.symbols}
        pairs = zip(self.ids, self.codes, strict=True)
        without = sorted(f"{own} ({code})" for own, code in pairs if code not in known)
        return self._problems(without, Text("其代码没有地图符号", "the code has no map symbol"))

    def _bad_shapes(self) -> list[Problem]:
        return self._problems(
            sorted(own for own, bad in zip(self.ids, self._is_bad(), strict=True) if bad),
            Text(f"图形须为 {'/'.join(_TYPES[self.kind])}", f"the shape must be {' or '.join(_TYPES[self.kind])}"),
        )  # fmt: skip

    def _is_bad(self) -> Flags:
        """Whether a shape is given that is none, or none of this kind."""
        if self.is_located:
            return np.zeros(len(self.frame), dtype=bool)
        given = self.frame["geometry_wkt"].notna().to_numpy(bool)
        fits = np.isin([getattr(s, "geom_type", "") for s in self.shapes], _TYPES[self.kind])
        return given & ~fits

    def _problems(self, ids: Sequence[str], rule: Text) -> list[Problem]:
        if not ids:
            return []
        more = f" … ({len(ids)})" if len(ids) > _NAMED else ""
        return [Problem(
            "bad-map-row", rule,
            Text("地图无法绘制", "the map cannot be drawn"),
            Text("请更正数据，或在绘图前去掉这些行", "correct the data, or take these rows out before the map is drawn"),
            Place(table=self.layer_id, column=self.title), "、".join(ids[:_NAMED]) + more,
        )]  # fmt: skip


def parts_of(shape: shapely.Geometry) -> Parts:
    """A shape in whole metres as the runs of numbers of a feature; rings are left open."""
    if shape.geom_type in _TYPES["area"]:
        rings = shapely.get_rings(shapely.get_parts(shape))
        return tuple(_run(shapely.get_coordinates(ring)[:-1]) for ring in rings)
    return tuple(_run(shapely.get_coordinates(part)) for part in shapely.get_parts(shape))


def _run(coordinates: Floats) -> tuple[int, ...]:
    return tuple(coordinates.astype(np.int64).ravel().tolist())
