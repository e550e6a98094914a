"""The page of facts in a real browser, without a network: what a fact shows, and what runs."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

from dandong_analysis.evidence import Cell, Evidence, Reference, Rows
from dandong_analysis.report.document import printable
from tests.report.conftest import HOSTILE
from tests.report.facts_samples import STRANGE, fact, page
from tests.report.facts_tab import FactsTab, written


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path, page()), FactsTab)


def test_an_address_opens_the_fact_with_all_that_is_known_of_it(opened):
    opened.open("LAND")
    opened.expect_heading("标签LAND")
    assert opened.page.title().startswith("标签LAND · ")
    opened.expect_focus("标签LAND")
    assert opened.told("未修约的值") == "44750.5 亩"
    assert opened.told("筛选条件") == "规模：大型"
    assert opened.told("公布值") == "44,751（见 二）"
    assert opened.told("对比结论") == "一致"
    assert opened.told("命令行") == "dandong trace 'LAND'"
    stands = opened.page.locator("article a:text-is('表1-1　矿山')")
    expect(stands).to_have_attribute("href", "01_first.html#table-1-1")
    expect(opened.page.locator(".entry").first).to_be_hidden()


def test_the_rows_of_a_sum_are_shown_and_added_up_again(opened):
    opened.open("LAND")
    assert opened.rows == [
        ["1", "team/mines.csv", "", "2", "3", "面积", "44000亩", "换算单位", "44000"],
        ["2", "team/mines.csv", "", "3", "3", "面积", "-0.5", "", "-0.5"],
        ["3", "team/mines.csv", "", "4", "3", "面积", "751", "", "751"],
    ]
    opened.expect_checks("各行重新合计：44750.5 亩 ✓ 与数据项的值一致")
    assert opened.text(".files li") == ["team/mines.csv aa11"]


@pytest.mark.parametrize(
    ("name", "checks"),
    [
        ("MINES", ("各行重新计数：3 个 ✓",)), ("MAX", ("各行中的最大值：44000 亩 ✓",)),
        ("KINDS", ("各行中不同值的个数：2 项 ✓",)),
        ("RATE", ("重新相除：44750.5 ÷ 3 ✓", "各行重新合计：44750.5 亩 ✓")),
        ("BOTH", ("各数重新合计：44753.5 亩 ✓", "各行重新合计：44750.5 亩 ✓")),
        ("MODEL", ("按定义由这些数算出", "各行重新合计：44750.5 亩 ✓")),
    ],
)  # fmt: skip
def test_each_measure_is_made_again(opened, name, checks):
    opened.open(name).expect_checks(*checks)


def test_a_value_that_its_rows_do_not_give_is_said(visit, tmp_path):
    wrong = (
        fact("LAND", "44750.6", table="land"),
        fact("RATE", "14916.84", "LAND", "MINES", measure="ratio"),
    )
    facts = page(*wrong, fact("MINES", "3", measure="count", table="mines"))
    made = visit(written(tmp_path, facts), FactsTab)
    differs = "各行重新合计：44750.5 亩 ✗ 与数据项的值不一致"
    made.open("LAND").expect_checks(differs)
    made.open("RATE").expect_checks("重新相除：44750.6 ÷ 3 ✗ 与数据项的值不一致", differs)


@pytest.mark.parametrize(
    ("value", "sign"),
    [("1.000000000000000000000000000000", "✗"), ("0.666666666666666666666666666666", "✓")],
)
def test_an_endless_decimal_is_cut_off_visibly_and_its_last_digits_may_differ(
    visit, tmp_path, value, sign
):
    third = "0.333333333333333333333333333333"
    cells = (
        Cell("team", "a.csv", "", 2, "1", "面积", "5"),
        Cell("team", "a.csv", "", 3, "1", "面积", "10"),
    )
    two = np.arange(2)
    found = Evidence(
        cells, (Rows(two, (third, third[:-1] + "4" + "6" * 29)),), {"ZONE": Reference(0, two)}
    )
    shown = replace(page(fact("ZONE", value, table="zones", n_rows=2)), evidence=found)
    made = visit(written(tmp_path, shown), FactsTab).open("ZONE")
    assert [row[-1] for row in made.rows] == ["0.333333333333…", "0.333333333333…"]
    made.expect_checks(f"各行重新合计：0.666666666666… 亩 {sign} ")


def test_rows_that_no_delivered_cell_stands_for_are_counted_and_said(visit, tmp_path):
    nowhere = Evidence(
        (Cell("", "", "", None, "", "", ""),), (Rows(np.array([0, 0]), ("1", "1")),),
        {"FLIPS": Reference(0, np.arange(2))},
    )  # fmt: skip
    shown = replace(page(fact("FLIPS", "2", measure="count", table="flips")), evidence=nowhere)
    made = visit(written(tmp_path, shown), FactsTab).open("FLIPS")
    made.expect_checks("各行重新计数：2 亩 ✓ 与数据项的值一致")
    assert "没有哪个提交的单元格与之对应" in made.text("article")[0]
    assert made.rows == []


def test_a_fact_that_the_page_lacks_and_a_broken_address_are_said(opened):
    opened.ask("NO.SUCH")
    opened.expect_heading("本页没有编号为“NO.SUCH”的数据项。")
    opened.go("facts.html#%E0%A4%A")
    expect(opened.heading).to_contain_text("%E0%A4%A")
    opened.page.locator("article .back a").click()
    expect(opened.page.locator(".group").first).to_be_visible()


def test_a_number_without_a_value_says_why(opened):
    opened.open("NOTHING")
    assert opened.told("未修约的值") == "没有值"
    assert opened.told("说明") == "没有提交“矿山”表"
    assert "这个数没有可以逐行列出的依据。" in opened.text("article p")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_not_run(visit, tmp_path, text):
    own = fact(f"A{text}", "250", table="t", measure="count", sources=(text,), published=text)
    made = visit(written(tmp_path, page(own, texts=(text,))), FactsTab)
    made.open(f"A{printable(text)}")
    made.expect_heading(f"标签A{printable(text)}")
    assert made.told("来源") == printable(text).strip()
    made.expect_count("script", 3)
    made.expect_count("article :is(script, img, iframe)", 0)


def test_another_script_is_not_run(visit, tmp_path):
    path = written(tmp_path, page())
    added = path.read_bytes().replace(b"</body>", b"<script>window.ran = 1</script></body>")
    path.write_bytes(added)
    made = visit(path, FactsTab)
    assert made.page.evaluate("window.ran") is None
    made.becomes(lambda: any("Content Security Policy" in text for text in made.said))
    made.said.clear()


def test_without_a_script_the_list_is_there_and_says_what_to_do(visit, tmp_path):
    made = visit(written(tmp_path, page()), FactsTab, java_script_enabled=False)
    made.ask(STRANGE)
    target = made.page.locator(".entry:target")
    expect(target).to_be_visible()
    expect(target.locator("b")).to_have_text("12,000")
    made.expect_texts("noscript code", ["dandong trace ID"])
    expect(made.page.get_by_label("查找数据项")).to_be_hidden()


def test_on_paper_a_fact_has_its_rows_and_no_buttons(opened):
    opened.open("LAND")
    opened.page.emulate_media(media="print")
    expect(opened.page.locator(".rows tbody tr").first).to_be_visible()
    opened.expect_count(".bar button:visible", 0)
    assert opened.page.pdf(format="A4").startswith(b"%PDF")
