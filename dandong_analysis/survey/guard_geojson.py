"""Checking the size and the nesting of a GeoJSON file before it is parsed."""

import re

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.read_messages import problem

# Parsed, a file takes up to twenty times its size (measured).
MAX_BYTES = 64 * 2**20
# The corners of a MultiPolygon lie nine deep; attributes may hold objects of their own.
MAX_DEPTH = 32

# Brackets that open, brackets that close, a text. A text that is not closed ends with the file,
# so that every quotation mark begins a match and no hostile file is searched twice.
_SIGNS = re.compile(rb'([\[{]++)|([\]}]++)|"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)


def check_geojson(place: Place, data: bytes) -> None:
    """Refuse what is too large or nested too deep to be parsed safely.

    Raises
    ------
    DandongError
        With one problem: the first reason found.
    """
    if len(data) > MAX_BYTES:
        raise DandongError(problem("file-size", place, str(len(data)), limit=MAX_BYTES))
    depth = nesting(data)
    if depth > MAX_DEPTH:
        raise DandongError(problem("geojson-depth", place, str(depth), limit=MAX_DEPTH))


def nesting(data: bytes) -> int:
    """How deep brackets are nested, those inside texts left out.

    >>> nesting(b'{"a": [1, [2]], "b": "[[[["}')
    3
    """
    depth = deepest = 0
    for found in _SIGNS.finditer(data):
        (opened, opens), (closed, closes) = found.span(1), found.span(2)
        depth += opens - opened - (closes - closed)
        deepest = max(depth, deepest)
    return deepest
