"""The container of a GeoPackage, written with SQLite alone.

GDAL would write the definition text of its own PROJ version and the current time into the file;
SQLite needs neither, so the bytes depend on the contents only. Format: OGC 12-128r17 (GeoPackage
1.3), clauses 1.1 and 2.1.
"""

import sqlite3
import struct

import shapely

from dandong_analysis.sqlite_pages import without_remains

_APPLICATION_ID = 0x47504B47
_USER_VERSION = 10300
_LITTLE_ENDIAN, _XY_ENVELOPE = 1, 2
_SQLITE_VERSION_OFFSET = 96
_SQLITE_VERSION = 3040001

# Settings that builds of SQLite choose differently, and that show in the bytes.
_SETTINGS = "PRAGMA page_size = 4096; PRAGMA auto_vacuum = 0; PRAGMA secure_delete = 1;"

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

CGCS2000 = (
    'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",'
    'SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],'
    'AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]'
)
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],'
    'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
# Rows of gpkg_spatial_ref_sys. In a GeoPackage x is the longitude, whatever the authority says.
SYSTEM_CGCS2000 = ("China Geodetic Coordinate System 2000", 4490, "EPSG", 4490, CGCS2000, "")
SYSTEM_WGS84 = ("WGS 84", 4326, "EPSG", 4326, _WGS84, "")
UNDEFINED_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", ""),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", ""),
)


def new_database() -> sqlite3.Connection:
    """A database in memory with the tables that every GeoPackage has, without rows.

    The caller closes it.
    """
    database = sqlite3.connect(":memory:")
    database.executescript(
        f"{_SETTINGS} PRAGMA application_id = {_APPLICATION_ID};"
        f"PRAGMA user_version = {_USER_VERSION}; {_CORE}"
    )
    return database


def database_bytes(database: sqlite3.Connection) -> bytes:
    """The file that ``database`` is, whatever the release of SQLite.

    Each release stamps its own version into the header, which no reader needs, and leaves other
    remains in unused space.
    """
    database.commit()
    rooted = database.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")
    roots = [1, *(page for (page,) in rooted)]
    data = without_remains(database.serialize(), roots)
    at = _SQLITE_VERSION_OFFSET
    return data[:at] + struct.pack(">I", _SQLITE_VERSION) + data[at + 4 :]


def geometry_blob(shape: shapely.Geometry, srs_id: int, *, envelope: bool = False) -> bytes:
    """A shape as a GeoPackage stores it: header, its bounds on request, well-known binary.

    >>> geometry_blob(shapely.Point(1, 2), 4490)[:8].hex()
    '475000018a110000'
    """
    flags = _LITTLE_ENDIAN | (_XY_ENVELOPE if envelope else 0)
    head = struct.pack("<2sBBi", b"GP", 0, flags, srs_id)
    if envelope:
        west, south, east, north = shape.bounds
        head += struct.pack("<4d", west, east, south, north)
    return head + bytes(shapely.to_wkb(shape, byte_order=1, output_dimension=2))
