"""The view of a map in a real browser: closer and farther, moved, its scale bar and labels."""

import re

import pytest
from playwright.sync_api import expect

from tests.report.browsing import PHONE
from tests.report.map_tab import MapTab, written


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path), MapTab)


def test_what_has_the_focus_is_marked_and_comes_into_view(opened):
    opened.focus(*["+"] * 6, "Tab", "Tab")
    expect(opened.page.locator("[aria-selected=true]")).to_have_attribute("aria-label", "甲矿")
    left, top, width, height = opened.view
    assert left < 8000 < left + width
    assert top < 2000 < top + height
    expect(opened.page.locator(".outline")).to_have_attribute("d", re.compile(r"M\S+ 2000a"))


def test_buttons_and_keys_change_the_view_and_the_scale_bar(opened):
    whole, bar = opened.view, opened.text(".length")
    opened.enlarge()
    assert opened.view[2] == pytest.approx(whole[2] / 1.6)
    assert opened.text(".length") != bar
    opened.page.get_by_label("缩小").click()
    opened.becomes(lambda: opened.view, pytest.approx(whole))
    opened.expect_texts(".length", bar)
    opened.focus("+", "+", "ArrowRight", "ArrowDown")
    opened.becomes(lambda: opened.view[2], pytest.approx(whole[2] / 1.6**2))
    opened.becomes(lambda: opened.view[0] > whole[0] + (whole[2] - opened.view[2]) / 2)
    opened.press("0")
    opened.becomes(lambda: opened.view, pytest.approx(whole))
    opened.press("-")
    opened.handled()
    assert opened.view == pytest.approx(whole)


@pytest.mark.parametrize("presses", range(0, 12, 3))
def test_the_scale_bar_is_as_long_as_it_says(opened, presses):
    whole = opened.view[2]
    opened.focus(*["+"] * presses)
    opened.becomes(lambda: opened.view[2] < whole, presses > 0)
    opened.handled()
    number, unit = opened.text(".length")[0].split()
    assert number.strip("0") in {"1", "2", "5"}
    metres = int(number) * {"米": 1, "千米": 1000}[unit]
    pixels = opened.page.locator(".bar").bounding_box()["width"]
    assert pixels == pytest.approx(metres / 10 / opened.scale, abs=0.5)
    assert 40 < pixels <= 121


def test_symbols_and_labels_keep_their_size(opened):
    mark = opened.page.locator(".mark").first
    label = opened.page.locator(".labels text").first
    height = label.bounding_box()["height"]

    def enlarged():
        return float(mark.get_attribute("transform")[6:-1])

    whole = opened.scale
    opened.becomes(enlarged, pytest.approx(whole))
    opened.focus("+", "+")
    opened.becomes(lambda: opened.scale, pytest.approx(whole / 1.6**2))
    opened.becomes(enlarged, pytest.approx(whole / 1.6**2))
    opened.becomes(lambda: label.bounding_box()["height"], pytest.approx(height, abs=1.5))


def wheel(opened, down, times=1):
    """Turn the wheel with the key held that enlarges a map."""
    opened.page.keyboard.down("Control")
    for _ in range(times):
        opened.page.mouse.wheel(0, down)
    opened.page.keyboard.up("Control")


def test_a_label_that_would_touch_another_hides_until_there_is_room(opened):
    opened.expect_labels("丙矿", "乙区", "甲区", "甲矿")
    opened.point(80, 80)
    wheel(opened, -60, times=12)
    expect(opened.page.locator(".labels text:visible", has_text="乙矿")).to_be_visible()


def test_the_wheel_scrolls_the_page_until_the_map_is_in_use(opened):
    opened.enlarge()
    before = opened.view
    opened.point(100, 50)
    start = opened.page.evaluate("scrollY")
    opened.page.mouse.wheel(0, 100)
    # To its end: what is left of a scroll would undo the next one.
    opened.becomes(lambda: opened.page.evaluate("scrollY"), start + 100)
    assert opened.view == before
    opened.page.evaluate("scrollTo(0, 0)")
    opened.becomes(lambda: opened.page.evaluate("scrollY"), 0)
    opened.click(170, 50)
    opened.becomes(lambda: opened.page.evaluate("document.activeElement.closest('.view') !== null"))
    opened.point(100, 50)
    opened.page.mouse.wheel(0, -300)
    opened.becomes(lambda: opened.view[2] < before[2] * 0.9)


def test_the_wheel_keeps_what_is_under_the_pointer(opened):
    whole = opened.view
    opened.point(150, 75)
    wheel(opened, -50)
    opened.becomes(lambda: opened.view != whole)
    box, (left, top, width, height) = opened.page.locator(".view").bounding_box(), opened.view
    x, y = opened.at(150, 75)
    assert left + (x - box["x"]) / box["width"] * width == pytest.approx(15_000, abs=20)
    assert top + (y - box["y"]) / box["height"] * height == pytest.approx(2500, abs=20)


def test_a_drag_moves_the_map_and_keeps_what_is_open(opened):
    opened.click(20, 20)
    opened.expect_open("甲区")
    opened.enlarge()
    before, scale = opened.view, opened.scale
    moved = pytest.approx([before[0] - 50 * scale, before[1] - 20 * scale], abs=scale)
    x, y = opened.at(100, 50)
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 50, y + 20, steps=4)
    opened.page.mouse.up()
    opened.becomes(lambda: opened.view[:2], moved)
    opened.point(100, 50)
    opened.handled()
    opened.expect_open("甲区")
    assert opened.view[:2] == moved


def test_a_drag_that_begins_on_an_area_moves_the_map_and_keeps_nothing_open(opened):
    opened.enlarge()
    before, scale = opened.view, opened.scale
    box = opened.page.locator(".view").bounding_box()
    x, y = box["x"] + 20, box["y"] + box["height"] / 2
    opened.page.mouse.move(x, y)
    opened.expect_open("甲区")
    opened.page.mouse.down()
    opened.page.mouse.move(x - 10, y)
    opened.page.mouse.move(x - 60, y)
    opened.page.mouse.up()
    opened.becomes(lambda: opened.view[0], pytest.approx(before[0] + 60 * scale, abs=scale))
    # What was only pointed at is not kept.
    opened.page.mouse.move(box["x"] + box["width"] / 2, y)
    opened.expect_open("乙区")


def test_a_button_let_go_outside_of_the_window_ends_the_drag(opened):
    opened.enlarge()
    before = opened.view
    x, y = opened.at(100, 50)
    opened.page.mouse.move(x, y)
    opened.page.locator(".view").dispatch_event(
        "pointerdown", {"pointerId": 1, "pointerType": "mouse", "isPrimary": True, "clientX": x, "clientY": y}
    )  # fmt: skip
    opened.page.mouse.move(x + 50, y + 20, steps=4)
    opened.handled()
    assert opened.view == before


def test_two_fingers_enlarge_the_map(visit, tmp_path):
    made = visit(written(tmp_path), MapTab, viewport=PHONE, has_touch=True)
    whole, (x, y) = made.view, made.at(100, 50)
    fingers = made.context.new_cdp_session(made.page)
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80), ("touchEnd", 0)):
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        fingers.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": points if apart else []},
        )
    made.becomes(lambda: made.view[2], pytest.approx(whole[2] / 2, rel=0.05))
    assert made.view[0] + made.view[2] / 2 == pytest.approx(10_000, abs=200)
