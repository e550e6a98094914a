"""One delivered sheet: from text with addresses to canonical texts with nothing lost."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dandong_analysis.errors import Place, Problem, raise_all
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
from dandong_analysis.survey.coordinates import Grid
from dandong_analysis.survey.corrections import Change, Correction, apply_corrections
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
class _Plan:
    """A sheet as read, and how it is to be understood."""

    raw: RawSheet
    sheet: SheetProfile
    schema: Schema
    headers: Headers
    readings: Mapping[str, Reading]
    grid: Grid
    place: Place


@dataclass(frozen=True)
class _Body:
    """The data rows of a sheet as delivered, after corrections, and as cells of fields.

    ``fates`` covers all physical rows; ``delivered``, ``cells`` and ``parsed`` the data rows
    that no correction leaves out.
    """

    fates: pd.Series
    delivered: pd.DataFrame
    cells: pd.DataFrame
    parsed: Columns
    mended: Mapping[tuple[int, str], Correction]
    excluded: Mapping[int, Correction]


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
        The declared corrections; those of other sheets are passed over.
    delivery, team
        Id of the delivery, and who made it and approves what its profile declares.

    Raises
    ------
    DandongError
        When a header is missing or ambiguous, a unit contradicts, a correction no longer
        matches, or the rows do not add up.
    """
    plan = _plan(
        raw, sheet, schemas, Place(raw.file, raw.sheet, delivery=delivery, table=sheet.table)
    )
    body = _read_body(plan, corrections)
    judged = judge_rows(raw, body.cells, body.parsed, plan.headers, plan.place, mended=body.mended)
    codes = judged.codes | {row: c.id for row, c in body.excluded.items()}
    rows = row_frame(plan.place, _final_fates(body, judged.codes), codes)
    check_row_equation(rows, raw.cells.index, plan.place)
    kept = raw.cells[body.fates.isin([DATA, "subtotal"])]
    return CleanSheet(
        plan.place, rows, _texts(plan, body, judged.codes),
        cell_ledger(kept, plan.headers.labels, plan.headers.columns, plan.place),
        _changes(plan, body, team),
        (*plan.headers.problems, *judged.problems, *_notes(plan, body)),
    )  # fmt: skip


def _plan(raw: RawSheet, sheet: SheetProfile, schemas: Schemas, place: Place) -> _Plan:
    schema = schemas[sheet.table]
    headers = read_headers(raw, sheet, schema, place)
    grid = sheet_grid(sheet, raw.crs, place)
    return _Plan(raw, sheet, schema, headers, readings(sheet, schema, schemas, grid), grid, place)


def _read_body(plan: _Plan, corrections: Sequence[Correction]) -> _Body:
    columns, schema = plan.headers.columns, plan.schema
    required = [address for name, address in columns.items() if schema[name].required]
    fates = classify_rows(plan.raw.cells, plan.sheet, required)
    data = plan.raw.cells[fates == DATA]
    corrected = apply_corrections(data, plan.headers.labels, corrections, plan.place)
    raise_all(list(_unread(corrected.changed, plan)))
    left = ~data.index.isin(list(corrected.excluded))
    cells = corrected.cells[left]
    parsed = parse_columns(cells, columns, plan.readings)
    parsed |= constant_columns(plan.sheet, plan.readings, len(cells), plan.place)
    parsed = with_required(with_places(parsed, schema, plan.grid, plan.place), schema)
    mended = {(row, address): by for row, address, _, _, by in corrected.changed}
    return _Body(fates, data[left], cells, parsed, mended, corrected.excluded)


def _unread(changed: Iterable[Change], plan: _Plan) -> Iterator[Problem]:
    """Corrections of cells that no field is read from, which would do nothing."""
    for row, address, _, _, correction in changed:
        if address not in plan.headers.columns.values():
            where = replace(plan.place, row=row, column=plan.headers.labels[address])
            yield fault("correction-unread", where, correction.id)


def _final_fates(body: _Body, faulty: Collection[int]) -> pd.Series:
    fates = body.fates.replace(DATA, "accepted")
    fates[fates.index.isin(list(faulty))] = "quarantined"
    fates[fates.index.isin(list(body.excluded))] = "excluded"
    return fates


def _fields(plan: _Plan, body: _Body) -> list[str]:
    return [name for name in plan.schema.names if name in body.parsed]


def _texts(plan: _Plan, body: _Body, faulty: Collection[int]) -> pd.DataFrame:
    texts = {name: [c.text for c in body.parsed[name]] for name in _fields(plan, body)}
    frame = pd.DataFrame(texts, index=body.cells.index, dtype="str")
    return frame[~frame.index.isin(list(faulty))]


def _changes(plan: _Plan, body: _Body, team: str) -> pd.DataFrame:
    headers = plan.headers
    parsed = [
        (Source(n, headers.columns.get(n, ""), headers.of_field(n)), body.parsed[n])
        for n in _fields(plan, body)
    ]
    return change_log(body.delivered, parsed, body.mended, plan.place, team=team)


def _notes(plan: _Plan, body: _Body) -> Iterator[Problem]:
    """What is to be said about the sheet as a whole."""
    headers, place = plan.headers, plan.place
    summed = {
        address: (headers.labels[address], delivered_number_parser(plan.readings[name]))
        for name, address in headers.columns.items() if is_summed(plan.schema[name])
    }  # fmt: skip
    yield from check_subtotals(
        plan.raw.cells, body.fates, plan.sheet, place, summed, corrected=body.cells
    )
    yield from doubtful_degrees(body.parsed, plan.readings, headers, place)
    for row, correction in body.excluded.items():
        hint = same(f"{correction.id} {correction.reason}")
        yield fault("row-excluded", replace(place, row=row), hint=hint)
    count, declared = int((body.fates == DATA).sum()), plan.sheet.declared_rows
    if declared is not None and count != declared:
        yield fault("declared-rows", place, str(count), hint=same(str(declared)))
