"""A fact opened down to the delivered cells that it was computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.behind import Finder
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.stats.shown import Shown, ShownCells, addresses, brought_in, shown_fields
from dandong_analysis.stats.wording import describe


@dataclass(frozen=True)
class _Survey:
    ledger: Ledger
    finder: Finder
    cells: ShownCells
    hashes: Mapping[tuple[str, str], str]


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
        ``id``, its labels, ``published`` figure with ``section`` and ``verdict``,
        ``provenance``, ``definition`` (words ``zh``, ``en`` and structure), ``value``, ``unit``,
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
    model = Model(known, schemas)
    return _trace(fact, _Survey(ledger, Finder(model, tables), ShownCells(cells, model), hashes))


def _trace(fact: Fact, survey: _Survey) -> dict[str, Any]:
    parents = [_trace(survey.ledger[p], survey) for p in fact.definition.parents]
    derived = [{**row, "of": parent["id"]} for parent in parents for row in parent["rows"]]
    rows = derived if parents else _rows(fact, survey)
    return {
        "id": fact.id, "label_zh": fact.label_zh, "label_en": fact.label_en,
        "published": fact.published, "section": fact.section, "verdict": fact.verdict,
        "provenance": fact.provenance, "definition": _definition(fact, survey),
        "value": None if fact.value is None else f"{fact.value:f}",
        "unit": fact.unit, "printed": fact.printed, "rows": rows, "parents": parents,
    }  # fmt: skip


def _definition(fact: Fact, survey: _Survey) -> dict[str, Any]:
    model, definition = survey.finder.model, fact.definition
    words = describe(fact, model.schemas, catalogue=model.catalogue, ledger=survey.ledger)
    return {
        "zh": words.zh, "en": words.en, "table": definition.table, "measure": definition.measure,
        "column": definition.column, "where": dict(definition.where),
        "parents": list(definition.parents),
    }  # fmt: skip


def _rows(fact: Fact, survey: _Survey) -> list[dict[str, Any]]:
    made, finder = fact.definition, survey.finder
    schema = finder.model.schema(made.table)
    if schema is None or fact.value is None or made.table not in finder.tables:
        return []
    rows, frame = finder.positions(made), finder.tables[made.table]
    fields = shown_fields(made, schema, frame, rows, finder.model)
    values = brought_in(made, fact.unit, finder.column(made), rows)
    own = frame.iloc[rows]
    return [
        _row(address, value, cell, survey) for address, value, cell in
        zip(addresses(own), values, survey.cells.of(own, made.table, fields), strict=True)
    ]  # fmt: skip


def _row(
    address: tuple[Any, ...], value: str | None, cell: Shown, survey: _Survey
) -> dict[str, Any]:
    delivery, file, sheet, row = address
    return {
        "delivery": delivery, "file": file, "sheet": sheet,
        "row": None if pd.isna(row) else int(row), "column": cell.column,
        "header": cell.header, "raw": cell.raw, "value": value, "sha256": survey.hashes.get((delivery, file), ""),
    }  # fmt: skip
