"""The findings of a review as Word comments in the document that was reviewed."""

import io
from collections.abc import Sequence
from typing import cast

import docx as python_docx
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from dandong_analysis.errors import Place
from dandong_analysis.report.docx_fields import field_boxes, made_fields, titles_of
from dandong_analysis.report.docx_package import opened, part
from dandong_analysis.report.docx_units import Unit, read_units
from dandong_analysis.report.docx_xml import el
from dandong_analysis.report.review import Finding
from dandong_analysis.report.review_messages import comment_on

_AUTHOR = "dandong"
_XML = (".xml", ".rels")


def commented(data: bytes, findings: Sequence[Finding], *, lang: str, file: str) -> bytes:
    """The document ``data`` with a comment for each finding that has a place.

    Raises
    ------
    DandongError
        When a part of the document is damaged or dangerous to open.
    """
    place = Place(file=file)
    package = opened(place, data)
    for name in package.namelist():
        if name.endswith(_XML):
            part(place, package, name)
    docx = python_docx.Document(io.BytesIO(data))
    units = _units(docx, titles_of(made_fields(place, package)))
    anchors = [(finding, _runs_at(units[finding.unit], finding)) for finding in findings if units]
    for finding, runs in anchors:
        if runs:
            comment = docx.comments.add_comment(comment_on(finding, lang), _AUTHOR, _AUTHOR[:1])
            _mark(runs[0], runs[-1], comment.comment_id)
    stream = io.BytesIO()
    docx.save(stream)
    return stream.getvalue()


def _mark(first: Element, last: Element, number: int) -> None:
    """Let a comment reach from one run to another.

    Its ends stand outside controls, links and tracked changes: LibreOffice 7.4 was seen to save
    a damaged file where they do not.
    """
    _outermost(first).addprevious(el("w:commentRangeStart", {"id": number}))
    reference = el("w:r", None, el("w:commentReference", {"id": number}))
    after = _outermost(last)
    after.addnext(reference)
    after.addnext(el("w:commentRangeEnd", {"id": number}))


def _outermost(run: Element) -> Element:
    """What holds the run and stands in the paragraph itself."""
    chain = [run, *run.iterancestors()]
    paragraph = next(n for n, element in enumerate(chain) if element.tag == qn("w:p"))
    return cast("Element", chain[paragraph - 1])


def _units(docx: Docx, titles: dict[str, str]) -> list[Unit]:
    """The units as the review read them, with the runs of this document."""
    body = docx.element.body
    boxes = [element for _, box in field_boxes(body, titles) for element in box]
    return read_units(body, boxes).units


def _runs_at(unit: Unit, finding: Finding) -> list[Element]:
    """The first and the last run of a finding."""
    starts = [start for start, _ in unit.runs]
    ends = [*starts[1:], len(unit.text)]
    spans = [
        run for (start, run), end in zip(unit.runs, ends, strict=True)
        if start < finding.end and end > finding.start
    ]  # fmt: skip
    found = spans or [run for _, run in unit.runs[:1]]
    return [cast("Element", found[0]), cast("Element", found[-1])] if found else []
