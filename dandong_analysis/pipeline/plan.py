"""The steps of a build, each with everything that it depends on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dandong_analysis import storage
from dandong_analysis.attainment.requested import Requested
from dandong_analysis.errors import Place, Problem, Text, UsageError
from dandong_analysis.pipeline import measuring, steps
from dandong_analysis.pipeline.annexes import ANNEX_FORMAT, annex_steps
from dandong_analysis.pipeline.assessments import requests_of, run_assessment
from dandong_analysis.pipeline.audits import run_audit
from dandong_analysis.pipeline.editions import HTML, REPORT, Edition, editions
from dandong_analysis.pipeline.evidence import evidence_steps
from dandong_analysis.pipeline.graph import Content, Node, Step, Value
from dandong_analysis.pipeline.inputs import (
    Layout,
    delivery_sources,
    environment_nodes,
    file_node,
    folder_node,
    source_nodes,
)
from dandong_analysis.pipeline.layers import run_layers
from dandong_analysis.pipeline.parameters import (
    LANGUAGES,
    ChapterRun,
    chapter_runs,
    declared_parameters,
    given_values,
    overrides_json,
)
from dandong_analysis.pipeline.remarks import run_remarks
from dandong_analysis.pipeline.results import results_step
from dandong_analysis.pipeline.site import index_steps, site_node, sites
from dandong_analysis.report.site import Site
from dandong_analysis.study import STANDARD, DeliveryEntry, Study

FORMATS = ("html", "docx", "pdf", ANNEX_FORMAT)
# The formats in which the whole report is one document.
_ONE_DOCUMENT = ("docx", "pdf")


@dataclass(frozen=True)
class Request:
    """What to build: chapters (none named: those of the study), formats, given parameters.

    ``lang`` may name several languages, separated by commas. ``jobs`` steps may work at the
    same time.
    """

    chapters: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    region: str = ""
    as_of: str = ""
    lang: str = ""
    pairs: tuple[str, ...] = ()
    jobs: int = 2


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
    return tuple(
        run
        for lang in dict.fromkeys(part.strip() for part in request.lang.split(","))
        for run in chapter_runs(study, declared, given_values(
            study, region=request.region, as_of=request.as_of, lang=lang, pairs=request.pairs
        ))
    )  # fmt: skip


def plan_steps(
    layout: Layout, study: Study, runs: Sequence[ChapterRun], formats: Sequence[str]
) -> list[Step]:
    """All steps of a build, each with everything that it depends on."""
    asked = requests_of(layout, study, runs)
    assessments = {r.folder: assessment_step(layout, study, r) for r in asked.values()}
    chapters = [_chapter_step(layout, study, run, asked.get(run.key)) for run in runs]
    seen = sites(runs)
    exports = [
        _export_step(layout, study, run, form, seen[run.key])
        for run in runs for form in formats if form != ANNEX_FORMAT
    ]  # fmt: skip
    exports += [
        _report_step(layout, study, edition, form)
        for edition in editions(runs) for form in formats if form in _ONE_DOCUMENT
    ]  # fmt: skip
    exports += annex_steps(layout, study, runs, formats, asked)
    exports.append(results_step(layout, study, asked.values()))
    exports += evidence_steps(
        layout,
        study,
        runs,
        formats,
        asked,
        _common(layout, "report", "stats", "attainment", "audit"),
    )
    exports += index_steps(layout, study, runs, formats, _common(layout, "report"))
    lang = runs[0].lang if runs else LANGUAGES[0]
    return [
        *data_steps(layout, study), _remarks_step(layout, study), *assessments.values(),
        _layers_step(layout, study, lang), *chapters, *exports,
    ]  # fmt: skip


def data_steps(layout: Layout, study: Study) -> list[Step]:
    """The steps from the deliveries to the facts."""
    surveys = [_survey_step(layout, study, entry) for entry in study.deliveries]
    audits = [_audit_step(layout, study)] if study.published else []
    return [*surveys, _tables_step(layout, study, surveys), *audits, _facts_step(layout, study)]


def _common(layout: Layout, *parts: str) -> tuple[Node, ...]:
    return (
        file_node(layout, "study.toml"), *source_nodes(*parts), *environment_nodes(layout)
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


def _audit_step(layout: Layout, study: Study) -> Step:
    return Step(
        "audit", (*_named(layout, study.published, study.notes), *_common(layout, "audit")),
        folder_node(layout, layout.audit), partial(run_audit, layout, study),
    )  # fmt: skip


def _audited(layout: Layout, study: Study) -> tuple[Node, ...]:
    return (folder_node(layout, layout.audit),) if study.published else ()


def _facts_step(layout: Layout, study: Study) -> Step:
    own = [name for name in study.indicators if name != STANDARD]
    return Step(
        "facts",
        (folder_node(layout, layout.tables), *_named(layout, *own, study.published, study.zone_overrides),
         *_audited(layout, study), *_common(layout, "stats", "zoning")),
        folder_node(layout, layout.facts), partial(measuring.run_facts, layout, study),
    )  # fmt: skip


def assessment_step(layout: Layout, study: Study, asked: Requested) -> Step:
    """The evaluation of the plan at a date."""
    own = [name for name in study.indicators if name != STANDARD]
    return Step(
        f"assess:{asked.code}",
        (folder_node(layout, layout.tables), *_named(layout, *own, study.attainment),
         Value(name=f"assessment {asked.folder}", value=asked.code),
         *_common(layout, "attainment", "stats", "zoning")),
        folder_node(layout, layout.assessment(asked.folder)),
        partial(run_assessment, layout, study, asked),
    )  # fmt: skip


def _remarks_step(layout: Layout, study: Study) -> Step:
    return Step(
        "remarks", (*_named(layout, study.remarks), *_common(layout, "remarks")),
        folder_node(layout, layout.remarks), partial(run_remarks, layout, study),
    )  # fmt: skip


def _chapter_step(layout: Layout, study: Study, run: ChapterRun, asked: Requested | None) -> Step:
    notebook = Content(name=f"notebooks/{run.chapter}.ipynb", path=layout.notebook(run.chapter))
    values = Value(name=f"parameters of {run.key}", value=overrides_json(run.overrides))
    folders = [asked.folder] if asked else []
    return Step(
        f"chapter:{run.key}",
        (folder_node(layout, layout.tables), folder_node(layout, layout.facts),
         folder_node(layout, layout.remarks), *_audited(layout, study), notebook, values,
         *(folder_node(layout, layout.assessment(name)) for name in folders),
         *_common(layout, "report", "notebook", "attainment", "remarks")),
        folder_node(layout, layout.chapter(run.key)),
        partial(steps.run_chapter, layout, study, run, folders),
    )  # fmt: skip


def _layers_step(layout: Layout, study: Study, lang: str) -> Step:
    own = [name for name in study.indicators if name != STANDARD]
    return Step(
        "export:layers",
        (folder_node(layout, layout.tables), folder_node(layout, layout.facts),
         Value(name="language of layers", value=lang), *_named(layout, *own),
         *_common(layout, "report")),
        folder_node(layout, layout.layers), partial(run_layers, layout, study, lang),
    )  # fmt: skip


def _export_step(layout: Layout, study: Study, run: ChapterRun, form: str, site: Site) -> Step:
    return Step(
        f"export:{run.key}:{form}",
        (folder_node(layout, layout.chapter(run.key)),
         Content(name="work/tables/files.parquet", path=layout.tables / "files.parquet"),
         *([site_node(run.key, site)] if form == HTML else []), *_common(layout, "report")),
        folder_node(layout, layout.export(run.key, form)),
        partial(steps.run_export, layout, study, run, form, site),
    )  # fmt: skip


def _report_step(layout: Layout, study: Study, edition: Edition, form: str) -> Step:
    """The whole report as one document."""
    name = edition.name(REPORT)
    return Step(
        f"export:{name}:{form}",
        (*(folder_node(layout, layout.chapter(run.key)) for run in edition.runs),
         Content(name="work/tables/files.parquet", path=layout.tables / "files.parquet"),
         *_common(layout, "report")),
        folder_node(layout, layout.export(name, form)),
        partial(steps.run_report, layout, study, edition, form),
    )  # fmt: skip


def _unknown_format(form: str) -> Problem:
    return Problem(
        "unknown-format",
        Text("没有这种输出格式", "there is no such format"),
        Text("没有生成任何内容", "nothing was built"),
        Text(f"可用：{'、'.join(FORMATS)}", f"known: {', '.join(FORMATS)}"), Place(), form,
    )  # fmt: skip
