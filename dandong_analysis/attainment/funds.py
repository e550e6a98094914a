"""Money of the counted work: by source, per mu, and what the rest will need."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pandas as pd

from dandong_analysis.attainment.evidence import Evidence
from dandong_analysis.attainment.frames import FUNDS_COLUMNS, make_frame
from dandong_analysis.attainment.kinds import Question, is_delivered
from dandong_analysis.attainment.parts import (
    BEFORE,
    DONE,
    TARGET,
    Amount,
    Part,
    amount_code,
    cell_code,
    joined,
)
from dandong_analysis.attainment.settings import Thresholds
from dandong_analysis.attainment.works import COUNTED, Context, Work
from dandong_analysis.study import WHOLE
from dandong_analysis.units import exact_sum

MONEY, PAID_AREA = "money", "paid_area"
SOURCES = ("central", "local", "mine", "social")


@dataclass(frozen=True)
class UnitCost:
    """Money per mu: the mean of all, and the range that the middle of the area lies in."""

    mean: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    reason: str = ""


@dataclass(frozen=True)
class Money:
    """One row of the frame of funds, and the amounts behind it."""

    row: Mapping[str, object]
    amounts: tuple[Amount, ...]


def plan_funds(questions: Sequence[Question], evidence: Evidence, context: Context) -> list[Money]:
    """Money of the counted work for each region, liable party and period.

    Areas are whole treated areas, for which the money was paid, also where only a part counts.
    Work without any amount of money is told apart and does not lower the unit cost.
    ``needed_*`` is what remains of the target times the unit cost; its range uses the quantiles
    of the unit cost over the treated area. ``reason``: ``no_money`` (nothing to compute a cost
    from), ``too_few_works`` (a mean, but no range), ``no_target`` (nothing to compute a need
    for). The period :data:`BEFORE` holds the work before the plan.
    """
    works = [w for w in evidence.works if w.area is not None and w.status in (COUNTED, BEFORE)]
    treated = {q.cell.key[1:]: q for q in questions if _is_treated(q)}
    keys = [*treated, *dict.fromkeys((r, p, BEFORE) for r, p, _ in treated)]
    return [_money_of(key, works, treated.get(key), context) for key in keys]


def funds_frame(funds: Sequence[Money]) -> pd.DataFrame:
    """Money as a frame with the columns :data:`~.frames.FUNDS_COLUMNS`."""
    return make_frame((m.row for m in funds), FUNDS_COLUMNS)


def _is_treated(question: Question) -> bool:
    return question.cell.key[0] == question.context.settings.county_targets.indicator


def _remaining(question: Question) -> Fraction | None:
    if question.cell.value is None:
        return None
    entries = question.entries(question.measure)
    done = Fraction(exact_sum(e.amount for e in entries))
    return max(Fraction(question.cell.value) - done, Fraction(0))


def _money_of(
    key: tuple[str, str, str], works: Sequence[Work], question: Question | None, context: Context
) -> Money:
    own = [w for w in works if _fits(w, key, context)]
    paid = [w for w in own if _money(w) is not None]
    unpaid = [w for w in own if _money(w) is None]
    cost = unit_cost([(_money(w) or Decimal(0), w.weight) for w in paid], context.settings.costs)
    remaining = _remaining(question) if question else None
    row = {
        "region": key[0], "liability": key[1], "period": key[2], "n_works": len(own),
        "n_without_money": len(unpaid),
        "area_mu": exact_sum(w.weight for w in own),
        "area_without_money_mu": exact_sum(w.weight for w in unpaid),
        **{f"{s}_cny_10k": exact_sum(_of(w, s) or Decimal(0) for w in own) for s in SOURCES},
        "total_cny_10k": exact_sum(_money(w) or Decimal(0) for w in own),
        "unit_cost": cost.mean, "unit_cost_low": cost.low, "unit_cost_high": cost.high,
        **dict(_needed(cost, remaining)),
        "reason": cost.reason or ("no_target" if remaining is None else None),
    }  # fmt: skip
    amounts = tuple(_amounts(key, own, context))
    return Money(row | _codes(amounts, question), amounts)


def _codes(amounts: Sequence[Amount], question: Question | None) -> dict[str, object]:
    """What the unit cost is computed from, and what the money needed is."""
    cost = [a.code for a in amounts if a.code.startswith((f"{MONEY}/", f"{PAID_AREA}/"))]
    rest = _rest_codes(question) if question else []
    return {"cost_amounts": joined(cost), "need_amounts": joined([*cost, *rest])}


def _rest_codes(question: Question) -> list[str]:
    """What remains of a target: its amounts, as far as there are any."""
    known = {TARGET: question.cell.value is not None, DONE: is_delivered(question)}
    return [amount_code(name, question.cell.key) for name, exists in known.items() if exists]


def _amounts(
    key: tuple[str, str, str], works: Sequence[Work], context: Context
) -> Iterator[Amount]:
    """Money by source, all money, and the treated area that it was paid for."""
    by_source = {s: tuple(_paid_parts(works, s)) for s in SOURCES}
    for source, parts in by_source.items():
        yield Amount(cell_code((f"money-{source}", *key)), "cny_10k", parts)
    yield Amount(
        cell_code((MONEY, *key)), "cny_10k", tuple(p for parts in by_source.values() for p in parts)
    )
    paid = tuple(_area_part(w, context) for w in works if _money(w) is not None)
    yield Amount(cell_code((PAID_AREA, *key)), "mu", paid)


def _paid_parts(works: Sequence[Work], source: str) -> Iterator[Part]:
    for work in works:
        amount = _of(work, source)
        if amount is not None:
            yield Part(work.row, work.table, f"{source}_funds_cny_10k", work.day, amount)


def _area_part(work: Work, context: Context) -> Part:
    column = context.settings.sources[work.table].area
    return Part(work.row, work.table, column, work.day, work.weight)


def _needed(cost: UnitCost, remaining: Fraction | None) -> Iterator[tuple[str, Fraction | None]]:
    yield "remaining_mu", remaining
    for name, value in (("", cost.mean), ("low_", cost.low), ("high_", cost.high)):
        yield f"needed_{name}cny_10k", None if None in (value, remaining) else value * remaining  # type: ignore[operator]


def _fits(work: Work, key: tuple[str, str, str], context: Context) -> bool:
    region, liability, period = key
    in_plan = work.status == COUNTED
    own = BEFORE if not in_plan else context.plan.period_of(work.day) if work.day else ""
    return (
        region in (WHOLE, work.county)
        and liability in (WHOLE, work.liability)
        and (period == own or (period == WHOLE and in_plan))
    )


def _of(work: Work, source: str) -> Decimal | None:
    value = work.row.get(f"{source}_funds_cny_10k")
    return value if isinstance(value, Decimal) else None


def _money(work: Work) -> Decimal | None:
    """All money of a work; None when no source has an amount."""
    amounts = [a for a in (_of(work, s) for s in SOURCES) if a is not None]
    return exact_sum(amounts) if amounts else None


def unit_cost(paid: Sequence[tuple[Decimal, Decimal]], thresholds: Thresholds) -> UnitCost:
    """Money per mu of works, given as money (10 000 yuan) and treated area (mu).

    The mean is all money over all area. The range runs between two quantiles of the unit cost
    over the area: the least unit cost at which works that are not dearer make up that share of
    the area.
    """
    if not paid:
        return UnitCost(reason="no_money")
    money, area = (Fraction(exact_sum(column)) for column in zip(*paid, strict=True))
    mean = money / area
    if len(paid) < thresholds["min_works"]:
        return UnitCost(mean, reason="too_few_works")
    costs = sorted((Fraction(m) / Fraction(a), Fraction(a)) for m, a in paid)
    low, high = (_quantile(costs, area * Fraction(thresholds[n])) for n in ("lower", "upper"))
    return UnitCost(mean, low, high)


def _quantile(costs: Sequence[tuple[Fraction, Fraction]], share: Fraction) -> Fraction:
    reached = accumulate(area for _, area in costs)
    return next(cost for (cost, _), so_far in zip(costs, reached, strict=True) if so_far >= share)
