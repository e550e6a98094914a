"""Pages as an .xlsx workbook: one sheet a table, headers of one or two lines."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dandong_analysis.demo.layout import NUMBERED, Sheet
from dandong_analysis.demo.pages import Page
from dandong_analysis.schemas import Schema

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NUMERIC = ("decimal", "integer", "year", "degree")
_WIDTH = 16
_SUBJECT = "模拟数据"


def workbook_bytes(
    pages: Sequence[Page], schemas: Mapping[str, Schema], team: Mapping[str, Any]
) -> bytes:
    """The workbook of one team; ``team`` is its entry in ``carriers.toml``."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_numbers": False,
                                      "strings_to_formulas": False, "strings_to_urls": False})  # fmt: skip
    book.set_properties({"created": team["created"], "subject": _SUBJECT, "comments": _SUBJECT})
    formats = {
        "head": book.add_format({"bold": True, "border": 1, "align": "center"}),
        "title": book.add_format({"bold": True}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for page in pages:
        _Writer(book.add_worksheet(page.sheet.sheet), page, formats).write(
            schemas[page.sheet.table], team
        )
    book.close()
    return _stored(sink.getvalue())


def _stored(data: bytes) -> bytes:
    """The same archive without compression: zlib builds do not all give the same bytes."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(sink, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return sink.getvalue()


class _Writer:
    """Writes one page into one worksheet, row after row."""

    def __init__(self, target: Worksheet, page: Page, formats: Mapping[str, Any]) -> None:
        self._target = target
        self._page = page
        self._formats = formats

    def write(self, schema: Schema, team: Mapping[str, Any]) -> None:
        sheet = self._page.sheet
        for row, text in enumerate(team["above"]):
            self._target.write_string(row, 0, text.format(table=schema.zh), self._formats["title"])
        self._header(sheet)
        self._target.set_column(0, len(sheet.headers) - 1, _WIDTH)
        kinds = {h: schema[name].kind for h, name in sheet.columns.items()}
        row = sheet.header_rows[-1]
        for line in self._page.lines:
            for column, header in enumerate(sheet.headers):
                self._cell(row, column, line.cells[header], _kind(header, kinds))
            row += 1
        for text in team["below"]:
            self._target.write_string(row, 0, text)
            row += 1

    def _header(self, sheet: Sheet) -> None:
        top = sheet.header_rows[0] - 1
        if len(sheet.header_rows) == 1:
            for column, header in enumerate(sheet.headers):
                self._target.write_string(top, column, header, self._formats["head"])
            return
        for column, header in enumerate(sheet.headers):
            self._stacked(top, column, header)
        for first, last, upper in _spans(sheet.headers):
            self._target.merge_range(top, first, top, last, upper, self._formats["head"])

    def _stacked(self, top: int, column: int, header: str) -> None:
        """A header of one part is merged over both lines."""
        upper, slash, lower = header.partition("/")
        if slash:
            self._target.write_string(top, column, upper, self._formats["head"])
            self._target.write_string(top + 1, column, lower, self._formats["head"])
        else:
            self._target.merge_range(top, column, top + 1, column, upper, self._formats["head"])

    def _cell(self, row: int, column: int, text: str, kind: str) -> None:
        if not text:
            return
        if kind in _NUMERIC and _NUMBER.fullmatch(text):
            self._target.write_number(row, column, float(text))
        elif kind == "date" and "-" in text:
            day = datetime.combine(date.fromisoformat(text), datetime.min.time())
            self._target.write_datetime(row, column, day, self._formats["date"])
        else:
            self._target.write_string(row, column, text)


def _kind(header: str, kinds: Mapping[str, str]) -> str:
    return "integer" if header == NUMBERED else kinds.get(header, "")


def _spans(headers: Sequence[str]) -> list[tuple[int, int, str]]:
    """Runs of at least two neighbours under one upper header: first, last, upper."""
    spans: list[tuple[int, int, str]] = []
    for column, header in enumerate(headers):
        upper, slash, _ = header.partition("/")
        if slash and spans and spans[-1][2] == upper and spans[-1][1] == column - 1:
            spans[-1] = (spans[-1][0], column, upper)
        elif slash:
            spans.append((column, column, upper))
    return [span for span in spans if span[1] > span[0]]
