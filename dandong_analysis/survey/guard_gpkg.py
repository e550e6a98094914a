"""Checking a GeoPackage as the SQLite database that it is."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.read_messages import problem

# Bytes 18 and 19 of the header: 1 for the rollback journal, 2 for a write-ahead log.
_JOURNAL = slice(18, 20)
_ROLLBACK = b"\x01\x01"

# The number of features of each layer, which GDAL believes: it loses rows when the number is
# too small and makes some up when it is too large.
_COUNTS = "gpkg_ogr_contents"

# Triggers that the GeoPackage standard and GDAL create.
_TRIGGERS = re.compile(
    r"rtree_.+_(insert|delete|update\d?)|trigger_(insert|delete)_feature_count_.+"
    r"|gpkg_(tile_matrix|metadata|metadata_reference|data_columns)_.+",
    re.DOTALL,
)
# Views that earlier releases of GDAL create for other readers.
_VIEWS = {"geometry_columns", "spatial_ref_sys", "st_geometry_columns", "st_spatial_ref_sys"}
_VIRTUAL = re.compile(
    r"\s*create\s+virtual\s+table\s.+\susing\s+rtree\s*\(.*", re.IGNORECASE | re.DOTALL
)


def without_log(data: bytes) -> bytes:
    """The same database marked as having no write-ahead log, so that memory can hold it."""
    return data if data[_JOURNAL] == _ROLLBACK else data[:18] + _ROLLBACK + data[20:]


def for_gdal(data: bytes) -> bytes:
    """The same database without log and without stored numbers of features.

    It has passed :func:`check_gpkg`: no trigger answers the change.
    """
    with _connected(data) as connection:
        if _COUNTS in _names(connection):
            connection.execute(f"UPDATE {_COUNTS} SET feature_count = NULL")  # noqa: S608 - a constant
            connection.commit()
        return connection.serialize()


@contextlib.contextmanager
def _connected(data: bytes) -> Iterator[sqlite3.Connection]:
    """The database in memory; functions that its own schema calls are not trusted."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(without_log(data))
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection
    finally:
        connection.close()


def _names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def check_gpkg(place: Place, data: bytes) -> None:
    """Refuse a damaged database and one with triggers, views or virtual tables of its own.

    Raises
    ------
    DandongError
        With one problem: the first reason found.
    """
    try:
        with _connected(data) as connection:
            _check_whole(place, connection)
            _check_schema(place, connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise DandongError(problem("gpkg-damaged", place, str(error))) from error


def _check_whole(place: Place, connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DandongError(problem("gpkg-damaged", place, verdict))
    if not {"gpkg_contents", "gpkg_geometry_columns"} <= _names(connection):
        raise DandongError(problem("file-type", place, "SQLite", suffix=".gpkg"))


def _check_schema(place: Place, connection: sqlite3.Connection) -> None:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
    for kind, name, table, sql in connection.execute(query):
        code = _refusal(kind, name, table, sql or "")
        if code:
            raise DandongError(problem(code, place, name))


def _refusal(kind: str, name: str, table: str, sql: str) -> str:
    if kind == "trigger" and (table == _COUNTS or not _TRIGGERS.fullmatch(name)):
        return "gpkg-trigger"
    if kind == "view" and name not in _VIEWS:
        return "gpkg-view"
    is_virtual = re.match(r"\s*create\s+virtual\b", sql, re.IGNORECASE)
    return "gpkg-virtual" if is_virtual and not _VIRTUAL.fullmatch(sql) else ""


def feature_ids(data: bytes, layer: str) -> list[int]:
    """The ids of all features of a layer, ascending."""
    with _connected(data) as connection:
        key = _key(connection, layer)
        query = f"SELECT {key} FROM {_quoted(layer)} ORDER BY 1"  # noqa: S608 - quoted names
        return [fid for (fid,) in connection.execute(query)]


def ids_with_shape(data: bytes, layer: str) -> set[int]:
    """The ids of the features for which something is stored as geometry."""
    with _connected(data) as connection:
        query = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?"
        found = connection.execute(query, (layer,)).fetchone()
        if not found:
            return set()
        key = _key(connection, layer)
        query = f"SELECT {key} FROM {_quoted(layer)} WHERE {_quoted(found[0])} IS NOT NULL"  # noqa: S608 - quoted names
        return {fid for (fid,) in connection.execute(query)}


def texts_in_number_columns(data: bytes, layer: str) -> dict[tuple[str, int], str]:
    """Cells that hold text although their column is numeric, by column and feature id.

    SQLite stores any value in any column, and GDAL reads such a text as 0 or as the number
    that it begins with.
    """
    found: dict[tuple[str, int], str] = {}
    with _connected(data) as connection:
        key = _key(connection, layer)
        for _, name, declared, *_ in _columns(connection, layer):
            if _is_numeric(declared):
                found |= _texts(connection, layer, key, name)
    return found


def _columns(
    connection: sqlite3.Connection, layer: str
) -> list[tuple[int, str, str, int, Any, int]]:
    return connection.execute(f"PRAGMA table_info({_quoted(layer)})").fetchall()


def _key(connection: sqlite3.Connection, layer: str) -> str:
    """The quoted name of the column of feature ids."""
    keys = [name for _, name, *_, is_key in _columns(connection, layer) if is_key]
    return _quoted(keys[0]) if keys else "rowid"


def _texts(
    connection: sqlite3.Connection, layer: str, key: str, column: str
) -> dict[tuple[str, int], str]:
    query = (
        f"SELECT {key}, {_quoted(column)} FROM {_quoted(layer)} "  # noqa: S608 - quoted names
        f"WHERE typeof({_quoted(column)}) = 'text'"
    )
    return {(column, fid): text for fid, text in connection.execute(query)}


def _is_numeric(declared: str) -> bool:
    kind = declared.partition("(")[0].strip().upper()
    return kind in {"BOOLEAN", "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "FLOAT",
                    "DOUBLE", "REAL", "NUMERIC"}  # fmt: skip


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
