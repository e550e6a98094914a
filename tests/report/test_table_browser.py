"""Tables of a page in a real browser without a network: sorting, copying, headers in sight."""

import pytest
from browsing import PHONE, Opened, chromium
from page_samples import table, written

from dandong_analysis.report.blocks import HeaderCell, Heading, Table


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def opened(browser, tmp_path):
    made = Opened(browser, written(tmp_path))
    yield made
    assert made.outside == []
    assert made.said == []
    made.close()


def column(opened, place):
    return opened.text(f"tbody tr > :nth-child({place})")


def test_a_column_is_sorted_by_value_with_the_total_last(opened):
    head = opened.page.get_by_role("button", name="面积")
    head.click()
    assert column(opened, 1) == ["丁县", "乙县", "甲县", "丙县", "合计"]
    assert opened.page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    head.focus()
    opened.press("Enter")
    assert column(opened, 1)[-1] == "合计"
    assert column(opened, 1)[:3] != ["丁县", "乙县", "甲县"]
    assert opened.page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    opened.press("Space")
    assert column(opened, 1) == ["甲县", "乙县", "丙县", "丁县", "合计"]
    assert opened.page.locator("th[aria-sort]").count() == 0


def test_numbers_without_a_value_stay_below_the_others_in_both_orders(opened):
    head = opened.page.get_by_role("button", name="面积")
    head.click()
    head.click()
    assert column(opened, 1) == ["甲县", "乙县", "丁县", "丙县", "合计"]


def test_a_copied_table_has_caption_units_header_and_plain_numbers(opened):
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="复制表格").click()
    assert opened.text(".tools [role=status]") == ["已复制，可粘贴到电子表格。"]
    read = """async (kind) => {
      const [item] = await navigator.clipboard.read();
      return (await item.getType(kind)).text();
    }"""
    lines = opened.page.evaluate(read, "text/plain").replace("\r\n", "\n").split("\n")
    assert [line.split("\t") for line in lines] == [
        ["表2-1　各县土地"], ["单位：亩"], ["县", "土地", "土地", "说明"], ["", "面积", "个数", ""],
        ["甲县", "1000.4", "9", "'=1+1"], ["乙县", "999.6", "10", "'@sum"],
        ["丙县", "—", "2", "-3.5"], ["丁县", "80", "1234", "一 句"], ["合计", "2080", "121", ""],
        ["注。"], ["模拟数据：由程序生成，不是实地调查成果"],
    ]  # fmt: skip
    copied = opened.page.evaluate(read, "text/html")
    assert copied.count("<tr>") == len(lines)
    assert "<td>1000.4</td>" in copied


def test_the_header_of_a_table_that_has_room_stays_in_sight(opened):
    opened.page.locator("tbody tr").nth(3).evaluate(
        "row => scrollTo(0, row.getBoundingClientRect().top + scrollY - 90)"
    )
    opened.page.wait_for_timeout(600)
    stamp = opened.page.locator(".stamp").bounding_box()
    head = opened.page.locator("thead").bounding_box()
    assert head["y"] == pytest.approx(stamp["y"] + stamp["height"], abs=3)


def test_a_wide_table_moves_in_a_box_that_takes_the_focus(browser, tmp_path):
    words = tuple(HeaderCell("很长的表头" * 3) for _ in range(9))
    rows = tuple(tuple((f"{r}行{c}列",) for c in range(9)) for r in range(3))
    wide = Table("t", "宽表", (words,), rows, "l" * 9)
    made = Opened(browser, written(tmp_path, [Heading("甲", 1), wide, table()]), viewport=PHONE)
    assert made.overflow == 0
    boxes = made.page.locator(".scroller")
    assert boxes.first.get_attribute("tabindex") == "0"
    boxes.first.evaluate("box => { box.scrollLeft = 200; }")
    first = made.page.locator("tbody th").first.bounding_box()
    assert first["x"] == pytest.approx(boxes.first.bounding_box()["x"], abs=1)
    made.close()
