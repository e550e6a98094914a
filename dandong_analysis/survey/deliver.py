"""One delivery: from its files and its profile to typed tables, ledgers and findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, findings_frame, raise_all
from dandong_analysis.schemas import Schema, Schemas
from dandong_analysis.survey.account import SHEET_KEY, accounting_of, check_row_equation
from dandong_analysis.survey.clean import CleanSheet, clean_sheet
from dandong_analysis.survey.corrections import Correction, unplaced
from dandong_analysis.survey.duplicates import Settled, settle_copies, settle_keys, with_fates
from dandong_analysis.survey.faults import fault
from dandong_analysis.survey.origin import file_frame, layer_frame
from dandong_analysis.survey.profile import Profile, SheetProfile
from dandong_analysis.survey.read import read_sheet
from dandong_analysis.survey.rules import (
    Rule,
    confront,
    key_rules,
    rule_findings,
    rule_frame,
    survey_rules,
)
from dandong_analysis.survey.typed import typed_frame

_DATA_FILES = (".xlsx", ".csv", ".gpkg", ".shp", ".geojson", ".xls")


@dataclass(frozen=True)
class Delivered:
    """Typed tables and everything that is known about how they came about.

    Parameters
    ----------
    tables
        Typed frames of the accepted rows by table name.
    rows
        Every physical row of every declared sheet once: ``delivery``, ``file``, ``sheet``,
        ``table``, ``row``, ``fate`` (:data:`account.FATES`), ``code`` (quarantined, excluded).
    cells
        Every cell of the data and subtotal rows as delivered (:data:`changes.CELL_COLUMNS`).
    changes
        The change log (:data:`changes.CHANGE_COLUMNS`).
    findings
        Columns :data:`dandong_analysis.errors.FINDING_COLUMNS`.
    rules
        The count of each outcome of each rule (:data:`rules.RULE_COLUMNS`).
    files
        The delivered files (:data:`origin.FILE_COLUMNS`).
    layers
        Source, licence and use of the sheets that state them (:data:`origin.LAYER_COLUMNS`).
    """

    tables: Mapping[str, pd.DataFrame]
    rows: pd.DataFrame
    cells: pd.DataFrame
    changes: pd.DataFrame
    findings: pd.DataFrame
    rules: pd.DataFrame
    files: pd.DataFrame
    layers: pd.DataFrame


def deliver(
    entry_id: str, profile: Profile, sources: Mapping[str, bytes], schemas: Schemas,
    corrections: Sequence[Correction], *, rules: Sequence[Rule] | None = None,
) -> Delivered:  # fmt: skip
    """Read one delivery.

    Parameters
    ----------
    entry_id
        Id of the delivery in ``study.toml``.
    sources
        Contents of the files of the delivery folder by name.
    corrections
        All declared corrections; those of other deliveries are passed over.
    rules
        What typed rows must satisfy; :func:`rules.survey_rules` unless given.

    Raises
    ------
    DandongError
        With the problems of all sheets that could not be read, or a row equation that fails.
    """
    own = [c for c in corrections if c.delivery == entry_id]
    raise_all(unplaced(own, {(entry_id, s.file, s.sheet) for s in profile.sheets}))
    sheets = _each_sheet(
        profile.sheets,
        lambda sheet: clean_sheet(
            read_sheet(sheet, sources), sheet, schemas,
            [c for c in own if (c.file, c.sheet) == (sheet.file, sheet.sheet)],
            delivery=entry_id, team=profile.team,
        ),
    )  # fmt: skip
    candidates = {
        name: _candidates([s for s in sheets if s.place.table == name], schemas[name])
        for name in dict.fromkeys(s.place.table for s in sheets)
    }
    copies = _settle(candidates, schemas, settle_copies)
    unique = {name: settled.table for name, settled in copies.items()}
    keys = _settle(unique, schemas, lambda f, s: settle_keys(f, s, "duplicate-conflict"))
    tables = {name: settled.table for name, settled in keys.items()}
    rows = settled_rows(pd.concat([s.rows for s in sheets], ignore_index=True), copies, keys)
    cells = pd.concat([s.cells for s in sheets], ignore_index=True)
    made = confront(survey_rules(schemas) if rules is None else rules, tables)
    problems = [
        *(p for s in sheets for p in s.problems), *settled_problems(copies, keys),
        *_undeclared(profile, sources, entry_id), *rule_findings(made, tables, cells),
    ]  # fmt: skip
    return Delivered(
        tables, rows, cells, pd.concat([s.changes for s in sheets], ignore_index=True),
        findings_frame(problems), rule_frame([*confront(key_rules(schemas), unique), *made]),
        file_frame(entry_id, profile, sources), layer_frame(entry_id, profile),
    )  # fmt: skip


def accounting(survey: Delivered) -> pd.DataFrame:
    """Physical rows and the count of each fate, per delivery, file, sheet and table.

    Returns
    -------
    pandas.DataFrame
        Columns ``delivery``, ``file``, ``sheet``, ``table``, ``rows`` and one count per fate;
        the counts of each row add up to ``rows``.
    """
    return accounting_of(survey.rows)


def blocking(survey: Delivered) -> bool:
    """Whether something was set aside or is wrong at error level.

    A declared correction settles a fault: a mended row is accepted, and an excluded one is no
    longer set aside.
    """
    is_error = survey.findings["severity"] == "error"
    return bool((survey.rows["fate"] == "quarantined").any() or is_error.any())


def settled_rows(rows: pd.DataFrame, *steps: Mapping[str, Settled]) -> pd.DataFrame:
    """The account after duplicates were settled; the row equation of every sheet holds."""
    moved = {
        address: fate for step in steps for s in step.values() for address, fate in s.moved.items()
    }
    updated = with_fates(rows, moved)
    for key, part in updated.groupby(SHEET_KEY, sort=False):
        delivery, file, sheet, table = map(str, key)
        place = Place(file, sheet, delivery=delivery, table=table)
        check_row_equation(part, pd.Index(rows.loc[part.index, "row"]), place)
    return updated


def settled_problems(*steps: Mapping[str, Settled]) -> list[Problem]:
    return [p for step in steps for settled in step.values() for p in settled.problems]


def _each_sheet(
    sheets: Iterable[SheetProfile], read: Callable[[SheetProfile], CleanSheet]
) -> list[CleanSheet]:
    """All sheets, or all the problems of those that cannot be read."""
    done: list[CleanSheet] = []
    problems: list[Problem] = []
    for sheet in sheets:
        try:
            done.append(read(sheet))
        except DandongError as error:
            problems.extend(error.problems)
    raise_all(problems)
    return done


def _candidates(sheets: Sequence[CleanSheet], schema: Schema) -> pd.DataFrame:
    texts = pd.concat([s.texts for s in sheets], ignore_index=True)
    address = pd.concat([_addresses(s) for s in sheets], ignore_index=True)
    return typed_frame(address, texts.fillna(""), schema)


def _addresses(sheet: CleanSheet) -> pd.DataFrame:
    size, place = len(sheet.texts), sheet.place
    return pd.DataFrame({
        "delivery": [place.delivery] * size, "file": [place.file] * size,
        "sheet": [place.sheet] * size, "row": sheet.texts.index.to_numpy(),
    })  # fmt: skip


def _settle(
    tables: Mapping[str, pd.DataFrame], schemas: Schemas,
    settle: Callable[[pd.DataFrame, Schema], Settled],
) -> dict[str, Settled]:  # fmt: skip
    return {name: settle(frame, schemas[name]) for name, frame in tables.items()}


def _undeclared(profile: Profile, sources: Mapping[str, bytes], delivery: str) -> list[Problem]:
    declared = {s.file for s in profile.sheets}
    return [
        fault("file-undeclared", Place(name, delivery=delivery))
        for name in sorted(sources)
        if name not in declared and PurePosixPath(name).suffix.lower() in _DATA_FILES
    ]
