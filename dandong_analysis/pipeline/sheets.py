"""Frames as CSV that is safe to open in a spreadsheet program."""

import csv
import io
import re

import pandas as pd

# What spreadsheet programs take for the start of a formula, after blanks of any kind.
_FORMULA = re.compile("^[\\s\u00a0\u3000\ufeff]*[=+\\-@＝＋－＠\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)


def safe_csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet program opens without running anything.

    Text that would be taken for a formula gets a leading apostrophe; numbers stay numbers.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([guarded(str(name)) for name in frame.columns])
    columns = [[_cell(v) for v in frame[name]] for name in frame.columns]
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    return guarded(str(value))


def guarded(text: str) -> str:
    """``text`` so that no spreadsheet program reads it as a formula.

    >>> guarded("=1+1"), guarded("-12.5"), guarded("在产")
    ("'=1+1", '-12.5', '在产')
    """
    if not _FORMULA.match(text) or _PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}"
