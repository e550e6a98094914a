"""The rows that count for each measure, and their sums over regions, parties and time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dandong_analysis.attainment.evidence import Evidence
from dandong_analysis.attainment.faults import finding
from dandong_analysis.attainment.frames import Row, Tables, text
from dandong_analysis.attainment.parts import Key
from dandong_analysis.attainment.schedule import Span
from dandong_analysis.attainment.settings import Measure
from dandong_analysis.attainment.works import COUNTED, Context, day_of
from dandong_analysis.errors import Problem
from dandong_analysis.study import WHOLE
from dandong_analysis.units import exact_sum

NEVER = Span(date.max, date.max)
"""A window in which no day lies."""


@dataclass(frozen=True)
class Entry:
    """One row that counts for a measure, with its amount in the unit of the measure."""

    id: str
    day: date | None
    county: str
    liability: str
    amount: Decimal
    target: str
    row: Row


@dataclass(frozen=True)
class Tally:
    """All rows that count for one measure. ``delivered`` is False without their table."""

    measure: Measure
    entries: tuple[Entry, ...]
    delivered: bool
    problems: tuple[Problem, ...] = ()

    def within(self, keys: Iterable[Key], spans: Iterable[Span | None]) -> list[Entry]:
        """The entries of any of the cells, each within its span; None is any day or none."""
        pairs = list(zip(keys, spans, strict=True))
        return [e for e in self.entries if any(_fits(e, key, span) for key, span in pairs)]


_Candidate = tuple[Row, Entry | None]


def _fits(entry: Entry, key: Key, span: Span | None) -> bool:
    _, region, liability, _ = key
    return (
        region in (WHOLE, entry.county)
        and liability in (WHOLE, entry.liability)
        and (span is None or (entry.day is not None and entry.day in span))
    )


def total(entries: Sequence[Entry]) -> Decimal:
    """The sum of the amounts; the order of the entries does not matter."""
    return exact_sum(e.amount for e in entries)


def window(measure: Measure, span: Span, context: Context) -> Span | None:
    """The days on which a row counts for a target with the period ``span``.

    None is any day or none, also for a table without dates, which shows the state delivered. A
    window in which no day lies is :data:`NEVER`.
    """
    last, basis = min(context.as_of, span.end), measure.basis
    if basis == "delivered" or not context.settings.sources[measure.source].is_dated:
        return None
    if basis == "year":
        years = span.whole_years(context.as_of)
        return Span(date(years[-1], 1, 1), date(years[-1], 12, 31)) if years else NEVER
    first = {"period": span.start, "plan": context.plan.span.start, "state": date.min}[basis]
    return Span(first, last) if first <= last else NEVER


def tally_state(tables: Tables, context: Context) -> dict[str, Tally]:
    """What counts for the measures of tables that need no acceptance number, by code.

    These do not depend on the reading of the plan.
    """
    return {
        m.code: _tally(m, tables, _plain(m, tables.get(m.source, ()), context), context)
        for m in context.settings.measures.values()
        if not m.is_rate and not context.settings.sources[m.source].number
    }


def tally_works(
    tables: Tables, evidence: Evidence, meant: Mapping[str, str], context: Context
) -> dict[str, Tally]:
    """What counts for the measures of accepted work and reports, by code.

    ``meant`` is the measure of each target: a report counts only for the measure of the target
    that it names.
    """
    return {
        m.code: _tally(m, tables, _proven(m, evidence, meant, context), context)
        for m in context.settings.measures.values()
        if not m.is_rate and context.settings.sources[m.source].number
    }


def _tally(measure: Measure, tables: Tables, rows: Iterable[_Candidate], context: Context) -> Tally:
    problems: list[Problem] = []
    entries = tuple(_passing(measure, rows, context, problems))
    return Tally(measure, entries, measure.source in tables, tuple(problems))


def _proven(
    measure: Measure, evidence: Evidence, meant: Mapping[str, str], context: Context
) -> Iterator[_Candidate]:
    """Counted works; the treated area counts as far as the damaged land of the mine reaches."""
    source = context.settings.sources[measure.source]
    for work in evidence.of(source.table):
        is_meant = not source.target or meant.get(work.target) == measure.code
        if work.status != COUNTED or not is_meant:
            continue
        own = work.counted if source.area and measure.column == source.area else None
        amount = _amount(measure, work.row) if own is None else own
        place = work.id, work.day, work.county, work.liability
        yield work.row, None if amount is None else Entry(*place, amount, work.target, work.row)


def _plain(measure: Measure, rows: Sequence[Row], context: Context) -> Iterator[_Candidate]:
    """The rows of a table that needs no acceptance number."""
    source = context.settings.sources[measure.source]
    for row in rows:
        mine = context.mines.get(text(row.get("mine_id")), {})
        county = text(row.get("county")) or text(mine.get("county"))
        liability = text(row.get("liability")) or text(mine.get("liability"))
        amount, place = _amount(measure, row), (text(row[source.id]), day_of(row, source))
        entry = None if amount is None else Entry(*place, county, liability, amount, "", row)
        yield row, entry


def _amount(measure: Measure, row: Row) -> Decimal | None:
    """What a row adds; None where the column is blank or negative."""
    if not measure.column:
        return Decimal(1)
    value = row[measure.column]
    return value if isinstance(value, Decimal) and value >= 0 else None


def _passing(
    measure: Measure, rows: Iterable[_Candidate], context: Context, problems: list[Problem]
) -> Iterator[Entry]:
    """Entries that pass the filters; what a filter, date or amount lacks becomes a finding."""
    source = context.settings.sources[measure.source]
    for row, entry in rows:
        passes = _filtered(measure, row, context)
        if passes is False:
            continue
        code = _lack(measure, entry, passes=passes, dated=source.is_dated)
        if code or entry is None:
            named = f"{text(row[source.id])} {measure.code}"
            problems.append(finding(code, row, source.table, measure.column, named))
        else:
            yield entry


def _lack(measure: Measure, entry: Entry | None, *, passes: bool | None, dated: bool) -> str:
    if passes is None:
        return "work-filter-unknown"
    if entry is None:
        return "work-area-missing"
    return (
        "work-date-missing" if dated and entry.day is None and measure.basis != "delivered" else ""
    )


def _filtered(measure: Measure, row: Row, context: Context) -> bool | None:
    """Whether a row belongs to a measure; None when what decides it is missing."""
    mine = context.mines.get(text(row.get("mine_id")), {})
    answers = [
        *(_is_one_of(row.get(c), codes) for c, codes in measure.where.items()),
        *(_is_one_of(mine.get(c), codes) for c, codes in measure.where_mine.items()),
        *([_is_positive(row.get(measure.positive))] if measure.positive else []),
        *([_is_at_least(row, *measure.at_least)] if measure.at_least else []),
    ]
    if False in answers:
        return False
    return None if None in answers else True


def _is_one_of(value: Any, codes: Sequence[str]) -> bool | None:  # noqa: ANN401 - a cell of any kind
    if value is None:
        return None
    word = str(value).lower() if isinstance(value, bool) else str(value)
    return word in codes


def _is_positive(value: Any) -> bool:  # noqa: ANN401 - a cell of any kind
    """A blank amount is none recorded."""
    return isinstance(value, Decimal) and value > 0


def _is_at_least(row: Row, first: str, second: str) -> bool | None:
    a, b = row.get(first), row.get(second)
    return a >= b if isinstance(a, Decimal) and isinstance(b, Decimal) else None
