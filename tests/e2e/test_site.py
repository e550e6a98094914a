"""The site of the demonstration study in a real browser without a network, as its readers use it."""

import json
import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from unicodedata import normalize
from urllib.parse import unquote

import pytest
from lxml import html
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.report.browsing import FINGERS, SERIOUS

STAMP = "模拟数据:由程序生成,不是实地调查成果"


@pytest.fixture(scope="module")
def reports(demo):
    return demo.root / "reports"


@pytest.fixture(scope="module")
def trees(reports):
    """The pages of the site as a parser sees them, by name."""
    found = {path.name: html.parse(path).getroot() for path in sorted(reports.glob("*.html"))}
    chapters = {path.with_suffix(".html").name for path in (reports / "executed").glob("*.ipynb")}
    assert set(found) == {"index.html", "facts.html"} | chapters
    assert len(chapters) == 9
    return found


@pytest.fixture
def opened(visit, reports):
    return visit(reports / "02_status.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_by_axe_on_any_page(visit, reports, trees, scheme):
    made = visit(reports / "index.html", color_scheme=scheme, bypass_csp=True)
    for name in trees:
        made.go(name)
        assert made.violations(SERIOUS) == [], name


def test_an_open_number_and_an_open_fact_have_nothing_serious_either(visit, reports):
    made = visit(reports / "06_attainment.html", bypass_csp=True)
    made.page.locator("main .paragraph a.fact").first.hover()
    expect(made.page.locator("#tip")).to_be_visible()
    assert made.violations(SERIOUS) == []
    made.page.locator("#tip .links a").first.click()
    made.page.wait_for_url("**/facts.html#*")
    expect(made.page.locator("article h2")).to_be_visible()
    assert made.violations(SERIOUS) == []


def test_every_link_of_the_site_has_a_target(reports, trees):
    anchors = {name: set(tree.xpath("//@id")) for name, tree in trees.items()}
    lost, seen = [], 0
    for name, tree in trees.items():
        for address in tree.xpath("//a/@href"):
            file, _, anchor = address.partition("#")
            file = unquote(file) or name
            seen += 1
            if not (reports / file).is_file() or (
                anchor and file in anchors and unquote(anchor) not in anchors[file]
            ):
                lost.append((name, address))
    assert lost == []
    assert seen > 5000


def test_no_page_names_an_address_outside(trees):
    for name, tree in trees.items():
        addresses = [address for _, _, address, _ in tree.iterlinks()]
        assert addresses
        assert not [a for a in addresses if re.match(r"([a-z]+:)?//|(?!data:)[a-z]+:", a)], name
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; ")
        assert "form-action 'none'" in policy
        assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
        assert not tree.xpath("//script[@src] | //link | //iframe | //object | //base")


def test_headings_are_in_order_and_every_page_has_its_landmarks(trees):
    for name, tree in trees.items():
        levels = [int(h.tag[1]) for h in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels)), name
        assert len(tree.xpath("//main")) == 1
        assert len(tree.xpath("//nav[@class='site-bar']//a[@aria-current='page']")) == 1


def test_a_reader_goes_from_a_number_to_its_rows(opened, reports):
    number = opened.page.locator("main .paragraph a.fact:text-is('44,750')").first
    number.scroll_into_view_if_needed()
    number.hover()
    expect(opened.page.locator("#tip")).to_be_visible()
    lines = opened.text("#tip > :is(b, i)")
    assert lines[0] == "占用破坏土地面积"
    assert "数值：44750.34 亩" in lines
    assert "公布值：44750" in lines
    opened.page.get_by_role("link", name="查看来源").click()
    opened.page.wait_for_url("**/facts.html#LAND.DAMAGED")
    expect(opened.page.locator("article h2")).to_have_text("占用破坏土地面积")
    expect(opened.page.locator("article .check").first).to_contain_text("44750.34")
    assert opened.page.locator("article .rows tbody tr").count() > 20
    opened.page.go_back()
    expect(opened.page).to_have_url((reports / "02_status.html").as_uri())


