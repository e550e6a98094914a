"""The page on which every number of a report opens down to its rows, as a step of the build."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.attainment.requested import Requested
from dandong_analysis.facts import Fact, Ledger
from dandong_analysis.pipeline.annexes import used_by
from dandong_analysis.pipeline.chapter_inputs import read_edition
from dandong_analysis.pipeline.editions import FACTS, HTML, Edition, editions
from dandong_analysis.pipeline.graph import Node, Step
from dandong_analysis.pipeline.inputs import Layout, file_node, folder_node
from dandong_analysis.pipeline.known import Behind, KnownFacts, read_behind, read_known
from dandong_analysis.pipeline.layers import named_schemas
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.site import site_node, sites
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
from dandong_analysis.stats.wording import Words, define
from dandong_analysis.study import STANDARD, Study

_SPOT = ("delivery", "file", "sheet", "row", "column")


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
    known = read_known(layout, study, used, study.schemas)
    behind = read_behind(layout, study, known)
    page = _page(chapters, known, behind, edition.lang, named_schemas(layout, study))
    meta = meta_of_edition(study, edition, provenance=provenance)
    storage.write_bytes(layout.export(edition.name(FACTS), HTML), render_facts(page, meta, site))


def _chapters(
    edition: Edition, notebooks: Iterable[Mapping[str, object]]
) -> Iterator[ShownChapter]:
    for run, notebook in zip(edition.runs, notebooks, strict=True):
        blocks = blocks_of_notebook(notebook)
        yield ShownChapter(f"{run.key}.{HTML}", chapter_number(run.chapter), blocks)


def _page(
    chapters: Sequence[ShownChapter], known: KnownFacts, behind: Behind, lang: str, schemas: Schemas
) -> FactsPage:  # fmt: skip
    printed = printed_facts(chapters, lang=lang)
    facts = with_ancestors(printed, known.ledger)
    found = evidence(facts, behind.tables, behind.cells, known.schemas, catalogue=behind.catalogue)
    words = Words(Model(behind.catalogue, known.schemas))
    meanings = {fact.id: _meaning(fact, words, known.ledger, lang) for fact in facts}
    opened = open_facts(printed, facts, meanings, schemas=schemas, lang=lang)
    titles = chapter_titles(chapters, lang=lang)
    pages = [(title, chapter.page) for title, chapter in zip(titles, chapters, strict=True)]
    readings = _readings(behind.tables["changes"], schemas, lang)
    return FactsPage(opened, found, behind.hashes, pages, readings)


def _readings(changes: pd.DataFrame, schemas: Schemas, lang: str) -> dict[Spot, str]:
    """What was done to read the cells of the change log."""
    labels = {rule: code_label("rule", rule, schemas, lang) for rule in changes["rule"].unique()}
    spots = zip(*(changes[c].tolist() for c in _SPOT), strict=True)
    return {
        (delivery, file, sheet, int(row), column): labels[rule]
        for (delivery, file, sheet, row, column), rule in zip(spots, changes["rule"], strict=True)
    }


def _meaning(fact: Fact, words: Words, ledger: Ledger, lang: str) -> Meaning:
    made = fact.definition
    return Meaning(
        define(fact, words, ledger).in_language(lang),
        words.table(made.table).in_language(lang),
        tuple((d.in_language(lang), c.in_language(lang)) for d, c in words.conditions(made.where)),
    )
