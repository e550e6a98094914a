"""Geometry objects of GeoJSON as well-known text, with the digits as they were delivered."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from dandong_analysis.survey.cell import shown


class Digits(str):
    """A number as it stands in the file; a text in quotes is no ``Digits``."""

    __slots__ = ()


class ShapeError(ValueError):
    """A geometry that cannot be read: the code of its problem, and what was found."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code)
        self.code, self.found = code, shown(found)


# How deep the positions of each geometry type lie in its coordinates (RFC 7946, section 3.1).
_LEVELS = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
    "MultiPolygon": 3,
}  # fmt: skip
_RINGED = ("Polygon", "MultiPolygon")
_SHORTEST_RING = 4
_SIZES = (2, 3)


def point_of(geometry: Mapping[str, Any]) -> tuple[str, str]:
    """The first two numbers of a point; blank when it has no coordinates.

    Raises
    ------
    ShapeError
        When the geometry cannot be read.
    """
    if geometry.get("type") != "Point":
        raise ShapeError("geometry-not-a-point", str(geometry.get("type")))
    wkt_of(geometry)
    x, y = (geometry["coordinates"] or ("", ""))[:2]
    return str(x), str(y)


def wkt_of(geometry: Mapping[str, Any]) -> str:
    """A geometry as well-known text.

    >>> wkt_of({"type": "Point", "coordinates": [Digits("124.50"), Digits("40")]})
    'POINT (124.50 40)'

    Raises
    ------
    ShapeError
        For an unknown type, a position that is none, and a ring that is open or too short.
    """
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in _LEVELS or not isinstance(coordinates, list):
        raise ShapeError("geojson-geometry", str(kind))
    if not coordinates:
        return f"{kind.upper()} EMPTY"
    positions = list(_positions(coordinates, _LEVELS[kind]))
    sizes = {len(position) for position in positions}
    if len(sizes) > 1:
        raise ShapeError("geojson-position", " / ".join(map(str, sorted(sizes))))
    if kind in _RINGED:
        _check_rings(coordinates, _LEVELS[kind])
    has_height = " Z" if sizes == {3} else ""
    body = _body(coordinates, _LEVELS[kind])
    return f"{kind.upper()}{has_height} {body if _LEVELS[kind] else f'({body})'}"


def _positions(value: object, level: int) -> Iterator[list[Digits]]:
    if not isinstance(value, list):
        raise ShapeError("geojson-position", str(value))
    if level == 0:
        yield _position(value)
        return
    for part in value:
        yield from _positions(part, level - 1)


def _position(value: list[Any]) -> list[Digits]:
    is_sound = len(value) in _SIZES and all(
        isinstance(number, Digits) and math.isfinite(float(number)) for number in value
    )
    if not is_sound:
        raise ShapeError("geojson-position", ", ".join(map(str, value)))
    return value


def _check_rings(coordinates: list[Any], level: int) -> None:
    for part in coordinates:
        if level > _LEVELS["Polygon"]:
            _check_rings(part, level - 1)
        else:
            _check_ring(part)


def _check_ring(ring: list[list[Digits]]) -> None:
    if len(ring) < _SHORTEST_RING:
        raise ShapeError("geojson-ring-short", str(len(ring)))
    first, last = ring[0], ring[-1]
    if list(map(float, first)) != list(map(float, last)):
        raise ShapeError("geojson-ring-open", f"{' '.join(first)} … {' '.join(last)}")


def _body(value: list[Any], level: int) -> str:
    if level == 0:
        return " ".join(value)
    return f"({', '.join(_body(part, level - 1) for part in value)})"
