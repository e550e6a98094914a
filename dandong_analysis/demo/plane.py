"""The plane in which the generator draws: kilometres east and north of a point of the region.

It is an affine image of the degrees, so that a straight edge stays straight and what is inside
in one is inside in the other. Distances in it are true to about one per cent; areas are
measured on the ellipsoid.
"""

from decimal import Decimal

import numpy as np
import shapely
from numpy.typing import NDArray

from dandong_analysis.geometry import Plane, plane_area_mu

# Degrees of the delivered layers: 0.000 001 degrees is about 0.1 m.
DIGITS = 6

_ORIGIN = (124.5, 40.5)
# One plane for all measurements, because making one takes long beside using it.
_EQUAL_AREA = Plane(*_ORIGIN)
_KM_PER_DEGREE = (84.4, 111.0)

Floats = NDArray[np.float64]
Point = tuple[float, float]


def to_km(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in degrees as a shape in the plane."""
    return shapely.transform(shape, lambda xy: (xy - _ORIGIN) * _KM_PER_DEGREE)


def to_exact_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in the plane as a shape in degrees, not rounded."""
    return shapely.transform(shape, _degrees)


def to_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in the plane as a shape in degrees, rounded and in a fixed order of vertices."""
    rounded = shapely.transform(shape, lambda xy: np.round(_degrees(xy), DIGITS))
    return shapely.normalize(rounded)


def area_mu(shape: shapely.Geometry) -> Decimal:
    """The area in mu, on the GRS 80 ellipsoid, of a shape in degrees."""
    return plane_area_mu(_EQUAL_AREA.to_plane(shape))


def point_to_km(longitude: float, latitude: float) -> Point:
    """A point in degrees as a point in the plane.

    >>> point_to_km(124.5, 41.5)
    (0.0, 111.0)
    """
    x, y = (np.array([longitude, latitude]) - _ORIGIN) * _KM_PER_DEGREE
    return float(x), float(y)


def point_to_degrees(point: Point) -> Point:
    """A point in the plane as longitude and latitude, not rounded."""
    longitude, latitude = _degrees(np.array(point))
    return float(longitude), float(latitude)


def _degrees(km: Floats) -> Floats:
    return km / _KM_PER_DEGREE + _ORIGIN
