"""WordprocessingML elements: runs, fields, bookmarks, links, paragraphs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

# Word cuts a longer screen tip off.
_TIP_LENGTH = 250


@dataclass(frozen=True)
class Face:
    """Fonts of a run: of Chinese characters and of Latin letters and digits.

    They are written into each run as well as into the styles, because text that is pasted into
    another document keeps its run's fonts only.
    """

    east: str
    latin: str = "Times New Roman"
    bold: bool = False

    def emboldened(self, bold: bool = True) -> "Face":
        return replace(self, bold=bold)


SONG = Face("宋体")
FANGSONG = Face("仿宋")
HEI = Face("黑体")
KAI = Face("楷体")

FACES: Mapping[str, Face] = {
    "Title": Face("方正小标宋简体"), "Subtitle": KAI, "Particulars": FANGSONG, "CoverStamp": HEI,
    "Heading1": HEI, "Heading2": HEI, "Heading3": KAI, "Heading4": FANGSONG.emboldened(),
    "Heading5": FANGSONG, "BodyText": FANGSONG, "Caption": HEI, "TableText": SONG,
    "UnitLine": SONG, "TableNote": SONG, "Remark": FANGSONG, "Picture": FANGSONG,
    "TOCHeading": HEI, "TOC1": HEI, "TOC2": FANGSONG, "TOC3": FANGSONG,
    "Header": SONG, "Footer": SONG, "Definition": SONG, "FieldLabel": HEI,
    "FieldText": FANGSONG, "FieldSource": SONG,
}  # fmt: skip


def el(tag: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """An element; attributes without a prefix are of the ``w`` namespace."""
    named = {qn(k if ":" in k else f"w:{k}"): str(v) for k, v in (attributes or {}).items()}
    element = OxmlElement(tag, named)
    element.extend(children)
    return element


def val(tag: str, value: object) -> Element:
    return el(tag, {"val": value})


def paragraph(style: str, *content: Element, properties: tuple[Element, ...] = ()) -> Element:
    """A paragraph of a style; ``properties`` follow ``pStyle`` in the schema's order."""
    return el("w:p", None, el("w:pPr", None, val("w:pStyle", style), *properties), *content)


def run(text: str, face: Face, *, character_style: str = "") -> Element:
    return el("w:r", None, _run_properties(face, character_style), _text(text))


def _run_properties(face: Face, character_style: str = "") -> Element:
    properties = el("w:rPr")
    if character_style:
        properties.append(val("w:rStyle", character_style))
    properties.append(
        el("w:rFonts", {"ascii": face.latin, "hAnsi": face.latin, "eastAsia": face.east,
                        "cs": face.latin})
    )  # fmt: skip
    if face.bold:
        properties.append(el("w:b"))
    return properties


def _text(text: str, tag: str = "w:t") -> Element:
    element = el(tag, {"xml:space": "preserve"})
    element.text = text
    return element


def field(instruction: str, shown: str, face: Face) -> Iterator[Element]:
    """A field with the result that is shown until the reader's program updates it."""
    yield from field_start(instruction, face)
    yield run(shown, face)
    yield field_end(face)


def field_start(instruction: str, face: Face) -> Iterator[Element]:
    yield run_of(face, el("w:fldChar", {"fldCharType": "begin"}))
    yield run_of(face, _text(f" {instruction} ", "w:instrText"))
    yield run_of(face, el("w:fldChar", {"fldCharType": "separate"}))


def field_end(face: Face) -> Element:
    return run_of(face, el("w:fldChar", {"fldCharType": "end"}))


def run_of(face: Face, part: Element) -> Element:
    """A run that holds something else than text."""
    return el("w:r", None, _run_properties(face), part)


def tab(face: Face) -> Element:
    return run_of(face, el("w:tab"))


def link(anchor: str, *content: Element, tip: str = "") -> Element:
    """A link to a bookmark of this document, with a screen tip."""
    shown = tip if len(tip) <= _TIP_LENGTH else f"{tip[:_TIP_LENGTH]}…"
    attributes = {"anchor": bookmark_name(anchor), "history": "1"}
    return el("w:hyperlink", {**attributes, "tooltip": shown} if tip else attributes, *content)


def bookmark_name(anchor: str) -> str:
    """An anchor as the name of a bookmark, which may hold no hyphens.

    >>> bookmark_name("table-2-1")
    'table_2_1'
    """
    return anchor.replace("-", "_")


class Bookmarks:
    """Marks content with an anchor; each mark has an id of its own within the document."""

    def __init__(self) -> None:
        self._ids = count(1)

    def mark(self, anchor: str, *content: Element) -> tuple[Element, ...]:
        number = next(self._ids)
        start = el("w:bookmarkStart", {"id": number, "name": bookmark_name(anchor)})
        return (start, *content, el("w:bookmarkEnd", {"id": number}))
