"""Formats that show an unrounded value as it is printed."""

from decimal import Decimal

import pytest

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.report.annex_cells import Grid
from dandong_analysis.report.annex_formats import Number, number_format, read_number
from dandong_analysis.report.blocks import FactRef, HeaderCell, Table


@pytest.mark.parametrize(
    ("value", "text", "form"),
    [
        ("1265", "1265", "0"),
        ("44750.34", "44,750", "#,##0"),
        ("13894.05", "13,894.05", "#,##0.00"),
        ("0.5", "0.500", "0.000"),
        ("-3.21", "-3.2", "0.0"),
        ("201706", "2017-06", '0000"-"00'),
        # a tie that was rounded to the even digit, which a program would round up
        ("54.50", "54", '[=54.5]"54";0'),
        ("2959.725", "2959.72", '[=2959.725]"2959.72";0.00'),
        # the same tie rounded up needs no help
        ("54.50", "55", "0"),
        ("55.5", "56", "0"),
        # a program would write -0.0
        ("-0.004", "0.00", '[=-0.004]"0.00";0.00'),
    ],
)
def test_a_value_is_shown_as_it_is_printed(value, text, form):
    assert number_format(Decimal(value), text) == form


@pytest.mark.parametrize(
    ("value", "text"),
    [("44750.34", "2983.36"), ("12", "13"), ("201707", "2017-06"), ("5", "…"), ("5", "—"),
     ("10", "10-19"), ("7", "0007"), ("7", "=7"), ("7", " 7")],
)  # fmt: skip
def test_what_a_value_does_not_show_as_has_no_format(value, text):
    assert number_format(Decimal(value), text) is None


def test_a_zero_printed_as_a_dash_keeps_the_decimals_of_its_column():
    assert number_format(Decimal(0), "—", printed="0.00") == '0.00;-0.00;"—"'
    assert number_format(Decimal(0), "—", printed="0") == '0;-0;"—"'


@pytest.mark.parametrize(
    ("text", "value"),
    [("44,750.5", "44750.5"), ("0", "0"), ("-12", "-12"), ("1,2", None), ("0012", None),
     ("12a", None), ("", None), ("１２", None), ("+5", None), ("1e5", None)],
)  # fmt: skip
def test_only_plain_numbers_are_read(text, value):
    assert read_number(text) == (None if value is None else Decimal(value))


def test_fifteen_digits_are_held_and_sixteen_are_not():
    assert Number(Decimal(123456789012345), "0", "").is_held
    assert Number(Decimal("1.500000000000000000000"), "0", "").is_held
    assert not Number(Decimal("1.234567890123456"), "0", "").is_held


def test_a_number_written_as_a_fraction_is_held_as_a_number():
    """One of two cells says 1/5; a dash for what is not known stays a word."""
    known = Fact(
        "R", Decimal("0.2"), "one", "0.20", "数", "number", Definition("audit_blocks", "each"), "R"
    )
    written = FactRef("1/5", "R", "0.2", "", "数", "", 1, (), "", "not_published", "published")
    table = Table("t", "表", ((HeaderCell("数"),),), (((written,),), (("—",),)), "r")
    (held,), (word,) = Grid.of(table, Ledger.of([known]), first_row=2).cells
    assert (held.value, held.form, held.text) == (Decimal("0.2"), '[=0.2]"1/5";0.00', "1/5")
    assert word.text == "—"
