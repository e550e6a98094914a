"""The evaluation of the plan at a date, as a step of the build."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.attainment.countable import countable_frames
from dandong_analysis.attainment.evaluation import evaluate_plan
from dandong_analysis.attainment.naming import with_plan_names
from dandong_analysis.attainment.plan import plan_of
from dandong_analysis.attainment.requested import Requested, requested, requested_by_code
from dandong_analysis.attainment.rules import standard_settings, study_settings
from dandong_analysis.attainment.settings import AttainmentSettings
from dandong_analysis.facts import Ledger
from dandong_analysis.pipeline import measuring, steps
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.assessed import of_assessment
from dandong_analysis.stats.evaluate import evaluate
from dandong_analysis.stats.indicators import Catalogue, divide_catalogue
from dandong_analysis.study import Study
from dandong_analysis.survey.deliver import Delivered
from dandong_analysis.zoning.delivery import set_aside_rows


def settings_of(layout: Layout, study: Study) -> AttainmentSettings:
    """The rules of the evaluation (:func:`~dandong_analysis.attainment.rules.study_settings`)."""
    return study_settings(study, lambda name: storage.read_toml(storage.inside(layout.root, name)))


def requests_of(layout: Layout, study: Study, runs: Sequence[ChapterRun]) -> dict[str, Requested]:
    """The evaluation that each chapter about the plan at a date asks for, by the chapter's key."""
    asking = {run.key: run.assessment for run in runs if run.assessment is not None}
    settings = settings_of(layout, study) if asking else standard_settings()
    return {key: requested(study, settings, **given) for key, given in asking.items()}


def request_named(
    layout: Layout, study: Study, *, code: str = "", as_of: str = "", reading: str = ""
) -> Requested | None:
    """The evaluation that a command asks for; None in a study without a plan."""
    if not study.periods:
        return None
    settings = settings_of(layout, study)
    if code:
        return requested_by_code(study, settings, code)
    return requested(study, settings, as_of=as_of, reading=reading)


def run_assessment(layout: Layout, study: Study, asked: Requested) -> None:
    """Evaluate the plan, measure the facts of it, and write both."""
    survey = steps.read_delivered(layout.tables)
    settings = settings_of(layout, study)
    frames = _frames(survey, study, settings, asked)
    schemas = with_plan_names(study.schemas, frames, study, settings)
    catalogue = measuring.read_catalogue(layout, study)
    ledger = _measured(survey, study, schemas, divide_catalogue(catalogue)[1], frames)
    told_apart = of_assessment(ledger, asked.code)
    storage.replace_folder(layout.assessment(asked.folder), {
        "facts.parquet": storage.frame_bytes(told_apart.to_frame()),
        **{f"{n}.parquet": storage.frame_bytes(f) for n, f in frames.items()},
    })  # fmt: skip


def _frames(
    survey: Delivered, study: Study, settings: AttainmentSettings, asked: Requested
) -> dict[str, pd.DataFrame]:
    incomplete = set_aside_rows(survey.rows, survey.cells).get("land_damage", frozenset())
    plan = plan_of(study)
    evaluated = evaluate_plan(
        survey.tables, plan, as_of=asked.as_of, definitions=asked.definitions,
        settings=settings, incomplete=incomplete,
    )  # fmt: skip
    return countable_frames(evaluated, settings, plan, as_of=asked.as_of, assessment=asked.code)


def _measured(
    survey: Delivered, study: Study, schemas: Schemas, catalogue: Catalogue,
    frames: Mapping[str, pd.DataFrame],
) -> Ledger:  # fmt: skip
    return evaluate(
        catalogue, {**survey.tables, **frames}, schemas, rounding=study.rounding,
        provenance=measuring.provenances_of(survey.files),
    )  # fmt: skip


def read_assessment(layout: Layout, asked: Requested) -> tuple[Ledger, dict[str, pd.DataFrame]]:
    """What :func:`run_assessment` wrote: the facts, and the frames behind them."""
    frames = storage.read_frames(layout.assessment(asked.folder))
    return Ledger.from_frame(frames.pop("facts")), frames
