"""The search of the first page in a real browser: what is found, in which order, by keyboard."""

import pytest
from playwright.sync_api import expect

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.document import DocumentMeta, build_document
from dandong_analysis.report.site_index import Chapter, render_index
from tests.report.conftest import make_fact
from tests.report.page_samples import SITE

AREA = make_fact("44,750", "LAND.DAMAGED", unit="亩", label="占用破坏土地", value="44750.34")
BLOCKS = [
    Heading("现状", 1),
    Paragraph(("尾矿库与废石堆共占", AREA, "亩。")),
    Heading("尾矿库"),
    Paragraph(("ＧＩＳ图层ｖ２，编号１２,３４５。",)),
]  # fmt: skip


@pytest.fixture
def opened(visit, tmp_path):
    meta = DocumentMeta("报告", chapter=2)
    chapter = Chapter(SITE.chapters[1], build_document(BLOCKS, meta))
    path = tmp_path / SITE.index
    path.write_bytes(render_index([chapter], meta, SITE.at(SITE.index), []))
    return visit(path)


def ask(opened, text):
    opened.page.get_by_label("搜索报告").fill(text)


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("44750", ["二.html#part-2", "facts.html#LAND.DAMAGED"]),
        ("４４，７５０", ["二.html#part-2", "facts.html#LAND.DAMAGED"]),
        ("44 750", ["二.html#part-2", "facts.html#LAND.DAMAGED"]),
        ("land.damaged", ["facts.html#LAND.DAMAGED"]),
        ("gis", ["二.html#part-4"]), ("ＧＩＳ", ["二.html#part-4"]), ("v2", ["二.html#part-4"]),
        ("12345", ["二.html#part-4"]),
        ("废石 尾矿库", ["二.html#part-2"]), ("废石 图层", []), ("没有", []),
    ],
)  # fmt: skip
def test_full_width_forms_case_and_separators_make_no_difference(opened, asked, places):
    ask(opened, asked)
    opened.expect_texts("#found", f"找到 {len(places)} 处，显示前 {len(places)} 处。")
    found = [link.get_attribute("href") for link in opened.page.locator("#results a").all()]
    assert found == places


def test_what_has_the_words_in_its_name_comes_first_and_the_hit_is_marked(opened):
    ask(opened, "尾矿库")
    opened.expect_texts("#results a", ["一、尾矿库", "一、尾矿库", "第二章　现状"])
    opened.expect_texts("#results mark", ["尾矿库"])


def test_nothing_asked_for_shows_nothing(opened):
    ask(opened, "尾矿库")
    expect(opened.page.locator("#results a").first).to_be_visible()
    ask(opened, " ")
    opened.expect_count("#results a", 0)
    opened.expect_texts("#found", "")


def test_arrows_go_through_the_results_and_back_to_the_field(opened):
    ask(opened, "尾矿库")
    field, links = opened.page.get_by_label("搜索报告"), opened.page.locator("#results a")
    field.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    opened.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    opened.press("ArrowUp", "ArrowUp")
    expect(field).to_be_focused()


def test_enter_keeps_what_was_asked_in_the_address_and_goes_to_the_first_result(opened):
    ask(opened, "废石 50%")
    opened.press("Enter")
    opened.expect_address("#q=%E5%BA%9F%E7%9F%B3%2050%25")
    ask(opened, "废石")
    opened.press("Enter")
    expect(opened.page.locator("#results a").first).to_be_focused()
    opened.page.reload()
    expect(opened.page.get_by_label("搜索报告")).to_have_value("废石")
    expect(opened.page.locator("#results a").first).to_be_visible()
