"""HTML: one file that opens offline and asks nobody for anything.

Every value is escaped by the template engine, pictures are data addresses, and the page's policy
forbids the browser to fetch or run anything. A page with a map allows one script, by the hash of
its text, so that a script which came in with delivered text could not run even if the escaping
failed; and it forbids to turn text into markup while the page is open (Trusted Types).
"""

import base64
from collections.abc import Sequence
from functools import partial
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dandong_analysis.report.blocks import Block, Figure, Map
from dandong_analysis.report.document import (
    Document,
    DocumentMeta,
    build_document,
    byline,
    definition_cells,
    definition_columns,
    fact_details,
)
from dandong_analysis.report.labels import word
from dandong_analysis.report.layout import place_header
from dandong_analysis.report.numbering import gap_after_number, heading_level
from dandong_analysis.report.policy import page_policy
from dandong_analysis.report.webmap import screen_map, script

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


def render_html(blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
    """``blocks`` as one self-contained HTML file, encoded in UTF-8."""
    return _html(build_document(blocks, meta)).encode("utf-8")


def _html(document: Document) -> str:
    lang, tips, keys = document.meta.lang, count(1), count(1)
    has_map = any(isinstance(item.block, Map) for item in document.items)
    return _ENVIRONMENT.get_template("document.html.j2").render(
        doc=document, lang=lang, html_lang=LANGUAGE_TAGS[lang], word=document.word,
        map_word=partial(word, lang, "map"),
        columns=definition_columns(lang), tips=lambda: f"tip-{next(tips)}",
        keys=lambda: f"map-{next(keys)}", policy=page_policy(script() if has_map else ""),
        script=Markup(script()) if has_map else "",  # noqa: S704 - a file of this package
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
    gap=gap_after_number, on_screen=screen_map, details=fact_details, definition=definition_cells,
    byline=byline,
)  # fmt: skip
