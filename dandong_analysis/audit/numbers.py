"""Exact numbers as text."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from dandong_analysis.audit.figures import Figure
from dandong_analysis.audit.spans import Span
from dandong_analysis.errors import Text
from dandong_analysis.units import EXACT, MOST_DECIMALS

# Decimals beyond the printed ones that a number without end shows.
_MORE_PLACES = 4


def exact_text(value: Fraction) -> str:
    """All decimals of ``value``, or the fraction itself where they have no end.

    >>> exact_text(Fraction(17713, 2)), exact_text(Fraction(1, 3))
    ('8856.5', '1/3')
    """
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return str(value) if rest != 1 else _trimmed(_quotient(value))


def number_text(value: Fraction, places: int = 0) -> str:
    """``value`` as a decimal; one without end is rounded up to four digits beyond ``places``.

    >>> number_text(Fraction(17713, 2)), number_text(Fraction(1, 3)), number_text(Fraction(1, 3), 3)
    ('8856.5', '0.3333', '0.333333')
    """
    text = exact_text(value)
    if "/" not in text:
        return text
    step = Decimal(1).scaleb(-min(places + _MORE_PLACES, max(places, MOST_DECIMALS)))
    return _trimmed(_quotient(value).quantize(step, rounding=ROUND_HALF_EVEN, context=EXACT))


def _quotient(value: Fraction) -> Decimal:
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def span_text(span: Span, places: int = 0) -> str:
    """A number, or both ends of an interval."""
    low, high = number_text(span.low, places), number_text(span.high, places)
    return low if span.low == span.high else f"{low}~{high}"


@dataclass(frozen=True)
class Amount:
    """A number with its unit, ready for a sentence in either language."""

    number: str
    zh_unit: str
    en_unit: str

    @property
    def text(self) -> Text:
        space = "" if self.en_unit in ("", "%") else " "
        return Text(f"{self.number}{self.zh_unit}", f"{self.number}{space}{self.en_unit}")


def amount(number: str, figure: Figure) -> Amount:
    """``number`` in the printed unit of ``figure``; in English a count has no unit."""
    unit = figure.unit
    if unit is None:
        return Amount(number, figure.unit_text, figure.unit_text)
    counted = unit.quantity in ("count", "time") and unit.factor == 1
    return Amount(number, unit.zh, "" if counted else unit.en)
