"""The grid of a three-line table: where header cells stand, how wide columns are."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import HeaderCell, Span, Table

# Widths in half-width characters: a column is never narrower nor, for its share, wider.
NARROWEST, WIDEST = 5, 44
SHORT_HEADER = 10


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
    """The width of ``text`` in half-width characters.

    >>> text_width("亩 mu")
    5
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def column_shares(table: Table) -> tuple[float, ...]:
    """The share of the table's width that each column gets; they add up to 1."""
    wanted = [_wanted(table, column) for column in range(len(table.align))]
    return tuple(width / sum(wanted) for width in wanted)


def _wanted(table: Table, column: int) -> int:
    body = [text_width(plain_text(row[column])) for row in table.body]
    heads = [
        text_width(p.cell.text)
        for row in place_header(table) for p in row
        if p.column == column and not p.spans_columns
    ]  # fmt: skip
    # A long header may stand on two lines; a number may not.
    lines = [max(min(head, SHORT_HEADER), -(-head // 2)) for head in heads]
    wanted = max([*body, *lines, NARROWEST])
    return min(wanted, WIDEST) + 2
