"""What a document was printed with: the record that it carries beside its text.

The record is a custom XML part, which both Word and LibreOffice keep when they save. It holds
the study, the chapter, the language, the text of every unit, and for each number its key, its
fact and its place, so that an edited document can be compared with what it was, wherever it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import cast
from xml.etree.ElementTree import Element as Parsed

from lxml import etree

from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx_fields import field_boxes
from dandong_analysis.report.docx_units import Node, Unit, read_units

NAMESPACE = "urn:dandong:record"
FORMAT = "1"
_BUILD_LENGTH = 16


@dataclass(frozen=True)
class Number:
    """A number of a unit: key of its control, id of its fact, and where its text stands."""

    key: str
    fact: str
    start: int
    end: int


@dataclass(frozen=True)
class Printed:
    """A unit as it was printed."""

    kind: str
    text: str
    numbers: tuple[Number, ...] = ()

    def shown(self, number: Number) -> str:
        """The text of one of its numbers."""
        return self.text[number.start : number.end]


@dataclass(frozen=True)
class Record:
    """What a document is and says.

    ``key`` is the name of its file without the ending, ``program`` what made it.
    """

    study: str
    key: str
    lang: str
    program: str
    units: tuple[Printed, ...]

    @cached_property
    def build(self) -> str:
        """A hash that is the same only for a document that says the same of the same facts."""
        said = [self.study, self.key, self.lang, FORMAT]
        for unit in self.units:
            said += [unit.kind, unit.text, *(f"{n.key} {n.fact} {n.start}" for n in unit.numbers)]
        return sha256("\0".join(said).encode()).hexdigest()[:_BUILD_LENGTH]


def record_of(body: Node, facts: Mapping[str, FactRef], meta: DocumentMeta) -> Record:
    """The record of a document that was just written; ``facts`` by the keys of their controls."""
    boxes = [element for _, box in field_boxes(cast("Parsed", body), {}) for element in box]
    units = tuple(_printed(unit, facts) for unit in read_units(body, boxes).units)
    return Record(meta.slug, meta.key, meta.lang, meta.build, units)


def _printed(unit: Unit, facts: Mapping[str, FactRef]) -> Printed:
    numbers = tuple(Number(m.key, facts[m.key].id, m.start, m.end) for m in unit.marks)
    return Printed(unit.kind, unit.text, numbers)


def record_bytes(record: Record) -> bytes:
    """The part of the package; the inverse of :func:`record_from`."""
    about = {"format": FORMAT, "build": record.build, "study": record.study, "key": record.key,
             "lang": record.lang, "program": record.program}  # fmt: skip
    root = etree.Element(_name("record"), about, nsmap={None: NAMESPACE})
    for unit in record.units:
        element = etree.SubElement(root, _name("unit"), kind=unit.kind)
        element.text = unit.text
        for n in unit.numbers:
            etree.SubElement(
                element, _name("number"), key=n.key, fact=n.fact, start=str(n.start), end=str(n.end)
            )
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def is_record(root: Parsed) -> bool:
    """Whether a part is the record of a document, in the form that this version reads."""
    return root.tag == _name("record") and root.get("format") == FORMAT


def record_from(root: Parsed) -> Record | None:
    """The record in a part; None where it is not whole."""
    try:
        units = tuple(map(_unit_from, root.iterfind(_name("unit"))))
    except (KeyError, ValueError):
        return None
    about = [root.get(name, "") for name in ("study", "key", "lang", "program")]
    record = Record(about[0], about[1], about[2], about[3], units)
    return record if record.build == root.get("build") else None


def _unit_from(element: Parsed) -> Printed:
    numbers = tuple(
        Number(n.attrib["key"], n.attrib["fact"], int(n.attrib["start"]), int(n.attrib["end"]))
        for n in element
    )
    return Printed(element.attrib["kind"], element.text or "", numbers)


def numbers_of(record: Record) -> Iterator[tuple[Printed, Number]]:
    """All numbers of a document in reading order, each with its unit."""
    return ((unit, number) for unit in record.units for number in unit.numbers)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"
