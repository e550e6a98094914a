"""The facts of a study: what is measured of its tables, and how that compares with print."""

import io
from collections.abc import Mapping, Sequence

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.errors import Text
from dandong_analysis.facts import Ledger
from dandong_analysis.members import Members, with_names
from dandong_analysis.pipeline.audits import AUDITED, plan_provenances, read_audit
from dandong_analysis.pipeline.chapter_inputs import provenance_of
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.steps import read_delivered
from dandong_analysis.stats.catalogue import (
    companion_catalogues,
    parse_catalogue,
    standard_catalogue,
)
from dandong_analysis.stats.compared import COMPARED, comparison_frame, with_comparison
from dandong_analysis.stats.evaluate import evaluate
from dandong_analysis.stats.indicators import Catalogue, divide_catalogue, merge_catalogues
from dandong_analysis.stats.reconcile import reconcile
from dandong_analysis.study import STANDARD, Study
from dandong_analysis.survey.deliver import Delivered
from dandong_analysis.zoning.delineation import COUNTED_ZONES, delineate
from dandong_analysis.zoning.evaluation import COUNTED, evaluate_survey
from dandong_analysis.zoning.overrides import Override, parse_overrides
from dandong_analysis.zoning.zone_settings import parse_zone_settings

# How the frames of the evaluation of mines are named beside the facts; those of zones and of
# the audit keep their names.
_IMPACT = "impact_"
_COUNTED = {n: f"{_IMPACT}{n}" for n in COUNTED} | {
    n: n for n in (*COUNTED_ZONES, *AUDITED, COMPARED)
}
_MEASURABLE = ("rows", "findings", "changes", "rules")
# Rows that labels of facts call by their names; others are called by their ids.
_NAMED = (
    Members("rules", "rule", "statement_zh", "statement_en", Text("规则", "rule"), numbered=False),
    Members("audit_figures", "figure_id", "label_zh", "label_en", Text("公布数字", "figure")),
    Members("audit_relations", "relation_key", "label_zh", "label_en", Text("关系", "relation")),
    Members("audit_blocks", "block", "label_zh", "label_en", Text("数字组", "group of figures")),
)


def run_facts(layout: Layout, study: Study) -> None:
    survey = read_delivered(layout.tables)
    catalogue, _ = divide_catalogue(read_catalogue(layout, study))
    audit = read_audit(layout, study)
    results = _results(layout, study, survey)
    ledger = _measured(layout, study, survey, catalogue, results | audit)
    if study.published:
        results[COMPARED] = comparison_frame(ledger, audit["audit_figures"])
        ledger = _compared(ledger, study, survey, catalogue, results)
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
    measured = measurable(survey, results)
    ledger = evaluate(
        catalogue, measured, with_names(study.schemas, measured, _NAMED), rounding=study.rounding,
        provenance={**plan_provenances(study), **provenances_of(survey.files)},
    )  # fmt: skip
    if not study.published:
        return ledger
    published = _text_frame(storage.read_bytes(storage.inside(layout.root, study.published)))
    return reconcile(ledger, published, catalogue, rounding=study.rounding)


def _compared(
    ledger: Ledger, study: Study, survey: Delivered, catalogue: Catalogue,
    results: Mapping[str, pd.DataFrame],
) -> Ledger:  # fmt: skip
    return with_comparison(
        ledger, catalogue, measurable(survey, results), study.schemas, rounding=study.rounding,
        provenance={**plan_provenances(study), **provenances_of(survey.files)},
    )  # fmt: skip


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
