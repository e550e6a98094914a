"""The study of twelve mines built in both languages: the English site as its readers use it."""

import re
import shutil
from decimal import Decimal

import pytest
from lxml import html
from playwright.sync_api import expect

from tests.e2e.conftest import SMALL, Study
from tests.report.browsing import SERIOUS
from tests.report.facts_reader import Page

PAGES = ("index", "01_data_quality", "02_status", "facts")
HAN = re.compile("[\u3400-\u9fff]+")


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The study, built once for this module; tests only read it."""
    root = tmp_path_factory.mktemp("editions") / "study"
    shutil.copytree(SMALL, root)
    done = Study(root).run("build", "--formats", "html", "--lang", "zh,en")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="module")
def delivered(editions):
    """All that was delivered: the names of files, and what stands in them."""
    paths = [path for path in (editions / "data" / "raw").rglob("*") if path.is_file()]
    return "\n".join(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in paths)


@pytest.fixture
def opened(visit, editions):
    return visit(editions / "reports" / "02_status-en.html")


def test_every_number_of_both_editions_opens_to_its_rows(editions):
    pages = {
        lang: Page((editions / "reports" / f"facts{lang}.html").read_bytes())
        for lang in ("", "-en")
    }
    for lang, page in pages.items():
        rows = page.rows_of("LAND.DAMAGED")
        assert {row[0] for row in rows} == {"north/图斑.csv", "south/parcels.csv"}
        assert sum(Decimal(row[-1]) for row in rows) == 200
        assert len(page.rows_of("MINE.TOTAL")) == 12
        stands = {page.facts["places"][n][0] for n in page.known("MINE.TOTAL", "mentions")}
        assert {address.partition("#")[0] for address in stands} == {f"02_status{lang}.html"}
    assert set(pages[""].ids) == set(pages["-en"].ids)
    english = pages["-en"].told("MINE.TOTAL")
    assert english["definition"].startswith("number of rows in")
    assert not pages["-en"].tree.xpath("//aside[@class='stamp']")


@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_says_it_and_has_no_chinese_but_what_was_delivered(
    editions, delivered, name
):
    """Names of files, headers and texts of a delivery are quoted; all else would be ours."""
    tree = html.parse(editions / "reports" / f"{name}-en.html").getroot()
    assert tree.get("lang") == "en"
    (other,) = tree.xpath("//*[starts-with(@lang, 'zh')]")
    assert (other.text, other.get("href")) == ("中文", f"{name}.html")
    other.drop_tree()
    whole = html.tostring(tree, encoding="unicode")
    assert sorted({run for run in HAN.findall(whole) if run not in delivered}) == []


def test_an_english_number_opens_in_english_and_leads_to_its_english_rows(opened):
    number = opened.page.locator("main .paragraph a.fact:text-is('12')").first
    number.hover()
    expect(opened.page.locator("#tip b")).to_have_text("number of mines")
    expect(opened.page.locator("#tip")).to_contain_text("Definition: number of records")
    opened.page.get_by_role("link", name=re.compile("12 rows")).click()
    opened.expect_address("/facts-en.html#MINE.TOTAL")
    expect(opened.page.locator("article h2")).to_have_text("number of mines")
    expect(opened.page.locator("article .check").first).to_contain_text("12")


def test_the_search_of_the_english_site_stays_in_it(opened):
    opened.page.get_by_role("searchbox").fill("damaged land")
    opened.press("Enter")
    opened.page.wait_for_url("**/index-en.html#q=*")
    links = opened.page.locator("#results a")
    expect(links).not_to_have_count(0)
    for link in links.all():
        assert link.get_attribute("href").partition("#")[0].endswith("-en.html")


@pytest.mark.parametrize(
    "place", ["02_status{}.html#table-2-1", "facts{}.html#LAND.DAMAGED", "index{}.html"]
)
def test_the_switch_leads_to_the_same_place_in_the_other_language_and_back(opened, place):
    opened.go(place.format("-en"))
    opened.page.get_by_role("link", name="中文").click()
    opened.expect_address(f"/{place.format('')}")
    expect(opened.page.locator("html")).to_have_attribute("lang", "zh-CN")
    opened.page.get_by_role("link", name="English").click()
    opened.expect_address(f"/{place.format('-en')}")
    expect(opened.page.locator("html")).to_have_attribute("lang", "en")


def test_axe_finds_nothing_serious_in_english(visit, editions):
    made = visit(editions / "reports" / "index-en.html", bypass_csp=True)
    for name in PAGES:
        made.go(f"{name}-en.html")
        assert made.violations(SERIOUS) == [], name
