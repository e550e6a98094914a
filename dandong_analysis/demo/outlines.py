"""Irregular invented outlines that have a given area on the ellipsoid."""

import math
from decimal import Decimal

import shapely
from shapely import affinity

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.plane import Point, area_mu, to_degrees, to_exact_degrees

# Amplitudes of the waves round an outline, from one bulge to six.
_WAVES = (0.06, 0.11, 0.08, 0.06, 0.04, 0.03)
_ROUGHNESS = 0.05
_ROUNDS = 3
_TURNS = 400
_TURN_DEGREES = 0.05


def irregular_outline(
    chance: Chance, centre: Point, *, corners: int, stretch: float = 1.0, bearing: float = 0.0
) -> shapely.Polygon:
    """A star-shaped polygon in the plane round ``centre``, of about one square kilometre.

    ``stretch`` is its length over its width; ``bearing`` turns it, in degrees anticlockwise
    from east.
    """
    phases = [chance.between(0, math.tau) for _ in _WAVES]
    ring = []
    for i in range(corners):
        angle = math.tau * (i + chance.between(-0.25, 0.25)) / corners
        radius = 1 + sum(a * math.cos(k * angle + p)
                         for k, (a, p) in enumerate(zip(_WAVES, phases, strict=True), start=1))  # fmt: skip
        radius *= 1 + chance.between(-_ROUGHNESS, _ROUGHNESS)
        ring.append((radius * math.cos(angle), radius * math.sin(angle)))
    shape = affinity.scale(shapely.Polygon(ring), stretch**0.5, stretch**-0.5, origin=(0, 0))
    turned = affinity.rotate(shape, bearing, origin=(0, 0))
    unit = affinity.scale(turned, turned.area**-0.5, turned.area**-0.5, origin=(0, 0))
    return affinity.translate(unit, *centre)


def sized(shape: shapely.Polygon, area: Decimal, *, tolerance: float) -> shapely.Polygon:
    """``shape`` (plane) in degrees, scaled so that its area on the ellipsoid is ``area`` (mu).

    Rounded vertices leave a remainder, which another small turn of the outline changes; the
    first turn with a relative remainder within ``tolerance`` is taken.

    Raises
    ------
    ValueError
        When the rounding of the vertices is too coarse for the tolerance.
    """
    scaled = shape
    for _ in range(_ROUNDS):
        factor = float(area / area_mu(to_exact_degrees(scaled))) ** 0.5
        scaled = affinity.scale(scaled, factor, factor, origin="centroid")
    for turn in range(_TURNS):
        found = to_degrees(affinity.rotate(scaled, turn * _TURN_DEGREES))
        if abs(float(area_mu(found) / area) - 1) <= tolerance:
            return found
    raise ValueError(f"no rounded outline has an area of {area} mu")
