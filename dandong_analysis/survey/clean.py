"""One delivered sheet: from text with addresses to canonical texts with nothing lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dandong_analysis.errors import Place, Problem
from dandong_analysis.schemas import Schema, Schemas
from dandong_analysis.survey.account import (
    DATA,
    check_row_equation,
    classify_rows,
    row_frame,
)
from dandong_analysis.survey.changes import Source, cell_ledger, change_log
from dandong_analysis.survey.columns import (
    Columns,
    constant_columns,
    delivered_number_parser,
    doubtful_degrees,
    parse_columns,
    readings,
    sheet_grid,
    with_places,
    with_required,
)
from dandong_analysis.survey.corrections import Corrected, Correction, apply_corrections
from dandong_analysis.survey.faults import fault, same
from dandong_analysis.survey.headers import Headers, read_headers
from dandong_analysis.survey.parse import Reading
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet
from dandong_analysis.survey.row_faults import judge_rows
from dandong_analysis.survey.subtotals import check_subtotals, is_summed


@dataclass(frozen=True)
class CleanSheet:
    """What one sheet gives: its account, its ledgers and the texts of its accepted rows.

    ``texts`` holds canonical texts by field, one row per accepted row (index: physical row).
    """

    place: Place
    rows: pd.DataFrame
    texts: pd.DataFrame
    cells: pd.DataFrame
    changes: pd.DataFrame
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Body:
    """The data rows of a sheet as delivered, after corrections, and as cells of fields."""

    fates: pd.Series
    delivered: pd.DataFrame
    corrected: Corrected
    parsed: Columns


def clean_sheet(
    raw: RawSheet, sheet: SheetProfile, schemas: Schemas, corrections: Sequence[Correction], *,
    delivery: str, team: str,
) -> CleanSheet:  # fmt: skip
    """Read one sheet by its profile.

    Parameters
    ----------
    raw
        The sheet as text.
    corrections
        The declared corrections of this sheet.
    delivery, team
        Id of the delivery, and who made it and approves what its profile declares.

    Raises
    ------
    DandongError
        When a header is missing or ambiguous, a unit contradicts, a correction no longer
        matches, or the rows do not add up.
    """
    place = Place(raw.file, raw.sheet, delivery=delivery, table=sheet.table)
    schema = schemas[sheet.table]
    headers = read_headers(raw, sheet, schema, place)
    plans = readings(sheet, schema, schemas, sheet_grid(sheet, raw.crs, place))
    body = _read_body(raw, sheet, schema, plans, headers, corrections, place)
    mended = {(row, address) for row, address, *_ in body.corrected.changed}
    judged = judge_rows(raw, body.corrected.cells.loc[body.delivered.index], body.parsed, headers,
                        place, mended=mended)  # fmt: skip
    rows = row_frame(place, _final_fates(body, judged.codes), _codes(body, judged.codes))
    check_row_equation(rows, raw.cells.index, place)
    kept = body.fates.isin([DATA, "subtotal"])
    notes = _notes(raw, sheet, headers, plans, body, place)
    return CleanSheet(
        place, rows, _texts(body, schema, judged.codes),
        cell_ledger(raw.cells[kept], headers.labels, headers.columns, place),
        _changes(body, schema, headers, place, team),
        (*headers.problems, *judged.problems, *notes),
    )  # fmt: skip


def _read_body(
    raw: RawSheet, sheet: SheetProfile, schema: Schema, plans: Mapping[str, Reading],
    headers: Headers, corrections: Sequence[Correction], place: Place,
) -> _Body:  # fmt: skip
    required = [a for name, a in headers.columns.items() if schema[name].required]
    fates = classify_rows(raw.cells, sheet, required)
    data = raw.cells[fates == DATA]
    corrected = apply_corrections(data, headers.labels, corrections, place)
    left = ~data.index.isin(list(corrected.excluded))
    cells = corrected.cells[left]
    parsed = parse_columns(cells, headers.columns, plans)
    parsed |= constant_columns(sheet, plans, len(cells), place)
    grid = sheet_grid(sheet, raw.crs, place)
    parsed = with_required(with_places(parsed, schema, grid, place), schema)
    return _Body(fates, data[left], corrected, parsed)


def _final_fates(body: _Body, codes: Mapping[int, str]) -> pd.Series:
    fates = body.fates.replace(DATA, "accepted")
    fates[fates.index.isin(list(codes))] = "quarantined"
    fates[fates.index.isin(list(body.corrected.excluded))] = "excluded"
    return fates


def _codes(body: _Body, codes: Mapping[int, str]) -> dict[int, str]:
    return {**codes, **{row: c.id for row, c in body.corrected.excluded.items()}}


def _texts(body: _Body, schema: Schema, codes: Mapping[int, str]) -> pd.DataFrame:
    index = body.delivered.index
    texts = {
        field.name: [c.text for c in body.parsed[field.name]]
        for field in schema.fields if field.name in body.parsed
    }  # fmt: skip
    frame = pd.DataFrame(texts, index=index, dtype="str")
    return frame[~index.isin(list(codes))]


def _changes(
    body: _Body, schema: Schema, headers: Headers, place: Place, team: str
) -> pd.DataFrame:
    parsed = [
        (Source(f.name, headers.columns.get(f.name, ""), headers.of_field(f.name)),
         body.parsed[f.name])
        for f in schema.fields if f.name in body.parsed
    ]  # fmt: skip
    corrected = {(row, address): c for row, address, _, _, c in body.corrected.changed}
    return change_log(body.delivered, parsed, corrected, place, team=team)


def _notes(
    raw: RawSheet, sheet: SheetProfile, headers: Headers, plans: Mapping[str, Reading],
    body: _Body, place: Place,
) -> Iterator[Problem]:  # fmt: skip
    """What is to be said about the sheet as a whole."""
    summed = {
        address: (headers.labels[address], delivered_number_parser(plans[name]))
        for name, address in headers.columns.items() if is_summed(plans[name].field)
    }  # fmt: skip
    yield from check_subtotals(raw.cells, body.fates, sheet, place, summed)
    labels = {name: headers.of_field(name) for name in body.parsed}
    yield from doubtful_degrees(body.parsed, plans, labels, place)
    for row, correction in body.corrected.excluded.items():
        hint = same(f"{correction.id} {correction.reason}")
        yield fault("row-excluded", replace(place, row=row), hint=hint)
    count = int((body.fates == DATA).sum())
    if sheet.declared_rows is not None and count != sheet.declared_rows:
        yield fault("declared-rows", place, str(count), hint=same(str(sheet.declared_rows)))
