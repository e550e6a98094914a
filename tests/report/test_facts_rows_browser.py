"""The rows of a fact in a real browser: leafed through, sorted, copied."""

import pytest
from playwright.sync_api import expect

from tests.report.facts_samples import STRANGE, page
from tests.report.facts_tab import FactsTab, written


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path, page()), FactsTab)


def test_many_rows_are_leafed_through_and_sorted(opened):
    opened.open(STRANGE)
    expect(opened.status).to_have_text("第 1–100 行，共 250 行")
    assert len(opened.rows) == 100
    opened.page.get_by_role("button", name="末页").click()
    expect(opened.status).to_have_text("第 201–250 行，共 250 行")
    assert len(opened.rows) == 50
    assert opened.rows[-1][6] == "M250"
    head = opened.page.locator("th:has(button:text-is('行'))")
    for order, first in (("ascending", "1"), ("descending", "250")):
        head.locator("button").click()
        expect(head).to_have_attribute("aria-sort", order)
        opened.becomes(lambda: opened.rows[0][3], first)
    opened.expect_count("th[aria-sort]", 1)


def test_numbers_are_sorted_by_size(opened):
    opened.open("LAND")
    opened.page.locator("th button", has_text="计入值").click()
    opened.expect_column(-1, ["-0.5", "751", "44000"])


def copied(opened, button):
    """The lines that the clipboard holds after the rows of a fact were copied."""
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.open(STRANGE)
    opened.page.get_by_role("button", name=button).click()
    opened.expect_texts(".by-hand", ["已复制 250 行（含表头和单位）"])
    text = opened.page.evaluate("navigator.clipboard.readText()")
    return text.replace("\r\n", "\n").split("\n")


@pytest.mark.parametrize(("button", "by"), [("复制到电子表格", "\t"), ("复制为 CSV", ",")])
def test_rows_are_copied_with_header_and_unit_and_never_as_a_formula(visit, tmp_path, button, by):
    formulas = ("=1+1", "+A1", "-A1", "@sum", "＝1", " ＋A1", "－A1", "\u3000＠sum")
    cells = page(texts=(*formulas, '甲"乙', "a\tb,c", "-7"))
    lines = copied(visit(written(tmp_path, cells), FactsTab), button)
    assert lines[0].split(by)[-2:] == ["单元格原文", "计入值 (亩)"]
    texts = [line.split(by, 6)[6].rsplit(by, 1)[0] for line in lines[1:13]]
    tabbed = "a b,c" if by == "\t" else '"a b,c"'
    assert texts == [*(f"'{text}" for text in formulas), '"甲""乙"', tabbed, "-7", "M012"]
    assert len(lines) == 251


def test_all_rows_are_there_again_when_the_filter_is_emptied(opened):
    opened.open("LAND")
    wanted = opened.page.get_by_label("筛选这些行")
    wanted.fill("751")
    opened.expect_column(-1, ["751"])
    wanted.fill("")
    opened.expect_column(-1, ["44000", "-0.5", "751"])


def test_without_the_clipboard_the_rows_are_offered_to_copy_by_hand(opened):
    opened.open("LAND")
    opened.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }"
    )
    opened.page.get_by_role("button", name="复制到电子表格").click()
    box = opened.page.locator(".by-hand textarea")
    expect(box).to_be_visible()
    assert box.input_value().splitlines()[3].endswith("\t751\t\t751")
