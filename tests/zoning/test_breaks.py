"""Fisher-Jenks limits against every possible division and a published example."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.breaks import Breaks, fisher_jenks, given_breaks


def cost(values, classes):
    return sum(((values[classes == c] - values[classes == c].mean()) ** 2).sum()
               for c in np.unique(classes))  # fmt: skip


def cheapest(values, k):
    """The least cost of any division of the distinct values into k runs."""
    distinct = np.unique(values)
    return min(
        cost(values, np.searchsorted(distinct[list(cut)], values, side="left"))
        for cut in combinations(range(len(distinct) - 1), k - 1)
    )


def test_the_example_of_wang_and_song():
    # H. Wang, M. Song, Ckmeans.1d.dp, The R Journal 3(2), 2011, 29-33: three clusters.
    values = np.array([-1, 2, -1, 2, 4, 5, 6, -1, 2, -1], dtype=float)
    made = fisher_jenks(values, 3)
    assert made.values == (-1.0, 2.0)
    assert made.classes(values).tolist() == [0, 1, 0, 1, 2, 2, 2, 0, 1, 0]
    assert (made.method, made.n_values) == ("fisher_jenks", 10)


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(st.integers(-50, 50), min_size=4, max_size=14).filter(
        lambda v: len(set(v)) >= 4
    ),
    k=st.integers(2, 4),
)
def test_no_division_is_cheaper(values, k):
    numbers = np.array(values, dtype=float)
    classes = fisher_jenks(numbers, k).classes(numbers)
    assert len(np.unique(classes)) == k
    assert cost(numbers, classes) == pytest.approx(cheapest(numbers, k), abs=1e-9)


@given(st.permutations([1.0, 1.1, 2.0, 2.1, 3.0, 3.1, 3.1]))
def test_the_order_of_values_changes_nothing(values):
    assert fisher_jenks(np.array(values), 3).values == (1.1, 2.1)


def test_equal_divisions_are_decided_alike():
    assert fisher_jenks(np.array([1.0, 2.0, 3.0]), 2).values == (1.0,)


def test_values_far_from_zero_are_divided_as_well():
    near = np.array([0.0, 0.1, 0.2, 5.0, 5.1, 9.0])
    assert fisher_jenks(near + 1e8, 3).classes(near + 1e8).tolist() == [0, 0, 0, 1, 1, 2]


def test_fewer_values_than_classes_are_refused():
    with pytest.raises(DandongError) as caught:
        fisher_jenks(np.array([1.0, 1.0, 2.0]), 3)
    assert caught.value.problems[0].code == "too-few-values"


def test_a_limit_belongs_to_the_lower_class():
    made = given_breaks([1.5, 2.5])
    assert made.classes(np.array([1.5, 1.5000001, 2.5, 2.6])).tolist() == [0, 1, 1, 2]
    assert isinstance(made, Breaks)


def test_limits_must_rise():
    with pytest.raises(DandongError):
        given_breaks([2.0, 2.0])
