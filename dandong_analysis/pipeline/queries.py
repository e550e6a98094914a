"""What the reading commands answer: checks, facts, the cells behind a fact."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from dandong_analysis.attainment.plan import check_periods
from dandong_analysis.attainment.requested import Requested
from dandong_analysis.errors import (
    DandongError,
    Place,
    Problem,
    Text,
    UsageError,
    findings_frame,
    raise_all,
)
from dandong_analysis.facts import ASSESSMENT
from dandong_analysis.pipeline import measuring, steps
from dandong_analysis.pipeline.assessments import request_named
from dandong_analysis.pipeline.build import bring_facts_up_to_date, opened
from dandong_analysis.pipeline.inputs import Layout, open_study
from dandong_analysis.pipeline.known import KnownFacts, joined_frames, read_behind, read_known
from dandong_analysis.pipeline.plan import assessment_step
from dandong_analysis.stats.listing import list_facts
from dandong_analysis.stats.trace import trace
from dandong_analysis.study import DeliveryEntry, Study
from dandong_analysis.survey.account import ROW_COLUMNS, accounting_of
from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.deliver import Delivered
from dandong_analysis.survey.rule_geometry import COUNTIES


@dataclass(frozen=True)
class Checked:
    """Row accounting (a row for each sheet) and findings of the deliveries that were checked."""

    accounting: pd.DataFrame
    findings: pd.DataFrame

    @property
    def blocking(self) -> bool:
        """Whether a row was set aside, or a rule broken that the team has to mend."""
        errors = bool((self.findings["severity"] == "error").any())
        return errors or bool((self.accounting["quarantined"] > 0).any())

    def as_json(self) -> dict[str, Any]:
        """The ``--json`` of ``dandong check``."""
        return {"accounting": records(self.accounting), "findings": records(self.findings)}


def check(root: Path, delivery: str = "") -> Checked:
    """Read, clean, account and check one delivery, or all of them and how they fit together.

    One delivery is checked beside the county outlines of the study, whoever delivers them.
    Nothing is written. What stops a delivery as a whole is a finding like the others.

    Raises
    ------
    UsageError
        When the study has no such delivery.
    """
    layout, study = Layout(root.resolve()), open_study(root)
    parts: list[Delivered] = []
    stops: list[Problem] = []
    for entry in _entries(study, delivery):
        try:
            parts.append(steps.survey_one(layout, study, entry))
        except DandongError as error:
            stops += [_of_delivery(problem, entry) for problem in error.problems]
    if delivery and not stops:
        parts = [_beside_outlines(layout, study, delivered) for delivered in parts]
    elif not stops:
        parts = [combine(parts, study.schemas, rules=steps.rules_of(study))]
    rows = [part.rows for part in parts] or [_no_rows()]
    findings = [findings_frame(stops), *(part.findings for part in parts)]
    return Checked(accounting_of(joined_frames(rows)), joined_frames(findings))


def _beside_outlines(layout: Layout, study: Study, own: Delivered) -> Delivered:
    """A delivery as its rules judge it when the study's county outlines are known."""
    if COUNTIES in own.tables:
        return own
    found = [part for entry in study.deliveries for part in _outlines(layout, study, entry)]
    whole = combine([own, *found], study.schemas, rules=steps.rules_of(study))
    mine = set(own.rows["delivery"])
    return replace(
        whole,
        rows=whole.rows[whole.rows["delivery"].isin(mine)],
        findings=whole.findings[whole.findings["delivery"].isin(mine)],
    )


def _outlines(layout: Layout, study: Study, entry: DeliveryEntry) -> Iterator[Delivered]:
    """A delivery of county outlines; one that cannot be read is not what is being checked."""
    with contextlib.suppress(DandongError):
        sheets = steps.profile_of(layout, study, entry).sheets
        if any(sheet.table == COUNTIES for sheet in sheets):
            yield steps.survey_one(layout, study, entry)


