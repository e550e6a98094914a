"""Tables of a page in a real browser without a network: sorting, copying, headers in sight."""

import pytest
from playwright.sync_api import expect

from dandong_analysis.report.blocks import HeaderCell, Heading, Table
from tests.report.browsing import PHONE
from tests.report.page_samples import table, written

FORMULAS = ("=1+1", "+A1", "-A1", "@sum", "＝1+1", "＋A1", "－A1", "＠sum")


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path))


def expect_rows(opened, names):
    opened.expect_texts("tbody tr > :first-child", names)


def test_a_column_is_sorted_by_value_with_the_total_last(opened):
    head = opened.page.get_by_role("button", name="面积")
    head.click()
    expect_rows(opened, ["丁县", "乙县", "甲县", "丙县", "合计"])
    expect(opened.page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    head.focus()
    opened.press("Enter")
    expect_rows(opened, ["甲县", "乙县", "丁县", "丙县", "合计"])
    expect(opened.page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    opened.press("Space")
    expect_rows(opened, ["甲县", "乙县", "丙县", "丁县", "合计"])
    opened.expect_count("th[aria-sort]", 0)


def copied(opened, kind="text/plain"):
    """What the clipboard holds after the table was copied."""
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="复制表格").click()
    opened.expect_texts(".tools [role=status]", ["已复制，可粘贴到电子表格。"])
    read = """async (kind) => {
      const [item] = await navigator.clipboard.read();
      return (await item.getType(kind)).text();
    }"""
    return opened.page.evaluate(read, kind)


def lines(text):
    return [line.split("\t") for line in text.replace("\r\n", "\n").split("\n")]


def test_a_copied_table_has_caption_units_header_and_plain_numbers(opened):
    assert lines(copied(opened)) == [
        ["表2-1　各县土地"], ["单位：亩"], ["县", "土地", "土地", "说明"], ["", "面积", "个数", ""],
        ["甲县", "1000.4", "9", "'=1+1"], ["乙县", "999.6", "10", "'@sum"],
        ["丙县", "—", "2", "-3.5"], ["丁县", "80", "1234", "一 句"], ["合计", "2080", "121", ""],
        ["注。"], ["模拟数据：由程序生成，不是实地调查成果"],
    ]  # fmt: skip
    marked = copied(opened, "text/html")
    assert marked.count("<tr>") == 11
    assert "<td>1000.4</td>" in marked


def test_nothing_that_is_copied_can_be_a_formula(visit, tmp_path):
    """A text that a spreadsheet would run gets an apostrophe; a number with a sign stays one."""
    head = (HeaderCell("=甲"), HeaderCell("乙"))
    rows = tuple(((text,), ("1",)) for text in (*FORMULAS, "+5", "-1,234.5", "甲=乙"))
    strange = Table("t", "表", (head,), rows, "ll", "", tuple(f"\u3000{t}" for t in FORMULAS))
    made = visit(written(tmp_path, [Heading("甲", 1), strange]))
    found = lines(copied(made))
    assert [line[0] for line in found[1 : len(rows) + 2]] == [
        "'=甲", *(f"'{text}" for text in FORMULAS), "+5", "-1234.5", "甲=乙",
    ]  # fmt: skip
    assert [line[0][0] for line in found[len(rows) + 2 :]] == ["'"] * len(FORMULAS)


def test_the_header_of_a_table_that_has_room_stays_in_sight(opened):
    opened.expect_count(".scroller.fits", 1)
    opened.page.locator("tbody tr").nth(3).evaluate(
        "row => scrollTo(0, row.getBoundingClientRect().top + scrollY - 90)"
    )
    stamp = opened.page.locator(".stamp")
    head = opened.page.locator("thead")

    def below():
        over = stamp.bounding_box()
        return head.bounding_box()["y"] - over["y"] - over["height"]

    opened.becomes(below, pytest.approx(0, abs=3))


def test_a_wide_table_moves_in_a_box_that_takes_the_focus(visit, tmp_path):
    words = tuple(HeaderCell("很长的表头" * 3) for _ in range(9))
    rows = tuple(tuple((f"{r}行{c}列",) for c in range(9)) for r in range(3))
    wide = Table("t", "宽表", (words,), rows, "l" * 9)
    made = visit(written(tmp_path, [Heading("甲", 1), wide, table()]), viewport=PHONE)
    box = made.page.locator(".scroller").first
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).not_to_have_class("scroller fits")
    assert made.overflow == 0
    box.evaluate("box => { box.scrollLeft = 200; }")
    first = made.page.locator("tbody th").first
    made.becomes(lambda: first.bounding_box()["x"], pytest.approx(box.bounding_box()["x"], abs=1))


def test_a_wide_table_is_printed_in_a_type_in_which_it_fits(visit, tmp_path):
    """156 mm of paper are 590 px; five numbers of 20 digits fit at 7.5 points, not at 8.5."""
    heads = tuple(HeaderCell(f"数{n}") for n in range(5))
    wide = Table("t", "宽表", (heads,), (tuple(("1" * 20,) for _ in range(5)),), "r" * 5)
    made = visit(written(tmp_path, [Heading("甲", 1), wide, table()]),
                 viewport={"width": 590, "height": 900})  # fmt: skip
    made.page.emulate_media(media="print")
    shown = [[t.evaluate("t => getComputedStyle(t).fontSize"), t.bounding_box()["width"]]
             for t in made.page.locator("table").all()]  # fmt: skip
    # 96 px are 72 points.
    assert [size for size, _ in shown] == ["10px", "11.3333px"]
    assert [width for _, width in shown] == [590, 590]
