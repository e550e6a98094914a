"""The report as one offline site: what its pages know of each other, and its first page."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dandong_analysis import storage
from dandong_analysis.pipeline.annexes import ANNEX, ANNEX_FORMAT
from dandong_analysis.pipeline.chapter_inputs import read_edition
from dandong_analysis.pipeline.editions import FACTS, HTML, INDEX, REPORT, Edition, editions
from dandong_analysis.pipeline.graph import Node, Step, Value
from dandong_analysis.pipeline.inputs import Layout, folder_node
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.report.document import build_document
from dandong_analysis.report.numbering import chapter_number, heading_number
from dandong_analysis.report.phrases import LANGUAGE_TAGS, phrase
from dandong_analysis.report.serialise import blocks_of_notebook
from dandong_analysis.report.site import Page, Site
from dandong_analysis.study import Study


def site_of(edition: Edition) -> Site:
    """The pages of an edition; they are known before any of them is made."""
    chapters = tuple(Page(_label(run, edition.lang), _file(run.key)) for run in edition.runs)
    return Site(
        edition.lang, _file(edition.name(INDEX)), _file(edition.name(FACTS)), chapters
    )  # fmt: skip


def _label(run: ChapterRun, lang: str) -> str:
    """The number of a chapter, as far as its name has one."""
    if not run.chapter[:1].isdigit():
        return run.chapter
    number = chapter_number(run.chapter)
    shown = heading_number([number], lang)
    return (
        phrase("site.chapter", lang).format(number=shown)
        if number
        else phrase("site.summary", lang)
    )


def _file(name: str) -> str:
    return f"{name}.{HTML}"


def sites(runs: Sequence[ChapterRun]) -> dict[str, Site]:
    """The site as each page sees it, by the page's name: chapters, first page, all numbers."""
    made = editions(runs)
    found: dict[str, Site] = {}
    for edition in made:
        site, others = site_of(edition), [e for e in made if e is not edition]
        for base in (INDEX, FACTS):
            name = edition.name(base)
            found[name] = site.at(_file(name), [_other(e, e.name(base)) for e in others])
        for run in edition.runs:
            same = [(e, r) for e in others for r in e.runs if r.chapter == run.chapter]
            found[run.key] = site.at(_file(run.key), [_other(e, r.key) for e, r in same])
    return found


def _other(edition: Edition, name: str) -> Page:
    lang = edition.lang
    return Page(phrase(f"site.language.{lang}", lang), _file(name), LANGUAGE_TAGS[lang])


def site_node(name: str, site: Site) -> Value:
    """That a page is made again when the pages that it leads to are others."""
    return Value(name=f"site of {name}", value=repr(site))


def index_steps(
    layout: Layout, study: Study, runs: Sequence[ChapterRun], formats: Sequence[str],
    common: Sequence[Node],
) -> list[Step]:  # fmt: skip
    """A step for the first page of each edition, when chapters are made as pages."""
    seen = sites(runs)
    made = editions(runs) if HTML in formats else ()
    return [_step(layout, study, e, seen[e.name(INDEX)], formats, common) for e in made]


def _step(
    layout: Layout, study: Study, edition: Edition, site: Site, formats: Sequence[str],
    common: Sequence[Node],
) -> Step:  # fmt: skip
    name = edition.name(INDEX)
    return Step(
        f"export:{name}:{HTML}",
        (*(folder_node(layout, layout.chapter(run.key)) for run in edition.runs),
         folder_node(layout, layout.layers), site_node(name, site),
         Value(name=f"formats of {name}", value=",".join(formats)), *common),
        folder_node(layout, layout.export(name, HTML)),
        partial(run_index, layout, study, edition, site, formats),
    )  # fmt: skip


def run_index(
    layout: Layout, study: Study, edition: Edition, site: Site, formats: Sequence[str]
) -> None:
    """Write the first page of an edition: its summary, search, contents and files."""
    from dandong_analysis.pipeline.exports import meta_of_edition  # noqa: PLC0415 - slow to import
    from dandong_analysis.report.site_index import Chapter, render_index  # noqa: PLC0415 - likewise

    notebooks, provenance = read_edition(layout, study, edition)
    meta = meta_of_edition(study, edition, provenance=provenance)
    metas = [replace(meta, chapter=chapter_number(run.chapter)) for run in edition.runs]
    chapters = [
        Chapter(page, build_document(blocks_of_notebook(notebook), own))
        for page, notebook, own in zip(site.chapters, notebooks, metas, strict=True)
    ]
    page = render_index(chapters, meta, site, _downloads(layout, edition, formats))
    storage.write_bytes(layout.export(edition.name(INDEX), HTML), page)


def _downloads(layout: Layout, edition: Edition, formats: Sequence[str]) -> list[Page]:
    """The files of the whole report that this build makes beside its pages."""
    whole = {"docx": REPORT, "pdf": REPORT, ANNEX_FORMAT: ANNEX}
    named = [(f, f"{edition.name(whole[f])}.{f}") for f in formats if f in whole]
    named += [("csv", "facts.csv"), ("json", "facts.json")]
    named += [("gpkg", path.name) for path in storage.list_files(layout.layers)]
    return [Page(phrase(f"site.file.{kind}", edition.lang), name) for kind, name in named]
