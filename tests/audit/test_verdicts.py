"""One small table for each verdict of each relation."""

from fractions import Fraction

import pytest

from dandong_analysis.audit.verdicts import SEVERITY, Judged

from .conftest import Table


def judged(*rows) -> Judged:
    """The verdict on the last relation of a table."""
    return Table.of(*rows).judged[-1]


def total(value, *terms, unit="亩", term_unit=None) -> Judged:
    parts = [(f"a{n}", text, term_unit or unit) for n, text in enumerate(terms)]
    names = ",".join(f"a{n}" for n in range(len(terms)))
    return judged(*parts, ("t", value, unit, f"sum({names})"))


@pytest.mark.parametrize(
    ("value", "terms", "verdict", "difference"),
    [
        ("7", ("3", "4"), "exact", 0),
        ("8", ("3", "4"), "within_input_rounding", 1),
        # Three numbers can differ by 3/2: 8.5 from 3 and 4 as well, but not by 2.
        ("6", ("3", "4"), "within_input_rounding", -1),
        ("9", ("3", "4"), "inconsistent", 2),
        ("5", ("3", "4"), "inconsistent", -2),
        # Printed coarser than the terms: rounded once, half to even or half up.
        ("2.7", ("1.25", "1.40"), "exact", Fraction(1, 20)),
        ("2.6", ("1.25", "1.40"), "exact", Fraction(-1, 20)),
        ("2.6", ("1.26", "1.41"), "truncated_not_rounded", Fraction(-7, 100)),
        ("2.8", ("1.26", "1.41"), "inconsistent", Fraction(13, 100)),
        # Printed finer than the terms.
        ("2.66", ("1.3", "1.4"), "within_input_rounding", Fraction(-4, 100)),
        ("2.50", ("1.3", "1.4"), "inconsistent", Fraction(-1, 5)),
        ("-1", ("-3", "2"), "exact", 0),
    ],
)
def test_sums_of_measured_numbers(value, terms, verdict, difference):
    found = total(value, *terms)
    assert (found.verdict, found.difference) == (verdict, difference)


@pytest.mark.parametrize("unit", ["个", "处", "条", "项", "座", "级", "人", "year", "序号"])
def test_counts_of_things_are_never_within_rounding(unit):
    assert total("7", "3", "4", unit=unit).verdict == "exact"
    assert total("8", "3", "4", unit=unit).verdict == "inconsistent"


def test_thousands_of_people_are_counted_but_printed_rounded():
    assert total("0.8", "0.3", "0.4", unit="万人").verdict == "within_input_rounding"
    assert total("1.2", "7034", "5001", unit="万人", term_unit="人").verdict == "exact"
    assert (
        total("12034", "0.7", "0.5", unit="人", term_unit="万人").verdict == "within_input_rounding"
    )


@pytest.mark.parametrize(
    ("value", "unit", "of", "of_unit", "verdict"),
    [
        ("15", "亩", "1", "公顷", "exact"),
        ("15.0", "亩", "1.00", "hm2", "exact"),
        ("22", "亩", "1", "公顷", "within_input_rounding"),  # 0.5 to 1.5 hm2 is 7.5 to 22.5
        ("24", "亩", "1", "公顷", "inconsistent"),
        ("0.67", "km2", "1000", "亩", "exact"),  # 0.6666...
        ("0.66", "km2", "1000", "亩", "truncated_not_rounded"),
        ("0.65", "km2", "1000", "亩", "inconsistent"),
        ("1.39", "亿元", "13894.05", "万元", "exact"),
        ("1.38", "亿元", "13894.05", "万元", "truncated_not_rounded"),
        ("13900", "万元", "1.39", "亿元", "exact"),
        ("13894.05", "万元", "1.39", "亿元", "within_input_rounding"),
        ("13950.05", "万元", "1.39", "亿元", "inconsistent"),
        ("11", "个", "11", "处", "exact"),
        ("2", "万亩", "20000", "亩", "exact"),
    ],
)
def test_restatements_in_other_units(value, unit, of, of_unit, verdict):
    assert judged(("a", of, of_unit), ("b", value, unit, "same(a)")).verdict == verdict


