"""Reading a layer by GDAL: attributes as text, geometry in the coordinate system of the layer."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pyarrow as pa
import pyogrio
import shapely

from dandong_analysis.errors import DandongError, Place, Problem
from dandong_analysis.survey import guard_gpkg, guard_shp
from dandong_analysis.survey.guard_gpkg import feature_ids, for_gdal, texts_in_number_columns
from dandong_analysis.survey.guard_shp import check_shapefile, decoded_name, parts_of
from dandong_analysis.survey.layer import FID, GEOMETRY, Layer, X, Y, are_points, layer_sheet
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read_csv import decode
from dandong_analysis.survey.read_messages import problem
from dandong_analysis.survey.read_raw import RawSheet, cell_text, number_text

# Every byte is one character of this encoding: the text can be decoded strictly afterwards.
_TRANSPARENT = "ISO-8859-1"

# What GDAL says about the way in which the file is passed to it, not about the file.
_ABOUT_PASSING = "non conformant file extension"

# The names of the systems 0 and -1 of a GeoPackage (OGC 12-128r17, clause 1.1.2.1.2).
_UNDEFINED = re.compile(r'\w+\["Undefined (geographic|cartesian) SRS"', re.IGNORECASE)

T = TypeVar("T")


@dataclass(frozen=True)
class GdalLayer:
    """A layer as GDAL gives it, attribute values as text.

    ``kinds`` is the declared geometry type, or the types that occur where it is open.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    fids: tuple[int, ...]
    shapes: tuple[Any, ...] | None
    kinds: tuple[str, ...]
    crs: str
    problems: tuple[Problem, ...] = ()


def read_gpkg(profile: SheetProfile, sources: Mapping[str, bytes]) -> RawSheet:
    """The declared layer of a GeoPackage that has passed :func:`guard.check_file`."""
    place = Place(file=profile.file, sheet=profile.sheet)
    if sources.get(f"{profile.file}-wal"):
        raise DandongError(problem("gpkg-open", Place(file=profile.file)))
    data = for_gdal(sources[profile.file])
    _require_layer(place, data)
    layer = _read(place, data, profile.sheet, "UTF-8")
    _require_all(place, layer, feature_ids(data, profile.sheet))
    layer = _with_texts(layer, texts_in_number_columns(data, profile.sheet))
    return _raw(profile, place, layer, guard_gpkg.ids_with_shape(data, profile.sheet))


def read_shp(profile: SheetProfile, sources: Mapping[str, bytes]) -> RawSheet:
    """A shapefile from its parts, each attribute decoded strictly."""
    place = Place(file=profile.file)
    parts = parts_of(profile.file, sources)
    check_shapefile(place, parts)
    encoding = _shp_encoding(profile, parts, place)
    layer = _read(place, _zipped(parts), None, _TRANSPARENT)
    layer = _decoded(layer, encoding, place, tuple(profile.columns))
    return _raw(profile, place, layer, guard_shp.ids_with_shape(parts[".shx"]))


def _require_layer(place: Place, data: bytes) -> None:
    layers, _ = _quietly(place, lambda: pyogrio.list_layers(data))
    names = [str(name) for name, _ in layers]
    if place.sheet not in names:
        known = "、".join(names) or "—"
        where = Place(file=place.file)
        raise DandongError(problem("sheet-missing", where, place.sheet, known=known))


def _require_all(place: Place, layer: GdalLayer, fids: Sequence[int]) -> None:
    """GDAL trusts what the file says about itself; the rows are counted independently."""
    if sorted(layer.fids) != list(fids):
        found = f"{len(layer.fids)} / {len(fids)}"
        raise DandongError(problem("layer-rows", place, found))


def _read(place: Place, data: bytes, name: str | None, encoding: str) -> GdalLayer:
    layer, remarks = _quietly(
        place,
        lambda: _layer(*pyogrio.read_arrow(data, layer=name, encoding=encoding, return_fids=True)),
    )
    said = tuple(problem("layer-remark", place, r, severity="warning") for r in remarks)
    return replace(layer, problems=said)