def test_the_keyboard_alone_reaches_a_number_its_rows_and_the_way_back(opened):
    opened.press("Tab")
    opened.expect_focus("跳到正文")
    opened.press("Enter")
    expect(opened.page.locator("main")).to_be_focused()
    for _ in range(60):
        opened.press("Tab")
        if opened.page.evaluate("document.activeElement.matches('.paragraph a.fact')"):
            break
    expect(opened.page.locator("#tip")).to_be_visible()
    opened.press("Tab")
    expect(opened.page.locator("#tip a").first).to_be_focused()
    opened.press("Enter")
    opened.page.wait_for_url("**/facts.html#*")
    expect(opened.page.locator("article h2")).to_be_visible()


def printed_as(text, value, mu=1):
    """Whether a printed number is its value, rounded or cut; ``mu`` is what its unit has of 亩."""
    shown = Decimal(text.replace(",", ""))
    exact = Decimal(value.replace("…", "").replace(",", "")) / mu
    if "…" in value:
        return abs(shown - exact) <= Decimal(1).scaleb(shown.as_tuple().exponent)
    rounded = [exact.quantize(shown, rounding) for rounding in (ROUND_HALF_EVEN, ROUND_HALF_UP)]
    return shown in rounded


def test_the_value_behind_a_number_is_the_number_unrounded(trees):
    wrong, seen = [], 0
    for name, tree in trees.items():
        if name == "facts.html":
            continue
        numbers = json.loads(tree.xpath("//script[@id='page-data']")[0].text)["numbers"]
        for link in tree.xpath("//a[@data-fact]"):
            known = numbers[int(link.get("data-fact"))]
            if re.fullmatch(r"-?[\d,]+(\.\d+)?", link.text or "") and known["value"]:
                seen += 1
                # A sentence may say the same area in hectares or square kilometres.
                units = (1, 15, 1500) if link.getparent().tag == "p" else (1,)
                if not any(printed_as(link.text, known["value"], mu) for mu in units):
                    wrong.append((name, link.text, known["id"], known["value"]))
    assert wrong == []
    assert seen > 3000


@pytest.mark.parametrize(
    ("asked", "titles", "files"),
    [
        ("44750", "占用破坏土地面积", "facts.html"),
        ("４４，７５０", "占用破坏土地面积", "facts.html"),
        ("尾矿库", "尾矿库", "02_status.html"),
        ("land.damaged", "占用破坏土地面积", "facts.html"),
        ("废石 尾矿库 表2", "表2-", "02_status.html"),
    ],
)
def test_the_search_finds_text_and_numbers_of_all_chapters(opened, asked, titles, files):
    opened.go(f"index.html#q={asked}")
    links = opened.page.locator("#results a")
    expect(links).not_to_have_count(0)
    assert any(titles in text for text in links.all_inner_texts())
    addresses = [a.get_attribute("href") for a in links.all()]
    assert any(address.startswith(f"{files}#") for address in addresses)
    opened.page.get_by_label("搜索报告").press("ArrowDown")
    expect(links.first).to_be_focused()
    opened.press("Enter")
    opened.expect_address(f"/{addresses[0]}")


def test_a_search_without_a_result_says_so_and_keeps_what_was_asked(opened):
    opened.page.get_by_role("searchbox").fill("没有这样的字")
    opened.press("Enter")
    opened.page.wait_for_url("**/index.html#q=*")
    expect(opened.page.get_by_label("搜索报告")).to_have_value("没有这样的字")
    opened.expect_texts("#found", ["找到 0 处，显示前 0 处。"])
    opened.go("index.html#q=%")
    opened.expect_count("#results a", 0)


def test_the_first_page_has_summary_contents_and_files_that_exist(opened, reports):
    opened.go("index.html")
    assert opened.page.locator("main > p.paragraph a.fact").count() > 10
    assert opened.page.locator("nav[aria-labelledby=contents] .level-1").count() == 9
    files = [a.get_attribute("href") for a in opened.page.locator(".downloads a").all()]
    assert set(files) == {
        "report.docx", "report.pdf", "annex.xlsx", "facts.csv", "facts.json", "dandong_layers.gpkg",
    }  # fmt: skip
    assert [file for file in files if not (reports / file).is_file()] == []


