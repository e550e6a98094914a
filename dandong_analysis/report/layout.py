"""The grid of a three-line table: where header cells stand, how wide a text is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import HeaderCell, Span, Table

# The text area of an A4 page with the margins of GB/T 9704-2012.
TEXT_WIDTH_MM = 156
# So many rows of a table that goes over a page stay together at its ends.
FEWEST_ROWS = 3

# The widths of a Latin capital and of M and W in tenths of a half-width character.
_CAPITAL, _WIDE_CAPITAL = 14, 18
# A longer text in brackets at the end of a header is no unit.
_LONGEST_UNIT = 16
_UNIT = re.compile(r"(.+?)\s?([(（][^()（）]+[)）])")


@dataclass(frozen=True)
class Placed:
    """A header cell and its place in the grid, counted from 0."""

    cell: HeaderCell
    row: int
    column: int

    @property
    def spans_columns(self) -> bool:
        return self.cell.columns > 1


def place_header(table: Table) -> tuple[tuple[Placed, ...], ...]:
    """The header cells of each row with their columns, as HTML places them.

    Raises
    ------
    DandongError
        When the cells overlap or leave a gap, or a row of the body has another number of cells.
    """
    taken: set[tuple[int, int]] = set()
    rows = []
    for row, cells in enumerate(table.header):
        placed = []
        for cell in cells:
            column = next(c for c in range(len(taken) + 1) if (row, c) not in taken)
            placed.append(Placed(cell, row, column))
            taken |= _covered(table, placed[-1], taken)
        rows.append(tuple(placed))
    _check_shape(table, taken)
    return tuple(rows)


def _covered(table: Table, placed: Placed, taken: set[tuple[int, int]]) -> set[tuple[int, int]]:
    rows = range(placed.row, placed.row + placed.cell.rows)
    columns = range(placed.column, placed.column + placed.cell.columns)
    covered = {(row, column) for row in rows for column in columns}
    if not covered or covered & taken:
        raise _bad_table(table, placed.cell.text)
    return covered


def _check_shape(table: Table, taken: set[tuple[int, int]]) -> None:
    width = len(table.align)
    full = {(row, column) for row in range(len(table.header)) for column in range(width)}
    if not width or set(table.align) - set("lrc") or (table.header and taken != full):
        raise _bad_table(table, table.align)
    for number, row in enumerate(table.body):
        if len(row) != width:
            raise _bad_table(table, f"body[{number}]")


def _bad_table(table: Table, value: str) -> DandongError:
    problem = Problem(
        "bad-table-shape",
        Text(f"表“{table.caption}”的表头、对齐和各行的列数须一致，表头单元格不得重叠或留空",
             f"in table '{table.caption}' header, alignment and rows must have the same columns, "
             "and header cells may neither overlap nor leave gaps"),
        Text("本章无法导出", "the chapter cannot be exported"),
        Text("请修正生成该表的代码", "correct the code that makes this table"),
        Place(table=table.id), value,
    )  # fmt: skip
    return DandongError(problem)


def plain_text(spans: Sequence[Span]) -> str:
    """The text of spans as it is read."""
    return "".join(s if isinstance(s, str) else s.text for s in spans)


def header_parts(text: str) -> tuple[str, str]:
    """What a header names, and the unit in brackets that it ends in.

    >>> header_parts("面积（亩）"), header_parts("area (km²)"), header_parts("county")
    (('面积', '（亩）'), ('area', '(km²)'), ('county', ''))
    """
    found = _UNIT.fullmatch(text)
    if found is None or text_width(found[2]) > _LONGEST_UNIT:
        return text, ""
    return found[1], found[2]


def text_width(text: str) -> int:
    """The width of ``text`` in half-width characters, rounded up.

    >>> text_width("亩 mu"), text_width("LAND.SLIDES")
    (5, 15)
    """
    return -(-sum(map(_tenths, text)) // 10)


@cache
def _tenths(character: str) -> int:
    """A Chinese character is twice as wide as a digit, a Latin capital nearly one and a half."""
    if unicodedata.east_asian_width(character) in "WF":
        return 20
    if character in "MW":
        return _WIDE_CAPITAL
    return _CAPITAL if character.isupper() else 10
