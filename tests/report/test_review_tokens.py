"""Numbers in texts: what they are worth, and which of them say no quantity."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.report.docx_units import Mark
from dandong_analysis.report.review_tokens import (
    Known,
    by_value,
    is_label,
    narrowed,
    tokens_of,
    value_of,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,265", "1265"), ("1265", "1265"), ("１２６５", "1265"), ("1，265", "1265"), ("1 265", "1265"),
        ("1\u202f265.50", "1265.50"), ("0.75", "0.75"), ("−0.75", "-0.75"), ("-3", "-3"), ("０．７５", "0.75"),
    ],
)  # fmt: skip
def test_forms_of_a_number(text, value):
    assert value_of(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "—", "约5", "2017-06", "12,65", "1,2345", "5个", "1 26", "一"]
)
def test_texts_that_are_no_single_number(text):
    assert value_of(text) is None


@given(st.decimals(0, 10**9, places=2))
def test_a_printed_number_is_read_again(number):
    assert value_of(f"{number:,}") == number
    assert [t.text for t in tokens_of(f"共{number:,}亩", ())] == ["共", f"{number:,}", "亩"]


def numbers(text: str) -> list[str]:
    return [text[t.start : t.end] for t in tokens_of(text, ()) if t.kind == "number"]


def test_numbers_of_a_text():
    assert numbers("甲1,265个、乙3、4处，5，678亩，-2度，3-5处，2.5%") == [
        "1,265", "3", "4", "5", "678", "-2", "3", "5", "2.5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "2019年",
        "第12次",
        "2018-2020年",
        "5月",
        "截至2020-12-31",
        "in 2019",
        "chapter 3",
        "1. 甲",
        "（2）乙",
    ],
)
def test_dates_and_orders_are_no_quantities(text):
    tokens = [t for t in tokens_of(text, ()) if t.kind == "number"]
    assert tokens
    assert all(is_label(text, t) for t in tokens)


@pytest.mark.parametrize("text", ["共12个", "12亩", "占5%", "about 12 mines", "12项工程"])
def test_quantities_are_no_labels(text):
    (token,) = (t for t in tokens_of(text, ()) if t.kind == "number")
    assert not is_label(text, token)


@pytest.mark.parametrize(
    ("inside", "printed", "kept"),
    [
        ("约1,265", "1,265", "1,265"), ("1,265个", "1,265", "1,265"), ("11,265", "1,265", "11,265"),
        ("1,265.5", "1,265", "1,265.5"), ("约1,300处", "1,265", "1,300"), ("—", "—", "—"),
        ("1 300", "1,265", "1 300"), ("一千", "1,265", "一千"), ("5", "—", "5"),
    ],
)  # fmt: skip
def test_the_number_within_a_mark(inside, printed, kept):
    text = f"甲{inside}乙"
    mark = narrowed(text, Mark("n1", 1, 1 + len(inside)), printed)
    assert text[mark.start : mark.end] == kept


def test_facts_by_their_value_once_each_in_their_order():
    known = by_value(
        [Known("1,265", "A", "甲"), Known("1265", "B"), Known("1265", "A"), Known("—", "C")]
    )
    assert known == {Decimal(1265): (Known("1,265", "A", "甲"), Known("1265", "B"))}
