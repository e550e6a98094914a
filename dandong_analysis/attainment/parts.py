"""Amounts of an evaluation: what they are called, and the delivered rows that add up to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dandong_analysis.attainment.frames import Row
from dandong_analysis.units import exact_sum

# indicator, region, liable party, period
Key = tuple[str, str, str, str]

TARGET, DONE = "target", "done"

BEFORE = "before_plan"
"""The period of work that was accepted before the plan, for comparison."""

# What codes are joined by here, in the codes of readings and in fact ids.
_JOINTS = frozenset("/|,=@+{}")


@dataclass(frozen=True)
class Part:
    """What one delivered row brings into an amount; ``column`` is its cell, if it is one cell."""

    row: Row
    table: str
    column: str
    day: date | None
    amount: Decimal


@dataclass(frozen=True)
class Amount:
    """A sum of parts, or of other amounts (``of``)."""

    code: str
    unit: str
    parts: tuple[Part, ...] = ()
    of: tuple["Amount", ...] = ()

    @property
    def value(self) -> Decimal:
        return exact_sum([*(p.amount for p in self.parts), *(a.value for a in self.of)])


def is_plain(code: str) -> bool:
    """Whether a code can be part of other codes and of fact ids.

    >>> is_plain("TREATED-2"), is_plain("A/B"), is_plain("")
    (True, False, False)
    """
    return bool(code) and _JOINTS.isdisjoint(code)


def cell_code(key: Iterable[str]) -> str:
    """The code of a cell: its parts, joined.

    >>> cell_code(("TREATED", "all", "company", "near"))
    'TREATED/all/company/near'
    """
    return "/".join(key)


def amount_code(name: str, key: Key) -> str:
    """The code of what ``name`` says about a cell.

    >>> amount_code("done", ("TREATED", "all", "company", "near"))
    'done/TREATED/all/company/near'
    """
    return f"{name}/{cell_code(key)}"


def year_code(key: Key, year: int, *, by_end: bool = False) -> str:
    """The code of what was done in a year, or from the beginning of the plan to its end."""
    return amount_code(f"{'by' if by_end else 'in'}-{year}", key)


def joined(codes: Iterable[str]) -> str | None:
    """Codes of amounts in one cell of a frame."""
    return "|".join(codes) or None