def test_a_county_table_of_the_status_chapter_is_sorted_by_value(opened):
    block = opened.page.locator(
        "div.table", has=opened.page.get_by_text("各破坏方式", exact=False)
    ).first
    last = block.locator("tbody tr > :last-child")
    before = last.all_inner_texts()
    block.locator("button.sort").last.click()
    expect(block.locator("th[aria-sort=ascending]")).to_have_count(1)
    after = [int(text.replace(",", "")) for text in last.all_inner_texts()]
    assert len(after) > 4
    assert after[:-1] == sorted(after[:-1])
    assert after[-1] == int(before[-1].replace(",", "")) == 44750


def test_a_bar_of_a_figure_opens_its_number(opened):
    spot = opened.page.locator("figure .spot a").first
    spot.scroll_into_view_if_needed()
    spot.hover()
    expect(opened.page.locator("#tip")).to_be_visible()
    name = spot.get_attribute("aria-label")
    lines = opened.text("#tip > :is(b, i)")
    assert lines[0] == name.partition("：")[0]
    assert f"数值：{name.partition('：')[2]}" in lines
    assert opened.page.locator("#tip").bounding_box()["width"] > 200
    opened.page.get_by_role("link", name="查看来源").click()
    opened.page.wait_for_url("**/facts.html#*")
    expect(opened.page.locator("article h2")).to_have_text(lines[0])


def test_layers_of_a_map_are_switched(opened):
    opened.go("04_management_zones.html")
    box = opened.page.locator(".legend legend input[type=checkbox]").first
    layer = opened.page.locator(".stage .layer").nth(int(box.get_attribute("data-layer")))
    expect(layer).to_be_visible()
    box.click()
    expect(layer).to_be_hidden()


def test_every_page_fits_a_phone(visit, reports, trees):
    made = visit(reports / "index.html", **FINGERS)
    wide = {}
    for name in trees:
        made.go(name)
        wide[name] = made.overflow
    assert wide == dict.fromkeys(trees, 0)


# Short texts of cells, and units of headers, that stand on more than one line.
SHORT = "main :is(tbody :is(th, td), thead th:not(.group) .of)"
BROKEN = """shown => [...document.querySelectorAll(shown)].filter(cell => {
  const text = document.createRange(); text.selectNodeContents(cell);
  const lines = new Set([...text.getClientRects()].map(box => Math.round(box.bottom / 8)));
  return [...cell.textContent.trim()].length <= 4 && lines.size > 1;
}).map(cell => cell.textContent)"""


@pytest.mark.parametrize("screen", [{}, FINGERS], ids=["desktop", "phone"])
def test_no_short_word_in_a_table_is_divided(visit, reports, trees, screen):
    made = visit(reports / "index.html", **screen)
    units = 0
    for name in (n for n in trees if n != "facts.html"):
        made.go(name)
        assert made.page.evaluate(BROKEN, SHORT) == [], name
        units += made.page.locator(".sort .of").count()
    assert units > 0


def test_a_chapter_prints_on_a4_with_stamp_page_numbers_and_repeated_headers(opened, tmp_path):
    path = tmp_path / "chapter.pdf"
    opened.page.pdf(path=path, prefer_css_page_size=True)
    pages = PdfReader(path).pages
    lines = [normalize("NFKC", page.extract_text()).splitlines() for page in pages]
    assert {tuple(round(float(n) * 25.4 / 72) for n in p.mediabox[2:]) for p in pages} == {
        (210, 297)
    }
    # What stands in the margins comes first: the stamp on top, and the number below.
    assert [page[:2] for page in lines] == [[STAMP, f"{n}"] for n in range(1, len(lines) + 1)]
    texts = ["\n".join(page) for page in lines]
    body = "".join(texts)
    assert "复制表格" not in body
    assert "搜索报告" not in body
    # The table of 30 kinds of ore goes over a page; its header is on both.
    assert sum("政策性关闭" in t and "矿种" in t for t in texts[:8]) >= 2
