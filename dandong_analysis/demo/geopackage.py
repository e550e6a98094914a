"""Pages of one team as a GeoPackage."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

import shapely

from dandong_analysis.demo.layout import GEOMETRY
from dandong_analysis.demo.pages import Line, Page
from dandong_analysis.geopackage import (
    CGCS2000,
    SYSTEM_CGCS2000,
    UNDEFINED_SYSTEMS,
    database_bytes,
    geometry_blob,
    new_database,
)
from dandong_analysis.schemas import Field, Schema

_SRS = 4529
_SHAPES = {"mines": "POINT", "land_damage": "POLYGON"}

# Units whose numbers are whole: square metres and yuan.
_WHOLE_UNITS = ("m2", "cny")

_ZONE_41 = (
    'PROJCS["CGCS2000 / 3-degree Gauss-Kruger zone 41",' + CGCS2000 + ","
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",123],PARAMETER["scale_factor",1],'
    'PARAMETER["false_easting",41500000],PARAMETER["false_northing",0],'
    'UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","4529"]]'
)
_SYSTEMS = (
    *UNDEFINED_SYSTEMS,
    SYSTEM_CGCS2000,
    ("CGCS2000 / 3-degree Gauss-Kruger zone 41", 4529, "EPSG", 4529, _ZONE_41, ""),
)


def geopackage_bytes(
    pages: Sequence[Page], schemas: Mapping[str, Schema], team: Mapping[str, Any]
) -> bytes:
    """The GeoPackage of one team; ``team`` is its entry in ``carriers.toml``."""
    with closing(new_database()) as database:
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _SYSTEMS)
        for page in pages:
            _Layer(database, page, schemas[page.sheet.table]).write(team)
        return database_bytes(database)


class _Layer:
    """One page as one layer, with or without geometry."""

    def __init__(self, database: sqlite3.Connection, page: Page, schema: Schema) -> None:
        self._database = database
        self._page = page
        self._name = page.sheet.sheet
        self._fields = {
            h: schema[f] for h, f in page.sheet.columns.items() if not h.startswith(GEOMETRY)
        }
        self._label = schema.zh
        self._shape = _SHAPES.get(schema.name, "")

    def write(self, team: Mapping[str, Any]) -> None:
        columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
        columns += [f"geom {self._shape}"] * bool(self._shape)
        columns += [f'"{h}" {self._type(f)}' for h, f in self._fields.items()]
        self._database.execute(f'CREATE TABLE "{self._name}" ({", ".join(columns)})')
        self._register(team)
        for line in self._page.lines:
            values = [self._value(line, h, f) for h, f in self._fields.items()]
            row = [None, *([_blob(line)] if self._shape else []), *values]
            marks = ", ".join("?" * len(row))
            # The layer name comes from the profile in this package, never from outside.
            self._database.execute(f'INSERT INTO "{self._name}" VALUES ({marks})', row)  # noqa: S608 - a name of our own

    def _register(self, team: Mapping[str, Any]) -> None:
        created: datetime = team["created"]
        srs = int(team["crs"].removeprefix("EPSG:")) if self._shape else 0
        kind = "features" if self._shape else "attributes"
        description = team["above"][0].format(table=self._label)
        self._database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description,"
            " last_change, srs_id) VALUES (?,?,?,?,?,?)",
            (self._name, kind, self._name, description, f"{created:%Y-%m-%dT%H:%M:%S.000Z}", srs),
        )
        if self._shape:
            self._database.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)",
                (self._name, "geom", self._shape, srs),
            )

    def _type(self, field: Field) -> str:
        if field.kind in ("integer", "year") or self._is_whole(field):
            return "INTEGER"
        if field.kind == "date" and "-" in self._page.sheet.formats[field.name]:
            return "DATE"
        return "REAL" if field.kind == "decimal" else "TEXT"

    def _is_whole(self, field: Field) -> bool:
        return self._page.sheet.units.get(field.name) in _WHOLE_UNITS

    def _value(self, line: Line, header: str, field: Field) -> str | int | float | None:
        text, kind = line.cells[header], self._type(field)
        if not text:
            return None
        if kind == "INTEGER":
            return int(text)
        return float(text) if kind == "REAL" else text


def _blob(line: Line) -> bytes:
    outline = line.cells.get(GEOMETRY)
    shape = shapely.from_wkt(outline) if outline else shapely.Point(
        float(line.cells[f"{GEOMETRY}.x"]), float(line.cells[f"{GEOMETRY}.y"])
    )  # fmt: skip
    return geometry_blob(shape, _SRS)
