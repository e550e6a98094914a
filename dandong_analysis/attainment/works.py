"""Accepted work: what each row of a table with acceptance numbers says of itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dandong_analysis.attainment.definitions import Definitions
from dandong_analysis.attainment.frames import Row, Tables, text
from dandong_analysis.attainment.plan import Plan
from dandong_analysis.attainment.settings import AttainmentSettings, Source
from dandong_analysis.vocabulary import normalise

COUNTED = "counted"

# Acceptance numbers are written with any kind of brackets around the year.
_BRACKETS = str.maketrans(dict.fromkeys("〔【[（(", "(") | dict.fromkeys("〕】]）)", ")"))


@dataclass(frozen=True)
class Work:
    """One row that may be evidence. ``area`` is None where the table has no treated area.

    ``counted`` is the part of the area that counts, ``excess`` the part above the damaged
    land of its mine. ``position`` tells rows of one table apart.
    """

    position: int
    row: Row
    table: str
    id: str
    mine: str
    county: str
    liability: str
    state: str
    day: date | None
    number: str
    target: str
    area: Decimal | None
    status: str = COUNTED
    counted: Decimal = Decimal(0)
    excess: Decimal = Decimal(0)

    @property
    def weight(self) -> Decimal:
        """What the row weighs against another with the same number."""
        return Decimal(1) if self.area is None else self.area

    @property
    def order(self) -> tuple[date, str]:
        """Works in the order in which they were accepted."""
        return self.day or date.max, self.id


@dataclass(frozen=True)
class Context:
    """What rows are judged by."""

    mines: Mapping[str, Row]
    plan: Plan
    as_of: date
    settings: AttainmentSettings
    definitions: Definitions


def mines_by_id(tables: Tables) -> dict[str, Row]:
    """The rows of the table of mines by their id; empty without the table."""
    return {text(r["mine_id"]): r for r in tables.get("mines", ())}


def day_of(row: Row, source: Source) -> date | None:
    """The day from which a row counts: its date, or the last day of its year."""
    if source.date:
        day: date | None = row[source.date]
        return day
    year = row[source.year] if source.year else None
    return None if year is None else date(int(year), 12, 31)


def read_works(rows: Sequence[Row], source: Source, context: Context) -> Iterator[Work]:
    """The rows of a table of works, each judged by what it says itself."""
    for position, row in enumerate(rows):
        work = _read(position, row, source, context)
        yield replace(work, status=_own_status(work, source, context))


def _read(position: int, row: Row, source: Source, context: Context) -> Work:
    mine = text(row.get("mine_id"))
    known = context.mines.get(mine, {})
    state = text(known.get("production_status"))
    liability = text(row.get("liability")) or text(known.get("liability"))
    if state in context.settings.open_states and context.definitions.closed_mines == "government":
        liability = "government"
    area = row[source.area] if source.area else None
    return Work(
        position, row, source.table, text(row[source.id]), mine,
        text(row.get("county")) or text(known.get("county")), liability, state,
        day_of(row, source), number_of(text(row[source.number])),
        text(row[source.target]) if source.target else "",
        area if isinstance(area, Decimal) else None,
    )  # fmt: skip


def number_of(raw: str) -> str:
    """An acceptance number in the form in which numbers are compared.

    >>> number_of("丹自然资验字[2019] 7号 ") == number_of("丹自然资验字〔2019〕7号")
    True
    """
    return "".join(normalise(raw).translate(_BRACKETS).split())


def _own_status(work: Work, source: Source, context: Context) -> str:
    return (
        (_area_status(work.area) if source.area else "")
        or _proof_status(work, context)
        or _day_status(work.day, context)
        or _state_status(work, source, context)
        or COUNTED
    )


def _area_status(area: Decimal | None) -> str:
    if area is None:
        return "area_missing"
    if area < 0:
        return "area_negative"
    return "" if area else "area_zero"


def _proof_status(work: Work, context: Context) -> str:
    if work.day is None:
        return "date_missing" if work.number else "not_accepted"
    needs_number = context.definitions.proof == "number_and_date"
    return "number_missing" if needs_number and not work.number else ""


def _day_status(day: date | None, context: Context) -> str:
    if day is None or day > context.as_of:
        return "after_date"
    if day < context.plan.span.start:
        return "before_plan"
    if day > context.plan.span.end:
        return "after_plan"
    return "" if context.plan.period_of(day) else "between_periods"


def _state_status(work: Work, source: Source, context: Context) -> str:
    """Whether the plan leaves open who answers for the mine, and the reading excludes it."""
    is_open = bool(source.area) and work.state in context.settings.open_states
    return "closed_mine" if is_open and context.definitions.closed_mines == "excluded" else ""
