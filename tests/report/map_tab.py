"""A page with a map in a real browser: where places are on the screen, and what is told."""

from playwright.sync_api import expect

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.html import render_html
from tests.report.browsing import Opened
from tests.report.conftest import make_fact
from tests.report.invented_map import mines, road, web_map, zones

KEPT = "IN.BOTH"


def chapter():
    listed = make_fact("7", KEPT, label="图上数值")
    alone = make_fact("44,750", "ZONE.AREA", unit="亩", label="分区面积")
    drawn = web_map(road(shown=False), zones((listed, alone)), mines(), facts=(listed,))
    return [Heading("甲", 1), drawn, Paragraph(("后文。" * 2000,))]


def written(folder, blocks=None):
    path = folder / "map.html"
    path.write_bytes(render_html(blocks or chapter(), DocumentMeta("t")))
    return path


class MapTab(Opened):
    """A page whose map is on the screen."""

    def __init__(self, browser, path, **options):
        super().__init__(browser, path, **options)
        if options.get("java_script_enabled", True):
            self.page.locator(".stage").scroll_into_view_if_needed()
            expect(self.page.locator(".length")).not_to_be_empty()

    def at(self, x_km, y_km):
        """Where a place of the map is on the screen, while the map is whole."""
        box = self.page.locator(".view").bounding_box()
        scale = min(box["width"] / 200, box["height"] / 100)
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        return middle[0] + (x_km - 100) * scale, middle[1] + (50 - y_km) * scale

    def point(self, x_km, y_km):
        self.page.mouse.move(*self.at(x_km, y_km))

    def click(self, x_km, y_km):
        self.page.mouse.click(*self.at(x_km, y_km))

    def focus(self, *keys):
        """Put the focus on the map, and press keys."""
        self.page.locator(".view").focus()
        self.press(*keys)

    def enlarge(self):
        """One step closer, with the button."""
        before = self.view
        self.page.get_by_label("放大").click()
        self.becomes(lambda: self.view != before)

    @property
    def view(self):
        return [float(n) for n in self.page.locator(".view").get_attribute("viewBox").split()]

    @property
    def scale(self):
        """Units of the map to the pixel."""
        return self.view[2] / self.page.locator(".view").bounding_box()["width"]

    def expect_told(self, *lines):
        self.expect_texts(".said p", list(lines))

    def expect_open(self, name):
        expect(self.page.locator(".said p").first).to_have_text(name)

    def expect_nothing_open(self):
        self.expect_told("指向或点选图上的要素，此处显示其内容。")

    def expect_labels(self, *texts):
        shown = self.page.locator(".labels text:visible")
        self.becomes(lambda: sorted(shown.all_text_contents()), sorted(texts))
