"""A bar of a figure in a real browser: pointer, keyboard, phone, print."""

import pytest
from playwright.sync_api import expect

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.figures import stacked_bars
from dandong_analysis.report.html import render_html
from tests.report.browsing import PHONE, WIDE
from tests.report.charts import OPTIONS, fact

SIZES = ("large", "medium", "small")


@pytest.fixture(scope="module")
def figure():
    """Two close rows; 7 mines are 0.1 millimetres of a bar between two others."""
    parts = [("active", ("5000", "7", "3000")), ("closed", ("4000", "2000", "500"))]
    facts = [
        fact(value, status_class=state, size_class=size)
        for state, values in parts
        for size, value in zip(SIZES, values, strict=True)
    ]
    return stacked_bars(
        facts, rows="status_class", stack="size_class", quantity="矿山数", **OPTIONS
    )


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def opened(visit, tmp_path, figure, request):
    path = tmp_path / "figure.html"
    blocks = [Heading("甲", 1), figure, Paragraph(("后文。" * 900,))]
    path.write_bytes(render_html(blocks, DocumentMeta("t")))
    made = visit(path, viewport=request.param)
    made.page.locator(".drawn").scroll_into_view_if_needed()
    return made


def to_the_next_part(opened):
    """Tab past what opened at a part, to the next one."""
    for _ in range(6):
        before = opened.focused
        opened.press("Tab")
        opened.becomes(lambda known=before: opened.focused != known)
        if opened.page.evaluate("document.activeElement.matches('.spot > a')"):
            return
    pytest.fail("no part is reached")


def middle(opened, spot):
    """Where the middle of a part is on the screen, from the figure's own numbers."""
    box = opened.page.locator(".drawn img").bounding_box()
    return (
        box["x"] + box["width"] * (spot.left + spot.width / 2),
        box["y"] + box["height"] * (spot.top + spot.height / 2),
    )


@pytest.mark.parametrize("state", ["active", "closed"])
@pytest.mark.parametrize("size", SIZES)
def test_pointing_at_a_part_opens_its_number(opened, figure, state, size):
    """Also at one that is narrower than a pixel, and in rows that nearly touch."""
    name = f"N@size_class={size},status_class={state}"
    spot = next(s for s in figure.spots if s.fact == name)
    opened.page.mouse.move(*middle(opened, spot))
    opened.expect_texts(".tip:visible .more", [name])
    opened.page.mouse.move(2, 2)
    # A moment is left to reach the box.
    expect(opened.page.locator(".tip")).to_be_hidden()


def test_the_links_lie_over_the_parts(opened, figure):
    image = opened.page.locator(".drawn img").bounding_box()
    for spot, shown in zip(figure.spots, opened.page.locator(".spot").all(), strict=True):
        box = shown.bounding_box()
        assert box["x"] == pytest.approx(image["x"] + spot.left * image["width"], abs=1)
        assert box["y"] == pytest.approx(image["y"] + spot.top * image["height"], abs=1)
        assert box["width"] == pytest.approx(spot.width * image["width"], abs=1)


def test_the_keyboard_opens_part_after_part_and_follows_one(opened):
    opened.page.locator(".spot a").first.focus()
    for size in SIZES:
        opened.expect_texts(".tip:visible .more", [f"N@size_class={size},status_class=active"])
        to_the_next_part(opened)
    followed = opened.page.evaluate("document.activeElement.getAttribute('href')")
    opened.press("Enter")
    opened.expect_address(followed)
    opened.expect_count("section.definitions :target", 1)


def test_in_print_nothing_lies_over_the_picture(opened):
    opened.page.emulate_media(media="print")
    opened.expect_count(".spot:visible", 0)
    expect(opened.page.locator(".drawn img")).to_be_visible()
