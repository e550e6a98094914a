"""Links over a picture, as a parser sees them: places, names, order, text as text."""

import json
from dataclasses import replace

import pytest
from lxml import html as parser

from dandong_analysis.report.blocks import Hotspot, Paragraph
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.html import render_html
from dandong_analysis.report.overlay import links_over
from tests.report.conftest import HOSTILE, make_fact, picture

ONE = make_fact("402", "MINES@county=1", label="宽甸矿山数")
OTHER = make_fact("44,750", "LAND", unit="亩", label="面积")
FIGURE = replace(
    picture(), facts=(ONE, OTHER),
    spots=(Hotspot("LAND", 0.5, 0.25, 0.25, 0.125), Hotspot("MINES@county=1", 0.1, 0.2, 0.004, 0.5),
           Hotspot("LAND", 0.8, 0.9, 0.05, 0.05)),
)  # fmt: skip


def spots_of(*blocks):
    return parser.document_fromstring(
        render_html(blocks, DocumentMeta("t"))
    ).xpath("//figure/span[@class='drawn']/span[contains(@class, 'spot')]")  # fmt: skip


def test_links_stand_in_reading_order_at_their_places_in_percent():
    assert [(link.fact.id, link.place, link.is_first, link.is_narrow) for link in links_over(FIGURE)] == [
        ("LAND", "left:50.000%;top:25.000%;width:25.000%;height:12.500%", True, False),
        ("MINES@county=1", "left:10.000%;top:20.000%;width:0.400%;height:50.000%", True, True),
        ("LAND", "left:80.000%;top:90.000%;width:5.000%;height:5.000%", False, False),
    ]  # fmt: skip


def test_a_part_opens_what_the_number_in_the_text_opens():
    tree = parser.document_fromstring(
        render_html([Paragraph(("共 ", OTHER, " 亩")), FIGURE], DocumentMeta("t"))
    )
    link = tree.xpath("//span[@class='spot']/a")[0]
    text = tree.xpath("//p//a[@class='fact']")[0]
    assert link.get("href") == text.get("href")
    assert link.get("data-fact") == text.get("data-fact")
    assert link.get("aria-label") == "面积：44,750 亩"
    assert link.text is None


def test_the_keyboard_reaches_each_fact_of_a_picture_once():
    assert [spot.find("a").get("tabindex") for spot in spots_of(FIGURE)] == [None, None, "-1"]


def test_a_picture_without_spots_has_no_links():
    assert spots_of(replace(FIGURE, spots=())) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    hostile = make_fact(text, text, label=text, definition=text, sources=(text,))
    figure = replace(FIGURE, facts=(hostile,), spots=(Hotspot(text, 0.1, 0.1, 0.1, 0.1),))
    tree = parser.document_fromstring(render_html([figure], DocumentMeta("t")))
    (spot,) = tree.xpath("//figure/span[@class='drawn']/span[contains(@class, 'spot')]")
    shown = printable(text)
    assert spot.find("a").get("aria-label") == f"{shown}：{shown} 个"
    assert spot.find("a").get("href") == "#entry-1"
    (number,) = json.loads(tree.get_element_by_id("page-data").text)["numbers"]
    assert number["label"] == shown
    assert not spot.xpath(".//script")
