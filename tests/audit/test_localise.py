"""The smallest sets of wrong figures: worked examples, brute force, and one changed cell."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.audit import localise
from dandong_analysis.audit.localise import smallest_sets
from dandong_analysis.audit.rounding import Feasibility
from dandong_analysis.audit.systems import System, Unknown
from tests.audit.grids import grid, named, sets_of

from .conftest import Table

# Scholtus, S. (2008), Algorithms for correcting some obvious inconsistencies and rounding errors
# in business survey data, Statistics Netherlands 08015; the same five balance edits serve in
# Scholtus (2009), Automatic correction of simple typing errors in numerical data.
BALANCE = {
    "x3": "sum(x1,x2)", "x4": "same(x2)", "x8": "sum(x5,x6,x7)",
    "x9": "sum(x3,x8);eq(x10+x11)",
}  # fmt: skip


def balance(*values) -> Table:
    names = [f"x{n}" for n in range(1, 12)]
    return Table.of(*(
        (name, str(value), "万元", BALANCE.get(name, ""))
        for name, value in zip(names, values, strict=True)
    ))  # fmt: skip


def by_force(system: System) -> set[frozenset[str]]:
    """All lightest sets, by trying every set of figures in the order of weight."""
    columns = list(system.figures)
    sets = [c for n in range(len(columns) + 1) for c in combinations(columns, n)]
    mending = [c for c in sets if can_be_mended(system, c)]
    least = min((weight(system, c) for c in mending), default=0)
    return {named(system, c) for c in mending if weight(system, c) == least}


def weight(system: System, columns) -> int:
    return len(named(system, columns))


def can_be_mended(system: System, columns) -> bool:
    """Whether values of these figures alone satisfy the equations (Rouche and Capelli)."""
    matrix = np.array([[row.get(j, 0) for j in columns] for row in system.rows], dtype=float)
    right = np.array(system.right, dtype=float)[:, None]
    rank = np.linalg.matrix_rank
    return rank(matrix) == rank(np.hstack([matrix, right])) if columns else not right.any()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Scholtus (2009), section 4: all five hold, a transposed x4, and a doubled 9 in x9.
        ((1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137), {()}),
        ((1452, 116, 1568, 161, 323, 76, 12, 411, 1979, 1842, 137), {("x4",)}),
        ((1452, 116, 1568, 161, 323, 76, 12, 411, 19979, 1842, 137), {("x4", "x9")}),
        # x8 = 0 as well: 323 + 76 + 12 = 411 = 1979 - 1568 again points at it alone.
        ((1452, 116, 1568, 161, 323, 76, 12, 0, 19979, 1842, 137), {("x4", "x8", "x9")}),
    ],
)
def test_typing_errors_of_scholtus_2009_are_found_by_adding_up(values, expected):
    found = sets_of(balance(*values).system(exact=True))
    assert found == {frozenset(names) for names in expected}


def test_rounding_errors_of_scholtus_2008():
    """12 + 4 = 16 against 15; 3 + 1 + 8 = 12 against 11; 15 + 11 = 26 against 27; 27 - 41 = -14
    against -13: four of five fail by one, and no two figures mend them, because the first, the
    second and the last have none in common.

    x3 = 16 mends the first and third; one of 3, 1, 8 less one the second; 41 or -13 less one the
    last: six sets. x8 = 12 mends the second and third; x1 = 11 the first; 41 or -13 the last: two.
    x3 = 16 and x8 = 12 make x9 = 28, which mends the last: one.
    """
    system = balance(12, 4, 15, 4, 3, 1, 8, 11, 27, 41, -13).system(exact=True)
    expected = (
        {frozenset({"x3", part, rest}) for part in ("x5", "x6", "x7") for rest in ("x10", "x11")}
        | {frozenset({"x1", "x8", rest}) for rest in ("x10", "x11")}
        | {frozenset({"x3", "x8", "x9"})}
    )
    assert sets_of(system) == expected == by_force(system)


def inequalities(values, rows) -> System:
    """A system of ``sum(row) >= 0`` rows and equations ``sum(row) == 0`` at exact values."""
    names = list(values)
    unknowns = [Unknown((name,), 0, 0, 1, 0, j) for j, name in enumerate(names)]
    equations, right = [], []
    for weights, sign in rows:
        row = {names.index(name): weight for name, weight in weights.items()}
        right.append(-sum(w * values[name] for name, w in weights.items()))
        if sign == ">=":
            row[len(unknowns)] = -1
            unknowns.append(Unknown((), 0, None))
        equations.append(row)
    keys = tuple(str(i) for i in range(len(rows)))
    return System(
        tuple(unknowns), tuple(equations), tuple(right), keys,
        tuple(Fraction(v) for v in values.values()),
    )  # fmt: skip


def test_the_documented_example_of_errorlocate():
    """Profit 755, cost 125, turnover 200; profit + cost = turnover, cost at least 0.6 of
    turnover, none negative (examples/locate_errors.R of the R package errorlocate).

    Profit alone: 200 - 125 = 75. Cost alone would be -555; turnover alone 880, of which 0.6 is
    528, more than 125.
    """
    system = inequalities(
        {"profit": 755, "cost": 125, "turnover": 200},
        [({"profit": 1, "cost": 1, "turnover": -1}, "=="), ({"cost": 5, "turnover": -3}, ">="),
         ({"cost": 1}, ">="), ({"profit": 1}, ">="), ({"turnover": 1}, ">=")],
    )  # fmt: skip
    assert sets_of(system) == {frozenset({"profit"})}
    (mend,) = smallest_sets(system).mends
    assert mend.point[0] == 75 - 755


def test_the_example_of_de_waal_with_employees():
    """Turnover T, profit P, cost C, employees N: T = P + C, P <= 0.5 T, -0.1 T <= P, T >= 0,
    T <= 550 N; T = 200, P = 755, C = 125, N = 5 (de Waal, Pannekoek and Scholtus 2011, Handbook of
    Statistical Data Editing and Imputation): changing the profit to 75 is enough.
    """
    system = inequalities(
        {"T": 200, "P": 755, "C": 125, "N": 5},
        [({"T": 1, "P": -1, "C": -1}, "=="), ({"T": 1, "P": -2}, ">="), ({"T": 1, "P": 10}, ">="),
         ({"T": 1}, ">="), ({"N": 550, "T": -1}, ">=")],
    )  # fmt: skip
    assert sets_of(system) == {frozenset({"P"})}


@st.composite
def small_tables(draw):
    """Up to two rows and two columns with totals, printed in whole units, a few cells changed."""
    height, width = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    cell = st.integers(2, 9)
    inside = {(i, j): draw(cell) for i in range(height) for j in range(width)}
    rows = []
    for i, j in product(range(height + 1), range(width + 1)):
        here = [(a, b) for a, b in inside if i in (a, height) and j in (b, width)]
        relations = []
        if j == width:
            relations.append(f"sum({','.join(f'c{i}_{b}' for b in range(width))})")
        if i == height:
            relations.append(f"sum({','.join(f'c{a}_{j}' for a in range(height))})")
        value = sum(inside[at] for at in here) + draw(st.sampled_from([0, 0, 0, 1, -1, 2]))
        rows.append((f"c{i}_{j}", str(value), "个", ";".join(relations)))
    if draw(st.booleans()):
        rows.append(("again", draw(st.sampled_from(rows))[1], "个", "same(c0_0)"))
    return rows


@settings(max_examples=40)
@given(small_tables())
def test_the_sets_are_those_that_trying_everything_finds(rows):
    system = Table.of(*rows).system(exact=True)
    assert sets_of(system) == by_force(system)


def rounded_grid(random: np.random.Generator, height: int, width: int):
    """Numbers with one decimal and their sums, each rounded to a whole one by itself."""
    inside = product(range(height), range(width))
    tenths = {at: int(random.integers(1000, 10000)) for at in inside}
    sums = {
        (i, j): sum(v for (a, b), v in tenths.items() if i in (a, height) and j in (b, width))
        for i in range(height + 1) for j in range(width + 1)
    }  # fmt: skip
    return {at: (value + 5) // 10 for at, value in sums.items()}


@pytest.mark.parametrize("seed", range(40))
def test_one_cell_changed_by_more_than_rounding_allows_is_found(seed):
    """In a table with margins every cell stands in two sums, which determines it: both sums that
    fail have it in common, and no other cell.
    """
    random = np.random.default_rng(seed)
    values = rounded_grid(random, 3, 3)
    wrong = list(values)[random.integers(len(values))]
    # A sum of three rounded terms and a rounded total can miss by two at most.
    values[wrong] += int(random.choice([-1, 1]) * random.integers(20, 90))
    system = Table.of(*grid(values, 3, 3)).system()
    found = sets_of(system)
    assert found == {frozenset({f"c{wrong[0]}_{wrong[1]}"})}


def test_a_figure_printed_again_weighs_more():
    """a + b misses the total by one; a is printed three times, so b or the total is doubted."""
    again = [("a2", "10", "亩", "same(a)"), ("a3", "10", "亩", "same(a2)")]
    table = Table.of(("a", "10"), ("b", "5"), *again, ("total", "16", "亩", "sum(a,b)"))
    assert sets_of(table.system(exact=True)) == {frozenset({"b"}), frozenset({"total"})}
    alone = Table.of(("a", "10"), ("total", "16", "亩", "eq(a+5)"), *again)
    found = smallest_sets(alone.system(exact=True))
    assert (found.weight, len(found.mends)) == (1, 1)
    doubled = Table.of(
        ("a", "10"), *again, ("t", "16", "亩", "eq(a+5)"), ("t2", "16", "亩", "same(t)")
    )
    found = smallest_sets(doubled.system(exact=True))
    assert (found.weight, found.mends[0].columns) == (2, {doubled.system().column_of["t"]})


def test_a_restatement_that_differs_doubts_either_print():
    table = Table.of(("a", "205"), ("again", "206", "亩", "same(a)"))
    assert sets_of(table.system(exact=True)) == {frozenset({"a"}), frozenset({"again"})}
    pinned = Table.of(("a", "205"), ("again", "207", "亩", "same(a)"),
                      ("b", "5"), ("total", "210", "亩", "sum(a,b)"))  # fmt: skip
    assert sets_of(pinned.system()) == {frozenset({"again"})}


def test_relations_that_contradict_each_other_have_no_mend():
    table = Table.of(("a", "3"), ("b", "3", "亩", "same(a);eq(a+1)"))
    found = smallest_sets(table.system(exact=True))
    assert (found.mends, found.is_complete) == ((), True)


def test_the_number_of_sets_is_capped_and_says_so():
    table = Table.of(*((f"a{n}", "1") for n in range(9)),
                     ("t", "20", "亩", f"sum({','.join(f'a{n}' for n in range(9))})"))  # fmt: skip
    system = table.system(exact=True)
    assert len(sets_of(system)) == 10
    assert len(sets_of(system, most=10)) == 10
    capped = smallest_sets(system, most=9)
    assert (len(capped.mends), capped.is_complete) == (9, False)


def test_a_step_without_proof_makes_the_answer_incomplete(monkeypatch):
    system = Table.of(("a", "3"), ("b", "9", "亩", "same(a)")).system()
    monkeypatch.setattr(localise, "feasibility", lambda _: [Feasibility()])
    assert not smallest_sets(system).is_complete
