"""Where numbers stand in a report."""

from dataclasses import replace

from dandong_analysis.report.blocks import Heading, Note, Paragraph
from dandong_analysis.report.html import render_html
from dandong_analysis.report.mentions import ShownChapter, chapter_titles, printed_facts
from tests.report.conftest import make_fact
from tests.report.facts_reader import html
from tests.report.invented_map import web_map, zones


def found_in(chapter, **more):
    chapters = [ShownChapter("02_status.html", 2, chapter), *more.get("others", ())]
    return printed_facts(chapters, lang=more.get("lang", "zh"))


def places(printed):
    return [(m.chapter, m.address, m.label) for m in printed.mentions]


def test_a_number_in_text_stands_in_its_section_and_one_of_a_table_in_the_table(chapter):
    found = found_in(chapter)
    assert places(found["MINE.TOTAL"]) == [
        (0, "02_status.html#sec-2", "第二章　矿山地质环境现状 › 一、矿山基本情况"),
        (0, "02_status.html#sec-5", "第二章　矿山地质环境现状 › （一）按类型与状态"),
    ]
    assert places(found["MINE.TOTAL@county=402"]) == [
        (0, "02_status.html#table-2-1", "表2-1　各县（市、区）矿山数与公布值对照"),
        (0, "02_status.html#figure-2-1", "图2-1　各县（市、区）矿山数"),
    ]


def test_every_address_is_an_anchor_of_the_page(chapter, meta):
    page = html.fromstring(render_html(chapter, meta).decode())
    anchors = set(page.xpath("//@id"))
    addresses = {m.address for own in found_in(chapter).values() for m in own.mentions}
    assert len(addresses) > 4
    assert {a.partition("#")[2] for a in addresses} <= anchors


def test_numbers_of_the_features_of_a_map_stand_in_the_map():
    area = make_fact("7", "ZONE.AREA")
    found = found_in([Heading("甲", 1), web_map(zones((area,)))])
    (place,) = places(found["ZONE.AREA"])
    assert place[1] == "02_status.html#figure-2-1"


def test_a_number_of_several_chapters_has_all_its_forms_and_places():
    fact = make_fact("44,750", "LAND.DAMAGED")
    converted = replace(fact, text="2983.36")
    first = [Heading("甲", 1), Note("limit", (fact, converted))]
    second = ShownChapter("08_works-en.html", 8, [Paragraph((fact, make_fact("1", "X")))])
    found = found_in(first, others=[second])
    assert list(found) == ["LAND.DAMAGED", "X"]
    assert list(found["LAND.DAMAGED"].texts) == ["44,750", "2983.36"]
    assert places(found["LAND.DAMAGED"]) == [
        (0, "02_status.html#sec-1", "第二章　甲"),
        (1, "08_works-en.html", "08_works-en.html"),
    ]


def test_titles_are_those_of_the_pages():
    chapters = [
        ShownChapter("00_summary.html", 0, [Heading("摘要", 1, numbered=False)]),
        ShownChapter("02_status-en.html", 2, [Heading("Status", 1), Heading("Mines", 2)]),
        ShownChapter("x.html", 3, []),
    ]
    assert chapter_titles(chapters, lang="en") == ["摘要", "2 Status", "x.html"]
