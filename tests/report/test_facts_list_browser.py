"""The list of the page of facts in a real browser: search, moving between facts, keyboard, axe."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.report.browsing import PHONE, WIDE
from tests.report.facts_samples import META, STRANGE, page
from tests.report.facts_tab import FactsTab, written


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path, page()), FactsTab)


def test_a_derived_number_leads_to_what_it_was_computed_from_and_back(opened):
    opened.open("MODEL")
    opened.page.locator("article a:text-is('标签RATE')").click()
    opened.expect_heading("标签RATE")
    opened.page.locator("article a:text-is('标签LAND')").click()
    opened.expect_heading("标签LAND")
    opened.expect_focus("标签LAND")
    opened.expect_texts("section:has(h3:text-is('用它算出的数')) td a", ["标签RATE", "标签BOTH"])
    opened.page.go_back()
    opened.expect_heading("标签RATE")
    assert opened.page.title().startswith("标签RATE")
    opened.page.go_back()
    opened.expect_heading("标签MODEL")


def test_a_derived_number_shows_the_rows_of_each_of_its_sources(opened):
    opened.open("MODEL")
    choice = opened.page.get_by_label("显示哪个数的行")
    expect(choice.locator("option")).to_have_text(["标签LAND (3)", "标签MINES (3)"])
    opened.expect_column(-1, ["44000", "-0.5", "751"])
    choice.select_option("标签MINES (3)")
    opened.expect_column(-1, ["1", "1", "1"])
    opened.expect_checks("按定义由这些数算出", "各行重新计数：3 个 ✓")


@pytest.mark.parametrize(
    ("asked", "labels"),
    [
        ("44750", ["标签LAND"]), ("44,750", ["标签LAND"]), ("44750.5", ["标签LAND"]),
        ("标签max", ["标签MAX"]), ("签 RATE", ["标签RATE"]), ("12,000", [f"标签{STRANGE}"]),
        ("none of these", []),
    ],
)  # fmt: skip
def test_search_finds_ids_labels_and_numbers_as_printed(opened, asked, labels):
    opened.page.get_by_label("查找数据项").fill(asked)
    opened.expect_texts("[id=':found']", [f"共 9 项，符合的 {len(labels)} 项"])
    # Groups are open while something is asked for.
    opened.expect_texts(".entry:visible a", labels)


def test_everything_can_be_done_by_keyboard(opened):
    opened.page.get_by_label("查找数据项").focus()
    opened.page.keyboard.type("44750")
    opened.expect_texts(".entry:visible a", ["标签LAND"])
    opened.press("Tab", "Tab", "Tab", "Tab")
    opened.expect_focus("标签LAND")
    opened.press("Enter")
    opened.expect_heading("标签LAND")
    expect(opened.heading).to_be_focused()
    opened.press("Tab")
    expect(opened.page.get_by_label("筛选这些行")).to_be_focused()
    opened.page.keyboard.type("751")
    opened.expect_column(-1, ["751"])
    opened.expect_checks("各行重新合计", "筛选出的行合计：751 亩")
    opened.press("Shift+Tab")
    opened.expect_focus("← 全部数据项")
    opened.press("Enter")
    expect(opened.page.locator(".entry:visible a")).to_be_focused()
    opened.expect_texts(".entry:visible a", ["标签LAND"])
    expect(opened.page.get_by_label("查找数据项")).to_have_value("44750")


def test_the_way_past_the_bar_stays_at_the_fact(opened):
    opened.open("LAND")
    opened.page.locator("a.skip").focus()
    opened.press("Enter")
    expect(opened.page.locator("main")).to_be_focused()
    opened.expect_heading("标签LAND")
    expect(opened.heading).to_be_visible()


def test_all_groups_are_opened_and_closed(opened):
    groups, shown = opened.page.locator(".group"), opened.page.locator(".group[open]")
    opened.page.get_by_role("button", name="全部展开").click()
    expect(shown).to_have_count(groups.count())
    opened.page.get_by_role("button", name="全部收起").click()
    expect(shown).to_have_count(0)


def test_the_way_back_leads_to_where_the_list_was_left(visit, tmp_path):
    made = visit(written(tmp_path, page()), FactsTab, viewport={"width": 1280, "height": 300})
    made.page.get_by_role("button", name="全部展开").click()
    entry = made.page.locator(".entry a", has_text="标签MINES")
    entry.click()
    made.expect_heading("标签MINES")
    made.page.locator("article .back a").click()
    expect(entry).to_be_focused()
    expect(entry).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_and_the_page_is_no_wider_than_the_screen(visit, tmp_path, size, scheme):
    path = written(tmp_path, page(), replace(META, provenance="synthetic"))
    made = visit(path, FactsTab, viewport=size, color_scheme=scheme, bypass_csp=True)
    made.page.get_by_role("button", name="全部展开").click()
    made.expect_count(".group:not([open])", 0)
    for name in ("", "MODEL", STRANGE):
        if name:
            made.open(name)
        assert made.violations() == []
        assert made.overflow == 0
