"""A page of facts in a real browser: how a fact is opened, and its rows as they are shown."""

from decimal import Decimal
from itertools import zip_longest

from playwright.sync_api import expect

from dandong_analysis.report.facts_page import render_facts
from dandong_analysis.report.opened import fact_address
from tests.report.browsing import Opened
from tests.report.facts_samples import META


def written(folder, page, meta=META):
    path = folder / "facts.html"
    path.write_bytes(render_facts(page, meta))
    return path


class FactsTab(Opened):
    """A page of facts that is open."""

    def ask(self, fact_id):
        """To the address of a fact, whether the page has it or not."""
        self.go(fact_address(fact_id))

    def open(self, fact_id):
        """To a fact; all of it is there when its id is."""
        self.ask(fact_id)
        expect(self.page.locator("article .details code").first).to_have_text(fact_id)
        return self

    @property
    def heading(self):
        return self.page.locator("article h2")

    @property
    def status(self):
        """Which rows are shown."""
        return self.page.locator(".rows .bar [role=status]").last

    @property
    def rows(self):
        return self.page.locator(".rows tbody tr").evaluate_all(
            "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText))"
        )

    def told(self, name):
        return self.page.locator(f"dl.details dt:text-is('{name}') + dd").inner_text()

    def expect_heading(self, text):
        expect(self.heading).to_have_text(text)

    def expect_checks(self, *starts):
        """What the page says of adding up the rows, or how that begins."""
        shown = self.page.locator("article .check:visible")

        def begins():
            pairs = zip_longest(shown.all_inner_texts(), starts, fillvalue="")
            return tuple(text[: len(start)] for text, start in pairs)

        self.becomes(begins, starts)

    def expect_column(self, place, texts):
        """The texts of a column of the rows, counted from the left or, below 0, the right."""
        self.becomes(lambda: [row[place] for row in self.rows], texts)

    def values(self):
        """What all rows bring in, leafed through to the last page."""
        found = []
        following = self.page.get_by_role("button", name="下一页")
        while True:
            found += self.page.locator(".rows tbody td:last-child").all_inner_texts()
            if following.is_disabled():
                return [Decimal(text) for text in found]
            shown = self.status.inner_text()
            following.click()
            expect(self.status).not_to_have_text(shown)
