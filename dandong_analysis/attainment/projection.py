"""Where a target will stand at the end of its period, by scenarios and by a trend.

Scenarios are exact. The trend is a least-squares line through the amounts of whole calendar
years; it is refused, with a reason, when there are too few of them to say anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from dandong_analysis.attainment.counting import Tally, total
from dandong_analysis.attainment.frames import PROJECTION_COLUMNS, make_frame
from dandong_analysis.attainment.kinds import Question, path_share
from dandong_analysis.attainment.schedule import Span, calendar_years
from dandong_analysis.attainment.targets import ADDITIVE, GIVEN
from dandong_analysis.attainment.works import Context

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Trend:
    """A projected total and its interval; ``reason`` says why there is none."""

    projected: float | None = None
    low: float | None = None
    high: float | None = None
    n_years: int = 0
    reason: str = ""


def project_targets(
    questions: Sequence[Question], tallies: Mapping[str, Tally], context: Context
) -> pd.DataFrame:
    """Four rows for each target that adds up over time and whose period runs at the date.

    Scenarios: ``as_so_far`` (the mean pace since the period began), ``as_planned`` (what the
    plan's own path leaves for the time that is left), ``needed`` (what is missing), ``trend``.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`~.frames.PROJECTION_COLUMNS`: ``per_year`` is the pace of the scenario per
        calendar year from the date on, ``projected`` the total at the end. ``low`` and ``high``
        bound the trend at the confidence given, not below what is done. ``reason`` is
        ``too_few_years`` where the trend was refused.
    """
    rows = [r for q in questions if _runs(q) for r in _rows(q, tallies[q.measure.code], context)]
    return make_frame(rows, PROJECTION_COLUMNS)


def _runs(question: Question) -> bool:
    cell, context = question.cell, question.context
    flows = cell.model.kind in ADDITIVE and question.measure.basis == "period"
    return (
        flows
        and cell.status == GIVEN
        and context.as_of in question.span
        and not question.is_over
        and question.tallies[question.measure.code].delivered
    )


def _rows(question: Question, tally: Tally, context: Context) -> Iterator[dict[str, object]]:
    entries = question.entries(tally.measure)
    done, target = Fraction(total(entries)), Fraction(question.cell.value or 0)
    left = question.span.years_left(context.as_of)
    base = {
        **dict(zip(("indicator_id", "region", "liability", "period"), question.cell.key, strict=True)),
        "unit": tally.measure.unit, "at_end": question.span.end, "done": done, "target": target,
    }  # fmt: skip
    for name, further in _scenarios(question, done, target, left):
        yield {
            **base, "scenario": name, "per_year": further / left, "projected": done + further,
            "attainment": (done + further) / target,
        }  # fmt: skip
    days = [(e.day, e.amount) for e in entries if e.day is not None]
    yield {**base, **_trend_row(days, question, context, target)}


def _scenarios(
    question: Question, done: Fraction, target: Fraction, left: Fraction
) -> Iterator[tuple[str, Fraction]]:
    """What each scenario adds until the end."""
    passed = question.span.years_elapsed(question.context.as_of)
    yield "as_so_far", done / passed * left
    share = path_share(question)
    if share is not None:
        yield "as_planned", target * (1 - share)
    yield "needed", max(target - done, Fraction(0))


def _trend_row(
    days: Sequence[tuple[date, Decimal]], question: Question, context: Context, target: Fraction
) -> dict[str, object]:
    settings = context.settings
    found = project_trend(
        days, question.span, context.as_of, min_years=int(settings.projection["min_years"]),
        confidence=float(settings.projection["confidence"]),
    )  # fmt: skip
    step = settings.step(question.measure.unit)
    projected = None if found.projected is None else Decimal(found.projected).quantize(step)
    return {
        "scenario": "trend", "projected": projected, "low": found.low, "high": found.high,
        "attainment": None if projected is None else Fraction(projected) / target,
        "confidence": settings.projection["confidence"], "n_years": found.n_years,
        "reason": found.reason or None,
    }  # fmt: skip


def project_trend(
    days: Sequence[tuple[date, Decimal]],
    span: Span,
    as_of: date,
    *,
    min_years: int,
    confidence: float,
) -> Trend:
    """The total at the end of ``span`` if a line through the whole years goes on.

    Ordinary least squares of the yearly amount on the year (statsmodels). The sum of the years
    that are left, with weights ``w`` (the part of each that lies in the span) and design rows
    ``x``, has the variance ``c'Vc + s²Σw`` with ``c = Σ w x``, ``V`` the covariance of the
    coefficients and ``s²`` the residual variance (deviations of different years independent);
    the interval is Student's with ``n - 2`` degrees of freedom.

    Parameters
    ----------
    days
        Day and amount of each piece of work inside the span.
    span, as_of
        The period, and the date up to which work is known.
    min_years
        Least number of whole years, at least 3.
    confidence
        Probability of the interval, two-sided.

    Returns
    -------
    Trend
        With the reason ``too_few_years`` and no numbers when there are fewer whole years.
    """
    years = span.whole_years(as_of)
    if len(years) < max(min_years, 3):
        return Trend(n_years=len(years), reason="too_few_years")
    amounts = [float(_within(days, _year(y))) for y in years]
    known = float(_within(days, Span(span.start, _year(years[-1]).end)))
    future = Span(_year(years[-1]).end + _DAY, span.end).yearly_parts()
    weights = [float(calendar_years(p.start, p.end)) for p in future]
    further, error = _further(years, amounts, [p.start.year for p in future], weights)
    margin = error * _student(confidence, len(years) - 2)
    done = float(_within(days, Span(span.start, min(as_of, span.end))))
    projected = max(known + further, done)
    low, high = (max(known + further + sign * margin, done) for sign in (-1, 1))
    return Trend(projected, low, high, len(years))


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def _within(days: Sequence[tuple[date, Decimal]], span: Span) -> Fraction:
    return sum((Fraction(amount) for day, amount in days if day in span), Fraction(0))


def _further(
    years: Sequence[int], amounts: Sequence[float], future: Sequence[int], weights: Sequence[float]
) -> tuple[float, float]:
    """The sum of the future years on the line, and its standard error of prediction."""
    import statsmodels.api as sm  # noqa: PLC0415 - takes seconds to import, and only this needs it

    middle = float(np.mean(years))
    design = np.column_stack([np.ones(len(years)), np.array(years) - middle])
    fitted: Any = sm.OLS(np.array(amounts), design).fit()
    ahead = np.column_stack([np.ones(len(future)), np.array(future) - middle])
    combined = np.array(weights) @ ahead
    variance = combined @ fitted.cov_params() @ combined + fitted.mse_resid * sum(weights)
    return float(combined @ fitted.params), float(np.sqrt(variance))


def _student(confidence: float, freedom: int) -> float:
    from scipy.stats import t  # noqa: PLC0415 - as statsmodels

    return float(t.ppf((1 + confidence) / 2, freedom))
