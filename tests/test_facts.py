"""The ledger: ids, selection and the round trip to a frame."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id

CODE = st.text(st.characters(exclude_characters=",=@?", codec="utf-8"), min_size=1, max_size=5)


def fact(key, value="1", **dims):
    number = None if value is None else Decimal(value)
    return Fact(
        key, number, "mu", "1", "某数", "a number", Definition("t", where=dims), "LAND", dims
    )


@pytest.fixture
def ledger():
    return Ledger.of([
        fact("LAND", "10"),
        fact("LAND.PIT", "6", kind="pit"),
        fact("LAND.PIT.AGAIN", "6", kind="pit"),
        fact("LAND@county=A", "7", county="A"),
        fact("LAND@county=A,kind=pit", "4", county="A", kind="pit"),
        fact("LAND@county=B,kind=pit", "2", county="B", kind="pit"),
        fact("LAND@kind=?", "4", kind=None),
    ])  # fmt: skip


def test_the_id_of_a_crossing_does_not_depend_on_the_order_of_dimensions():
    assert fact_id("X", {"b": "2", "a": None}) == fact_id("X", {"a": None, "b": "2"}) == "X@a=?,b=2"
    assert fact_id("X", {}) == "X"


def test_a_fact_is_found_by_published_id_and_by_crossing(ledger):
    assert ledger["LAND.PIT"] is ledger["LAND@kind=pit"] is ledger.cross("LAND", kind="pit")
    assert ledger.cross("LAND", kind=None).value == 4
    assert ledger.within("LAND.PIT", county="A").value == 4
    assert "LAND@kind=pit" in ledger
    assert "LAND@kind=yard" not in ledger


def test_a_figure_printed_again_is_a_fact_but_not_another_crossing(ledger):
    assert len(ledger) == 7
    assert ledger["LAND.PIT.AGAIN"].value == 6
    assert [f.id for f in ledger.select("LAND", kind="pit")] == ["LAND.PIT"]


def test_selection_by_dimensions(ledger):
    assert [f.value for f in ledger.select("LAND", "county", kind="pit")] == [4, 2]
    assert [f.dims["kind"] for f in ledger.select("LAND", "kind")] == ["pit", None]
    assert [f.id for f in ledger.select("LAND")] == ["LAND"]
    assert ledger.select("OTHER") == []


def test_an_unknown_fact_names_the_nearest(ledger):
    with pytest.raises(DandongError, match=r"LAND\.PIT、") as caught:
        ledger["LAND.PITS"]
    assert caught.value.problems[0].code == "unknown-fact"


def test_nothing_is_lost_on_the_way_through_a_frame(ledger):
    more = Ledger.of([
        *ledger,
        replace(
            fact("R", "59.875", county=None), definition=Definition(measure="ratio", parents=("a", "b")),
            sources=("one/文件.csv",), n_rows=3, verdict="differs", reason_zh="相差1",
        ),
        fact("N", None),
    ])  # fmt: skip
    back = Ledger.from_frame(more.to_frame())
    assert list(back) == list(more)
    assert back.names == more.names


@given(
    st.dictionaries(CODE, st.none() | CODE, max_size=3),
    st.decimals(allow_nan=False, allow_infinity=False),
)
def test_any_value_and_crossing_survive_a_frame(dims, value):
    one = Ledger.of([replace(fact("X"), dims=dims, value=value)])
    assert list(Ledger.from_frame(one.to_frame())) == list(one)


def test_conditions_keep_their_order_through_a_file():
    """Words name them in this order, before and after."""
    where = {"mine": "M", "county": "A"}
    fact = Fact("X", Decimal(1), "mu", "1", "某", "x", Definition("t", "sum", "c", where), "X")
    (again,) = Ledger.from_frame(Ledger.of([fact]).to_frame())
    assert list(again.definition.where.items()) == list(where.items())
