"""Reading delimited text: the declared encoding strictly, every row with its number."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from dandong_analysis.errors import DandongError, Place, Problem
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read_messages import problem
from dandong_analysis.survey.read_raw import RawSheet, text_frame
from dandong_analysis.vocabulary import normalise

# The longest marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030"),
)  # fmt: skip


def read_csv(profile: SheetProfile, sources: Mapping[str, bytes]) -> RawSheet:
    """The rows of a csv file; rows of uneven length are kept and reported.

    A row's number is the one that a spreadsheet program shows: a cell of several lines
    belongs to one row, a blank line is a row.
    """
    place = Place(file=profile.file)
    text = decode(sources[profile.file], profile.encoding, place, tuple(profile.columns))
    if "\x00" in text:
        raise DandongError(problem("file-type", place, "binary", suffix=".csv"))
    rows = _rows(text, profile.delimiter or ",", place)
    problems = tuple(_ragged(profile, rows, place))
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    padded = [row + [""] * (width - len(row)) for row in rows]
    columns = [str(n) for n in range(1, width + 1)]
    cells = text_frame(padded, columns, range(1, len(rows) + 1))
    return RawSheet(profile.file, profile.sheet, cells, problems=problems)


def decode(data: bytes, encoding: str, place: Place, words: Sequence[str]) -> str:
    """Text in the declared encoding, or by its byte order mark, or as UTF-8.

    ``words`` are texts that must occur (headers): they tell a wrong encoding that happens
    to decode.

    Raises
    ------
    DandongError
        When a byte breaks the encoding, or the encoding is unknown or plainly another one.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if encoding and marked and not _same_family(encoding, marked):
        raise DandongError(
            problem("encoding-conflict", place, encoding=encoding, real=marked.upper())
        )
    text = _strict(data, marked or encoding, place).removeprefix("\ufeff")
    if encoding and not marked and _is_rather_utf8(data, encoding, text, words):
        raise DandongError(problem("encoding-conflict", place, encoding=encoding, real="UTF-8"))
    return text


def _strict(data: bytes, encoding: str, place: Place) -> str:
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if not encoding:
            raise DandongError(problem("encoding-undeclared", place)) from error
        raise DandongError(_bad_byte(data, encoding, place, error.start)) from error
    except LookupError as error:
        raise DandongError(problem("encoding-unknown", place, encoding)) from error


def _bad_byte(data: bytes, encoding: str, place: Place, start: int) -> Problem:
    line = len(data[:start].decode(encoding, errors="replace").split("\n"))
    found = f"0x{data[start]:02X}"
    return problem("encoding-bad-byte", place, found, line=line, encoding=encoding)


def _same_family(one: str, other: str) -> bool:
    return _family(one) == _family(other)


def _family(encoding: str) -> str:
    """The name of an encoding without byte order and mark."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return encoding
    name = {"gbk": "gb18030", "gb2312": "gb18030"}.get(name, name)
    return name.removesuffix("-sig").removesuffix("-le").removesuffix("-be")


def _is_rather_utf8(data: bytes, encoding: str, text: str, words: Sequence[str]) -> bool:
    """Whether bytes that decode as declared are UTF-8 all the same.

    Chinese text in GB18030 is valid UTF-8 by chance only when it is a few characters long;
    the expected words decide then.
    """
    if data.isascii() or _family(encoding) == "utf-8":
        return False
    try:
        other = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    telling = [word for word in words if not word.isascii()]
    if any(word in text for word in telling):
        return False
    return not telling or any(word in other for word in telling)


def _rows(text: str, delimiter: str, place: Place) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        where = Place(place.file, place.sheet, len(rows) + 1)
        raise DandongError(problem("csv-broken", where, str(error))) from error
    return rows


def _ragged(
    profile: SheetProfile, rows: Sequence[Sequence[str]], place: Place
) -> Iterator[Problem]:
    """Rows below the header that do not have as many cells as it."""
    header = profile.header_rows[-1] if profile.header_rows else 1
    width = len(rows[header - 1]) if header <= len(rows) else 0
    for number, row in enumerate(rows[header:] if width else (), header + 1):
        where = Place(place.file, place.sheet, number)
        if any(row[width:]):
            yield problem("row-too-long", where, row[width], cells=len(row), width=width)
        elif 0 < len(row) < width and not _is_remark(profile, row):
            yield problem("row-too-short", where, severity="warning", cells=len(row), width=width)


def _is_remark(profile: SheetProfile, row: Sequence[str]) -> bool:
    words = (*profile.note_words, *profile.subtotal_words)
    first = next((text for cell in row if (text := normalise(cell))), "")
    return first.startswith(words) if first else True
