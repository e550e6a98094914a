"""The sheet of one table: caption, unit, three-line table, notes and sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dandong_analysis.facts import Ledger
from dandong_analysis.report.annex_cells import Address, Grid, Words
from dandong_analysis.report.annex_formats import Number
from dandong_analysis.report.annex_sheet import GREY, MEDIUM, STAMP_RED, THIN, Book, Sheet
from dandong_analysis.report.blocks import FactRef, Table
from dandong_analysis.report.document import facts_of
from dandong_analysis.report.layout import place_header, plain_text, text_width
from dandong_analysis.report.numbering import Item

HEADER_ROW = 3
"""The row in which a header begins, below caption, unit and stamp."""

# Widths in half-width characters: of any column, of text before it wraps, of a whole sheet; a
# wider one is printed across.
_NARROWEST, _WIDEST, _SHEET, _PORTRAIT = 9, 60, 60, 92
_SHORT_HEADER, _PADDING = 12, 3
# The height in points of everything on a sheet but the body of its table.
_AROUND = 120
_SIDES = {"l": "left", "r": "right", "c": "center"}


@dataclass(frozen=True)
class TableSheet:
    """A table of the report and the sheet that it has: its name, its cells, where it stands."""

    name: str
    item: Item
    table: Table
    chapter: str
    grid: Grid

    @classmethod
    def of(cls, name: str, item: Item, table: Table, chapter: str, ledger: Ledger) -> "TableSheet":
        first = HEADER_ROW + len(table.header)
        return cls(name, item, table, chapter, Grid.of(table, ledger, first_row=first))

    def write(self, book: Book, formulas: Mapping[Address, str]) -> None:
        """Write the sheet; ``formulas`` by the place of the cell in the body."""
        sheet = book.sheet(self.name, column_widths(self.table))
        self._top(sheet)
        self._header(sheet)
        heights = [self._row(sheet, row, formulas) for row in range(len(self.grid.cells))]
        self._notes(sheet, self.grid.first_row + len(self.grid.cells) + 1)
        sheet.target.freeze_panes(self.grid.first_row, 1 if self.table.align[:1] == "l" else 0)
        sheet.page(
            across=sum(sheet.widths) > _PORTRAIT, height=sum(heights) + _AROUND,
            repeat=(0, self.grid.first_row - 1),
        )  # fmt: skip

    def _top(self, sheet: Sheet) -> None:
        book, last = sheet.book, len(sheet.widths) - 1
        caption = f"{self.item.number}{book.word('caption_gap')}{self.table.caption}"
        sheet.across(0, caption, bold=True, font_size=14, align="center")
        sheet.link((1, 0), place_of(book.word("contents")), book.word("annex.back"), font_size=9)
        if self.table.unit and last:
            unit = f"{book.word('unit')}{self.table.unit}"
            sheet.text((1, last), unit, align="right", font_size=9)
        if book.stamp:
            sheet.across(2, book.stamp, font_size=9, font_color=STAMP_RED)

    def _header(self, sheet: Sheet) -> None:
        depth = len(self.table.header)
        for placed in (p for row in place_header(self.table) for p in row):
            is_last = placed.row + placed.cell.rows == depth
            rules = {"bottom": THIN, "top": MEDIUM if placed.row == 0 else 0}
            face = rules if is_last or placed.spans_columns else {"top": rules["top"]}
            sheet.merged(
                (HEADER_ROW + placed.row, placed.column), placed.cell.text,
                (placed.cell.rows, placed.cell.columns),
                bold=True, align="center", text_wrap=True, **face,
            )  # fmt: skip

    def _row(self, sheet: Sheet, row: int, formulas: Mapping[Address, str]) -> float:
        """Write a row of the body; its height in points."""
        line = self.grid.first_row + row
        face: dict[str, object] = {"bold": row in self.table.total_rows}
        if row == len(self.grid.cells) - 1:
            face["bottom"] = MEDIUM
        for column, cell in enumerate(self.grid.cells[row]):
            at, side = (line, column), _SIDES[self.table.align[column]]
            if isinstance(cell, Number):
                sheet.number(at, cell, formulas.get((row, column), ""), **face)
                continue
            indent = {"indent": 1} if side == "left" and column else {}
            sheet.text(at, cell.text, **{**face, **indent, "align": side, "text_wrap": True})
            if cell.ref is not None:
                sheet.comment(at, cell.ref)
        texts = {j: c.text for j, c in enumerate(self.grid.cells[row]) if isinstance(c, Words)}
        return sheet.high(line, texts)

    def _notes(self, sheet: Sheet, row: int) -> None:
        book, note = sheet.book, sheet.book.word("notes")
        sources = sources_of(facts_of(self.table))
        lines = [f"{note}{text}" for text in self.table.notes]
        if sources:
            lines.append(
                f"{book.word('note.source')}{book.word('colon')}{book.word('comma').join(sources)}"
            )
        for number, line in enumerate(lines):
            sheet.across(row + number, line, font_size=9, font_color=GREY)


def sources_of(facts: Sequence[FactRef]) -> tuple[str, ...]:
    """The sources of numbers, in order of first use."""
    return tuple(dict.fromkeys(source for fact in facts for source in fact.sources))


def place_of(sheet: str, cell: str = "A1") -> str:
    """The place of a cell in another sheet, as links and formulas write it.

    >>> place_of("表2-1"), place_of("O'Neill", "B2")
    ("'表2-1'!A1", "'O''Neill'!B2")
    """
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"


def column_widths(table: Table) -> list[float]:
    """Column widths in half-width characters: as wide as their text, within limits.

    A sheet that would be narrow is widened, so that caption and notes have room.
    """
    widths = [float(_wanted(table, column)) for column in range(len(table.align))]
    stretch = max(_SHEET / sum(widths), 1)
    return [round(width * stretch, 1) for width in widths]


def _wanted(table: Table, column: int) -> int:
    body = max((text_width(plain_text(row[column])) for row in table.body), default=0)
    heads = [
        text_width(p.cell.text)
        for row in place_header(table) for p in row
        if p.column == column and not p.spans_columns
    ]  # fmt: skip
    # A long header may stand on two lines.
    head = max((max(min(h, _SHORT_HEADER), -(-h // 2)) for h in heads), default=0)
    return min(max(body, head, _NARROWEST - _PADDING) + _PADDING, _WIDEST)
