"""One assessment: evidence, cells, tallies and progress under one reading of the plan."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import pandas as pd

from dandong_analysis.attainment.cells import Grid, resolve_cells
from dandong_analysis.attainment.counting import Tally, tally_state, tally_works
from dandong_analysis.attainment.evidence import Evidence, judge_evidence
from dandong_analysis.attainment.faults import finding
from dandong_analysis.attainment.frames import Tables
from dandong_analysis.attainment.kinds import Question
from dandong_analysis.attainment.orphans import with_orphans
from dandong_analysis.attainment.progress import evaluate_progress
from dandong_analysis.attainment.targets import (
    Target,
    check_ids,
    check_measures,
    read_targets,
    target_findings,
)
from dandong_analysis.attainment.works import Context
from dandong_analysis.errors import Problem, raise_all


@dataclass(frozen=True)
class Assessment:
    """What one reading of the plan gives. ``attainment`` has a row for each question.

    ``state`` holds those of the tallies that every reading shares.
    """

    targets: tuple[Target, ...]
    evidence: Evidence
    grid: Grid
    tallies: Mapping[str, Tally]
    state: Mapping[str, Tally]
    questions: tuple[Question, ...]
    attainment: pd.DataFrame
    problems: tuple[Problem, ...]


def assess(
    tables: Tables,
    context: Context,
    *,
    incomplete: AbstractSet[str] = frozenset(),
    state: Mapping[str, Tally] | None = None,
) -> Assessment:
    """Judge the evidence, resolve the targets and evaluate their progress.

    Parameters
    ----------
    tables
        Rows by table name.
    context
        Plan, date, settings and reading of the plan.
    incomplete
        Ids of mines of which a row of damaged land was set aside.
    state
        Tallies that do not depend on the reading, from an assessment of the same tables and
        date; counted anew if omitted.

    Raises
    ------
    DandongError
        When a target has a measure that does not exist or does not fit its kind, or the id of
        its indicator cannot be part of a fact id.
    """
    settings = context.settings
    targets = read_targets(tables, settings)
    raise_all([*check_ids(targets), *check_measures(targets, settings)])
    evidence = judge_evidence(tables, context, incomplete=incomplete)
    meant = {t.id: t.measure for t in targets}
    unchanging = tally_state(tables, context) if state is None else state
    tallies = {**unchanging, **tally_works(tables, evidence, meant, context)}
    whole = context.definitions.whole_target
    grid = with_orphans(resolve_cells(targets, context.plan, whole_target=whole), tallies, context)
    attainment, questions = evaluate_progress(grid, tallies, context)
    used = _used(questions)
    problems = (
        *target_findings(targets), *grid.problems, *evidence.problems,
        *(p for code in tallies if code in used for p in tallies[code].problems),
        *_astray(evidence, targets, context),
    )  # fmt: skip
    return Assessment(
        tuple(targets),
        evidence,
        grid,
        tallies,
        unchanging,
        tuple(questions),
        attainment,
        problems,
    )


def _used(questions: Sequence[Question]) -> set[str]:
    """Measures that some target is about, with the terms of rates."""
    measures = [q.measure for q in questions]
    return {c for m in measures for c in (m.code, m.numerator, m.denominator) if c}


def _astray(evidence: Evidence, targets: Sequence[Target], context: Context) -> Iterator[Problem]:
    """Reports on targets that do not exist."""
    known = {t.id for t in targets}
    for work in evidence.works:
        column = context.settings.sources[work.table].target
        if column and work.target not in known:
            named = f"{work.id} {work.target}"
            yield finding("report-without-target", work.row, work.table, column, named)
