"""Refusing a delivered file before a parser opens it.

Delivered files are data and may be damaged or hostile: a file must be what its name says,
and a package must stay small when unpacked. Each refusal has its own code.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.guard_geojson import check_geojson
from dandong_analysis.survey.guard_gpkg import check_gpkg
from dandong_analysis.survey.guard_xlsx import check_parts
from dandong_analysis.survey.read_messages import problem

MAX_FILE_BYTES = 256 * 2**20
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 256 * 2**20
# Spreadsheets pack about 10:1; DEFLATE can reach 1032:1. Small parts may be repetitive.
MAX_RATIO = 100
RATIO_FREE_BYTES = 2**20

ZIP, OLE, SQLITE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\x00"
SHP = b"\x00\x00\x27\x0a"
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

# Length of the local header of a zip entry without name and extra field.
_LOCAL_HEADER = 30


# The sheets of one file are read in turn; one check serves them all.
@lru_cache(maxsize=4)
def check_file(name: str, data: bytes) -> None:
    """Refuse contents that do not fit the file's ending or are dangerous to open.

    Raises
    ------
    DandongError
        With one problem: the first reason found.
    """
    suffix = PurePosixPath(name).suffix.lower()
    place = Place(file=name)
    if suffix not in _CHECKS:
        raise DandongError(problem("file-kind", place, suffix))
    if not data:
        raise DandongError(problem("file-empty", place))
    if len(data) > MAX_FILE_BYTES:
        raise DandongError(problem("file-size", place, str(len(data)), limit=MAX_FILE_BYTES))
    _CHECKS[suffix](place, data)


def kind_of(data: bytes) -> str:
    """What the first bytes of a file show it to be, in words of both languages."""
    start = data[:4096]
    for magic, kind in ((ZIP, "zip"), (OLE, "xls"), (SQLITE, "SQLite"), (SHP, "shp"),
                        (b"%PDF", "PDF"), (b"Rar!", "rar")):  # fmt: skip
        if start.startswith(magic):
            return kind
    return _text_kind(start)


def _text_kind(start: bytes) -> str:
    text = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"<ogrvrt"):
        return "OGR VRT"
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")):
        return "HTML"
    if text.startswith(b"<"):
        return "XML"
    return "binary" if b"\x00" in start and not start.startswith(BYTE_ORDER_MARKS) else "text"


def _check_xlsx(place: Place, data: bytes) -> None:
    if data.startswith(OLE):
        raise DandongError(problem("xls-or-locked", place))
    _require_kind(place, data, "zip", ".xlsx")
    check_parts(place, _opened(place, data))


def _check_gpkg(place: Place, data: bytes) -> None:
    _require_kind(place, data, "SQLite", ".gpkg")
    check_gpkg(place, data)


def _check_shp(place: Place, data: bytes) -> None:
    _require_kind(place, data, "shp", ".shp")


def _check_csv(place: Place, data: bytes) -> None:
    # UTF-16 without a byte order mark holds zero bytes; the declared encoding decides then.
    if kind_of(data) not in ("text", "binary"):
        raise DandongError(problem("file-type", place, kind_of(data), suffix=".csv"))


def _check_geojson(place: Place, data: bytes) -> None:
    _require_kind(place, data, "text", ".geojson")
    check_geojson(place, data)


def _require_kind(place: Place, data: bytes, kind: str, suffix: str) -> None:
    if kind_of(data) != kind:
        raise DandongError(problem("file-type", place, kind_of(data), suffix=suffix))


def _opened(place: Place, data: bytes) -> zipfile.ZipFile:
    """The package, when its directory shows nothing suspicious."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DandongError(problem("zip-damaged", place, str(error))) from error
    _check_sizes(place, package)
    if "[Content_Types].xml" not in package.namelist():
        raise DandongError(problem("file-type", place, "zip", suffix=".xlsx"))
    _check_overlap(place, package.infolist())
    return package


def _check_sizes(place: Place, package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise DandongError(problem("zip-entries", place, str(len(entries)), limit=MAX_ENTRIES))
    total = sum(e.file_size for e in entries)
    if total > MAX_UNPACKED_BYTES:
        raise DandongError(problem("zip-size", place, str(total), limit=MAX_UNPACKED_BYTES))
    for entry in entries:
        if _is_bomb(entry):
            raise DandongError(problem("zip-ratio", place, entry.filename, limit=MAX_RATIO))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    size = entry.file_size
    return size > RATIO_FREE_BYTES and size > MAX_RATIO * entry.compress_size


def _check_overlap(place: Place, entries: list[zipfile.ZipInfo]) -> None:
    (name, count), *_ = Counter(e.filename for e in entries).most_common(1)
    if count > 1:
        raise DandongError(problem("zip-overlap", place, name))
    ordered = sorted(entries, key=lambda e: e.header_offset)
    for one, following in pairwise(ordered):
        end = one.header_offset + _LOCAL_HEADER + len(one.filename) + one.compress_size
        if end > following.header_offset:
            raise DandongError(problem("zip-overlap", place, following.filename))


_CHECKS: Mapping[str, Callable[[Place, bytes], None]] = {
    ".xlsx": _check_xlsx, ".csv": _check_csv, ".gpkg": _check_gpkg, ".shp": _check_shp,
    ".geojson": _check_geojson,
}  # fmt: skip
