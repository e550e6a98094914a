"""Fields to fill in, as content controls of Word.

A control carries the id of its field as its tag, so that the text written into it is found
again (:mod:`~dandong_analysis.report.docx_fields`). It cannot be deleted by accident; its text
can be edited freely. LibreOffice 7.4 drops the tags of such controls when it saves and keeps
their titles, so the document also has a property of its own for each title: the id, and a
fingerprint of the text that was printed. It writes the text of a control around paragraphs
several times over, unless the control is a part of a gallery; so these are.
"""

from collections.abc import Iterator, Mapping

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from dandong_analysis.remarks.fields import fingerprint
from dandong_analysis.report.blocks import Field
from dandong_analysis.report.document import byline
from dandong_analysis.report.docx_xml import FACES, el, paragraph, run, val

CUSTOM_PART = "docProps/custom.xml"
# Begins the names of the properties that say what a title belongs to.
PREFIX = "dandong "
# Word refuses a document whose control has a longer title.
LONGEST_TITLE = 64


class Controls:
    """Writes the boxes of a document; each title names one field."""

    def __init__(self, ids: Iterator[int]) -> None:
        self._ids = ids
        self._titles: dict[str, Field] = {}

    @property
    def properties(self) -> Mapping[str, str]:
        """The properties that the document must have: name and value."""
        return {f"{PREFIX}{t}": f"{f.id} {fingerprint(f.text)}" for t, f in self._titles.items()}

    def box(self, field: Field) -> Iterator[Element]:
        """The label, the control, and who wrote its text."""
        face = FACES["FieldLabel"]
        yield paragraph("FieldLabel", run(field.label, face), properties=(el("w:keepNext"),))
        yield self._control(field)
        if byline(field):
            yield paragraph("FieldSource", run(byline(field), FACES["FieldSource"]))
        yield paragraph("Spacer")

    def _control(self, field: Field) -> Element:
        face = FACES["FieldText"]
        properties = el(
            "w:sdtPr", None, val("w:alias", self._title(field)), val("w:tag", field.id),
            val("w:id", next(self._ids)), val("w:lock", "sdtLocked"),
        )  # fmt: skip
        lines = [paragraph("FieldText", run(line, face)) for line in field.text]
        if not lines:
            properties.append(el("w:showingPlcHdr"))
            shown = run(field.placeholder, face, character_style="PlaceholderText")
            lines = [paragraph("FieldText", shown)]
        properties.append(el("w:docPartObj", None, val("w:docPartGallery", "Quick Parts")))
        return el("w:sdt", None, properties, el("w:sdtContent", None, *lines))

    def _title(self, field: Field) -> str:
        """The label, cut to what Word takes, and told apart from that of another field."""
        marks = ("", *(f" ({n})" for n in range(2, len(self._titles) + 3)))
        titles = (cut(field.label, LONGEST_TITLE - len(mark)) + mark for mark in marks)
        title = next(t for t in titles if self._titles.get(t, field).id == field.id)
        self._titles[title] = field
        return title


def cut(text: str, length: int) -> str:
    """``text`` in at most ``length`` characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
