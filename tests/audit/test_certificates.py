"""Exact checks accept what is true and nothing else."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.audit.certificates import (
    contradiction,
    exact_point,
    is_solution,
    proved_minimum,
    radius_bound,
)
from dandong_analysis.audit.programmes import Suggestion
from dandong_analysis.audit.rational import solve_linear
from dandong_analysis.audit.systems import System

from .conftest import Table


def sum_of_two(total: str) -> System:
    """3 + 4 against ``total``; in halves, columns a, b, t, row ``t - a - b``."""
    return Table.of(("a", "3"), ("b", "4"), ("t", total, "亩", "sum(a,b)")).system()


def suggest(point, multipliers) -> Suggestion:
    return Suggestion(np.array(point, dtype=float), np.array(multipliers, dtype=float), 0.0)


def test_a_solution_satisfies_equations_and_bounds_exactly():
    system = sum_of_two("8")
    assert is_solution(system, (1, 1, 0))
    assert is_solution(system, (Fraction(2, 3), Fraction(2, 3), Fraction(-2, 3)))
    assert not is_solution(system, (1, Fraction(99, 100), 0))
    assert not is_solution(system, (2, 0, 0))


def test_a_point_near_a_solution_is_made_exact():
    system = sum_of_two("8")
    assert exact_point(system, suggest([1 - 1e-9, 1 + 1e-9, 1e-10], [0])) == (1, 1, 0)
    thirds = exact_point(system, suggest([2 / 3, 2 / 3, -2 / 3], [0]))
    assert is_solution(system, thirds)
    assert exact_point(sum_of_two("9"), suggest([1, 1, -1], [0])) is None


def test_a_contradiction_names_the_columns_that_it_needs():
    """9 is 2 more than 3 + 4: four halves, and the three columns give three at most."""
    assert contradiction(sum_of_two("9"), suggest([0, 0, 0], [-1])) == {0, 1, 2}
    assert contradiction(sum_of_two("9"), suggest([0, 0, 0], [-0.37])) == {0, 1, 2}
    assert contradiction(sum_of_two("9"), suggest([0, 0, 0], [1])) is None
    assert contradiction(sum_of_two("8"), suggest([0, 0, 0], [-1])) is None
    free = sum_of_two("9").released([1])
    assert contradiction(free, suggest([0, 0, 0], [-1])) is None


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_no_multipliers_make_a_possible_table_contradictory(one, other):
    system = Table.of(
        ("a", "3"), ("b", "4"), ("t", "8", "亩", "sum(a,b)"), ("u", "9", "亩", "eq(t+1)")
    ).system()
    assert contradiction(system, suggest([0] * 4, [one, other])) is None


@given(st.floats(-10, 10))
def test_no_multipliers_raise_the_radius_above_the_true_one(multiplier):
    assert radius_bound(sum_of_two("8"), suggest([0, 0, 0], [multiplier])) <= Fraction(1, 3)


def test_a_minimum_is_proved_where_point_and_multipliers_meet():
    """t is least when a and b are: t = 8 + x / 2 >= 3 + 4 - 1 + ... = 7.5, its own bound."""
    system = sum_of_two("8")
    least_a = proved_minimum(system, {0: 1}, suggest([0, 1, -1], [-1]))
    assert (least_a.value, least_a.is_proved) == (0, True)
    assert system.value(0, least_a.value) == 3
    unproved = proved_minimum(system, {0: 1}, suggest([1, 1, 0], [-1]))
    assert (unproved.value, unproved.is_proved) == (0, False)


@given(st.floats(-3, 3), st.integers(0, 2))
def test_a_bound_is_never_above_the_minimum(multiplier, column):
    """The least deviations of a, b and t, in halves: 0, 0 and -1."""
    found = proved_minimum(sum_of_two("8"), {column: 1}, suggest([0, 1, -1], [multiplier]))
    assert found.value <= (0, 0, -1)[column]


@pytest.mark.parametrize(
    ("equations", "right", "expected"),
    [
        ([{0: 2}], [3], {0: Fraction(3, 2)}),
        ([{0: 1, 1: 1}, {0: 1, 1: -1}], [5, 1], {0: 3, 1: 2}),
        ([{0: 1, 1: 1}], [5], {0: 5, 1: 0}),
        ([{0: 1}, {0: 1}], [1, 1], {0: 1}),
        ([{0: 1}, {0: 1}], [1, 2], None),
        ([{}], [0], {}),
        ([{}], [1], None),
    ],
)
def test_equations_are_solved_in_fractions(equations, right, expected):
    guess = dict.fromkeys((j for row in equations for j in row), 0.0)
    assert solve_linear(equations, right, guess) == expected


@given(st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=1, max_size=4),
       st.lists(st.integers(-5, 5), min_size=3, max_size=3))  # fmt: skip
def test_a_solvable_system_is_solved(rows, solution):
    equations = [{j: v for j, v in enumerate(row) if v} for row in rows]
    right = [sum(v * solution[j] for j, v in row.items()) for row in equations]
    found = solve_linear(equations, right, dict.fromkeys(range(3), 0.25))
    for row, total in zip(equations, right, strict=True):
        assert sum(v * found[j] for j, v in row.items()) == total
