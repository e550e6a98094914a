"""Lengths of text in the report's font, and lines broken to a width; all lengths in mm."""

import re
from collections.abc import Iterable
from functools import cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from dandong_analysis.report.fonts import font_path

MM_PER_POINT = 25.4 / 72
# From line to line, in type sizes.
LEADING = 1.3
_STEPS = 12

# A line may break after a blank and beside a Chinese character; punctuation that opens stays with
# what follows it, punctuation that closes with what goes before.
_OPEN, _CLOSE, _HAN = "（《“‘「〔【", "、。，；：）》”’！？」〕】", "\u2e80-\u9fff\uff00-\uffef"
_UNITS = re.compile(
    rf"[{_OPEN}]*(?:[^\s{_OPEN}{_CLOSE}{_HAN}]+|(?![{_OPEN}{_CLOSE}])[{_HAN}])?[{_CLOSE}]*\s*"
)


@cache
def text_width(text: str, size: float) -> float:
    """The width of one line of ``text`` at a type size in points."""
    font = FontProperties(fname=str(font_path()), size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) * MM_PER_POINT


def line_height(size: float) -> float:
    return size * LEADING * MM_PER_POINT


def wrapped(text: str, size: float, width: float) -> list[str]:
    """``text`` in lines no wider than ``width``, but for a word that is wider by itself.

    >>> wrapped("示意图 sketch map", 10, 15)
    ['示意图', 'sketch', 'map']
    """
    lines = [""]
    for unit in _units(text):
        if lines[-1] and text_width((lines[-1] + unit).rstrip(), size) > width:
            lines.append("")
        lines[-1] += unit
    return [line.rstrip() for line in lines]


def balanced(text: str, size: float, width: float) -> list[str]:
    """``text`` in as many lines as :func:`wrapped` needs, but of about equal width."""
    lines = wrapped(text, size, width)
    narrow = min(width, text_width(text, size) / len(lines))
    tried = (wrapped(text, size, narrow + (width - narrow) * n / _STEPS) for n in range(_STEPS))
    return next((even for even in tried if len(even) <= len(lines)), lines)


def widest(texts: Iterable[str], size: float) -> float:
    return max((text_width(text, size) for text in texts), default=0.0)


def _units(text: str) -> list[str]:
    return [unit for unit in _UNITS.findall(text) if unit]
