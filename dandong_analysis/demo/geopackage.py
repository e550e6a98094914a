"""Pages as a GeoPackage 1.3, written directly so that the bytes depend on nothing else.

GDAL would write the definition text of its own PROJ version and the current time into the
file; SQLite alone needs neither. Format: OGC 12-128r17, clauses 1.1 and 2.1.
"""

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import shapely

from dandong_analysis.demo.layout import GEOMETRY
from dandong_analysis.demo.pages import Line, Page
from dandong_analysis.schemas import Field, Schema

_APPLICATION_ID = 0x47504B47
_USER_VERSION = 10300
_LITTLE_ENDIAN_NO_ENVELOPE = 1
_SQLITE_VERSION_OFFSET = 96
_SQLITE_VERSION = 3040001
_SHAPES = {"mines": "POINT", "land_damage": "POLYGON"}

# Units whose numbers are whole: square metres and yuan.
_WHOLE_UNITS = ("m2", "cny")

_CORE = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""

_GEOGRAPHIC = (
    'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",'
    'SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],'
    'AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]'
)
_ZONE_41 = (
    'PROJCS["CGCS2000 / 3-degree Gauss-Kruger zone 41",' + _GEOGRAPHIC + ","
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",123],PARAMETER["scale_factor",1],'
    'PARAMETER["false_easting",41500000],PARAMETER["false_northing",0],'
    'UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","4529"]]'
)
_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", ""),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", ""),
    ("China Geodetic Coordinate System 2000", 4490, "EPSG", 4490, _GEOGRAPHIC, ""),
    ("CGCS2000 / 3-degree Gauss-Kruger zone 41", 4529, "EPSG", 4529, _ZONE_41, ""),
)


def geopackage_bytes(
    pages: Sequence[Page], schemas: Mapping[str, Schema], team: Mapping[str, Any]
) -> bytes:
    """The GeoPackage of one team; ``team`` is its entry in ``carriers.toml``."""
    with sqlite3.connect(":memory:") as database:
        database.executescript(f"PRAGMA application_id = {_APPLICATION_ID};"
                               f"PRAGMA user_version = {_USER_VERSION};{_CORE}")  # fmt: skip
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _SYSTEMS)
        for page in pages:
            _Layer(database, page, schemas[page.sheet.table]).write(team)
        database.commit()
        data = database.serialize()
    database.close()
    return _without_library_version(data)


def _without_library_version(data: bytes) -> bytes:
    """SQLite stamps its own version into the header, which no reader needs."""
    at = _SQLITE_VERSION_OFFSET
    return data[:at] + struct.pack(">I", _SQLITE_VERSION) + data[at + 4 :]


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
    """GeoPackage binary: header without envelope, then well-known binary."""
    outline = line.cells.get(GEOMETRY)
    shape = shapely.from_wkt(outline) if outline else shapely.Point(
        float(line.cells[f"{GEOMETRY}.x"]), float(line.cells[f"{GEOMETRY}.y"])
    )  # fmt: skip
    head = struct.pack("<2sBBi", b"GP", 0, _LITTLE_ENDIAN_NO_ENVELOPE, 4529)
    return head + bytes(shapely.to_wkb(shape, byte_order=1))
