"""Coordinates: degree grammars, and declared reference systems into EPSG:4490."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from dandong_analysis.survey.cell import Cell, Parser, faulty, fold
from dandong_analysis.survey.quantities import Measure, decimal_parser
from dandong_analysis.units import round_to

_TARGET_CODE = 4490
TARGET = f"EPSG:{_TARGET_CODE}"
# The format of a degree field whose column holds metres of a projected system.
PROJECTED = "projected"
# Of 12 unrelated points, fewer than 5 in a million have only pairs below 60 behind the point.
_ENOUGH_POINTS = 12

_PLACES = 8
_MILLION = 1_000_000
_OUTLINES = ("Polygon", "MultiPolygon")
_CHINA = (73.0, 3.0, 135.0, 54.0)

_DMS = re.compile(
    r"(?:东经|北纬|[EN])?\s*(?P<sign>-?)(?P<d>[0-9]{1,3})\s*[°度:\s-]\s*(?P<m>[0-9]{1,2})"
    r"\s*[′'’‘分:\s-]\s*(?:(?P<s>[0-9]{1,2}(?:\.[0-9]+)?)\s*(?:[″\"”“秒]|''|′′)?)?\s*[EN]?"
)
_PAIRS = re.compile(r"-?[0-9]+\.([0-9]{2})([0-9]{2})[0-9]*")

Floats = npt.NDArray[np.float64]


def degree_parser(pattern: str) -> Parser:
    """Reads degrees: ``dms`` by the grammar of degrees, minutes and seconds, else decimal."""
    return _dms if pattern == "dms" else _decimal_degrees


def _decimal_degrees(raw: str) -> Cell:
    cell = decimal_parser(Measure(suffixes={"°": "", "度": ""}))(raw)
    if not cell.code:
        return cell
    return faulty(raw, "undeclared-dms" if _DMS.fullmatch(fold(raw)[0]) else "bad-degree")


def _dms(raw: str) -> Cell:
    folded, rules = fold(raw)
    found = _DMS.fullmatch(folded)
    if found is None:
        return faulty(raw, "bad-dms")
    degrees, minutes, seconds = (Decimal(found[part] or 0) for part in "dms")
    if minutes >= 60 or seconds >= 60:  # noqa: PLR2004 - the sixty of the grammar itself
        return faulty(raw, "bad-dms")
    value = degrees + (minutes * 60 + seconds) / 3600
    return Cell(found["sign"] + _trimmed(f"{round_to(value, _PLACES):f}"), (*rules, "dms"))


def maybe_dms(texts: Sequence[str]) -> bool:
    """Whether decimal degrees look like degrees-minutes-seconds with a point (40.3015).

    True when at least twelve different texts have four or more decimals and in all of them
    the first two pairs of decimals are below 60.
    """
    pairs = [found for text in set(texts) if (found := _PAIRS.fullmatch(text))]
    below = all(int(p) < 60 for found in pairs for p in found.groups())  # noqa: PLR2004 - as above
    return len(pairs) >= _ENOUGH_POINTS and below


@dataclass(frozen=True)
class Grid:
    """A declared reference system and how its coordinates are written.

    ``zone`` is the zone number that an easting of the system may carry in front (0: none), and
    ``offset`` the metres that the system's own false easting adds for it. ``area`` is west,
    south, east, north in degrees.
    """

    crs: pyproj.CRS
    swapped: bool = False
    zone_prefix: bool = False
    zone: int = 0
    offset: float = 0.0
    area: tuple[float, float, float, float] = _CHINA

    @cached_property
    def projected(self) -> bool:
        return bool(self.crs.is_projected)

    @cached_property
    def exact(self) -> bool:
        """Whether coordinates already are in the target system."""
        return bool(self.crs.to_epsg() == _TARGET_CODE)

    @cached_property
    def into_target(self) -> pyproj.Transformer:
        return pyproj.Transformer.from_crs(self.crs, TARGET, always_xy=True)


def grid_of(crs: str, axis: str = "", *, zone_prefix: bool = False) -> Grid:
    """The grid of a sheet; without a declared system, EPSG:4490 in degrees.

    Raises
    ------
    pyproj.exceptions.CRSError
        When the system is unknown.
    """
    system = pyproj.CRS.from_user_input(crs or TARGET)
    shift, zone = _zone_of(system)
    return Grid(
        system, axis == "northing_easting", zone_prefix, zone, float(shift), _area_of(system)
    )


def _zone_of(system: pyproj.CRS) -> tuple[int, int]:
    """Metres that the false easting adds for the zone, and the zone number."""
    operation = system.coordinate_operation
    named = {p.name: float(p.value) for p in operation.params} if operation else {}
    prefix = int(named.get("False easting", 0) // _MILLION)
    if prefix > 0:
        return prefix * _MILLION, prefix
    meridian = named.get("Longitude of natural origin", 0.0)
    return 0, int(meridian // 3) if "3-degree" in system.name else int((meridian + 3) // 6)


def _area_of(system: pyproj.CRS) -> tuple[float, float, float, float]:
    base = system.geodetic_crs
    use = base.area_of_use if base else None
    if use is None or (base and base.to_epsg() == _TARGET_CODE):
        return _CHINA
    return (use.west, use.south, use.east, use.north)


def locate(xs: Sequence[str], ys: Sequence[str], grid: Grid) -> list[tuple[Cell, Cell]]:
    """Longitude and latitude cells of points in EPSG:4490, rounded to 8 decimals.

    Parameters
    ----------
    xs, ys
        Canonical number texts of the two coordinate columns, both non-empty.
    """
    first, second = (ys, xs) if grid.swapped else (xs, ys)
    east, north = np.array([first, second], dtype=float)
    lon, lat = _degrees(east, north, grid)
    faults = _point_faults(east, north, grid)
    rules = (("axis",) if grid.swapped else ()) + (() if grid.exact else ("crs",))
    made = []
    for i, code in enumerate(faults):
        x, y = (first[i], second[i]) if grid.exact else (degree_text(lon[i]), degree_text(lat[i]))
        made.append((Cell(x, rules, code), Cell(y, rules, code)))
    return made


def degree_text(value: float) -> str:
    """Degrees with at most 8 decimals (about 1 mm), the same on every machine."""
    return _trimmed(f"{value:.{_PLACES}f}")


def _trimmed(text: str) -> str:
    bare = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if bare == "-0" else bare


def _point_faults(east: Floats, north: Floats, grid: Grid) -> list[str]:
    """The fault of each point, empty when it lies in the area of its system."""
    as_given, if_swapped = _misplaced(east, north, grid), _misplaced(north, east, grid)
    return [
        fault and ("axes-swapped" if not other else fault)
        for fault, other in zip(as_given, if_swapped, strict=True)
    ]


def _misplaced(east: Floats, north: Floats, grid: Grid) -> list[str]:
    inside = _inside(*_degrees(east, north, grid), grid)
    return [
        _zone_fault(x, grid) or ("" if fits else "outside-area")
        for x, fits in zip(east, inside, strict=True)
    ]


def _zone_fault(easting: float, grid: Grid) -> str:
    carried = int(easting // _MILLION) if grid.projected else 0
    if grid.zone_prefix and grid.projected:
        return "" if carried == grid.zone else "zone-mismatch"
    return "zone-undeclared" if carried == grid.zone > 0 and not grid.offset else ""


def _degrees(x: Floats, y: Floats, grid: Grid) -> tuple[Floats, Floats]:
    if grid.projected and (grid.zone_prefix or grid.offset):
        carries = x // _MILLION == grid.zone
        x = np.where(carries, x - grid.zone * _MILLION, x) + grid.offset
    lon, lat = grid.into_target.transform(x, y)
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


def _inside(lon: Floats, lat: Floats, grid: Grid) -> npt.NDArray[np.bool_]:
    west, south, east, north = grid.area
    beyond, before = lon >= west, lon <= east
    across = beyond & before if west <= east else beyond | before
    return across & (lat >= south) & (lat <= north)


def place_shapes(texts: Sequence[str], grid: Grid) -> list[Cell]:
    """Outlines given as WKT in the sheet's system, as WKT in EPSG:4490 with 8 decimals.

    An outline is a polygon or several; heights are left out.
    """
    return [_place_shape(text, grid) for text in texts]


def _place_shape(text: str, grid: Grid) -> Cell:
    shape = shapely.from_wkt(text, on_invalid="ignore")
    if shape is None or shape.is_empty:
        return faulty(text, "bad-geometry", "Unreadable" if shape is None else "Empty")
    if shape.geom_type not in _OUTLINES:
        return faulty(text, "not-an-area", str(shape.geom_type))
    if not shape.is_valid:
        return faulty(text, "bad-geometry", shapely.is_valid_reason(shape))
    corners = shapely.get_coordinates(shape).T[:: -1 if grid.swapped else 1]
    fault = next(filter(None, _point_faults(corners[0], corners[1], grid)), "")
    moved = shapely.transform(shapely.force_2d(shape), lambda xy: _moved(xy, grid))
    wkt = shapely.to_wkt(moved, rounding_precision=_PLACES, trim=True)
    exact = grid.exact and not grid.swapped
    return Cell(wkt, ("notation" if exact else "crs",), fault)


def _moved(xy: Floats, grid: Grid) -> Floats:
    x, y = (xy[:, 1], xy[:, 0]) if grid.swapped else (xy[:, 0], xy[:, 1])
    return np.column_stack(_degrees(x, y, grid))
