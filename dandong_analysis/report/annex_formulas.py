"""Formulas for totals and rates, each proved with exact decimals before it is written.

A cell becomes a formula only where the facts of its terms give its own unrounded value. A total
of which a part is not in the table therefore stays a number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from dandong_analysis.facts import Fact
from dandong_analysis.report.annex_cells import Address, Grid
from dandong_analysis.units import EXACT, exact_sum, units

# What is counted, summed or taken from the row of a frame adds up; a largest value, a date, a
# rate or the number of different things does not, even where the numbers happen to.
_ADDITIVE = ("count", "sum", "each")
# Values of a frame are not known to be sums; that two numbers or more meet one is no accident.
_FEWEST = 2
# Quotients are kept with 18 decimals or more. Areas in another unit than mu have 60 digits, the
# last of which a sum may miss; other decimals have far fewer, and add up exactly or not at all.
_TOLERANCE, _ENDLESS = Decimal("1e-12"), Decimal("1e-40")

Places = Callable[[str], str | None]
"""The cell, with its sheet, that holds the value of a fact by its id; None without one."""


def formulas(grid: Grid, elsewhere: Places) -> dict[Address, str]:
    """The formulas of a table by the place of the cell in its body.

    ``elsewhere`` finds the terms of a rate that the table itself does not show.
    """
    return dict(_Formulas(grid, elsewhere).found())


def terms_elsewhere(grid: Grid) -> list[str]:
    """The ids of the terms of rates that the table itself does not show."""
    asked: list[str] = []
    formulas(grid, asked.append)  # no term is found, so each is asked for
    return list(dict.fromkeys(asked))


@dataclass(frozen=True)
class _Formulas:
    grid: Grid
    elsewhere: Places

    @cached_property
    def facts(self) -> Mapping[Address, Fact]:
        return self.grid.facts()

    @cached_property
    def holders(self) -> Mapping[str, Sequence[Address]]:
        """The cells that hold the value of a fact, be it as a fact that only repeats it."""
        found: dict[str, list[Address]] = {}
        for at, fact in self.facts.items():
            for name in (fact.id, *self._repeated(fact)):
                found.setdefault(name, []).append(at)
        return found

    def _repeated(self, fact: Fact) -> Iterable[str]:
        for name in fact.definition.parents if len(fact.definition.parents) == 1 else ():
            parent = self._known(name)
            if parent is not None and (parent.value, parent.unit) == (fact.value, fact.unit):
                yield parent.id

    def _known(self, name: str) -> Fact | None:
        return self.grid.ledger.get(name)

    def found(self) -> Iterable[tuple[Address, str]]:
        for at, fact in self.facts.items():
            formula = self._total(at, fact) or self._rate(at, fact)
            if formula:
                yield at, formula

    def _total(self, at: Address, fact: Fact) -> str:
        for parts in (self._above(at, fact), *self._beside(at, fact), self._terms(at, fact)):
            if self._adds_up(parts, fact):
                return f"=SUM({','.join(self._ranges(parts))})"
        return ""

    def _above(self, at: Address, fact: Fact) -> Sequence[Address]:
        """The parts of a total in its column: the rows that differ in one label only."""
        row, column = at
        totals, own = self.grid.table.total_rows, self.grid.labels(row)
        if row not in totals or fact.definition.measure not in _ADDITIVE:
            return ()
        rows = [r for r in range(len(self.grid.cells)) if r not in totals]
        alike = [
            r
            for r in rows
            if sum(a != b for a, b in zip(self.grid.labels(r), own, strict=True)) == 1
        ]
        return [(r, column) for r in alike if self._is_alike((r, column), fact)]

    def _is_alike(self, at: Address, fact: Fact) -> bool:
        other = self.facts.get(at)
        return other is not None and (other.indicator, other.unit) == (fact.indicator, fact.unit)

    def _beside(self, at: Address, fact: Fact) -> Iterable[Sequence[Address]]:
        """The parts of a total in its row: the crossings that one more dimension divides it into."""
        if fact.definition.measure not in _ADDITIVE:
            return
        by_dimension: dict[str, list[Address]] = {}
        for other in ((at[0], j) for j in range(len(self.grid.cells[at[0]]))):
            more = self._more_dimensions(other, fact)
            if len(more) == 1 and self._is_alike(other, fact):
                by_dimension.setdefault(more.pop(), []).append(other)
        yield from by_dimension.values()

    def _more_dimensions(self, at: Address, fact: Fact) -> set[str]:
        """The dimensions that a cell has beside those of ``fact``; none when it is no part of it."""
        part = self.facts.get(at)
        if part is None or not part.dims.items() >= fact.dims.items():
            return set()
        return set(part.dims) - set(fact.dims)

    def _terms(self, at: Address, fact: Fact) -> Sequence[Address]:
        """The terms of a sum of facts, when the table shows all of them."""
        if fact.definition.measure != "sum":
            return ()
        places = [self._here(name, at) for name in fact.definition.parents]
        found = [place for place in places if place is not None]
        return found if len(found) == len(places) else ()

    def _here(self, name: str, at: Address) -> Address | None:
        """Where the table shows a fact, in the same row before others."""
        known = self._known(name)
        places = [p for p in self.holders.get(known.id if known else name, ()) if p != at]
        return min(places, key=lambda place: (place[0] != at[0], place), default=None)

    def _adds_up(self, parts: Sequence[Address], fact: Fact) -> bool:
        values = [v for v in (self.facts[p].value for p in parts) if v is not None]
        proved = fact.definition.measure != "each" or sum(map(bool, values)) >= _FEWEST
        return bool(values) and proved and _is_close(exact_sum(values), fact.value, _ENDLESS)

    def _ranges(self, parts: Sequence[Address]) -> list[str]:
        """Cells in one row or column as ranges, across cells of text."""
        runs: list[list[Address]] = []
        for part in sorted(parts):
            if runs and self._is_next(runs[-1][-1], part):
                runs[-1].append(part)
            else:
                runs.append([part])
        return [self._range(run[0], run[-1]) for run in runs]

    def _is_next(self, last: Address, part: Address) -> bool:
        if last[0] == part[0]:
            between = [(last[0], j) for j in range(last[1] + 1, part[1])]
        elif last[1] == part[1]:
            between = [(i, last[1]) for i in range(last[0] + 1, part[0])]
        else:
            return False
        return all(self.grid.is_text(at) for at in between)

    def _range(self, first: Address, last: Address) -> str:
        top = self.grid.first_row
        if first == last:
            return str(xl_rowcol_to_cell(top + first[0], first[1]))
        return str(xl_range(top + first[0], first[1], top + last[0], last[1]))

    def _rate(self, at: Address, fact: Fact) -> str:
        """Numerator over denominator, in the unit of the rate."""
        terms = [self._known(name) for name in fact.definition.parents]
        if len(terms) != 2 or terms[0] is None or terms[1] is None:  # noqa: PLR2004 (two terms)
            return ""
        scale = _scale(fact)
        if not _is_quotient(fact, terms[0], terms[1], scale):
            return ""
        cells = [self._cell(term.id, at) for term in terms if term is not None]
        if None in cells:
            return ""
        return f"={cells[0]}/{cells[1]}" + (f"*{scale:f}" if scale != 1 else "")

    def _cell(self, name: str, at: Address) -> str | None:
        here = self._here(name, at)
        return self.elsewhere(name) if here is None else self._range(here, here)


def _scale(fact: Fact) -> Decimal:
    """What a quotient is multiplied by, to be in the unit of the rate: 100 for percent."""
    unit = units().get(fact.unit)
    return 1 / unit.factor if unit is not None and unit.quantity == "ratio" else Decimal(1)


def _is_quotient(fact: Fact, above: Fact, below: Fact, scale: Decimal) -> bool:
    """Whether a fact is the quotient of two, by its unit and by its value."""
    if fact.value is None or above.value is None or not below.value:
        return False
    if fact.definition.measure != "ratio" and not _may_be_quotient(fact, above, below):
        return False
    value = EXACT.multiply(EXACT.divide(above.value, below.value), scale)
    return _is_close(value, fact.value, _TOLERANCE)


def _is_close(value: Decimal, known: Decimal | None, tolerance: Decimal) -> bool:
    if known is None:
        return False
    return abs(EXACT.subtract(value, known)) <= abs(EXACT.multiply(known, tolerance))


def _may_be_quotient(fact: Fact, above: Fact, below: Fact) -> bool:
    """Whether the unit of a value is that of a share of like things, or of an amount for each."""
    if fact.definition.measure != "each":
        return False
    kinds = [
        units()[f.unit].quantity if f.unit in units() else f.unit for f in (fact, above, below)
    ]
    if kinds[0] == "ratio":
        return kinds[1] == kinds[2]
    return fact.unit == above.unit and kinds[1] != kinds[2]
