"""Cutting shapes without loss: surfaces only, and parts that fill a whole exactly."""

from collections.abc import Sequence

import shapely

from dandong_analysis.errors import DandongError
from dandong_analysis.geometry import plane_area_mu
from dandong_analysis.zoning.cells import Shapes
from dandong_analysis.zoning.districts import District
from dandong_analysis.zoning.zone_faults import layer_problem

# Rounding of coordinates where parts meet: a millimetre along a kilometre.
_TOLERANCE_M2 = 1.0


def areal(shape: shapely.Geometry) -> shapely.Geometry:
    """The surfaces of a shape, without lines and points that a cut leaves over."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all([p for p in parts if p.geom_type in ("Polygon", "MultiPolygon")])


def check_partition(district: District, parts: Sequence[shapely.Geometry] | Shapes) -> None:
    """Refuse parts of a district that overlap or do not fill it.

    Raises
    ------
    DandongError
        With the area in mu that is covered twice or not at all.
    """
    union = shapely.union_all(list(parts))
    gap = shapely.difference(district.shape, union)
    twice = sum(float(p.area) for p in parts) - float(union.area)
    if gap.area > _TOLERANCE_M2:
        value = f"{district.id}: {plane_area_mu(gap)} mu"
        raise DandongError(layer_problem("zones-gap", value, district.place))
    if twice > _TOLERANCE_M2:
        value = f"{district.id}: {twice:.1f} m2"
        raise DandongError(layer_problem("zones-overlap", value, district.place))
