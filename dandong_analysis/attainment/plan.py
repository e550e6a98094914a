"""The frame of a plan: its regions, liable parties and periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dandong_analysis.attainment.faults import plan_problem
from dandong_analysis.attainment.parts import BEFORE, is_plain
from dandong_analysis.attainment.schedule import Span
from dandong_analysis.errors import Problem, raise_all
from dandong_analysis.study import WHOLE, Period, Study


@dataclass(frozen=True)
class Plan:
    """Codes of regions, liable parties and periods, in the order of the study."""

    counties: tuple[str, ...]
    liabilities: tuple[str, ...]
    periods: tuple[Period, ...]

    @property
    def span(self) -> Span:
        """From the first day of the plan to its last."""
        return Span(min(p.start for p in self.periods), max(p.end for p in self.periods))

    def span_of(self, period: str) -> Span:
        """The days of a period; those of the whole plan for ``all``."""
        if period == WHOLE:
            return self.span
        found = next(p for p in self.periods if p.code == period)
        return Span(found.start, found.end)

    def running(self, day: date) -> str:
        """The last period that has begun on a day; before the plan, the first."""
        ordered = sorted(self.periods, key=lambda p: p.start)
        return [p.code for p in ordered if p.start <= day or p is ordered[0]][-1]

    def period_of(self, day: date) -> str:
        """The period that a day belongs to; empty outside all of them."""
        return next((p.code for p in self.periods if p.start <= day <= p.end), "")


def plan_of(study: Study) -> Plan:
    """The frame of the plan that a study declares.

    Raises
    ------
    DandongError
        When it declares no period, one that ends before it begins, or two that overlap.
    """
    raise_all(check_periods(study.periods))
    liabilities = study.schemas.vocabularies["liability"].codes
    return Plan(tuple(c.code for c in study.counties), liabilities, study.periods)


def check_periods(periods: Sequence[Period]) -> list[Problem]:
    """What is wrong with the periods of a plan."""
    if not periods:
        return [plan_problem("plan-no-period", "")]
    named = [plan_problem("plan-period-code", p.code) for p in periods if not _is_code(p.code)]
    turned = [plan_problem("plan-period-order", p.code) for p in periods if p.end < p.start]
    ordered = sorted(periods, key=lambda p: p.start)
    overlapping = [
        plan_problem("plan-period-overlap", f"{a.code}, {b.code}")
        for a, b in pairwise(ordered) if b.start <= a.end
    ]  # fmt: skip
    return [*named, *(turned or overlapping)]


def _is_code(code: str) -> bool:
    return is_plain(code) and code not in (WHOLE, BEFORE)
