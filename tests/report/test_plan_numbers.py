"""Numbers and units of a plan as they are shown: fractions, limits, grouped digits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.report.labels import unit_label
from dandong_analysis.report.plan_numbers import (
    grouped_digits,
    limits_text,
    readable,
    with_unit,
)


@pytest.mark.parametrize(("number", "zh", "en"), [
    ("44750", "44,750", "44,750"), ("43.80", "43.80", "43.80"), ("1/3", "1/3", "1/3"),
    ("134251/3", "44,750又1/3", "44,750 1/3"), ("-5/2", "-2又1/2", "-2 1/2"), ("6/3", "2", "2"),
    ("893/3000", "约0.297667", "≈ 0.297667"), ("37501/3000", "约12.500333", "≈ 12.500333"),
    ("1/101", "约0.009901", "≈ 0.009901"), ("1/100", "1/100", "1/100"), ("0/7", "0", "0"),
    # What is no number is text and stays so.
    ("基本完成", "基本完成", "基本完成"), ("1/0", "1/0", "1/0"), ("2017/06/30", "2017/06/30", "2017/06/30"),
    ("=1+1", "=1+1", "=1+1"), ("", "", ""),
])  # fmt: skip
def test_a_number_is_readable(number, zh, en):
    assert (readable(number, "zh"), readable(number, "en")) == (zh, en)


@given(st.fractions(max_denominator=100))
def test_a_mixed_number_is_the_same_number(value):
    text = readable(str(value), "en").replace(",", "")
    sign, parts = (-1 if text.startswith("-") else 1), text.lstrip("-").split()
    assert sign * sum(map(Fraction, parts)) == value


@pytest.mark.parametrize(("low", "high", "zh", "en"), [
    ("291", "291", "291", "291"), ("8856.5", "8857", "8856.5～8857", "8856.5 to 8857"),
    ("", "893/3000", "不大于约0.297667", "≈ 0.297667 or less"),
    ("12345", "", "不小于12,345", "12,345 or more"), ("", "", "另一个数", "another number"),
])  # fmt: skip
def test_limits(low, high, zh, en):
    assert (limits_text(low, high, "zh"), limits_text(low, high, "en")) == (zh, en)


@pytest.mark.parametrize(("text", "shown"), [
    ("7项之和为44751亩，相差1亩。", "7项之和为44,751亩，相差1亩。"),
    ("add up to 44751 mu, printed is 3310, 1 apart", "add up to 44,751 mu, printed is 3310, 1 apart"),
    ("The total is 12345.", "The total is 12,345."), ("15210.2万元", "15,210.2万元"),
    # Ids, codes and dates are no amounts.
    ("T.12345", "T.12345"), ("K-20170630", "K-20170630"), ("2017-06-30", "2017-06-30"),
    ("12345-6", "12345-6"), ("A12345", "A12345"), ("12345B", "12345B"), ("00012", "00012"),
    ("00123456", "00123456"), ("12,345", "12,345"), ("1.23456", "1.23456"),
])  # fmt: skip
def test_digits_of_a_sentence_are_grouped(text, shown):
    assert grouped_digits(text) == shown


@given(st.text(alphabet="0123456789.,亩-A ", max_size=30))
def test_grouping_adds_commas_and_nothing_else(text):
    shown = grouped_digits(text)
    assert shown.replace(",", "") == text.replace(",", "")
    assert grouped_digits(shown) == shown


@pytest.mark.parametrize(("unit", "zh", "en"), [
    ("亩", "亩", "mu"), ("km2", "平方千米", "km²"), ("兆瓦时", "兆瓦时", "兆瓦时"), ("", "", ""),
    ("级", "级", "levels"), ("个", "个", ""), ("date", "日期", "date"), ("文号", "文号", "reference"),
])  # fmt: skip
def test_a_unit_is_named_in_the_language_where_it_is_known(unit, zh, en):
    assert (unit_label(unit, "zh"), unit_label(unit, "en")) == (zh, en)


def test_a_number_with_its_unit():
    assert with_unit("0.585", "km2", "zh") == "0.585平方千米"
    assert with_unit("0.585", "km2", "en") == "0.585 km²"
    assert with_unit("12345", "", "en") == "12,345"
    assert (with_unit("11", "个", "zh"), with_unit("11", "个", "en")) == ("11个", "11")
