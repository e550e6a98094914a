"""What counts as evidence, what is only listed, and why.

Each row of a table with acceptance numbers gets one status. ``counted`` rows count with their
treated area as far as the damaged land of their mine reaches; every other status is a reason
why the row is listed without being counted.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from dandong_analysis.attainment.damage import damaged_land, limit_by_damage
from dandong_analysis.attainment.faults import finding
from dandong_analysis.attainment.frames import (
    EVIDENCE_COLUMNS,
    MONEY_COLUMNS,
    Tables,
    address_of,
    make_frame,
    text,
)
from dandong_analysis.attainment.works import COUNTED, Context, Work, read_works
from dandong_analysis.errors import Problem
from dandong_analysis.units import exact_sum

# Statuses of rows that hold a number and a day, so that the number may be used elsewhere.
_PROVEN = (COUNTED, "before_plan", "after_plan", "between_periods", "closed_mine")


@dataclass(frozen=True)
class Evidence:
    """The works of all tables, judged, and what was found about them."""

    works: tuple[Work, ...]
    problems: tuple[Problem, ...]

    def of(self, table: str) -> list[Work]:
        return [w for w in self.works if w.table == table]

    def frame(self, context: Context) -> pd.DataFrame:
        """One row a work, columns :data:`~.frames.EVIDENCE_COLUMNS`, in the order of the tables."""
        return make_frame((_row(w, context) for w in self.works), EVIDENCE_COLUMNS)


def judge_evidence(
    tables: Tables,
    context: Context,
    *,
    incomplete: AbstractSet[str] = frozenset(),
) -> Evidence:
    """Judge every row of the tables with acceptance numbers.

    Parameters
    ----------
    tables
        Rows by table name. A table that was not delivered has no rows.
    context
        Plan, date, settings and reading of the plan.
    incomplete
        Ids of mines of which a row of damaged land was set aside, so that their damaged area
        is not known in full and limits nothing.
    """
    damage = damaged_land(tables, context, incomplete=incomplete)
    works: list[Work] = []
    for source in context.settings.sources.values():
        if source.number and source.table in tables:
            read = list(read_works(tables[source.table], source, context))
            read = judge_numbers(read, context)
            works += limit_by_damage(read, damage, context) if source.area else read
    return Evidence(tuple(works), tuple(_findings(works, damage, context)))


def judge_numbers(works: Sequence[Work], context: Context) -> list[Work]:
    """Works that share an acceptance number: what counts of them.

    One acceptance is one mine (or reported target) on one day; rows of it with different areas
    are parts and all count, a row with an area that is already there is a repetition. Where a
    number stands for several acceptances, the largest counts, or all, or none, as chosen.
    Works before the plan are compared as well, works after the date are not yet known.
    """
    groups: dict[tuple[str, str], list[Work]] = {}
    for work in works:
        if work.number and work.status in _PROVEN:
            groups.setdefault((work.number, work.target), []).append(work)
    changed: dict[int, str] = {}
    for group in groups.values():
        if len(group) > 1:
            changed |= _shared(group, context.definitions.shared_number)
    return [replace(w, status=changed.get(w.position, w.status)) for w in works]


def _shared(group: Sequence[Work], rule: str) -> dict[int, str]:
    """New statuses, by position, of works with one number."""
    acceptances: dict[tuple[str, str], list[Work]] = {}
    for work in sorted(group, key=lambda w: w.order):
        subject = work.target or work.mine or f"?{work.id}"
        acceptances.setdefault((subject, str(work.day)), []).append(work)
    changed: dict[int, str] = {}
    for parts in acceptances.values():
        changed |= dict.fromkeys(_repeated(parts), "number_repeated")
    if len(acceptances) > 1 and rule != "all":
        changed |= dict.fromkeys(_lost(list(acceptances.values()), rule, changed), "number_shared")
    return {w.position: changed[w.position] for w in group
            if w.position in changed and w.status == COUNTED}  # fmt: skip


def _repeated(parts: Iterable[Work]) -> Iterator[int]:
    """Positions of works of one acceptance whose area an earlier one has already."""
    seen: set[Decimal] = set()
    for work in parts:
        if work.weight in seen:
            yield work.position
        seen.add(work.weight)


def _lost(
    acceptances: Sequence[Sequence[Work]], rule: str, repeated: Container[int]
) -> Iterator[int]:
    """Positions of the works of all acceptances but the largest; on a tie the earliest stays."""
    sizes = [exact_sum(w.weight for w in a if w.position not in repeated) for a in acceptances]
    winner = sizes.index(max(sizes))
    for place, parts in enumerate(acceptances):
        if place != winner or rule == "none":
            yield from (w.position for w in parts if w.position not in repeated)


def _findings(
    works: Iterable[Work], damage: Mapping[str, Decimal], context: Context
) -> Iterator[Problem]:
    for work in works:
        source = context.settings.sources[work.table]
        if work.status not in (COUNTED, "above_damage"):
            code = f"work-{work.status.replace('_', '-')}"
            column = source.area if work.status.startswith("area") else source.number
            yield _finding(code, work, column)
        elif source.area:
            yield from _mine_findings(work, damage, context)


def _mine_findings(
    work: Work, damage: Mapping[str, Decimal], context: Context
) -> Iterator[Problem]:
    if work.excess:
        yield _finding("work-above-damage", work, context.settings.sources[work.table].area)
    if work.mine not in context.mines:
        yield _finding("work-mine-unknown", work, "mine_id")
    elif work.mine not in damage:
        yield _finding("work-damage-unknown", work, "mine_id")


def _finding(code: str, work: Work, column: str) -> Problem:
    area = "" if work.area is None else f" {work.area:f}"
    return finding(code, work.row, work.table, column, f"{work.id} {work.number}{area}".strip())


def _row(work: Work, context: Context) -> dict[str, object]:
    period = context.plan.period_of(work.day) if work.day else ""
    return {
        **address_of(work.row), "table": work.table, "row_id": work.id,
        "mine_id": work.mine or None,
        "mine_name": text(context.mines.get(work.mine, {}).get("name")) or None, "county": work.county or None,
        "liability": work.liability or None, "production_status": work.state or None,
        "date": work.day, "period": period or None,
        "acceptance_number": text(work.row[context.settings.sources[work.table].number]) or None,
        "target_id": work.target or None, "area_mu": work.area, "counted_mu": work.counted,
        "excess_mu": work.excess, **{c: work.row.get(c) for c in MONEY_COLUMNS},
        "status": work.status,
    }  # fmt: skip
