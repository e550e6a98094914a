"""Layers as a GeoPackage that a geographic information system opens drawn.

Each layer carries its own default style in the table ``layer_styles``, which is where QGIS looks
for one. There is no spatial index: its triggers call functions that only some programs have, and
the layers are small.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely

from dandong_analysis.geometry import CRS
from dandong_analysis.geopackage import (
    SYSTEM_CGCS2000,
    SYSTEM_WGS84,
    UNDEFINED_SYSTEMS,
    database_bytes,
    geometry_blob,
    new_database,
)
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.geopackage_metadata import (
    STANDARD,
    layer_metadata,
    layer_notes,
    package_metadata,
)
from dandong_analysis.report.geopackage_tables import EXTENSIONS, TABLES
from dandong_analysis.report.phrases import phrase
from dandong_analysis.report.qml import qml_text
from dandong_analysis.report.sld import sld_text
from dandong_analysis.report.styled_layer import LayerField, StyledLayer
from dandong_analysis.schemas import Kind

_SRS = int(CRS.removeprefix("EPSG:"))
# A file that is given no date bears the first day of computers' clocks.
_NO_DATE = "1970-01-01"
_TEXT = "TEXT"
_TYPES: Mapping[Kind, str] = {
    "integer": "INTEGER", "year": "INTEGER", "decimal": "REAL", "degree": "REAL",
    "boolean": "BOOLEAN", "date": "DATE",
}  # fmt: skip

_Value = str | int | float | None


def geopackage_bytes(
    layers: Sequence[StyledLayer], meta: DocumentMeta, *, notes: Sequence[str] = ()
) -> bytes:
    """The file; the same layers give the same bytes.

    Decimals are stored as the nearest number of double precision, which shows fifteen digits
    unchanged.

    Parameters
    ----------
    layers
        In the order in which a program lists them. A layer may have no rows.
    meta
        Title, language, provenance and build. Without a date the file bears 1970-01-01.
    notes
        What holds for all layers, such as that they are a sketch.

    Raises
    ------
    ValueError
        When two layers have the same name or title.
    DandongError
        When a shape is not of its layer's kind.
    """
    for names in ([x.name for x in layers], [_title(x, meta.lang) for x in layers]):
        if len(set(names)) < len(names):
            raise ValueError(f"two layers have the same name: {names}")
    with closing(new_database()) as database:
        _Writer(database, meta).write(layers, notes)
        return database_bytes(database)


@dataclass(frozen=True)
class _Writer:
    """Fills the tables of one file."""

    database: sqlite3.Connection
    meta: DocumentMeta

    def write(self, layers: Sequence[StyledLayer], notes: Sequence[str]) -> None:
        self.database.executescript(TABLES)
        for system in (*UNDEFINED_SYSTEMS, SYSTEM_WGS84, SYSTEM_CGCS2000):
            self._insert("gpkg_spatial_ref_sys", *system)
        for extension in EXTENSIONS:
            self._insert("gpkg_extensions", *extension)
        self._describe(None, package_metadata(self.meta, notes))
        for layer in layers:
            self._register(layer)
            self._write_rows(layer)
            self._name_fields(layer)
            self._describe(layer.name, layer_metadata(layer, self.meta.lang))
            self._style(layer)
        self._insert("gpkg_contents", "layer_styles", "attributes", "layer_styles", "",
                     self._moment, None, None, None, None, 0)  # fmt: skip

    @property
    def _moment(self) -> str:
        day = self.meta.created.isoformat() if self.meta.created else _NO_DATE
        return f"{day}T00:00:00.000Z"

    def _register(self, layer: StyledLayer) -> None:
        shapes = [shape for shape in layer.shapes if shape is not None]
        bounds = map(float, shapely.total_bounds(shapes)) if shapes else [None] * 4
        self._insert(
            "gpkg_contents", layer.name, "features", _title(layer, self.meta.lang),
            "\n".join(map(printable, layer_notes(layer, self.meta.lang))), self._moment, *bounds,
            _SRS,
        )  # fmt: skip
        self._insert("gpkg_geometry_columns", layer.name, "geom", layer.shape_type, _SRS, 0, 0)

    def _write_rows(self, layer: StyledLayer) -> None:
        columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", f"geom {layer.shape_type}",
                   *(f'"{f.name}" {_TYPES.get(f.kind, _TEXT)}' for f in layer.fields)]  # fmt: skip
        self.database.execute(f'CREATE TABLE "{layer.name}" ({", ".join(columns)})')
        stored = [_stored(layer.rows[f.name], f.kind) for f in layer.fields]
        for number, (shape, *values) in enumerate(zip(layer.shapes, *stored, strict=True), 1):
            is_point = layer.kind == "point"
            blob = None if shape is None else geometry_blob(shape, _SRS, envelope=not is_point)
            self._insert(layer.name, number, blob, *values)

    def _name_fields(self, layer: StyledLayer) -> None:
        """The name in the file's language as title, the one in the other as description."""
        other = "zh" if self.meta.lang == "en" else "en"
        for field in layer.fields:
            words = f"{layer.name}_{field.name}" if field.codes else None
            self._insert(
                "gpkg_data_columns", layer.name, field.name, None,
                printable(field.title(self.meta.lang)), printable(field.title(other)), None, words,
            )  # fmt: skip
            self._name_codes(f"{words}", field)

    def _name_codes(self, words: str, field: LayerField) -> None:
        for code, label in field.codes:
            named = printable(label.in_language(self.meta.lang))
            self._insert("gpkg_data_column_constraints", words, "enum", printable(code),
                         None, None, None, None, named)  # fmt: skip

    def _describe(self, table: str | None, record: str) -> None:
        (number,) = self.database.execute("SELECT count(*) + 1 FROM gpkg_metadata").fetchone()
        self._insert("gpkg_metadata", number, "dataset", STANDARD, "text/xml", record)
        scope = "geopackage" if table is None else "table"
        self._insert("gpkg_metadata_reference", scope, table, None, None, self._moment, number,
                     None)  # fmt: skip

    def _style(self, layer: StyledLayer) -> None:
        lang = self.meta.lang
        self._insert(
            "layer_styles", None, "", "", layer.name, "geom", layer.name, qml_text(layer, lang),
            sld_text(layer, lang), 1, printable(layer.title.in_language(lang)), "", None,
            self._moment,
        )  # fmt: skip

    def _insert(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        # The names of layers are plain words: StyledLayer takes no others.
        self.database.execute(f'INSERT INTO "{table}" VALUES ({marks})', values)  # noqa: S608


def _title(layer: StyledLayer, lang: str) -> str:
    """The title of a layer; of a synthetic one, with the word for it."""
    title = layer.title.in_language(lang)
    if layer.is_synthetic:
        mark = phrase("note.synthetic", lang)
        title = f"{title}{phrase('open', lang)}{mark}{phrase('close', lang)}"
    return printable(title)


def _stored(cells: pd.Series, kind: Kind) -> list[_Value]:
    """Cells as SQLite stores them."""
    converted = _CONVERTERS[_TYPES.get(kind, _TEXT)]
    return [
        None if missing else converted(cell)
        for cell, missing in zip(cells, cells.isna(), strict=True)
    ]


def _day(moment: pd.Timestamp) -> str:
    return moment.date().isoformat()


def _shown(value: object) -> str:
    return printable(str(value))


_CONVERTERS: Mapping[str, Callable[[Any], _Value]] = {
    "INTEGER": int, "BOOLEAN": int, "REAL": float, "DATE": _day, _TEXT: _shown,
}  # fmt: skip
