"""The container: header, required tables, binary geometry (OGC 12-128r17)."""

import sqlite3
import struct
from contextlib import closing

import pyproj
import shapely

from dandong_analysis.geopackage import (
    CGCS2000,
    SYSTEM_WGS84,
    database_bytes,
    geometry_blob,
    new_database,
)


def test_the_header_says_geopackage_1_3():
    """Clause 1.1.1: "GPKG" at byte 68 of the header, version 10300 at byte 60."""
    with closing(new_database()) as database:
        data = database_bytes(database)
    assert data[:16] == b"SQLite format 3\0"
    assert data[68:72] == b"GPKG"
    assert struct.unpack(">I", data[60:64]) == (10300,)


def test_the_release_of_sqlite_is_not_in_the_file():
    with closing(new_database()) as database:
        data = database_bytes(database)
    assert struct.unpack(">I", data[96:100]) == (3040001,)


def test_the_required_tables_are_there():
    with closing(new_database()) as database:
        names = {n for (n,) in database.execute("SELECT name FROM sqlite_master")}
    assert {"gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns"} <= names


def test_a_point_is_a_header_and_well_known_binary():
    """Clause 2.1.3: magic, version 0, flags, system; then x before y."""
    blob = geometry_blob(shapely.Point(124.5, 40.25), 4490)
    assert blob == b"GP\0\x01" + struct.pack("<i", 4490) + struct.pack("<BI2d", 1, 1, 124.5, 40.25)


def test_an_envelope_has_both_bounds_of_x_before_those_of_y():
    blob = geometry_blob(shapely.box(1, 2, 3, 4), 4490, envelope=True)
    assert blob[3] == 0b011
    assert struct.unpack("<4d", blob[8:40]) == (1, 3, 2, 4)
    assert shapely.from_wkb(blob[40:]).equals(shapely.box(1, 2, 3, 4))


def test_heights_are_left_out():
    blob = geometry_blob(shapely.Point(1, 2, 3), 4490)
    assert shapely.from_wkb(blob[8:]).wkt == "POINT (1 2)"


def test_the_systems_are_what_their_codes_say():
    for code, definition in ((4490, CGCS2000), (4326, SYSTEM_WGS84[4])):
        written, known = pyproj.CRS.from_wkt(definition), pyproj.CRS.from_epsg(code)
        assert written.to_epsg() == code
        assert written.ellipsoid == known.ellipsoid


def test_a_database_can_be_read_back():
    with closing(new_database()) as database:
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", SYSTEM_WGS84)
        data = database_bytes(database)
    with closing(sqlite3.connect(":memory:")) as read:
        read.deserialize(data)
        assert read.execute("SELECT srs_id FROM gpkg_spatial_ref_sys").fetchall() == [(4326,)]
