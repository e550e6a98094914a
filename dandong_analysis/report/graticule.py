"""Meridians and parallels in the window of a map, and a scale bar of round kilometres."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
import shapely

from dandong_analysis.geometry import Floats, Plane
from dandong_analysis.report.spots import Box

Side = Literal["left", "bottom", "right", "top"]

# Steps between lines in minutes; the widest that still shows so many lines is used.
_STEPS = (600, 300, 120, 60, 30, 20, 15, 10, 5, 2, 1)
_FEWEST, _FEWEST_ACROSS = 3, 2
_MINUTES = 60
# Half the length of a scale bar is one of these times a power of ten.
_HALVES = (Decimal(5), Decimal(2), Decimal(1))


@dataclass(frozen=True)
class EdgeLabel:
    """The degrees of a line where it meets a side of the window; x and y in metres."""

    text: str
    side: Side
    x: float
    y: float


@dataclass(frozen=True)
class Graticule:
    """Lines as arrays of x and y in metres, and their labels."""

    lines: tuple[Floats, ...]
    labels: tuple[EdgeLabel, ...]


def graticule(window: Box, plane: Plane) -> Graticule:
    """Meridians and parallels through a window of the plane (metres)."""
    west, south, east, north = _degrees(window, plane)
    step = _step(east - west, north - south)
    cell = shapely.box(*window.bounds)
    lines: list[Floats] = []
    labels: list[EdgeLabel] = []
    for degrees, name, sides in [
        *_meridians(_multiples(west, east, step), south, north),
        *_parallels(_multiples(south, north, step), west, east),
    ]:
        for part in shapely.get_parts(shapely.intersection(plane.to_plane(degrees), cell)):
            xy = shapely.get_coordinates(part)
            lines.append(xy)
            labels += _labels(name, sides, xy[[0, -1]], window)
    return Graticule(tuple(lines), tuple(labels))


def scale_bar_km(longest_m: float) -> Decimal:
    """The longest round length in kilometres up to ``longest_m``; its half is round as well.

    >>> scale_bar_km(57_000), scale_bar_km(900)
    (Decimal('40'), Decimal('0.4'))
    """
    longest = Decimal(repr(longest_m)) / 1000
    power = Decimal(10) ** longest.adjusted()
    fitting = (2 * half * unit for unit in (power, power / 10) for half in _HALVES)
    found = next(length for length in fitting if length <= longest)
    return Decimal(f"{found.normalize():f}")


def degrees_text(minutes: int, positive: str, negative: str) -> str:
    """Degrees and minutes with the letter of the direction.

    >>> degrees_text(7470, "E", "W"), degrees_text(-2400, "N", "S")
    ('124°30′E', '40°S')
    """
    whole, rest = divmod(abs(minutes), _MINUTES)
    letter = "" if not minutes else positive if minutes > 0 else negative
    return f"{whole}°{f'{rest:02d}′' if rest else ''}{letter}"


def _degrees(window: Box, plane: Plane) -> tuple[float, float, float, float]:
    west, south, east, north = plane.to_degrees(shapely.box(*window.bounds)).bounds
    return west, south, east, north


def _step(width: float, height: float) -> int:
    """The widest step with three lines one way and two the other, in minutes."""
    for step in _STEPS:
        across, up = (int(size * _MINUTES / step) for size in (width, height))
        if max(across, up) >= _FEWEST and min(across, up) >= _FEWEST_ACROSS:
            return step
    return _STEPS[-1]


def _multiples(low: float, high: float, step: int) -> Iterable[int]:
    first, last = int(np.ceil(low * _MINUTES / step)), int(np.floor(high * _MINUTES / step))
    return range(first * step, last * step + 1, step)


Line = tuple[shapely.Geometry, str, tuple[Side, Side]]


def _meridians(minutes: Iterable[int], south: float, north: float) -> Iterator[Line]:
    for value in minutes:
        at = value / _MINUTES
        line = shapely.LineString([(at, south), (at, north)])
        yield line, degrees_text(value, "E", "W"), ("bottom", "top")


def _parallels(minutes: Iterable[int], west: float, east: float) -> Iterator[Line]:
    for value in minutes:
        at = value / _MINUTES
        line = shapely.LineString([(west, at), (east, at)])
        yield line, degrees_text(value, "N", "S"), ("left", "right")


def _labels(name: str, sides: tuple[Side, Side], ends: Floats, window: Box) -> Iterator[EdgeLabel]:
    """The name at each end that lies on one of the sides."""
    for side in sides:
        across = 0 if side in {"left", "right"} else 1
        for x, y in ends.tolist():
            if np.isclose((x, y)[across], getattr(window, side), rtol=0, atol=1):
                yield EdgeLabel(name, side, x, y)
