"""How much of a period has passed, and how much of a plan was to be done by then.

Time is counted in whole days, the first and the last included; fractions stay exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def elapsed(self, as_of: date) -> int:
        """Days of the span up to ``as_of``, that day included.

        >>> Span(date(2018, 1, 1), date(2020, 12, 31)).elapsed(date(2018, 1, 1))
        1
        """
        return min(max((as_of - self.start).days + 1, 0), self.days)

    def progress(self, as_of: date) -> Fraction:
        """Elapsed days over all days, from 0 before the span to 1 from its last day on.

        >>> Span(date(2018, 1, 1), date(2022, 12, 31)).progress(date(2020, 12, 31))
        Fraction(548, 913)
        """
        return Fraction(self.elapsed(as_of), self.days)

    def is_over(self, as_of: date) -> bool:
        """Whether the last day has come."""
        return as_of >= self.end

    def years_elapsed(self, as_of: date) -> Fraction:
        """Calendar years of the span up to ``as_of``; a day is one part of the days of its year."""
        return calendar_years(self.start, min(as_of, self.end))

    def years_left(self, as_of: date) -> Fraction:
        """Calendar years of the span after ``as_of``.

        >>> Span(date(2018, 1, 1), date(2022, 12, 31)).years_left(date(2020, 12, 31))
        Fraction(2, 1)
        """
        return calendar_years(max(as_of + _DAY, self.start), self.end)

    def whole_years(self, as_of: date) -> list[int]:
        """Calendar years that lie in the span as a whole and are over at ``as_of``."""
        last = min(as_of, self.end)
        return [
            y for y in range(self.start.year, last.year + 1)
            if date(y, 1, 1) >= self.start and date(y, 12, 31) <= last
        ]  # fmt: skip

    def yearly_parts(self) -> list["Span"]:
        """The span cut at the turns of the year."""
        years = range(self.start.year, self.end.year + 1)
        return [Span(max(self.start, date(y, 1, 1)), min(self.end, date(y, 12, 31))) for y in years]


def calendar_years(first: date, last: date) -> Fraction:
    """Years from ``first`` to ``last``, both days included; 0 when they do not follow.

    Each day counts as one part of the days of its own calendar year, so that a calendar year
    is exactly 1, leap year or not.

    >>> calendar_years(date(2020, 7, 1), date(2021, 12, 31))
    Fraction(275, 183)
    """
    if last < first:
        return Fraction(0)
    return sum(
        (Fraction(part.days, _days_in(part.start.year)) for part in Span(first, last).yearly_parts()),
        Fraction(0),
    )  # fmt: skip


def _days_in(year: int) -> int:
    return Span(date(year, 1, 1), date(year, 12, 31)).days


def path_progress(parts: Sequence[tuple[Span, Decimal]], as_of: date) -> Fraction | None:
    """Share of a plan that its own periods put before ``as_of``.

    Within each period the target is spread evenly over its days.

    Parameters
    ----------
    parts
        Period and its target.

    Returns
    -------
    Fraction or None
        From 0 to 1; None when the targets do not add up to more than 0.

    >>> near, far = Span(date(2018, 1, 1), date(2020, 12, 31)), Span(date(2021, 1, 1), date(2022, 12, 31))
    >>> path_progress([(near, Decimal(3)), (far, Decimal(1))], date(2020, 12, 31))
    Fraction(3, 4)
    """
    total = sum((Fraction(target) for _, target in parts), Fraction(0))
    if total <= 0:
        return None
    due = sum((Fraction(target) * span.progress(as_of) for span, target in parts), Fraction(0))
    return due / total
