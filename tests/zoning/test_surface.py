"""Smoothed scores against the sum of the formula, written out."""

from math import exp, hypot

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.zoning.cells import Grid, cut_cells
from dandong_analysis.zoning.surface import Mass, smooth_scores

KM = 1000


def strip(*lengths):
    """Districts of 1 km by so many km, one above the other with 5 km between."""
    shapes = [shapely.box(0, 6 * KM * i, n * KM, 6 * KM * i + KM) for i, n in enumerate(lengths)]
    return cut_cells(shapes, Grid(KM))


def smoothed(cells, mines, low, high=None, bandwidth=KM, reach=3.0):
    """``mines``: (cell, weight) of each mine; ``low``, ``high``: its score."""
    mass = Mass(np.arange(len(mines)), np.array([c for c, _ in mines], np.int64),
                np.array([w for _, w in mines], np.int64))  # fmt: skip
    scores = [np.array(s, float).reshape(-1, 1) for s in (low, low if high is None else high)]
    return smooth_scores(cells, mass, *scores, bandwidth_m=bandwidth, reach=reach)


def test_two_mines_three_cells_apart():
    cells = strip(4)
    surface = smoothed(cells, [(0, 1), (3, 1)], [1, 3])
    # Cell 1 is 1 km from the slight mine and 2 km from the severe one.
    near, far = exp(-1 / 2), exp(-4 / 2)
    assert surface.low[1, 0] == pytest.approx((near * 1 + far * 3) / (near + far))
    assert surface.low[0, 0] == pytest.approx((1 + exp(-9 / 2) * 3) / (1 + exp(-9 / 2)))
    assert surface.is_known.all()


def test_a_mine_of_double_weight_counts_twice():
    surface = smoothed(strip(3), [(0, 2), (2, 1)], [1, 3])
    assert surface.low[1, 0] == pytest.approx((2 * 1 + 1 * 3) / 3)


def test_cells_beyond_reach_take_the_nearest_value():
    surface = smoothed(strip(10), [(0, 1), (1, 1)], [1, 2], reach=1.0)
    assert (surface.low[3:, 0] == surface.low[2, 0]).all()
    # Cell 2 is within one bandwidth of the second mine only.
    assert surface.low[2, 0] == 2.0


def test_mines_of_another_district_do_not_count():
    cells = strip(2, 2)
    surface = smoothed(cells, [(0, 1), (2, 1)], [1, 3], bandwidth=50 * KM)
    assert surface.low[:, 0].tolist() == [1, 1, 3, 3]


def test_a_district_without_mines_may_have_any_score():
    surface = smoothed(strip(1, 1), [(0, 1)], [2])
    assert surface.is_known.tolist() == [True, False]
    assert (surface.low[1, 0], surface.high[1, 0]) == (1.0, 3.0)


def test_missing_input_stays_an_interval():
    surface = smoothed(strip(3), [(0, 1), (2, 1)], [1, 1], [1, 3])
    assert surface.low[:, 0].tolist() == [1, 1, 1]
    assert surface.high[1, 0] == pytest.approx(2)


def test_no_mines_at_all():
    surface = smoothed(strip(2), [], [])
    assert not surface.is_known.any()


MINES = st.lists(
    st.tuples(st.integers(0, 24), st.integers(1, 10**6), st.floats(1, 3)), min_size=1, max_size=12
)


@given(MINES, st.floats(0.3, 4))
def test_the_kernel_mean_written_out(mines, width):
    cells = cut_cells([shapely.box(0, 0, 5 * KM, 5 * KM)], Grid(KM))
    found = smoothed(cells, [(c, w) for c, w, _ in mines], [s for *_, s in mines],
                     bandwidth=width * KM, reach=20).low[:, 0]  # fmt: skip
    at = [(c % 5, c // 5) for c in range(25)]
    for cell, mean in enumerate(found):
        kernel = [
            w * exp(-(hypot(at[cell][0] - at[c][0], at[cell][1] - at[c][1]) ** 2) / 2 / width**2)
            for c, w, _ in mines
        ]
        wanted = sum(k * s for k, (*_, s) in zip(kernel, mines, strict=True)) / sum(kernel)
        assert mean == pytest.approx(wanted, abs=1e-5)


@given(MINES, st.randoms(use_true_random=False), st.floats(0, 2))
def test_order_changes_nothing_and_worse_never_improves(mines, random, worse):
    cells = cut_cells([shapely.box(0, 0, 5 * KM, 5 * KM)], Grid(KM))

    def run(given_mines):
        return smoothed(cells, [(c, w) for c, w, _ in given_mines],
                        [s for *_, s in given_mines], bandwidth=2 * KM).low  # fmt: skip

    before = run(mines)
    mixed = list(mines)
    random.shuffle(mixed)
    assert (run(mixed) == before).all()
    chosen = random.randrange(len(mines))
    c, w, score = mines[chosen]
    worsened = [*mines[:chosen], (c, w, min(score + worse, 3)), *mines[chosen + 1 :]]
    assert (run(worsened) >= before).all()
