"""The first page of the site: what it lists, what its search knows, where it leads."""

import json

import pytest
from lxml import html as parser

from dandong_analysis.report.blocks import HeaderCell, Heading, Note, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta, build_document, printable
from dandong_analysis.report.site import Page, Site
from dandong_analysis.report.site_index import Chapter, render_index

SITE = Site(
    "zh", "index.html", "facts.html",
    (Page("摘要", "00_summary.html"), Page("第二章", "02_status.html")), "index.html",
    (Page("English", "index-en.html", "en"),),
)  # fmt: skip
META = DocumentMeta("报告")


def table(*cells):
    head = (tuple(HeaderCell(text) for text in ("县", "面积")),)
    return Table("t", "各县面积", head, (cells,), "lr", "亩")


def index(*chapters, downloads=()):
    made = [
        Chapter(page, build_document(blocks, DocumentMeta("报告", chapter=2)))
        for page, blocks in zip(SITE.chapters, chapters, strict=False)
    ]
    return parser.document_fromstring(render_index(made, META, SITE, downloads).decode())


@pytest.fixture
def page(fact):
    number = fact("44,750", "LAND.DAMAGED", label="占用破坏土地", value="44750.34", unit="亩")
    return index(
        [Heading("摘要", 1, numbered=False), Paragraph(("土地", number, "亩。"))],
        [Heading("现状", 1), Heading("概况"), Paragraph(("一句。",)), table(("甲县",), (number,))],
        downloads=[Page("整份报告（PDF）", "report.pdf")],
    )  # fmt: skip


def entries(page):
    (element,) = page.xpath("//script[@id='search-data']")
    data = json.loads(element.text)
    return [(data["pages"][n]["file"], *rest) for n, *rest in data["entries"]]


def test_the_summary_stands_on_the_page_with_its_numbers(page):
    (line,) = page.xpath("//main/p[@class='paragraph']")
    assert line.text_content() == "土地44,750亩。"
    (data,) = page.xpath("//script[@id='page-data']")
    (number,) = json.loads(data.text)["numbers"]
    assert number["address"] == "facts.html#LAND.DAMAGED"


def test_contents_tables_and_files_lead_to_the_pages_that_have_them(page):
    found = {a.text: a.get("href") for a in page.xpath("//main//a[not(@class)]")}
    assert found == {
        "摘要": "00_summary.html#sec-1", "第二章　现状": "02_status.html#sec-1",
        "一、概况": "02_status.html#sec-2", "表2-1　各县面积": "02_status.html#table-2-1",
        "整份报告（PDF）": "report.pdf",
    }  # fmt: skip


def test_the_bar_leads_to_all_pages_and_to_the_other_language(page):
    links = page.xpath("//nav[@class='site-bar']//a")
    assert [(a.text, a.get("href"), a.get("aria-current")) for a in links] == [
        ("目录", "index.html", "page"), ("摘要", "00_summary.html", None),
        ("第二章", "02_status.html", None), ("全部数据项", "facts.html", None),
        ("English", "index-en.html", None),
    ]  # fmt: skip


def test_a_search_finds_text_below_its_heading_cells_and_numbers_by_their_names(page):
    assert entries(page) == [
        ("00_summary.html", "sec-1", "摘要", ""),
        ("00_summary.html", "part-2", "摘要", "土地44,750亩。"),
        ("02_status.html", "sec-1", "第二章　现状", ""),
        ("02_status.html", "sec-2", "一、概况", ""),
        ("02_status.html", "part-3", "一、概况", "一句。"),
        ("02_status.html", "table-2-1", "表2-1　各县面积", "县 | 面积 | 甲县 | 44,750"),
        ("facts.html", "LAND.DAMAGED", "占用破坏土地", "44,750 亩 44750.34 LAND.DAMAGED"),
    ]


def test_a_report_without_a_summary_has_contents_all_the_same():
    made = index([Heading("现状", 1), Note("source", ("出处。",))])
    assert [a.text for a in made.xpath("//nav[@aria-labelledby='contents']//a")] == ["第二章　现状"]
    assert not made.xpath("//main/p[@class='paragraph']")


def test_delivered_text_cannot_end_the_data_of_the_search(hostile):
    texts = [*hostile, "</script><img src=x onerror=alert(1)>", "<!--<script>"]
    made = index([Heading("甲", 1), *(Paragraph((text,)) for text in texts)])
    assert len(made.xpath("//script")) == 3
    assert not made.xpath("//img")
    shown = {" ".join(text.split()) for _, _, _, text in entries(made)}
    assert {" ".join(printable(text).split()) for text in texts} <= shown


def test_a_chapter_has_a_page_before_and_after_it_and_no_other_page_has():
    around = {page.file: SITE.at(page.file) for page in SITE.bar}
    found = {file: (site.before, site.after) for file, site in around.items()}
    contents, first, second, facts = SITE.bar
    assert found == {
        contents.file: (None, None), first.file: (contents, second),
        second.file: (first, facts), facts.file: (None, None),
    }  # fmt: skip
