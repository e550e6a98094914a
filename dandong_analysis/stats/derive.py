"""Facts made of other facts: sums of them, and ratios with both terms named."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np

from dandong_analysis.errors import Text
from dandong_analysis.facts import fact_id
from dandong_analysis.stats.indicators import Catalogue, Indicator, Part
from dandong_analysis.stats.measures import Cell, Positions
from dandong_analysis.stats.validate import kept
from dandong_analysis.units import EXACT, exact_sum, units

Cells = Mapping[str, Mapping[str, Cell]]
Dims = Mapping[str, str | None]

_NO_DENOMINATOR = Text("分母为零或没有值", "the denominator is zero or has no value")


def ids_of(indicator: Indicator, dims: Dims) -> tuple[str, ...]:
    """The ids of a crossing's facts: the published ones, else the id of the crossing."""
    own = fact_id(indicator.id, dims)
    return indicator.names.get(own.removeprefix(indicator.id).removeprefix("@")) or (own,)


def derived_cells(indicator: Indicator, catalogue: Catalogue, cells: Cells) -> Iterator[Cell]:
    """The cells of a ratio or a sum of indicators, from those of its terms."""
    for crossing in indicator.by:
        for dims in _crossings(indicator, crossing, cells):
            terms = [_term(part, dims, cells, catalogue) for part in indicator.parts]
            known = [t for t in terms if t is not None]
            yield _combined(indicator, dims, known)


def _crossings(indicator: Indicator, crossing: tuple[str, ...], cells: Cells) -> list[Dims]:
    """Where the terms have cells: all terms of a sum, the numerator of a ratio."""
    parts = indicator.parts[:1] if indicator.measure == "ratio" else indicator.parts
    found: dict[str, Dims] = {}
    for part in parts:
        for cell in cells[part.indicator].values():
            if set(cell.dims) == {*part.where, *crossing} and _matches(cell.dims, part.where):
                dims = {d: cell.dims[d] for d in crossing}
                found.setdefault(fact_id("", dims), dims)
    return list(found.values())


def _matches(dims: Dims, where: Mapping[str, str]) -> bool:
    return all(dims[name] == code for name, code in where.items())


def _term(
    part: Part, dims: Dims, cells: Cells, catalogue: Catalogue
) -> tuple[str, Cell] | None:  # fmt: skip
    narrowed = {**{d: dims[d] for d in kept(part, tuple(dims))}, **part.where}
    cell = cells[part.indicator].get(fact_id(part.indicator, narrowed))
    if cell is None:
        return None
    return ids_of(catalogue.indicators[part.indicator], narrowed)[0], cell


def _combined(indicator: Indicator, dims: Dims, terms: Sequence[tuple[str, Cell]]) -> Cell:
    found = [cell for _, cell in terms]
    lacking = next((c.reason for c in found if c.value is None), None)
    values = [c.value for c in found if c.value is not None]
    value = None
    if lacking is None and indicator.measure != "ratio":
        value = exact_sum(values)
    elif lacking is None and len(values) == len(indicator.parts) and values[1]:
        value = EXACT.divide(values[0], EXACT.multiply(values[1], _scale(indicator)))
    reason = lacking or (_NO_DENOMINATOR if value is None else None)
    parents = tuple(name for name, _ in terms)
    return Cell(dims, value, _union(found), sum(c.missing for c in found), reason, parents)


def _scale(indicator: Indicator) -> Decimal:
    unit = units()[indicator.unit]
    return unit.factor if unit.quantity == "ratio" else Decimal(1)


def _union(cells: Sequence[Cell]) -> dict[str, Positions]:
    tables = dict.fromkeys(table for cell in cells for table in cell.rows)
    return {t: np.unique(np.concatenate([c.rows[t] for c in cells if t in c.rows])) for t in tables}
