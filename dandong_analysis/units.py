"""Units with exact factors, and rounding of numbers as they are printed.

Areas are held in mu (亩) because every conversion into it is an exact decimal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Literal

from dandong_analysis.standards import load_standard

Rounding = Literal["half_even", "half_up"]

# 60 digits: a sum of a million areas with 18 decimals stays exact.
EXACT = Context(prec=60)
# A number without end is shown with so many decimals at most; areas are held in mu with up to four.
MOST_DECIMALS = 6

_MODES = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP}
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_INTERVAL = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
# What is known exactly when it is printed in whole units, because it is counted.
_COUNTED = ("count", "time")


@dataclass(frozen=True)
class Unit:
    """A unit of measure; ``factor`` converts a value into the unit that its quantity is held in."""

    code: str
    zh: str
    en: str
    quantity: str
    factor: Decimal
    aliases: tuple[str, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Whether its whole numbers are counts (mines, years) and carry no rounding.

        Ten thousands of people are counted too, but printed after rounding.
        """
        return self.quantity in _COUNTED and self.factor == 1

    def label(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True)
class Printed:
    """A published number: both ends (equal unless it is an interval) and its decimals."""

    low: Decimal
    high: Decimal
    places: int


@cache
def units() -> dict[str, Unit]:
    """All known units by code."""
    entries = load_standard("units")["unit"]
    return {
        code: Unit(code, e["zh"], e["en"], e["quantity"], Decimal(e["factor"]),
                   tuple(e.get("aliases", ())))
        for code, e in entries.items()
    }  # fmt: skip


def unit_of(text: str) -> Unit | None:
    """The unit that ``text`` names (code, label or alias), or None.

    >>> unit_of("公顷").code
    'hm2'
    """
    for unit in units().values():
        if text in (unit.code, unit.zh, unit.en, *unit.aliases):
            return unit
    return None


def unmistakable_unit(text: str) -> str:
    """The code of the unit that ``text`` names; a counting word does not tell what is counted.

    >>> unmistakable_unit("亩"), unmistakable_unit("个")
    ('mu', '个')
    """
    unit = unit_of(text)
    return unit.code if unit and not unit.is_counted else text


def unit_or_counting_word(text: str) -> Unit | None:
    """The unit that ``text`` names, a Chinese counting word (级, 座) included, or None.

    >>> unit_or_counting_word("座").quantity
    'count'
    """
    words: dict[str, str] = load_standard("units")["counting_word"]
    if text in words:
        return Unit(text, text, words[text], "count", Decimal(1))
    return unit_of(text)


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """``value`` given in unit ``source`` expressed in unit ``target``.

    Exact into the unit in which a quantity is held; out of it exact up to 60 digits.

    Raises
    ------
    ValueError
        When the two units measure different quantities.

    >>> convert(Decimal("0.585"), "km2", "mu")
    Decimal('877.500')
    """
    a, b = units()[source], units()[target]
    if a.quantity != b.quantity:
        raise ValueError(f"{source} measures {a.quantity}, {target} measures {b.quantity}")
    return EXACT.divide(EXACT.multiply(value, a.factor), b.factor)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """Exact decimal sum; the order of the values cannot change it.

    >>> exact_sum([Decimal("0.1")] * 3)
    Decimal('0.3')
    """
    total = Decimal(0)
    for value in values:
        total = EXACT.add(total, value)
    return total


def round_to(value: Decimal, places: int, rounding: Rounding = "half_even") -> Decimal:
    """Round once to ``places`` decimals.

    ``half_even`` is the rule of GB/T 8170 (exactly five goes to the even digit), ``half_up``
    the custom of many offices.

    >>> round_to(Decimal("2.5"), 0), round_to(Decimal("2.5"), 0, "half_up")
    (Decimal('2'), Decimal('3'))
    """
    step = Decimal(1).scaleb(-places)
    return value.quantize(step, rounding=_MODES[rounding], context=EXACT)


def printed_places(text: str) -> int:
    """Number of decimals that a printed number shows.

    >>> printed_places("43.80"), printed_places("44750")
    (2, 0)
    """
    return len(text.partition(".")[2])


def decimals_of(value: Decimal) -> int:
    """Number of decimals that a number has, trailing zeros aside.

    >>> decimals_of(Decimal("877.500")), decimals_of(Decimal("2590"))
    (1, 0)
    """
    return printed_places(f"{value.normalize():f}")


def parse_published(text: str, unit: str) -> Printed | None:
    """The number that a document prints, or None when it is not one.

    >>> parse_published("43.80", "%")
    Printed(low=Decimal('43.80'), high=Decimal('43.80'), places=2)
    >>> parse_published("10-19", "m").high
    Decimal('19')
    >>> parse_published("2017-06", "month").low
    Decimal('201706')
    """
    if unit == "month":
        month = _MONTH.fullmatch(text)
        return _single("".join(month.groups())) if month else None
    interval = _INTERVAL.fullmatch(text)
    if interval:
        low, high = interval.groups()
        return Printed(Decimal(low), Decimal(high), max(map(printed_places, (low, high))))
    return _single(text) if _NUMBER.fullmatch(text) else None


def _single(text: str) -> Printed:
    return Printed(Decimal(text), Decimal(text), printed_places(text))


def print_number(value: Decimal, places: int, rounding: Rounding = "half_even") -> str:
    """The number as a table prints it, without thousands separation.

    >>> print_number(Decimal("43.8"), 2)
    '43.80'
    """
    rounded = round_to(value, places, rounding)
    return f"{rounded or abs(rounded):f}"  # no minus before a zero
