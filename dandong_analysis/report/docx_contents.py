"""The table of contents of a docx.

Its lines are links with a PAGEREF field each, not the result of one TOC field: LibreOffice
computes the page numbers of such lines when it opens a document, and shows those of a TOC field
as they were written. Page numbers depend on the reader's fonts, so none is written: where a
program does not compute fields on opening (Word), a line ends in its leader until the fields are
updated (select all, F9) or the document is printed. Marking them as out of date, or asking Word to
update fields, would open every document with a question.
"""

from collections.abc import Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from dandong_analysis.report.document import Document
from dandong_analysis.report.docx_xml import (
    FACES,
    bookmark_name,
    field_end,
    field_start,
    link,
    paragraph,
    run,
    tab,
)
from dandong_analysis.report.numbering import gap_after_number, heading_level

DEFINITIONS = "definitions"
"""The anchor of the appendix."""


def contents(document: Document) -> Iterator[Element]:
    """The title and a line for each heading and for the appendix."""
    yield paragraph("TOCHeading", run(document.word("contents"), FACES["TOCHeading"]))
    yield from (_line(*entry) for entry in _entries(document))


def _entries(document: Document) -> Sequence[tuple[str, str, str]]:
    """Style, anchor and text of each line."""
    entries = [
        (f"TOC{heading_level(h)}", i.anchor, f"{i.number}{gap_after_number(i)}{h.text}")
        for i, h in document.headings()
    ]
    appendix = [("TOC1", DEFINITIONS, document.word("appendix"))] if document.entries else []
    return [*entries, *appendix]


def _line(style: str, anchor: str, text: str) -> Element:
    face = FACES[style]
    page = (*field_start(rf"PAGEREF {bookmark_name(anchor)} \h", face), field_end(face))
    return paragraph(style, link(anchor, run(text, face), tab(face), *page))
