"""Markers and hatches of symbols in the words of other programs.

Symbols name them as matplotlib does; QGIS and styled layer descriptors have names of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A marker: its name in QGIS and in SLD 1.0, and by how many degrees each turns it.

    SLD knows six shapes; where it lacks one, the nearest stands for it.
    """

    qgis: str
    sld: str
    angle: int = 0
    sld_angle: int = 0


_MARKS = {
    "o": Mark("circle", "circle"),
    ".": Mark("circle", "circle"),
    "s": Mark("square", "square"),
    "D": Mark("diamond", "square", sld_angle=45),
    "d": Mark("diamond", "square", sld_angle=45),
    "^": Mark("triangle", "triangle"),
    "v": Mark("triangle", "triangle", 180, 180),
    "<": Mark("triangle", "triangle", 270, 270),
    ">": Mark("triangle", "triangle", 90, 90),
    "*": Mark("star", "star"),
    "p": Mark("pentagon", "circle"),
    "h": Mark("hexagon", "circle"),
    "H": Mark("hexagon", "circle", 30),
    "P": Mark("cross_fill", "cross"),
    "X": Mark("cross_fill", "cross", 45, 45),
    "+": Mark("cross", "cross"),
    "x": Mark("cross2", "x"),
}

# Directions of lines (degrees from the horizontal, counter-clockwise) and spots of a hatch.
_LINES = {"/": (45,), "\\": (135,), "-": (0,), "|": (90,), "+": (0, 90), "x": (45, 135)}
_SPOTS = {".": ("o", 1.2), "o": ("o", 2.0), "O": ("o", 3.0), "*": ("*", 3.0)}
# A hatch written once has lines this many points apart; written n times, n times closer.
_APART = 12.0

# What renderers of SLD call the hatches of one letter.
_SLD_HATCHES = {
    "/": "shape://slash", "\\": "shape://backslash", "-": "shape://horline",
    "|": "shape://vertline", "+": "shape://plus", "x": "shape://times", ".": "shape://dot",
    "o": "circle", "O": "circle", "*": "star",
}  # fmt: skip


def mark_of(marker: str) -> Mark:
    """The mark for a matplotlib marker; without one, a circle.

    Raises
    ------
    KeyError
        For a marker that has no counterpart.
    """
    return _MARKS[marker or "o"]


def hatch_lines(hatch: str) -> Iterator[tuple[int, float]]:
    """Direction and distance (points) of each set of lines of a matplotlib hatch.

    >>> list(hatch_lines("////"))
    [(45, 3.0)]
    """
    for letter in _letters(hatch):
        for angle in _LINES.get(letter, ()):
            yield angle, _APART / hatch.count(letter)


def hatch_spots(hatch: str) -> Iterator[tuple[str, float, float]]:
    """Marker, distance and size (points) of each set of spots of a matplotlib hatch."""
    for letter in _letters(hatch):
        if letter in _SPOTS:
            marker, size = _SPOTS[letter]
            yield marker, _APART / hatch.count(letter), size


def sld_hatches(hatch: str) -> Iterator[tuple[str, float]]:
    """Name and distance (points) of each pattern of a matplotlib hatch."""
    for letter in _letters(hatch):
        yield _SLD_HATCHES[letter], _APART / hatch.count(letter)


def _letters(hatch: str) -> list[str]:
    """The letters of a hatch, each once.

    Raises
    ------
    KeyError
        For a letter that has no counterpart.
    """
    for letter in hatch:
        if letter not in _SLD_HATCHES:
            raise KeyError(letter)
    return list(dict.fromkeys(hatch))
