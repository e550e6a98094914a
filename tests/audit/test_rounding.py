"""Feasibility and radius: against formulas, against a fine grid, and on rounded tables."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.audit import rounding
from dandong_analysis.audit.auditing import audit_figures
from dandong_analysis.audit.certificates import is_solution
from dandong_analysis.audit.programmes import Suggestion
from dandong_analysis.audit.rounding import Feasibility, feasibility, smallest_radii
from dandong_analysis.audit.systems import System

from .conftest import Table, as_frame


def judged(system: System) -> tuple[bool | None, Fraction | None]:
    (possible,), (radius,) = feasibility([system]), smallest_radii([system])
    assert radius is None or radius.is_proved
    return possible.is_feasible, radius and radius.value


def sum_of(values, total, unit="亩") -> System:
    names = [f"a{n}" for n in range(len(values))]
    parts = [(name, str(value), unit) for name, value in zip(names, values, strict=True)]
    return Table.of(*parts, ("t", str(total), unit, f"sum({','.join(names)})")).system()


@given(st.lists(st.integers(0, 99), min_size=1, max_size=6), st.integers(-6, 6))
def test_one_sum_shares_its_gap_evenly(values, gap):
    """n terms and a total can each take 1/(n + 1) of the gap, and none can take less."""
    feasible, radius = judged(sum_of(values, sum(values) + gap))
    expected = Fraction(abs(gap), len(values) + 1)
    assert radius == expected
    assert feasible == (expected <= Fraction(1, 2))


@pytest.mark.parametrize(
    ("unit", "feasible"), [("亩", True), ("km2", True), ("万元", True), ("m3", True), ("%", True),
                           ("个", False), ("处", False), ("座", False), ("year", False)],
)  # fmt: skip
def test_rounding_explains_measured_numbers_and_never_counts(unit, feasible):
    assert judged(sum_of([3, 4], 8, unit)) == (feasible, Fraction(1, 3))


def test_printed_precision_is_read_from_the_digits():
    """1.25 + 1.30 = 2.55 against 2.6: in tenths of the total and hundredths of the terms.

    0.05 = r (0.1 + 0.01 + 0.01), so r = 5/12.
    """
    table = Table.of(("a", "1.25"), ("b", "1.30"), ("t", "2.6", "亩", "sum(a,b)"))
    assert judged(table.system()) == (True, Fraction(5, 12))


def test_units_are_converted_before_adding():
    """1.5 km2 = 2250 mu, 10.0 hm2 = 150.0 mu, 3 mu: 2403 mu against 2400.

    The last digits are worth 150, 1.5, 1 and 1 mu: 3 / 153.5 = 6/307.
    """
    table = Table.of(
        ("a", "1.5", "km2"), ("b", "10.0", "公顷"), ("c", "3"), ("t", "2400", "亩", "sum(a,b,c)")
    )
    assert judged(table.system()) == (True, Fraction(6, 307))


def test_a_ratio_keeps_its_printed_interval():
    """30% of 100 is between 29.5 and 30.5; 31 and 100 are apart from it by
    31 - r = 0.305 (100 + r), so r = 0.5 / 1.305 = 100/261.
    """
    table = Table.of(("n", "31"), ("d", "100"), ("r", "30", "%", "pct(n/d)"))
    assert judged(table.system()) == (True, Fraction(100, 261))
    far = Table.of(("n", "33"), ("d", "100"), ("r", "30", "%", "pct(n/d)"))
    assert judged(far.system())[0] is False


def test_a_printed_interval_leaves_room_of_its_own():
    table = Table.of(("a", "10-19", "m"), ("b", "2", "m"), ("t", "18", "m", "sum(a,b)"))
    assert judged(table.system()) == (True, 0)
    assert judged(Table.of(("a", "10-19", "m"), ("t", "21", "m", "same(a)")).system()) == (False, 1)


def test_parts_and_wholes_count_where_they_are_possible():
    """The part 10 fits into 10 exactly; joined with part = a + b = 12 the whole must give way."""
    rows = [("whole", "10"), ("part", "10", "亩", "subset(whole);sum(a,b)"), ("a", "6"), ("b", "5")]
    assert judged(Table.of(*rows).system()) == (True, Fraction(1, 3))


def test_contradicting_relations_have_no_radius():
    table = Table.of(("a", "3"), ("b", "3", "亩", "same(a);eq(a+1)"))
    assert judged(table.system()) == (False, None)


def two_by_two(values) -> System:
    names = ["aa", "ab", "a", "ba", "bb", "b", "ca", "cb", "c"]
    relations = {"a": "sum(aa,ab)", "b": "sum(ba,bb)", "c": "sum(ca,cb);sum(a,b)",
                 "ca": "sum(aa,ba)", "cb": "sum(ab,bb)"}  # fmt: skip
    return Table.of(*(
        (n, str(v), "亩", relations.get(n, "")) for n, v in zip(names, values, strict=True)
    )).system()  # fmt: skip


def on_half_grid(system: System) -> bool:
    """Whether a point with deviations -1/2, 0 or 1/2 solves a system of sums.

    The equations of a table with margins are totally unimodular, so that a solution exists
    only if one exists on this grid (Hoffman and Kruskal 1956).
    """
    matrix = np.array([[row.get(j, 0) for j in system.figures] for row in system.rows])
    points = np.array(list(product([-1, 0, 1], repeat=len(system.figures))))
    return bool((points @ matrix.T == np.array(system.right)).all(axis=1).any())


@settings(max_examples=60)
@given(st.lists(st.integers(2, 9), min_size=4, max_size=4),
       st.lists(st.sampled_from([-1, 0, 0, 1]), min_size=9, max_size=9))  # fmt: skip
def test_a_table_with_margins_is_possible_when_the_grid_says_so(cells, slips):
    aa, ab, ba, bb = cells
    exact = [aa, ab, aa + ab, ba, bb, ba + bb, aa + ba, ab + bb, aa + ab + ba + bb]
    system = two_by_two([v + s for v, s in zip(exact, slips, strict=True)])
    (found,) = feasibility([system])
    assert found.is_feasible is on_half_grid(system)
    if found.point is not None:
        assert is_solution(system, found.point)


def rounded_tables(count: int, seed: int):
    """Tables of 2 or 3 exact numbers, their sum, a share and a restatement, all rounded."""
    random = np.random.default_rng(seed)
    for n in range(count):
        places, terms = int(random.integers(0, 3)), int(random.integers(2, 4))
        exact = [Fraction(int(v), 10_000) for v in random.integers(10_000, 9_000_000, terms)]
        names = [f"{n}.{i}" for i in range(terms)]
        yield from ((name, printed(v, places), "亩") for name, v in zip(names, exact, strict=True))
        yield f"{n}.t", printed(sum(exact), places), "亩", f"sum({','.join(names)})"
        share = exact[0] / sum(exact) * 100
        yield f"{n}.r", printed(share, 1), "%", f"pct({n}.0/{n}.t)"
        yield f"{n}.h", printed(sum(exact) / 15, 2), "公顷", f"same({n}.t);subset({n}.t)"


def printed(value: Fraction, places: int) -> str:
    return f"{round(value * 10**places) / 10**places:.{places}f}"


def test_ten_thousand_rounded_tables_are_never_called_inconsistent():
    judged = Table.of(*rounded_tables(10_000, seed=1)).judged
    assert len(judged) == 40_000
    assert {j.verdict for j in judged} == {
        "exact", "within_input_rounding", "truncated_not_rounded"
    }  # fmt: skip


def test_rounded_tables_are_possible_jointly_and_the_proofs_are_exact():
    found = audit_figures(as_frame(list(rounded_tables(1_000, seed=2))))
    assert len(found.blocks) == 1_000
    assert found.blocks["is_feasible"].all()
    assert found.blocks["is_proved"].all()
    assert found.cells["is_proved"].all()
    assert not found.fails


def test_the_answers_do_not_depend_on_the_company():
    """Blocks that are solved together get the same answers as each by itself."""
    systems = [sum_of([3, 4], 8), sum_of([1, 2, 3], 9), two_by_two([2, 3, 6, 4, 5, 9, 6, 8, 15])]
    alone = [(feasibility([s])[0].is_feasible, smallest_radii([s])[0]) for s in systems]
    together = list(zip(feasibility(systems), smallest_radii(systems), strict=True))
    assert [(f.is_feasible, r) for f, r in together] == alone


@pytest.mark.parametrize("noise", [1e-3, 1e-9, 1e6])
def test_a_wrong_suggestion_of_the_solver_proves_nothing(monkeypatch, noise):
    """The system has no solution; a solver that claims one, or gives useless multipliers, cannot
    make it feasible, nor a feasible one infeasible."""
    impossible, possible = sum_of([3, 4], 9), sum_of([3, 4], 8)

    def lie(systems):
        return [
            Suggestion(np.full(len(s.unknowns), noise), np.full(len(s.rows), -noise), noise)
            for s in systems
        ]

    monkeypatch.setattr(rounding, "least_stretch", lie)
    monkeypatch.setattr(rounding, "least_violation", lie)
    assert feasibility([impossible])[0].is_feasible is not True
    assert feasibility([possible])[0].is_feasible is not False


def test_a_radius_without_a_solution_at_it_is_only_a_bound(monkeypatch):
    def lie(systems):
        return [Suggestion(np.zeros(len(s.unknowns)), np.zeros(len(s.rows)), 0.0) for s in systems]

    monkeypatch.setattr(rounding, "least_stretch", lie)
    (radius,) = smallest_radii([sum_of([3, 4], 8)])
    assert (radius.value, radius.is_proved) == (0, False)


def test_a_solver_that_fails_leaves_the_question_open(monkeypatch):
    for name in ("least_stretch", "least_violation"):
        monkeypatch.setattr(rounding, name, lambda systems: [None] * len(systems))
    assert feasibility([sum_of([3, 4], 8)]) == [Feasibility()]
    assert smallest_radii([sum_of([3, 4], 8)]) == [None]
