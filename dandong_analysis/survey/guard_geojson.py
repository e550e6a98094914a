"""Checking the size and the nesting of a GeoJSON file before it is parsed."""

import re

import numpy as np

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.read_messages import problem

# Parsed, a file takes about ten times its size.
MAX_BYTES = 64 * 2**20
# The corners of a MultiPolygon lie nine deep; attributes may hold objects of their own.
MAX_DEPTH = 32

# A text that is not closed ends with the file; the parser reports it.
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)
_NO_BRACKETS = bytes(sign for sign in range(256) if sign not in b"[]{}")
_OPENING = np.frombuffer(b"[{", dtype=np.uint8)


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
    brackets = _TEXT.sub(b"", data).translate(None, _NO_BRACKETS)
    opens = np.isin(np.frombuffer(brackets, dtype=np.uint8), _OPENING)
    return int(np.cumsum(np.where(opens, 1, -1)).max(initial=0))
