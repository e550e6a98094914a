from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.demo.balance import (
    Margin,
    balanced_cells,
    fitted,
    largest_remainder,
    split_exactly,
)

HALF = Decimal("0.5")


@given(
    st.lists(st.integers(1, 1000), min_size=1, max_size=40),
    st.integers(0, 5000),
)
def test_largest_remainder_adds_up_and_stays_within_one(weights, total):
    parts = largest_remainder(weights, total)
    assert sum(parts) == total
    scale = total / sum(weights)
    assert all(abs(p - w * scale) < 1 + 1e-9 for p, w in zip(parts, weights, strict=True))


def test_split_gives_the_rest_to_the_largest_of_the_finest_step():
    parts = split_exactly(
        Decimal("10.01"), [1, 1, 2], [Decimal("0.15"), Decimal("0.01"), Decimal("0.03")]
    )
    # 2.5025 -> 2.55 in steps of 0.15; 5.005 -> 5.01 in steps of 0.03; the rest is 2.45
    assert parts == [Decimal("2.55"), Decimal("2.45"), Decimal("5.01")]


@given(
    st.lists(
        st.tuples(st.floats(0.1, 50), st.sampled_from(["0.01", "0.03", "0.15"])),
        min_size=1,
        max_size=30,
    ),
    st.integers(100_000, 900_000),
)
def test_split_is_exact_and_in_steps(items, hundredths):
    weights = [w for w, _ in items] + [60.0]
    steps = [Decimal(s) for _, s in items] + [Decimal("0.01")]
    total = Decimal(hundredths) / 100
    parts = split_exactly(total, weights, steps)
    assert sum(parts) == total
    assert all(p > 0 and p % s == 0 for p, s in zip(parts, steps, strict=True))


def test_split_refuses_a_total_between_steps():
    with pytest.raises(ValueError, match="cannot be split"):
        split_exactly(Decimal("0.10"), [1], [Decimal("0.03")])


def test_fitting_keeps_empty_cells_empty():
    seed = {("a", "x"): 1.0, ("a", "y"): 1.0, ("b", "x"): 1.0}
    table = fitted(seed, {"a": Decimal(30), "b": Decimal(10)}, {"x": Decimal(25), "y": Decimal(15)})
    # b has x only, so b-x = 10, a-x = 15 and a-y = 15
    assert table["b", "y"] == 0
    assert table["b", "x"] == pytest.approx(10)
    assert table["a", "x"] == pytest.approx(15)


def margin(printed, *cells):
    return Margin(frozenset(cells), Decimal(printed), HALF)


def test_contradictory_prints_are_met_by_decimals():
    cells = [("k", "s"), ("k", "t"), ("l", "s"), ("l", "t")]
    wanted = dict.fromkeys(cells, 10.0)
    margins = [
        margin(41, *cells),  # the parts add up to 40
        margin(20, cells[0], cells[1]),
        margin(20, cells[2], cells[3]),
        margin(20, cells[0], cells[2]),
        margin(20, cells[1], cells[3]),
    ]
    found = balanced_cells(wanted, margins, dict.fromkeys(cells, Decimal("0.01")))
    for m in margins:
        assert abs(sum(found[c] for c in m.cells) - m.printed) < HALF
    # one third is the smallest distance that all five prints allow: 20 + d + 20 + d >= 41 - d
    assert max(abs(sum(found[c] for c in m.cells) - m.printed) for m in margins) < Decimal("0.36")


def test_impossible_prints_are_refused():
    cells = [("k", "s"), ("l", "s")]
    margins = [margin(43, *cells), margin(20, cells[0]), margin(20, cells[1])]
    with pytest.raises(ValueError, match="printed"):
        balanced_cells(dict.fromkeys(cells, 20.0), margins, dict.fromkeys(cells, Decimal("0.01")))


def test_cells_that_are_empty_stay_empty():
    cells = [("k", "s"), ("k", "t")]
    found = balanced_cells(
        {cells[0]: 5.0, cells[1]: 0.0}, [margin(5, *cells)], {cells[0]: Decimal("0.01")}
    )
    assert list(found) == [cells[0]]
