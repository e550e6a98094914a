"""The findings of a review as Word comments in the document that was reviewed."""

import io
from collections.abc import Sequence
from typing import cast

import docx as python_docx
from docx.document import Document as Docx
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.text.run import Run

from dandong_analysis.errors import Place
from dandong_analysis.report.docx_fields import field_boxes, made_fields, titles_of
from dandong_analysis.report.docx_package import opened, part
from dandong_analysis.report.docx_units import Unit, read_units
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
            docx.add_comment(
                [Run(element, docx) for element in runs],
                comment_on(finding, lang),
                _AUTHOR,
                _AUTHOR[:1],
            )
    stream = io.BytesIO()
    docx.save(stream)
    return stream.getvalue()


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
