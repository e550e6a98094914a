"""How a block shows itself in JupyterLab.

Three forms travel together: the JSON that the exporters read, HTML for the reader of the
notebook, and plain text for a terminal. The HTML looks as the report is printed. It is made with
autoescaping and holds neither scripts nor addresses, so delivered text can only ever be text;
and it stays whole where JupyterLab takes out what it does not allow in an untrusted notebook.
"""

from functools import partial
from typing import Any

from IPython.display import display

from dandong_analysis.report.blocks import (
    MIME,
    Block,
    Field,
    Figure,
    Heading,
    Map,
    Span,
    Table,
)
from dandong_analysis.report.document import printable
from dandong_analysis.report.numbering import Item, RunningNumbers, gap_after_number
from dandong_analysis.report.phrases import LANGUAGE_TAGS, phrase
from dandong_analysis.report.serialise import to_json
from dandong_analysis.report.templating import environment


def as_html(item: Item, lang: str = "zh") -> str:
    """A block as HTML for the notebook, with its number if it has one; all text is escaped."""
    word = partial(phrase, lang=lang)
    return _TEMPLATE.render(
        block=item.block, kind=type(item.block).__name__.lower(), lang=lang,
        html_lang=LANGUAGE_TAGS[lang], word=word,
        heading_number=f"{item.number}{gap_after_number(item)}",
        caption_number=f"{item.number}{word('caption_gap')}" if item.number else "",
    )  # fmt: skip


def as_text(block: Block) -> str:
    """``block`` as plain text for a terminal."""
    if isinstance(block, Table):
        header = [" | ".join(cell.text for cell in row) for row in block.header]
        body = [" | ".join(_plain(cell) for cell in row) for row in block.body]
        return "\n".join([block.caption, *header, *body, *block.notes])
    if isinstance(block, Figure | Map):
        return "\n".join([block.caption, block.alt, *block.notes])
    if isinstance(block, Field):
        return "\n".join([block.label, *(block.text or (block.placeholder,))])
    return block.text if isinstance(block, Heading) else _plain(block.spans)


def mime_bundle(block: Block, numbers: RunningNumbers | None = None) -> dict[str, Any]:
    """The three forms of ``block`` by MIME type; without ``numbers`` it bears none."""
    item, lang = (numbers.item(block), numbers.lang) if numbers else (Item(block), "zh")
    return {MIME: to_json(block), "text/html": as_html(item, lang), "text/plain": as_text(block)}


def display_block(*blocks: Block, numbers: RunningNumbers | None = None) -> None:
    """Display ``blocks`` one after the other, each as an output of its own."""
    for block in blocks:
        display(mime_bundle(block, numbers), raw=True)  # type: ignore[no-untyped-call]


def _plain(spans: tuple[Span, ...]) -> str:
    return "".join(s if isinstance(s, str) else s.text for s in spans)


def visible(value: object) -> object:
    """Text with its hidden characters made visible; markup and numbers as they are."""
    return printable(value) if type(value) is str else value


_TEMPLATE = environment(finalize=visible).get_template("notebook.html.j2")
