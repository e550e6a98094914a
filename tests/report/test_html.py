"""The HTML as a parser sees it: one offline file, accessible, with text as text."""

import base64
import hashlib
import json
import re

import pytest
from lxml import html as parser

from dandong_analysis.report.blocks import Heading, Map, Paragraph
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.html import render_html, script
from tests.report.powers import FORBIDDEN

TAGS = {
    "html", "head", "meta", "title", "style", "script", "body", "div", "header", "h1", "h2", "h3", "h4",
    "h5", "p", "colgroup", "col", "dl", "dt", "dd", "main", "nav", "ol", "ul", "li", "a", "span", "table", "thead",
    "tbody", "tr", "th", "td", "figure", "img", "figcaption", "details", "summary", "section",
    "button",
}  # fmt: skip


def parsed(blocks, meta):
    return parser.document_fromstring(render_html(blocks, meta))


@pytest.fixture(scope="module")
def page(chapter, meta):
    return parsed(chapter, meta)


@pytest.fixture(scope="module")
def hostile_page(hostile_chapter, meta):
    return parsed(hostile_chapter, meta)


@pytest.mark.parametrize("name", ["page", "hostile_page"])
def test_nothing_is_fetched_or_run(name, request):
    tree = request.getfixturevalue(name)
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} <= TAGS
    for element, attribute, address, _ in tree.iterlinks():
        assert address.startswith("#" if attribute == "href" else "data:image/svg+xml;base64,"), (
            element
        )
    assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on")]
    style = tree.findtext(".//style")
    assert "url(" not in style
    assert "@import" not in style


def test_the_browser_is_told_to_fetch_nothing_and_to_run_this_script_alone(page):
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (program,) = page.xpath("//script[not(@type)]")
    digest = base64.b64encode(hashlib.sha256(program.text.encode()).digest()).decode()
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'; "
        f"script-src 'sha256-{digest}'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )
    assert program.attrib == {}


def test_the_script_cannot_make_markup_or_ask_anybody():
    for program in (script(with_map=True), script(with_map=False, more=("search.js",))):
        assert "</" not in program
        assert not FORBIDDEN.search(program)


def test_delivered_text_cannot_end_the_data_of_a_page(hostile, fact):
    texts = (*hostile, "</script><script>alert(1)</script>", "<!--", "]]>", "\u2028")
    made = parsed([Paragraph(tuple(fact(t, t, label=t, definition=t) for t in texts))],
                  DocumentMeta("t"))  # fmt: skip
    assert len(made.xpath("//script")) == 2
    assert {n["label"] for n in data_of(made)["numbers"]} == {printable(t) for t in texts}


def test_hostile_text_stays_text(hostile_page, hostile):
    shown = hostile_page.xpath("//main/p[@class='paragraph']")[: len(hostile)]
    for text, paragraph in zip(hostile, shown, strict=True):
        link = paragraph.find(".//a")
        assert paragraph.text == printable(text)
        assert link.text == printable(text)
    cells = [c.text for c in hostile_page.xpath("//div[@class='table']//tbody//th")]
    assert cells == [printable(text) for text in hostile]
    image = hostile_page.find(".//img")
    assert image.get("alt") == printable(hostile[0] + hostile[7])


def data_of(page):
    """What the page's script reads."""
    (element,) = page.xpath("//script[@id='page-data']")
    return json.loads(element.text)


def test_each_number_leads_to_its_definition_and_to_what_opens(page):
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    links = page.xpath("//a[@class='fact']")
    # Two paragraphs, two tables with 56 rows and a total in the second, a picture, a note.
    assert len(links) == (3 + 1) + 4 + (57 * 4 + 1) + 1 + 1
    numbers = data_of(page)["numbers"]
    for link in links:
        assert link.get("href")[1:] in ids
        assert 0 <= int(link.get("data-fact")) < len(numbers)
    (place,) = set(page.xpath("//a[.='13,010.25']/@data-fact"))
    opened = numbers[int(place)]
    assert (opened["label"], opened["id"], opened["value"], opened["unit"], opened["rows"]) == (
        "露天采场面积", "LAND.PIT", "13010.25", "亩", 1265,
    )  # fmt: skip
    assert opened["details"] == [
        ["定义", "“矿山基本情况”表的记录数"], ["数值", "13010.25 亩"], ["行数", "1265 行"],
        ["来源", "城区、宽甸、凤城、东港"], ["公布值", "13011"], ["对比结论", "不一致"], ["性质", "模拟"],
    ]  # fmt: skip
    # Alone, a page leads to no other.
    assert opened["address"] == ""


def test_a_number_in_another_unit_than_its_value_says_so_where_it_stands(fact, meta):
    """The first print is the converted one; the entry of the fact tells of neither."""
    here = fact("2.5", "LAND", value="37.5", unit="亩", converted_to="公顷", label="土地")
    plain = fact("37.5", "LAND", value="37.5", unit="亩", label="土地")
    part = fact("5", "PART", parents=("LAND",))
    page = parsed([Paragraph((here, plain, part))], meta)
    assert page.xpath("//a[@class='fact']/@data-as") == ["2.5 公顷"]
    land, share = data_of(page)["numbers"]
    assert "此处换算为" not in dict(land["details"])
    assert dict(land["details"])["数值"] == "37.5 亩"
    assert share["parents"][0][1] == "土地 2.5 公顷"


