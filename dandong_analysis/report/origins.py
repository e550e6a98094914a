"""The line below a table or a figure that says where its numbers come from."""

from collections.abc import Sequence
from dataclasses import replace

from dandong_analysis.report.blocks import Block, FactRef, Figure, Table
from dandong_analysis.report.document import facts_of
from dandong_analysis.report.labels import code_label, ordered_codes, word
from dandong_analysis.report.phrases import phrase
from dandong_analysis.schemas import Schemas


def sourced(block: Block, *, lang: str, schemas: Schemas) -> Block:
    """``block`` with a last note that names the deliveries behind its numbers.

    A table or figure whose numbers name none, and any other block, stays as it is. Synthetic
    numbers are said to be so.
    """
    if not isinstance(block, Table | Figure):
        return block
    line = _line(facts_of(block), lang, schemas)
    return replace(block, notes=(*block.notes, line)) if line else block


def _line(facts: Sequence[FactRef], lang: str, schemas: Schemas) -> str:
    # A source is "delivery/file"; a frame of the study itself has no delivery.
    found = {source.partition("/")[0] for fact in facts for source in fact.sources}
    codes = ordered_codes("delivery", set[str | None](found - {""}), schemas)
    if not codes:
        return ""
    names = (code_label("delivery", code, schemas, lang) for code in codes)
    text = phrase("comma", lang).join(names)
    if any(fact.provenance == "synthetic" for fact in facts):
        stamp = word(lang, "figure", "synthetic")
        text = f"{text}{phrase('open', lang)}{stamp}{phrase('close', lang)}"
    return word(lang, "map", "source").format(text=text)
