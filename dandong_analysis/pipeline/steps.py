"""What each step of the build does: inputs from the disk, a pure function, outputs to the disk."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text, raise_all
from dandong_analysis.facts import Ledger, least_trusted
from dandong_analysis.pipeline.audits import AUDITED, plan_provenances, read_audit
from dandong_analysis.pipeline.chapter_inputs import (
    chapter_inputs,
    chapter_provenance,
    provenance_of,
)
from dandong_analysis.pipeline.editions import REPORT, Edition
from dandong_analysis.pipeline.inputs import PROFILE, Layout, delivery_sources
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.sheets import safe_csv
from dandong_analysis.stats.catalogue import (
    companion_catalogues,
    parse_catalogue,
    standard_catalogue,
)
from dandong_analysis.stats.evaluate import evaluate
from dandong_analysis.stats.indicators import Catalogue, divide_catalogue, merge_catalogues
from dandong_analysis.stats.reconcile import reconcile
from dandong_analysis.study import STANDARD, DeliveryEntry, Study
from dandong_analysis.survey.account import accounting_of
from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.corrections import Correction, parse_corrections, unplaced
from dandong_analysis.survey.deliver import Delivered, deliver
from dandong_analysis.survey.profile import Profile, parse_profile
from dandong_analysis.survey.rules import Rule, parse_rules, survey_rules
from dandong_analysis.zoning.delineation import COUNTED_ZONES, delineate
from dandong_analysis.zoning.evaluation import COUNTED, evaluate_survey
from dandong_analysis.zoning.overrides import Override, parse_overrides
from dandong_analysis.zoning.zone_settings import parse_zone_settings

if TYPE_CHECKING:
    from dandong_analysis.pipeline.kernels import Failure

_FRAMES = tuple(f.name for f in fields(Delivered) if f.name != "tables")
# How the frames of the evaluation of mines are named beside the facts; those of zones and of
# the audit keep their names.
_IMPACT = "impact_"
_COUNTED = {n: f"{_IMPACT}{n}" for n in COUNTED} | {n: n for n in (*COUNTED_ZONES, *AUDITED)}
_MEASURABLE = ("rows", "findings", "changes")


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


def run_facts(layout: Layout, study: Study) -> None:
    survey = read_delivered(layout.tables)
    catalogue, _ = divide_catalogue(read_catalogue(layout, study))
    results = _results(layout, study, survey)
    ledger = _measured(layout, study, survey, catalogue, results | read_audit(layout, study))
    storage.replace_folder(layout.facts, {
        "facts.parquet": storage.frame_bytes(ledger.to_frame()),
        **{f"{n}.parquet": storage.frame_bytes(f) for n, f in results.items()},
    })  # fmt: skip


def _results(layout: Layout, study: Study, survey: Delivered) -> dict[str, pd.DataFrame]:
    """Grades of the mines and the zones drawn from them, by the names of their files."""
    evaluation = evaluate_survey(survey.tables, survey.rows, survey.cells, study.schemas)
    if evaluation is None:
        return {}
    zones = delineate(
        survey.tables, evaluation, study.schemas,
        settings=parse_zone_settings(study.raw.get("zoning", {})),
        overrides=_overrides(layout, study),
    )  # fmt: skip
    return {f"{_IMPACT}{n}": f for n, f in evaluation.frames.items()} | zones


def _overrides(layout: Layout, study: Study) -> Sequence[Override]:
    """The declared overrides of zones."""
    if not study.zone_overrides:
        return ()
    data = storage.read_toml(storage.inside(layout.root, study.zone_overrides))
    return parse_overrides(data, file=study.zone_overrides)


def _measured(
    layout: Layout, study: Study, survey: Delivered, catalogue: Catalogue,
    results: Mapping[str, pd.DataFrame],
) -> Ledger:  # fmt: skip
    """All facts of the catalogue, reconciled with the published figures where there are any."""
    ledger = evaluate(
        catalogue, measurable(survey, results), study.schemas, rounding=study.rounding,
        provenance={**plan_provenances(study), **provenances_of(survey.files)},
    )  # fmt: skip
    if not study.published:
        return ledger
    published = _text_frame(storage.read_bytes(storage.inside(layout.root, study.published)))
    return reconcile(ledger, published, catalogue, rounding=study.rounding)


def provenances_of(files: pd.DataFrame) -> dict[str, str]:
    """The provenance of each delivery, of mixed ones the least trustworthy, and of each file."""
    made = {str(delivery): provenance_of(own) for delivery, own in files.groupby("delivery")}
    each = zip(files["delivery"], files["file"], files["provenance"], strict=True)
    return made | {f"{delivery}/{file}": provenance for delivery, file, provenance in each}


def measurable(survey: Delivered, results: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The typed tables, and the frames about them that can be counted like a table.

    ``results`` are the grades, zones and findings of the audit by the names of their files, as
    far as the study has them.
    """
    about = {name: getattr(survey, name) for name in _MEASURABLE}
    counted = {n: results[file] for n, file in _COUNTED.items() if file in results}
    return {**survey.tables, **about, **counted}


def read_results(layout: Layout, study: Study) -> dict[str, pd.DataFrame]:
    """What stands beside the facts: grades and zones, and the audit of the plan."""
    return storage.read_frames(layout.facts) | read_audit(layout, study)


def read_catalogue(layout: Layout, study: Study) -> Catalogue:
    """The indicators of all catalogues that the study names, the later ones over the earlier."""
    return merge_catalogues([c for name in study.indicators for c in _catalogues(layout, name)])


def _catalogues(layout: Layout, name: str) -> Sequence[Catalogue]:
    if name == STANDARD:
        return (*companion_catalogues(), standard_catalogue())
    return (parse_catalogue(storage.read_toml(storage.inside(layout.root, name)), file=name),)


def _text_frame(data: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False, encoding="utf-8-sig")


def read_ledger(layout: Layout) -> Ledger:
    return Ledger.from_frame(storage.read_frame(layout.facts / "facts.parquet"))


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
        study=layout.root, cache=layout.cache / "matplotlib",
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


def run_export(layout: Layout, study: Study, run: ChapterRun, form: str) -> None:
    """Render the executed notebook of a chapter in one format."""
    from dandong_analysis.pipeline.exports import render  # noqa: PLC0415 - slow to import

    notebook = json.loads(storage.read_bytes(layout.chapter(run.key)))
    provenance = chapter_provenance(layout, study, notebook)
    data = render(form, notebook, study, run, provenance=provenance)
    storage.write_bytes(layout.export(run.key, form), data)


def run_report(layout: Layout, study: Study, edition: Edition, form: str) -> None:
    """Render all chapters of an edition as one document."""
    from dandong_analysis.pipeline.exports import render_report  # noqa: PLC0415 - slow to import

    notebooks = [json.loads(storage.read_bytes(layout.chapter(r.key))) for r in edition.runs]
    provenance = least_trusted(chapter_provenance(layout, study, nb) for nb in notebooks)
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
