"""Numbers of headings and captions as Word counts them.

The styles of headings belong to one list that counts on. Where the chapters of a report jump,
the heading leaves for a list of the same kind with another start; its lower levels, and the
chapters after it, count on from there. A heading without a number belongs to no list.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from dandong_analysis.report.blocks import Heading
from dandong_analysis.report.document import Document
from dandong_analysis.report.docx_xml import el, val
from dandong_analysis.report.numbering import DEEPEST, Item, heading_level

# The list that the heading styles refer to; others follow it. No list at all is 0.
HEADING_LIST = 1
_NO_LIST = 0

# Per level: the number's format, its text and what follows it.
_LEVELS = {
    "zh": (("chineseCountingThousand", "第%1章\u3000", "nothing"), ("chineseCountingThousand", "%2、", "nothing"),
           ("chineseCountingThousand", "（%3）", "nothing"), ("decimal", "%4.", "space"),
           ("decimal", "（%5）", "nothing")),
    "en": tuple(("decimal", ".".join(f"%{n}" for n in range(1, level + 1)), "space")
                for level in range(1, DEEPEST + 1)),
}  # fmt: skip


def heading_lists(document: Document) -> list[Element]:
    """The contents of the part of numberings."""
    chapters = _chapters(document)
    first = chapters[0].chapter if chapters else document.meta.chapter
    kind = val("w:multiLevelType", "multilevel")
    levels = _levels(document.meta.lang, first)
    starts = {item.anchor: item.chapter for item in chapters}
    others = [
        el("w:num", {"numId": number}, val("w:abstractNumId", 0),
           el("w:lvlOverride", {"ilvl": 0}, val("w:startOverride", starts[anchor])))
        for anchor, number in _jumps(chapters).items()
    ]  # fmt: skip
    own = el("w:num", {"numId": HEADING_LIST}, val("w:abstractNumId", 0))
    return [el("w:abstractNum", {"abstractNumId": 0}, kind, *levels), own, *others]


def _levels(lang: str, first: int) -> list[Element]:
    return [
        el("w:lvl", {"ilvl": index},
           val("w:start", first if index == 0 else 1), val("w:numFmt", form),
           val("w:pStyle", f"Heading{index + 1}"), val("w:suff", suffix), val("w:lvlText", text),
           val("w:lvlJc", "left"))
        for index, (form, text, suffix) in enumerate(_LEVELS[lang])
    ]  # fmt: skip


def list_places(document: Document) -> Mapping[str, Element]:
    """What a heading that leaves the list of its style says about itself, by its anchor."""
    headings = [(i, i.block) for i in document.items if isinstance(i.block, Heading)]
    lists = {i.anchor: _NO_LIST for i, heading in headings if not heading.numbered}
    lists |= _jumps(_chapters(document))
    return {anchor: list_place(number) for anchor, number in lists.items()}


def list_place(number: int = _NO_LIST) -> Element:
    """The place of a heading of level 1 in the list ``number``."""
    return el("w:numPr", None, val("w:ilvl", 0), val("w:numId", number))


def _chapters(document: Document) -> list[Item]:
    return [
        item for item in document.items
        if isinstance(item.block, Heading) and item.block.numbered and heading_level(item.block) == 1
    ]  # fmt: skip


def _jumps(chapters: Sequence[Item]) -> dict[str, int]:
    """The list of each chapter that does not follow the one before it, by its anchor."""
    late = [item for before, item in pairwise(chapters) if item.chapter != before.chapter + 1]
    return {item.anchor: HEADING_LIST + n for n, item in enumerate(late, 1)}


class Sequences:
    """Writes the fields that count tables and figures within their chapter.

    Word starts anew at each heading of level 1. LibreOffice counts through the document unless
    a field says its number, so the first of a chapter does.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._last = dict.fromkeys(names, 0)

    def instruction(self, kind: str, ordinal: int) -> str:
        """The field of the next table or figure (``kind``), which is ``ordinal`` of its chapter."""
        counts_on = ordinal == self._last[kind] + 1
        self._last[kind] = ordinal
        start = "" if counts_on else rf" \r {ordinal}"
        return rf"SEQ {self._names[kind]} \* ARABIC \s 1{start}"
