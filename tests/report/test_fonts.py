"""The font is found without set-up, and a character without a glyph stops a figure."""

import subprocess
import sys

import pytest
from matplotlib.font_manager import findfont, fontManager

from dandong_analysis.errors import DandongError
from dandong_analysis.report.fonts import (
    FAMILY,
    check_glyphs,
    font_path,
    register,
    require_glyphs,
)


def test_font_is_used_by_path():
    assert font_path().read_bytes()[:4] == b"\x00\x01\x00\x00"
    register()
    assert findfont(FAMILY, fallback_to_default=False) == str(font_path())
    assert FAMILY in fontManager.get_font_names()


@pytest.mark.parametrize(
    "text", ["", "丹东市叆河", "44,750 hm² 10⁴ m³/d", "（废石、土）“—…”×÷≤", "a\n\tb"]
)
def test_characters_of_reports_have_glyphs(text):
    assert check_glyphs(text) == ()


def test_missing_glyphs_are_listed_once_in_order():
    assert check_glyphs("矿\U0001f600山\U00020bb7\U0001f600") == ("\U0001f600", "\U00020bb7")


def test_every_text_with_a_missing_glyph_is_a_problem():
    with pytest.raises(DandongError) as raised:
        require_glyphs("甲\U0001f600", "乙", "丙\U0001f601")
    assert [(p.code, p.value) for p in raised.value.problems] == [
        ("missing-glyph", "甲\U0001f600"),
        ("missing-glyph", "丙\U0001f601"),
    ]
    assert "U+1F600" in raised.value.problems[0].rule.zh


def test_looking_for_the_font_does_not_load_pyplot():
    code = (
        "import sys; from dandong_analysis.report import fonts; fonts.font_path();"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
