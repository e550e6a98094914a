"""What a page once held is gone, what it holds is not."""

import sqlite3
from contextlib import closing

import pytest

from dandong_analysis.sqlite_pages import without_remains

# Enough rows for pages above the leaves; the last ones are deleted again.
ROWS, KEPT = 4000, 3997


def database(page_size: int, *, secure: bool) -> tuple[bytes, list[int]]:
    """A database whose last rows were deleted, and the roots of its tables.

    A secure deletion leaves nothing behind, a plain one leaves the rows where they were.
    """
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(
            f"PRAGMA page_size = {page_size}; PRAGMA secure_delete = {int(secure)};"
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);"
            "CREATE TABLE w (id INTEGER PRIMARY KEY, name TEXT) WITHOUT ROWID;"
        )
        for table in ("t", "w"):
            rows = [(i, f"矿山 {table} {i:05}") for i in range(ROWS)]
            made.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608 - own names
            for i in reversed(range(KEPT, ROWS)):
                made.execute(f"DELETE FROM {table} WHERE id = {i}")  # noqa: S608 - own names
        made.commit()
        roots = [n for (n,) in made.execute("SELECT rootpage FROM sqlite_master")]
        return made.serialize(), [1, *roots]


@pytest.mark.parametrize("page_size", [512, 4096, 65536])
def test_the_bytes_depend_on_the_contents_alone(page_size):
    secure, roots = database(page_size, secure=True)
    plain, _ = database(page_size, secure=False)
    assert plain != secure
    cleaned = without_remains(plain, roots)
    assert f"矿山 t {ROWS - 1:05}".encode() not in cleaned
    assert cleaned == without_remains(secure, roots)


@pytest.mark.parametrize("page_size", [512, 4096, 65536])
def test_nothing_that_is_held_is_lost(page_size):
    data, roots = database(page_size, secure=False)
    with closing(sqlite3.connect(":memory:")) as read:
        read.deserialize(without_remains(data, roots))
        assert read.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("t", "w"):
            rows = read.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()  # noqa: S608
            assert rows == [(i, f"矿山 {table} {i:05}") for i in range(KEPT)]


def test_an_empty_table_stays_one():
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript("PRAGMA page_size = 65536; CREATE TABLE t (id)")
        data = made.serialize()
    assert without_remains(data, [1, 2]) == data
