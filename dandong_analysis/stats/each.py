"""Facts that a computed frame lists row by row, with what each of them was computed from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.facts import Definition, fact_id
from dandong_analysis.stats.dimensions import code_of
from dandong_analysis.stats.indicators import Each, Indicator
from dandong_analysis.stats.measures import Cell, Key, Positions, group_rows, read_column
from dandong_analysis.stats.wording import Words

Cells = Mapping[str, Mapping[str, Cell]]

_NO_ROWS: Positions = np.array([], dtype=np.intp)
_NO_VALUE = Text("没有数值", "there is no value")


def each_cells(
    indicator: Indicator, tables: Mapping[str, pd.DataFrame], cells: Cells, words: Words
) -> dict[str, Cell]:
    """One cell for each row of the indicator's frame, by fact id.

    Parameters
    ----------
    indicator
        An indicator with ``each``.
    tables
        Frames by name.
    cells
        Those of the indicators that it is made of. A row may also name an earlier row.
    words
        Labels, for the reason of a missing value.

    Raises
    ------
    KeyError
        When a row names a part that is no fact.
    """
    lister = _Lister.of(indicator, tables, cells, words)
    for position in range(len(tables[indicator.table])):
        cell = lister.cell(position)
        lister.own[fact_id(indicator.id, cell.dims)] = cell
    return lister.own


@dataclass(frozen=True)
class _Lister:
    """One frame being listed: its columns as codes, and the rows behind each key."""

    indicator: Indicator
    each: Each
    values: Sequence[Decimal | None]
    columns: Mapping[str, Sequence[str | None]]
    behind: Mapping[Key, Positions]
    known: Mapping[str, Cell]
    own: dict[str, Cell]
    words: Words
    part_key: str

    @classmethod
    def of(
        cls, indicator: Indicator, tables: Mapping[str, pd.DataFrame], cells: Cells, words: Words
    ) -> "_Lister":
        each, frame = indicator.each or Each(), tables[indicator.table]
        schema = words.model.schema(indicator.table)
        measured = schema[indicator.column] if schema else None
        named = (*each.keys, each.unit, each.places, each.reason, each.caution, each.parts)
        source = words.model.catalogue.indicators.get(each.made_of)
        return cls(
            indicator, each, read_column(frame, measured).entries,
            {name: [code_of(v) for v in frame[name].tolist()] for name in named if name},
            _behind(tables[each.rows], each.keys) if each.rows else {},
            cells.get(each.made_of, {}), {}, words,
            source.each.keys[0] if source and source.each else "",
        )  # fmt: skip

    def cell(self, position: int) -> Cell:
        each, dims = self.each, {key: self._told(key, position) for key in self.each.keys}
        parents = self._parents(position)
        value, places = self.values[position], self._told(each.places, position)
        return Cell(
            dims, value, self._rows(position, parents), 0,
            self._reason(position) if value is None else self._caution(position), parents,
            self._told(each.unit, position) or "", int(places) if places else None,
            self._definition(dims, parents),
        )  # fmt: skip

    def _told(self, column: str, position: int) -> str | None:
        return self.columns[column][position] if column else None

    def _parents(self, position: int) -> tuple[str, ...]:
        parts = self._told(self.each.parts, position)
        codes = parts.split("|") if parts else ()
        return tuple(fact_id(self.each.made_of, {self.part_key: code}) for code in codes)

    def _rows(self, position: int, parents: Sequence[str]) -> dict[str, Positions]:
        """The rows that a value comes from: of its parents, behind it, or its own."""
        if parents:
            return _united([(self.own if p in self.own else self.known)[p].rows for p in parents])
        if self.each.rows:
            key = tuple(self._told(name, position) for name in self.each.keys)
            return {self.each.rows: self.behind.get(key, _NO_ROWS)}
        return {self.indicator.table: np.array([position], dtype=np.intp)}

    def _definition(self, dims: Mapping[str, str | None], parents: tuple[str, ...]) -> Definition:
        if self.each.rows and not parents:
            return Definition(self.each.rows, "sum", self.indicator.column, dims)
        return Definition(self.indicator.table, "each", self.indicator.column, dims, parents)

    def _reason(self, position: int) -> Text:
        code = self._told(self.each.reason, position)
        return self.words.code(self.each.reason, code) if code else _NO_VALUE

    def _caution(self, position: int) -> Text | None:
        code = self._told(self.each.caution, position)
        return self.words.code(self.each.caution, code) if code else None


def _behind(frame: pd.DataFrame, keys: Sequence[str]) -> dict[Key, Positions]:
    """Positions of the rows of each key, in their order."""
    codes = [[code_of(v) for v in frame[key].tolist()] for key in keys]
    return group_rows(codes, np.arange(len(frame), dtype=np.intp))


def _united(found: Sequence[Mapping[str, Positions]]) -> dict[str, Positions]:
    tables = dict.fromkeys(table for rows in found for table in rows)
    return {t: np.unique(np.concatenate([r[t] for r in found if t in r])) for t in tables}
