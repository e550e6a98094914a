"""The figures of a document as its file of published figures lists them.

Columns ``id``, ``value`` (as printed), ``unit`` and ``derived_from``; with ``section``,
``description_zh`` and ``description_en`` where there are any. ``kind`` (``count`` or
``measured``) is needed only beside a unit that dandong does not know.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import pandas as pd

from dandong_analysis.audit.faults import fault
from dandong_analysis.audit.spans import Span
from dandong_analysis.errors import DandongError, Place, Problem, Text, raise_all
from dandong_analysis.units import Printed, Unit, parse_published, unit_or_counting_word

COLUMNS = ("id", "value", "unit", "derived_from")
OPTIONAL = ("section", "description_zh", "description_en", "kind")
# The row as a spreadsheet program shows it.
ROW = "row"
_KINDS = ("", "count", "measured")


@dataclass(frozen=True)
class Held:
    """A printed number in the unit in which its quantity is held.

    ``half_width`` is that of a printed interval, nothing for a plain number; ``step`` one last
    digit; ``slack`` how far the true value may lie from the print.
    """

    centre: Fraction
    half_width: Fraction
    step: Fraction
    slack: Fraction


@dataclass(frozen=True)
class Figure:
    """One printed figure. ``unit`` is None when nothing says whether it is counted."""

    id: str
    text: str
    unit_text: str
    unit: Unit | None
    printed: Printed | None
    label: Text
    section: str = ""
    relations: str = ""
    row: int | None = None

    @cached_property
    def factor(self) -> Fraction:
        """One printed unit, expressed in the unit in which its quantity is held."""
        return Fraction(self.unit.factor) if self.unit else Fraction(1)

    @cached_property
    def step(self) -> Fraction:
        """One last printed digit, in the printed unit."""
        return Fraction(1, 10 ** (self.printed.places if self.printed else 0))

    @cached_property
    def slack(self) -> Fraction:
        """How far the true value may lie from the print, in the printed unit.

        Half a last digit; nothing for counts of things and for years.
        """
        exact = self.unit is not None and self.unit.is_counted
        return Fraction(0) if exact else self.step / 2

    @cached_property
    def shown(self) -> Span:
        """The printed number, in the printed unit; wider than a point for a printed interval."""
        if self.printed is None:
            raise ValueError(self.id)
        return Span(Fraction(self.printed.low), Fraction(self.printed.high))

    @cached_property
    def possible(self) -> Span:
        """Where the unrounded value must lie, in the printed unit."""
        return self.shown.widened(self.slack)

    @cached_property
    def held(self) -> Held:
        shown = self.shown.times(self.factor)
        return Held(
            shown.middle, (shown.high - shown.low) / 2,
            self.step * self.factor, self.slack * self.factor,
        )  # fmt: skip


def figures_frame(data: bytes, *, file: str) -> pd.DataFrame:
    """A file of published figures (csv, UTF-8) as a text frame with its row numbers.

    Raises
    ------
    DandongError
        When it is not UTF-8, not csv, or a row has more cells than the header.
    """
    try:
        records = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        raise DandongError(fault("figures-encoding", Place(file=file))) from error
    except csv.Error as error:
        raise DandongError(fault("figures-csv", Place(file=file), str(error))) from error
    header = [name.strip() for name in records[0]] if records else []
    rows = [(n, cells) for n, cells in enumerate(records[1:], 2) if any(cells)]
    raise_all([
        fault("figures-row", Place(file=file, row=n), cells[len(header)])
        for n, cells in rows if any(cells[len(header):])
    ])  # fmt: skip
    filled = [[*cells, *[""] * len(header)][: len(header)] for _, cells in rows]
    frame = pd.DataFrame(filled, columns=pd.Index(header), dtype="str")
    frame[ROW] = [n for n, _ in rows]
    return frame


def read_figures(frame: pd.DataFrame, *, file: str = "") -> dict[str, Figure]:
    """Figures by id.

    Parameters
    ----------
    frame
        Text, columns :data:`COLUMNS`, any of :data:`OPTIONAL`, and ``row`` for messages.
    file
        The name of the file, for messages.

    Raises
    ------
    DandongError
        With every column that is absent or doubled, id that is blank or occurs twice, and
        unknown ``kind``.
    """
    raise_all(list(_wrong_columns(frame, file)))
    given = [name for name in (*COLUMNS, *OPTIONAL) if name in frame]
    rows = frame[given].fillna("").astype("str").to_dict("records")
    numbers = frame[ROW].tolist() if ROW in frame else range(2, len(frame) + 2)
    placed = [(int(n), {str(k): str(v).strip() for k, v in row.items()})
              for n, row in zip(numbers, rows, strict=True)]  # fmt: skip
    raise_all(list(_wrong_rows(placed, file)))
    return {row["id"]: _figure(row, number) for number, row in placed}


def _wrong_columns(frame: pd.DataFrame, file: str) -> Iterable[Problem]:
    names = list(frame.columns)
    for name in COLUMNS:
        if name not in names:
            yield fault("figures-column", Place(file=file), name)
    for name in (*COLUMNS, *OPTIONAL):
        if names.count(name) > 1:
            yield fault("figures-column-twice", Place(file=file), name)


def _wrong_rows(rows: Iterable[tuple[int, Mapping[str, str]]], file: str) -> Iterable[Problem]:
    seen: set[str] = set()
    for number, row in rows:
        name = row["id"]
        if not name:
            yield fault("figures-id-blank", Place(file=file, row=number, column="id"))
        elif name in seen:
            yield fault("figures-id-twice", Place(file=file, row=number, column="id"), name)
        seen.add(name)
        if row.get("kind", "") not in _KINDS:
            place = Place(file=file, row=number, column="kind")
            yield fault("figures-kind", place, row["kind"])


def _figure(row: Mapping[str, str], number: int) -> Figure:
    zh, en = row.get("description_zh", ""), row.get("description_en", "")
    return Figure(
        row["id"], row["value"], row["unit"], _unit(row["unit"], row.get("kind", "")),
        parse_published(row["value"], row["unit"]),
        Text(zh or row["id"], en or zh or row["id"]),
        row.get("section", ""), row["derived_from"], number,
    )  # fmt: skip


def _unit(text: str, kind: str) -> Unit | None:
    """The unit; one that is not known is comparable with itself when its kind is stated."""
    known = unit_or_counting_word(text)
    if known or not kind:
        return known
    return Unit(text, text, text, "count" if kind == "count" else text, Decimal(1))
