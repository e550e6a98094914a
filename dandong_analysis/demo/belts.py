"""The mining districts: irregular bands along their belts, apart from one another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.gazetteer import Gazetteer
from dandong_analysis.demo.plane import to_km

# All lengths in kilometres.
_BEAD_KM = 2.0
_SAMPLE_KM = 0.5
# How far a district stays from the middle between two belts and from its county's outline.
# Half of the simplification may be lost again, so that districts stay well apart.
_BORDER_KM = 0.65
_OUTLINE_KM = 0.75
_SIMPLIFY_KM = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6)
_MOST_VERTICES = 60


@dataclass(frozen=True)
class Bead:
    """A disc on or beside a belt; ``size`` is its radius over the half width of the district."""

    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Belt:
    """What does not depend on the width: the beads, and the ground that is free for them."""

    beads: tuple[Bead, ...]
    free: shapely.Geometry
    line: shapely.LineString

    def outline(self, half_width: float) -> shapely.Polygon:
        """The district (plane) of that half width in kilometres; one polygon without holes."""
        discs = [
            shapely.Point(b.x, b.y).buffer(b.size * half_width, quad_segs=4) for b in self.beads
        ]
        parts = shapely.get_parts(shapely.intersection(shapely.union_all(discs), self.free))
        main = max(parts, key=lambda p: (shapely.intersection(p, self.line).length, p.area))
        return _simplified(shapely.Polygon(main.exterior))


def make_belts(chance: Chance, gazetteer: Gazetteer) -> list[Belt]:
    """One for each district, in the order of the gazetteer."""
    lines = [to_km(shapely.LineString(d.belt)) for d in gazetteer.districts]
    whole = {k: to_km(o) for k, o in gazetteer.outlines.items()}
    outlines = {k: o.buffer(-_OUTLINE_KM) for k, o in whole.items()}
    counties = [d.county for d in gazetteer.districts]
    territories = _territories(lines, counties, shapely.union_all(list(whole.values())))
    return [
        Belt(_beads(chance.stream(d.zh), line), shapely.intersection(own, outlines[d.county]), line)
        for d, line, own in zip(gazetteer.districts, lines, territories, strict=True)
    ]


def _beads(chance: Chance, line: shapely.LineString) -> tuple[Bead, ...]:
    """Discs along the line whose size and distance from it swing irregularly."""
    swing = [(chance.between(4, 11), chance.between(0, math.tau)) for _ in range(4)]
    beads = []
    for at in _steps(line.length, _BEAD_KM):
        wide, long, east, north = (math.sin(math.tau * at / length + p) for length, p in swing)
        size = 1 + 0.2 * wide + 0.14 * long + chance.between(-0.16, 0.16)
        point = shapely.line_interpolate_point(line, at)
        beads.append(Bead(point.x + 0.9 * east, point.y + 0.9 * north, size))
    return tuple(beads)


def _steps(length: float, step: float) -> list[float]:
    """Positions from 0 to ``length``, about ``step`` apart."""
    count = max(round(length / step), 1)
    return [length * i / count for i in range(count + 1)]


def _territories(
    lines: Sequence[shapely.LineString], counties: Sequence[str], region: shapely.Geometry
) -> list[shapely.Geometry]:
    """The ground that lies nearer to each line than to any other of its county, less a border."""
    found = [shapely.Polygon()] * len(lines)
    for county in dict.fromkeys(counties):
        members = [i for i, c in enumerate(counties) if c == county]
        nearest = _nearest([lines[i] for i in members], region)
        for i, cell in zip(members, nearest, strict=True):
            found[i] = cell.buffer(-_BORDER_KM)
    return found


def _nearest(
    lines: Sequence[shapely.LineString], region: shapely.Geometry
) -> list[shapely.Geometry]:
    """The Voronoi cells of points along the lines, united by line."""
    samples = [_samples(line) for line in lines]
    points = shapely.MultiPoint([p for own in samples for p in own])
    cells = iter(shapely.get_parts(
        shapely.voronoi_polygons(points, extend_to=region, ordered=True)
    ))  # fmt: skip
    return [shapely.union_all([next(cells) for _ in own]) for own in samples]


def _samples(line: shapely.LineString) -> list[shapely.Point]:
    return [shapely.line_interpolate_point(line, at) for at in _steps(line.length, _SAMPLE_KM)]


def _simplified(shape: shapely.Polygon) -> shapely.Polygon:
    """With the least tolerance that leaves few enough vertices."""
    simple = shape
    for tolerance in _SIMPLIFY_KM:
        simple = shapely.simplify(shape, tolerance)
        if shapely.get_num_coordinates(simple) <= _MOST_VERTICES:
            return simple
    return simple
