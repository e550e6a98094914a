"""Exact conversion, exact sums, and rounding by GB/T 8170."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.standards import load_standard
from dandong_analysis.units import (
    convert,
    exact_sum,
    parse_published,
    print_number,
    printed_places,
    round_to,
    unit_of,
    unit_or_counting_word,
    units,
)

AREA = ["mu", "hm2", "km2", "m2", "acre"]
VALUES = st.decimals("-1e9", "1e9", places=4)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("0.585", "km2", "mu", "877.5"),
        ("1", "hm2", "mu", "15"),
        ("2000", "m2", "mu", "3"),
        ("1", "acre", "m2", "4046.8564224"),  # the international acre
        ("16", "km2", "hm2", "1600"),
        ("1.5", "cny_100m", "cny_10k", "15000"),
        ("59.88", "percent", "percent", "59.88"),
    ],
)
def test_conversions(value, source, target, expected):
    assert convert(Decimal(value), source, target) == Decimal(expected)


def test_different_quantities_are_not_converted():
    with pytest.raises(ValueError, match="area"):
        convert(Decimal(1), "mu", "m")


@given(VALUES, st.sampled_from(AREA))
def test_there_and_back_through_the_held_unit(value, unit):
    assert convert(convert(value, unit, "mu"), "mu", unit) == value


@given(st.lists(VALUES, max_size=20), st.randoms())
def test_the_order_of_terms_does_not_change_a_sum(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert exact_sum(shuffled) == exact_sum(values)


@given(st.lists(VALUES, max_size=20))
def test_a_sum_is_exact(values):
    assert exact_sum(values) * 10000 == sum(int(v * 10000) for v in values)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        # Examples of GB/T 8170-2008, 3.2.
        ("12.1498", 1, "12.1"),
        ("12.1498", 0, "12"),
        ("10.5002", 0, "11"),
        ("1.050", 1, "1.0"),
        ("0.35", 1, "0.4"),
        ("2500", -3, "2E+3"),
        ("3500", -3, "4E+3"),
        ("-355", -1, "-3.6E+2"),
        ("-325", -1, "-3.2E+2"),
        ("-0.0365", 3, "-0.036"),
        # 3.3: one step only; 15.4546 is not taken through 15.455, 15.46, 15.5 to 16.
        ("15.4546", 0, "15"),
    ],
)
def test_rounding_by_the_national_standard(value, places, expected):
    assert str(round_to(Decimal(value), places)) == expected


@pytest.mark.parametrize(
    ("value", "half_even", "half_up"),
    [
        ("0.5", "0", "1"),
        ("1.5", "2", "2"),
        ("2.5", "2", "3"),
        ("-2.5", "-2", "-3"),
        ("2.51", "3", "3"),
    ],
)
def test_the_two_rules_differ_at_exactly_five(value, half_even, half_up):
    assert print_number(Decimal(value), 0) == half_even
    assert print_number(Decimal(value), 0, "half_up") == half_up


@given(VALUES, VALUES, st.integers(0, 3), st.sampled_from(["half_even", "half_up"]))
def test_rounding_keeps_order_and_stays_within_half_a_step(a, b, places, rule):
    low, high = sorted([a, b])
    assert round_to(low, places, rule) <= round_to(high, places, rule)
    assert abs(round_to(a, places, rule) - a) <= Decimal(1).scaleb(-places) / 2


@given(VALUES, st.integers(0, 4))
def test_a_printed_number_shows_its_places(value, places):
    text = print_number(value, places)
    assert printed_places(text) == places
    assert abs(Decimal(text) - value) <= Decimal(1).scaleb(-places) / 2


@pytest.mark.parametrize("value", ["-0.4", "-0", "0", "-0.004"])
def test_nothing_is_printed_without_a_sign(value):
    assert print_number(Decimal(value), 0) == "0"


@pytest.mark.parametrize(
    ("text", "code"),
    [("公顷", "hm2"), ("hm²", "hm2"), ("亩", "mu"), ("%", "percent"), ("个", "mine")],
)
def test_units_by_any_of_their_names(text, code):
    found = unit_of(text)
    assert found is not None
    assert found.code == code
    assert unit_of("furlong") is None


def test_no_two_units_share_a_name():
    names = [n for u in units().values() for n in {u.code, u.zh, u.en, *u.aliases}]
    assert len(names) == len(set(names))


def test_labels_in_both_languages():
    assert (units()["km2"].label("zh"), units()["km2"].label("en")) == ("平方千米", "km²")


@pytest.mark.parametrize(
    ("text", "counted"),
    [("个", True), ("座", True), ("year", True), ("级", True), ("万人", False), ("亩", False),
     ("%", False), ("吨", False)],
)  # fmt: skip
def test_whole_numbers_of_things_and_years_carry_no_rounding(text, counted):
    found = unit_or_counting_word(text)
    assert found is not None
    assert found.is_counted is counted


def test_a_counting_word_is_no_second_name_of_a_unit():
    words = load_standard("units")["counting_word"]
    assert [word for word in words if unit_of(word)] == []
    assert unit_or_counting_word("furlong") is None


@pytest.mark.parametrize(
    "text", ["", ">0", "初步建立", "2021-04-02", "中发[2015]25号", "1,265", "２", "1.", "--1"]
)
def test_text_is_not_read_as_a_number(text):
    assert parse_published(text, "亩") is None
