"""A page in a real browser that has no network, with what it asked for and complained about."""

from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import needs

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}


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
        self.context = browser.new_context(**{"viewport": WIDE, **options})
        self.context.set_offline(offline=True)
        self.context.route(lambda url: not url.startswith(self.folder), lambda route: route.abort())
        self.page = self.context.new_page()
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(path.as_uri())

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def text(self, selector):
        return self.page.locator(selector).all_inner_texts()

    @property
    def focused(self):
        return self.page.evaluate(
            "document.activeElement.textContent || document.activeElement.name"
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

    def close(self):
        self.context.close()
