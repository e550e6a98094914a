"""Tightest intervals: by formula, on a fine grid, and for shares."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.audit import intervals
from dandong_analysis.audit.intervals import End, Tight, interval_of_sum, tight_intervals
from dandong_analysis.audit.programmes import Suggestion
from dandong_analysis.audit.rounding import feasibility
from dandong_analysis.audit.systems import System

from .conftest import Table
from .test_rounding import sum_of, two_by_two


def tight(system: System) -> dict[str, tuple[Fraction, Fraction]]:
    (possible,) = feasibility([system])
    (found,) = tight_intervals([system], [possible.point])
    assert all(t.is_proved for t in found.values())
    return {
        name: (t.low.value, t.high.value)
        for j, t in found.items() for name in system.unknowns[j].figures
    }  # fmt: skip


@given(st.lists(st.integers(0, 99), min_size=1, max_size=5), st.integers(-3, 3))
def test_one_sum_bounds_each_term_by_the_others(values, gap):
    """Term i lies between its own ends and total less the others' other ends."""
    total, half = sum(values) + gap, Fraction(1, 2)
    if abs(gap) > half * (len(values) + 1):
        return
    found = tight(sum_of(values, total))
    for i, value in enumerate(values):
        others = sum(values) - value
        room = half * len(values)
        assert found[f"a{i}"] == (
            max(value - half, total - others - room), min(value + half, total - others + room)
        )  # fmt: skip
    assert found["t"] == (
        max(total - half, sum(values) - half * len(values)),
        min(total + half, sum(values) + half * len(values)),
    )


@settings(max_examples=25)
@given(st.lists(st.integers(2, 9), min_size=4, max_size=4),
       st.lists(st.sampled_from([-1, 0, 0, 1]), min_size=9, max_size=9))  # fmt: skip
def test_a_table_with_margins_has_the_ends_of_the_grid(cells, slips):
    """Its equations are totally unimodular: every extreme lies on the grid of half digits."""
    aa, ab, ba, bb = cells
    exact = [aa, ab, aa + ab, ba, bb, ba + bb, aa + ba, ab + bb, aa + ab + ba + bb]
    system = two_by_two([v + s for v, s in zip(exact, slips, strict=True)])
    matrix = np.array([[row.get(j, 0) for j in system.figures] for row in system.rows])
    grid = np.array(list(product([-1, 0, 1], repeat=len(system.figures))))
    points = grid[(grid @ matrix.T == np.array(system.right)).all(axis=1)]
    if not len(points):
        return
    found = tight(system)
    for j in system.figures:
        (name,) = system.unknowns[j].figures
        low, high = points[:, j].min(), points[:, j].max()
        assert found[name] == (system.value(j, int(low)), system.value(j, int(high)))


def test_counts_stay_as_they_are():
    assert tight(sum_of([3, 4], 7, "个")) == {"a0": (3, 3), "a1": (4, 4), "t": (7, 7)}


def test_a_share_is_as_tight_as_its_terms():
    """n in [30.5, 31.5], d in [99.5, 100.5]: n/d from 30.5/100.5 to 31.5/99.5, print 30.5 to 31.5%;
    and n at most 0.315 d, at least 0.305 d."""
    rows = [("n", "31"), ("d", "100"), ("r", "31", "%", "pct(n/d)")]
    found = tight(Table.of(*rows).system())
    assert found["r"] == (Fraction("0.305"), Fraction("0.315"))
    loose = tight(Table.of(*rows[:2], ("r", "3~1", "%"), ("s", "31.0", "%", "pct(n/d)")).system())
    assert loose["s"] == (Fraction("0.3095"), Fraction("0.3105"))
    wide = Table.of(("n", "31"), ("d", "100"), ("r", "20-40", "%", "pct(n/d)"))
    assert tight(wide.system())["r"] == (Fraction(305, 1005), Fraction(315, 995))
    assert tight(wide.system())["n"] == (Fraction("30.5"), Fraction("31.5"))


def test_a_share_restated_is_bound_by_both():
    """r = s, printed 31 and 31.2: from 31.15 on by the print of s."""
    table = Table.of(("n", "31"), ("d", "100"), ("r", "31", "%", "pct(n/d)"),
                     ("s", "31.2", "%", "same(r)"))  # fmt: skip
    assert tight(table.system())["r"] == (Fraction("0.3115"), Fraction("0.3125"))


def test_a_sum_of_figures_has_an_interval_too():
    """a + b = t in [7.5, 8.5] and at most 3.5 + 4.5."""
    system = sum_of([3, 4], 8)
    (possible,) = feasibility([system])
    at = system.column_of
    found = interval_of_sum(system, possible.point, {at["a0"]: 1, at["a1"]: 1})
    assert (found.low.value, found.high.value, found.is_proved) == (Fraction(15, 2), 8, True)


def test_without_bounds_there_is_no_end():
    system = Table.of(("a", "3"), ("b", "4", "亩", "subset(a)")).system()
    (possible,) = feasibility([system.released([system.column_of["b"]])])
    free = system.released([system.column_of["b"]])
    (found,) = tight_intervals([free], [possible.point], columns=[[system.column_of["b"]]])
    assert found[system.column_of["b"]] == Tight(End(None, False), End(Fraction(7, 2)))


def test_what_the_solver_says_wrongly_is_not_proved(monkeypatch):
    """A solver that always answers with the printed values leaves bounds, marked as not proved."""
    monkeypatch.setattr(
        intervals, "minimise",
        lambda systems, _: [Suggestion(np.zeros(3), np.array([0.2]), 0.0) for _ in systems],
    )  # fmt: skip
    system = sum_of([3, 4], 7)
    (found,) = tight_intervals([system], [(0, 0, 0)])
    assert not any(t.is_proved for t in found.values())
    assert all(t.low.value <= system.centres[j] - Fraction(1, 2) for j, t in found.items())
    monkeypatch.setattr(intervals, "minimise", lambda systems, _: [None] * len(systems))
    (found,) = tight_intervals([system], [(0, 0, 0)])
    assert found[0] == Tight(End(Fraction(5, 2), False), End(Fraction(7, 2), False))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_searches_in_step_answer_as_alone(order):
    systems = [sum_of([3, 4], 8), sum_of([1, 2, 3], 7), two_by_two([2, 3, 6, 4, 5, 9, 6, 8, 15])]
    chosen = [systems[i] for i in order]
    points = [possible.point for possible in feasibility(chosen)]
    together = tight_intervals(chosen, points)
    for system, point, found in zip(chosen, points, together, strict=True):
        (alone,) = tight_intervals([system], [point])
        assert found == alone
