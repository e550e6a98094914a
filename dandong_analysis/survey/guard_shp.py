"""Checking the parts of a shapefile against their own headers.

GDAL reads a cut .dbf as a layer without rows and a cut .shp as shapes without end, both
without an error.
"""

import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from dandong_analysis.errors import DandongError, Place, Problem, raise_all
from dandong_analysis.survey.read_messages import problem

REQUIRED = (".shp", ".shx", ".dbf")
PARTS = (*REQUIRED, ".prj", ".cpg")

_SHP_HEADER = 100
_SHX_RECORD = 8
_NO_SHAPE_WORDS = 2
_DBF_HEADER = 32
_DBF_FIELD = 32
_DBF_NAME = 11
_DBF_END = 0x0D


def parts_of(name: str, sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of shapefile ``name`` by ending; endings may be in capitals."""
    stem = PurePosixPath(name).with_suffix("")
    found = {}
    for other, data in sources.items():
        path = PurePosixPath(other)
        if path.with_suffix("") == stem and path.suffix.lower() in PARTS:
            found[path.suffix.lower()] = data
    return found


def check_shapefile(place: Place, parts: Mapping[str, bytes]) -> None:
    """Refuse a shapefile with parts missing, cut or at odds with each other.

    Raises
    ------
    DandongError
        With every problem found.
    """
    raise_all([problem("shp-part-missing", place, p) for p in REQUIRED if p not in parts])
    raise_all([problem("shp-damaged", place, part=part) for part in _cut(parts)])
    raise_all(list(_contradictions(place, parts)))


def ids_with_shape(shx: bytes) -> set[int]:
    """The numbers of the records for which more than the mark of no shape is stored."""
    records = struct.iter_unpack(">ii", shx[_SHP_HEADER:])
    return {number for number, (_, words) in enumerate(records) if words > _NO_SHAPE_WORDS}


def field_names(dbf: bytes) -> list[bytes]:
    """The names of the columns of a .dbf, as its bytes have them."""
    names = []
    position = _DBF_HEADER
    while position + _DBF_FIELD <= len(dbf) and dbf[position] != _DBF_END:
        names.append(dbf[position : position + _DBF_NAME].partition(b"\x00")[0])
        position += _DBF_FIELD
    return names


def decoded_name(name: str, encoding: str, place: Place) -> str:
    """A column name, given one character per byte, in its encoding.

    Raises
    ------
    DandongError
        When the name breaks the encoding, as one does that was cut inside a character.
    """
    raw = name.encode("latin-1")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        shown = raw.decode(encoding, errors="replace")
        raise DandongError(problem("dbf-name-cut", place, shown)) from error


def _cut(parts: Mapping[str, bytes]) -> Iterator[str]:
    for part in (".shp", ".shx"):
        data = parts[part]
        if len(data) < _SHP_HEADER or len(data) < 2 * struct.unpack(">i", data[24:28])[0]:
            yield part
    dbf = parts[".dbf"]
    if len(dbf) < _DBF_HEADER or len(dbf) < _dbf_length(dbf):
        yield ".dbf"


def _dbf_length(dbf: bytes) -> int:
    rows, header, record = struct.unpack("<IHH", dbf[4:12])
    return int(header + rows * record)


def _contradictions(place: Place, parts: Mapping[str, bytes]) -> Iterator[Problem]:
    shapes = (len(parts[".shx"]) - _SHP_HEADER) // _SHX_RECORD
    (rows,) = struct.unpack("<I", parts[".dbf"][4:8])
    if shapes != rows:
        yield problem("shp-records", place, shapes=shapes, rows=rows)
    for name, count in Counter(field_names(parts[".dbf"])).items():
        if count > 1:
            yield problem("dbf-name-twice", place, name.decode("gb18030", errors="replace"))
