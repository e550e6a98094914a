"""What wrong figures could have been, and how many slips are behind them."""

from fractions import Fraction

from dandong_analysis.audit.localise import independent_slips, smallest_sets
from tests.audit.grids import grid, sets_of

from .conftest import Table


def test_changes_tied_by_a_relation_that_holds_are_one_slip():
    """Part, subtotal and total each one short, and the sum of subtotals fails: one slip."""
    table = Table.of(
        ("p", "9"), ("q", "5"), ("sub", "14", "亩", "sum(p,q)"), ("other", "6"),
        ("total", "21", "亩", "sum(sub,other)"),
    )  # fmt: skip
    system = table.system(exact=True)
    at = system.column_of
    (slip,) = independent_slips(system, frozenset({at["p"], at["sub"]}))
    assert slip.keys == ("total#1",)
    apart = independent_slips(system, frozenset({at["p"], at["other"]}))
    assert sorted(s.keys for s in apart) == [(), ("total#1",)]
    # A relation that fails ties nothing: its figures can be wrong one without the other.
    both = independent_slips(system, frozenset({at["sub"], at["other"]}))
    assert [s.keys for s in both] == [("total#1",), ("total#1",)]


def test_a_count_can_only_be_changed_by_whole_things():
    """2 of 3 is 66.7%; 66.6% would need 1.997 of 3 or 2 of 3.003 things."""
    table = Table.of(("n", "2", "个"), ("d", "3", "个"), ("r", "66.6", "%", "pct(n/d)"))
    assert sets_of(table.system()) == {frozenset({"r"})}
    coarse = Table.of(("n", "2", "个"), ("d", "3", "个"), ("r", "50", "%", "pct(n/d)"))
    assert sets_of(coarse.system()) == {frozenset({"r"}), frozenset({"d"})}


def test_the_values_that_a_count_can_take_are_whole():
    """n / 9 between 49.5% and 60.5%: 4.455 to 5.445, so 5."""
    table = Table.of(("n", "2", "个"), ("d", "9", "个"), ("r", "50-60", "%", "pct(n/d)"))
    system = table.system()
    at = system.column_of
    (mend,) = [m for m in smallest_sets(system).mends if m.columns == {at["n"]}]
    assert (mend.wanted[at["n"]].low.value, mend.wanted[at["n"]].high.value) == (5, 5)


def test_the_value_of_a_wrong_cell_is_what_the_others_leave():
    """30.6 printed as 36.0: rows and columns leave 30.5 to 30.7."""
    values = {(0, 0): "12.4", (0, 1): "8.7", (0, 2): "21.1", (1, 0): "36.0", (1, 1): "15.3",
              (1, 2): "45.9", (2, 0): "43.0", (2, 1): "24.0", (2, 2): "67.0"}  # fmt: skip
    system = Table.of(*grid(values, 2, 2, "公顷")).system()
    (mend,) = smallest_sets(system).mends
    (column,) = mend.columns
    assert system.unknowns[column].figures == ("c1_0",)
    ends = mend.wanted[column].low.value / 15, mend.wanted[column].high.value / 15
    assert ends == (Fraction("30.5"), Fraction("30.7"))
