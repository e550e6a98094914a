"""Many facts opened at once down to the delivered cells that they were computed from.

The same rows and cells as :func:`~dandong_analysis.stats.trace.trace` gives one by one; what
facts have in common is found once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dandong_analysis.evidence import Cell, Evidence, Numbers, Reference, Rows
from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.behind import Finder
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.stats.shown import Address, ShownCells, addresses, brought_in, shown_fields

# Table, column, measure, unit, and the fields whose cell stands for a row.
_Key = tuple[str, str, str, str, tuple[str, ...] | None]


def with_ancestors(ids: Iterable[str], ledger: Ledger) -> list[Fact]:
    """The facts with these ids and all that they were derived from, each once.

    Those that were asked for come first and in their order; ids that the ledger lacks are left
    out.
    """
    found: dict[str, Fact] = {}
    waiting = list(ids)
    while waiting:
        known = [fact for name in waiting if (fact := ledger.get(name)) is not None]
        new = {fact.id: fact for fact in known if fact.id not in found}
        found |= new
        waiting = [parent for fact in new.values() for parent in fact.definition.parents]
    return list(found.values())


def evidence(
    facts: Iterable[Fact],
    tables: Mapping[str, pd.DataFrame],
    cells: pd.DataFrame,
    schemas: Schemas,
    *,
    catalogue: Catalogue | None = None,
) -> Evidence:
    """The cells behind ``facts``; a fact that has parents is opened by opening those.

    Parameters
    ----------
    facts
        Facts of a ledger.
    tables, cells, schemas, catalogue
        As of :func:`dandong_analysis.stats.trace.trace`.

    Returns
    -------
    Evidence
        For each fact without parents that has rows, the cells and values that ``trace`` gives
        as its rows, in the same order.
    """
    model = Model(catalogue or standard_catalogue(), schemas)
    collector = _Collector(Finder(model, tables), ShownCells(cells, model))
    for fact in facts:
        collector.add(fact)
    return collector.evidence()


@dataclass
class _List:
    """The facts that show the rows of a table alike, and where their rows are in it."""

    definition: Definition
    unit: str
    positions: dict[str, Numbers] = field(default_factory=dict)


class _Collector:
    """Gathers the rows of facts, then makes one list of those that are shown alike."""

    def __init__(self, finder: Finder, shown: ShownCells) -> None:
        self._finder = finder
        self._shown = shown
        self._lists: dict[_Key, _List] = {}
        self._addresses: dict[str, list[Address]] = {}
        self._cells: dict[Cell, int] = {}

    def add(self, fact: Fact) -> None:
        """Find the rows of ``fact``, unless it is derived or nothing is known of it."""
        made, model = fact.definition, self._finder.model
        schema = model.schema(made.table)
        is_measured = not made.parents and fact.value is not None and schema is not None
        if schema is None or not is_measured or made.table not in self._finder.tables:
            return
        rows = self._finder.positions(made)
        fields = shown_fields(made, schema, self._finder.tables[made.table], rows, model)
        key = made.table, made.column, made.measure, fact.unit, fields
        self._lists.setdefault(key, _List(made, fact.unit)).positions[fact.id] = rows

    def evidence(self) -> Evidence:
        """All that was found: the rows of each list that some fact has, in their order."""
        found: list[Rows] = []
        facts: dict[str, Reference] = {}
        for number, (key, own) in enumerate(self._lists.items()):
            used = np.unique(np.concatenate(list(own.positions.values())))
            found.append(self._rows(own, used, fields=key[-1]))
            for name, rows in own.positions.items():
                facts[name] = Reference(number, np.searchsorted(used, rows))
        return Evidence(tuple(self._cells), tuple(found), facts)

    def _rows(self, own: _List, used: Numbers, *, fields: tuple[str, ...] | None) -> Rows:
        made, finder = own.definition, self._finder
        frame = finder.tables[made.table].iloc[used]
        shown = self._shown.of(frame, made.table, fields)
        cells = [
            _cell(address, *cell) for address, cell in zip(addresses(frame), shown, strict=True)
        ]
        numbers = [self._cells.setdefault(cell, len(self._cells)) for cell in cells]
        values = brought_in(made, own.unit, finder.column(made), used)
        return Rows(np.array(numbers, dtype=np.intp), tuple(values))


def _cell(address: Address, column: str, header: str, raw: str) -> Cell:
    delivery, file, sheet, row = address
    number: int | None = None if pd.isna(row) else int(row)
    return Cell(str(delivery), str(file), str(sheet), number, column, header, raw)
