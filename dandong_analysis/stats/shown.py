"""Which delivered cell stands for a row when a fact is opened, and what the row brings in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dandong_analysis.facts import Definition
from dandong_analysis.schemas import ADDRESS, Schema
from dandong_analysis.stats.behind import measured_field
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.measures import Column, Positions, contribution

# The columns of a frame whose rows name the delivered cells that they are.
_CELL = {"table", "column"}
_FRAME_ADDRESS = ("delivery", "file", "sheet", "row")
# All tables together, and the first cell of a row whatever its field; no table or field is called so.
_ANY, _FIRST = "*", "^"

Address = tuple[Any, ...]


class Shown(NamedTuple):
    """A delivered cell: its column as the file knows it, the header, and its text."""

    column: str = ""
    header: str = ""
    raw: str = ""


Known = Mapping[Address, Shown]


class ShownCells:
    """The delivered cells, looked up by the addresses of rows; indexed once for each need.

    ``cells`` has the columns delivery, file, sheet, table, row, column, header, field, raw.
    """

    def __init__(self, cells: pd.DataFrame, model: Model) -> None:
        self._tables, self._fields = (cells[c].to_numpy(dtype=object) for c in ("table", "field"))
        self._addresses = addresses(cells)
        shown = zip(*(cells[c].tolist() for c in Shown._fields), strict=True)
        self._cells = [Shown(*cell) for cell in shown]
        self._model = model
        self._indices: dict[tuple[str, str], Known] = {}

    def of(self, frame: pd.DataFrame, table: str, fields: Sequence[str] | None) -> list[Shown]:
        """The cell of each row of ``frame``, which are rows of ``table``.

        ``fields`` are as :func:`shown_fields` gives them: the cell is that of the last of them
        that the row has, else the row's first one. A row without a cell has empty texts.
        A frame that was computed has no cells of its own: its rows have the address of a
        delivered row of another table.
        """
        if fields is None:
            return self._named_cells(frame)
        scope = table if table in self._delivered else _ANY
        known = [*(self._index(scope, field) for field in fields[::-1]), self._index(scope, _FIRST)]
        return [
            next((cells[address] for cells in known if address in cells), Shown())
            for address in addresses(frame)
        ]

    @cached_property
    def _delivered(self) -> set[str]:
        """The tables that have cells."""
        return set(self._tables)

    def _index(self, table: str, field: str) -> Known:
        """By row its last cell of a field, or the first one of all."""
        if (table, field) not in self._indices:
            chosen = (
                np.ones(len(self._cells), dtype=bool) if table == _ANY else self._tables == table
            )
            if field != _FIRST:
                chosen &= self._fields == field
            places = np.flatnonzero(chosen).tolist()
            found = places if field != _FIRST else places[::-1]
            self._indices[table, field] = {self._addresses[i]: self._cells[i] for i in found}
        return self._indices[table, field]

    def _named_cells(self, frame: pd.DataFrame) -> list[Shown]:
        """The cells of a frame whose rows say themselves which column of which table they are.

        The column is a field, its label, or the delivered header. A row that counts as a whole,
        or whose column was not delivered, is shown by its first cell.
        """
        known = self._by_name
        names = (frame[c].tolist() for c in ("table", "column"))
        return [
            known.get((*address, table, column)) or known.get((*address, table), Shown())
            for address, table, column in zip(addresses(frame), *names, strict=True)
        ]

    @cached_property
    def _by_name(self) -> Known:
        known: dict[Address, Shown] = {}
        named = zip(self._addresses, self._tables, self._fields, self._cells, strict=True)
        for address, table, field, cell in named:
            row = (*address, table)
            known.setdefault(row, cell)
            known.setdefault((*row, cell.header), cell)
            known.setdefault((*row, self._label(table, field)), cell)
            known[*row, field] = cell
        return known

    def _label(self, table: str, field: str) -> str:
        """What forms call a field."""
        schema = self._model.schema(table)
        return schema[field].zh if schema is not None and field in schema else field


def addresses(frame: pd.DataFrame) -> list[Address]:
    """Delivery, file, sheet and row of each row; nothing of rows that come from no single one."""
    names = ADDRESS if ADDRESS[-1] in frame else _FRAME_ADDRESS
    if names[0] not in frame:
        return [("", "", "", None)] * len(frame)
    return list(zip(*(frame[n].tolist() for n in names), strict=True))


def shown_fields(
    definition: Definition, schema: Schema, frame: pd.DataFrame, rows: Positions, model: Model
) -> tuple[str, ...] | None:
    """The fields whose cell stands for a row, the best last: of a frame, what it refers to.

    None for a frame whose rows say which cell they are. ``rows`` are those of ``frame`` that a
    fact has: the tables that they say they are rows of have keys to be shown by.
    """
    if set(frame) >= _CELL:
        return None
    measured = measured_field(definition, model)
    own = [measured.name] if measured else list(schema.key[:1])
    if schema.key:
        return tuple(own)
    ids = [f.name for f in schema.fields if f.kind == "id"]
    references = [f.name for f in schema.fields if f.references]
    return (*ids[::-1], *references, *_keys_of(frame, rows, model), *own)


def _keys_of(frame: pd.DataFrame, rows: Positions, model: Model) -> list[str]:
    """The keys of the tables that the rows of a frame say they are rows of."""
    tables = frame["table"].iloc[rows].unique() if "table" in frame else ()
    found = (model.schema(str(table)) for table in tables)
    return [schema.key[0] for schema in found if schema is not None and schema.key]


def brought_in(
    definition: Definition, unit: str, column: Column, rows: Positions
) -> list[str | None]:
    """What each of ``rows`` brings into a fact, in the fact's unit; a text for a distinct value."""
    entries = [column.entries[i] for i in rows]
    found = [
        contribution(v, measure=definition.measure, held_unit=column.held_unit, unit=unit)
        for v in entries
    ]
    return [
        str(v) if isinstance(v, str) and c is None else _plain(c)
        for v, c in zip(entries, found, strict=True)
    ]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
