"""Cells and rows as compact JSON, read again by a reader of the test's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.evidence import Cell, Evidence, Reference, Rows
from dandong_analysis.report.document import printable
from dandong_analysis.report.packing import packed, packed_evidence
from tests.report.conftest import HOSTILE
from tests.report.facts_reader import rows_of, unpacked


@given(st.lists(st.integers(-50, 10**6)))
def test_packed_numbers_are_read_again(numbers):
    assert unpacked(packed(numbers)) == tuple(numbers)


def test_a_range_takes_no_more_room_than_its_ends():
    assert packed(range(100, 7700)) == "100 1*7599"
    assert packed([]) == ""
    assert packed([3, 3, 3]) == "3 0*2"


def places(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.intp)


@pytest.fixture
def found() -> Evidence:
    cells = (
        Cell("east", "a.csv", "", 2, "3", "面积", "5.5亩"),
        Cell("east", "a.csv", "", 4, "3", "面积", "4"),
        Cell("west", "b.xlsx", "表", None, "C", "面积", HOSTILE[0]),
    )
    rows = (Rows(places(0, 1, 2), ("5.5", "4", None)), Rows(places(2, 0), ("1", "1")))
    facts = {"SUM": Reference(0, places(0, 2)), "COUNT": Reference(1, places(0, 1))}
    return Evidence(cells, rows, facts)


def test_each_fact_has_its_rows_with_file_place_text_and_value(found):
    readings = {("east", "a.csv", "", 2, "3"): "换算单位"}
    data = packed_evidence(found, ["COUNT", "NONE", "SUM"], {("east", "a.csv"): "aa"}, readings)
    assert rows_of(data, 0) == [
        ("west/b.xlsx", "", "表", 0, "C", "面积", HOSTILE[0], "", "1"),
        ("east/a.csv", "aa", "", 2, "3", "面积", "5.5亩", "换算单位", "1"),
    ]
    assert rows_of(data, 1) == []
    assert rows_of(data, 2) == [
        ("east/a.csv", "aa", "", 2, "3", "面积", "5.5亩", "换算单位", "5.5"),
        ("west/b.xlsx", "", "表", 0, "C", "面积", HOSTILE[0], "", ""),
    ]


def test_what_is_the_same_is_held_once(found):
    data = packed_evidence(found, ["SUM", "SUM"], {}, {})
    assert data["heads"] == [("3", "面积"), ("C", "面积")]
    assert data["files"] == [["east/a.csv", ""], ["west/b.xlsx", ""]]
    assert (data["places"], data["at"]) == (["0 2"], [0, 0])
    assert "values" not in data["rows"][1]


@pytest.mark.parametrize("text", HOSTILE)
def test_characters_that_cannot_be_seen_are_made_visible(text):
    cell = Cell(text, text, text, 1, text, text, text)
    found = Evidence((cell,), (Rows(places(0), (text,)),), {"A": Reference(0, places(0))})
    safe = printable(text)
    (row,) = rows_of(packed_evidence(found, ["A"], {(text, text): "aa"}, {}), 0)
    assert row == (f"{safe}/{safe}", "aa", safe, 1, safe, safe, safe, "", safe)
