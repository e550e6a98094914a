"""What all sheets of the annex workbook share: faces, writing text, comments, printing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dandong_analysis.report.annex_cells import Address
from dandong_analysis.report.annex_formats import Number
from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.document import Document, fact_details
from dandong_analysis.report.layout import text_width
from dandong_analysis.report.phrases import phrase

MEDIUM, THIN = 2, 1
GREY, STAMP_RED = "#595959", "#9C2F2F"

A4, A3 = 9, 8
"""Paper sizes."""

_LINK_BLUE = "#0B5394"
_SIZE = 10.5
_POINTS_A_LINE = 15
# Of a comment: its width, the half-width characters of a line, the height of a line and the room
# around them, in pixels; and the characters of a definition that it shows.
_COMMENT_WIDTH, _COMMENT_LINE, _LINE_HEIGHT, _ROOM = 330, 46, 17, 12
_LONGEST = 240
_POINTS_A_CHARACTER, _HARDLY_HIGHER = 5.25, 1.3


@dataclass(frozen=True)
class _Page:
    """The room between the margins of a page, in points."""

    width: float
    height: float


_PAGES = {
    (A4, False): _Page(494, 719), (A4, True): _Page(741, 472),
    (A3, False): _Page(741, 1068), (A3, True): _Page(1090, 719),
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """The workbook that is being written, and the document that it shows."""

    target: Workbook
    document: Document
    formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        return self.document.meta.lang

    def word(self, name: str) -> str:
        return phrase(name, self.lang)

    @cached_property
    def stamp(self) -> str:
        """That the data are synthetic; empty where they are not."""
        return self.word("stamp") if self.document.is_synthetic else ""

    def face(self, *, bold: bool = False) -> str:
        """The font of text in the language."""
        if self.lang == "en":
            return "Times New Roman"
        return "黑体" if bold else "宋体"

    def form(self, **properties: object) -> Any:  # noqa: ANN401 (xlsxwriter has no types)
        """A cell format, made once."""
        face = self.face(bold=bool(properties.get("bold")))
        chosen = {"font_name": face, "font_size": _SIZE, "valign": "vcenter", **properties}
        key = tuple(sorted(chosen.items()))
        if key not in self.formats:
            self.formats[key] = self.target.add_format(dict(key))
        return self.formats[key]

    def sheet(self, name: str, widths: Sequence[float]) -> "Sheet":
        """A new sheet whose first columns are so many half-width characters wide."""
        target = self.target.add_worksheet(name)
        for column, width in enumerate(widths):
            target.set_column(column, column, width)
        target.hide_gridlines(2)
        return Sheet(self, target, tuple(widths))


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``widths`` are those of its columns in half-width characters."""

    book: Book
    target: Worksheet
    widths: tuple[float, ...]

    def text(self, at: Address, text: str, **properties: object) -> None:
        """Text that is never anything else; an empty one keeps the face of its cell."""
        form = self.book.form(**properties)
        if text:
            self.target.write_string(*at, text, form)
        else:
            self.target.write_blank(*at, None, form)

    def merged(self, at: Address, text: str, span: Address, /, **face: object) -> None:
        """Text in a cell that reaches over so many rows and columns."""
        if span != (1, 1):
            # The text comes after: merging would read a formula out of it.
            last = (at[0] + span[0] - 1, at[1] + span[1] - 1)
            self.target.merge_range(*at, *last, "", self.book.form(**face))
        self.text(at, text, **face)

    def across(self, row: int, text: str, **properties: object) -> None:
        """Text across all columns, wrapped, in a row that is high enough for it."""
        size = float(str(properties.get("font_size", _SIZE)))
        room = max(int(sum(self.widths) * _SIZE / size) - 1, 1)
        self.target.set_row(row, wrapped_lines(text, room) * _POINTS_A_LINE * size / _SIZE)
        self.merged((row, 0), text, (1, len(self.widths)), text_wrap=True, **properties)

    def link(self, at: Address, place: str, text: str, **properties: object) -> None:
        """A link to a place in this workbook."""
        form = self.book.form(**{"font_color": _LINK_BLUE, "underline": 1, **properties})
        self.target.write_url(*at, f"internal:{place}", form, text)

    def number(self, at: Address, number: Number, formula: str = "", **face: object) -> None:
        """A number, or the formula that gives it, and what is known of its fact as a comment."""
        form = self.book.form(**{"align": "right", **face, "num_format": number.form})
        if formula:
            self.target.write_formula(*at, formula, form, float(number.value))
        else:
            self.target.write_number(*at, float(number.value), form)
        if number.ref is not None:
            self.comment(at, number.ref)

    def comment(self, at: Address, ref: FactRef) -> None:
        """What a reader may open behind a number, as a comment of its cell."""
        text = comment_text(ref, self.book.lang)
        height = wrapped_lines(text, _COMMENT_LINE) * _LINE_HEIGHT + _ROOM
        self.target.write_comment(*at, text, {
            "width": _COMMENT_WIDTH, "height": height, "font_name": self.book.face(), "font_size": 9,
        })  # fmt: skip

    def high(self, row: int, texts: Mapping[int, str]) -> float:
        """Make a row high enough for the wrapped texts of its columns; its height in points."""
        lines = [wrapped_lines(text, int(self.widths[c]) - 1) for c, text in texts.items()]
        height = max(lines, default=1) * _POINTS_A_LINE + 1.0
        self.target.set_row(row, height)
        return height

    def page(
        self, *, paper: int = A4, across: bool = False, height: float = 0, repeat: tuple[int, int]
    ) -> None:
        """Printing: as wide as the page, header rows on each page, page numbers, the stamp.

        A sheet that is ``height`` points high and hardly higher than a page is fitted to one.
        """
        page = _PAGES[paper, across]
        scale = min(page.width / (sum(self.widths) * _POINTS_A_CHARACTER), 1)
        self.target.set_paper(paper)
        if across:
            self.target.set_landscape()
        self.target.fit_to_pages(1, int(0 < height * scale <= page.height * _HARDLY_HIGHER))
        self.target.repeat_rows(*repeat)
        self.target.set_margins(left=0.7, right=0.7, top=0.9, bottom=0.8)
        self.target.center_horizontally()
        title, stamp = self.book.document.full_title, self.book.stamp
        self.target.set_header(f"&R&9{_literal(stamp)}")
        self.target.set_footer(f"&L&9{_literal(title)}&R&9&P / &N")


def _literal(text: str) -> str:
    """Text of a page header, where ``&`` begins a code and a digit would be a type size."""
    return f" {text.replace('&', '&&')}"


def wrapped_lines(text: str, room: int) -> int:
    r"""How many lines of ``room`` half-width characters ``text`` needs.

    >>> wrapped_lines("一二三四五\nab", 8)
    3
    """
    return sum(max(-(-text_width(line) // room), 1) for line in text.split("\n"))


def comment_text(ref: FactRef, lang: str) -> str:
    """The id of a fact, its name, and what a reader may open behind it, one line each."""
    colon = phrase("colon", lang)
    details = [f"{label}{colon}{_cut(text)}" for label, text in fact_details(ref, lang)]
    return "\n".join([ref.id, ref.label, *details])


def _cut(text: str) -> str:
    """Long text without its end; the sheet of facts has the whole."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
