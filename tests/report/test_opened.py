"""Facts with all that a page of them shows."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest

from dandong_analysis.report.mentions import Mention, Printed
from dandong_analysis.report.opened import Meaning, fact_address, open_facts
from tests.report.conftest import HOSTILE, make_fact
from tests.report.facts_samples import AREA, NO_NAMES, NOTHING, RATE, STRANGE

MEANINGS = {f.id: Meaning("定义") for f in (AREA, RATE, NOTHING)}


def opened(*facts, printed=None, lang="zh"):
    return open_facts(printed or {}, facts, MEANINGS, schemas=NO_NAMES, lang=lang)


@pytest.mark.parametrize("name", ["LAND.DAMAGED@county=210682", STRANGE, *HOSTILE])
def test_an_address_leads_back_to_its_fact_and_has_nothing_else(name):
    address = fact_address(name, "facts-kuandian-en")
    split = urlsplit(address)
    assert (split.path, unquote(split.fragment)) == ("facts-kuandian-en.html", name)
    assert not set(address) & set(" <>\"'&")


def test_a_fact_keeps_all_its_digits_and_what_the_report_made_of_it():
    stands = Mention(0, "02.html#table-2-1", "表2-1")
    own = Printed(
        make_fact("2983.36", "LAND", value="44750", parents=("OTHER",)),
        {"2983.36": None, "44,751": None}, {stands: None},
    )  # fmt: skip
    (fact,) = opened(AREA, printed={"LAND": own})
    assert (fact.value, fact.texts) == ("44750.5", ("44,750", "2983.36", "44,751"))
    assert (fact.ref.text, fact.ref.definition, fact.mentions) == ("44,750", "定义", (stands,))
    assert (fact.section, fact.measure, fact.indicator) == ("二", "sum", "LAND")


def test_a_percentage_says_how_it_is_scaled_and_a_missing_value_why():
    rate, missing = opened(replace(RATE, unit="percent"), NOTHING)
    assert (rate.scale, rate.ref.unit) == ("0.01", "%")
    assert (missing.value, missing.ref.text, missing.reason) == ("", "…", "没有提交“矿山”表")
    assert opened(NOTHING, lang="en")[0].reason == "not delivered"


def test_a_number_that_no_ledger_knows_is_shown_as_it_was_printed():
    own = Printed(make_fact("7", "NEW"), {"7": None}, {})
    known, strange = opened(AREA, printed={"NEW": own})
    assert (known.ref.id, known.mentions) == ("LAND", ())
    assert (strange.ref, strange.measure, strange.meaning.definition) == (
        own.ref, "", own.ref.definition,
    )  # fmt: skip
