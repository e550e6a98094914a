"""The whole build: plan the steps, run those that are out of date, publish a finished set."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dandong_analysis import __version__, storage
from dandong_analysis.errors import DandongError, Place, Problem, Text, UsageError
from dandong_analysis.pipeline import steps
from dandong_analysis.pipeline.graph import (
    Content,
    Node,
    Observer,
    Outcome,
    Step,
    Value,
    explain_steps,
    run_steps,
)
from dandong_analysis.pipeline.inputs import (
    Layout,
    delivery_sources,
    environment_nodes,
    file_node,
    folder_node,
    open_study,
    source_nodes,
)
from dandong_analysis.pipeline.parameters import (
    ChapterRun,
    chapter_runs,
    declared_parameters,
    overrides_json,
)
from dandong_analysis.pipeline.publish import PROCESSED, REPORTS, Set, is_published, publish, recover
from dandong_analysis.pipeline.tables import accounting, fact_json, safe_csv
from dandong_analysis.study import DeliveryEntry, Study

FORMATS = ("html", "docx", "pdf")
_STUDY_FILE = "study.toml"
_AS_CSV = ("findings", "changes", "accounting")


@dataclass(frozen=True)
class Request:
    """What to build: chapters (none named: those of the study), formats, given parameters."""

    chapters: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    given: Mapping[str, str] | None = None
    jobs: int = 2


@dataclass(frozen=True)
class Result:
    """What a build did: the fate of each step, and whether a new set was published."""

    outcomes: tuple[Outcome, ...]
    published: bool
    runs: tuple[ChapterRun, ...] = ()

    @property
    def errors(self) -> tuple[BaseException, ...]:
        return tuple(o.error for o in self.outcomes if o.error)


@contextmanager
def opened(root: Path) -> Iterator[tuple[Layout, Study]]:
    """The study in ``root``, for one command alone; a publication broken off is finished first.

    Raises
    ------
    DandongError
        When another process is building this study.
    """
    layout = Layout(root)
    study = open_study(root)
    with storage.locked(layout.lock):
        recover(layout)
        yield layout, study


def build(root: Path, request: Request, *, observer: Observer | None = None) -> Result:
    """Bring everything up to date and publish it.

    A chapter that fails does not stop the others: the set is published with the others and the
    failed notebook. When tables or facts fail, nothing is published.
    """
    with opened(root) as (layout, study):
        runs = plan_runs(layout, study, request)
        plan = plan_steps(layout, study, runs, request.formats)
        outcomes = run_steps(plan, layout.state, jobs=request.jobs, observer=observer)
        fresh = {o.name for o in outcomes if o.status in ("ran", "unchanged")}
        if "facts" not in fresh:
            return Result(tuple(outcomes), published=False, runs=runs)
        new = finished_set(layout, study, plan, runs, fresh)
        changed = not is_published(layout, new)
        if changed:
            publish(layout, new)
        return Result(tuple(outcomes), changed, runs)


def explain(root: Path, request: Request) -> list[Outcome]:
    """Which steps a build would run, and why; runs nothing."""
    with opened(root) as (layout, study):
        plan = plan_steps(layout, study, plan_runs(layout, study, request), request.formats)
        return explain_steps(plan, layout.state)


def bring_facts_up_to_date(layout: Layout, study: Study) -> None:
    """Run the steps up to the facts that are out of date; raises what made one fail."""
    raise_failures(run_steps(data_steps(layout, study), layout.state))


def raise_failures(outcomes: Sequence[Outcome]) -> None:
    """Raise the problems of all failed steps at once; an error that is no problem as it is."""
    errors = [o.error for o in outcomes if o.error]
    for error in errors:
        if not isinstance(error, DandongError):
            raise error
    problems = [p for e in errors if isinstance(e, DandongError) for p in e.problems]
    if problems:
        raise DandongError(*dict.fromkeys(problems))


def plan_runs(layout: Layout, study: Study, request: Request) -> tuple[ChapterRun, ...]:
    """The chapters to run with their values, checked against their notebooks.

    Raises
    ------
    UsageError
        For an unknown chapter, format or parameter, or a value of a wrong type.
    """
    unknown = [f for f in request.formats if f not in FORMATS]
    if unknown:
        raise UsageError(*(_unknown_format(f) for f in unknown))
    declared = {
        chapter: declared_parameters(
            storage.read_bytes(layout.notebook(chapter)), f"{chapter}.ipynb"
        )
        for chapter in request.chapters or study.chapters
    }
    return chapter_runs(study, declared, request.given or {})


def plan_steps(
    layout: Layout, study: Study, runs: Sequence[ChapterRun], formats: Sequence[str]
) -> list[Step]:
    """All steps of a build, each with everything that it depends on."""
    chapters = [_chapter_step(layout, study, run) for run in runs]
    exports = [_export_step(layout, study, run, form) for run in runs for form in formats]
    return [*data_steps(layout, study), *chapters, *exports]


def data_steps(layout: Layout, study: Study) -> list[Step]:
    """The steps from the deliveries to the facts."""
    surveys = [_survey_step(layout, study, entry) for entry in study.deliveries]
    return [*surveys, _tables_step(layout, study, surveys), _facts_step(layout, study)]


def _common(layout: Layout, *parts: str) -> tuple[Node, ...]:
    return (
        file_node(layout, _STUDY_FILE), *source_nodes(*parts), *environment_nodes(layout)
    )  # fmt: skip


def _named(layout: Layout, *names: str) -> tuple[Node, ...]:
    return tuple(file_node(layout, name) for name in names if name)


def _survey_step(layout: Layout, study: Study, entry: DeliveryEntry) -> Step:
    names = delivery_sources(layout, entry)
    files = _named(layout, *(f"{entry.folder}/{name}" for name in names), study.corrections)
    listed = Value(name=f"{entry.folder}/", value="\n".join(sorted(names)))
    return Step(
        f"survey:{entry.id}", (*files, listed, *_common(layout, "survey")),
        folder_node(layout, layout.survey(entry.id)),
        partial(steps.run_survey, layout, study, entry),
    )  # fmt: skip


def _tables_step(layout: Layout, study: Study, surveys: Sequence[Step]) -> Step:
    return Step(
        "tables", (*(step.output for step in surveys), *_common(layout, "survey")),
        folder_node(layout, layout.tables), partial(steps.run_tables, layout, study),
    )  # fmt: skip


def _facts_step(layout: Layout, study: Study) -> Step:
    own = [name for name in study.indicators if name != steps.STANDARD]
    return Step(
        "facts",
        (folder_node(layout, layout.tables), *_named(layout, *own, study.published),
         *_common(layout, "stats")),
        folder_node(layout, layout.facts), partial(steps.run_facts, layout, study),
    )  # fmt: skip


def _chapter_step(layout: Layout, study: Study, run: ChapterRun) -> Step:
    notebook = Content(name=f"notebooks/{run.chapter}.ipynb", path=layout.notebook(run.chapter))
    values = Value(name=f"parameters of {run.key}", value=overrides_json(run.overrides))
    return Step(
        f"chapter:{run.key}",
        (folder_node(layout, layout.tables), folder_node(layout, layout.facts), notebook, values,
         *_common(layout, "report")),
        folder_node(layout, layout.chapter(run.key)), partial(steps.run_chapter, layout, run),
    )  # fmt: skip


def _export_step(layout: Layout, study: Study, run: ChapterRun, form: str) -> Step:
    return Step(
        f"export:{run.key}:{form}",
        (folder_node(layout, layout.chapter(run.key)),
         Content(name="work/tables/files.parquet", path=layout.tables / "files.parquet"),
         *_common(layout, "report")),
        folder_node(layout, layout.export(run.key, form)),
        partial(steps.run_export, layout, study, run, form),
    )  # fmt: skip


def finished_set(
    layout: Layout, study: Study, plan: Sequence[Step], runs: Sequence[ChapterRun], fresh: set[str]
) -> Set:
    """Everything to publish. ``fresh`` are the steps whose output is up to date."""
    new = Set({REPORTS: _reports(layout, plan, runs, fresh), PROCESSED: _processed(layout)})
    files = storage.read_frame(layout.tables / "files.parquet")
    return new.with_manifest({
        "dandong": __version__,
        "study": {"slug": study.slug, "zh": study.zh, "en": study.en},
        "provenance": steps.provenance_of(files),
        "chapters": {run.key: {"chapter": run.chapter, "parameters": dict(run.values),
                               "complete": _complete(run, plan, fresh)} for run in runs},
        "inputs": _inputs(plan),
    })  # fmt: skip


def _complete(run: ChapterRun, plan: Sequence[Step], fresh: set[str]) -> bool:
    own = [s.name for s in plan if s.name.split(":")[1:2] == [run.key]]
    return fresh.issuperset(own)


def _inputs(plan: Sequence[Step]) -> dict[str, Any]:
    """The hash of everything that the steps read and none of them wrote."""
    written = {step.output.name for step in plan}
    read = {node.name: node for step in plan for node in step.inputs}
    return {
        name: node.state() for name, node in sorted(read.items())
        if name not in written and not name.startswith(("work/", "parameters of "))
    }  # fmt: skip


def _reports(
    layout: Layout, plan: Sequence[Step], runs: Sequence[ChapterRun], fresh: set[str]
) -> dict[str, bytes]:
    exports = [s.output.path for s in plan if s.name.startswith("export:") and s.name in fresh]
    reports = {path.name: storage.read_bytes(path) for path in exports}
    for run in runs:
        done = f"chapter:{run.key}" in fresh
        notebook = layout.chapter(run.key) if done else layout.failed(run.key)
        if notebook.exists():
            reports[f"executed/{run.key}.ipynb"] = storage.read_bytes(notebook)
    return reports


def _processed(layout: Layout) -> dict[str, bytes]:
    ledger = steps.read_ledger(layout)
    survey = steps.read_delivered(layout.tables)
    frames = {"findings": survey.findings, "changes": survey.changes,
              "accounting": accounting(survey.rows)}  # fmt: skip
    sheets = {f"{name}.csv": safe_csv(frames[name]) for name in _AS_CSV}
    facts = {"facts.json": storage.json_bytes([fact_json(fact) for fact in ledger])}
    return steps.chapter_inputs(layout) | sheets | facts


def _unknown_format(form: str) -> Problem:
    return Problem(
        "unknown-format",
        Text("没有这种输出格式", "there is no such format"),
        Text("没有生成任何内容", "nothing was built"),
        Text(f"可用：{'、'.join(FORMATS)}", f"known: {', '.join(FORMATS)}"), Place(), form,
    )  # fmt: skip
