"""The pictures of the report for people who review how it looks."""

import re

import pytest
from matplotlib import image

from gallery.__main__ import _CHOSEN
from gallery.render import page_with, pages_of
from tests.e2e.conftest import needs


@pytest.fixture(autouse=True)
def _tools():
    for tool in ("pdftoppm", "soffice", "chromium"):
        needs(tool)


@pytest.mark.parametrize(("document", "text"), sorted(_CHOSEN.values()))
def test_the_chosen_pages_are_drawn(demo, document, text, tmp_path):
    (page,) = pages_of(demo.root / "reports" / document, tmp_path, only=text)
    assert re.fullmatch(rf"{document.replace('.', '-')}-[0-9]+\.png", page.name)
    # Something other than white paper stands on it.
    assert image.imread(page).std() > 0.02


def test_a_page_that_is_not_there_is_no_picture(demo):
    with pytest.raises(SystemExit, match="no page"):
        page_with(demo.root / "reports" / "02_status.pdf", "没有这样的文字")


@pytest.mark.parametrize("name", ["00_summary.html", "00_summary.docx"])
def test_every_kind_of_document_is_drawn(demo, name, tmp_path):
    pages = pages_of(demo.root / "reports" / name, tmp_path)
    assert pages
    assert all(image.imread(page).std() > 0.02 for page in pages)
