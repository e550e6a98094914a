"""Exact numbers as text."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.audit.numbers import amount, exact_text, number_text, span_text
from dandong_analysis.audit.spans import Span

from .conftest import Table


@pytest.mark.parametrize(
    ("value", "exact", "short"),
    [
        (Fraction(8857), "8857", "8857"), (Fraction(0), "0", "0"), (Fraction(-1, 2), "-0.5", "-0.5"),
        (Fraction(1, 3), "1/3", "0.333333"), (Fraction(2, 3), "2/3", "0.666667"),
        (Fraction(100), "100", "100"), (Fraction(1, 8000), "0.000125", "0.000125"),
        (Fraction(-7, 6), "-7/6", "-1.166667"),
    ],
)  # fmt: skip
def test_decimals_are_complete_or_a_fraction(value, exact, short):
    assert exact_text(value) == exact
    assert number_text(value, 2) == short


@given(st.decimals("-1e12", "1e12", places=6))
def test_a_decimal_is_given_back(value):
    assert Decimal(exact_text(Fraction(value))) == value


@given(st.fractions(-1000, 1000, max_denominator=300))
def test_a_text_is_the_number_or_near_it(value):
    assert Fraction(exact_text(value)) == value
    assert abs(Fraction(number_text(value, 1)) - value) <= Fraction(1, 200_000)


def test_an_interval_shows_both_ends():
    assert span_text(Span(Fraction(10), Fraction(39, 2))) == "10~19.5"
    assert span_text(Span.at(3)) == "3"


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [("亩", "3亩", "3 mu"), ("%", "3%", "3%"), ("处", "3处", "3"), ("year", "3年", "3"),
     ("km2", "3平方千米", "3 km²"), ("万人", "3万人", "3 10⁴ people"), ("斛", "3斛", "3 斛"), ("", "3", "3")],
)  # fmt: skip
def test_amounts_carry_their_unit(unit, zh, en):
    text = amount("3", Table.of(("a", "3", unit)).figures["a"]).text
    assert (text.zh, text.en) == (zh, en)
