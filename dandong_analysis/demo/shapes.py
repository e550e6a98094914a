"""Outlines of damaged parcels with a given area, and places for them round a mine."""

import math

from dandong_analysis.demo.chance import Chance

_DIGITS = 2
_AWAY_M = (40.0, 420.0)


def parcel_outline(chance: Chance, centre: tuple[float, float], area_m2: float) -> str:
    """A star-shaped polygon near ``centre`` as WKT in metres; its area is close to ``area_m2``."""
    corners = chance.integer(7, 11)
    turn = chance.between(0, math.tau)
    away = chance.between(*_AWAY_M) + math.sqrt(area_m2)
    bearing = chance.between(0, math.tau)
    x, y = centre[0] + away * math.cos(bearing), centre[1] + away * math.sin(bearing)
    angles = [turn + math.tau * (i + chance.between(-0.3, 0.3)) / corners for i in range(corners)]
    radii = [chance.between(0.7, 1.3) for _ in angles]
    scale = math.sqrt(area_m2 / _area(angles, radii))
    ring = [
        (x + scale * r * math.cos(a), y + scale * r * math.sin(a))
        for a, r in zip(angles, radii, strict=True)
    ]
    points = ", ".join(f"{px:.{_DIGITS}f} {py:.{_DIGITS}f}" for px, py in [*ring, ring[0]])
    return f"POLYGON (({points}))"


def _area(angles: list[float], radii: list[float]) -> float:
    """Area of the polygon with these polar corners."""
    following = zip([*angles[1:], angles[0] + math.tau], [*radii[1:], radii[0]], strict=True)
    pairs = zip(angles, radii, following, strict=True)
    return sum(r * s * math.sin(b - a) for a, r, (b, s) in pairs) / 2
