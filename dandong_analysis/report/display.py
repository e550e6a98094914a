"""How a block shows itself in JupyterLab.

Three forms travel together: the JSON that the exporters read, HTML for the reader of the
notebook, and plain text for a terminal. The HTML is made with autoescaping and holds neither
scripts nor addresses, so delivered text can only ever be text.
"""

import base64
from typing import Any

from IPython.display import display
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from dandong_analysis.report.blocks import (
    MIME,
    Block,
    FactRef,
    Field,
    Figure,
    Heading,
    Map,
    Span,
    Table,
)
from dandong_analysis.report.serialise import to_json

_TEMPLATES = {
    "spans": """
{%- for span in spans -%}
{%- if span is string -%}{{ span }}{%- else -%}
<span title="{{ tooltip(span) }}" style="border-bottom: 1px dotted #888">{{ span.text }}</span>
{%- endif -%}{%- endfor -%}""",
    "heading": "<h{{ block.level }}>{{ block.text }}</h{{ block.level }}>",
    "paragraph": '<p style="max-width: 48em; line-height: 1.7">{{ spans(block.spans) }}</p>',
    "note": """<p style="max-width: 48em; border-left: 3px solid #888; padding: .2em .8em">
{{- spans(block.spans) -}}</p>""",
    "table": """<table style="border-collapse: collapse; border-top: 1.5px solid; border-bottom: 1.5px solid">
<caption style="caption-side: top; text-align: left; padding: .3em 0"><b>{{ block.caption }}</b>
{%- if block.unit %} ({{ block.unit }}){% endif %}</caption>
<thead style="border-bottom: .75px solid">
{%- for row in block.header %}
<tr>{% for cell in row %}<th scope="col" colspan="{{ cell.columns }}" rowspan="{{ cell.rows }}" style="text-align: center">
{{- cell.text }}</th>{% endfor %}</tr>
{%- endfor %}
</thead>
<tbody>
{%- for row in block.body %}
<tr{% if loop.index0 in block.total_rows %} style="font-weight: bold"{% endif %}>
{%- for cell in row %}<td style="text-align: {{ sides[block.align[loop.index0]] }}">{{ spans(cell) }}</td>{% endfor %}</tr>
{%- endfor %}
</tbody></table>
{%- for note in block.notes %}<p><small>{{ note }}</small></p>{% endfor %}""",
    "figure": """<figure style="margin: 0"><img alt="{{ block.alt }}" src="data:image/svg+xml;base64,{{ svg }}" style="width: {{ block.width_mm }}mm; max-width: 100%; background: white">
<figcaption><b>{{ block.caption }}</b></figcaption>
{%- for note in block.notes %}<p><small>{{ note }}</small></p>{% endfor %}</figure>""",
    "field": """<div style="max-width: 48em; border: 1.5px {{ "solid" if block.text else "dashed" }} #888; padding: .2em .8em"><p><b>{{ block.label }}</b></p>
{%- for line in block.text or [block.placeholder] %}<p{% if not block.text %} style="font-style: italic"{% endif %}>{{ line }}</p>{% endfor %}
{%- if block.by or block.on %}<p style="text-align: right"><small>{{ block.by }} {{ block.on }}</small></p>{% endif %}</div>""",
}
# A notebook shows the drawn sheet.
_TEMPLATES["map"] = _TEMPLATES["figure"]
_SIDES = {"l": "left", "r": "right", "c": "center"}


def as_html(block: Block) -> str:
    """``block`` as HTML for the notebook; all text is escaped."""
    svg = base64.b64encode(block.svg.encode()).decode() if isinstance(block, Figure | Map) else ""
    return _COMPILED[type(block).__name__.lower()].render(block=block, svg=svg)


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


def mime_bundle(block: Block) -> dict[str, Any]:
    """The three forms of ``block`` by MIME type."""
    return {MIME: to_json(block), "text/html": as_html(block), "text/plain": as_text(block)}


def display_block(*blocks: Block) -> None:
    """Display ``blocks`` one after the other, each as an output of its own."""
    for block in blocks:
        display(mime_bundle(block), raw=True)  # type: ignore[no-untyped-call]


def tooltip(fact: FactRef) -> str:
    """What a reader may open behind a number, one statement a line."""
    lines = [
        f"{fact.id}: {fact.label}",
        fact.definition,
        f"= {fact.value} {fact.unit} (n = {fact.n_rows})",
        *fact.sources,
    ]
    return "\n".join(line for line in lines if line)


def _plain(spans: tuple[Span, ...]) -> str:
    return "".join(s if isinstance(s, str) else s.text for s in spans)


def _spans_html(spans: tuple[Span, ...]) -> Markup:
    # Safe: the rendered template has escaped every span.
    return Markup(_COMPILED["spans"].render(spans=spans))  # noqa: S704 - rendered with autoescape


_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined)
_ENVIRONMENT.globals.update(tooltip=tooltip, spans=_spans_html, sides=_SIDES)
_COMPILED = {name: _ENVIRONMENT.from_string(source) for name, source in _TEMPLATES.items()}
