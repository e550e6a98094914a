"""The first sheet of the annex, its contents, and the last, its notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from dandong_analysis.report.annex_sheet import GREY, MEDIUM, STAMP_RED, THIN, Book, Sheet
from dandong_analysis.report.annex_tables import TableSheet, place_of
from dandong_analysis.report.blocks import Heading, Note
from dandong_analysis.report.layout import plain_text

_CONTENTS = (("annex.number", 12), ("annex.caption", 60), ("fact.unit", 12), ("annex.chapter", 56))
# Two columns, because programs do not fit the width of a single one to the page.
_NOTES_WIDTHS = (24, 66)
_EXPLAINED = ("formulas", "values", "dash", "percent", "comments", "safe")
# The remarks of chapters that hold for the annex too.
_REMARKS = ("synthetic", "unverified", "limit")


@dataclass(frozen=True)
class Front:
    """What stands before and after the sheets of tables."""

    book: Book
    sheets: tuple[TableSheet, ...]

    def write_contents(self) -> None:
        """Title, particulars, the stamp, and a line with a link for each sheet."""
        book = self.book
        sheet = book.sheet(book.word("contents"), [width for _, width in _CONTENTS])
        sheet.across(0, book.document.full_title, bold=True, font_size=18, align="center")
        sheet.across(1, book.word("annex.title"), font_size=12, align="center")
        row = 2
        for label, text in book.document.particulars():
            sheet.text((row, 0), label, font_color=GREY)
            sheet.text((row, 1), text)
            row += 1
        if book.stamp:
            sheet.across(row, book.stamp, bold=True, font_color=STAMP_RED)
            row += 1
        self._list(sheet, row + 1)

    def _list(self, sheet: Sheet, row: int) -> None:
        head = {"bold": True, "top": MEDIUM, "bottom": THIN}
        for column, (name, _) in enumerate(_CONTENTS):
            sheet.text((row, column), self.book.word(name), **head)
        lines = list(self._lines())
        for number, (target, cells) in enumerate(lines, 1):
            rule = {"bottom": MEDIUM} if number == len(lines) else {}
            sheet.link((row + number, 0), place_of(target), cells[0], **rule)
            for column, text in enumerate(cells[1:], 1):
                sheet.text((row + number, column), text, text_wrap=True, **rule)
            sheet.high(row + number, dict(enumerate(cells)))
        sheet.target.freeze_panes(row + 1, 0)
        sheet.page(repeat=(row, row))

    def _lines(self) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
        """The sheet and the cells of each line."""
        for sheet in self.sheets:
            yield sheet.name, (sheet.name, sheet.table.caption, sheet.table.unit, sheet.chapter)
        for name in ("annex.facts", "annex.notes"):
            title = self.book.word(name)
            yield title, (title, self.book.word(f"{name}_about"), "", "")

    def write_notes(self) -> None:
        """How to read the workbook, and what the chapters say about their data."""
        book = self.book
        sheet = book.sheet(book.word("annex.notes"), _NOTES_WIDTHS)
        sheet.across(0, book.word("annex.notes"), bold=True, font_size=14)
        sheet.link((1, 0), place_of(book.word("contents")), book.word("annex.back"), font_size=9)
        lines = [(book.word(f"annex.note.{name}"), False) for name in _EXPLAINED]
        if book.stamp:
            lines.insert(0, (book.stamp, True))
        lines += [*self._remarks()]
        for row, (text, is_bold) in enumerate(lines, 2):
            sheet.across(row, text, bold=is_bold, valign="top")
        sheet.page(repeat=(0, 0))

    def _remarks(self) -> Iterator[tuple[str, bool]]:
        """The remarks of the chapters behind the chapters' titles, each once."""
        title, said = "", set[str]()
        for item in self.book.document.items:
            block = item.block
            if isinstance(block, Heading) and block.level == 1:
                title = f"{item.number} {block.text}".strip()
            if isinstance(block, Note) and block.kind in _REMARKS:
                text = f"{self.book.word(f'note.{block.kind}')}{self.book.word('colon')}{plain_text(block.spans)}"
                if title:
                    yield title, True
                    title = ""
                if text not in said:
                    said.add(text)
                    yield text, False
