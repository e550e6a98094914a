"""Sentences from facts: placeholders, scope, units, errors; and the standard templates."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError, Text
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.report.blocks import FactRef, Note
from dandong_analysis.report.wording import (
    fact_ids,
    fact_ref,
    note,
    phrase,
    placeholders,
    sentence,
    show_number,
    standard_templates,
)
from dandong_analysis.schemas import standard_schemas

SCHEMAS = standard_schemas()


def fact(indicator, value, unit="mine", *, name="", parents=(), **dims):
    measure = "ratio" if parents else "count"
    number = None if value is None else Decimal(value)
    return Fact(
        name or fact_id(indicator, dims), number, unit, "" if value is None else value,
        "矿山数量", "number of mines", Definition("mines", measure, where=dims, parents=parents),
        indicator, dims, n_rows=2, sources=("north/mines.csv",),
    )  # fmt: skip


LEDGER = Ledger.of(
    [
        fact("MINE", "10"), fact("MINE", "7", county="1"),
        fact("MINE", "8", name="MINE.ACTIVE", status_class="active"),
        fact("MINE", "5", county="1", status_class="active"),
        fact("LAND", "44750", "mu"), fact("LAND", "44000", "mu", county="1"),
        fact("SHARE", "80.00", "percent", status_class="active",
             parents=("MINE@status_class=active", "MINE")),
        fact("SHARE", "71.43", "percent", status_class="active", county="1",
             parents=("MINE@county=1,status_class=active", "MINE@county=1")),
        fact("YEAR", None, "year"),
    ]
)  # fmt: skip
COUNTY = {"county": "1"}


def said(template, *, scope=None, words=None, lang="zh", **options):
    templates = {"t": Text(template, template)}
    paragraph = sentence(
        "t", LEDGER, lang=lang, schemas=SCHEMAS, scope=scope, words=words,
        templates=templates, **options,
    )  # fmt: skip
    return paragraph.spans


def text_of(spans):
    return "".join(span if isinstance(span, str) else span.text for span in spans)


@pytest.mark.parametrize(
    ("template", "scope", "text"),
    [
        ("共{MINE}个", None, "共10个"),
        ("共{MINE}个", COUNTY, "共7个"),
        ("{MINE.ACTIVE}", None, "8"),
        ("{MINE.ACTIVE}", COUNTY, "5"),
        ("{MINE@status_class=active}", COUNTY, "5"),
        ("{MINE@status_class=active,county=1}", None, "5"),
        ("{MINE|whole}与{MINE}", COUNTY, "10与7"),
        ("{LAND}亩", None, "44,750亩"),
        # 44750 mu / 1500 = 29.8333 km2; / 15 = 2983.33 hm2
        ("{LAND|km2:2}", None, "29.83"),
        ("{LAND|km2:0}", None, "30"),
        ("{LAND|hm2:1}", COUNTY, "2933.3"),
        ("{LAND|whole|hm2:1}", COUNTY, "2983.3"),
        ("{MINE.ACTIVE|share:MINE}%", None, "80.00%"),
        ("{MINE.ACTIVE|share:MINE}%", COUNTY, "71.43%"),
        ("{YEAR}年", None, "…年"),
        ("{YEAR|month:0}", None, "…"),
    ],
)
def test_placeholder(template, scope, text):
    assert text_of(said(template, scope=scope)) == text


def test_converted_number_keeps_the_fact_behind_it_and_tells_its_unit():
    (ref,) = said("{LAND|km2:2}")
    assert (ref.id, ref.value, ref.unit) == ("LAND", "44750", "亩")
    assert (ref.converted_to, ref.with_unit) == ("平方千米", "29.83 平方千米")
    (same,) = said("{LAND|mu:1}")
    assert (same.converted_to, same.with_unit) == ("", "44,750.0 亩")


def test_conversion_is_rounded_as_the_study_rounds():
    # 44750 mu is 4475 times 10 mu: 0.5 of 20 mu units would tie; 37.5 mu = 2.5 hm2 ties
    ledger = Ledger.of([fact("A", "37.5", "mu")])
    templates = {"t": Text("{A|hm2:0}", "{A|hm2:0}")}
    both = [
        sentence("t", ledger, lang="zh", schemas=SCHEMAS, templates=templates, rounding=rounding)
        for rounding in ("half_even", "half_up")
    ]
    assert [text_of(p.spans) for p in both] == ["2", "3"]


def test_words_are_text_and_never_parsed():
    evil = "{MINE} <b> {region} %s {0}"
    spans = said("{region}有{MINE}个", words={"region": evil})
    assert spans[0] == f"{evil}有"
    assert isinstance(spans[1], FactRef)


def test_neighbouring_texts_are_one_span():
    assert said("甲{a}{b}乙", words={"a": "一", "b": ""}) == ("甲一乙",)


@pytest.mark.parametrize(
    "inside",
    ["region", "MINE.NONE", "MINE@status_class=lost", "LAND|m3:1", "LAND|km2", "LAND|furlong:1",
     "MINE|share:LAND", "LAND|share:NONE"],
)  # fmt: skip
def test_unknown_placeholder_names_itself_and_the_template(inside):
    with pytest.raises(DandongError, match=re.escape(f"{{{inside}}}")) as raised:
        said(f"{{{inside}}}")
    (problem,) = raised.value.problems
    assert problem.code == "wording"
    assert "“t”" in problem.rule.zh


def test_a_fact_that_the_scope_lacks_is_an_error():
    with pytest.raises(DandongError, match="MINE"):
        said("{MINE}", scope={"county": "9"})


def test_all_unknown_placeholders_are_told_at_once():
    with pytest.raises(DandongError) as raised:
        said("{region}{MINE.NONE}{MINE}")
    assert [p.value for p in raised.value.problems] == ["{region}", "{MINE.NONE}"]


def test_unknown_template_is_an_error():
    with pytest.raises(DandongError, match=r"status\.nothing"):
        sentence("status.nothing", LEDGER, lang="zh", schemas=SCHEMAS)


@pytest.mark.parametrize(("lang", "text"), [("zh", "一10二8"), ("en", "一10 二8")])
def test_several_sentences_make_one_paragraph(lang, text):
    templates = {"a": Text("一{MINE}", "一{MINE}"), "b": Text("二{MINE.ACTIVE}", "二{MINE.ACTIVE}")}
    paragraph = sentence(["a", "b"], LEDGER, lang=lang, schemas=SCHEMAS, templates=templates)
    assert text_of(paragraph.spans) == text


def test_note_and_phrase():
    made = note("synthetic", "note.synthetic", LEDGER, lang="zh", schemas=SCHEMAS,
                words={"region": "某市"})  # fmt: skip
    assert isinstance(made, Note)
    assert made.kind == "synthetic"
    assert made.spans[0].startswith("某市的调查数据是程序生成的模拟数据")
    assert phrase("title.status", lang="en", words={"region": "X"}).endswith(": X")
    with pytest.raises(DandongError):
        phrase("status.mines", lang="zh", words={"region": "X"})


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("0", "0"), ("9999", "9999"), ("10000", "10,000"), ("391873", "391,873"),
        ("-44750", "-44,750"), ("13894.05", "13,894.05"), ("1234567.123456", "1,234,567.123456"),
        ("43.80", "43.80"), ("2017-06", "2017-06"), ("10-19", "10-19"), ("", ""), (">0", ">0"),
        ("初步建立", "初步建立"),
    ],
)  # fmt: skip
def test_show_number(printed, shown):
    assert show_number(printed) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12,
                   places=3))  # fmt: skip
def test_show_number_keeps_every_digit(number):
    assert show_number(f"{number:f}").replace(",", "") == f"{number:f}"


def test_fact_ref_says_what_a_reader_may_open():
    ref = fact_ref(LEDGER["MINE.ACTIVE"], "zh", SCHEMAS)
    assert ref == FactRef(
        "8", "MINE.ACTIVE", "8", "个", "矿山数量",
        "“矿山基本情况”表中矿山生产状态为“在建、生产”的记录数", 2, ("north/mines.csv",),
        "", "not_published", "survey",
    )  # fmt: skip
    assert fact_ref(LEDGER["MINE.ACTIVE"], "en", SCHEMAS).definition == (
        "number of records in table 'mines' where mine status is 'under construction or producing'"
    )


def groups(key, lang="zh"):
    ref = fact_ref(LEDGER[key], lang, SCHEMAS)
    return ref.group, ref.group_definition


def test_a_crossing_names_its_group_without_its_codes():
    assert groups("MINE@county=1,status_class=active") == (
        "MINE（按县(市、区)、矿山生产状态）", "“矿山基本情况”表的记录数，按县(市、区)、矿山生产状态分组",
    )  # fmt: skip
    assert groups("MINE@county=1", "en") == (
        "MINE by county", "number of records in table 'mines', by county",
    )  # fmt: skip


def test_the_group_of_a_ratio_leaves_the_codes_of_its_terms_open():
    assert groups("SHARE@county=1,status_class=active")[1] == (
        "MINE@county=…,status_class=… ÷ MINE@county=…，按矿山生产状态、县(市、区)分组"
    )


def test_a_total_a_published_figure_and_a_ratio_of_published_ids_stand_alone():
    assert groups("MINE") == ("", "")
    assert groups("MINE.ACTIVE") == ("", "")
    published = replace(LEDGER["MINE@county=1"], published="7")
    assert fact_ref(published, "zh", SCHEMAS).group == ""
    of_published = fact("RATE", "1", parents=("MINE.ACTIVE", "MINE"), status_class="active")
    assert fact_ref(of_published, "zh", SCHEMAS).group == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal(1) / Decimal(3), "0.333333…"),
        (Decimal("0.123456"), "0.123456"),
        (Decimal("-12.1234567"), "-12.123456…"),
        (Decimal("1E+5"), "100000"),
        (None, ""),
    ],
)
def test_value_behind_a_number_is_unrounded(value, shown):
    base = fact("A", "0")
    assert fact_ref(replace(base, value=value), "zh", SCHEMAS).value == shown


def test_fact_ids_have_neither_options_nor_repeats():
    ids = fact_ids("status.mines", lang="zh")
    assert ids == ("MINE.TOTAL", "MINE.ACTIVE", "MINE.CLOSED", "MINE.POLICY", "MINE.ABAND")


@pytest.mark.parametrize("key", standard_templates())
def test_both_languages_name_the_same_facts_and_words(key):
    text = standard_templates()[key]
    assert sorted(set(placeholders(text.zh))) == sorted(set(placeholders(text.en)))
    assert text.zh.strip()
    assert text.en.strip()


@pytest.mark.parametrize("key", standard_templates())
def test_no_number_is_typed_into_a_template(key):
    text = standard_templates()[key]
    bare = re.sub(r"\{[^{}]*\}", "", f"{text.zh} {text.en}").replace("10⁴ yuan", "")
    assert not re.search(r"\d", bare)


@pytest.mark.parametrize(
    ("lang", "template", "text"),
    [
        ("en", "{name} is behind", "Restored land is behind"),
        ("en", "of {name}", "of restored land"),
        ("zh", "{name}滞后", "restored land滞后"),
        ("en", "{LAND}", "44,750"),
    ],
)
def test_an_english_sentence_that_begins_with_a_name_begins_with_a_capital(lang, template, text):
    (span,) = said(template, lang=lang, words={"name": "restored land"})
    assert (span if isinstance(span, str) else span.text) == text