def _quietly(place: Place, read: Callable[[], T]) -> tuple[T, list[str]]:
    """What ``read`` gives, and what GDAL remarked about the file meanwhile."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = read()
        except Exception as error:  # GDAL, Arrow and GEOS raise any kind on a damaged layer
            raise DandongError(problem("layer-unreadable", place, str(error))) from error
    texts = dict.fromkeys(str(w.message) for w in caught)
    return result, [text for text in texts if _ABOUT_PASSING not in text]


def _layer(meta: Mapping[str, Any], table: pa.Table) -> GdalLayer:
    """The feature id stands first and the geometry last, whatever the attributes are called."""
    names = tuple(str(name) for name in meta["fields"])
    columns = tuple(_texts(table.column(n)) for n in range(1, len(names) + 1))
    shapes = None
    if meta["geometry_type"]:
        # What cannot be built is None here, and told by its row.
        stored = table.column(len(names) + 1).to_pylist()
        shapes = tuple(shapely.from_wkb(stored, on_invalid="ignore"))
    return GdalLayer(
        names, columns, tuple(table.column(0).to_pylist()), shapes,
        _kinds(str(meta["geometry_type"]), shapes or ()), _stated_crs(meta["crs"] or ""),
    )  # fmt: skip


def _texts(column: pa.ChunkedArray) -> tuple[str, ...]:
    return tuple(cell_text(value) for value in column.to_pylist())


def _kinds(declared: str, shapes: Sequence[Any]) -> tuple[str, ...]:
    if declared.startswith("Unknown"):
        return tuple(dict.fromkeys(s.geom_type for s in shapes if s is not None))
    is_point = "Point" in declared and "Multi" not in declared
    return ("Point" if is_point else declared,)


def _stated_crs(definition: str) -> str:
    """The definition of a system; GeoPackage has two that say that none is known."""
    return "" if _UNDEFINED.match(definition) else definition


def _with_texts(layer: GdalLayer, texts: Mapping[tuple[str, int], str]) -> GdalLayer:
    """The layer with the delivered text where GDAL made a number of it."""
    columns = tuple(
        tuple(texts.get((name, fid), value) for fid, value in zip(layer.fids, column, strict=True))
        for name, column in zip(layer.names, layer.columns, strict=True)
    )
    return replace(layer, columns=columns)


def _decoded(layer: GdalLayer, encoding: str, place: Place, words: Sequence[str]) -> GdalLayer:
    names = tuple(decoded_name(name, encoding, place) for name in layer.names)
    head = "\n".join(layer.names)
    columns = []
    for name, column in zip(names, layer.columns, strict=True):
        where = Place(place.file, place.sheet, column=name)
        columns.append(_decoded_column(column, encoding, where))
    everything = "\n".join([head, *("\n".join(c) for c in layer.columns)])
    decode(everything.encode("latin-1"), encoding, place, words)
    return replace(layer, names=names, columns=tuple(columns))


def _decoded_column(column: Sequence[str], encoding: str, place: Place) -> tuple[str, ...]:
    return tuple(decode(text.encode("latin-1"), encoding, place, ()) for text in column)


def _shp_encoding(profile: SheetProfile, parts: Mapping[str, bytes], place: Place) -> str:
    stated = parts.get(".cpg", b"").decode("ascii", errors="replace").strip()
    if profile.encoding or stated:
        return profile.encoding or _code_page(stated)
    raise DandongError(problem("shp-encoding", place))


def _code_page(stated: str) -> str:
    """The Python name of what a .cpg states: a name, or a number of a Windows code page."""
    number = stated.upper().removeprefix("CP").removeprefix("ANSI ").removeprefix("OEM ")
    return {"936": "gbk", "65001": "utf-8", "54936": "gb18030"}.get(
        number, f"cp{number}" if number.isdigit() else stated
    )


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one package in memory, under a name that every system can spell."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for suffix, data in parts.items():
            package.writestr(f"layer{suffix}", data)
    return buffer.getvalue()


def _raw(
    profile: SheetProfile, place: Place, layer: GdalLayer, stored: AbstractSet[int]
) -> RawSheet:
    geometry = _geometry(layer, profile)
    column = next(iter(geometry), "")
    problems = (*layer.problems, *_lost_shapes(place, layer, stored, column))
    if column == X:
        problems += tuple(_no_points(place, layer))
    attributes = (
        (FID, [str(fid) for fid in layer.fids]), *zip(layer.names, layer.columns, strict=True)
    )  # fmt: skip
    return layer_sheet(profile, place, Layer(layer.fids, attributes, geometry, layer.crs, problems))


def _lost_shapes(
    place: Place, layer: GdalLayer, stored: AbstractSet[int], column: str
) -> Iterator[Problem]:
    """GDAL and GEOS give no geometry where they cannot read what is stored, and do not say so."""
    for fid, shape in zip(layer.fids, layer.shapes or (), strict=False):
        if shape is None and fid in stored:
            where = Place(place.file, place.sheet, fid, column)
            yield problem("geometry-unreadable", where)


def _no_points(place: Place, layer: GdalLayer) -> Iterator[Problem]:
    for fid, shape in zip(layer.fids, layer.shapes or (), strict=False):
        if shape is not None and shape.geom_type != "Point":
            where = Place(place.file, place.sheet, fid, X)
            yield problem("geometry-not-a-point", where, shape.geom_type)


def _geometry(layer: GdalLayer, profile: SheetProfile) -> dict[str, tuple[str, ...]]:
    if layer.shapes is None:
        return {}
    if are_points(layer.kinds, profile):
        return {
            X: tuple(_coordinate(shape, "x") for shape in layer.shapes),
            Y: tuple(_coordinate(shape, "y") for shape in layer.shapes),
        }
    return {GEOMETRY: tuple(_wkt(shape) for shape in layer.shapes)}


def _coordinate(shape: Any, axis: str) -> str:  # noqa: ANN401 - shapely has no static types
    if shape is None or shape.geom_type != "Point" or shape.is_empty:
        return ""
    return number_text(float(getattr(shape, axis)))


def _wkt(shape: Any) -> str:  # noqa: ANN401 - shapely has no static types
    # Precision -1 writes the shortest digits that give the same coordinates.
    return "" if shape is None else str(shapely.to_wkt(shape, rounding_precision=-1))
