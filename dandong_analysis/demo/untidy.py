"""Habits of a hand-filled workbook: full-width digits, grouped thousands, stray blanks."""

from decimal import Decimal

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.layout import NUMBERED, Sheet
from dandong_analysis.demo.pages import Line, Page
from dandong_analysis.schemas import Schema

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_FULL_WIDTH_SHARE = 0.03
_GROUPED_SHARE = 0.35
_BLANK_SHARE = 0.03
_NUMBERS = ("decimal", "integer")
_WORDS = ("text", "category", "id")
_GROUP_FROM = 1000


def untidy(page: Page, schema: Schema, chance: Chance) -> Page:
    """The page as somebody types it; every reading of its cells stays the same."""
    return page.with_lines(_line(line, page.sheet, schema, chance) for line in page.lines)


def _line(line: Line, sheet: Sheet, schema: Schema, chance: Chance) -> Line:
    if line.is_total:
        return line
    kinds = {h: schema[name].kind for h, name in sheet.columns.items()}
    cells = {
        h: text if h == NUMBERED or not text else _cell(text, kinds.get(h, ""), chance)
        for h, text in line.cells.items()
    }
    return Line(cells, line.record)


def _cell(text: str, kind: str, chance: Chance) -> str:
    if kind in _NUMBERS:
        return _number(text, chance)
    if kind in _WORDS and chance.happens(_BLANK_SHARE):
        return chance.choose((f"{text} ", f" {text}", f"　{text}"))
    return text


def _number(text: str, chance: Chance) -> str:
    if chance.happens(_FULL_WIDTH_SHARE):
        return text.translate(_FULL_WIDTH)
    if Decimal(text) >= _GROUP_FROM and chance.happens(_GROUPED_SHARE):
        return f"{Decimal(text):,f}"
    return text
