"""The finished set of a build: what is published, and the manifest that vouches for it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dandong_analysis import __version__, storage
from dandong_analysis.pipeline import steps
from dandong_analysis.pipeline.chapter_inputs import provenance_of
from dandong_analysis.pipeline.graph import Step
from dandong_analysis.pipeline.inputs import Layout, environment
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.publish import PROCESSED, REPORTS, Set
from dandong_analysis.report.docx_edited import build_of
from dandong_analysis.report.serialise import fields_of_notebook
from dandong_analysis.study import Study

_DOCX = ".docx"
# Inputs of steps that follow from others: what steps wrote, and what a command asked for.
_OWN = ("work/", "parameters of ", "language of ", "assessment ", "site of ", "formats of ")


def finished_set(
    layout: Layout, study: Study, plan: Sequence[Step], runs: Sequence[ChapterRun], fresh: set[str]
) -> Set:
    """Everything to publish. ``fresh`` are the steps whose output is up to date."""
    processed = steps.processed(layout, study, _assessments(plan, fresh))
    new = Set({REPORTS: _reports(layout, plan, runs, fresh), PROCESSED: processed})
    documents = {n: d for n, d in new.folders[REPORTS].items() if n.endswith(_DOCX)}
    files = storage.read_frame(layout.tables / "files.parquet")
    return new.with_manifest({
        "fields": _fields(new.folders[REPORTS], runs),
        "documents": {n.removesuffix(_DOCX): build_of(d, file=n) for n, d in documents.items()},
        "dandong": __version__,
        "study": {"slug": study.slug, "zh": study.zh, "en": study.en},
        "provenance": provenance_of(files),
        "chapters": {run.key: {"chapter": run.chapter, "parameters": dict(run.values),
                               "complete": _complete(run, plan, fresh)} for run in runs},
        "inputs": _inputs(plan),
        "environment": environment().splitlines(),
    })  # fmt: skip


def _assessments(plan: Sequence[Step], fresh: set[str]) -> list[str]:
    """The folders of the evaluations of the plan that are up to date."""
    own = [s for s in plan if s.name.startswith("assess:") and s.name in fresh]
    return [s.output.path.name for s in own]


def _fields(reports: Mapping[str, bytes], runs: Sequence[ChapterRun]) -> dict[str, list[str]]:
    """The ids of the fields that each chapter shows."""
    notebooks = {run.key: reports.get(f"executed/{run.key}.ipynb") for run in runs}
    shown = {key: fields_of_notebook(json.loads(nb)) for key, nb in notebooks.items() if nb}
    return {key: [field.id for field in fields] for key, fields in shown.items() if fields}


def _complete(run: ChapterRun, plan: Sequence[Step], fresh: set[str]) -> bool:
    own = [s.name for s in plan if s.name.split(":")[1:2] == [run.key]]
    return fresh.issuperset(own)


def _inputs(plan: Sequence[Step]) -> dict[str, Any]:
    """The hash of everything that the steps read and none of them wrote."""
    written = {step.output.name for step in plan}
    read = {node.name: node for step in plan for node in step.inputs}
    return {
        name: node.state() for name, node in sorted(read.items())
        if name not in written and not name.startswith(_OWN)
    }  # fmt: skip


def _reports(
    layout: Layout, plan: Sequence[Step], runs: Sequence[ChapterRun], fresh: set[str]
) -> dict[str, bytes]:
    exports = [s.output.path for s in plan if s.name.startswith("export:") and s.name in fresh]
    files = [f for p in exports for f in (storage.list_files(p) if p.is_dir() else [p])]
    reports = {path.name: storage.read_bytes(path) for path in files}
    for run in runs:
        done = f"chapter:{run.key}" in fresh
        notebook = layout.chapter(run.key) if done else layout.failed(run.key)
        if notebook.exists():
            reports[f"executed/{run.key}.ipynb"] = storage.read_bytes(notebook)
    return reports
