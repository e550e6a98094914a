"""Ore fields: the parts of a district in which its mines lie.

A district with serious problems has compact fields far apart, as many in all as the plan has
treatment zones; the mines of the others lie along the whole belt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely import affinity

from dandong_analysis.demo.balance import largest_remainder
from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import District
from dandong_analysis.demo.plane import Point, to_km
from dandong_analysis.demo.region import Region

_FIELDS_FIGURE = "MGMT.TREAT_N"

# Lengths in kilometres. Mines of two fields of one district keep _APART_KM, so that nobody
# takes them for neighbours; those of one field lie within _REACH_KM of its axis.
_APART_KM = 3.3
_SPACING_KM = 5.6
_REACH_KM = 1.7
_HALF_AXIS_KM = 0.25
_END_KM = 0.8
_ASIDE_KM = 0.8
_SPREAD_KM = 0.9
_TRIES = 2000
# Along a belt: sections of about so many mines, spread wider.
_SECTION_MINES = 10
_WIDE_SPREAD_KM = 1.7
_WIDE_REACH_KM = 4.5
_INSIDE_KM = 0.6


@dataclass(frozen=True)
class Field:
    """Mines scatter round ``axis`` (plane) and stay within ``reach``, inside ``ground``."""

    axis: shapely.LineString
    spread: float
    reach: float
    ground: shapely.Geometry

    def point(self, chance: Chance) -> Point:
        """A place for a mine, in the plane.

        Raises
        ------
        ValueError
            When the field has no room.
        """
        for _ in range(_TRIES):
            foot = shapely.line_interpolate_point(self.axis, chance.unit(), normalized=True)
            x = foot.x + chance.normal() * self.spread
            y = foot.y + chance.normal() * self.spread
            place = shapely.Point(x, y)
            near = shapely.distance(self.axis, place) <= self.reach
            if near and shapely.contains_xy(self.ground, x, y):
                return x, y
        raise ValueError("a field has no room for its mines")


def field_counts(figures: Figures, districts: Sequence[District]) -> list[int]:
    """Compact fields of each district in proportion to its mines; none where problems are light.

    Raises
    ------
    ValueError
        When a district with serious problems would have none.
    """
    weights = [d.share if d.severity != "light" else 0.0 for d in districts]
    counts = largest_remainder(weights, figures.count(_FIELDS_FIGURE))
    for district, weight, count in zip(districts, weights, counts, strict=True):
        if weight and not count:
            raise ValueError(f"no field is left for {district.zh}")
    return counts


def make_fields(
    chance: Chance, figures: Figures, districts: Sequence[District], region: Region
) -> list[list[Field]]:
    """The fields of each district, in the order of the districts.

    Raises
    ------
    ValueError
        When a belt is too short for its fields.
    """
    counts = field_counts(figures, districts)
    return [
        _compact(chance.stream(d.zh), d, count, outline) if count else _sections(d, outline)
        for d, count, outline in zip(districts, counts, region.districts, strict=True)
    ]


def _sections(district: District, outline: shapely.Polygon) -> list[Field]:
    """The belt in equal parts."""
    belt = to_km(shapely.LineString(district.belt))
    ground = to_km(outline).buffer(-_INSIDE_KM)
    count = max(round(district.share / _SECTION_MINES), 1)
    return [
        Field(_part(belt, belt.length * i / count, belt.length * (i + 1) / count),
              _WIDE_SPREAD_KM, _WIDE_REACH_KM, ground)
        for i in range(count)
    ]  # fmt: skip


def _part(line: shapely.LineString, start: float, end: float) -> shapely.LineString:
    """The part of a line between two distances along it."""
    inner = [p for p in shapely.points(shapely.get_coordinates(line))
             if start < shapely.line_locate_point(line, p) < end]  # fmt: skip
    ends = [shapely.line_interpolate_point(line, at) for at in (start, end)]
    return shapely.LineString([ends[0], *inner, ends[1]])


def _compact(
    chance: Chance, district: District, count: int, outline: shapely.Polygon
) -> list[Field]:
    belt = to_km(shapely.LineString(district.belt))
    ground = to_km(outline).buffer(-_INSIDE_KM)
    for axes in _arrangements(chance, belt, count):
        near = [min((a.distance(b) for b in axes if b is not a), default=_SPACING_KM * 2)
                for a in axes]  # fmt: skip
        if min(near) >= _SPACING_KM and all(map(ground.contains, axes)):
            reaches = [min(_REACH_KM, (d - _APART_KM) / 2) for d in near]
            return [Field(a, _SPREAD_KM, r, ground) for a, r in zip(axes, reaches, strict=True)]
    raise ValueError(f"the belt of {district.zh} is too short for {count} fields")


def _arrangements(
    chance: Chance, belt: shapely.LineString, count: int
) -> Iterator[list[shapely.LineString]]:
    """Trials of axes along the belt, moved a little along it and aside."""
    room = belt.length - 2 * _END_KM
    step = room / max(count - 1, 1)
    for _ in range(_TRIES):
        yield [
            _axis(chance, belt, _END_KM + (i * step if count > 1 else room / 2), step)
            for i in range(count)
        ]


def _axis(chance: Chance, belt: shapely.LineString, at: float, step: float) -> shapely.LineString:
    along = min(max(at + step * chance.between(-0.12, 0.12), _END_KM), belt.length - _END_KM)
    part = _part(belt, along - _HALF_AXIS_KM, along + _HALF_AXIS_KM)
    aside = [chance.between(-_ASIDE_KM, _ASIDE_KM) for _ in range(2)]
    return affinity.translate(part, *aside)
