"""Labels moved apart: order and distances kept, and no other way moves them less."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from dandong_analysis.report.apart import apart

places = st.lists(st.floats(-50, 50).map(lambda v: round(v, 2)), min_size=1, max_size=5)


def test_what_is_far_enough_stays():
    assert apart([0, 5, 9], [2, 2]) == [0, 5, 9]
    assert apart([], []) == []


def test_two_that_touch_move_by_the_same_length():
    assert apart([0, 1], [3]) == [-1, 2]


@given(places, st.floats(0, 20).map(lambda v: round(v, 2)))
def test_shifts_are_the_least_possible(wanted, distance):
    """Compared with a general solver of the same problem."""
    wanted = sorted(wanted)
    found = apart(wanted, [distance] * (len(wanted) - 1))
    for before, after in pairwise(found):
        assert after - before >= distance - 1e-9
    limits = [
        {"type": "ineq", "fun": lambda x, i=i: x[i + 1] - x[i] - distance}
        for i in range(len(wanted) - 1)
    ]
    start = np.arange(len(wanted)) * max(distance, 1.0)
    best = minimize(lambda x: ((x - wanted) ** 2).sum(), start, constraints=limits, method="SLSQP")
    own = ((np.array(found) - wanted) ** 2).sum()
    assert own == pytest.approx(best.fun, abs=1e-3, rel=1e-3)
