"""The map of a page in a real browser, without a network: pointer, keys, print, phone."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import sync_playwright

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.html import render_html
from tests.e2e.conftest import needs
from tests.report.conftest import HOSTILE, make_fact
from tests.report.invented_map import mines, road, web_map, zones

WIDE, PHONE = {"width": 1300, "height": 900}, {"width": 360, "height": 740}
KEPT = "IN.BOTH"


@pytest.fixture(scope="module")
def browser():
    program = needs("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def chapter():
    listed = make_fact("7", KEPT, label="图上数值")
    alone = make_fact("44,750", "ZONE.AREA", unit="亩", label="分区面积")
    drawn = web_map(road(shown=False), zones((listed, alone)), mines(), facts=(listed,))
    return [Heading("甲", 1), drawn, Paragraph(("后文。" * 2000,))]


class Opened:
    """A page that is open, what it asked for and what it complained about."""

    def __init__(self, browser, path, blocks, **options):
        path.write_bytes(render_html(blocks, DocumentMeta("t")))
        # Places on the screen are looked up once; the page must not move on by itself.
        options = {"viewport": WIDE, "reduced_motion": "reduce", **options}
        self.page = browser.new_page(**options)
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            self.page.locator(".stage").scroll_into_view_if_needed()

    def at(self, x_km, y_km):
        """Where a place of the map is on the screen, while the map is whole."""
        box = self.page.locator(".view").bounding_box()
        scale = min(box["width"] / 200, box["height"] / 100)
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        return middle[0] + (x_km - 100) * scale, middle[1] + (50 - y_km) * scale

    def text(self, selector):
        return self.page.locator(selector).all_inner_texts()

    @property
    def told(self):
        return self.text(".said p")

    @property
    def view(self):
        return [float(n) for n in self.page.locator(".view").get_attribute("viewBox").split()]

    @property
    def focused(self):
        return self.page.evaluate(
            "document.activeElement.getAttribute('aria-label') ?? document.activeElement.className"
        )

    def until(self, holds):
        """Wait for what a wheel does: the browser handles it later."""
        for _ in range(100):
            if holds():
                return
            self.page.wait_for_timeout(20)
        raise AssertionError("it did not happen within two seconds")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def opened(browser, tmp_path, chapter):
    made = Opened(browser, tmp_path / "map.html", chapter)
    yield made
    address = (tmp_path / "map.html").as_uri()
    assert [url for url in made.asked if url != address and not url.startswith("data:")] == []
    assert made.said == []
    made.page.close()


def test_the_map_takes_the_place_of_the_sheet(opened):
    assert opened.page.locator(".live").is_visible()
    assert not opened.page.locator("figure.map > img").is_visible()
    assert opened.told == ["指向或点选图上的要素，此处显示其内容。"]


def test_pointing_at_a_point_tells_about_it(opened):
    opened.page.mouse.move(*opened.at(160, 80))
    assert opened.told == ["丙矿", "矿山 · 较轻", "乡镇：丙"]
    opened.page.mouse.move(*opened.at(80, 80))
    assert opened.told == ["甲矿", "矿山 · 严重", "乡镇：甲", "矿种：铁"]


def test_pointing_at_an_area_tells_its_numbers_and_at_its_hole_nothing(opened):
    opened.page.mouse.move(*opened.at(20, 20))
    assert opened.told == ["甲区", "影响分区 · 严重", "矿山 2 处"]
    assert opened.text(".panel .value") == ["图上数值：7 个", "分区面积：44,750 亩"]
    assert opened.page.locator(".panel a").all_inner_texts() == ["7"]
    opened.page.mouse.move(*opened.at(42.5, 42.5))
    assert opened.told == ["指向或点选图上的要素，此处显示其内容。"]
    assert opened.text(".panel .value") == []


def test_a_click_keeps_what_it_opened_until_the_next_one(opened):
    opened.page.mouse.click(*opened.at(20, 20))
    opened.page.mouse.move(*opened.at(160, 80))
    assert opened.told[0] == "甲区"
    opened.page.mouse.click(*opened.at(160, 20))
    assert opened.told[0].startswith("指向")


def test_a_number_leads_to_its_definition(opened):
    opened.page.mouse.click(*opened.at(20, 20))
    opened.page.locator(".panel a").click()
    assert opened.page.url.endswith("#entry-1")
    assert KEPT in opened.page.locator(":target").inner_text()


def test_tab_reaches_a_layer_and_arrows_its_features(opened):
    opened.page.locator(".view").focus()
    assert opened.focused == "示意地图"
    opened.press("Tab")
    assert (opened.focused, opened.told[0]) == ("甲区", "甲区")
    opened.press("ArrowRight")
    assert (opened.focused, opened.told[0]) == ("乙区", "乙区")
    opened.press("Tab")
    assert opened.told == ["甲矿", "矿山 · 严重", "乡镇：甲", "矿种：铁"]
    opened.press("End")
    assert opened.focused == "丙矿"
    opened.press("ArrowRight", "Home", "ArrowLeft")
    assert opened.focused == "甲矿"
    opened.press("Shift+Tab")
    assert opened.focused == "乙区"
    assert opened.page.locator("[role=option][tabindex]").count() == 2


def test_enter_leads_into_the_panel_and_escape_back(opened):
    opened.page.locator(".view").focus()
    opened.press("Tab", "Enter")
    assert opened.focused == "所选要素：图1-1"
    opened.press("Tab")
    assert opened.page.evaluate("document.activeElement.textContent") == "7"
    opened.press("Escape")
    assert opened.focused == "甲区"
    opened.press("Escape")
    assert opened.focused == "示意地图"
    assert opened.told[0].startswith("指向")


def test_what_has_the_focus_is_marked_and_comes_into_view(opened):
    opened.page.locator(".view").focus()
    opened.press(*["+"] * 6, "Tab", "Tab")
    left, top, width, height = opened.view
    assert left < 8000 < left + width
    assert top < 2000 < top + height
    ring = opened.page.locator(".outline").get_attribute("d")
    assert re.match(r"M\S+ 2000a", ring)
    assert opened.page.locator("[aria-selected=true]").get_attribute("aria-label") == "甲矿"


def test_buttons_and_keys_change_the_view_and_the_scale_bar(opened):
    whole, bar = opened.view, opened.text(".length")
    opened.page.get_by_label("放大").click()
    assert opened.view[2] == pytest.approx(whole[2] / 1.6)
    assert opened.text(".length") != bar
    opened.page.get_by_label("缩小").click()
    assert opened.view == pytest.approx(whole)
    assert opened.text(".length") == bar
    opened.page.locator(".view").focus()
    opened.press("+", "+", "ArrowRight", "ArrowDown")
    assert opened.view[2] == pytest.approx(whole[2] / 1.6**2)
    assert opened.view[0] > whole[0] + (whole[2] - opened.view[2]) / 2
    opened.press("0")
    assert opened.view == pytest.approx(whole)
    opened.press("-")
    assert opened.view == pytest.approx(whole)


@pytest.mark.parametrize("presses", range(0, 12, 3))
def test_the_scale_bar_is_as_long_as_it_says(opened, presses):
    opened.page.locator(".view").focus()
    opened.press(*["+"] * presses)
    number, unit = opened.text(".length")[0].split()
    assert number.strip("0") in {"1", "2", "5"}
    metres = int(number) * {"米": 1, "千米": 1000}[unit]
    pixels = opened.page.locator(".bar").bounding_box()["width"]
    units_per_pixel = opened.view[2] / opened.page.locator(".view").bounding_box()["width"]
    assert pixels == pytest.approx(metres / 10 / units_per_pixel, abs=0.5)
    assert 40 < pixels <= 121


def test_symbols_and_labels_keep_their_size(opened):
    def size():
        return [
            opened.page.evaluate("document.querySelector('.mark').getCTM().a"),
            opened.page.locator(".labels text").first.bounding_box()["height"],
        ]

    mark, label = size()
    scale = opened.view[2] / opened.page.locator(".view").bounding_box()["width"]
    transform = opened.page.locator(".mark").first.get_attribute("transform")
    assert float(transform[6:-1]) == pytest.approx(scale)
    opened.page.locator(".view").focus()
    opened.press("+", "+")
    scale = opened.view[2] / opened.page.locator(".view").bounding_box()["width"]
    transform = opened.page.locator(".mark").first.get_attribute("transform")
    assert float(transform[6:-1]) == pytest.approx(scale)
    assert size()[1] == pytest.approx(label, abs=1.5)
    assert mark > 0


def test_a_label_that_would_touch_another_hides_until_there_is_room(opened):
    shown = opened.page.locator(".labels text:visible")
    assert sorted(shown.all_text_contents()) == ["丙矿", "乙区", "甲区", "甲矿"]
    opened.page.mouse.move(*opened.at(80, 80))
    opened.page.keyboard.down("Control")
    for _ in range(12):
        opened.page.mouse.wheel(0, -60)
    opened.page.keyboard.up("Control")
    opened.until(lambda: "乙矿" in shown.all_text_contents())


def test_the_wheel_scrolls_the_page_until_the_map_is_in_use(opened):
    opened.page.get_by_label("放大").click()
    before = opened.view
    opened.page.mouse.move(*opened.at(100, 50))
    opened.page.mouse.wheel(0, 100)
    opened.until(lambda: opened.page.evaluate("scrollY") > 0)
    assert opened.view == before
    opened.page.evaluate("scrollTo(0, 0)")
    opened.page.mouse.click(*opened.at(170, 50))
    opened.page.mouse.move(*opened.at(100, 50))
    opened.page.mouse.wheel(0, -300)
    opened.until(lambda: opened.view[2] < before[2] * 0.9)


def test_the_wheel_keeps_what_is_under_the_pointer(opened):
    whole = opened.view
    opened.page.mouse.move(*opened.at(150, 75))
    opened.page.keyboard.down("Control")
    opened.page.mouse.wheel(0, -50)
    opened.page.keyboard.up("Control")
    opened.until(lambda: opened.view != whole)
    box, (left, top, width, height) = opened.page.locator(".view").bounding_box(), opened.view
    x, y = opened.at(150, 75)
    assert left + (x - box["x"]) / box["width"] * width == pytest.approx(15_000, abs=20)
    assert top + (y - box["y"]) / box["height"] * height == pytest.approx(2500, abs=20)


def test_a_drag_moves_the_map_and_keeps_what_is_open(opened):
    opened.page.mouse.click(*opened.at(20, 20))
    opened.page.get_by_label("放大").click()
    before = opened.view
    x, y = opened.at(100, 50)
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 50, y + 20, steps=4)
    opened.page.mouse.up()
    assert opened.told[0] == "甲区"
    scale = before[2] / opened.page.locator(".view").bounding_box()["width"]
    assert opened.view[0] == pytest.approx(before[0] - 50 * scale, abs=scale)
    assert opened.view[1] == pytest.approx(before[1] - 20 * scale, abs=scale)
    opened.page.mouse.move(*opened.at(100, 50))
    assert opened.view[0] == pytest.approx(before[0] - 50 * scale, abs=scale)


def test_a_button_let_go_outside_of_the_window_ends_the_drag(opened):
    opened.page.get_by_label("放大").click()
    before = opened.view
    x, y = opened.at(100, 50)
    opened.page.mouse.move(x, y)
    opened.page.locator(".view").dispatch_event(
        "pointerdown", {"pointerId": 1, "pointerType": "mouse", "isPrimary": True, "clientX": x, "clientY": y}
    )  # fmt: skip
    opened.page.mouse.move(x + 50, y + 20, steps=4)
    assert opened.view == before


def test_two_fingers_enlarge_the_map(browser, tmp_path, chapter):
    made = Opened(browser, tmp_path / "map.html", chapter, viewport=PHONE, has_touch=True)
    whole, (x, y) = made.view, made.at(100, 50)
    fingers = made.page.context.new_cdp_session(made.page)
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80), ("touchEnd", 0)):
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        fingers.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": points if apart else []},
        )
    made.until(lambda: made.view[2] < whole[2])
    assert made.view[2] == pytest.approx(whole[2] / 2, rel=0.05)
    assert made.view[0] + made.view[2] / 2 == pytest.approx(10_000, abs=200)
    made.page.close()


def test_the_legend_switches_layers_and_classes(opened):
    box = opened.page.get_by_role("checkbox", name="影响分区")
    box.uncheck()
    assert not opened.page.locator(".layer.area").is_visible()
    opened.page.mouse.move(*opened.at(20, 20))
    assert opened.told[0].startswith("指向")
    assert sorted(opened.page.locator(".labels text:visible").all_text_contents()) == [
        "丙矿",
        "甲矿",
    ]
    box.check()
    opened.page.locator(".legend fieldset").nth(2).get_by_label("严重").uncheck()
    assert sorted(opened.page.locator(".labels text:visible").all_text_contents()) == [
        "丙矿", "乙区", "甲区",
    ]  # fmt: skip
    opened.page.locator(".view").focus()
    opened.press("Tab", "Tab")
    assert opened.focused == "丙矿"


def test_a_layer_that_starts_off_can_be_switched_on(opened):
    assert not opened.page.locator(".layer.line").is_visible()
    opened.page.get_by_role("checkbox", name="道路").check()
    assert opened.page.locator(".layer.line [role=option]").is_visible()
    # The switch stands below the map; to reach it the page has moved on.
    opened.page.evaluate("document.querySelector('.view').scrollIntoView({block: 'center'})")
    opened.page.mouse.move(*opened.at(50, 92.5))
    assert opened.told == ["国道", "道路"]


def test_what_is_open_closes_when_its_layer_goes(opened):
    opened.page.mouse.click(*opened.at(20, 20))
    opened.page.get_by_role("checkbox", name="影响分区").uncheck()
    assert opened.told[0].startswith("指向")


def test_paper_shows_the_sheet(opened):
    opened.page.emulate_media(media="print")
    assert opened.page.locator("figure.map > img").is_visible()
    assert not opened.page.locator(".live").is_visible()
    opened.page.emulate_media(media="screen")
    assert opened.page.locator(".live").is_visible()


def test_without_script_the_sheet_stays(browser, tmp_path, chapter):
    page = Opened(browser, tmp_path / "map.html", chapter, java_script_enabled=False).page
    assert page.locator("figure.map > img").is_visible()
    assert not page.locator(".live").is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling_and_a_tap_opens(browser, tmp_path, chapter, scheme):
    made = Opened(
        browser, tmp_path / "map.html", chapter, viewport=PHONE, has_touch=True, is_mobile=True,
        color_scheme=scheme,
    )  # fmt: skip
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 360
    x, y = made.at(160, 80)
    made.page.touchscreen.tap(x + 12, y)
    assert made.told == ["丙矿", "矿山 · 较轻", "乡镇：丙"]
    assert made.said == []
    made.page.close()


def test_hostile_text_is_told_as_text_and_runs_nothing(browser, tmp_path):
    texts = (*HOSTILE, '" onload="alert(1)', "${alert(1)}", "a\u2028b", "</template></svg>")
    base = mines()
    features = tuple(
        replace(
            base.features[0], id=text, name=text, label=text, text=(text, text),
            parts=((10_000 * n, 50_000),), facts=(make_fact(text, text, label=text),),
        )
        for n, text in enumerate(texts, 1)
    )  # fmt: skip
    layer = replace(base, title=texts[0], features=features)
    made = Opened(browser, tmp_path / "map.html", [web_map(layer)])
    made.page.locator(".view").focus()
    made.press("Tab")
    for text in texts:
        expected = printable(text)
        assert made.page.locator(".said .name").text_content() == expected
        assert made.page.locator(".said p").nth(3).text_content() == expected
        assert made.page.locator(".panel .more").text_content() == expected
        assert made.page.locator(".panel :is(script, img, iframe, svg)").count() == 0
        made.press("ArrowRight")
    labels = made.page.locator(".labels text").all_text_contents()
    assert labels == [printable(text) for text in texts]
    assert made.page.locator("script:not([type])").count() == 1
    assert made.said == []
    made.page.close()


def test_another_script_is_not_run(browser, tmp_path, chapter):
    made = Opened(browser, tmp_path / "map.html", chapter)
    path = tmp_path / "map.html"
    path.write_bytes(
        path.read_bytes().replace(b"</body>", b"<script>window.ran = 1</script></body>")
    )
    made.page.goto(path.as_uri())
    assert made.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in made.said)
    made.page.close()
