"""One measure over all mines: the level that is certain, the level still possible, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.schemas import Schemas
from dandong_analysis.units import EXACT
from dandong_analysis.vocabulary import normalise
from dandong_analysis.zoning.criteria import HeldMeasure, Measure

Levels = npt.NDArray[np.int8]
Places = npt.NDArray[np.intp]

# What separates the objects that one cell names.
_BETWEEN = str.maketrans(dict.fromkeys(",，;；/", "、"))


@dataclass(frozen=True)
class Fired:
    """The criterion that a mine met in one measure, with the value that met it."""

    mine: int
    criterion: int
    value: Decimal | str
    n_rows: int


@dataclass(frozen=True)
class Gap:
    """An input that a mine lacks: how many rows, and what was found there instead."""

    mine: int
    field: str
    reason: str
    found: str = ""


@dataclass
class Outcome:
    """``low`` is certain whatever the missing values are, ``high`` still possible with them."""

    low: Levels
    high: Levels
    fired: list[Fired] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    """A row that may count: whose it is, its value, and whether it surely counts."""

    mine: int
    value: Any
    counts: bool
    filter: str = ""


def measure_mines(
    measure: Measure, table: str, frame: pd.DataFrame, mines: pd.DataFrame, schemas: Schemas
) -> Outcome:
    """Grade every mine by one measure.

    ``frame`` is the typed survey table with a column ``_mine`` that holds the position of the
    row's mine in ``mines``. A value that is missing may be any number; a code that is missing
    any code.
    """
    held = measure.held(schemas, table)
    outcome = Outcome(np.zeros(len(mines), np.int8), np.zeros(len(mines), np.int8))
    rows = list(_rows(measure, frame, mines))
    if measure.aggregate == "sum":
        _grade_sums(held, rows, outcome)
    else:
        _grade_rows(held, rows, outcome)
    return outcome


def _rows(measure: Measure, frame: pd.DataFrame, mines: pd.DataFrame) -> Iterator[_Row]:
    """The rows that surely or possibly pass the filters of the measure."""
    places = frame["_mine"].to_numpy()
    own, blank = _filtered(frame, measure.where or {})
    theirs, unsaid = _filtered(mines, measure.where_mine or {})
    passes = own & theirs[places]
    open_, sure = passes & (blank | unsaid[places]), passes & ~blank & ~unsaid[places]
    values = frame[measure.field].tolist()
    filters = "、".join([*(measure.where or {}), *(f"mines.{c}" for c in measure.where_mine or {})])
    for i in np.flatnonzero(passes):
        yield _Row(int(places[i]), values[i], bool(sure[i]), filters if open_[i] else "")


def _filtered(
    frame: pd.DataFrame, where: Mapping[str, Sequence[str]]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which rows may pass a filter, and which of them lack a code that it needs."""
    passes, blank = np.ones(len(frame), bool), np.zeros(len(frame), bool)
    for column, codes in where.items():
        missing = frame[column].isna().to_numpy()
        passes &= missing | np.isin(codes_of(frame[column]), codes)
        blank |= missing
    return passes, blank


def codes_of(column: pd.Series) -> npt.NDArray[np.str_]:
    """Codes as text; booleans are ``true`` and ``false``, a missing one is empty."""
    known = column.map({True: "true", False: "false"}) if column.dtype == "boolean" else column
    return known.astype("object").where(column.notna(), "").to_numpy().astype(np.str_)


@dataclass(frozen=True)
class _Reading:
    """What one cell says: the criterion surely met, and the worst level still possible."""

    position: int | None
    value: Decimal | str
    high: int
    reason: str = ""
    found: str = ""


def _grade_rows(held: HeldMeasure, rows: Iterable[_Row], outcome: Outcome) -> None:
    """Every row for itself; the worst one counts."""
    met: dict[int, list[_Reading]] = {}
    for row in rows:
        reading = _read(held, row.value)
        outcome.high[row.mine] = max(outcome.high[row.mine], reading.high)
        if reading.reason:
            gap = Gap(row.mine, held.measure.field, reading.reason, reading.found)
            outcome.gaps.append(gap)
        if not row.counts:
            outcome.gaps.append(Gap(row.mine, row.filter, "code_missing"))
        elif reading.position is not None:
            met.setdefault(row.mine, []).append(reading)
    for mine, readings in met.items():
        worst = max(readings, key=lambda r: (_level(held, r.position), r.value))
        outcome.low[mine] = _level(held, worst.position)
        outcome.fired.append(Fired(mine, worst.position or 0, worst.value, len(readings)))


def _read(held: HeldMeasure, value: Any) -> _Reading:  # noqa: ANN401 - a cell of any kind
    if pd.isna(value):
        return _Reading(None, "", held.measure.top, "value_missing")
    if held.measure.is_number:
        number = _decimal(value)
        position = held.of_number(number)
        return _Reading(position, number, _level(held, position))
    return _read_words(held, _words(value) if held.measure.is_text else [_code(value)], value)


def _read_words(held: HeldMeasure, words: Sequence[str], value: object) -> _Reading:
    """The worst of the words; one that no criterion names leaves everything possible."""
    found = {word: held.of_word(word) for word in words}
    known = [p for p in found.values() if p is not None]
    worst = max(known, key=lambda p: _level(held, p), default=None)
    unlisted = "、".join(word for word, p in found.items() if p is None)
    if unlisted or not words:
        return _Reading(worst, str(value), held.measure.top, "word_unlisted", unlisted)
    return _Reading(worst, str(value), _level(held, worst))


def _grade_sums(held: HeldMeasure, rows: Iterable[_Row], outcome: Outcome) -> None:
    """The exact total of each mine, without and with the rows that only may count."""
    sure: dict[int, Decimal] = {}
    possible: dict[int, Decimal] = {}
    n_rows: dict[int, int] = {}
    unlimited: set[int] = set()
    for row in rows:
        if pd.isna(row.value):
            unlimited.add(row.mine)
            outcome.gaps.append(Gap(row.mine, held.measure.field, "value_missing"))
            continue
        value = _decimal(row.value)
        possible[row.mine] = EXACT.add(possible.get(row.mine, Decimal(0)), value)
        if row.counts:
            sure[row.mine] = EXACT.add(sure.get(row.mine, Decimal(0)), value)
            n_rows[row.mine] = n_rows.get(row.mine, 0) + 1
        else:
            outcome.gaps.append(Gap(row.mine, row.filter, "code_missing"))
    for mine, total in possible.items():
        outcome.high[mine] = _level(held, held.of_number(total))
    for mine in unlimited:
        outcome.high[mine] = held.measure.top
    for mine, total in sure.items():
        position = held.of_number(total)
        outcome.low[mine] = _level(held, position)
        if position is not None:
            outcome.fired.append(Fired(mine, position, total, n_rows[mine]))


def _level(held: HeldMeasure, position: int | None) -> int:
    return 0 if position is None else held.measure.criteria[position].level


def _decimal(value: Decimal | int) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(int(value))


def _code(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | np.bool_) else str(value)


def _words(text: str) -> list[str]:
    """The objects that a cell names.

    >>> _words("农田，乡村公路")
    ['农田', '乡村公路']
    """
    parts = normalise(text).translate(_BETWEEN).split("、")
    return [part.strip() for part in parts if part.strip()]
