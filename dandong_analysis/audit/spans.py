"""Exact intervals: what a printed number, or a computation with printed numbers, can stand for."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Span:
    """All numbers from ``low`` to ``high``, both ends included."""

    low: Fraction
    high: Fraction

    @classmethod
    def at(cls, value: Fraction | int) -> "Span":
        """The span that holds one number only."""
        return cls(Fraction(value), Fraction(value))

    @property
    def middle(self) -> Fraction:
        return (self.low + self.high) / 2

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        return Span(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Span") -> "Span":
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(ends), max(ends))

    def __truediv__(self, other: "Span") -> "Span":
        """Quotients of all pairs.

        Raises
        ------
        ZeroDivisionError
            When ``other`` holds zero.
        """
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self * Span(1 / other.high, 1 / other.low)

    def times(self, factor: Fraction | int) -> "Span":
        if factor == 1:
            return self
        ends = self.low * factor, self.high * factor
        return Span(*ends) if factor > 0 else Span(*reversed(ends))

    def widened(self, by: Fraction) -> "Span":
        return Span(self.low - by, self.high + by)

    def meets(self, other: "Span") -> bool:
        """Whether the two spans have a number in common."""
        return self.low <= other.high and other.low <= self.high
