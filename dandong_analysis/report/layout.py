"""The grid of a three-line table: where header cells stand, how wide columns are."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import HeaderCell, Span, Table

# The text area of an A4 page with the margins of GB/T 9704-2012.
TEXT_WIDTH_MM = 156

# The width of a Latin capital in tenths of a half-width character.
_CAPITAL = 14
# Widths in half-width characters: a column is never narrower nor, for its share, wider.
NARROWEST, WIDEST = 3, 100
# Type down to this size in points is used where it makes a table lower by a fifth.
READABLE, _LOW_ENOUGH = 7.5, 0.8
# A header up to here stays on one line; a column of text may be squeezed to this.
SHORT_HEADER, WRAPPED = 10, 22
LONGEST_NUMBER = 24
# A table whose rows are no higher than three quarters of a page is not split across pages.
WHOLE_POINTS = 480
# A word of Latin letters.
_WORD = re.compile(r"[A-Za-z]{2,}")
# The height of a line as a multiple of the type size, and the space between rows in points.
_LEADING, _ROW_SPACE = 1.5, 9
# So many rows of a longer table stay together at its ends.
FEWEST_ROWS = 3
# Room on both sides of a cell's text; of a number more, as % is wider than a digit.
PADDING, NUMBER_PADDING = 2, 3
POINTS_PER_MM = 72 / 25.4


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
    return _CAPITAL if character.isupper() else 10


@dataclass(frozen=True)
class Fit:
    """The type size in points that a table is set in, and each column's share of its width.

    ``height`` is an estimate of the height of its rows in points.
    """

    size: float
    shares: tuple[float, ...]
    height: float = 0

    @property
    def is_whole(self) -> bool:
        """Whether the table is kept on one page."""
        return self.height <= WHOLE_POINTS


def fit_columns(table: Table, *, sizes: Sequence[float], width_mm: float) -> Fit:
    """The type size and the columns' shares of the width.

    It is the largest of ``sizes`` at which numbers stay on one line, or a smaller readable one
    that makes the table lower by a fifth. Columns of text give way first. When not even the
    smallest size is small enough, it is used.
    """
    rooms = {size: width_mm * POINTS_PER_MM / (size / 2) for size in sizes}
    needed = sum(_needed(table, column) for column in range(len(table.align)))
    fitting = [s for s in sizes if needed <= rooms[s]] or [sizes[-1]]
    best = _fit(table, fitting[0], rooms[fitting[0]])
    for size in (s for s in fitting[1:] if s >= READABLE):
        other = _fit(table, size, rooms[size])
        best = other if other.height <= best.height * _LOW_ENOUGH else best
    return best


def _fit(table: Table, size: float, room: float) -> Fit:
    needed = [_needed(table, column) for column in range(len(table.align))]
    wanted = [_wanted(table, column) for column in range(len(table.align))]
    alike = _alike(table, wanted)
    shares = _shares(needed, alike if sum(alike) <= room else wanted, room)
    height = _lines(table, shares, room) * size * _LEADING + len(table.body) * _ROW_SPACE
    return Fit(size, shares, height)


def _lines(table: Table, shares: Sequence[float], room: float) -> float:
    """The lines of all rows of the body together."""
    widths = [max(share * room - PADDING, 1) for share in shares]
    return sum(
        max(-(-text_width(plain_text(cell)) // w) for cell, w in zip(row, widths, strict=True))
        for row in table.body
    )


def _alike(table: Table, wanted: Sequence[int]) -> list[int]:
    """Columns of numbers as wide as the widest of them."""
    widest = max((w for w, side in zip(wanted, table.align, strict=True) if side == "r"), default=0)
    return [widest if side == "r" else w for w, side in zip(wanted, table.align, strict=True)]


def _shares(needed: Sequence[int], wanted: Sequence[int], room: float) -> tuple[float, ...]:
    """Widths between ``needed`` and ``wanted`` as parts of 1."""
    spare, missing = max(room - sum(needed), 0), sum(wanted) - sum(needed)
    part = min(spare / missing, 1) if missing else 0
    widths = [n + (w - n) * part for n, w in zip(needed, wanted, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def _needed(table: Table, column: int) -> int:
    """The width below which a number would be broken or text would be hard to read."""
    texts = [plain_text(row[column]) for row in table.body]
    numbers = [
        len(text) + _bold(table, row)
        for row, text in enumerate(texts) if text_width(text) == len(text) <= LONGEST_NUMBER
    ]  # fmt: skip
    whole = max(numbers, default=0) if table.align[column] == "r" else 0
    return min(_wanted(table, column), max(WRAPPED, whole + NUMBER_PADDING))


def _bold(table: Table, row: int) -> int:
    """The further room of a total, which is set in bold."""
    return int(row in table.total_rows)


def _wanted(table: Table, column: int) -> int:
    padding = NUMBER_PADDING if table.align[column] == "r" else PADDING
    body = [
        text_width(plain_text(cells[column])) + padding + _bold(table, row)
        for row, cells in enumerate(table.body)
    ]
    heads = [
        _header_width(p.cell.text) + PADDING
        for row in place_header(table) for p in row
        if p.column == column and not p.spans_columns
    ]  # fmt: skip
    return min(max([*body, *heads, NARROWEST + PADDING]), WIDEST)


def _header_width(text: str) -> int:
    """A long header may stand on two lines, but its Latin words, in bold, are not divided."""
    whole = text_width(text)
    words = [text_width(word) + 1 for word in _WORD.findall(text)]
    return max(min(whole, SHORT_HEADER), -(-whole // 2), *words, 0)
