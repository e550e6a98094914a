"""The rows of a sheet before they go into a carrier: data lines and subtotal lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from dandong_analysis.demo.layout import NUMBERED, Sheet
from dandong_analysis.demo.records import Record
from dandong_analysis.demo.render import Cells, converted, plain_number
from dandong_analysis.schemas import Schema
from dandong_analysis.units import exact_sum, units

TOTAL = "合计"
SUBTOTAL = "小计"
_SUMMED = ("area", "money")


@dataclass(frozen=True)
class Line:
    """One physical row; ``record`` is the true row behind it, None for totals and strays."""

    cells: Cells
    record: Record | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Page:
    """One sheet with its rows in order."""

    sheet: Sheet
    lines: tuple[Line, ...]

    @property
    def data_rows(self) -> int:
        return sum(not line.is_total for line in self.lines)

    def with_lines(self, lines: Iterable[Line]) -> "Page":
        return replace(self, lines=tuple(lines))


def with_totals(page: Page, schema: Schema, *, group: str = "") -> Page:
    """The page with a 合计 row and, when ``group`` names a field, a 小计 row after each group."""
    lines: list[Line] = []
    for _, members in groupby(page.lines, key=lambda line: _value(line, group)):
        part = list(members)
        lines += part
        if group:
            lines.append(_total(page.sheet, schema, part, SUBTOTAL))
    return page.with_lines([*lines, _total(page.sheet, schema, page.lines, TOTAL)])


def _value(line: Line, group: str) -> str:
    return str(getattr(line.record, group)) if group else ""


def _total(sheet: Sheet, schema: Schema, lines: Sequence[Line], word: str) -> Line:
    cells = dict.fromkeys(sheet.headers, "")
    for header, name in sheet.columns.items():
        unit = schema[name].unit
        if unit and units()[unit].quantity in _SUMMED:
            target = sheet.units.get(name, unit)
            values = [getattr(line.record, name) or Decimal(0) for line in lines]
            cells[header] = plain_number(converted(exact_sum(values), unit, target))
    first = NUMBERED if NUMBERED in cells else sheet.headers[0]
    return Line({**cells, first: word}, is_total=True)
