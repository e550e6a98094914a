"""Refusing a delivered file before a parser opens it.

Delivered files are data and may be damaged or hostile: a file must be what its name says,
and a package must stay small when unpacked. Each refusal has its own code.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import PurePosixPath

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.packages import opened_package
from dandong_analysis.survey.guard_geojson import check_geojson
from dandong_analysis.survey.guard_gpkg import check_gpkg
from dandong_analysis.survey.guard_xlsx import check_parts
from dandong_analysis.survey.read_messages import problem

MAX_FILE_BYTES = 256 * 2**20

ZIP, OLE, SQLITE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\x00"
SHP = b"\x00\x00\x27\x0a"
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


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
    check_parts(place, opened_package(place, data, partial(problem, suffix=".xlsx")))


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


_CHECKS: Mapping[str, Callable[[Place, bytes], None]] = {
    ".xlsx": _check_xlsx, ".csv": _check_csv, ".gpkg": _check_gpkg, ".shp": _check_shp,
    ".geojson": _check_geojson,
}  # fmt: skip
