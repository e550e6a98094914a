"""The linear systems of small tables, written out."""

from fractions import Fraction

import pytest

from dandong_analysis.audit.localise import is_broken
from dandong_analysis.audit.systems import Ratio, System

from .conftest import Table


def bounds(system: System):
    return [(u.figures, u.low, u.high) for u in system.unknowns]


def broken(table: Table) -> bool:
    system = table.system(exact=True)
    return any(is_broken(system, i) for i in range(len(system.rows)))


def test_a_sum_in_whole_numbers():
    """a + b = t with 3 + 4 = 8 - 1; half digits make everything in halves."""
    table = Table.of(("a", "3"), ("b", "4"), ("t", "8", "亩", "sum(a,b)"))
    system = table.system()
    assert bounds(system) == [(("a",), -1, 1), (("b",), -1, 1), (("t",), -1, 1)]
    assert (system.scale, system.centres) == (2, (3, 4, 8))
    assert (system.rows, system.right) == (({0: -1, 1: -1, 2: 1},), (-2,))
    assert system.value(2, -1) == Fraction(15, 2)
    assert bounds(table.system(exact=True)) == [(("a",), 0, 0), (("b",), 0, 0), (("t",), 0, 0)]


def test_restatements_share_an_unknown_only_when_they_print_the_same():
    rows = [("a", "3"), ("b", "3", "亩", "same(a)"), ("c", "3.0", "亩", "same(b)"),
            ("d", "4", "亩", "same(a)"), ("e", "0.2", "公顷", "same(a)")]  # fmt: skip
    system = Table.of(*rows).system()
    assert [u.figures for u in system.unknowns] == [("a", "b"), ("c",), ("d",), ("e",)]
    assert system.column_of["a"] == system.column_of["b"]
    assert system.keys == ("c#1", "d#1", "e#1")
    zero = Table.of(("a", "0"), ("b", "0", "公顷", "same(a)")).system()
    assert len(zero.unknowns) == 2


def test_counts_have_no_room():
    system = Table.of(("a", "3", "个"), ("b", "3", "处", "eq(a)")).system()
    assert bounds(system) == [(("a",), 0, 0), (("b",), 0, 0)]


def test_a_part_leaves_something_over():
    system = Table.of(("w", "5"), ("p", "3", "亩", "subset(w)")).system()
    left = system.unknowns[2]
    assert (left.figures, left.low, left.high, left.owner) == ((), None, 0, None)
    assert system.right == (4,)


def test_a_share_is_two_inequalities_that_its_figure_owns():
    """49.5% of d to 50.5% of d: n - 0.495 d >= 0 >= n - 0.505 d."""
    system = Table.of(("n", "1", "个"), ("d", "2", "个"), ("r", "50", "%", "pct(n/d)")).system()
    at = system.column_of
    assert system.ratios == (Ratio(at["r"], at["n"], at["d"]),)
    low, high = system.rows
    assert (low[at["n"]], low[at["d"]]) == (200, -99)
    assert (high[at["n"]], high[at["d"]]) == (200, -101)
    assert [u.owner for u in system.unknowns[3:]] == [at["r"], at["r"]]
    free = system.released([at["r"]])
    assert [(u.low, u.high) for u in free.unknowns[2:]] == [(None, None)] * 3


@pytest.mark.parametrize(
    ("rows", "fails"),
    [
        ([("a", "1.25"), ("b", "1.40"), ("t", "2.6", "亩", "sum(a,b)")], False),
        ([("a", "1.25"), ("b", "1.40"), ("t", "2.8", "亩", "sum(a,b)")], True),
        ([("a", "1.3"), ("b", "1.4"), ("t", "2.66", "亩", "sum(a,b)")], False),
        ([("a", "3"), ("b", "4"), ("t", "8", "亩", "sum(a,b)")], True),
        ([("a", "10", "公顷"), ("t", "157", "亩", "same(a)")], False),
        ([("a", "10", "公顷"), ("t", "158", "亩", "same(a)")], True),
        ([("n", "1", "个"), ("d", "3", "个"), ("r", "33", "%", "pct(n/d)")], False),
        ([("n", "1", "个"), ("d", "3", "个"), ("r", "34", "%", "pct(n/d)")], True),
        ([("a", "3"), ("b", "3", "亩", "same(a);eq(a+1)")], True),
    ],
)
def test_adding_up_exactly_means_as_far_as_the_printed_precisions_allow(rows, fails):
    """Where they differ, half of the coarsest last digit is left: 0.05, 0.05, 7.5 mu."""
    assert broken(Table.of(*rows)) is fails
