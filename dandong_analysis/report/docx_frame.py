"""What surrounds the text of a docx: page, styles, numbering, header, footer, properties."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, time

import docx as python_docx
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.section import Section
from docx.shared import Mm

from dandong_analysis.report.document import Document
from dandong_analysis.report.docx_headings import heading_lists
from dandong_analysis.report.docx_pack import template_part
from dandong_analysis.report.docx_xml import FACES, el, field, paragraph, run, val
from dandong_analysis.report.pages import Page
from dandong_analysis.report.phrases import LANGUAGE_TAGS

# A character of a page number, in twentieths of a point.
_ONE_CHARACTER = 280
# Of header and footer from the edges of a landscape page, in mm.
_LANDSCAPE_DISTANCE = 12


def new_document(document: Document) -> Docx:
    """An empty docx with page, styles, header, footer and properties."""
    docx = python_docx.Document()
    docx.styles.element[:] = parse_xml(template_part("styles.xml"))[:]
    docx.part.numbering_part.element[:] = heading_lists(document)
    _set_page(docx.sections[0])
    _set_header_and_footer(docx, document)
    _set_settings(docx)
    _set_properties(docx, document)
    return docx


def _set_page(section: Section) -> None:
    """A4 with the margins of GB/T 9704-2012: a text area of 156 mm by 225 mm."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    section.different_first_page_header_footer = True


def section_break(section: Section, *, page: Page | None, is_first: bool) -> Element:
    """The end of a section like ``section``, upright or with a landscape page.

    Only the first section of a document has a first page of its own kind.
    """
    ended: Element = deepcopy(section._sectPr)  # noqa: SLF001 (python-docx adds sections at the end only)
    if not is_first:
        go_on(Section(ended, section._document_part))  # noqa: SLF001 (as above)
    if page is not None:
        turn(Section(ended, section._document_part), page)  # noqa: SLF001 (as above)
    return ended


def go_on(section: Section) -> None:
    """Give a section no first page of its own kind."""
    section.different_first_page_header_footer = False


def turn(section: Section, page: Page) -> None:
    """Give a section the size and the margins of a landscape page."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin = section.right_margin = Mm(page.side)
    section.header_distance = section.footer_distance = Mm(_LANDSCAPE_DISTANCE)


def finish_in_columns(section: Section) -> None:
    """Set the last section in two columns; header and footer go on from the one before."""
    properties = section._sectPr  # noqa: SLF001 (as above)
    for name in ("headerReference", "footerReference", "titlePg", "type", "cols"):
        _remove(properties, f"w:{name}")
    properties.insert(0, val("w:type", "continuous"))
    columns = el("w:cols", {"num": 2, "space": 454})
    _insert_before(
        properties, columns, ("formProt", "vAlign", "noEndnote", "textDirection", "docGrid")
    )


def _set_header_and_footer(docx: Docx, document: Document) -> None:
    """The stamp above; page numbers below at the outer edge, none on the first page."""
    section = docx.sections[0]
    docx.settings.odd_and_even_pages_header_footer = True
    stamp = document.word("stamp") if document.is_synthetic else ""
    for header in (section.header, section.even_page_header, section.first_page_header):
        header.is_linked_to_previous = False
        header._element[:] = [_header_line(stamp)]  # noqa: SLF001 (python-docx has no call that sets a part's contents)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        footer._element[:] = [_page_number(side)]  # noqa: SLF001 (as above)


def _page_number(side: str) -> Element:
    face = FACES["Footer"]
    number = [run("— ", face), *field("PAGE", "1", face), run(" —", face)]
    indent = el("w:ind", {f"{side}Chars": 100, side: _ONE_CHARACTER})
    return paragraph("Footer", *number, properties=(indent, val("w:jc", side)))


def _header_line(stamp: str) -> Element:
    if stamp:
        return paragraph("Header", run(stamp, FACES["Header"]))
    return paragraph("Normal")


def _set_settings(docx: Docx) -> None:
    """Word 2013 layout, so that no compatibility mode is announced."""
    settings = docx.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    # The template is of another country.
    languages = settings.find(qn("w:themeFontLang"))
    languages.set(qn("w:eastAsia"), "zh-CN")
    mode = el("w:compatSetting", {"name": "compatibilityMode", "val": 15,
                                  "uri": "http://schemas.microsoft.com/office/word"})  # fmt: skip
    _insert_before(settings, el("w:compat", None, mode), _AFTER_COMPAT)


# Elements that the schema puts after w:compat.
_AFTER_COMPAT = (
    "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping",
    "doNotIncludeSubdocsInStats", "shapeDefaults", "decimalSymbol", "listSeparator",
)  # fmt: skip


def _insert_before(parent: Element, child: Element, followers: Sequence[str]) -> None:
    tags = {qn(f"w:{name}") for name in followers} | {
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr"
    }
    places = [index for index, element in enumerate(parent) if element.tag in tags]
    parent.insert(places[0] if places else len(parent), child)


def _set_properties(docx: Docx, document: Document) -> None:
    meta, properties = document.meta, docx.core_properties
    properties.title, properties.subject = document.full_title, meta.study
    properties.author = properties.last_modified_by = meta.author
    properties.language = LANGUAGE_TAGS[meta.lang]
    properties.keywords, properties.revision = meta.build, 1
    properties.comments = document.word("stamp") if document.is_synthetic else ""
    day = meta.created
    if day is None:
        for name in ("created", "modified"):
            _remove(properties._element, f"dcterms:{name}")  # noqa: SLF001 (a date cannot be unset by a public call)
    else:
        properties.created = properties.modified = datetime.combine(day, time(), UTC)


def _remove(parent: Element, tag: str) -> None:
    for child in parent.findall(qn(tag)):
        parent.remove(child)
