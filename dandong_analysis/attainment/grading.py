"""Grades of progress, the margin to the next one, and the least amount that changes a grade."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from dandong_analysis.attainment.settings import Grade


@dataclass(frozen=True)
class Standing:
    """How a target stands at a date, in exact numbers.

    Attributes
    ----------
    done, target
        In one unit; the target is above 0.
    expected
        What was to be done by the date.
    is_over
        Whether the last day of the period has come.
    done_early
        What was done before the last day of the period; equals ``done`` while it is not over.
    """

    done: Fraction
    target: Fraction
    expected: Fraction
    is_over: bool
    done_early: Fraction

    def less(self, amount: Fraction) -> "Standing":
        return replace(self, done=self.done - amount, done_early=self.done_early - amount)

    def more(self, amount: Fraction) -> "Standing":
        """With ``amount`` more done today, which is no longer early once the period is over."""
        early = self.done_early if self.is_over else self.done_early + amount
        return replace(self, done=self.done + amount, done_early=early)


@dataclass(frozen=True)
class Graded:
    """A grade and what would change it.

    Attributes
    ----------
    grade
        None when nothing was due yet and nothing is met.
    next_grade, ratio_to_next, amount_to_next
        The grade that the least further amount leads to; the ratio of done to expected that is
        missing; that amount, rounded up to the step. None in the best grade within reach.
    lower_grade, amount_to_lower
        The grade that the least loss leads to (work found not to count), and that loss. None
        in the lowest grade.
    """

    grade: Grade | None
    next_grade: Grade | None = None
    ratio_to_next: Fraction | None = None
    amount_to_next: Decimal | None = None
    lower_grade: Grade | None = None
    amount_to_lower: Decimal | None = None


def grade_of(standing: Standing, grades: Sequence[Grade]) -> Grade | None:
    """The best grade whose limit is reached; limits are reached when met exactly.

    A target met before the last day of its period is in the ``early`` grade, whatever the
    ratio. Where nothing was expected yet, something done is the best grade after that, and
    nothing done has no grade.
    """
    early = next((g for g in grades if g.early), None)
    if early and standing.done_early >= standing.target:
        return early
    if standing.expected <= 0 and standing.done <= 0:
        return None
    return next(
        g for g in grades
        if not g.early and standing.done >= _amount(g, standing)
    )  # fmt: skip


def grade(standing: Standing, grades: Sequence[Grade], *, step: Decimal) -> Graded:
    """The grade of a standing with its margins.

    Parameters
    ----------
    standing
        How the target stands.
    grades
        From the best on; limits apply to the ratio of done to expected.
    step
        The smallest amount that is told: margins are multiples of it.
    """
    current = grade_of(standing, grades)
    if current is None:
        return Graded(None)
    upward = _upward(standing, grades, current)
    up = _ceiling(upward - standing.done, step) if upward is not None else None
    down = _downward(standing, grades, current, step)
    return Graded(
        current,
        grade_of(standing.more(Fraction(up)), grades) if up is not None else None,
        (upward - standing.done) / standing.expected
        if upward is not None and standing.expected > 0 else None,
        up,
        grade_of(standing.less(Fraction(down)), grades) if down is not None else None,
        down,
    )  # fmt: skip


def _amount(of: Grade, standing: Standing) -> Fraction:
    """The least amount done that reaches the limit of a grade."""
    limit = of.limit_after_end if standing.is_over else of.limit
    return Fraction(limit or 0) * standing.expected


def _upward(standing: Standing, grades: Sequence[Grade], current: Grade) -> Fraction | None:
    """The least amount done above the present one at which a better grade begins."""
    better = grades[: list(grades).index(current)]
    begins = [
        standing.target if g.early else _amount(g, standing)
        for g in better if not (g.early and standing.is_over)
    ]  # fmt: skip
    return min((a for a in begins if a > standing.done), default=None)


def _downward(
    standing: Standing, grades: Sequence[Grade], current: Grade, step: Decimal
) -> Decimal | None:
    """The least loss, in steps, after which the present grade no longer holds."""
    held = standing.done_early if current.early else standing.done
    begins = standing.target if current.early else _amount(current, standing)
    if current is grades[-1] or begins <= 0:
        return None
    whole = floor((held - begins) / Fraction(step))
    return (whole + 1) * step


def _ceiling(amount: Fraction, step: Decimal) -> Decimal:
    return ceil(amount / Fraction(step)) * step
