"""Entries of a sheet that can be judged without the survey tables."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from dandong_analysis.errors import Place, Problem
from dandong_analysis.survey.profile_messages import problem
from dandong_analysis.vocabulary import normalise

AXES = ("easting_northing", "northing_easting")
LAYERS = (".gpkg", ".shp", ".geojson")
# Columns that the reader adds to the attributes of a layer.
SPECIAL = ("@fid", "@geometry", "@geometry.x", "@geometry.y")

# Entries with a meaning for some carriers only.
_CARRIERS = {"encoding": (".csv", ".shp"), "delimiter": (".csv",)}
_AUTHORITY = re.compile(r"[A-Za-z]+:[0-9]+")
_DRIVE = re.compile(r"[A-Za-z]+:")

Sheet = Mapping[str, Any]


def check_values(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    """Problems of file, sheet name, header rows, encoding, coordinate system and headers."""
    for check in _CHECKS:
        yield from check(sheet, place, path)


def suffix_of(sheet: Sheet) -> str:
    return PurePosixPath(sheet["file"]).suffix.lower()


def _file(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    name = sheet["file"]
    parts = PurePosixPath(name).parts
    is_inside = not name.startswith("/") and ".." not in parts and "\\" not in name
    is_known = suffix_of(sheet) in (".xlsx", ".csv", *LAYERS)
    if not (is_inside and is_known) or _DRIVE.match(name):
        yield problem("profile-file", place, f"{path}.file = {name}")


def _sheet_name(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    needs_name = suffix_of(sheet) in (".xlsx", ".gpkg")
    if needs_name != bool(sheet.get("sheet")):
        yield problem("profile-sheet-name", place, f"{path}.sheet = {sheet.get('sheet', '')!r}")


def _header_rows(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    rows = sheet.get("header_rows", [])
    is_layer = suffix_of(sheet) in LAYERS
    is_falling = any(b <= a for a, b in pairwise(rows))
    if is_layer == bool(rows) or is_falling or (rows and rows[0] < 1):
        yield problem("profile-header-rows", place, f"{path}.header_rows = {rows}")


def _carrier(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    suffix = suffix_of(sheet)
    for key, suffixes in _CARRIERS.items():
        if key in sheet and suffix not in suffixes:
            yield problem("profile-not-for-carrier", place, f"{path}.{key}", suffix=suffix)


def _encoding(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    if sheet.get("encoding") and not _is_text_encoding(sheet["encoding"]):
        yield problem("profile-encoding", place, f"{path}.encoding = {sheet['encoding']}")


def _is_text_encoding(name: str) -> bool:
    try:
        # Codecs such as base64, which make no text of bytes, refuse this.
        "a".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _characters(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    for key in ("delimiter", "thousands"):
        if key in sheet and len(sheet[key]) != 1:
            yield problem("profile-one-character", place, f"{path}.{key} = {sheet[key]!r}")


def _crs(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    axis, code = sheet.get("axis", AXES[0]), sheet.get("crs", "")
    if axis not in AXES:
        yield problem("profile-choice", place, f"{path}.axis = {axis}", known="、".join(AXES))
    crs = _crs_of(code)
    if code and crs is None:
        yield problem("profile-crs", place, f"{path}.crs = {code}")
    elif sheet.get("zone_prefix") and (crs is None or not crs.is_projected):
        yield problem("profile-zone", place, f"{path}.zone_prefix")


def _crs_of(code: str) -> CRS | None:
    try:
        return CRS.from_user_input(code) if _AUTHORITY.fullmatch(code) else None
    except CRSError:
        return None


def _headers(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    ignored = {normalise(header) for header in sheet.get("ignore", ())}
    is_layer = suffix_of(sheet) in LAYERS
    seen: set[str] = set()
    for header in sheet["columns"]:
        plain, at = normalise(header), f"{path}.columns.{header}"
        if plain in ignored:
            yield problem("profile-ignored", place, at)
        if plain in seen:
            yield problem("profile-header-twice", place, at)
        if plain.startswith("@") and not (is_layer and plain in SPECIAL):
            yield problem("profile-place", place, at)
        seen.add(plain)


def _both_languages(sheet: Sheet, place: Place, path: str) -> Iterator[Problem]:
    for stem in ("use", "doubt"):
        given = [lang for lang in ("zh", "en") if sheet.get(f"{stem}_{lang}", "").strip()]
        if len(given) == 1:
            yield problem("profile-language", place, f"{path}.{stem}_{given[0]}")


_CHECKS: tuple[Callable[[Sheet, Place, str], Iterator[Problem]], ...] = (
    _file, _sheet_name, _header_rows, _carrier, _encoding, _characters, _crs, _headers,
    _both_languages,
)  # fmt: skip
