"""The page of facts in a real browser, without a network: open, follow, search, sort, copy."""

from dataclasses import replace

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from dandong_analysis.evidence import Cell, Evidence, Reference, Rows
from dandong_analysis.report.document import printable
from dandong_analysis.report.facts_page import render_facts
from dandong_analysis.report.opened import fact_address
from tests.e2e.conftest import needs
from tests.report.conftest import HOSTILE
from tests.report.facts_samples import META, STRANGE, fact, page

WIDE, PHONE = {"width": 1300, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser():
    program = needs("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


class Opened:
    """A page of facts that is open, what it asked for and what it complained about."""

    def __init__(self, browser, path, data, **options):
        path.write_bytes(data)
        self.address = path.as_uri()
        self.page = browser.new_page(**{"viewport": WIDE, **options})
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(self.address)

    def open(self, fact_id):
        self.page.goto(self.address.replace("facts.html", fact_address(fact_id)))
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def text(self, selector):
        return self.page.locator(selector).all_inner_texts()

    @property
    def heading(self):
        return self.page.locator("article h2").inner_text()

    @property
    def focused(self):
        return self.page.evaluate("document.activeElement.textContent || document.activeElement.id")

    @property
    def shown(self):
        """The labels of the list that can be seen; groups are open while something is asked for."""
        return self.text(".entry:visible a")

    @property
    def rows(self):
        lines = self.page.locator(".rows tbody tr").all()
        return [line.locator("td").all_inner_texts() for line in lines]

    @property
    def checks(self):
        return self.text("article .check:visible")

    def told(self, name):
        return self.page.locator(f"dl.details dt:text-is('{name}') + dd").inner_text()


@pytest.fixture
def opened(browser, tmp_path):
    made = Opened(browser, tmp_path / "facts.html", render_facts(page(), META))
    yield made
    assert {url.partition("#")[0] for url in made.asked} == {made.address}
    assert made.said == []
    made.page.close()


def test_an_address_opens_the_fact_with_all_that_is_known_of_it(opened):
    opened.open("LAND")
    assert opened.heading == "标签LAND"
    assert opened.page.title().startswith("标签LAND · ")
    assert opened.focused == "标签LAND"
    assert opened.told("未修约的值") == "44750.5 亩"
    assert opened.told("筛选条件") == "规模：大型"
    assert opened.told("公布值") == "44,751（见 二）"
    assert opened.told("对比结论") == "一致"
    assert opened.told("命令行") == "dandong trace 'LAND'"
    assert opened.page.locator("article a:text-is('表1-1　矿山')").get_attribute("href") == (
        "01_first.html#table-1-1"
    )
    assert not opened.page.locator(".entry").first.is_visible()


def test_the_rows_of_a_sum_are_shown_and_added_up_again(opened):
    opened.open("LAND")
    assert opened.rows == [
        ["1", "team/mines.csv", "", "2", "3", "面积", "44000亩", "换算单位", "44000"],
        ["2", "team/mines.csv", "", "3", "3", "面积", "-0.5", "", "-0.5"],
        ["3", "team/mines.csv", "", "4", "3", "面积", "751", "", "751"],
    ]
    assert opened.checks == ["各行重新合计：44750.5 亩 ✓ 与数据项的值一致"]
    assert opened.text(".files li") == ["team/mines.csv aa11"]


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("MINES", "各行重新计数：3 个 ✓"), ("MAX", "各行中的最大值：44000 亩 ✓"),
        ("KINDS", "各行中不同值的个数：2 项 ✓"), ("RATE", "重新相除：44750.5 ÷ 3 ✓"),
        ("BOTH", "各数重新合计：44753.5 亩 ✓"), ("MODEL", "按定义由这些数算出"),
    ],
)  # fmt: skip
def test_each_measure_is_made_again(opened, name, check):
    assert opened.open(name).checks[0].startswith(check)


def test_a_value_that_its_rows_do_not_give_is_said(browser, tmp_path):
    wrong = (
        fact("LAND", "44750.6", table="land"),
        fact("RATE", "14916.84", "LAND", "MINES", measure="ratio"),
    )
    facts = page(*wrong, fact("MINES", "3", measure="count", table="mines"))
    made = Opened(browser, tmp_path / "facts.html", render_facts(facts, META))
    assert made.open("LAND").checks == ["各行重新合计：44750.5 亩 ✗ 与数据项的值不一致"]
    assert made.open("RATE").checks[0] == "重新相除：44750.6 ÷ 3 ✗ 与数据项的值不一致"
    made.page.close()


