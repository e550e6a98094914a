"""The grammar of relations."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.audit.figures import read_figures
from dandong_analysis.audit.relations import parse_relations
from dandong_analysis.errors import DandongError

from .conftest import as_frame


def relations(text: str):
    figures = read_figures(as_frame([("first", "1"), ("x", "1", "亩", text)]))
    return parse_relations(figures, file="f.csv")


@pytest.mark.parametrize(
    ("text", "kind", "terms", "number"),
    [
        ("sum(a,b, c )", "sum", ("a", "b", "c"), 1),
        ("sum(a)", "sum", ("a",), 1),
        ("same(a.b-1)", "same", ("a.b-1",), 1),
        ("pct(a/b)", "pct", ("a", "b"), 1),
        ("subset( 甲 )", "subset", ("甲",), 1),
        ("converted_subset(1500;a)", "converted_subset", ("a",), 1500),
        ("converted_subset(0.0015; a)", "converted_subset", ("a",), Fraction(3, 2000)),
        ("named(5)", "named", (), 5),
        ("named(0)", "named", (), 0),
        ("eq(a-b+1)", "eq", ("a", "b"), 1),
        ("eq(2*(a+a)/3)", "eq", ("a",), 1),
    ],
)
def test_each_relation(text, kind, terms, number):
    (found,) = relations(text)
    assert (found.kind, found.terms, found.number, found.text) == (kind, terms, number, text)
    assert (found.key, found.figure) == ("x#1", "x")


def test_relations_are_joined_by_semicolons_outside_brackets():
    found = relations(" sum(a,b) ;converted_subset(2;c);; same(d);")
    assert [(r.key, r.kind) for r in found] == [
        ("x#1", "sum"), ("x#2", "converted_subset"), ("x#3", "same"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("total(a)", "relation-syntax", "total(a)"),
        ("a+b", "relation-syntax", "a+b"),
        ("sum a,b", "relation-syntax", "sum a,b"),
        ("sum(a,b", "relation-syntax", "sum(a,b"),
        ("same(a));sum(b)", "relation-terms", "same(a))"),
        ("sum()", "relation-terms", "sum()"),
        ("sum(a,,b)", "relation-terms", "sum(a,,b)"),
        ("same(a,b)", "relation-terms", "same(a,b)"),
        ("pct(a)", "relation-terms", "pct(a)"),
        ("pct(a/b/c)", "relation-terms", "pct(a/b/c)"),
        ("converted_subset(a)", "relation-terms", "converted_subset(a)"),
        ("converted_subset(k;a)", "relation-terms", "converted_subset(k;a)"),
        ("converted_subset(0;a)", "relation-terms", "converted_subset(0;a)"),
        ("converted_subset(-2;a)", "relation-terms", "converted_subset(-2;a)"),
        ("named(five)", "relation-terms", "named(five)"),
        ("named(-1)", "relation-terms", "named(-1)"),
        ("eq(a+)", "relation-terms", "eq(a+)"),
        ("same(x)", "relation-self", "same(x)"),
        ("eq(x-1)", "relation-self", "eq(x-1)"),
        ("sum(a,b,a)", "relation-term-twice", "sum(a,b,a)"),
        ("sum(a;same(b)", "relation-terms", "sum(a;same(b)"),
    ],
)
def test_what_cannot_be_read_is_named_with_place_and_text(text, code, value):
    with pytest.raises(DandongError) as caught:
        relations(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == (code, value)
    assert (problem.place.file, problem.place.row, problem.place.column) == (
        "f.csv",
        3,
        "derived_from",
    )
    message = problem.message()
    assert value in message.zh
    assert value in message.en


def test_all_problems_are_told_at_once():
    with pytest.raises(DandongError) as caught:
        relations("nothing;sum();same(first)")
    assert [p.code for p in caught.value.problems] == ["relation-syntax", "relation-terms"]


@given(st.text(alphabet="sumaeqpct(),;/+-*x0. 甲", max_size=30))
def test_any_text_is_read_or_refused(text):
    figures = read_figures(as_frame([("x", "1", "亩", text)]))
    try:
        found = [relation.text for relation in parse_relations(figures)]
    except DandongError as error:
        found = [problem.value for problem in error.problems]
    assert bool(found) == bool(text.strip("; "))
    assert all(part in text for part in found)
