"""The catalogue evaluated over typed tables: the ledger of facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from dandong_analysis.errors import Text, raise_all
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.schemas import Schema, Schemas
from dandong_analysis.stats.behind import filtered, measured_field
from dandong_analysis.stats.derive import derived_cells, ids_of
from dandong_analysis.stats.dimensions import Codes, Model
from dandong_analysis.stats.each import each_cells
from dandong_analysis.stats.indicators import Catalogue, Indicator
from dandong_analysis.stats.measures import (
    Cell,
    Positions,
    complete,
    group_rows,
    measure_rows,
    print_value,
    read_column,
)
from dandong_analysis.stats.sources import Sources
from dandong_analysis.stats.validate import check_catalogue, in_order
from dandong_analysis.stats.wording import Words
from dandong_analysis.units import Rounding


@dataclass(frozen=True)
class _Study:
    """Everything that the evaluation of one catalogue looks things up in."""

    model: Model
    tables: Mapping[str, pd.DataFrame]
    given: Mapping[str, pd.DataFrame]
    codes: Codes


def evaluate(
    catalogue: Catalogue,
    tables: Mapping[str, pd.DataFrame],
    schemas: Schemas,
    *,
    rounding: Rounding = "half_even",
    provenance: Mapping[str, str],
) -> Ledger:
    """Every fact of the catalogue.

    Parameters
    ----------
    catalogue
        What to measure.
    tables
        Typed frames by table name (columns :data:`~dandong_analysis.schemas.ADDRESS` and the
        schema's fields), and the system frames ``rows``, ``findings``, ``changes``.
    schemas
        The study's tables and vocabularies.
    rounding
        How printed values are rounded, unless an indicator says otherwise.
    provenance
        ``synthetic``, ``survey`` or ``published`` for each delivery, and under
        ``delivery/file`` for a file that differs from its delivery.

    Returns
    -------
    Ledger
        Facts in the order of the catalogue. Crossings of closed lists are complete. A table
        that was not delivered gives ``not_computable`` facts.

    Raises
    ------
    DandongError
        When the catalogue does not fit the tables, a key that rows refer to occurs twice, or
        the provenance of a delivery is not declared.
    """
    raise_all(check_catalogue(catalogue, schemas))
    study = _study(catalogue, tables, schemas)
    words = Words(study.model)
    cells: dict[str, dict[str, Cell]] = {}
    for indicator in in_order(catalogue):
        cells[indicator.id] = _cells(indicator, study, cells, words)
    recorder = _Recorder(words, Sources(study.tables, provenance, catalogue.bases), rounding)
    return Ledger.of(
        fact for i in catalogue.indicators.values() for fact in recorder.facts(i, cells[i.id])
    )


def _study(catalogue: Catalogue, tables: Mapping[str, pd.DataFrame], schemas: Schemas) -> _Study:
    model = Model(catalogue, schemas)
    known: dict[str, Schema] = {**catalogue.frames, **schemas.tables}
    empty = {n: _empty(s) for n, s in known.items() if n not in tables}
    everything = {**empty, **tables}
    return _Study(model, everything, tables, Codes(model, everything))


def _empty(schema: Schema) -> pd.DataFrame:
    names = schema.dtypes if schema.key else {f.name: f.dtype for f in schema.fields}
    return pd.DataFrame({n: pd.Series(dtype=t) for n, t in names.items()})


def _cells(
    indicator: Indicator, study: _Study, cells: Mapping[str, Mapping[str, Cell]], words: Words
) -> dict[str, Cell]:
    if indicator.each:
        return each_cells(indicator, study.tables, cells, words)
    found = (
        derived_cells(indicator, study.model.catalogue, cells)
        if indicator.parts
        else _measured_cells(indicator, study)
    )
    return {fact_id(indicator.id, c.dims): c for c in found}


def _measured_cells(indicator: Indicator, study: _Study) -> Iterator[Cell]:
    reason = _unavailable(indicator, study)
    column = read_column(study.tables[indicator.table], measured_field(indicator, study.model))
    rows = filtered(indicator.table, indicator.where, study.codes)
    for crossing in indicator.by:
        for key, group in _groups(indicator, crossing, rows, study).items():
            dims = dict(zip(crossing, key, strict=True))
            value, present = measure_rows(
                group, column, measure=indicator.measure, unit=indicator.unit
            )
            why = reason or (None if value is not None else _NO_ROWS)
            yield Cell(
                dims, None if reason else value, {indicator.table: present},
                len(group) - len(present), why,
            )  # fmt: skip


def _groups(
    indicator: Indicator, crossing: tuple[str, ...], rows: Positions, study: _Study
) -> dict[tuple[str | None, ...], Positions]:
    codes = [study.codes.of(indicator.table, d) for d in crossing]
    lists = [study.model.possible_codes(indicator.table, d, indicator.where) for d in crossing]
    return complete(group_rows(codes, rows), lists)


_NO_ROWS = Text("没有填写该项的行", "no row has a value")


def _unavailable(indicator: Indicator, study: _Study) -> Text | None:
    """Why nothing can be said: the table was not delivered, or a code is not on the list."""
    schema = study.model.schema(indicator.table)
    if schema is not None and not _was_delivered(indicator.table, study):
        return Text(
            f"没有提交“{schema.zh}”表", f"the table '{schema.en}' was not delivered"
        )  # fmt: skip
    for name, code in indicator.where.items():
        codes = study.model.closed_codes(indicator.table, name)
        if codes is not None and code is not None and code not in codes:
            return Text(f"本研究的列表中没有代码 {code}", f"the study's list has no code {code}")
    return None


def _was_delivered(table: str, study: _Study) -> bool:
    """An empty table counts as delivered when a sheet was read for it."""
    if table not in study.given:
        return False
    read = study.given.get("rows")
    if len(study.given[table]) or read is None or table in study.model.catalogue.frames:
        return True
    return bool((read["table"] == table).any())


@dataclass(frozen=True)
class _Recorder:
    """Makes facts of measured cells."""

    words: Words
    sources: Sources
    rounding: Rounding

    def facts(self, indicator: Indicator, cells: Mapping[str, Cell]) -> Iterator[Fact]:
        for cell in cells.values():
            for name in ids_of(indicator, cell.dims):
                yield self._fact(name, indicator, cell)

    def _fact(self, name: str, indicator: Indicator, cell: Cell) -> Fact:
        label = self.words.crossing(indicator.label, cell.dims)
        reason = cell.reason or _missing(cell.missing)
        rounding = indicator.rounding or self.rounding
        unit = cell.unit or indicator.unit
        places = indicator.places if cell.places is None else cell.places
        return Fact(
            name, cell.value, unit, print_value(cell.value, unit, places, rounding),
            label.zh, label.en, cell.definition or _definition(indicator, cell), indicator.id,
            cell.dims,
            cell.n_rows, self.sources.files(cell.rows),
            verdict="not_computable" if cell.value is None else "not_published",
            reason_zh=reason.zh, reason_en=reason.en, provenance=self.sources.trust(cell.rows),
        )  # fmt: skip


def _definition(indicator: Indicator, cell: Cell) -> Definition:
    where = {**indicator.where, **cell.dims}
    return Definition(
        indicator.table, indicator.measure, indicator.column, where, cell.parents
    )  # fmt: skip


def _missing(count: int) -> Text:
    if not count:
        return Text("", "")
    return Text(f"另有{count}处未填，未计入", f"{count} missing values are not included")
