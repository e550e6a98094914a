"""Formulas: what is read, what it comes to, and what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.audit.expressions import parse_expression
from dandong_analysis.audit.spans import Span

VALUES = {"A": Fraction(7), "B.X": Fraction(2), "面积": Fraction(1, 2)}


def value(text: str) -> Fraction:
    expression = parse_expression(text)
    assert expression is not None
    span = expression.over({name: Span.at(v) for name, v in VALUES.items()})
    assert span.low == span.high
    return span.low


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A", 7), ("12", 12), ("1.5", Fraction(3, 2)), ("A-B.X+1", 6), (" A - ( B.X + 1 ) ", 4),
        ("A-B.X-1", 4), ("A/B.X/2", Fraction(7, 4)), ("2*A+3*B.X", 20), ("2*(A+3)*B.X", 40),
        ("-A+B.X", -5), ("A*-2", -14), ("--A", 7), ("面积*4", 2),
    ],
)  # fmt: skip
def test_usual_arithmetic(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "A+", "*A", "(A", "A)", "()", "A B", "2A", "A..B", "A^2", "A;B", "1.", ".5", "A,B",
     "__import__('os')", "A if B else C", "A\n+B@", "(" * 60 + "A" + ")" * 60, "-" * 60 + "A"],
)  # fmt: skip
def test_what_is_no_formula_is_refused(text):
    assert parse_expression(text) is None


LEAVES = st.one_of(st.sampled_from(["A", "B.X", "面积"]), st.integers(0, 9).map(str))
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({''.join(t)})"),
    max_leaves=8,
)


@given(FORMULAS)
def test_formulas_agree_with_another_evaluation(text):
    plain = text
    for name, number in (("B.X", "Fraction(2)"), ("A", "Fraction(7)"), ("面积", "Fraction(1, 2)")):
        plain = plain.replace(name, number)
    assert value(text) == eval(plain, {"Fraction": Fraction})  # noqa: S307 - the test's own text


@given(FORMULAS)
def test_a_weighted_sum_is_the_same_formula(text):
    expression = parse_expression(text)
    affine = expression.affine()
    if affine is not None:
        total = sum(w * VALUES[n] for n, w in affine.weights.items()) + affine.constant
        assert total == value(text)
    assert set(expression.names()) <= set(VALUES)


@pytest.mark.parametrize(
    ("text", "is_sum"),
    [("A+B", True), ("3*A-B/2+1", True), ("2*(A+B)", True), ("(1+1)*A", True), ("A*B", False),
     ("A/B", False), ("1/A", False), ("A/(1-1)", False)],
)  # fmt: skip
def test_only_weighted_sums_are_told_as_such(text, is_sum):
    assert (parse_expression(text).affine() is not None) is is_sum


def test_a_divisor_that_may_be_zero_is_refused():
    with pytest.raises(ZeroDivisionError):
        parse_expression("1/A").over({"A": Span(Fraction(-1), Fraction(1))})
