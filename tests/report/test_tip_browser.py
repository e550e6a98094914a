"""What opens at a number of a page in a real browser: by pointer, keyboard, touch, without script."""

import pytest
from playwright.sync_api import expect

from tests.report.browsing import FINGERS, PHONE
from tests.report.page_samples import written


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path))


@pytest.fixture
def stopped(opened):
    """The page, where time passes only as the test lets it."""
    opened.page.clock.install()
    opened.page.reload()
    opened.page.clock.pause_at(opened.page.evaluate("Date.now() + 1000"))
    return opened


def tip(opened):
    return opened.page.locator("#tip")


def link(opened, text):
    return opened.page.locator(f"p.paragraph a.fact:text-is('{text}')")


def test_a_number_opens_under_the_pointer_with_what_stands_behind_it(opened):
    link(opened, "32.33").hover()
    expect(tip(opened)).to_be_visible()
    lines = opened.text("#tip > :is(b, i)")
    assert lines[:3] == ["占比", "定义：“矿山基本情况”表的记录数", "数值：32.332015… %"]
    assert "由此得出：矿山总数 1,265 个" in lines
    assert "由此得出：MINE.ELSEWHERE" in lines


def test_the_box_stays_while_the_pointer_is_on_its_way_to_it_and_on_it(stopped):
    link(stopped, "32.33").hover()
    expect(tip(stopped)).to_be_visible()
    box = tip(stopped).bounding_box()
    stopped.page.mouse.move(5, 850)
    stopped.handled()
    stopped.page.clock.run_for(100)
    expect(tip(stopped)).to_be_visible()
    stopped.page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
    stopped.handled()
    stopped.page.clock.run_for(10_000)
    expect(tip(stopped)).to_be_visible()
    stopped.page.mouse.move(5, 850)
    stopped.handled()
    stopped.page.clock.run_for(10_000)
    expect(tip(stopped)).to_be_hidden()


def test_the_box_leads_to_the_rows_of_the_number_and_of_those_it_comes_from(opened):
    link(opened, "32.33").hover()
    expect(tip(opened)).to_be_visible()
    found = {a.inner_text(): a.get_attribute("href") for a in tip(opened).locator("a").all()}
    assert found == {
        "矿山总数 1,265 个": "facts.html#MINE.TOTAL",
        "MINE.ELSEWHERE": "facts.html#MINE.ELSEWHERE",
        "查看来源 409 行": "facts.html#MINE%2FSHARE%3Fa%3D1", "定义": "#entry-2",
    }  # fmt: skip


def focus(opened, text):
    """Put the focus on a number as Tab does."""
    link(opened, text).focus()
    opened.press("Shift+Tab", "Tab")
    expect(link(opened, text)).to_be_focused()
    expect(tip(opened)).to_be_visible()


def pass_over(opened, text):
    """Move the pointer over a number and far away, and let time pass."""
    link(opened, text).hover()
    opened.page.mouse.move(5, 850)
    opened.handled()
    opened.page.clock.run_for(10_000)


def test_a_focused_number_stays_open_whatever_the_pointer_does(stopped):
    focus(stopped, "1,265")
    expect(link(stopped, "1,265")).to_have_attribute("aria-describedby", "tip")
    pass_over(stopped, "1,265")
    expect(tip(stopped)).to_be_visible()


def test_the_box_stays_open_while_a_link_in_it_has_the_focus(stopped):
    focus(stopped, "1,265")
    stopped.press("Tab")
    stopped.expect_focus("查看来源 1265 行")
    pass_over(stopped, "1,265")
    expect(tip(stopped)).to_be_visible()


def test_tab_goes_through_the_links_of_the_box_and_to_the_next_number(opened):
    focus(opened, "1,265")
    opened.press("Tab")
    opened.expect_focus("查看来源 1265 行")
    opened.press("Tab", "Tab")
    opened.expect_focus("32.33")
    opened.expect_texts("#tip b", ["占比"])


def test_escape_closes_and_gives_the_focus_back(opened):
    focus(opened, "1,265")
    opened.press("Tab")
    opened.expect_focus("查看来源 1265 行")
    opened.press("Escape")
    expect(tip(opened)).to_be_hidden()
    opened.expect_focus("1,265")
    expect(link(opened, "1,265")).not_to_have_attribute("aria-describedby", "tip")


def test_escape_closes_what_the_pointer_opened(stopped):
    link(stopped, "32.33").hover()
    expect(tip(stopped)).to_be_visible()
    stopped.press("Escape")
    expect(tip(stopped)).to_be_hidden()


def test_a_click_goes_to_the_entry_of_the_number(stopped):
    link(stopped, "32.33").click()
    stopped.expect_address("#entry-2")
    expect(stopped.page.locator(":target")).to_contain_text("占比")
    expect(tip(stopped)).to_be_hidden()


def test_a_press_elsewhere_closes_the_box(stopped):
    link(stopped, "32.33").hover()
    expect(tip(stopped)).to_be_visible()
    stopped.page.mouse.click(5, 850)
    expect(tip(stopped)).to_be_hidden()


def test_the_box_closes_when_the_focus_goes_elsewhere(stopped):
    focus(stopped, "1,265")
    stopped.page.get_by_role("searchbox").focus()
    expect(tip(stopped)).to_be_hidden()


def edges(locator):
    box = locator.bounding_box()
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def test_the_box_stays_at_its_number_and_above_it_where_there_is_no_room_below(opened):
    number = link(opened, "1,265")
    focus(opened, "1,265")
    opened.becomes(lambda: edges(tip(opened))[1] - edges(number)[3], pytest.approx(0, abs=2))
    opened.page.evaluate("scrollBy(0, 60)")
    opened.becomes(lambda: edges(tip(opened))[1] - edges(number)[3], pytest.approx(0, abs=2))
    opened.page.set_viewport_size({"width": 1280, "height": round(edges(number)[3]) + 40})
    opened.becomes(lambda: edges(tip(opened))[3] - edges(number)[1], pytest.approx(0, abs=2))


def test_the_box_of_a_number_on_the_right_does_not_leave_the_window(visit, tmp_path):
    made = visit(written(tmp_path), viewport={"width": 800, "height": 900})
    made.page.locator("tbody tr:first-child a.fact").last.hover()
    expect(tip(made)).to_be_visible()
    left, _, right, _ = edges(tip(made))
    assert left > 300
    assert right <= 800


def test_a_tap_opens_and_the_next_one_follows(visit, tmp_path):
    made = visit(written(tmp_path), **FINGERS)
    link(made, "1,265").tap()
    made.expect_texts("#tip b", ["矿山总数"])
    assert "#" not in made.page.url
    left, _, right, bottom = edges(tip(made))
    assert (left, right, bottom) == pytest.approx((0, PHONE["width"], PHONE["height"]), abs=1)
    tip(made).get_by_role("button", name="关闭").tap()
    expect(tip(made)).to_be_hidden()
    link(made, "32.33").tap()
    made.expect_texts("#tip b", ["占比"])
    link(made, "32.33").tap()
    made.expect_address("#entry-2")


def test_without_a_script_a_number_still_leads_to_its_entry(visit, tmp_path):
    made = visit(written(tmp_path), java_script_enabled=False)
    link(made, "32.33").click()
    made.expect_address("#entry-2")
    made.expect_count("button:visible, form:visible", 0)
