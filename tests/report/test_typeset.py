"""Lines that fit, and lose no character."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dandong_analysis.report.typeset import (
    MM_PER_POINT,
    balanced,
    line_height,
    text_width,
    widest,
    wrapped,
)

TEXTS = st.text(st.sampled_from("矿山（环境）、，。“”:;-(), abcde 0123456789"), max_size=60)


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_a_chinese_character_is_as_wide_as_its_type_size():
    assert text_width("矿", 10) == pytest.approx(10 * MM_PER_POINT)
    assert text_width("矿山", 20) == pytest.approx(40 * MM_PER_POINT)
    assert text_width("", 10) == 0
    assert line_height(10) > 10 * MM_PER_POINT


def test_the_widest_of_several():
    assert widest(["矿", "矿山", ""], 10) == text_width("矿山", 10)
    assert widest([], 10) == 0


def test_punctuation_neither_begins_nor_ends_a_line_where_it_must_not():
    two = 2 * 10 * MM_PER_POINT + 0.1
    assert wrapped("矿山，环境", 10, two) == ["矿", "山，", "环境"]
    assert wrapped("甲（乙）丙", 10, two + 10 * MM_PER_POINT) == ["甲", "（乙）", "丙"]


def test_a_word_is_never_broken_and_blanks_at_a_break_fall_away():
    assert wrapped("sketch of map", 10, 12) == ["sketch", "of map"]
    assert wrapped("incomprehensible", 10, 5) == ["incomprehensible"]


def test_balanced_lines_are_of_about_equal_width():
    text, width = "青城子镇马家岭鑫源铅锌矿", 11 * 10 * MM_PER_POINT + 0.1
    assert wrapped(text, 10, width) == ["青城子镇马家岭鑫源铅锌", "矿"]
    assert balanced(text, 10, width) == ["青城子镇马家", "岭鑫源铅锌矿"]
    assert balanced("铅锌矿", 10, width) == ["铅锌矿"]


@given(TEXTS, st.floats(2, 40))
@example("000）:境", 2.0)
def test_nothing_is_lost_and_lines_fit(text, width):
    for lines in (wrapped(text, 8, width), balanced(text, 8, width)):
        assert squeezed("".join(lines)) == squeezed(text)
        for line in lines:
            # Too wide is only what cannot be broken.
            assert text_width(line, 8) <= width or len(wrapped(line, 8, width)) == 1
    assert len(balanced(text, 8, width)) == len(wrapped(text, 8, width))
