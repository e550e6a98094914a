"""A delivered sheet as text, and how a stored value becomes its text."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import pandas as pd

from dandong_analysis.errors import Problem

# A spreadsheet program keeps 15 significant digits of a number.
LONGEST_NUMBER = 10**15

Range = tuple[int, str, int, str]


@dataclass(frozen=True)
class RawSheet:
    """One sheet or layer, every cell as text and nothing interpreted.

    Parameters
    ----------
    file, sheet
        As the profile names them.
    cells
        One row per physical row (index: the row as a spreadsheet program shows it, or the
        feature id) and one column per delivered column, labelled by its address: column
        letter (xlsx), column number as text (csv) or attribute name (layer). Every value is
        text, blank is ``""``. Layers have ``@fid`` and ``@geometry.x``, ``@geometry.y``
        (points) or ``@geometry`` (WKT) besides, in the coordinate system of the layer.
    merged
        Merged ranges: first row, first column, last row, last column.
    problems
        What is readable but noteworthy.
    crs
        The coordinate system of the geometry: what the layer states, else the profile.
    """

    file: str
    sheet: str
    cells: pd.DataFrame
    merged: tuple[Range, ...] = ()
    problems: tuple[Problem, ...] = ()
    crs: str = ""


def text_frame(
    rows: Sequence[Sequence[str]], columns: Sequence[str], index: Iterable[int]
) -> pd.DataFrame:
    """Rows of text as a frame of text."""
    labels = pd.Index(list(columns), dtype="str")
    return pd.DataFrame(
        rows, index=pd.Index(list(index), dtype="int64"), columns=labels, dtype="str"
    )


def sparse_frame(
    cells: Mapping[tuple[int, int], str], columns: Sequence[str], last_row: int
) -> pd.DataFrame:
    """A frame from cells by 1-based row and column; what is absent is blank."""
    grid = [[""] * len(columns) for _ in range(last_row)]
    for (row, column), text in cells.items():
        grid[row - 1][column - 1] = text
    return text_frame(grid, columns, range(1, last_row + 1))


def cell_text(value: object) -> str:
    """The text of a stored value: numbers shortest, dates ISO, TRUE and FALSE, blank ``""``."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return number_text(value)
        case datetime() | date() | time():
            return date_text(value)
        case _:
            return str(value)


def number_text(value: float) -> str:
    """The shortest text that gives the same number, integers without ``.0``.

    Numbers of more than 15 digits keep their exponent, because the digits that it hides are
    lost.

    >>> number_text(12.0), number_text(0.1), number_text(1e-7), number_text(1.1e17)
    ('12', '0.1', '0.0000001', '1.1e+17')
    """
    if math.isnan(value):
        return ""
    if value.is_integer() and abs(value) < LONGEST_NUMBER:
        return str(int(value))
    shortest = repr(value).removesuffix(".0")
    if abs(value) >= LONGEST_NUMBER:
        return shortest
    return f"{Decimal(shortest):f}"


def date_text(value: date | time) -> str:
    """ISO form; the time of day is left out at midnight.

    >>> date_text(datetime(2017, 5, 3)), date_text(datetime(2017, 5, 3, 8, 30))
    ('2017-05-03', '2017-05-03T08:30:00')
    """
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()


def spans(numbers: Iterable[int], label: Callable[[int], str] = str) -> str:
    """Numbers as runs.

    >>> spans([3, 5, 6, 7])
    '3、5–7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(label(a) if a == b else f"{label(a)}–{label(b)}" for a, b in runs)
