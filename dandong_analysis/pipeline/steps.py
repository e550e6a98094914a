"""What each step of the build does: inputs from the disk, a pure function, outputs to the disk."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text, raise_all
from dandong_analysis.pipeline.chapter_inputs import (
    chapter_inputs,
    chapter_provenance,
    read_edition,
)
from dandong_analysis.pipeline.editions import REPORT, Edition
from dandong_analysis.pipeline.inputs import PROFILE, Layout, delivery_sources
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.sheets import safe_csv
from dandong_analysis.report.site import Site
from dandong_analysis.study import DeliveryEntry, Study
from dandong_analysis.survey.account import accounting_of
from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.corrections import Correction, parse_corrections, unplaced
from dandong_analysis.survey.deliver import Delivered, deliver
from dandong_analysis.survey.profile import Profile, parse_profile
from dandong_analysis.survey.rules import Rule, parse_rules, survey_rules

if TYPE_CHECKING:
    from dandong_analysis.pipeline.kernels import Failure

_FRAMES = tuple(f.name for f in fields(Delivered) if f.name != "tables")


def survey_one(layout: Layout, study: Study, entry: DeliveryEntry) -> Delivered:
    """Read, clean, account and check one delivery."""
    sources = {n: storage.read_bytes(p) for n, p in delivery_sources(layout, entry).items()}
    del sources[PROFILE]
    profile = profile_of(layout, study, entry)
    return deliver(
        entry.id,
        profile,
        sources,
        study.schemas,
        _corrections(layout, study),
        rules=rules_of(study),
    )


def profile_of(layout: Layout, study: Study, entry: DeliveryEntry) -> Profile:
    """The declaration of one delivery."""
    declared = storage.read_toml(layout.root / entry.folder / PROFILE)
    return parse_profile(declared, study.schemas, delivery=entry.id)


def _corrections(layout: Layout, study: Study) -> Sequence[Correction]:
    """The declared corrections; one for a delivery that the study lacks is an error."""
    if not study.corrections:
        return ()
    data = storage.read_toml(storage.inside(layout.root, study.corrections))
    corrections = parse_corrections(data)
    known = {entry.id for entry in study.deliveries}
    raise_all(unplaced([c for c in corrections if c.delivery not in known], ()))
    return corrections


def rules_of(study: Study) -> Sequence[Rule]:
    """The standard rules, and those that the study declares as ``[[rule]]``.

    One of the same id takes the place of a standard one: a study sets its own tolerance so.
    """
    applied = (*survey_rules(study.schemas), *parse_rules(study.raw.get("rule", ())))
    return tuple({rule.id: rule for rule in applied}.values())


def run_survey(layout: Layout, study: Study, entry: DeliveryEntry) -> None:
    delivered = survey_one(layout, study, entry)
    storage.replace_folder(layout.survey(entry.id), _files_of(delivered))


def run_tables(layout: Layout, study: Study) -> None:
    parts = [read_delivered(layout.survey(entry.id)) for entry in study.deliveries]
    survey = combine(parts, study.schemas, rules=rules_of(study))
    counted = accounting_of(survey.rows)
    sheets = {"findings": survey.findings, "changes": survey.changes, "accounting": counted}
    storage.replace_folder(
        layout.tables,
        _files_of(survey) | {"accounting.parquet": storage.frame_bytes(counted)}
        | {f"{name}.csv": safe_csv(frame) for name, frame in sheets.items()},
    )  # fmt: skip


def _files_of(delivered: Delivered) -> dict[str, bytes]:
    tables = {f"tables/{n}.parquet": t for n, t in delivered.tables.items()}
    frames = {f"{n}.parquet": getattr(delivered, n) for n in _FRAMES}
    return {n: storage.frame_bytes(f) for n, f in (tables | frames).items()}


def read_delivered(folder: Path) -> Delivered:
    """What :func:`run_survey` or :func:`run_tables` wrote into ``folder``."""
    frames = {name: storage.read_frame(folder / f"{name}.parquet") for name in _FRAMES}
    return Delivered(tables=storage.read_frames(folder / "tables"), **frames)


def processed(layout: Layout, study: Study, assessments: Iterable[str] = ()) -> dict[str, bytes]:
    """The contents of ``data/processed``; the Parquet files are what a chapter may read.

    The delivered cells stay in the work folder: the raw files are there for everybody.
    ``assessments`` are the folders of the evaluations of the plan that belong to it.
    """
    audits = [layout.audit] if study.published else []
    homes = [(home, home) for home in (layout.tables, layout.facts, *audits, layout.remarks)]
    homes += [(layout.assessment(name), layout.work) for name in sorted(set(assessments))]
    return {
        path.relative_to(base).as_posix(): storage.read_bytes(path)
        for folder, base in homes for path in storage.list_files(folder)
        if path.name != "cells.parquet"
    }  # fmt: skip


def run_chapter(
    layout: Layout, study: Study, run: ChapterRun, assessments: Sequence[str] = ()
) -> None:
    """Run the notebook of a chapter; a failed one is kept with its error shown."""
    from dandong_analysis.pipeline.kernels import run_notebook  # noqa: PLC0415 - slow to import

    source = storage.read_bytes(layout.notebook(run.chapter))
    executed = run_notebook(
        source, run.overrides,
        inputs=chapter_inputs(
            layout, study, json.loads(source), processed(layout, study, assessments)
        ),
        study=layout.root, cache=layout.cache / "matplotlib", chapter=run.chapter,
    )  # fmt: skip
    storage.remove(layout.failed(run.key))
    if executed.failure:
        storage.write_bytes(layout.failed(run.key), executed.notebook)
        raise DandongError(_failed(run, executed.failure))
    storage.write_bytes(layout.chapter(run.key), executed.notebook)


def stop_chapters() -> None:
    """Make the chapters that run now fail at once."""
    from dandong_analysis.pipeline.kernels import stop_kernels  # noqa: PLC0415 - slow to import

    stop_kernels()


def run_export(layout: Layout, study: Study, run: ChapterRun, form: str, site: Site) -> None:
    """Render the executed notebook of a chapter in one format; its page is one of ``site``."""
    from dandong_analysis.pipeline.exports import render  # noqa: PLC0415 - slow to import

    notebook = json.loads(storage.read_bytes(layout.chapter(run.key)))
    provenance = chapter_provenance(layout, study, notebook)
    data = render(form, notebook, study, run, provenance=provenance, site=site)
    storage.write_bytes(layout.export(run.key, form), data)


def run_report(layout: Layout, study: Study, edition: Edition, form: str) -> None:
    """Render all chapters of an edition as one document."""
    from dandong_analysis.pipeline.exports import render_report  # noqa: PLC0415 - slow to import

    notebooks, provenance = read_edition(layout, study, edition)
    data = render_report(form, notebooks, study, edition, provenance=provenance)
    storage.write_bytes(layout.export(edition.name(REPORT), form), data)


def _failed(run: ChapterRun, failure: "Failure") -> Problem:
    where = f"reports/executed/{run.key}.ipynb"
    return Problem(
        "chapter-failed",
        Text(f"章节 {run.chapter} 在第{failure.cell}个单元格出错",
             f"chapter {run.chapter} failed in cell {failure.cell}"),
        Text("这一章没有导出，其他章节照常生成", "it was not exported; the other chapters were built"),
        Text(f"请打开 {where} 查看", f"open {where} to see it"),
        Place(file=f"{run.chapter}.ipynb"), f"{failure.name}: {failure.value.partition(chr(10))[0]}",
    )  # fmt: skip
