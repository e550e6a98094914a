"""Finding facts by what is printed."""

from decimal import Decimal

import pytest

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.stats.printed import Printed, facts_printed, nearest_printed, read_printed


def fact(name, value, unit, printed) -> Fact:
    return Fact(name, Decimal(value), unit, printed, name, name, Definition(), name)


LEDGER = Ledger.of([
    fact("LAND", "44750.34", "mu", "44750"), fact("MINES", "44750", "mine", "44750"),
    fact("RATE", "62.5", "percent", "62.5"), fact("SITE", "877.5", "mu", "877.50"),
    fact("END", "201706", "month", "2017-06"), fact("LOSS", "-3", "mu", "-3"),
])  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["44750", "44,750", "44 750", "44\u2009750", "４４７５０", "４４，７５０", " 44750 ", "+44750"],
)
def test_a_number_is_read_as_it_is_typed_or_copied(text):
    assert read_printed(text) == Printed("44750")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("44750亩", "44750", "mu"), ("44,750 mu", "44750", "mu"), ("62.5%", "62.5", "percent"),
     ("62.5 ％", "62.5", "percent"), ("29.83 km²", "29.83", "km2"), ("2.9hm2", "2.9", "hm2"),
     ("2017-06", "2017-06", None), ("−3亩", "-3", "mu")],
)  # fmt: skip
def test_units_are_understood(text, number, unit):
    read = read_printed(text)
    assert read.number == number
    assert (unit in read.units) if unit else not read.units


@pytest.mark.parametrize(
    "text", ["LAND", "44750只", "", "亩", "4,4750", "1.2.3", "LAND@a=1", "1e5"]
)
def test_other_text_is_no_printed_number(text):
    assert read_printed(text) is None


@pytest.mark.parametrize(
    ("text", "ids"),
    [("44750", ["LAND", "MINES"]), ("44,750 亩", ["LAND"]), ("44750个", ["MINES"]), ("62.5%", ["RATE"]),
     ("62.50", []), ("877.50", ["SITE"]), ("877.5", []), ("2017-06", ["END"]), ("44750%", []),
     ("-3", ["LOSS"])],
)  # fmt: skip
def test_facts_that_print_so_are_found(text, ids):
    assert [f.id for f in facts_printed(read_printed(text), LEDGER, [])] == ids


def test_what_a_report_shows_in_another_unit_is_found_and_comes_first():
    shown = [("0.585", "SITE"), ("44,750", "MINES")]
    assert [f.id for f in facts_printed(read_printed("0.585"), LEDGER, shown)] == ["SITE"]
    assert [f.id for f in facts_printed(read_printed("0.585平方千米"), LEDGER, shown)] == ["SITE"]
    # 877.5 mu are not 0.585 hectares
    assert facts_printed(read_printed("0.585公顷"), LEDGER, shown) == []
    assert facts_printed(read_printed("0.585"), LEDGER, []) == []
    # nor are areas rates
    assert facts_printed(read_printed("0.585%"), LEDGER, shown) == []
    assert [f.id for f in facts_printed(read_printed("44750"), LEDGER, shown)] == ["MINES", "LAND"]


def test_the_nearest_printed_values_are_named_once_for_each_unit():
    more = Ledger.of([*LEDGER, fact("AGAIN", "44750", "mu", "44750")])
    near = nearest_printed(Printed("44751"), more, count=3)
    assert [f.id for f in near] == ["LAND", "MINES", "SITE"]
    assert [f.id for f in nearest_printed(read_printed("60%"), more)] == ["RATE"]
    assert nearest_printed(Printed("2017-07"), more) == []
