"""Cutting shapes without loss: surfaces only, and parts that fill a whole exactly."""

from collections.abc import Sequence
from decimal import Decimal

import shapely

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.units import round_to
from dandong_analysis.zoning.zone_faults import layer_problem

# Rounding of coordinates where parts meet: a millimetre along a kilometre.
_TOLERANCE_M2 = 1.0
_MU_PER_M2, _PLACES = Decimal("0.0015"), 4


def areal(shape: shapely.Geometry) -> shapely.Geometry:
    """The surfaces of a shape, without lines and points that a cut leaves over."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all([p for p in parts if p.geom_type in ("Polygon", "MultiPolygon")])


def check_partition(
    whole: shapely.Geometry, parts: Sequence[shapely.Geometry], *, name: str, place: Place
) -> None:
    """Refuse parts that overlap or do not fill the whole; ``place`` says what was delivered.

    Raises
    ------
    DandongError
        With the area in mu that is covered twice or not at all.
    """
    union = shapely.union_all(parts)
    gap = float(shapely.difference(whole, union).area)
    twice = sum(float(part.area) for part in parts) - float(union.area)
    for code, area in (("zones-gap", gap), ("zones-overlap", twice)):
        if area > _TOLERANCE_M2:
            value = f"{name}: {round_to(Decimal(repr(area)) * _MU_PER_M2, _PLACES)} mu"
            raise DandongError(layer_problem(code, value, place))
