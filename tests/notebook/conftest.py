"""A study of two counties on disk, and what a chapter of it shows."""

import pytest

from dandong_analysis.notebook import chapter as chapters
from tests.notebook.two_counties import STUDY, write


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    write(tmp_path)
    return tmp_path


@pytest.fixture
def shown(monkeypatch):
    """The blocks that a chapter displays."""
    blocks = []
    monkeypatch.setattr(chapters, "display_block", lambda *made, **_: blocks.extend(made))
    return blocks
