"""Money of the counted work: by source, per mu, and what the rest will need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pandas as pd

from dandong_analysis.attainment.evidence import Evidence
from dandong_analysis.attainment.frames import FUNDS_COLUMNS, make_frame
from dandong_analysis.attainment.kinds import Question
from dandong_analysis.attainment.settings import Thresholds
from dandong_analysis.attainment.works import COUNTED, Context, Work
from dandong_analysis.study import WHOLE
from dandong_analysis.units import exact_sum

BEFORE = "before_plan"
"""The period of work that was accepted before the plan, for comparison."""

_SOURCES = ("central", "local", "mine", "social")


@dataclass(frozen=True)
class UnitCost:
    """Money per mu: the mean of all, and the range that the middle of the area lies in."""

    mean: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    reason: str = ""


def restoration_funds(
    questions: Sequence[Question], evidence: Evidence, context: Context
) -> pd.DataFrame:
    """Money of the counted work for each region, liable party and period.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`~.frames.FUNDS_COLUMNS`. Areas are whole treated areas, for which the
        money was paid, also where only a part counts. Work without any amount of money is told
        apart and does not lower the unit cost. ``needed_*`` is what remains of the target times
        the unit cost; its range uses the quantiles of the unit cost over the treated area.
        ``reason``: ``no_money`` (nothing to compute a cost from), ``too_few_works`` (a mean, but
        no range), ``no_target`` (nothing to compute a need for). The period
        :data:`BEFORE` holds the work before the plan.
    """
    works = [w for w in evidence.works if w.area is not None and w.status in (COUNTED, BEFORE)]
    remaining = {q.cell.key[1:]: _remaining(q) for q in questions if _is_treated(q)}
    keys = [*remaining, *dict.fromkeys((r, p, BEFORE) for r, p, _ in remaining)]
    rows = (_row(key, works, remaining.get(key), context) for key in keys)
    return make_frame(rows, FUNDS_COLUMNS)


def _is_treated(question: Question) -> bool:
    return question.cell.key[0] == question.context.settings.county_targets.indicator


def _remaining(question: Question) -> Fraction | None:
    if question.cell.value is None:
        return None
    entries = question.entries(question.measure)
    done = Fraction(exact_sum(e.amount for e in entries))
    return max(Fraction(question.cell.value) - done, Fraction(0))


def _row(
    key: tuple[str, str, str], works: Sequence[Work], remaining: Fraction | None, context: Context
) -> dict[str, object]:
    own = [w for w in works if _fits(w, key, context)]
    paid = [w for w in own if _money(w) is not None]
    unpaid = [w for w in own if _money(w) is None]
    cost = unit_cost([(_money(w) or Decimal(0), w.weight) for w in paid], context.settings.costs)
    return {
        "region": key[0], "liability": key[1], "period": key[2], "n_works": len(own),
        "n_without_money": len(unpaid),
        "area_mu": exact_sum(w.weight for w in own),
        "area_without_money_mu": exact_sum(w.weight for w in unpaid),
        **{f"{s}_cny_10k": exact_sum(_of(w, s) or Decimal(0) for w in own) for s in _SOURCES},
        "total_cny_10k": exact_sum(_money(w) or Decimal(0) for w in own),
        "unit_cost": cost.mean, "unit_cost_low": cost.low, "unit_cost_high": cost.high,
        **dict(_needed(cost, remaining)),
        "reason": cost.reason or ("no_target" if remaining is None else None),
    }  # fmt: skip


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
    amounts = [a for a in (_of(work, s) for s in _SOURCES) if a is not None]
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
