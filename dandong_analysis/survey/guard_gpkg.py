"""Checking a GeoPackage as the SQLite database that it is."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.read_messages import problem

# Bytes 18 and 19 of the header: 1 for the rollback journal, 2 for a write-ahead log.
_JOURNAL = slice(18, 20)
_ROLLBACK = b"\x01\x01"

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


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """The database in memory, read only; functions of its own schema are not trusted."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(without_log(data))
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        yield connection
    finally:
        connection.close()


def check_gpkg(place: Place, data: bytes) -> None:
    """Refuse a damaged database and one with triggers, views or virtual tables of its own.

    Raises
    ------
    DandongError
        With one problem: the first reason found.
    """
    try:
        with opened(data) as connection:
            _check_whole(place, connection)
            _check_schema(place, connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise DandongError(problem("gpkg-damaged", place, str(error))) from error


def _check_whole(place: Place, connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DandongError(problem("gpkg-damaged", place, verdict))
    names = {n for (n,) in connection.execute("SELECT name FROM sqlite_master")}
    if not {"gpkg_contents", "gpkg_geometry_columns"} <= names:
        raise DandongError(problem("file-type", place, "SQLite", suffix=".gpkg"))


def _check_schema(place: Place, connection: sqlite3.Connection) -> None:
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    for kind, name, sql in connection.execute(query):
        code = _refusal(kind, name, sql or "")
        if code:
            raise DandongError(problem(code, place, name))


def _refusal(kind: str, name: str, sql: str) -> str:
    if kind == "trigger" and not _TRIGGERS.fullmatch(name):
        return "gpkg-trigger"
    if kind == "view" and name not in _VIEWS:
        return "gpkg-view"
    is_virtual = re.match(r"\s*create\s+virtual\b", sql, re.IGNORECASE)
    return "gpkg-virtual" if is_virtual and not _VIRTUAL.fullmatch(sql) else ""


def texts_in_number_columns(data: bytes, layer: str) -> dict[tuple[str, int], str]:
    """Cells that hold text although their column is numeric, by column and feature id.

    SQLite stores any value in any column, and GDAL reads such a text as 0 or as the number
    that it begins with.
    """
    with opened(data) as connection:
        columns = connection.execute(f"PRAGMA table_info({_quoted(layer)})").fetchall()
        key = next((name for _, name, *_, is_key in columns if is_key), "rowid")
        found: dict[tuple[str, int], str] = {}
        for _, name, declared, *_ in columns:
            if _is_numeric(declared):
                found |= _texts(connection, layer, key, name)
    return found


def _texts(
    connection: sqlite3.Connection, layer: str, key: str, column: str
) -> dict[tuple[str, int], str]:
    query = (
        f"SELECT {_quoted(key)}, {_quoted(column)} FROM {_quoted(layer)} "  # noqa: S608 - quoted names
        f"WHERE typeof({_quoted(column)}) = 'text'"
    )
    return {(column, fid): text for fid, text in connection.execute(query)}


def _is_numeric(declared: str) -> bool:
    kind = declared.partition("(")[0].strip().upper()
    return kind in {"BOOLEAN", "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "FLOAT",
                    "DOUBLE", "REAL", "NUMERIC"}  # fmt: skip


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
