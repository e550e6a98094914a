"""A page in a real browser that has no network, with what it asked for and complained about.

What follows from a key, a click or a move may come later than the call that makes it; tests
therefore wait for it, with playwright's ``expect`` or one of the ``expect_`` methods here.
"""

import re
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.e2e.conftest import needs

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
FINGERS = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
SERIOUS = frozenset({"serious", "critical"})
# How long to wait for what must happen, and between two looks, in milliseconds; only a failing
# test waits so long.
PATIENCE, LOOK = 20_000, 20

expect.set_options(timeout=PATIENCE)


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=needs("chromium"), args=["--no-sandbox"]
        )
        yield opened
        opened.close()


class Opened:
    """A tab on a file; anything but files of its own folder is refused and remembered."""

    def __init__(self, browser, path, **options):
        self.folder = path.parent.as_uri()
        # Places on the screen are looked up once; the page must not move on by itself.
        options = {"viewport": WIDE, "reduced_motion": "reduce", **options}
        self.context = browser.new_context(**options)
        self.context.set_offline(offline=True)
        self.context.route(lambda url: not url.startswith(self.folder), lambda route: route.abort())
        self.page = self.context.new_page()
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(path.as_uri())

    def go(self, name):
        """To another file of the folder, or another place of this one."""
        self.page.goto(f"{self.folder}/{name}")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def text(self, selector):
        """What stands there now; for what does not change any more."""
        return self.page.locator(selector).all_inner_texts()

    @property
    def focused(self):
        return self.page.evaluate(
            """() => {
              const { ariaLabel, textContent, name, id, className } = document.activeElement;
              return ariaLabel || textContent || name || id || className.baseVal || className;
            }"""
        )

    @property
    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    @property
    def outside(self):
        """What was asked for beside files of the folder."""
        return [url for url in self.asked if not url.startswith((self.folder, "data:"))]

    def expect_texts(self, selector, texts):
        expect(self.page.locator(selector)).to_have_text(texts, use_inner_text=True)

    def expect_count(self, selector, count):
        expect(self.page.locator(selector)).to_have_count(count)

    def expect_address(self, end):
        expect(self.page).to_have_url(re.compile(f"{re.escape(end)}$"))

    def expect_focus(self, name):
        self.becomes(lambda: self.focused, name)

    def becomes(self, read, expected=True):
        """Wait until what is read is what is expected."""
        for _ in range(PATIENCE // LOOK):
            found = read()
            if found == expected:
                return
            self.page.wait_for_timeout(LOOK)
        raise AssertionError(f"{found!r} is not {expected!r}")

    def handled(self):
        """Wait until the page knows all moves of the pointer so far: input is handled in order."""
        self.press("Shift")

    def violations(self, impacts=()):
        """What axe finds, of some impacts or of all; the page's policy must let in its script."""
        answer = Axe().run(self.page).response
        assert len(answer["passes"]) > 15, "axe saw no page"
        return [
            (broken["id"], [node["html"][:200] for node in broken["nodes"]])
            for broken in answer["violations"] if not impacts or broken["impact"] in impacts
        ]  # fmt: skip

    def close(self):
        self.context.close()
