"""No test is timed: a slow machine is no fault (speed belongs to the benchmarks)."""

import pytest
from hypothesis import settings

from tests.report.browsing import Opened, chromium

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="module")
def browser():
    """Chromium, for the tests of one module: while it runs no other loop of events can."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser):
    """Opens files; after the test none may have asked for anything outside or complained."""
    opened = []

    def visited(path, kind=Opened, **options):
        opened.append(kind(browser, path, **options))
        return opened[-1]

    yield visited
    for one in opened:
        one.close()
    assert [(one.outside, one.said) for one in opened] == [([], [])] * len(opened)
