"""Areas by geodesics (pyproj.Geod), which the generator does not use; distances in UTM zone 51."""

from decimal import Decimal

import numpy as np
import pyproj
import shapely

GEOD = pyproj.Geod(ellps="GRS80")
UTM = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:32651", always_xy=True)


def km2(shape) -> Decimal:
    """Area on the ellipsoid; added vertices keep the edges straight in degrees."""
    area, _ = GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.002))
    return Decimal(abs(area)) / 1_000_000


def assert_prints(value: Decimal, printed: str) -> None:
    half = Decimal("0.5").scaleb(Decimal(printed).as_tuple().exponent)
    assert abs(value - Decimal(printed)) < half, (value, printed)


def metres(shape):
    return shapely.transform(shape, lambda xy: np.column_stack(UTM.transform(*xy.T)))


def points(mines) -> np.ndarray:
    return np.column_stack(UTM.transform([m.longitude for m in mines], [m.latitude for m in mines]))