def test_words_are_compared_as_they_stand():
    assert (
        judged(("a", "初步建立", "text"), ("b", "初步建立", "text", "same(a)")).verdict == "exact"
    )
    assert (
        judged(("a", "初步建立", "text"), ("b", "基本建成", "text", "same(a)")).verdict
        == "inconsistent"
    )
    mixed = judged(("a", "3", "text"), ("b", "三", "text", "same(a)"))
    assert (mixed.verdict, mixed.reason, mixed.at) == ("incomplete", "not_a_number", ("b",))


@pytest.mark.parametrize(
    ("above", "below", "printed", "unit", "verdict", "explained"),
    [
        ("2590", "4325", "59.88", "亩", "exact", True),  # 59.8843...
        ("2", "3", "66.67", "个", "exact", True),
        ("2", "3", "66.66", "个", "truncated_not_rounded", False),
        ("2", "3", "66.7", "个", "exact", True),
        ("2", "3", "66.65", "个", "inconsistent", False),
        # 1735/4325 = 40.1156; the rounding of the areas alone leaves 40.0994 to 40.1318.
        ("1735", "4325", "40.11", "亩", "truncated_not_rounded", True),
        ("1735", "4325", "40.13", "亩", "within_input_rounding", True),
        ("1735", "4325", "40.20", "亩", "inconsistent", False),
        ("1", "8", "12", "个", "exact", True),  # 12.5, half to even
        ("1", "8", "13", "个", "exact", True),  # 12.5, half up
    ],
)
def test_shares(above, below, printed, unit, verdict, explained):
    found = judged(("n", above, unit), ("d", below, unit), ("r", printed, "%", "pct(n/d)"))
    assert (found.verdict, found.is_explained) == (verdict, explained)


def test_shares_of_different_units_of_one_quantity():
    assert judged(("n", "1", "公顷"), ("d", "60"), ("r", "25", "%", "pct(n/d)")).verdict == "exact"


@pytest.mark.parametrize(
    ("part", "whole", "verdict", "difference"),
    [("3", "5", "exact", -2), ("5", "5", "exact", 0), ("6", "5", "within_input_rounding", 1),
     ("7", "5", "inconsistent", 2)],
)  # fmt: skip
def test_a_part_is_not_larger_than_its_whole(part, whole, verdict, difference):
    found = judged(("w", whole), ("p", part, "亩", "subset(w)"))
    assert (found.verdict, found.difference) == (verdict, difference)
    counted = judged(("w", whole, "个"), ("p", part, "个", "subset(w)"))
    assert counted.verdict == ("exact" if difference <= 0 else "inconsistent")


def test_a_part_in_another_unit_is_converted():
    """0.585 km2 are 877.5 mu, with a half digit at least 876.75: more than 446.5."""
    found = judged(("w", "446"), ("p", "0.585", "km2", "converted_subset(1500;w)"))
    assert (found.verdict, found.difference, found.unit_of) == (
        "inconsistent",
        Fraction("431.5"),
        "w",
    )
    assert judged(("w", "446"), ("p", "0.585", "km2", "subset(w)")).difference == Fraction("431.5")
    fits = judged(("w", "877"), ("p", "0.585", "km2", "converted_subset(1500;w)"))
    assert (fits.verdict, fits.difference) == ("within_input_rounding", Fraction(1, 2))
    # Tonnes and mu have no common unit: the factor alone says how they compare.
    other = judged(("w", "10", "亩"), ("p", "4", "吨", "converted_subset(2.5;w)"))
    assert (other.verdict, other.difference) == ("exact", 0)


def test_names_are_counted_one_by_one():
    assert judged(("z", "4", "处", "named(4)")).verdict == "exact"
    assert judged(("z", "7", "处", "named(5)")).difference == 2
    assert judged(("z", "7", "处", "named(5)")).verdict == "inconsistent"
    assert judged(("z", "4", "处", "named(5)")).verdict == "inconsistent"
    assert judged(("z", "4", "大类", "named(4)")).verdict == "exact"


