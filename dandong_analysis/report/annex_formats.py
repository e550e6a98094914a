"""Number formats of a spreadsheet that print a value as the report prints it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.labels import NOTHING
from dandong_analysis.units import Rounding, printed_places, round_to

DIGITS = 15
"""What a spreadsheet program keeps of a number, in significant digits."""

_ROUNDINGS: tuple[Rounding, ...] = ("half_even", "half_up")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]+)?", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True)
class Number:
    """A cell that holds a number: its unrounded value, how it is shown, and the fact behind it.

    Figures that are no facts, such as those of a published document, have no ``ref``.
    """

    value: Decimal
    form: str
    text: str
    ref: FactRef | None = None

    @property
    def is_held(self) -> bool:
        """Whether a spreadsheet program holds the value to its last digit."""
        return len(self.value.normalize().as_tuple().digits) <= DIGITS


def read_number(text: str) -> Decimal | None:
    """The number that ``text`` is, with or without separated thousands; None for other text.

    A text with a leading zero, such as the number of a document, is no number.

    >>> read_number("44,750.5"), read_number("0012"), read_number("10-19")
    (Decimal('44750.5'), None, None)
    """
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def number_format(value: Decimal, text: str, *, printed: str = "") -> str | None:
    """The number format that shows ``value`` as ``text``; None when there is none.

    Parameters
    ----------
    value
        The unrounded value.
    text
        As the report shows it. A dash stands for zero.
    printed
        How the number is printed elsewhere; the decimals of a dash.

    >>> number_format(Decimal("13894.0512"), "13,894.05")
    '#,##0.00'
    >>> number_format(Decimal("54.50"), "54")
    '[=54.5]"54";0'
    >>> number_format(Decimal(0), "—", printed="0.00")
    '0.00;-0.00;"—"'
    """
    if text == NOTHING:
        return _dashed(printed) if value == 0 else None
    month = _MONTH.fullmatch(text)
    if month:
        return '0000"-"00' if value == Decimal("".join(month.groups())) else None
    shown = read_number(text)
    if shown is None or shown not in {round_to(value, printed_places(text), r) for r in _ROUNDINGS}:
        return None
    return _tie(value, shown, text)


def worded_form(value: Decimal, text: str, *, printed: str) -> str:
    """The number format that shows ``value`` as words, such as a fraction, and others as usual.

    >>> worded_form(Decimal("0.20"), "1/5", printed="0.20")
    '[=0.2]"1/5";0.00'
    """
    return f'[={value.normalize():f}]"{text}";{plain_form(printed)}'


def plain_form(text: str) -> str:
    """The plain format of a printed number."""
    decimals = printed_places(text)
    return ("#,##0" if "," in text else "0") + (f".{'0' * decimals}" if decimals else "")


def _dashed(printed: str) -> str:
    form = plain_form(printed)
    return f'{form};-{form};"{NOTHING}"'


def _tie(value: Decimal, shown: Decimal, text: str) -> str:
    """The plain format, or where a program would show another number, one that names the value.

    Programs round all ties away from zero, and keep the sign of what is rounded to zero.
    """
    form = plain_form(text)
    if round_to(value, printed_places(text), "half_up") == shown and (shown or value >= 0):
        return form
    return f'[={value.normalize():f}]"{shown:f}";{form}'
