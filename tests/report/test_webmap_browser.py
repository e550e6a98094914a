"""The map of a page in a real browser, without a network: pointer, keys, legend, print, phone."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from dandong_analysis.report.document import printable
from tests.report.browsing import FINGERS
from tests.report.conftest import HOSTILE, make_fact
from tests.report.invented_map import mines, web_map
from tests.report.map_tab import KEPT, MapTab, written


@pytest.fixture
def opened(visit, tmp_path):
    return visit(written(tmp_path), MapTab)


def test_the_map_takes_the_place_of_the_sheet(opened):
    expect(opened.page.locator(".live")).to_be_visible()
    expect(opened.page.locator("figure.map > img")).to_be_hidden()
    opened.expect_nothing_open()


def test_pointing_at_a_point_tells_about_it(opened):
    opened.point(160, 80)
    opened.expect_told("丙矿", "矿山 · 较轻", "乡镇：丙")
    opened.point(80, 80)
    opened.expect_told("甲矿", "矿山 · 严重", "乡镇：甲", "矿种：铁")


def test_pointing_at_an_area_tells_its_numbers_and_at_its_hole_nothing(opened):
    opened.point(20, 20)
    opened.expect_told("甲区", "影响分区 · 严重", "矿山 2 处")
    opened.expect_texts(".panel .value", ["图上数值：7 个", "分区面积：44,750 亩"])
    opened.expect_texts(".panel a", ["7"])
    opened.point(42.5, 42.5)
    opened.expect_nothing_open()
    opened.expect_count(".panel .value", 0)


def test_a_click_keeps_what_it_opened_until_the_next_one(opened):
    opened.click(20, 20)
    opened.expect_open("甲区")
    opened.point(160, 80)
    opened.handled()
    opened.expect_open("甲区")
    opened.click(160, 20)
    opened.expect_nothing_open()


def test_a_number_leads_to_its_definition(opened):
    opened.click(20, 20)
    opened.page.locator(".panel a").click()
    opened.expect_address("#entry-1")
    expect(opened.page.locator(":target")).to_contain_text(KEPT)


def test_tab_reaches_a_layer_and_arrows_its_features(opened):
    opened.focus()
    opened.expect_focus("示意地图")
    opened.press("Tab")
    opened.expect_focus("甲区")
    opened.expect_open("甲区")
    opened.press("ArrowRight")
    opened.expect_focus("乙区")
    opened.expect_open("乙区")
    opened.press("Tab")
    opened.expect_told("甲矿", "矿山 · 严重", "乡镇：甲", "矿种：铁")
    opened.press("End")
    opened.expect_focus("丙矿")
    opened.press("ArrowRight", "Home", "ArrowLeft")
    opened.expect_focus("甲矿")
    opened.press("Shift+Tab")
    opened.expect_focus("乙区")
    opened.expect_count("[role=option][tabindex]", 2)


def test_enter_leads_into_the_panel_and_escape_back(opened):
    opened.focus("Tab", "Enter")
    opened.expect_focus("所选要素：图1-1")
    opened.press("Tab")
    opened.expect_focus("7")
    opened.press("Escape")
    opened.expect_focus("甲区")
    opened.press("Escape")
    opened.expect_focus("示意地图")
    opened.expect_nothing_open()


def test_the_legend_switches_layers_and_classes(opened):
    box = opened.page.get_by_role("checkbox", name="影响分区")
    box.uncheck()
    expect(opened.page.locator(".layer.area")).to_be_hidden()
    expect(opened.page.locator(".layer.point")).to_be_visible()
    opened.expect_labels("丙矿", "甲矿")
    opened.point(20, 20)
    opened.handled()
    opened.expect_nothing_open()
    box.check()
    opened.expect_labels("丙矿", "乙区", "甲区", "甲矿")
    opened.page.locator(".legend fieldset").nth(2).get_by_label("严重").uncheck()
    opened.expect_labels("丙矿", "乙区", "甲区")
    opened.focus("Tab", "Tab")
    opened.expect_focus("丙矿")


def test_a_layer_that_starts_off_can_be_switched_on(opened):
    expect(opened.page.locator(".layer.line")).to_be_hidden()
    opened.page.get_by_role("checkbox", name="道路").check()
    expect(opened.page.locator(".layer.line [role=option]")).to_be_visible()
    # The switch stands below the map; to reach it the page has moved on.
    opened.page.evaluate("document.querySelector('.view').scrollIntoView({block: 'center'})")
    opened.point(50, 92.5)
    opened.expect_told("国道", "道路")


def test_what_is_open_closes_when_its_layer_goes(opened):
    opened.click(20, 20)
    opened.expect_open("甲区")
    opened.page.get_by_role("checkbox", name="影响分区").uncheck()
    opened.expect_nothing_open()


def test_paper_shows_the_sheet(opened):
    sheet, live = opened.page.locator("figure.map > img"), opened.page.locator(".live")
    opened.page.emulate_media(media="print")
    expect(sheet).to_be_visible()
    expect(live).to_be_hidden()
    opened.page.emulate_media(media="screen")
    expect(live).to_be_visible()


def test_without_script_the_sheet_stays(visit, tmp_path):
    page = visit(written(tmp_path), MapTab, java_script_enabled=False).page
    expect(page.locator("figure.map > img")).to_be_visible()
    expect(page.locator(".live")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling_and_a_tap_opens(visit, tmp_path, scheme):
    made = visit(written(tmp_path), MapTab, color_scheme=scheme, **FINGERS)
    assert made.overflow == 0
    x, y = made.at(160, 80)
    made.page.touchscreen.tap(x + 12, y)
    made.expect_told("丙矿", "矿山 · 较轻", "乡镇：丙")


def test_hostile_text_is_told_as_text_and_runs_nothing(visit, tmp_path):
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
    made = visit(written(tmp_path, [web_map(layer)]), MapTab)
    made.focus("Tab")
    for text in texts:
        expected = printable(text)
        made.becomes(made.page.locator(".said .name").text_content, expected)
        assert made.page.locator(".said p").nth(3).text_content() == expected
        assert made.page.locator(".panel .more").text_content() == expected
        made.expect_count(".panel :is(script, img, iframe, svg)", 0)
        made.press("ArrowRight")
    labels = made.page.locator(".labels text").all_text_contents()
    assert labels == [printable(text) for text in texts]
    made.expect_count("script:not([type])", 1)


def test_another_script_is_not_run(visit, tmp_path):
    path = written(tmp_path)
    path.write_bytes(
        path.read_bytes().replace(b"</body>", b"<script>window.ran = 1</script></body>")
    )
    made = visit(path, MapTab)
    assert made.page.evaluate("window.ran") is None
    made.becomes(lambda: any("Content Security Policy" in text for text in made.said))
    made.said.clear()