@pytest.mark.parametrize(
    ("formula", "printed", "unit", "verdict"),
    [
        ("eq(b-a+1)", "5", "year", "exact"),
        ("eq(b-a)", "5", "year", "inconsistent"),
        ("eq(b-b)", "0", "year", "exact"),
        ("eq((b-a)*2+1)", "9", "year", "exact"),
    ],
)
def test_equations_between_years(formula, printed, unit, verdict):
    rows = [("a", "2018", "year"), ("b", "2022", "year"), ("c", printed, unit, formula)]
    assert judged(*rows).verdict == verdict


def test_an_equation_converts_sums_and_takes_products_as_printed():
    assert judged(("a", "2", "公顷"), ("c", "40", "亩", "eq(a+10)")).verdict == "exact"
    rows = [("money", "13894.05", "万元"), ("area", "2787", "亩")]
    assert judged(*rows, ("cost", "4.985", "万元", "eq(money/area)")).verdict == "exact"
    assert (
        judged(*rows, ("cost", "4.986", "万元", "eq(money/area)")).verdict
        == "within_input_rounding"
    )
    assert judged(*rows, ("cost", "4.99", "万元", "eq(money/area)")).verdict == "exact"
    assert judged(*rows, ("cost", "5.10", "万元", "eq(money/area)")).verdict == "inconsistent"


@pytest.mark.parametrize(
    ("rows", "reason", "at"),
    [
        ([("a", ""), ("t", "3", "亩", "same(a)")], "blank", ("a",)),
        ([("a", "3"), ("t", "", "亩", "sum(a,b)")], "absent", ("b",)),
        ([("a", "3"), ("t", "", "亩", "same(a)")], "blank", ("t",)),
        ([("a", ">0"), ("t", "3", "亩", "sum(a)")], "not_a_number", ("a",)),
        ([("a", "3", "斛"), ("t", "3", "斛", "same(a)")], "unit_unknown", ("t", "a")),
        ([("a", "3", "m"), ("t", "3", "亩", "same(a)")], "units_differ", ("t", "a")),
        ([("a", "3", "个"), ("t", "3", "亩", "sum(a)")], "units_differ", ("t", "a")),
        ([("a", "3", "year"), ("t", "3", "个", "sum(a)")], "units_differ", ("t", "a")),
        ([("a", "3", "m"), ("t", "3", "亩", "eq(a+1)")], "units_differ", ("t", "a")),
        ([("w", "3"), ("t", "3", "km2", "converted_subset(15;w)")], "factor_differs", ("t", "w")),
        ([("n", "1"), ("d", "2"), ("t", "50", "亩", "pct(n/d)")], "not_a_ratio", ("t",)),
        ([("n", "1"), ("d", "2", "m"), ("t", "50", "%", "pct(n/d)")], "units_differ", ("t", "n", "d")),
        ([("n", "1", "个"), ("d", "0", "个"), ("t", "5", "%", "pct(n/d)")], "divided_by_zero", ("n", "d")),
        ([("n", "1"), ("d", "0.4"), ("t", "5", "亩", "eq(n/(d-d))")], "divided_by_zero", ("n", "d")),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_says_why(rows, reason, at):
    found = judged(*rows)
    assert (found.verdict, found.reason, found.at) == ("incomplete", reason, at)


def test_the_most_serious_comes_first():
    assert SEVERITY == (
        "inconsistent", "incomplete", "truncated_not_rounded", "within_input_rounding", "exact",
    )  # fmt: skip


def test_an_interval_equals_an_interval_and_contains_numbers():
    assert judged(("a", "10-19", "m"), ("b", "10-19", "m", "same(a)")).verdict == "exact"
    inside = judged(("a", "10-19", "m"), ("b", "12", "m", "same(a)"))
    assert (inside.verdict, inside.difference) == ("within_input_rounding", 0)
    assert judged(("a", "10-19", "m"), ("b", "21", "m", "same(a)")).difference == 2
    assert judged(("a", "10-19", "m"), ("b", "8", "m", "same(a)")).difference == -2
