"""The page on which every number of a report opens down to its rows, as a step of the build."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.attainment.naming import with_plan_names
from dandong_analysis.attainment.requested import Requested
from dandong_analysis.facts import ASSESSMENT, Fact, Ledger
from dandong_analysis.pipeline.annexes import used_by
from dandong_analysis.pipeline.assessments import read_assessment, settings_of
from dandong_analysis.pipeline.audits import plan_cells, plan_files
from dandong_analysis.pipeline.chapter_inputs import read_edition
from dandong_analysis.pipeline.editions import FACTS, HTML, Edition, editions
from dandong_analysis.pipeline.graph import Node, Step
from dandong_analysis.pipeline.inputs import Layout, file_node, folder_node
from dandong_analysis.pipeline.layers import named_schemas
from dandong_analysis.pipeline.measuring import (
    measurable,
    read_catalogue,
    read_ledger,
    read_results,
)
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.site import site_node, sites
from dandong_analysis.pipeline.steps import read_delivered
from dandong_analysis.report.facts_page import FactsPage, render_facts
from dandong_analysis.report.labels import code_label
from dandong_analysis.report.mentions import ShownChapter, chapter_titles, printed_facts
from dandong_analysis.report.numbering import chapter_number
from dandong_analysis.report.opened import Meaning, open_facts
from dandong_analysis.report.packing import Spot
from dandong_analysis.report.serialise import blocks_of_notebook
from dandong_analysis.report.site import Site
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.evidence import evidence, with_ancestors
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.stats.wording import Words, define
from dandong_analysis.study import STANDARD, Study

_SPOT = ("delivery", "file", "sheet", "row", "column")


@dataclass(frozen=True)
class _Known:
    """The facts of a study and of its plan, with all that they are opened by."""

    ledger: Ledger
    tables: Mapping[str, pd.DataFrame]
    cells: pd.DataFrame
    files: pd.DataFrame
    schemas: Schemas
    catalogue: Catalogue

    @property
    def hashes(self) -> dict[tuple[str, str], str]:
        """The SHA-256 of the files, by delivery and name."""
        named = zip(*(self.files[c] for c in ("delivery", "file", "sha256")), strict=True)
        return {(delivery, file): digest for delivery, file, digest in named}


def evidence_steps(
    layout: Layout, study: Study, runs: Sequence[ChapterRun], formats: Sequence[str],
    asked: Mapping[str, Requested], common: Sequence[Node],
) -> list[Step]:  # fmt: skip
    """A step for the page of each edition, when chapters are made as pages.

    Parameters
    ----------
    layout, study, runs, formats
        As of :func:`dandong_analysis.pipeline.plan.plan_steps`.
    asked
        The evaluation of the plan that a chapter asks for, by the chapter's key.
    common
        What every step depends on: the study's file, the sources, the environment.
    """
    made, seen = editions(runs) if HTML in formats else (), sites(runs)
    return [_step(layout, study, e, seen[e.name(FACTS)], used_by(e, asked), common) for e in made]


def _step(
    layout: Layout, study: Study, edition: Edition, site: Site, used: Sequence[Requested],
    common: Sequence[Node],
) -> Step:  # fmt: skip
    folders = [layout.chapter(run.key) for run in edition.runs]
    folders += [layout.tables, layout.facts, *(layout.assessment(one.folder) for one in used)]
    folders += [layout.audit] if study.published else []
    named = [study.published, study.notes, study.attainment]
    named += [name for name in study.indicators if name != STANDARD]
    output = layout.export(edition.name(FACTS), HTML)
    return Step(
        f"export:{edition.name(FACTS)}:{HTML}",
        (*(folder_node(layout, path) for path in folders),
         *(file_node(layout, name) for name in named if name),
         site_node(edition.name(FACTS), site), *common),
        folder_node(layout, output),
        partial(run_evidence, layout, study, edition, site, used),
    )  # fmt: skip


def run_evidence(
    layout: Layout, study: Study, edition: Edition, site: Site, used: Sequence[Requested]
) -> None:
    """Open all numbers of an edition and write them as one page."""
    from dandong_analysis.pipeline.exports import meta_of_edition  # noqa: PLC0415 - slow to import

    notebooks, provenance = read_edition(layout, study, edition)
    chapters = list(_chapters(edition, notebooks))
    known = _known(layout, study, used)
    page = _page(chapters, known, edition.lang, named_schemas(layout, study))
    meta = meta_of_edition(study, edition, provenance=provenance)
    storage.write_bytes(layout.export(edition.name(FACTS), HTML), render_facts(page, meta, site))


def _chapters(
    edition: Edition, notebooks: Iterable[Mapping[str, object]]
) -> Iterator[ShownChapter]:
    for run, notebook in zip(edition.runs, notebooks, strict=True):
        blocks = blocks_of_notebook(notebook)
        yield ShownChapter(f"{run.key}.{HTML}", chapter_number(run.chapter), blocks)


def _page(
    chapters: Sequence[ShownChapter], known: _Known, lang: str, schemas: Schemas
) -> FactsPage:  # fmt: skip
    printed = printed_facts(chapters, lang=lang)
    facts = with_ancestors(printed, known.ledger)
    found = evidence(facts, known.tables, known.cells, known.schemas, catalogue=known.catalogue)
    opened = open_facts(printed, facts, _meanings(facts, known, lang), schemas=schemas, lang=lang)
    titles = chapter_titles(chapters, lang=lang)
    pages = [(title, chapter.page) for title, chapter in zip(titles, chapters, strict=True)]
    readings = _readings(known.tables["changes"], schemas, lang)
    return FactsPage(opened, found, known.hashes, pages, readings)


def _readings(changes: pd.DataFrame, schemas: Schemas, lang: str) -> dict[Spot, str]:
    """What was done to read the cells of the change log."""
    labels = {rule: code_label("rule", rule, schemas, lang) for rule in changes["rule"].unique()}
    spots = zip(*(changes[c].tolist() for c in _SPOT), strict=True)
    return {
        (delivery, file, sheet, int(row), column): labels[rule]
        for (delivery, file, sheet, row, column), rule in zip(spots, changes["rule"], strict=True)
    }


def _meanings(facts: Iterable[Fact], known: _Known, lang: str) -> dict[str, Meaning]:
    words = Words(Model(known.catalogue, known.schemas))
    return {fact.id: _meaning(fact, words, known.ledger, lang) for fact in facts}


def _meaning(fact: Fact, words: Words, ledger: Ledger, lang: str) -> Meaning:
    made = fact.definition
    return Meaning(
        define(fact, words, ledger).in_language(lang),
        words.table(made.table).in_language(lang),
        tuple((d.in_language(lang), c.in_language(lang)) for d, c in words.conditions(made.where)),
    )


def _known(layout: Layout, study: Study, used: Sequence[Requested]) -> _Known:
    survey = read_delivered(layout.tables)
    plans = [read_assessment(layout, asked) for asked in used]
    ledger = read_ledger(layout)
    for own, _ in plans:
        ledger = ledger.joined(own)
    frames = _one_after_another([frames for _, frames in plans])
    schemas = study.schemas
    if frames:
        schemas = with_plan_names(schemas, frames, study, settings_of(layout, study))
    return _Known(
        ledger.understood(ASSESSMENT),
        {**measurable(survey, read_results(layout, study)), **frames},
        _joined(survey.cells, plan_cells(layout.root, study)),
        _joined(survey.files, plan_files(layout.root, study)),
        schemas, read_catalogue(layout, study),
    )  # fmt: skip


def _one_after_another(plans: Sequence[Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The frames of several evaluations, whose rows say which they belong to, as one of each name."""
    names = dict.fromkeys(name for frames in plans for name in frames)
    return {n: pd.concat([f[n] for f in plans if n in f], ignore_index=True) for n in names}


def _joined(*frames: pd.DataFrame) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)] or list(frames[:1])
    return pd.concat(filled, ignore_index=True)
