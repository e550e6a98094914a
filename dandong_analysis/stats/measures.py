"""Grouping rows by codes, and measuring each group exactly."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.facts import Definition, Measure
from dandong_analysis.schemas import Field
from dandong_analysis.stats.dimensions import code_of
from dandong_analysis.units import Rounding, convert, exact_sum, print_number

Positions = npt.NDArray[np.intp]
Key = tuple[str | None, ...]

_NONE: Positions = np.array([], dtype=np.intp)


@dataclass(frozen=True)
class Cell:
    """One measured crossing: its value, and the positions of the rows behind it by table.

    ``unit``, ``places`` and ``definition`` are set where they differ from the indicator's.
    """

    dims: Mapping[str, str | None]
    value: Decimal | None
    rows: Mapping[str, Positions] = field(default_factory=dict)
    missing: int = 0
    reason: Text | None = None
    parents: tuple[str, ...] = ()
    unit: str = ""
    places: int | None = None
    definition: Definition | None = None

    @property
    def n_rows(self) -> int:
        return sum(len(p) for p in self.rows.values())


def group_rows(codes: Sequence[Sequence[str | None]], rows: Positions) -> dict[Key, Positions]:
    """Positions of ``rows`` by their codes, one code list a dimension; None is a code too.

    Positions stay in row order within each group.
    """
    if not codes:
        return {(): rows}
    if not len(rows):
        return {}
    parts = [pd.factorize(np.array(c, dtype=object)[rows]) for c in codes]
    sizes = tuple(len(levels) + 1 for _, levels in parts)
    flat = np.ravel_multi_index(tuple(found + 1 for found, _ in parts), sizes)
    order = np.argsort(flat, kind="stable")
    values, starts = np.unique(flat[order], return_index=True)
    groups = np.split(rows[order], starts[1:])
    keys = zip(*np.unravel_index(values, sizes), strict=True)
    return {
        tuple(None if i == 0 else str(levels[i - 1]) for i, (_, levels) in zip(k, parts, strict=True)): g
        for k, g in zip(keys, groups, strict=True)
    }  # fmt: skip


def complete(
    groups: Mapping[Key, Positions], lists: Sequence[Sequence[str] | None]
) -> dict[Key, Positions]:
    """Every crossing of the closed lists with what was observed of the open ones (None).

    Crossings of closed lists come first and in their order; what was observed outside the
    lists (no value, unknown code) follows, so that the groups still add up to the total.
    """
    is_open = [codes is None for codes in lists]
    observed: set[Key] = (
        {tuple(c for c, o in zip(key, is_open, strict=True) if o) for key in groups}
        if any(is_open)
        else {()}
    )
    closed = list(product(*(codes for codes in lists if codes is not None)))
    keys = [
        _woven(seen, listed, is_open) for seen in sorted(observed, key=_last_none)
        for listed in closed
    ]  # fmt: skip
    rest = sorted(set(groups) - set(keys), key=_last_none)
    return {key: groups.get(key, _NONE) for key in [*keys, *rest]}


def _woven(seen: Key, listed: tuple[str, ...], is_open: Sequence[bool]) -> Key:
    observed, closed = iter(seen), iter(listed)
    return tuple(next(observed) if o else next(closed) for o in is_open)


def _last_none(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((code is None, code or "") for code in key)


@dataclass(frozen=True)
class Column:
    """The measured values of a table's rows; None where a row has none."""

    entries: Sequence[Any]
    held_unit: str = ""

    @cached_property
    def has_value(self) -> npt.NDArray[np.bool_]:
        """Which rows have a value."""
        return np.array([entry is not None for entry in self.entries], dtype=bool)


def read_column(frame: pd.DataFrame, declared: Field | None) -> Column:
    """The measured column; without one each row counts as it is."""
    if declared is None:
        return Column([True] * len(frame))
    values = frame[declared.name].tolist()
    if declared.kind == "date":
        return Column([code_of(v) for v in values])
    if declared.kind in ("decimal", "integer", "year"):
        return Column([_number(v) for v in values], declared.unit)
    return Column([code_of(v) for v in values])


def _number(value: Any) -> Decimal | None:  # noqa: ANN401 - a cell of a frame has no static type
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    code = code_of(value)
    return None if code is None else Decimal(code)


def measure_rows(
    rows: Positions, column: Column, *, measure: Measure, unit: str
) -> tuple[Decimal | None, Positions]:
    """The measure over ``rows``, and those of them that have a value.

    Sums and counts of no row are 0; every other measure of no row is None.
    """
    present = rows[column.has_value[rows]]
    values = [column.entries[i] for i in present]
    return _MEASURED[measure](values, column.held_unit, unit), present


def contribution(value: Any, *, measure: Measure, held_unit: str, unit: str) -> Decimal | None:  # noqa: ANN401 - a cell of a frame has no static type
    """What one row brings into the measure; None for a distinct value."""
    if measure == "distinct":
        return None
    return _MEASURED[measure]([value], held_unit, unit)


def _count(values: Sequence[Any], _held: str, _unit: str) -> Decimal:
    return Decimal(len(values))


def _distinct(values: Sequence[Any], _held: str, _unit: str) -> Decimal:
    return Decimal(len(set(values)))


def _sum(values: Sequence[Any], held: str, unit: str) -> Decimal:
    return _into(exact_sum(values), held, unit)


def _single(values: Sequence[Any], held: str, unit: str) -> Decimal | None:
    return _into(values[0], held, unit) if len(values) == 1 else None


def _extreme(pick: Callable[[Iterable[Any]], Any]) -> Callable[..., Decimal | None]:
    return lambda values, held, unit: _into(pick(values), held, unit) if values else None


def _day(pick: Callable[[Iterable[Any]], Any]) -> Callable[..., Decimal | None]:
    return lambda values, _held, unit: _moment(pick(values), unit) if values else None


def _into(value: Decimal, held: str, unit: str) -> Decimal:
    return value if held in ("", unit) else convert(value, held, unit)


def _moment(value: str | Decimal, unit: str) -> Decimal:
    """A year as 2017, a month as 201706: numbers whose order is the order in time."""
    text = str(value)
    return Decimal(text[:4] if unit == "year" else text[:4] + text[5:7])


_MEASURED: Mapping[Measure, Callable[[Sequence[Any], str, str], Decimal | None]] = {
    "count": _count, "distinct": _distinct, "sum": _sum, "max": _extreme(max),
    "min": _extreme(min), "first": _day(min), "last": _day(max), "each": _single,
}  # fmt: skip


def print_value(value: Decimal | None, unit: str, places: int, rounding: Rounding) -> str:
    """The value as a report prints it; a month as ``2017-06``, nothing when there is none."""
    if value is None:
        return ""
    text = print_number(value, places, rounding)
    return f"{text[:-2]}-{text[-2:]}" if unit == "month" else text
