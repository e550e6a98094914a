"""The page of facts as a parser sees it: of use without a script, and text stays text."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from dandong_analysis.report.document import printable
from dandong_analysis.report.facts_page import render_facts
from dandong_analysis.report.phrases import PHRASES
from tests.report.conftest import HOSTILE
from tests.report.facts_reader import Page
from tests.report.facts_samples import AREA, META, STRANGE, fact, page


@pytest.fixture(scope="module")
def data():
    return render_facts(page(), META)


@pytest.fixture(scope="module")
def shown(data):
    return Page(data)


def test_the_list_says_label_number_and_definition_of_every_fact(shown):
    assert shown.told("LAND") == {
        "label": "标签LAND", "printed": "44,750 亩", "id": "LAND", "definition": "定义LAND",
    }  # fmt: skip
    assert shown.told("NOTHING")["printed"].startswith("…")
    assert set(shown.ids) == {
        "LAND",
        "MINES",
        "RATE",
        "BOTH",
        "MODEL",
        "MAX",
        "KINDS",
        "NOTHING",
        STRANGE,
    }


def test_a_link_to_a_fact_has_a_target_and_the_page_no_two_of_one_name(shown):
    ids = shown.tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [a.get("href") for a in shown.tree.xpath("//li[@class='entry']/a")]
    assert f"#{STRANGE}" not in links
    assert "#ODD%40row_id%3Da%2Fb%20c%27%3Ci%3E%252C" in links


def test_facts_stand_under_their_chapter_and_those_not_printed_at_the_end(shown):
    titles = [h.text for h in shown.tree.xpath("//section/h2")]
    assert titles == ["第一章　甲", PHRASES["facts.not_printed"].zh]
    assert shown.ids[-1] == "MINES"
    assert shown.tree.xpath("//nav//a/@href") == ["01_first.html"]


def test_the_data_say_what_is_behind_a_fact(shown):
    assert shown.known("LAND", "value") == "44750.5"
    assert shown.known("LAND", "published") == ["44,751", "二"]
    names = shown.facts["names"]
    assert [names[n] for pair in shown.known("LAND", "where") for n in pair] == ["规模", "大型"]
    assert names[shown.known("LAND", "verdict")] == "一致"
    assert [shown.ids[n] for n in shown.known("RATE", "parents")] == ["LAND", "MINES"]
    places = [shown.facts["places"][n] for n in shown.known("LAND", "mentions")]
    assert places == [["01_first.html#table-1-1", "表1-1　矿山"]]
    assert [row[-3:] for row in shown.rows_of("LAND")] == [
        ("44000亩", "换算单位", "44000"), ("-0.5", "", "-0.5"), ("751", "", "751"),
    ]  # fmt: skip
    assert shown.rows_of("RATE") == []


def test_a_parent_that_the_page_lacks_is_left_out():
    alone = Page(render_facts(page(fact("SUM", "1", "GONE", "LAND"), AREA), META))
    assert [alone.ids[n] for n in alone.known("SUM", "parents")] == ["LAND"]


def test_only_the_script_of_the_package_may_run(shown, data):
    policy = shown.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    (script,) = shown.tree.xpath("//script[not(@type)]")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "require-trusted-types-for 'script'" in policy
    assert not re.search(rb"(innerHTML|outerHTML|insertAdjacent|document\.write|eval\()", data)
    assert not re.search(rb"(fetch|XMLHttpRequest|importScripts|WebSocket|https?://)", data)


@pytest.mark.parametrize("text", [*HOSTILE, "</script><script>alert(1)</script>", "<!--<script>"])
def test_hostile_text_ends_no_block_and_becomes_no_markup(text):
    own = replace(
        fact(f"A{text}", "1", table="t", measure="count"), label_zh=text, sources=(text,), published=text,
        section=text, reason_zh=text,
    )  # fmt: skip
    data = render_facts(page(own, texts=(text,)), META)
    found = Page(data)
    safe = printable(text)
    assert found.ids == [f"A{safe}"]
    assert found.told(f"A{safe}")["label"] == safe
    assert safe in found.rows["texts"]
    assert (
        len(found.tree.xpath("//script")) == data.count(b"<script") == data.count(b"</script") == 3
    )
    assert b"<!--" not in data


def test_the_stamp_stands_on_the_page_of_synthetic_facts(shown):
    assert not shown.tree.xpath("//aside[@class='stamp']")
    synthetic = Page(render_facts(page(replace(AREA, provenance="synthetic")), META))
    assert synthetic.tree.xpath("//aside[@class='stamp']")


def test_both_languages_have_all_words_and_their_placeholders():
    own = {name: text for name, text in PHRASES.items() if name.startswith("facts.")}
    assert len(own) > 40
    for name, text in own.items():
        assert text.zh, name
        assert text.en, name
        assert set(re.findall(r"\{\w+\}", text.zh)) == set(re.findall(r"\{\w+\}", text.en)), name


def test_every_word_that_the_script_asks_for_is_there(shown):
    (script,) = shown.tree.xpath("//script[not(@type)]")
    asked = set(re.findall(r"words\.(\w+)", script.text)) | set(
        re.findall(r'say\("(\w+)"', script.text)
    )
    asked |= set(re.findall(r'words\["([\w.]+)"\]', script.text))
    assert len(asked) > 20
    assert asked <= set(shown.facts["words"])


def test_the_english_page_is_english():
    data = render_facts(page(AREA, lang="en"), replace(META, title="Three mines", lang="en"))
    english = Page(data)
    assert english.tree.get("lang") == "en"
    assert english.told("LAND")["label"] == "label LAND"
    assert english.facts["words"]["parents"] == "Computed from"