def _entries(study: Study, delivery: str) -> Sequence[DeliveryEntry]:
    chosen = [e for e in study.deliveries if delivery in ("", e.id, e.folder, e.zh, e.en)]
    if not chosen:
        raise UsageError(_unknown_delivery(study, delivery))
    return chosen


def _of_delivery(problem: Problem, entry: DeliveryEntry) -> Problem:
    return replace(problem, place=replace(problem.place, delivery=entry.id))


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame(columns=list(ROW_COLUMNS), dtype="str")


def facts(
    root: Path, *, indicator: str = "", published: bool = False, as_of: str = "", reading: str = ""
) -> list[dict[str, Any]]:
    """The facts of the study as its files are now; steps that are out of date run first.

    With ``as_of`` or ``reading`` those of the plan at this date, or in this reading at the
    study's usual date, are among them.

    Parameters
    ----------
    root
        The study folder.
    indicator
        Only the facts of this indicator, or the one fact of this id.
    published
        Only facts with a published figure.

    Raises
    ------
    DandongError
        When nothing has this indicator or id.
    """
    with opened(root) as (layout, study):
        asked_plan = _asked(layout, study, as_of, reading)
        known = known_facts(layout, study, asked_plan)
        ledger, catalogue = known.ledger, measuring.read_catalogue(layout, study)
    asked = [f for f in ledger if indicator in ("", f.indicator, f.id)] or [ledger[indicator]]
    chosen = {fact.id for fact in asked if fact.published or not published}
    listed = list_facts(ledger, known.schemas, catalogue=catalogue)
    return [row for row in listed if row["id"] in chosen]


def _asked(layout: Layout, study: Study, as_of: str, reading: str) -> Requested | None:
    """The evaluation whose facts are listed; none unless a date or a reading is given."""
    if not (as_of or reading):
        return None
    raise_all(check_periods(study.periods))
    return request_named(layout, study, as_of=as_of, reading=reading)


def known_facts(layout: Layout, study: Study, asked: Requested | None) -> KnownFacts:
    """The facts of the study, and of one evaluation of its plan, brought up to date."""
    used = [] if asked is None else [asked]
    bring_facts_up_to_date(layout, study, *(assessment_step(layout, study, one) for one in used))
    return read_known(layout, study, used, study.schemas)


def trace_fact(root: Path, key: str) -> dict[str, Any]:
    """One fact down to its cells, as ``dandong trace ID --json`` gives it.

    The id of a fact of the plan names its evaluation; without that it is the study's usual one.

    Raises
    ------
    DandongError
        When there is no such fact.
    """
    with opened(root) as (layout, study):
        code = _assessment_in(key)
        asked = request_named(layout, study, code=code) if code else None
        known = known_facts(layout, study, asked)
        if key not in known.ledger and not code:
            known = known_facts(layout, study, request_named(layout, study))
        ledger, behind = known.ledger, read_behind(layout, study, known)
        return trace(ledger[key], ledger, behind.tables, behind.cells, behind.files, known.schemas,
                     catalogue=behind.catalogue)  # fmt: skip


def _assessment_in(key: str) -> str:
    """The code of the evaluation that a fact id names; empty without one."""
    pairs = (pair.partition("=") for pair in key.partition("@")[2].split(","))
    return next((code for name, _, code in pairs if name == ASSESSMENT), "")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as JSON objects; a missing value is null."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of a frame has no static type
    return None if pd.isna(value) else value


def _unknown_delivery(study: Study, delivery: str) -> Problem:
    known = [entry.id for entry in study.deliveries]
    return Problem(
        "unknown-delivery",
        Text("本研究没有这份交付", "the study has no such delivery"),
        Text("没有检查任何内容", "nothing was checked"),
        Text(f"可用：{'、'.join(known)}", f"known: {', '.join(known)}"),
        Place(file="study.toml"), delivery,
    )  # fmt: skip
