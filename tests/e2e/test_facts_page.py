"""The page of facts of the demonstration: every printed number, down to the delivered cells."""

import json
import re
import unicodedata
from collections import Counter
from decimal import Decimal

import pytest
from lxml import html
from playwright.sync_api import expect

from tests.e2e.plain_readers import cell
from tests.report.facts_reader import Page
from tests.report.facts_tab import FactsTab

pytestmark = pytest.mark.xdist_group("demo")

FOLDERS = "data/raw/survey"
# Of each kind of table one: delivered, computed, about the survey, of the plan, derived.
TRACED = (
    "MINE.TOTAL", "LAND.MINES", "ROWS.QUARANTINED", "LAND.RATE@county=210682", "AUDIT.RELATIONS",
)  # fmt: skip


@pytest.fixture(scope="module")
def page(demo):
    return Page((demo.root / "reports" / "facts.html").read_bytes())


def refs(value):
    """All numbers in the JSON of a notebook, wherever they stand."""
    if isinstance(value, dict):
        if value.get("type") == "factref":
            yield value
        for inside in value.values():
            yield from refs(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from refs(inside)


def test_every_printed_number_and_all_its_ancestors_are_in_the_page(demo, page):
    printed = {}
    for path in (demo.root / "reports" / "executed").glob("*.ipynb"):
        for ref in refs(json.loads(path.read_text("utf-8"))):
            printed.setdefault(ref["id"], ref)
    assert len(printed) > 3000
    assert set(printed) <= set(page.ids)
    for name, ref in printed.items():
        parents = [page.ids[n] for n in page.known(name, "parents")]
        assert parents == ref["parents"], name
    for name in set(page.ids) - set(printed):
        assert any(page.ids.index(name) in parents for parents in page.facts["parents"]), name


def test_the_rows_of_every_count_and_sum_add_up_to_it(page):
    checked = Counter()
    for name in page.ids:
        measure, value = page.known(name, "measure"), page.known(name, "value")
        if measure not in {"count", "sum"} or page.known(name, "parents") or not value:
            continue
        amounts = [Decimal(row[-1]) for row in page.rows_of(name)]
        assert len(amounts) == page.known(name, "count"), name
        # Square kilometres held in mu are endless decimals, cut off beyond the fiftieth digit.
        assert abs(sum(amounts, Decimal(0)) - Decimal(value)) < Decimal("1e-20"), name
        checked[measure] += 1
    assert checked["count"] > 900
    assert checked["sum"] > 1400


@pytest.mark.parametrize("name", TRACED)
def test_the_page_and_the_command_give_the_same_rows(demo, page, name):
    traced = demo.json("trace", name)
    for parent in traced["parents"] or [traced]:
        rows = [
            (f"{r['delivery']}/{r['file']}", r["sha256"], r["sheet"], r["row"] or 0, r["column"],
             r["header"], r["raw"], r["value"] or "") for r in parent["rows"]
        ]  # fmt: skip
        assert rows
        shown = page.rows_of(parent["id"])
        assert [(*r[:6], r[6].strip(), r[8]) for r in shown] == [
            (*r[:6], re.sub(r"\s", " ", r[6]).strip(), r[7]) for r in rows
        ]
    assert page.known(name, "value") == traced["value"]
    assert page.told(name)["definition"] == traced["definition"]["zh"]


def area_in_mu(text: str, header: str) -> Decimal:
    """An area as delivered; the layer of Donggang has square metres in TBMJ."""
    number, unit = re.match(r"([0-9.]+)(.*)", unicodedata.normalize("NFKC", text).strip()).groups()
    told = unit or re.search(r"公顷|亩|TBMJ", header)[0]
    return Decimal(number) * MU[told]


MU = {"亩": Decimal(1), "公顷": Decimal(15), "平方米": Decimal("0.0015"), "TBMJ": Decimal("0.0015")}


# The declared correction of an area, as its file has it: "new" is the area in mu.
CORRECTED = {"声明更正 C05": Decimal("1.45")}


def test_damaged_land_read_from_the_delivered_files_is_the_printed_sum(demo, page):
    """Every row is read again from its file by a plain reader."""
    total = Decimal(0)
    rows = page.rows_of("LAND.DAMAGED")
    for file, _, sheet, row, column, header, raw, read, value in rows:
        text = cell(demo.root / FOLDERS / file, sheet, row, column)
        assert text.strip() == raw.strip(), (file, sheet, row)
        area = CORRECTED.get(read, area_in_mu(text, header))
        assert area == Decimal(value), (file, row, text, header)
        assert bool(read) == (f"{area:f}" != text), (file, row, text, read)
        total += area
    assert (len(rows), f"{total:.0f}") == (2681, "44750")
    assert total == Decimal(page.known("LAND.DAMAGED", "value"))
    assert page.told("LAND.DAMAGED")["printed"] == "44,750 亩"


def test_every_place_where_a_number_stands_is_in_a_chapter(demo, page):
    anchors = {}
    for path in (demo.root / "reports").glob("0*.html"):
        tree = html.fromstring(path.read_bytes().decode("utf-8"))
        anchors[path.name] = set(tree.xpath("//@id"))
    addresses = [address for address, _ in page.facts["places"]]
    assert len(addresses) > 100
    for address in addresses:
        name, _, anchor = address.partition("#")
        assert not anchor or anchor in anchors[name], address


def test_the_page_can_be_sent_by_mail(demo):
    assert (demo.root / "reports" / "facts.html").stat().st_size < 6_000_000


@pytest.fixture
def opened(visit, demo):
    return visit(demo.root / "reports" / "facts.html", FactsTab)


def test_a_reader_searches_a_number_and_comes_to_its_rows(opened, page):
    opened.page.get_by_label("查找数据项").fill("44,750")
    opened.page.locator(".entry:visible", has_text="LAND.DAMAGED").first.locator("a").click()
    opened.expect_heading(page.told("LAND.DAMAGED")["label"])
    values = opened.values()
    assert (len(values), f"{sum(values):.0f}") == (2681, "44750")
    expect(opened.page.locator(".check").first).to_contain_text("与数据项的值一致")


def test_a_share_leads_to_its_terms_and_back_by_keyboard(opened, page):
    name = "LAND.RATE@county=210682"
    opened.open(name)
    opened.page.locator("article td a").first.focus()
    opened.press("Enter")
    first = page.ids[page.known(name, "parents")[0]]
    opened.expect_heading(page.told(first)["label"])
    assert sum(opened.values()) == Decimal(page.known(first, "value"))
    opened.page.go_back()
    opened.expect_heading(page.told(name)["label"])


def test_every_check_on_the_page_agrees(opened, page):
    """Of every indicator the first fact: what the script adds up again is the fact."""
    first = {}
    for name in page.ids:
        first.setdefault((name.partition("@")[0], page.known(name, "measure")), name)
    assert len(first) > 200
    for name in first.values():
        opened.open(name)
        assert opened.text(".check.wrong") == [], name


def test_axe_finds_nothing_in_the_list_and_in_a_fact(visit, demo):
    made = visit(demo.root / "reports" / "facts.html", FactsTab, bypass_csp=True)
    assert made.violations() == []
    for name in ("LAND.DAMAGED", "ROWS.COUNT"):
        assert made.open(name).violations() == []
