"""The kinds of rules about places: in their county, apart from each other, as large as stated.

Shapes are the WKT of typed tables (EPSG:4490). Distances are measured in an equal-area plane
over the county outlines, within 0.1 % up to 500 km; areas on the ellipsoid. Each kind answers
like those of :mod:`rule_checks`, and says about each row that breaks it what was found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dandong_analysis.errors import Text
from dandong_analysis.geometry import Plane, areas_mu, plane_over
from dandong_analysis.survey.rule_checks import (
    Arguments,
    Check,
    Tables,
    column,
    decided,
    undecided,
    values,
)
from dandong_analysis.units import EXACT, print_number

Details = Callable[[str, Arguments, Tables, pd.Index], list[Text]]
Shapes = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]

COUNTIES = "counties"
_FIELDS = {"county", "name", "geometry_wkt"}

_POLE = 90.0
# How many neighbours a message names.
_NAMED = 3


@dataclass(frozen=True)
class _Counties:
    """The county outlines in metres by code, and what messages call them."""

    plane: Plane
    shapes: Mapping[str, Any]
    names: Mapping[str, str]


def _counties(tables: Tables) -> _Counties | None:
    frame = tables.get(COUNTIES)
    # A study may have a table of that name and other fields.
    if frame is None or frame.empty or not set(frame.columns) >= _FIELDS:
        return None
    codes, outlines = values(frame, "county"), shapely.from_wkt(values(frame, "geometry_wkt"))
    plane = plane_over(outlines)
    shapes = plane.to_plane(outlines)
    shapely.prepare(shapes)
    names = column(frame, "name").fillna(column(frame, "county")).tolist()
    return _Counties(
        plane, dict(zip(codes, shapes, strict=True)), dict(zip(codes, names, strict=True))
    )


def within_county(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """The place is at most ``tolerance_m`` metres from the outline of its ``county``.

    The place is the point of ``longitude`` and ``latitude``, or the outline ``geometry``, of
    which some part must be near enough. Undecided without a place, a county, or its outline.
    """
    frame, counties = tables[table], _counties(tables)
    outcome = undecided(frame)
    if counties is None:
        return outcome
    places = _places(frame, args, counties.plane)
    for code, shape in counties.shapes.items():
        own = (column(frame, args["county"]) == code).to_numpy(bool) & ~shapely.is_missing(places)
        outcome[own] = shapely.dwithin(shape, places[own], float(args["tolerance_m"]))
    return outcome


def _places(frame: pd.DataFrame, args: Arguments, plane: Plane) -> Shapes:
    """The point or outline of each row in metres, None where there is none."""
    if "geometry" in args:
        shapes = _outlines(frame, args["geometry"])
        return np.array(plane.to_plane(shapes), dtype=object)
    lon, lat = (frame[args[n]].to_numpy(float, na_value=np.nan) for n in ("longitude", "latitude"))
    known = np.isfinite(lon) & (np.abs(lat) <= _POLE)
    places = np.full(len(frame), None, dtype=object)
    places[known] = shapely.points(plane.points(lon[known], lat[known]))
    return places


def _outlines(frame: pd.DataFrame, field: str) -> Shapes:
    texts = [None if pd.isna(text) else text for text in values(frame, field)]
    return np.array(shapely.from_wkt(texts), dtype=object)


def where_it_lies(table: str, args: Arguments, tables: Tables, rows: pd.Index) -> list[Text]:
    """How far the places of ``rows`` are from their counties, and where else they would fit."""
    frame, counties = tables[table].loc[rows], _counties(tables)
    if counties is None:
        return [Text("", "")] * len(rows)
    codes, places = values(frame, args["county"]), _places(frame, args, counties.plane)
    fits = _fits_if_swapped(frame, args, counties)
    return [
        _joined(_whereabouts(*found, counties))
        for found in zip(codes, places, _distances(codes, places, counties), fits, strict=True)
    ]


def _fits_if_swapped(frame: pd.DataFrame, args: Arguments, counties: _Counties) -> list[bool]:
    """Whether each point is within its county once longitude and latitude are exchanged."""
    if "longitude" not in args:
        return [False] * len(frame)
    exchanged = {"longitude": args["latitude"], "latitude": args["longitude"]}
    places = _places(frame, exchanged, counties.plane)
    own = [counties.shapes[code] for code in values(frame, args["county"])]
    return [bool(fits) for fits in shapely.dwithin(own, places, float(args["tolerance_m"]))]


def _distances(codes: Sequence[str], places: Shapes, counties: _Counties) -> Floats:
    """Metres from each place to the border of its county, outside of which it lies."""
    distances = np.zeros(len(places))
    for code in set(codes):
        own = np.array([other == code for other in codes])
        border = shapely.STRtree(_sides(counties.shapes[code]))
        (found, _), metres = border.query_nearest(
            places[own], return_distance=True, all_matches=False
        )
        distances[np.flatnonzero(own)[found]] = metres
    return distances


def _sides(shape: shapely.Geometry) -> Shapes:
    """The sides of an outline one by one: the nearest of many is found by a tree."""
    rings = map(shapely.get_coordinates, shapely.get_rings(shapely.get_parts(shape)))
    ends = [np.stack([corners[:-1], corners[1:]], axis=1) for corners in rings]
    return np.array(shapely.linestrings(np.concatenate(ends)), dtype=object)


def _whereabouts(
    code: str, place: shapely.Geometry, metres: float, fits_if_swapped: bool, counties: _Counties
) -> Iterator[Text]:
    name, far = counties.names[code], f"{metres / 1000:.1f}"
    yield Text(f"距“{name}”{far} 千米", f"it is {far} km from '{name}'")
    for other in sorted(counties.shapes):
        if shapely.intersects(counties.shapes[other], place):
            yield Text(f"落在“{counties.names[other]}”", f"it lies in '{counties.names[other]}'")
    if fits_if_swapped:
        yield Text(
            f"经纬度交换后在“{name}”",
            f"it fits in '{name}' once longitude and latitude are swapped",
        )


def _joined(parts: Iterator[Text]) -> Text:
    found = list(parts)
    return Text("，".join(p.zh for p in found), ", ".join(p.en for p in found))


def no_overlap(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """The outline ``field`` has no more than ``tolerance_mu`` in common with any other row's.

    Undecided without an outline.
    """
    frame = tables[table]
    apart = ~frame.index.isin(list(_overlaps(frame, args)))
    return decided(pd.Series(apart, frame.index), column(frame, args["field"]).notna())


def what_it_overlaps(table: str, args: Arguments, tables: Tables, rows: pd.Index) -> list[Text]:
    """The rows that those of ``rows`` overlap by ``key``, the largest overlap first."""
    found = _overlaps(tables[table], args)
    return [_joined(_neighbours(found[row])) for row in rows]


def _neighbours(found: list[tuple[Decimal, str]]) -> Iterator[Text]:
    ordered = sorted(found, key=lambda pair: (-pair[0], pair[1]))
    for area, key in ordered[:_NAMED]:
        mu = print_number(area, 2)
        yield Text(f"与“{key}”重叠 {mu} 亩", f"it overlaps '{key}' by {mu} mu")
    more = len(ordered) - _NAMED
    if more > 0:
        yield Text(f"另与{more}个重叠", f"and {more} more")


def _overlaps(frame: pd.DataFrame, args: Arguments) -> dict[Any, list[tuple[Decimal, str]]]:
    """Area in common (mu) and key of every neighbour that a row overlaps too far, by row.

    Rows are taken by key, so that their order changes no digit of a common area.
    """
    known = frame[column(frame, args["field"]).notna()].sort_values(args["key"], kind="stable")
    shapes = _outlines(known, args["field"])
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.intersection(shapes[one], shapes[other])
    areal = shapely.area(common) > 0
    pairs = zip(one[areal], other[areal], areas_mu(common[areal].tolist()), strict=True)
    found: dict[Any, list[tuple[Decimal, str]]] = {}
    keys, labels = values(known, args["key"]), known.index.tolist()
    for i, k, area in pairs:
        if area > Decimal(str(args["tolerance_mu"])):
            found.setdefault(labels[i], []).append((area, keys[k]))
            found.setdefault(labels[k], []).append((area, keys[i]))
    return found


def area_matches(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """The area ``field`` (mu) differs from that of ``geometry`` by at most ``tolerance_percent``.

    The per cent are of the outline's area. Undecided without one of the two.
    """
    frame = tables[table]
    outcome = undecided(frame)
    limit = Decimal(str(args["tolerance_percent"]))
    for row, stated, measured in _area_pairs(frame, args):
        outcome[row] = _difference(stated, measured) <= limit
    return outcome


def how_it_differs(table: str, args: Arguments, tables: Tables, rows: pd.Index) -> list[Text]:
    """Stated and measured area of ``rows``, and the difference in per cent."""
    return [
        Text(f"填报 {s} 亩，图形 {m} 亩，相差 {p}%", f"stated {s} mu, outline {m} mu, {p}% apart")
        for _, stated, measured in _area_pairs(tables[table].loc[rows], args)
        for s, m, p in [_printed(stated, measured)]
    ]


def _printed(stated: Decimal, measured: Decimal) -> tuple[str, str, str]:
    percent = print_number(_difference(stated, measured), 1)
    return print_number(stated, 2), print_number(measured, 2), percent


def _difference(stated: Decimal, measured: Decimal) -> Decimal:
    return EXACT.divide(abs(stated - measured) * 100, measured)


def _area_pairs(frame: pd.DataFrame, args: Arguments) -> Iterator[tuple[Any, Decimal, Decimal]]:
    """Row, stated and measured area of the rows that have both."""
    has_both = column(frame, args["field"]).notna() & column(frame, args["geometry"]).notna()
    both = frame[has_both]
    measured = areas_mu(_outlines(both, args["geometry"]).tolist())
    yield from zip(both.index, values(both, args["field"]), measured, strict=True)


CHECKS: dict[str, Check] = {
    "within_county": within_county, "no_overlap": no_overlap, "area_matches": area_matches,
}  # fmt: skip
DETAILS: dict[str, Details] = {
    "within_county": where_it_lies, "no_overlap": what_it_overlaps, "area_matches": how_it_differs,
}  # fmt: skip
