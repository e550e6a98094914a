"""What a review says beside the generated text: fields that evaluators filled in, tracked changes."""

from collections.abc import Iterator

from dandong_analysis.remarks.fields import Written
from dandong_analysis.report.docx_edited import Edited
from dandong_analysis.report.review import Finding
from dandong_analysis.report.review_tokens import is_label, tokens_of


def findings_beside(edited: Edited) -> Iterator[Finding]:
    """How many tracked changes were read as accepted; numbers that somebody wrote into fields."""
    if edited.reading.tracked:
        yield Finding("tracked", "", now=str(edited.reading.tracked))
    for field in edited.fields:
        if field.state == "filled" and not field.is_as_printed:
            yield from _numbers_in(field)


def _numbers_in(field: Written) -> Iterator[Finding]:
    for line in field.text:
        for token in tokens_of(line, ()):
            if token.kind == "number" and not is_label(line, token):
                yield Finding(
                    "field", field.label, now=line[token.start : token.end], fact=field.field
                )
