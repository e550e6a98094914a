"""Shapes on the ellipsoid, and an equal-area plane in which they are cut and measured.

Shapes travel as WKT in longitude and latitude (EPSG:4490). Areas are measured in a Lambert
azimuthal equal-area plane on the GRS 80 ellipsoid, so they are areas on the ellipsoid, and parts
of a shape cut in the plane add up to the whole.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from dandong_analysis.units import round_to

CRS = "EPSG:4490"
# Sides longer than this (about 1 km) are bent like their parallel or meridian by added corners.
_STEP_DEGREES = 0.01
_STEP_M = 1000.0
_MU_PER_M2 = Decimal("0.0015")
# Decimals of a measured area in mu: 0.0001 mu is 0.07 square metres.
_AREA_PLACES = 4
_DEGREE_PLACES = 8

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """An equal-area plane round a centre (degrees); its unit is the metre, x east, y north."""

    longitude: float
    latitude: float

    def to_plane(self, shape: shapely.Geometry) -> shapely.Geometry:
        """A shape in degrees as a shape in metres."""
        return shapely.transform(shapely.segmentize(shape, _STEP_DEGREES), self._forward)

    def to_degrees(self, shape: shapely.Geometry) -> shapely.Geometry:
        """A shape in metres as a shape in degrees with eight decimals (about 1 mm)."""
        dense = shapely.segmentize(shape, _STEP_M)
        return shapely.transform(dense, lambda xy: np.round(self._backward(xy), _DEGREE_PLACES))

    def points(self, longitudes: Iterable[float], latitudes: Iterable[float]) -> Floats:
        """Points in degrees as an array of x and y in metres, a row each."""
        return self._forward(np.column_stack([list(longitudes), list(latitudes)]).astype(float))

    def _forward(self, degrees: Floats) -> Floats:
        x, y = self._transformer.transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack([x, y])

    def _backward(self, metres: Floats) -> Floats:
        lon, lat = self._transformer.transform(
            metres[:, 0], metres[:, 1], direction=pyproj.enums.TransformDirection.INVERSE
        )
        return np.column_stack([lon, lat])

    @property
    def _transformer(self) -> pyproj.Transformer:
        return _into_plane(self.longitude, self.latitude)


# PROJ takes tens of milliseconds to set one up, and the shapes of a region need few.
@lru_cache(maxsize=64)
def _into_plane(longitude: float, latitude: float) -> pyproj.Transformer:
    laea = f"+proj=laea +lat_0={latitude} +lon_0={longitude} +ellps=GRS80 +units=m"
    return pyproj.Transformer.from_crs(CRS, pyproj.CRS.from_proj4(laea), always_xy=True)


def plane_over(shapes: Iterable[shapely.Geometry]) -> Plane:
    """The plane round the middle of the bounds of ``shapes`` (degrees), to the next half degree.

    Raises
    ------
    ValueError
        When there is no shape with an extent.
    """
    return _plane_round(shapely.total_bounds(list(shapes)).tolist())


def _plane_round(bounds: Sequence[float]) -> Plane:
    west, south, east, north = bounds
    if math.isnan(west):
        raise ValueError("no shape has an extent")
    return Plane(round(west + east) / 2, round(south + north) / 2)


def read_shape(wkt: str) -> shapely.Geometry:
    """The shape of a WKT text in degrees."""
    return shapely.from_wkt(wkt)


def write_shape(shape: shapely.Geometry) -> str:
    """A shape in degrees as WKT with eight decimals."""
    return str(shapely.to_wkt(shape, rounding_precision=_DEGREE_PLACES, trim=True))


def plane_area_mu(shape: shapely.Geometry) -> Decimal:
    """The area in mu of a shape in a :class:`Plane`, rounded to 0.0001 mu."""
    metres = Decimal(repr(float(shape.area)))
    return round_to(metres * _MU_PER_M2, _AREA_PLACES)


def areas_mu(shapes: Sequence[shapely.Geometry]) -> list[Decimal]:
    """What :func:`area_mu` gives for each shape, for many at once.

    Shapes of one neighbourhood share their plane, which is slow to set up.
    """
    given = np.array(shapes, dtype=object)
    together: dict[Plane, list[int]] = {}
    for i, bounds in enumerate(shapely.bounds(given).tolist()):
        together.setdefault(_plane_round(bounds), []).append(i)
    areas = [Decimal(0)] * len(given)
    for plane, own in together.items():
        for i, shape in zip(own, plane.to_plane(given[own]), strict=True):
            areas[i] = plane_area_mu(shape)
    return areas


def area_mu(shape: shapely.Geometry) -> Decimal:
    """The area in mu, on the GRS 80 ellipsoid, of a shape in degrees.

    >>> area_mu(shapely.box(124.0, 40.0, 124.01, 40.01))
    Decimal('1422.1488')
    """
    return plane_area_mu(plane_over([shape]).to_plane(shape))
