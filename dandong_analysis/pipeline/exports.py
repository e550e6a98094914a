"""Executed chapters, one by one or as the whole report, as bytes in one of the formats."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dandong_analysis import __version__
from dandong_analysis.errors import Text
from dandong_analysis.pipeline.editions import REPORT, Edition
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.report.blocks import Block, Heading
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.html import render_html
from dandong_analysis.report.numbering import chapter_number
from dandong_analysis.report.pdf import render_pdf
from dandong_analysis.report.serialise import blocks_of_notebook
from dandong_analysis.report.site import Site
from dandong_analysis.study import Study

_RENDERERS = {"docx": render_docx, "pdf": render_pdf}

Notebook = Mapping[str, Any]


def render(
    form: str, notebook: Notebook, study: Study, run: ChapterRun, *, provenance: str, site: Site
) -> bytes:
    """The blocks of an executed notebook as a document, or as a page of ``site``."""
    blocks = blocks_of_notebook(notebook)
    meta = DocumentMeta(
        title=Text(study.zh, study.en).in_language(run.lang),
        subtitle=_title(blocks, run.chapter), lang=run.lang,
        region=run.region.in_language(run.lang), as_of=str(run.values.get("as_of", "")),
        provenance=provenance, build=f"dandong {__version__}",
        created=study.issued,
        chapter=chapter_number(run.chapter), slug=study.slug, key=run.key,
    )  # fmt: skip
    if form == "html":
        return render_html(blocks, meta, site)
    return _RENDERERS[form](blocks, meta)


def render_report(
    form: str, notebooks: Sequence[Notebook], study: Study, edition: Edition, *, provenance: str
) -> bytes:
    """All chapters of an edition, one executed notebook a chapter, as one document."""
    meta = meta_of_edition(study, edition, provenance=provenance)
    return _RENDERERS[form](blocks_of_edition(notebooks, edition), meta)


def blocks_of_edition(notebooks: Sequence[Notebook], edition: Edition) -> list[Block]:
    """The blocks of all chapters, whose titles have the numbers of their notebooks."""
    return [
        block
        for notebook, run in zip(notebooks, edition.runs, strict=True)
        for block in _numbered(blocks_of_notebook(notebook), chapter_number(run.chapter))
    ]


def meta_of_edition(study: Study, edition: Edition, *, provenance: str) -> DocumentMeta:
    """What the whole report says about itself."""
    return DocumentMeta(
        title=Text(study.zh, study.en).in_language(edition.lang), lang=edition.lang,
        region=edition.region.in_language(edition.lang), as_of=edition.as_of,
        provenance=provenance, build=f"dandong {__version__}",
        created=study.issued,
        chapter=chapter_number(edition.runs[0].chapter), slug=study.slug, key=edition.name(REPORT),
    )  # fmt: skip


def _numbered(blocks: Sequence[Block], chapter: int) -> Iterator[Block]:
    """The blocks of a chapter, whose title has the number of its notebook."""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield replace(block, chapter=chapter)
        else:
            yield block


def _title(blocks: Sequence[Block], chapter: str) -> str:
    """What the document is called below the title; a first page calls itself what it is."""
    titles = [b for b in blocks if isinstance(b, Heading) and b.level == 1]
    return (titles[0].text if titles[0].numbered else "") if titles else chapter
