"""A docx that people edited, as a review reads it: its record, its text, its fields."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.remarks.fields import Written
from dandong_analysis.report.docx_fields import field_boxes, made_fields, titles_of, written_in
from dandong_analysis.report.docx_package import main_part, opened, part
from dandong_analysis.report.docx_record import Record, is_record, record_from
from dandong_analysis.report.docx_units import Reading, read_units
from dandong_analysis.report.review_messages import problem

_CUSTOM = "customXml/"


@dataclass(frozen=True)
class Edited:
    """What a document was, and what it says now; ``fields`` are those that evaluators fill in."""

    record: Record
    reading: Reading
    fields: tuple[Written, ...]


def read_edited(data: bytes, *, file: str) -> Edited:
    """A document that this program made, whatever was done to it since.

    Raises
    ------
    DandongError
        When it is damaged, dangerous to open, or carries no whole record.
    """
    place = Place(file=file)
    package = opened(place, data)
    record = _record(place, package)
    body = part(place, package, main_part(place, package))
    made = made_fields(place, package)
    boxes = list(field_boxes(body, titles_of(made)))
    reading = read_units(body, [element for _, box in boxes for element in box])
    return Edited(record, reading, tuple(written_in(boxes, made)))


def build_of(data: bytes, *, file: str) -> str:
    """The build of a document: a hash of what it was printed with.

    Raises
    ------
    DandongError
        As :func:`read_edited`.
    """
    place = Place(file=file)
    return _record(place, opened(place, data)).build


def _record(place: Place, package: zipfile.ZipFile) -> Record:
    record = next(_records(place, package), None)
    if record is None:
        raise DandongError(problem("review-no-record", place))
    return record


def _records(place: Place, package: zipfile.ZipFile) -> Iterator[Record]:
    """The whole records of a document; some programs write the part twice."""
    for name in package.namelist():
        if name.startswith(_CUSTOM) and name.endswith(".xml"):
            root = part(place, package, name)
            record = record_from(root) if is_record(root) else None
            if record is not None:
                yield record
