"""The rows behind facts, found by evaluating their definitions again."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.schemas import ADDRESS, Field, Schemas
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.dimensions import Codes, Model
from dandong_analysis.stats.indicators import Catalogue, Indicator
from dandong_analysis.stats.measures import Column, Positions, read_column


def rows_behind(
    fact: Fact,
    ledger: Ledger,
    tables: Mapping[str, pd.DataFrame],
    schemas: Schemas,
    *,
    catalogue: Catalogue | None = None,
) -> pd.DataFrame:
    """The rows whose measure makes up a fact, found by evaluating its definition.

    Parameters
    ----------
    fact, ledger, tables, schemas
        As given to and returned by :func:`~dandong_analysis.stats.evaluate.evaluate`.
    catalogue
        The study's catalogue, which defines derived dimensions; the standard one if omitted.

    Returns
    -------
    pandas.DataFrame
        Rows of the fact's table in their order, with their index. For a derived fact, the
        address columns and ``table`` of all rows behind its terms, each once.
    """
    return _rows(fact, ledger, Finder(Model(catalogue or standard_catalogue(), schemas), tables))


def _rows(fact: Fact, ledger: Ledger, finder: "Finder") -> pd.DataFrame:
    if fact.definition.parents:
        frames = [_addresses(ledger[p], ledger, finder) for p in fact.definition.parents]
        return pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)
    if fact.value is None or fact.definition.table not in finder.tables:
        return pd.DataFrame(columns=list(ADDRESS))
    return finder.tables[fact.definition.table].iloc[finder.positions(fact.definition)]


def _addresses(fact: Fact, ledger: Ledger, finder: "Finder") -> pd.DataFrame:
    rows = _rows(fact, ledger, finder)
    if "table" not in rows:
        rows = rows.assign(table=fact.definition.table)
    return rows[[c for c in (*ADDRESS, "table") if c in rows]]


class Finder:
    """Finds rows by definitions; what several have in common is looked up once."""

    def __init__(self, model: Model, tables: Mapping[str, pd.DataFrame]) -> None:
        self.model = model
        self.tables = tables
        self._codes = Codes(model, tables)
        self._columns: dict[tuple[str, str], Column] = {}

    def positions(self, definition: Definition) -> Positions:
        """Where in its table the rows of a fact without parents are, in their order."""
        rows = filtered(definition.table, definition.where, self._codes)
        return rows[self.column(definition).has_value[rows]]

    def column(self, definition: Definition) -> Column:
        """The measured values of the whole table of ``definition``."""
        key = definition.table, definition.column
        if key not in self._columns:
            declared = measured_field(definition, self.model)
            self._columns[key] = read_column(self.tables[definition.table], declared)
        return self._columns[key]


def filtered(table: str, where: Mapping[str, str | None], codes: Codes) -> Positions:
    """Where in ``table`` the rows with the codes ``where`` are."""
    keep = np.ones(len(codes.tables[table]), dtype=bool)
    for name, code in where.items():
        keep &= codes.rows_with(table, name, code)
    return np.flatnonzero(keep)


def measured_field(definition: Definition | Indicator, model: Model) -> Field | None:
    """The field whose values are measured; None where rows count as they are."""
    schema = model.schema(definition.table)
    return schema[definition.column] if schema and definition.column else None
