"""Opening the built data of a study for a chapter."""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.attainment.naming import with_plan_names
from dandong_analysis.attainment.requested import Requested, requested
from dandong_analysis.attainment.rules import study_settings
from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import ASSESSMENT, Ledger
from dandong_analysis.members import with_names
from dandong_analysis.notebook.chapter import Chapter
from dandong_analysis.notebook.lists import MANAGEMENT, ZONES
from dandong_analysis.report.labels import report_schemas, with_rules
from dandong_analysis.report.numbering import RunningNumbers, chapter_number
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import COMPANIONS, load_standard
from dandong_analysis.study import STANDARD, WHOLE, Study

_NOT_BUILT = Problem(
    "not-built",
    Text("这个研究还没有生成数据项", "the facts of this study have not been built"),
    Text("章节无法打开", "the chapter cannot be opened"),
    Text("请先运行 dandong build", "run dandong build first"),
    Place(file="study.toml"),
)

# Set by the build; a notebook run by hand reads the last published build of its study.
WORK, STUDY, CHAPTER = "DANDONG_WORK", "DANDONG_STUDY", "DANDONG_CHAPTER"
# Set by JupyterLab: the notebook that the kernel belongs to.
_SESSION = "JPY_SESSION_NAME"


def open_chapter(
    *, study: str, lang: str, region: str = WHOLE, as_of: str | None = None, reading: str = "",
    overrides: str = "{}",
) -> Chapter:  # fmt: skip
    """Open the built data of a study for one chapter.

    Parameters
    ----------
    study
        The study's folder or one below it, when the notebook is run by hand.
    lang
        ``zh`` or ``en``.
    region
        ``all`` or a county (code, name or alias). A chapter that is about all deliveries,
        whatever the region, has no such parameter.
    as_of, reading
        Only of a chapter about the plan at a date: the date (empty: that of the study), and what
        it changes of the study's reading of the plan, as ``name=value`` separated by commas.
    overrides
        The values that the build gives, as one JSON object; they replace the others.

    Raises
    ------
    DandongError
        When the study has not been built.
    UsageError
        When it has no such region.
    """
    given: dict[str, Any] = {"region": region, "lang": lang, "as_of": as_of, "reading": reading}
    given |= json.loads(overrides)
    root = storage.study_root(Path(os.environ.get(STUDY, study)))
    opened = storage.read_study(root)
    built = Path(os.environ.get(WORK, root / "data" / "processed"))
    frames = storage.read_frames(built / "tables") | storage.read_frames(built)
    if "facts" not in frames:
        raise DandongError(_NOT_BUILT)
    county = opened.county_of(given["region"])
    scope = {"county": county.code} if county else {}
    schemas, ledger = (
        _schemas(root, opened, frames.get("rules")),
        Ledger.from_frame(frames["facts"]),
    )
    if given["as_of"] is not None:
        rules = study_settings(opened, lambda name: storage.read_toml(storage.inside(root, name)))
        asked = requested(opened, rules, as_of=given["as_of"], reading=given["reading"])
        plan = _assessment(built, asked)
        ledger = ledger.joined(Ledger.from_frame(plan.pop("facts"))).understood(ASSESSMENT)
        schemas = with_plan_names(schemas, plan, opened, rules)
        frames |= plan
    return Chapter(
        opened, with_names(schemas, frames, (ZONES, MANAGEMENT)), ledger, frames, given["lang"],
        scope, _numbers(given["lang"]),
    )  # fmt: skip


def _numbers(lang: str) -> RunningNumbers | None:
    """The numbers of the chapter that runs here, where its name tells its own number."""
    name = os.environ.get(CHAPTER) or Path(os.environ.get(_SESSION, "")).stem
    return RunningNumbers(chapter_number(name), lang) if name[:1].isdecimal() else None


def _assessment(built: Path, asked: Requested) -> dict[str, pd.DataFrame]:
    """The frames of the evaluation that was asked for, and its facts."""
    frames = storage.read_frames(built / "assessments" / asked.folder)
    if "facts" not in frames:
        raise DandongError(_not_assessed(built, asked))
    return frames


def _not_assessed(built: Path, asked: Requested) -> Problem:
    known = sorted({path.parent.name for path in storage.list_files(built / "assessments")}) or [
        "—"
    ]
    command = f"dandong build --as-of {asked.as_of}"
    if asked.reading:
        command += f" -p reading={asked.reading}"
    return Problem(
        "not-assessed",
        Text("还没有评估这个日期（和口径）的规划目标", "the plan was not assessed at this date in this reading"),
        Text("章节无法打开", "the chapter cannot be opened"),
        Text(f"请运行 {command}（已评估：{'、'.join(known)}）",
             f"run {command} (assessed: {', '.join(known)})"),
        Place(file="study.toml"), asked.code,
    )  # fmt: skip


def _schemas(root: Path, study: Study, rules: pd.DataFrame | None) -> Schemas:
    """The study's schemas with what its catalogues define and the names of its rules.

    A chapter about the plan alone is given no rules.
    """
    own = [storage.read_toml(root / name) for name in study.indicators if name != STANDARD]
    made = report_schemas(study, *map(load_standard, (*COMPANIONS, "indicators")), *own)
    return made if rules is None else with_rules(made, rules)
