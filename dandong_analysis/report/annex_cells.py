"""The cells of a table as a spreadsheet holds them: numbers with their formats, and text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.report.annex_formats import (
    Number,
    number_format,
    plain_form,
    read_number,
    worded_form,
)
from dandong_analysis.report.blocks import FactRef, Span, Table
from dandong_analysis.report.labels import NOTHING
from dandong_analysis.report.layout import plain_text

Address = tuple[int, int]
"""Row and column of a cell, counted from 0."""


@dataclass(frozen=True)
class Words:
    """A cell that holds text, and the fact that it stands for, if any."""

    text: str
    ref: FactRef | None = None


Cell = Number | Words


@dataclass(frozen=True)
class Grid:
    """The body of a table as cells, and the facts behind them.

    ``first_row`` is the row of the sheet in which the body begins.
    """

    table: Table
    cells: tuple[tuple[Cell, ...], ...]
    ledger: Ledger
    first_row: int

    @classmethod
    def of(cls, table: Table, ledger: Ledger, *, first_row: int) -> "Grid":
        rows = (zip(row, table.align, strict=True) for row in table.body)
        cells = tuple(tuple(_cell(spans, side, ledger) for spans, side in row) for row in rows)
        return cls(table, cells, ledger, first_row)

    def fact(self, at: Address) -> Fact | None:
        """The fact whose unrounded value a cell holds; None where it holds something else."""
        cell = self.cells[at[0]][at[1]]
        if not isinstance(cell, Number) or cell.ref is None:
            return None
        fact = self.ledger.get(cell.ref.id)
        return fact if fact is not None and fact.value == cell.value else None

    def facts(self) -> dict[Address, Fact]:
        """All cells that hold the value of a fact."""
        everywhere = ((i, j) for i, row in enumerate(self.cells) for j in range(len(row)))
        found = ((at, self.fact(at)) for at in everywhere)
        return {at: fact for at, fact in found if fact is not None}

    def is_text(self, at: Address) -> bool:
        return isinstance(self.cells[at[0]][at[1]], Words)

    def labels(self, row: int) -> tuple[str, ...]:
        """The text before the first column of numbers."""
        first = self.table.align.find("r")
        return tuple(plain_text(spans) for spans in self.table.body[row][: max(first, 0)])


def _cell(spans: Sequence[Span], side: str, ledger: Ledger) -> Cell:
    text = plain_text(spans)
    refs = [span for span in spans if isinstance(span, FactRef)]
    if not refs:
        return _figure(text) if side == "r" else Words(text)
    return _of_fact(refs[0], ledger) if len(spans) == 1 else Words(text, refs[0])


def _figure(text: str) -> Cell:
    """Text in a column of numbers; a number as one, unless the program would cut it off."""
    value = read_number(text)
    if value is None:
        return Words(text)
    number = Number(value, plain_form(text), text)
    return number if number.is_held else Words(text)


def _of_fact(ref: FactRef, ledger: Ledger) -> Cell:
    fact = ledger.get(ref.id)
    value = unrounded(ref, ledger)
    form = None
    if value is not None:
        form = number_format(value, ref.text, printed=fact.printed if fact else "")
    if value is not None and form is not None:
        return Number(value, form, ref.text, ref)
    shown = read_number(ref.text)  # in another unit than the fact's, or without a value
    if shown is not None:
        return Number(shown, plain_form(ref.text), ref.text, ref)
    if value is None or fact is None or ref.text == NOTHING:
        return Words(ref.text, ref)
    return Number(value, worded_form(value, ref.text, printed=fact.printed), ref.text, ref)


def unrounded(ref: FactRef, ledger: Ledger) -> Decimal | None:
    """The unrounded value behind a printed number; without its fact, as far as it is told."""
    fact = ledger.get(ref.id)
    return fact.value if fact is not None else read_number(ref.value)
