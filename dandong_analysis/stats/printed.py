"""Finding facts by what a report prints."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.units import Rounding, convert, printed_places, round_to, units

_PRINTED = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?(?:-[0-9]+)?)([^0-9].*)?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_MINUS = str.maketrans("−–", "--")
_ROUNDINGS: tuple[Rounding, ...] = ("half_even", "half_up")


@dataclass(frozen=True)
class Printed:
    """A printed number: its digits as the ledger has them, and the units that were named.

    ``units`` are codes; several units share a name (个). Empty when none was named.
    """

    number: str
    units: frozenset[str] = frozenset()

    def fits(self, fact: Fact) -> bool:
        """Whether the ledger prints ``fact`` so."""
        return fact.printed == self.number and (not self.units or fact.unit in self.units)

    def fits_converted(self, fact: Fact) -> bool:
        """Whether ``fact`` prints so in the named unit; any unit will do when none was named."""
        return not self.units or any(self._is_in(fact, unit) for unit in self.units)

    def _is_in(self, fact: Fact, unit: str) -> bool:
        known = units()
        if fact.unit not in known or fact.value is None or not _is_decimal(self.number):
            return False
        if known[fact.unit].quantity != known[unit].quantity:
            return False
        value = convert(fact.value, fact.unit, unit)
        places = printed_places(self.number)
        return Decimal(self.number) in {round_to(value, places, r) for r in _ROUNDINGS}


def read_printed(text: str) -> Printed | None:
    """What a person copies from a page or types; None when it is no number of a known unit.

    Full-width digits, separated thousands, spaces and a unit are understood.

    >>> read_printed("４４，７５０ 亩")
    Printed(number='44750', units=frozenset({'mu'}))
    >>> read_printed("LAND.DAMAGED") is None
    True
    """
    plain = "".join(_normal(text).split())
    found = _PRINTED.fullmatch(_THOUSANDS.sub("", plain))
    if found is None:
        return None
    number, unit = found[1].removeprefix("+"), found[2]
    codes = _unit_names().get(unit, frozenset()) if unit else frozenset()
    return Printed(number, codes) if codes or not unit else None


@cache
def _unit_names() -> Mapping[str, frozenset[str]]:
    """The codes of the units that have a name, by the name."""
    named: dict[str, set[str]] = {}
    for unit in units().values():
        for name in (unit.code, unit.zh, unit.en, *unit.aliases):
            named.setdefault("".join(_normal(name).split()), set()).add(unit.code)
    return {name: frozenset(codes) for name, codes in named.items()}


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_MINUS)


def facts_printed(asked: Printed, ledger: Ledger, shown: Iterable[tuple[str, str]]) -> list[Fact]:
    """The facts that print so, those first that a report shows so.

    Parameters
    ----------
    asked
        The number, and units or none.
    ledger
        The facts.
    shown
        Text and fact id of each number of a report, where it may stand in another unit.
    """
    found: dict[str, Fact] = {}
    for text, name in shown:
        fact, printed = ledger.get(name), read_printed(text)
        if fact is None or printed is None or printed.number != asked.number:
            continue
        if asked.fits(fact) or asked.fits_converted(fact):
            found[fact.id] = fact
    found |= {fact.id: fact for fact in ledger if asked.fits(fact) and fact.id not in found}
    return list(found.values())


def nearest_printed(asked: Printed, facts: Iterable[Fact], *, count: int = 5) -> list[Fact]:
    """Facts with the printed values nearest to a number, each value in a unit once."""
    if not _is_decimal(asked.number):
        return []
    wanted = Decimal(asked.number)
    seen: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        if _is_decimal(fact.printed) and _is_named(fact.unit, asked.units):
            seen.setdefault((fact.printed, fact.unit), fact)
    return sorted(seen.values(), key=lambda f: abs(Decimal(f.printed) - wanted))[:count]


def _is_named(unit: str, codes: Collection[str]) -> bool:
    return not codes or unit in codes


def _is_decimal(text: str) -> bool:
    return bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text, re.ASCII))
