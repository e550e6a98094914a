"""Reading GeoJSON without GDAL: attributes and coordinates keep their delivered digits."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dandong_analysis.errors import DandongError, Place, Problem
from dandong_analysis.survey.cell import shown
from dandong_analysis.survey.geojson_shapes import Digits, ShapeError, point_of, wkt_of
from dandong_analysis.survey.geojson_tree import Feature, parse_collection
from dandong_analysis.survey.layer import FID, GEOMETRY, Layer, X, Y, are_points, layer_sheet
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read_messages import problem
from dandong_analysis.survey.read_raw import RawSheet

MAX_CELLS = 5_000_000

_MEMBERS = {"type", "id", "properties", "geometry", "bbox"}
# The names of systems in a ``crs`` member as GDAL and QGIS write them. PROJ would also take
# names that make it read files, so nothing else is handed on.
_AUTHORITY = re.compile(r"(?:urn:ogc:def:crs:EPSG:[0-9.]*:|EPSG:)([0-9]{4,6})", re.IGNORECASE)
_CRS84 = re.compile(r"urn:ogc:def:crs:OGC:[0-9.]*:CRS84", re.IGNORECASE)


def read_geojson(profile: SheetProfile, sources: Mapping[str, bytes]) -> RawSheet:
    """The features of a GeoJSON file, numbered from 1 in the order of the file.

    ``@fid`` is the ``id`` of a feature, blank where it has none. A geometry that cannot be
    read is told by its row. Attributes that hold lists or objects are given as JSON.
    """
    place = Place(file=profile.file)
    collection, features = parse_collection(place, sources[profile.file])
    kinds = list(dict.fromkeys(_kinds(features)))
    geometry, problems = _geometry(place, features, is_point=are_points(kinds, profile))
    layer = Layer(
        tuple(range(1, len(features) + 1)), _attributes(place, features), geometry,
        _stated_crs(place, collection), (*_unread(place, features), *problems),
    )  # fmt: skip
    return layer_sheet(profile, place, layer)


def _attributes(place: Place, features: Sequence[Feature]) -> tuple[tuple[str, Sequence[str]], ...]:
    """The texts of every property that any feature has; blank where a feature lacks it."""
    tables = [feature["properties"] or {} for feature in features]
    names = list(dict.fromkeys(name for table in tables for name in table))
    cells = len(tables) * (len(names) + 1)
    if cells > MAX_CELLS:
        raise DandongError(problem("geojson-cells", place, str(cells), limit=MAX_CELLS))
    columns = [
        (FID, [_text(feature.get("id")) for feature in features]),
        *((name, [_text(table.get(name)) for table in tables]) for name in names),
    ]
    for name, texts in columns:
        _require_characters(place, name, texts)
    return tuple(columns)


def _require_characters(place: Place, name: str, texts: Sequence[str]) -> None:
    """Refuse halves of characters, which JSON can escape and no encoding can write."""
    if _is_writable("\n".join((name, *texts))):
        return
    row = next((n for n, text in enumerate(texts, 1) if not _is_writable(text)), None)
    found = name if row is None else texts[row - 1]
    raise DandongError(problem("geojson-surrogate", Place(place.file, row=row), shown(found)))


def _is_writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return str(value)
        case _:
            return _json(value)


def _json(value: object) -> str:
    """A value as JSON again, numbers with their delivered digits."""
    match value:
        case dict():
            pairs = (f"{json.dumps(k, ensure_ascii=False)}: {_json(v)}" for k, v in value.items())
            return f"{{{', '.join(pairs)}}}"
        case list():
            return f"[{', '.join(map(_json, value))}]"
        case Digits():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _kinds(features: Sequence[Feature]) -> Iterator[str]:
    for feature in features:
        if feature["geometry"] is not None:
            yield str(feature["geometry"].get("type"))


def _geometry(
    place: Place, features: Sequence[Feature], *, is_point: bool
) -> tuple[dict[str, list[str]], list[Problem]]:
    """The texts of the geometry columns, and what cannot be read, at its row."""
    labels = (X, Y) if is_point else (GEOMETRY,)
    rows: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    for number, feature in enumerate(features, 1):
        try:
            rows.append(_place_texts(feature["geometry"], is_point=is_point))
        except ShapeError as error:
            where = Place(place.file, row=number, column=labels[0])
            problems.append(problem(error.code, where, error.found))
            rows.append(("",) * len(labels))
    return {label: [row[i] for row in rows] for i, label in enumerate(labels)}, problems


def _place_texts(geometry: Mapping[str, Any] | None, *, is_point: bool) -> tuple[str, ...]:
    if geometry is None:
        return ("", "") if is_point else ("",)
    return point_of(geometry) if is_point else (wkt_of(geometry),)


def _unread(place: Place, features: Sequence[Feature]) -> Iterator[Problem]:
    """A warning for members that GeoJSON does not know and this reader does not keep."""
    others = dict.fromkeys(name for f in features for name in f if name not in _MEMBERS)
    if others:
        yield problem("geojson-members", place, "、".join(others), severity="warning")


def _stated_crs(place: Place, collection: Mapping[str, Any]) -> str:
    """The system that the ``crs`` member of GeoJSON 2008 names; RFC 7946 has no such member."""
    member = collection.get("crs")
    if member is None:
        return ""
    name = _crs_name(member)
    if _CRS84.fullmatch(name):
        return "OGC:CRS84"
    found = _AUTHORITY.fullmatch(name)
    if found is None:
        raise DandongError(problem("geojson-crs", place, shown(name or _json(member))))
    return f"EPSG:{found[1]}"


def _crs_name(member: object) -> str:
    """The name in a ``crs`` member of type ``name``; one of type ``link`` points elsewhere."""
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""
