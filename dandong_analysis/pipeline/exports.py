"""An executed chapter as bytes in one of the document formats."""

from collections.abc import Mapping, Sequence
from typing import Any

from dandong_analysis import __version__
from dandong_analysis.errors import Text
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.report.blocks import Block, Heading
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.exporters import chapter_number
from dandong_analysis.report.html import render_html
from dandong_analysis.report.pdf import render_pdf
from dandong_analysis.report.serialise import blocks_of_notebook
from dandong_analysis.study import Study

_RENDERERS = {"html": render_html, "docx": render_docx, "pdf": render_pdf}


def render(
    form: str, notebook: Mapping[str, Any], study: Study, run: ChapterRun, *, provenance: str
) -> bytes:
    """The blocks of an executed notebook as a document."""
    blocks = blocks_of_notebook(notebook)
    meta = DocumentMeta(
        title=Text(study.zh, study.en).in_language(run.lang),
        subtitle=_title(blocks, run.chapter), lang=run.lang,
        region=run.region.in_language(run.lang), as_of=str(run.values.get("as_of", "")),
        provenance=provenance, build=f"dandong {__version__}",
        chapter=chapter_number(run.chapter),
    )  # fmt: skip
    return _RENDERERS[form](blocks, meta)


def _title(blocks: Sequence[Block], chapter: str) -> str:
    titles = [b.text for b in blocks if isinstance(b, Heading) and b.level == 1]
    return titles[0] if titles else chapter