def test_a_derived_number_names_what_it_was_computed_from(fact):
    whole = fact("200", "WHOLE", label="总数", unit="个")
    share = fact("50", "SHARE", parents=("PART", "WHOLE"))
    numbers = data_of(parsed([Paragraph((whole, share))], DocumentMeta("t")))["numbers"]
    assert numbers[1]["parents"] == [["PART", "PART", ""], ["WHOLE", "总数 200 个", "entry-1"]]


def test_the_appendix_defines_each_number_once(page):
    entries = page.xpath("//section[@class='definitions']/dl/div")
    names = [entry.findtext("dt") for entry in entries]
    assert len(set(names)) == len(names)
    assert names[2] == "露天采场面积：13010.25 亩"
    assert "LAND.PIT" in entries[2].findtext("dd")
    assert entries[2].get("id") == "entry-3"


def test_contents_lead_to_the_headings(page):
    entries = page.xpath("//nav//a")
    shown = [entry.text for entry in entries]
    assert shown[:3] == ["第二章　矿山地质环境现状", "一、矿山基本情况", "（一）矿山数的分布"]
    assert shown[-1] == "附录　数据项定义"
    targets = [page.get_element_by_id(entry.get("href")[1:]) for entry in entries]
    assert [t.text for t in targets] == shown
    assert [t.tag for t in targets[:3]] == ["h2", "h3", "h4"]


def test_a_merged_header_keeps_its_spans_and_scopes(page):
    rows = page.xpath("//div[@id='table-2-2']//thead/tr")
    first = [
        (c.text_content(), c.get("scope"), c.get("colspan"), c.get("rowspan")) for c in rows[0]
    ]
    assert first[0] == ("县（市、区）", "col", None, "2")
    assert first[2] == ("在建生产矿山", "colgroup", "2", None)
    assert [c.text_content() for c in rows[1]] == ["面积", "占比（%）", "面积", "占比（%）"]


def test_a_table_has_caption_unit_notes_and_totals(page):
    table = page.get_element_by_id("table-2-2")
    assert table.findtext("p[@class='caption']") == "表2-2　各县（市、区）矿山占用破坏土地面积"
    assert table.findtext("p[@class='unit']") == "单位：亩"
    assert [n.text for n in table.xpath(".//ul[@class='notes']/li")][1] == "“—”表示没有数据。"
    bodies = table.xpath(".//tbody/tr")
    assert [row.get("class") for row in bodies[-2:]] == [None, "total"]
    assert bodies[0].find("th").get("scope") == "row"
    assert [c.get("class") for c in bodies[0]] == ["l", "l", "r", "r", "r", "r", "r"]


def test_a_figure_is_an_image_with_a_text_alternative(page, chapter):
    block = next(b for b in chapter if type(b).__name__ == "Figure")
    image = page.find(".//figure//img")
    assert base64.b64decode(image.get("src").partition(",")[2]).decode() == block.svg
    assert image.get("alt") == block.alt
    assert page.findtext(".//figcaption") == "图2-1　各县（市、区）矿山数"
    assert page.xpath("//figure//details//a/text()") == ["402"]


def test_notes_carry_their_kind(page):
    notes = page.xpath("//main/p[@role='note']")
    assert [n.get("class").split()[1] for n in notes] == [
        "synthetic",
        "difference",
        "unverified",
        "source",
    ]
    assert notes[0].findtext("span") == "模拟数据："


def test_synthetic_pages_are_stamped_and_others_are_not(page, fact):
    assert page.findtext(".//div[@class='stamp']") == "模拟数据：由程序生成，不是实地调查成果"
    surveyed = parsed([Paragraph((fact(provenance="survey"),))], DocumentMeta("t"))
    assert surveyed.find(".//div[@class='stamp']") is None


def test_an_english_page_speaks_english(fact):
    page = parsed([Heading("Status", 1), Paragraph((fact(),))], DocumentMeta("t", lang="en"))
    assert page.get("lang") == "en"
    assert not re.search(
        "[\u4e00-\u9fff]", page.findtext(".//nav//h2") + page.findtext(".//section//h2")
    )
    assert page.findtext(".//main/h2") == "1 Status"


def test_a_page_without_numbers_has_no_appendix():
    page = parsed([Heading("甲", 1)], DocumentMeta("t"))
    assert not page.xpath("//*[@id='definitions']")
    assert [a.text for a in page.xpath("//nav//a")] == ["第一章　甲"]


def test_the_same_blocks_give_the_same_bytes(chapter, meta):
    assert render_html(chapter, meta) == render_html(list(chapter), meta)


def test_a_map_is_a_figure_with_its_drawn_sheet(meta):
    block = Map("m", "分区图", "两个分区", "<svg/>", b"", 150.0, (0, 0, 1, 1), (), ("注。",))
    (figure,) = parsed([block], meta).iter("figure")
    image = figure.find("img")
    assert image.get("alt") == "两个分区"
    assert image.get("src").startswith("data:image/svg+xml;base64,")
    assert "图2-1　分区图" in figure.find("figcaption").text_content()
    assert figure.get("id") == "figure-2-1"
