"""How wide the columns of a table are, and in which type size it is set."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dandong_analysis.report.blocks import Table
from dandong_analysis.report.layout import (
    TEXT_WIDTH_MM,
    Placed,
    header_parts,
    place_header,
    plain_text,
    text_width,
)

# Widths in half-width characters: no column is narrower nor, for its share, wider.
NARROWEST, WIDEST = 3, 100
# Type down to this size in points is used where it makes a table lower by a fifth.
READABLE, _LOW_ENOUGH = 7.5, 0.8
# A header up to here stays on one line, and of a longer one the name before the unit if it has no
# blank; so much of a text stays together on a line, and so much of a word without a blank.
SHORT_HEADER, SHORT_NAME, WRAPPED, LONGEST_WORD = 10, 14, 12, 32
LONGEST_NUMBER = 24
# A table whose rows are no higher than three quarters of a page is not split across pages.
WHOLE_POINTS = 480
# The type sizes in points in which a page of html prints tables, and the half-widths of a line on
# a screen: 760 px at 7.36.
_PRINTED, _SCREEN_ROOM = (8.5, 7.5, 6.5), 103
# What words of a browser's font may have more, in em; numbers have their padding.
_SPARE = (0.3, 0)
# The height of a line as a multiple of the type size, and the space between rows in points.
_LEADING, _ROW_SPACE = 1.5, 9
# Room on both sides of a cell's text; of a number more, as % is wider than a digit.
PADDING, NUMBER_PADDING = 2, 3
POINTS_PER_MM = 72 / 25.4
# Steps by which a column is widened, and what a line counts that makes no row lower.
_STEPS, _FREE_LINE = (1, 2, 3, 5, 8, 13, 21, 34), 0.02
# A word is not divided at the signs of Latin-1 and the primes, as in 124°42′31.2″.
_WORD = re.compile(r"[!-~\xa1-\xff\u2032\u2033]{2,}")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_DIGIT, _SMALL_LETTER = re.compile(r"\d"), re.compile(r"[a-z]")

Halves = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """The type size in points that a table is set in, and each column's share of its width.

    ``height`` is an estimate of the height of its rows in points, ``room`` the width of the
    table in half-width characters.
    """

    size: float
    shares: tuple[float, ...]
    height: float = 0
    room: float = 0

    @property
    def is_whole(self) -> bool:
        """Whether the table is kept on one page."""
        return self.height <= WHOLE_POINTS

    def header_lines(self, place: Placed) -> tuple[str, ...]:
        """A header in one line, or name and unit in two where it is too wide for its column."""
        text, columns = place.cell.text, slice(place.column, place.column + place.cell.columns)
        room = sum(self.shares[columns]) * self.room - PADDING
        name, unit = header_parts(text)
        is_divided = text_width(text) > room and unit and text_width(unit) <= room
        return (name, unit) if is_divided else (text,)


def fit_columns(table: Table, *, sizes: Sequence[float], width_mm: float) -> Fit:
    """The type size and the columns' shares of the width.

    It is the largest of ``sizes`` at which numbers and words stay on one line, or a smaller
    readable one that makes the table lower by a fifth. Columns of text share what the others
    leave so that the table becomes low. When not even the smallest size is small enough, it is
    used.
    """
    columns = _Columns(table)
    rooms = {size: _room(size, width_mm) for size in sizes}
    fitting = columns.fitting(rooms)
    best = columns.fit(fitting[0], rooms[fitting[0]])
    for size in (s for s in fitting[1:] if s >= READABLE):
        other = columns.fit(size, rooms[size])
        best = other if other.height <= best.height * _LOW_ENOUGH else best
    return best


def _room(size: float, width_mm: float) -> float:
    """How many half-width characters of a type size a width has room for."""
    return width_mm * POINTS_PER_MM / (size / 2)


@dataclass(frozen=True)
class ScreenWidth:
    """Of a column its share of the width in percent, and in em its least widths.

    At ``whole`` no word is divided; ``least`` is enough where words may be.
    """

    share: float
    least: float
    whole: float


@dataclass(frozen=True)
class ScreenFit:
    """The columns of a table on a screen, and the type size in points in which a page prints it."""

    columns: tuple[ScreenWidth, ...]
    printed: float

    @property
    def scale(self) -> float:
        """The printed size beside that of a table which needs no smaller one."""
        return self.printed / _PRINTED[0]


def fit_screen(table: Table) -> ScreenFit:
    """The widths of the columns on a screen, and the largest type in which they fit on paper."""
    columns = _Columns(table)
    shares = columns.fit(_PRINTED[0], _SCREEN_ROOM).shares
    widths = (
        ScreenWidth(round(100 * s, 1), min(halves, WRAPPED) / 2, halves / 2 + _SPARE[side == "r"])
        for s, halves, side in zip(shares, columns.least.tolist(), table.align, strict=True)
    )
    printed = columns.fitting({size: _room(size, TEXT_WIDTH_MM) for size in _PRINTED})
    return ScreenFit(tuple(widths), printed[0])


@dataclass(frozen=True)
class _Columns:
    """The columns of a table in half-width characters."""

    table: Table

    @cached_property
    def texts(self) -> Halves:
        """The width of each cell of the body, rows by columns; bold text is a little wider."""
        rows = [
            [_set_width(plain_text(cell)) + (n in self.table.total_rows) for cell in row]
            for n, row in enumerate(self.table.body)
        ]
        return np.array(rows, dtype=float).reshape(len(rows), len(self.table.align))

    @cached_property
    def padding(self) -> Halves:
        return np.array([NUMBER_PADDING if side == "r" else PADDING for side in self.table.align])

    @cached_property
    def heads(self) -> Halves:
        """The room of each column's own header, a long one on two lines."""
        return self._heads(_header_width)

    def _heads(self, width: Callable[[str], int]) -> Halves:
        heads = np.full(len(self.table.align), NARROWEST + PADDING, dtype=float)
        for place in (p for row in place_header(self.table) for p in row if not p.spans_columns):
            room = width(place.cell.text) + PADDING
            heads[place.column] = max(heads[place.column], room)
        return heads

    @cached_property
    def wanted(self) -> Halves:
        """The widths at which each text has one line; of a long header two."""
        body = (self.texts + self.padding).max(axis=0, initial=0)
        wanted: Halves = np.minimum(np.maximum(body, self.heads), WIDEST)
        return wanted

    @cached_property
    def in_line(self) -> Halves:
        """The widths at which each text and each header has one line."""
        widths: Halves = np.maximum(self.wanted, self._heads(text_width))
        return widths

    @cached_property
    def least(self) -> Halves:
        """The widths below which a number or word would be broken or a text hard to read."""
        whole = np.array([self._unbroken(c) for c in range(len(self.table.align))], dtype=float)
        least: Halves = np.minimum(self.wanted, np.maximum(whole + self.padding, self.heads))
        return least

    def _unbroken(self, column: int) -> float:
        """What must stay on one line: of numbers all, of texts the longest word."""
        texts = [plain_text(row[column]) for row in self.table.body]
        if self.table.align[column] == "r":
            bold = self.table.total_rows
            numbers = [len(t) + (n in bold) for n, t in enumerate(texts) if _is_number(t)]
            return max(numbers, default=0)
        words = [_set_width(word) for text in texts for word in _WORD.findall(text)]
        return max(min(max(words, default=0), LONGEST_WORD), WRAPPED - PADDING)

    def fitting(self, rooms: Mapping[float, float]) -> list[float]:
        """The sizes at which no number or word is broken; if none is small enough, the last."""
        return [s for s, room in rooms.items() if self.least.sum() <= room] or [*rooms][-1:]

    def fit(self, size: float, room: float) -> Fit:
        widths = self._shared(room)
        shares = tuple((widths / widths.sum()).tolist())
        lines = float(self._lines(np.array(shares) * room).max(axis=1, initial=0).sum())
        height = lines * size * _LEADING + len(self.table.body) * _ROW_SPACE
        return Fit(size, shares, height, room)

    def _shared(self, room: float) -> Halves:
        """The widths of the columns within ``room``, or ``least`` where it is too small."""
        alike = self._alike
        choices = (alike(self.in_line), self.in_line, alike(self.wanted), self.wanted)
        enough = next((widths for widths in choices if widths.sum() <= room), None)
        if enough is not None:
            return enough
        widths = self.least.copy()
        while (step := self._best_step(widths, room - widths.sum())) is not None:
            column, by = step
            widths[column] += by
        missing = self.wanted - widths
        spare = max(room - widths.sum(), 0)
        shared: Halves = widths + missing * min(spare / max(missing.sum(), 1), 1)
        return shared

    def _alike(self, widths: Halves) -> Halves:
        """The widths, but columns of numbers as wide as the widest of them."""
        numbers = np.array([side == "r" for side in self.table.align])
        return np.where(numbers, widths[numbers].max(initial=0), widths)

    def _lines(self, widths: Halves) -> Halves:
        """The lines of each cell of the body."""
        return np.maximum(np.ceil(self.texts / np.maximum(widths - self.padding, 1)), 1)

    def _best_step(self, widths: Halves, spare: float) -> tuple[int, float] | None:
        """The column and the widening by which rows become lowest for their room, if any do."""
        lines = self._lines(widths)
        broken = (lines > 1).any(axis=0) & (widths < self.wanted)
        gains = {
            (column, by): gain / by
            for column in np.flatnonzero(broken).tolist()
            for steps in [_steps(min(spare, self.wanted[column] - widths[column]))]
            for by, gain in zip(steps, self._gains(lines, widths, column, steps), strict=True)
        }
        best = max(gains, key=lambda step: gains[step], default=None)
        return best if best is not None and gains[best] > 0 else None

    def _gains(
        self, lines: Halves, widths: Halves, column: int, steps: Sequence[float]
    ) -> list[float]:
        """How many lines the rows lose by each widening, and a little for each of the cells."""
        others = np.delete(lines, column, axis=1).max(axis=1, initial=1)
        now = np.maximum(others, lines[:, column]).sum()
        room = widths[column] + np.array(steps)[:, None] - self.padding[column]
        wider = np.maximum(np.ceil(self.texts[:, column] / np.maximum(room, 1)), 1)
        rows = now - np.maximum(others, wider).sum(axis=1)
        return list(rows + _FREE_LINE * (lines[:, column].sum() - wider.sum(axis=1)))


def _steps(most: float) -> list[float]:
    """By how much a column that may be widened by ``most`` is widened at a time."""
    return [by for by in _STEPS if by < most] + ([most] if most > 0 else [])


def _is_number(text: str) -> bool:
    return text_width(text) == len(text) <= LONGEST_NUMBER


def _set_width(text: str) -> int:
    """As it is set: digits and letters of some fonts are a little wider than half an em."""
    letters = min((len(_SMALL_LETTER.findall(text)) + 3) // 8, 2)
    return text_width(text) + len(_DIGIT.findall(text)) // 8 + letters


def _header_width(text: str) -> int:
    """A long header may stand on lines for name and unit; its Latin words, in bold, stay whole."""
    if text_width(text) <= SHORT_HEADER:
        return text_width(text)
    name, unit = header_parts(text)
    words = [text_width(word) + 1 for word in _LATIN_WORD.findall(name)]
    whole = text_width(name)
    short = SHORT_HEADER if " " in name else SHORT_NAME
    return max(min(whole, short), -(-whole // 2), text_width(unit), *words)