def test_an_endless_decimal_is_cut_off_visibly_and_its_last_digits_may_differ(browser, tmp_path):
    third = "0.333333333333333333333333333333"
    cells = (
        Cell("team", "a.csv", "", 2, "1", "面积", "5"),
        Cell("team", "a.csv", "", 3, "1", "面积", "10"),
    )
    two = np.arange(2)
    own = fact("ZONE", "1.000000000000000000000000000000", table="zones", n_rows=2)
    found = Evidence(
        cells, (Rows(two, (third, third[:-1] + "4" + "6" * 29)),), {"ZONE": Reference(0, two)}
    )
    double = fact("ZONE", "0.666666666666666666666666666666", table="zones", n_rows=2)
    for value, sign in ((own, "✗"), (double, "✓")):
        shown = replace(page(value), evidence=found)
        made = Opened(browser, tmp_path / "facts.html", render_facts(shown, META))
        made.open("ZONE")
        assert [row[-1] for row in made.rows] == ["0.333333333333…", "0.333333333333…"]
        assert made.checks[0].startswith(f"各行重新合计：0.666666666666… 亩 {sign} ")
        made.page.close()


def test_rows_that_no_delivered_cell_stands_for_are_counted_and_said(browser, tmp_path):
    nowhere = Evidence(
        (Cell("", "", "", None, "", "", ""),), (Rows(np.array([0, 0]), ("1", "1")),),
        {"FLIPS": Reference(0, np.arange(2))},
    )  # fmt: skip
    shown = replace(page(fact("FLIPS", "2", measure="count", table="flips")), evidence=nowhere)
    made = Opened(browser, tmp_path / "facts.html", render_facts(shown, META)).open("FLIPS")
    assert made.checks == ["各行重新计数：2 亩 ✓ 与数据项的值一致"]
    assert "没有哪个提交的单元格与之对应" in made.text("article")[0]
    assert made.rows == []
    made.page.close()


def test_a_derived_number_leads_to_what_it_was_computed_from_and_back(opened):
    opened.open("MODEL")
    opened.page.locator("article a:text-is('标签RATE')").click()
    assert opened.heading == "标签RATE"
    opened.page.locator("article a:text-is('标签LAND')").click()
    assert (opened.heading, opened.focused) == ("标签LAND", "标签LAND")
    assert opened.text("section:has(h3:text-is('用它算出的数')) td a") == ["标签RATE", "标签BOTH"]
    opened.page.go_back()
    assert (opened.heading, opened.page.title()[:6]) == ("标签RATE", "标签RATE")
    opened.page.go_back()
    assert opened.heading == "标签MODEL"


def test_a_derived_number_shows_the_rows_of_each_of_its_sources(opened):
    opened.open("MODEL")
    choice = opened.page.get_by_label("显示哪个数的行")
    assert choice.locator("option").all_inner_texts() == ["标签LAND (3)", "标签MINES (3)"]
    assert [row[-1] for row in opened.rows] == ["44000", "-0.5", "751"]
    choice.select_option("标签MINES (3)")
    assert [row[-1] for row in opened.rows] == ["1", "1", "1"]
    assert opened.checks[-1].startswith("各行重新计数：3 个 ✓")


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
    assert opened.shown == labels
    assert opened.text("[id=':found']") == [f"共 9 项，符合的 {len(labels)} 项"]


def test_everything_can_be_done_by_keyboard(opened):
    opened.page.get_by_label("查找数据项").focus()
    opened.page.keyboard.type("44750")
    opened.press("Tab", "Tab", "Tab", "Tab")
    assert opened.focused == "标签LAND"
    opened.press("Enter")
    assert (opened.heading, opened.focused) == ("标签LAND", "标签LAND")
    opened.press("Tab")
    assert opened.page.evaluate("document.activeElement.type") == "search"
    opened.page.keyboard.type("751")
    assert [row[-1] for row in opened.rows] == ["751"]
    assert opened.checks[-1] == "筛选出的行合计：751 亩"
    opened.press("Shift+Tab")
    assert opened.focused == "← 全部数据项"
    opened.press("Enter")
    opened.page.locator(".entry:visible").wait_for()
    assert opened.focused == "标签LAND"
    assert opened.page.get_by_label("查找数据项").input_value() == "44750"


def test_many_rows_are_leafed_through_and_sorted(opened):
    opened.open(STRANGE)
    status = opened.page.locator(".rows .bar [role=status]").last
    assert (len(opened.rows), status.inner_text()) == (100, "第 1–100 行，共 250 行")
    opened.page.get_by_role("button", name="末页").click()
    assert (len(opened.rows), status.inner_text()) == (50, "第 201–250 行，共 250 行")
    assert opened.rows[-1][6] == "M250"
    head = opened.page.locator("th:has(button:text-is('行'))")
    head.locator("button").click()
    assert (head.get_attribute("aria-sort"), opened.rows[0][3]) == ("ascending", "1")
    head.locator("button").click()
    assert (head.get_attribute("aria-sort"), opened.rows[0][3]) == ("descending", "250")
    assert opened.page.locator("th[aria-sort]").count() == 1


