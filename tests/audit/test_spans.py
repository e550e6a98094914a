"""Interval arithmetic against pairs of members."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.audit.spans import Span

NUMBERS = st.fractions(-50, 50, max_denominator=20)
SPANS = st.tuples(NUMBERS, NUMBERS).map(lambda ends: Span(min(ends), max(ends)))
SHARES = st.fractions(0, 1, max_denominator=10)


def member(span: Span, share: Fraction) -> Fraction:
    return span.low + share * (span.high - span.low)


def holds(span: Span, value: Fraction) -> bool:
    return span.low <= value <= span.high


@given(SPANS, SPANS, SHARES, SHARES, NUMBERS)
def test_every_result_of_members_is_in_the_result(one, other, a, b, factor):
    x, y = member(one, a), member(other, b)
    assert holds(one + other, x + y)
    assert holds(one - other, x - y)
    assert holds(one * other, x * y)
    assert holds(one.times(factor), x * factor)
    assert one.times(factor) == one * Span.at(factor)
    if other.low > 0 or other.high < 0:
        assert holds(one / other, x / y)


@given(SPANS, SPANS)
def test_the_ends_are_attained(one, other):
    assert (one + other).low == one.low + other.low
    assert (one - other).high == one.high - other.low
    assert one.meets(other) == (max(one.low, other.low) <= min(one.high, other.high))


def test_division_by_a_span_that_holds_zero_is_refused():
    with pytest.raises(ZeroDivisionError):
        Span.at(1) / Span(Fraction(-1), Fraction(1))
    with pytest.raises(ZeroDivisionError):
        Span.at(1) / Span.at(0)
