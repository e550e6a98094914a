"""Grammars of cells: what is read, what is refused, and what is said about it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.schemas import Field, standard_schemas
from dandong_analysis.survey.cell import Cell
from dandong_analysis.survey.dates import date_parser, year_parser
from dandong_analysis.survey.parse import (
    Reading,
    category_parser,
    parse_boolean,
    parse_id,
    parse_text,
    parser_for,
)
from dandong_analysis.survey.quantities import Measure, decimal_parser, integer_parser
from dandong_analysis.units import units

PLAIN = decimal_parser(Measure())
STATUS = standard_schemas().vocabularies["production_status"]


@pytest.mark.parametrize(
    ("raw", "text", "rules"),
    [
        ("43.80", "43.80", ()),
        ("0", "0", ()),
        ("-2.5", "-2.5", ()),
        ("007.5", "7.5", ("notation",)),
        (".5", "0.5", ("notation",)),
        ("1.5e-3", "0.0015", ("notation",)),
        ("１２．５", "12.5", ("fullwidth",)),
        (" 12 ", "12", ("trim",)),
        ("\u200b１2　", "12", ("fullwidth", "trim")),
    ],
)
def test_a_number_is_exact_and_its_changes_are_named(raw, text, rules):
    assert PLAIN(raw) == Cell(text, rules)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("约12", "bad-number"),
        ("<0.5", "bad-number"),
        ("3-5", "bad-number"),
        ("12左右", "bad-number"),
        ("1_000", "undeclared-thousands"),
        ("1,000", "undeclared-thousands"),
        ("1 000.5", "undeclared-thousands"),
        ("3.2公顷", "undeclared-unit"),
        ("12亩", "undeclared-unit"),
        ("3.2hm²", "undeclared-unit"),
        ("10²", "bad-number"),
        ("①", "bad-number"),
        ("١٢", "bad-number"),
        ("nan", "bad-number"),
        ("inf", "bad-number"),
        ("0x10", "bad-number"),
        ("1.2.3", "bad-number"),
        ("5.", "bad-number"),
        ("1e99", "number-range"),
        ("123456789012345678901", "number-range"),
        ("0.1234567890123456789", "number-range"),
    ],
)
def test_what_is_no_plain_number_is_refused(raw, code):
    assert PLAIN(raw).code == code


def test_only_the_declared_grouping_is_read():
    comma = decimal_parser(Measure(thousands=","))
    assert comma("1,234,567.8") == Cell("1234567.8", ("thousands",))
    assert comma("１，２３４") == Cell("1234", ("fullwidth", "thousands"))
    assert comma("1 234").code == "undeclared-thousands"
    assert comma("12,34").code == "bad-number"
    assert comma("1,2345").code == "bad-number"


AREA = Measure("hm2", "mu", "", {"亩": "mu", "公顷": "hm2", "平方米": "m2", "hm2": "hm2"})


@pytest.mark.parametrize(
    ("raw", "mu"),
    [("3.2", "48.0"), ("3.2公顷", "48.0"), ("12亩", "12"), ("2000平方米", "3.0000"),
     ("0.1 hm²", "1.5")],
)  # fmt: skip
def test_a_declared_unit_converts_exactly(raw, mu):
    cell = decimal_parser(AREA)(raw)
    assert (cell.text, cell.rules[-1]) == (mu, "unit")


def test_a_unit_outside_the_declared_ones_is_refused():
    assert decimal_parser(AREA)("3平方公里").code == "undeclared-unit"


def test_a_conversion_that_cannot_be_held_is_refused():
    tiny = decimal_parser(Measure("m2", "mu"))
    assert tiny("0.123456789012345678").code == "number-range"


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4),
    st.sampled_from(["mu", "hm2", "km2", "m2"]),
)
def test_every_plain_number_converts_by_its_factor(value, unit):
    cell = decimal_parser(Measure(unit, "mu"))(f"{value:f}")
    assert cell.code == ""
    assert Decimal(cell.text) == value * units()[unit].factor


@given(st.text(max_size=12))
def test_any_text_is_either_a_finite_decimal_or_a_fault(raw):
    cell = PLAIN(raw)
    assert cell.code or Decimal(cell.text).is_finite()


@pytest.mark.parametrize(
    ("raw", "text", "code"),
    [
        ("12", "12", ""),
        ("12.0", "12", ""),
        ("1.5", "1.5", "bad-integer"),
        ("一", "一", "bad-number"),
    ],
)
def test_whole_numbers(raw, text, code):
    cell = integer_parser(Measure())(raw)
    assert (cell.text, cell.code) == (text, code)


@pytest.mark.parametrize(
    ("raw", "text", "code"),
    [
        ("FC0123", "FC0123", ""),
        ("0012", "0012", ""),
        ("ＦＣ０１", "FC01", ""),
        ("2.10682E+17", "", "id-scientific"),
        ("12E03", "", "id-scientific"),
        ("2018-03-02", "", "id-date"),
        ("3月2日", "", "id-date"),
        ("2-Mar", "", "id-date"),
    ],
)
def test_ids(raw, text, code):
    cell = parse_id(raw)
    assert cell.code == code
    assert code or cell.text == text


def test_text_keeps_its_signs_and_loses_only_what_is_invisible():
    assert parse_text("大西沟（二区）铁矿") == Cell("大西沟（二区）铁矿")
    assert parse_text(" 大西沟\u200b铁矿\n") == Cell("大西沟铁矿", ("trim",))
    assert parse_text("甲\x07乙").text == "甲乙"


@pytest.mark.parametrize(
    ("raw", "text"),
    [("是", "true"), ("有", "true"), ("TRUE", "true"), ("√", "true"), ("1", "true"),
     ("否", "false"), ("无", "false"), ("False", "false"), ("0", "false")],
)  # fmt: skip
def test_yes_and_no(raw, text):
    assert parse_boolean(raw).text == text


def test_neither_yes_nor_no():
    assert parse_boolean("也许").code == "bad-boolean"


def test_a_word_becomes_its_code_and_an_unknown_word_names_the_nearest():
    parse = category_parser(STATUS)
    assert parse("在建矿山") == Cell("under_construction", ("term",))
    assert parse("ｐｒｏｄｕｃｉｎｇ") == Cell("producing", ("fullwidth",))
    unknown = parse("政策关停")
    assert (unknown.code, unknown.near) == ("unknown-term", "政策性关闭")


def test_a_category_without_a_list_is_text():
    assert category_parser(None)(" 甲 ") == Cell("甲", ("trim",))


def reading(kind, **more):
    return Reading(Field("f", "字段", "field", kind), **more)


def test_missing_tokens_and_blanks_give_no_value():
    parse = parser_for(reading("decimal", missing=frozenset({"/", "无"})))
    assert parse("") == Cell("")
    assert parse("　") == Cell("", ("trim",))
    assert parse("／") == Cell("", ("missing",))
    assert parse("无") == Cell("", ("missing",))
    assert parse("—").code == "bad-number"


def test_the_spelling_of_a_field_comes_before_the_missing_tokens_of_the_sheet():
    own = reading("boolean", missing=frozenset({"无"}), spellings={"无": "false"})
    assert parser_for(own)("无") == Cell("false", ("spelling",))
    assert parser_for(reading("boolean", missing=frozenset({"无"})))("无") == Cell("", ("missing",))


@pytest.mark.parametrize("kind", ["id", "text", "decimal", "boolean", "date"])
def test_the_error_value_of_a_formula_is_a_fault_in_any_field(kind):
    assert parser_for(reading(kind))("#REF!").code == "error-cell"


@pytest.mark.parametrize(
    ("raw", "pattern", "text", "code"),
    [
        ("1998", "", "1998", ""),
        ("1998年", "", "1998", ""),
        ("98", "", "98", "bad-year"),
        ("3998", "", "3998", "bad-year"),
        ("1998.06", "%Y.%m", "1998", ""),
        ("1998-06-01", "", "1998", ""),
        ("1998.06", "", "1998.06", "bad-year"),
    ],
)
def test_years(raw, pattern, text, code):
    cell = year_parser(pattern)(raw)
    assert (cell.text, cell.code) == (text, code)


@pytest.mark.parametrize(
    ("raw", "pattern", "text", "code"),
    [
        ("2017-05-03", "", "2017-05-03", ""),
        ("2017-05-03T00:00:00", "", "2017-05-03", ""),
        ("2017-05-03T08:30:00", "", "", "bad-date"),
        ("2017-02-30", "", "", "bad-date"),
        ("2017年5月3日", "%Y年%m月%d日", "2017-05-03", ""),
        ("2017.05", "%Y.%m", "2017-05-01", ""),
        ("2017/5/3", "", "", "bad-date"),
        ("17.5", "%Y.%m", "", "bad-date"),
        ("42858", "", "", "bad-date"),
    ],
)
def test_dates_follow_the_declared_format(raw, pattern, text, code):
    cell = date_parser(pattern, {raw})(raw)
    assert cell.code == code
    assert code or cell.text == text


def test_january_that_may_be_october_is_refused_unless_the_column_shows_october():
    assert date_parser("%Y.%m", {"2017.1", "2017.5"})("2017.1").code == "date-ambiguous"
    assert date_parser("%Y.%m", {"2017.1", "2017.10"})("2017.1").text == "2017-01-01"