def test_numbers_are_sorted_by_size(opened):
    opened.open("LAND")
    opened.page.locator("th button", has_text="计入值").click()
    assert [row[-1] for row in opened.rows] == ["-0.5", "751", "44000"]


@pytest.mark.parametrize(("button", "by"), [("复制到电子表格", "\t"), ("复制为 CSV", ",")])
def test_rows_are_copied_with_header_and_unit_and_never_as_a_formula(browser, tmp_path, button, by):
    cells = page(texts=("=1+1", '甲"乙', " ＋A1", "a\tb,c", "-7"))
    made = Opened(browser, tmp_path / "facts.html", render_facts(cells, META))
    made.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    made.open(STRANGE)
    made.page.get_by_label("筛选这些行").fill("A")
    made.page.get_by_label("筛选这些行").fill("")
    made.page.get_by_role("button", name=button).click()
    made.page.wait_for_selector(".by-hand:text('已复制 250 行')")
    lines = made.page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n").split("\n")
    assert lines[0].split(by)[-2:] == ["单元格原文", "计入值 (亩)"]
    texts = [line.split(by, 6)[6].rsplit(by, 1)[0] for line in lines[1:7]]
    tabbed = "a b,c" if by == "\t" else '"a b,c"'
    assert texts == ["'=1+1", '"甲""乙"', "' ＋A1", tabbed, "-7", "M006"]
    assert len(lines) == 251
    made.page.close()


def test_without_the_clipboard_the_rows_are_offered_to_copy_by_hand(opened):
    opened.open("LAND")
    opened.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }"
    )
    opened.page.get_by_role("button", name="复制到电子表格").click()
    box = opened.page.locator(".by-hand textarea")
    assert box.input_value().splitlines()[3].endswith("\t751\t\t751")


def test_a_fact_that_the_page_lacks_and_a_broken_address_are_said(opened):
    opened.open("NO.SUCH")
    assert opened.heading == "本页没有编号为“NO.SUCH”的数据项。"
    opened.page.goto(f"{opened.address}#%E0%A4%A")
    assert "%E0%A4%A" in opened.heading
    opened.page.locator("article .back a").click()
    assert opened.page.locator(".group").first.is_visible()


def test_a_number_without_a_value_says_why(opened):
    opened.open("NOTHING")
    assert opened.told("未修约的值") == "没有值"
    assert opened.told("说明") == "没有提交“矿山”表"
    assert "这个数没有可以逐行列出的依据。" in opened.text("article p")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_not_run(browser, tmp_path, text):
    own = fact(f"A{text}", "250", table="t", measure="count", sources=(text,), published=text)
    made = Opened(browser, tmp_path / "facts.html", render_facts(page(own, texts=(text,)), META))
    made.open(f"A{printable(text)}")
    assert made.heading == f"标签A{printable(text)}"
    assert made.told("来源") == printable(text).strip()
    assert made.page.locator("script").count() == 3
    assert made.page.locator("article :is(script, img, iframe)").count() == 0
    assert made.said == []
    made.page.close()


def test_another_script_is_not_run(browser, tmp_path):
    data = render_facts(page(), META)
    added = data.replace(b"</body>", b"<script>window.ran = 1</script></body>")
    made = Opened(browser, tmp_path / "facts.html", added)
    assert made.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in made.said)
    made.page.close()


def test_without_a_script_the_list_is_there_and_says_what_to_do(browser, tmp_path):
    made = Opened(
        browser, tmp_path / "facts.html", render_facts(page(), META), java_script_enabled=False
    )
    made.open(STRANGE)
    target = made.page.locator(".entry:target")
    assert target.is_visible()
    assert target.locator("b").inner_text() == "12,000"
    assert "dandong trace ID" in made.page.locator("body").inner_text()
    assert not made.page.get_by_label("查找数据项").is_visible()
    made.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_and_the_page_is_no_wider_than_the_screen(
    browser, tmp_path, size, scheme
):
    data = render_facts(page(), replace(META, provenance="synthetic"))
    # The checker is a script of its own, which the page's policy would stop.
    made = Opened(
        browser, tmp_path / "facts.html", data, viewport=size, color_scheme=scheme, bypass_csp=True
    )
    for name in ("", "MODEL", STRANGE):
        if name:
            made.open(name)
        else:
            made.page.get_by_role("button", name="全部展开").click()
        found = Axe().run(made.page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
        assert made.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    made.page.close()


def test_on_paper_a_fact_has_its_rows_and_no_buttons(opened):
    opened.open("LAND")
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".rows tbody tr").first.is_visible()
    assert opened.text(".bar button:visible") == []
    assert opened.page.pdf(format="A4").startswith(b"%PDF")
