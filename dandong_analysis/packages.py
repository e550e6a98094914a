"""Refusing a zip package, such as a workbook or a document, before its parts are read.

A package may be damaged or hostile: it must stay small when unpacked, and its parts must not
overlap.
"""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from dandong_analysis.errors import DandongError, Place, Problem

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 256 * 2**20
# Office documents pack about 10:1; DEFLATE can reach 1032:1. Small parts may be repetitive.
MAX_RATIO = 100
RATIO_FREE_BYTES = 2**20

CONTENT_TYPES = "[Content_Types].xml"
# What reading a damaged part raises.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError,
    LookupError,
)  # fmt: skip

# Length of the local header of a zip entry without name and extra field.
_LOCAL_HEADER = 30

# Makes the problem of a code: (code, place, value, **parts).
Refusal = Callable[..., Problem]


def opened_package(place: Place, data: bytes, refusal: Refusal) -> zipfile.ZipFile:
    """The package, when its directory shows nothing suspicious.

    Raises
    ------
    DandongError
        With one problem, made by ``refusal``: ``zip-damaged``, ``zip-entries``, ``zip-size``,
        ``zip-ratio``, ``file-type`` (no office document) or ``zip-overlap``.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DandongError(refusal("zip-damaged", place, str(error))) from error
    _check_sizes(place, package, refusal)
    if CONTENT_TYPES not in package.namelist():
        raise DandongError(refusal("file-type", place, "zip"))
    _check_overlap(place, package.infolist(), refusal)
    return package


def _check_sizes(place: Place, package: zipfile.ZipFile, refusal: Refusal) -> None:
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise DandongError(refusal("zip-entries", place, str(len(entries)), limit=MAX_ENTRIES))
    total = sum(e.file_size for e in entries)
    if total > MAX_UNPACKED_BYTES:
        raise DandongError(refusal("zip-size", place, str(total), limit=MAX_UNPACKED_BYTES))
    for entry in entries:
        if _is_bomb(entry):
            raise DandongError(refusal("zip-ratio", place, entry.filename, limit=MAX_RATIO))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    size = entry.file_size
    return size > RATIO_FREE_BYTES and size > MAX_RATIO * entry.compress_size


def _check_overlap(place: Place, entries: list[zipfile.ZipInfo], refusal: Refusal) -> None:
    (name, count), *_ = Counter(e.filename for e in entries).most_common(1)
    if count > 1:
        raise DandongError(refusal("zip-overlap", place, name))
    ordered = sorted(entries, key=lambda e: e.header_offset)
    for one, following in pairwise(ordered):
        end = one.header_offset + _LOCAL_HEADER + len(one.filename) + one.compress_size
        if end > following.header_offset:
            raise DandongError(refusal("zip-overlap", place, following.filename))
