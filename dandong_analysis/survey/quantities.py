"""Numbers: a strict grammar, declared digit grouping, and units that cells carry.

Grammar: an optional sign, ASCII digits with at most one point, an optional exponent (as
spreadsheets write very small numbers), and then nothing but a declared unit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from dandong_analysis.survey.cell import Cell, Parser, faulty, fold
from dandong_analysis.units import convert, unit_of
from dandong_analysis.vocabulary import normalise

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)(?P<rest>.*)",
    re.DOTALL,
)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[,' _\u00a0\u2009\u202f][0-9]{3})+(?![0-9])")

# The stored form of a decimal: 38 digits, 18 of them after the point.
_MOST_WHOLE, _MOST_DECIMALS = 20, 18


@dataclass(frozen=True)
class Measure:
    """How the numbers of one column are to be read.

    ``unit`` is the unit of bare numbers, ``target`` the unit in which the field is held,
    ``suffixes`` the declared unit spellings (normalised) and their unit codes.
    """

    unit: str = ""
    target: str = ""
    thousands: str = ""
    suffixes: Mapping[str, str] = field(default_factory=dict)


def decimal_parser(measure: Measure) -> Parser:
    """Reads one number with its declared grouping and unit, converted exactly."""
    return lambda raw: _decimal(raw, measure)


def integer_parser(measure: Measure) -> Parser:
    """As :func:`decimal_parser`, for whole numbers; ``12.0`` is one."""
    return lambda raw: _integer(raw, measure)


def _integer(raw: str, measure: Measure) -> Cell:
    cell = _decimal(raw, measure)
    if cell.code:
        return cell
    value = Decimal(cell.text)
    if value != value.to_integral_value():
        return faulty(raw, "bad-integer")
    text = f"{value.to_integral_value():f}"
    return Cell(text, cell.rules if text == cell.text else (*cell.rules, "notation"))


def _decimal(raw: str, measure: Measure) -> Cell:
    folded, rules = fold(raw)
    plain, grouping = _ungrouped(folded, measure.thousands)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return faulty(raw, "bad-number")
    rest = found["rest"].strip()
    unit = measure.suffixes.get(normalise(rest)) if rest else measure.unit
    if unit is None:
        return faulty(raw, _why(plain, rest))
    return _converted(found["number"], (*rules, *grouping), unit, rest, measure)


def _converted(number: str, rules: tuple[str, ...], unit: str, rest: str, measure: Measure) -> Cell:
    value = Decimal(number)
    plain = f"{value:f}" if _holdable(value) else ""
    notation = () if plain == number else ("notation",)
    changed = bool(measure.target) and unit != measure.target
    held = convert(value, unit, measure.target) if changed else value
    if not (_holdable(value) and _holdable(held)):
        return faulty(number + rest, "number-range")
    marks = ("unit",) if changed or rest else ()
    return Cell(f"{held:f}", (*rules, *notation, *marks))


def _holdable(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return (
        isinstance(exponent, int) and -exponent <= _MOST_DECIMALS and value.adjusted() < _MOST_WHOLE
    )


def _ungrouped(text: str, thousands: str) -> tuple[str, tuple[str, ...]]:
    found = _grouped_by(thousands).match(text) if thousands else None
    if found is None:
        return text, ()
    return found[0].replace(thousands, "") + text[found.end() :], ("thousands",)


@cache
def _grouped_by(separator: str) -> re.Pattern[str]:
    return re.compile(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(separator)}[0-9]{{3}})+(?![0-9])")


def _why(text: str, rest: str) -> str:
    """The fault of a number that something undeclared follows."""
    if _GROUPED.match(text):
        return "undeclared-thousands"
    unit = unit_of(normalise(rest)) or unit_of(rest)
    return "undeclared-unit" if unit else "bad-number"
