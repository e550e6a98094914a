"""A bar of a figure in a real browser: pointer, keyboard, phone, print."""

import pytest
from charts import OPTIONS, fact
from playwright.sync_api import expect, sync_playwright

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.figures import stacked_bars
from dandong_analysis.report.html import render_html
from tests.e2e.conftest import needs

WIDE, PHONE = {"width": 1300, "height": 900}, {"width": 360, "height": 740}


def figure():
    """Two close rows; 7 mines are 0.1 millimetres of a bar between two others."""
    parts = [("active", ("5000", "7", "3000")), ("closed", ("4000", "2000", "500"))]
    facts = [
        fact(value, status_class=state, size_class=size)
        for state, values in parts
        for size, value in zip(("large", "medium", "small"), values, strict=True)
    ]
    return stacked_bars(
        facts, rows="status_class", stack="size_class", quantity="矿山数", **OPTIONS
    )


@pytest.fixture(scope="module")
def browser():
    program = needs("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("overlay") / "figure.html"
    blocks = [Heading("甲", 1), figure(), Paragraph(("后文。" * 900,))]
    path.write_bytes(render_html(blocks, DocumentMeta("t")))
    return path.as_uri()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser, address, request):
    made = browser.new_page(viewport=request.param)
    said = []
    made.on("console", lambda message: said.append(message.text))
    made.goto(address)
    made.locator(".drawn").scroll_into_view_if_needed()
    yield made
    assert said == []
    made.close()


def open_tips(page):
    found = page.locator(".tip:visible .more")
    return [name.inner_text() for name in found.all()]


def to_the_next_part(page):
    """Tab past what opened at a part, to the next one."""
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.spot > a')"):
            return
    pytest.fail("no part is reached")


def middle(page, fact_id):
    """Where the middle of a part is on the screen, from the figure's own numbers."""
    spot = next(s for s in figure().spots if s.fact == fact_id)
    box = page.locator(".drawn img").bounding_box()
    return (
        box["x"] + box["width"] * (spot.left + spot.width / 2),
        box["y"] + box["height"] * (spot.top + spot.height / 2),
    )


@pytest.mark.parametrize("state", ["active", "closed"])
@pytest.mark.parametrize("size", ["large", "medium", "small"])
def test_pointing_at_a_part_opens_its_number(page, state, size):
    """Also at one that is narrower than a pixel, and in rows that nearly touch."""
    name = f"N@size_class={size},status_class={state}"
    page.mouse.move(*middle(page, name))
    assert open_tips(page) == [name]
    page.mouse.move(2, 2)
    # A moment is left to reach the box.
    expect(page.locator(".tip")).to_be_hidden()


def test_the_links_lie_over_the_parts(page):
    image = page.locator(".drawn img").bounding_box()
    for spot, shown in zip(figure().spots, page.locator(".spot").all(), strict=True):
        box = shown.bounding_box()
        assert box["x"] == pytest.approx(image["x"] + spot.left * image["width"], abs=1)
        assert box["y"] == pytest.approx(image["y"] + spot.top * image["height"], abs=1)
        assert box["width"] == pytest.approx(spot.width * image["width"], abs=1)


def test_the_keyboard_opens_part_after_part_and_follows_one(page):
    page.locator(".spot a").first.focus()
    opened = []
    for _ in range(3):
        opened += open_tips(page)
        to_the_next_part(page)
    assert opened == [f"N@size_class={s},status_class=active" for s in ("large", "medium", "small")]
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == focused
    assert page.locator("section.definitions :target").count() == 1


def test_in_print_nothing_lies_over_the_picture(page):
    page.emulate_media(media="print")
    assert page.locator(".spot:visible").count() == 0
    assert page.locator(".drawn img").is_visible()
