"""HTML: one file that opens offline, with no script and no outside request.

Every value is escaped by the template engine, pictures are data addresses, and the page
forbids the browser to fetch anything else.
"""

import base64
from collections.abc import Sequence
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined

from dandong_analysis.report.blocks import Block, Figure, Map
from dandong_analysis.report.document import (
    Document,
    DocumentMeta,
    build_document,
    definition_cells,
    definition_columns,
    fact_details,
)
from dandong_analysis.report.layout import place_header
from dandong_analysis.report.numbering import gap_after_number, heading_level

_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def render_html(blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
    """``blocks`` as one self-contained HTML file, encoded in UTF-8."""
    return _html(build_document(blocks, meta)).encode("utf-8")


def _html(document: Document) -> str:
    lang, numbers = document.meta.lang, count(1)
    return _ENVIRONMENT.get_template("document.html.j2").render(
        doc=document, lang=lang, html_lang=_LANGUAGES[lang], word=document.word,
        columns=definition_columns(lang), tips=lambda: f"tip-{next(numbers)}",
    )  # fmt: skip


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _picture(figure: Figure | Map) -> str:
    """The picture as an address; shown as an image it can neither run nor load anything."""
    return f"data:image/svg+xml;base64,{base64.b64encode(figure.svg.encode()).decode()}"


_ENVIRONMENT = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    loader=PackageLoader("dandong_analysis.report"),
)
_ENVIRONMENT.globals.update(
    kind=_kind, picture=_picture, header=place_header, level=heading_level,
    gap=gap_after_number, details=fact_details, definition=definition_cells,
)  # fmt: skip
