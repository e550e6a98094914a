"""A fact opened down to the delivered cells that it was computed from."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.schemas import ADDRESS, Field, Schema, Schemas
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.evaluate import rows_behind
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.stats.measures import contribution, read_column
from dandong_analysis.stats.wording import describe

_NO_CELL = ("", "", "")
# The columns of a frame whose rows name the delivered cells that they are.
_CELL = {"table", "column"}
_FRAME_ADDRESS = ("delivery", "file", "sheet", "row")


@dataclass(frozen=True)
class _Survey:
    ledger: Ledger
    tables: Mapping[str, pd.DataFrame]
    cells: pd.DataFrame
    hashes: Mapping[tuple[str, str], str]
    model: Model


def trace(
    fact: Fact,
    ledger: Ledger,
    tables: Mapping[str, pd.DataFrame],
    cells: pd.DataFrame,
    files: pd.DataFrame,
    schemas: Schemas,
    *,
    catalogue: Catalogue | None = None,
) -> dict[str, Any]:
    """A fact's definition and the cells behind it, ready for JSON.

    Parameters
    ----------
    fact, ledger, tables, schemas
        As of :func:`dandong_analysis.stats.evaluate.evaluate`.
    cells
        Delivered cells: delivery, file, sheet, table, row, column, header, field, raw.
    files
        Delivered files: delivery, file, sha256.
    catalogue
        The study's catalogue; the standard one if omitted.

    Returns
    -------
    dict
        ``id``, ``definition`` (words ``zh``, ``en`` and structure), ``value``, ``unit``,
        ``printed``, ``rows`` and ``parents``. Each row has delivery, file, sheet, row, column,
        header, raw, value, sha256. Its ``value`` is what it brings into the fact, in the
        fact's unit: 1 for a count (the cell is the key), the number for a sum. Rows re-add to
        a count or sum; their largest (smallest) is the fact of a max, last (min, first). The
        rows of a derived fact are those of its ``parents`` (each a trace), and ``of`` says
        whose: for a ratio those of the numerator, then those of the denominator.
    """
    known = catalogue or standard_catalogue()
    hashes = {
        (str(d), str(f)): str(h)
        for d, f, h in zip(files["delivery"], files["file"], files["sha256"], strict=True)
    }
    return _trace(fact, _Survey(ledger, tables, cells, hashes, Model(known, schemas)))


def _trace(fact: Fact, survey: _Survey) -> dict[str, Any]:
    parents = [_trace(survey.ledger[p], survey) for p in fact.definition.parents]
    derived = [{**row, "of": parent["id"]} for parent in parents for row in parent["rows"]]
    rows = derived if parents else _rows(fact, survey)
    return {
        "id": fact.id, "definition": _definition(fact, survey),
        "value": None if fact.value is None else f"{fact.value:f}",
        "unit": fact.unit, "printed": fact.printed, "rows": rows, "parents": parents,
    }  # fmt: skip


def _definition(fact: Fact, survey: _Survey) -> dict[str, Any]:
    model, definition = survey.model, fact.definition
    words = describe(fact, model.schemas, catalogue=model.catalogue, ledger=survey.ledger)
    return {
        "zh": words.zh, "en": words.en, "table": definition.table, "measure": definition.measure,
        "column": definition.column, "where": dict(definition.where),
        "parents": list(definition.parents),
    }  # fmt: skip


def _rows(fact: Fact, survey: _Survey) -> list[dict[str, Any]]:
    frame = rows_behind(
        fact, survey.ledger, survey.tables, survey.model.schemas, catalogue=survey.model.catalogue
    )
    schema = survey.model.schema(fact.definition.table)
    if schema is None or frame.empty:
        return []
    measured = schema[fact.definition.column] if fact.definition.column else None
    values = _values(fact, frame, measured)
    if set(frame) >= _CELL:
        found = _named_cells(frame, survey.cells, survey.model)
    else:
        fields = _shown(schema, measured, _keys_of(frame, survey.model))
        known = _delivered(fact.definition.table, fields, survey.cells)
        found = [known.get(address, _NO_CELL) for address in _addresses(frame)]
    return [
        _row(address, value, cell, survey)
        for address, value, cell in zip(_addresses(frame), values, found, strict=True)
    ]


def _named_cells(
    frame: pd.DataFrame, cells: pd.DataFrame, model: Model
) -> list[tuple[str, str, str]]:
    """The cells of a frame whose rows say themselves which column of which table they are.

    The column is a field, its label, or the delivered header. A row that counts as a whole, or whose column
    was not delivered, is shown by its first cell.
    """
    fields = [*_FRAME_ADDRESS, "table", "field"]
    keys = zip(*(cells[c].tolist() for c in fields), strict=True)
    shown = list(zip(*(cells[c].tolist() for c in ("column", "header", "raw")), strict=True))
    known: dict[tuple[Hashable, ...], tuple[str, str, str]] = {}
    wanted = set(_addresses(frame))
    for key, cell in zip(keys, shown, strict=True):
        if key[:4] not in wanted:
            continue
        known.setdefault(key[:-1], cell)
        known.setdefault((*key[:-1], cell[1]), cell)
        known.setdefault((*key[:-1], _label(model, key[-2], key[-1])), cell)
        known[key] = cell
    named = zip(_addresses(frame), *(frame[c].tolist() for c in ("table", "column")), strict=True)
    return [
        known.get((*address, table, column)) or known.get((*address, table), _NO_CELL)
        for address, table, column in named
    ]


def _label(model: Model, table: str, field: str) -> str:
    """What forms call a field."""
    schema = model.schema(table)
    return schema[field].zh if schema is not None and field in schema else field


def _keys_of(frame: pd.DataFrame, model: Model) -> list[str]:
    """The keys of the tables that the rows of a frame say they are rows of."""
    tables = dict.fromkeys(frame["table"].tolist()) if "table" in frame else ()
    found = (model.schema(str(table)) for table in tables)
    return [schema.key[0] for schema in found if schema is not None and schema.key]


def _shown(schema: Schema, measured: Field | None, keys: Sequence[str]) -> tuple[str, ...]:
    """The fields whose cell stands for a row, the best last: of a frame, what it refers to.

    ``keys`` are those of the tables that its rows come from.
    """
    ids = [f.name for f in schema.fields if f.kind == "id"]
    references = [f.name for f in schema.fields if f.references]
    own = [measured.name] if measured else list(schema.key[:1])
    return (*ids[::-1], *references, *keys, *own) if not schema.key else tuple(own)


def _addresses(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    names = ADDRESS if ADDRESS[-1] in frame else _FRAME_ADDRESS
    return list(zip(*(frame[n].tolist() for n in names), strict=True))


def _values(fact: Fact, frame: pd.DataFrame, measured: Field | None) -> list[str | None]:
    column = read_column(frame, measured)
    found = [
        contribution(v, measure=fact.definition.measure, held_unit=column.held_unit, unit=fact.unit)
        for v in column.entries
    ]
    return [
        str(v) if isinstance(v, str) and c is None else _plain(c)
        for v, c in zip(column.entries, found, strict=True)
    ]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _delivered(
    table: str, fields: Sequence[str], cells: pd.DataFrame
) -> Mapping[tuple[Hashable, ...], tuple[str, str, str]]:
    """The cell of the last of ``fields`` that a row has; without any, the row's first cell.

    A frame that was computed has no cells of its own: its rows have the address of a delivered
    row of another table.
    """
    own = cells["table"] == table
    of_table = cells[own] if own.any() else cells
    first = of_table.drop_duplicates([*_FRAME_ADDRESS])
    found: dict[tuple[Hashable, ...], tuple[str, str, str]] = {}
    for part in (first, *(of_table[of_table["field"] == field] for field in fields)):
        keys = zip(*(part[c].tolist() for c in _FRAME_ADDRESS), strict=True)
        shown = zip(*(part[c].tolist() for c in ("column", "header", "raw")), strict=True)
        found.update(zip(keys, shown, strict=True))
    return found


def _row(
    address: tuple[Any, ...], value: str | None, cell: tuple[str, str, str], survey: _Survey
) -> dict[str, Any]:
    delivery, file, sheet, row = address
    column, header, raw = cell
    return {
        "delivery": delivery, "file": file, "sheet": sheet,
        "row": None if pd.isna(row) else int(row), "column": column, "header": header,
        "raw": raw, "value": value, "sha256": survey.hashes.get((delivery, file), ""),
    }  # fmt: skip
