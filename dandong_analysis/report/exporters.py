"""nbconvert exporters: ``jupyter nbconvert --to dandong-docx chapter.ipynb``.

Only blocks of an executed notebook are read: prose cells, code and other outputs never reach
a document. The notebook's metadata key ``dandong`` holds the fields of
:class:`~dandong_analysis.report.document.DocumentMeta`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from nbconvert.exporters import Exporter

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import Block, Heading
from dandong_analysis.report.document import DocumentMeta, meta_from_json
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.html import render_html
from dandong_analysis.report.numbering import chapter_number
from dandong_analysis.report.pdf import render_pdf
from dandong_analysis.report.serialise import blocks_of_notebook

METADATA_KEY = "dandong"


class _BlockExporter(Exporter):
    """Blocks of a notebook to bytes; each format says how."""

    def _render(self, blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
        raise NotImplementedError

    def from_notebook_node(  # type: ignore[override]  # its other exporters return text too
        self, nb: Mapping[str, Any], resources: Mapping[str, Any] | None = None, **_: object
    ) -> tuple[bytes, dict[str, Any]]:
        """The document and nbconvert's resources.

        Raises
        ------
        DandongError
            When the notebook has no blocks (it was not run), or a block cannot be printed.
        """
        used = self._init_resources(resources)  # type: ignore[no-untyped-call]
        name = str(used.get("metadata", {}).get("name", ""))
        return self._render(*document_of_notebook(nb, name=name)), used


class DandongHTMLExporter(_BlockExporter):
    """One HTML file that opens offline."""

    export_from_notebook = "dandong HTML"
    output_mimetype = "text/html"

    def _render(self, blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
        return render_html(blocks, meta)

    def _file_extension_default(self) -> str:
        return ".html"


class DandongDocxExporter(_BlockExporter):
    """A Word document."""

    export_from_notebook = "dandong Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _render(self, blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
        return render_docx(blocks, meta)

    def _file_extension_default(self) -> str:
        return ".docx"


class DandongPDFExporter(_BlockExporter):
    """A PDF through Typst."""

    export_from_notebook = "dandong PDF"
    output_mimetype = "application/pdf"

    def _render(self, blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
        return render_pdf(blocks, meta)

    def _file_extension_default(self) -> str:
        return ".pdf"


def document_of_notebook(
    nb: Mapping[str, Any], *, name: str = ""
) -> tuple[list[Block], DocumentMeta]:
    """Blocks and meta of an executed notebook.

    ``name`` stands for a title; a number that it begins with is the chapter's.
    """
    blocks = blocks_of_notebook(nb)
    if not blocks:
        raise DandongError(_not_run(name))
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    meta = {"chapter": chapter_number(name), **nb.get("metadata", {}).get(METADATA_KEY, {})}
    return blocks, meta_from_json(meta, title=titles[0] if titles else name)


def _not_run(name: str) -> Problem:
    return Problem(
        "no-blocks",
        Text("笔记本中没有可导出的内容块", "the notebook holds no blocks to export"),
        Text("无法导出", "nothing can be exported"),
        Text("请先运行该笔记本并保存", "run the notebook and save it first"),
        Place(file=f"{name}.ipynb" if name else ""),
    )
