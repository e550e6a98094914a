"""The sheet of all printed facts, one row each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from dandong_analysis.facts import Ledger
from dandong_analysis.report.annex_cells import unrounded
from dandong_analysis.report.annex_formats import Number
from dandong_analysis.report.annex_sheet import A3, MEDIUM, STAMP_RED, THIN, Book, Sheet
from dandong_analysis.report.annex_tables import place_of
from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.labels import word

HEADER_ROW = 2
_VALUE = 2
# Name of the column and its width in half-width characters.
_COLUMNS = (
    ("fact.id", 56), ("fact.label", 48), ("fact.value", 16), ("annex.exact", 22), ("fact.unit", 10),
    ("annex.printed", 12), ("fact.definition", 70), ("fact.rows", 8), ("fact.published", 12),
    ("fact.verdict", 14), ("fact.provenance", 12), ("annex.parents", 40), ("annex.places", 20),
    ("fact.sources", 60),
)  # fmt: skip
_ROWS = 7
# Lists of names stay on one line; the others may wrap.
_LISTS = (11, 12, 13)
# An endless quotient is cut off here.
_MOST_DIGITS = 30


@dataclass(frozen=True)
class FactSheet:
    """The facts in order, and in which tables and figures each of them stands."""

    name: str
    facts: tuple[FactRef, ...]
    ledger: Ledger
    places: Mapping[str, Sequence[str]]

    def cells(self) -> dict[str, str]:
        """The cell, with its sheet, of the value of each fact that has one."""
        return {
            fact.id: place_of(self.name, xl_rowcol_to_cell(HEADER_ROW + n, _VALUE, True, True))
            for n, fact in enumerate(self.facts, 1)
            if unrounded(fact, self.ledger) is not None
        }

    def write(self, book: Book) -> None:
        sheet = book.sheet(self.name, [width for _, width in _COLUMNS])
        sheet.text((0, 0), self.name, bold=True, font_size=14)
        sheet.link((1, 0), place_of(book.word("contents")), book.word("annex.back"), font_size=9)
        sheet.text((0, 1), book.stamp, font_size=9, font_color=STAMP_RED)
        for column, (name, _) in enumerate(_COLUMNS):
            head = {"bold": True, "top": MEDIUM, "bottom": THIN, "text_wrap": True}
            sheet.text((HEADER_ROW, column), book.word(name), **head)
        for number, fact in enumerate(self.facts, 1):
            self._row(sheet, HEADER_ROW + number, fact)
        last = HEADER_ROW + len(self.facts)
        sheet.target.autofilter(HEADER_ROW, 0, last, len(_COLUMNS) - 1)
        sheet.target.freeze_panes(HEADER_ROW + 1, 1)
        sheet.target.print_area(0, 0, last, len(_COLUMNS) - 1)
        sheet.page(paper=A3, across=True, repeat=(HEADER_ROW, HEADER_ROW))

    def _row(self, sheet: Sheet, row: int, ref: FactRef) -> None:
        value = unrounded(ref, self.ledger)
        texts = {n: t for n, t in enumerate(self._texts(ref, value, sheet.book)) if t}
        for column, text in texts.items():
            sheet.text((row, column), text, valign="top", text_wrap=column not in _LISTS)
        sheet.high(row, {n: t for n, t in texts.items() if n not in _LISTS})
        numbers = {_VALUE: value, _ROWS: Decimal(ref.n_rows)}
        for column, number in numbers.items():
            if number is not None:
                sheet.number((row, column), Number(number, "General", ""), valign="top")

    def _texts(self, ref: FactRef, value: Decimal | None, book: Book) -> Iterator[str]:
        """The text of each column; empty for the two that hold numbers."""
        comma = book.word("comma")
        yield from (ref.id, ref.label, "", exact_text(value), ref.unit, ref.text, ref.definition)
        yield from ("", ref.published)
        yield word(book.lang, "code", "verdict", ref.verdict)
        yield word(book.lang, "code", "provenance", ref.provenance)
        yield from (" ".join(ref.parents), comma.join(self.places.get(ref.id, ())))
        yield comma.join(ref.sources)


def exact_text(value: Decimal | None) -> str:
    """The value in full, where a spreadsheet program does not hold it; an endless one cut off.

    >>> exact_text(Decimal("12.5")), exact_text(Decimal("35.3757628458498023"))
    ('', '35.3757628458498023')
    """
    if value is None or Number(value, "", "").is_held:
        return ""
    text = f"{value:f}"
    return text if len(text) <= _MOST_DIGITS else f"{text[:_MOST_DIGITS]}…"
