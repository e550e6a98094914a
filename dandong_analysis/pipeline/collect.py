"""Taking the texts that an evaluator wrote into a chapter over into the study."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dandong_analysis import storage
from dandong_analysis.errors import Place, Problem, UsageError, raise_all
from dandong_analysis.pipeline.build import opened
from dandong_analysis.pipeline.edited import edited_document
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.remarks import changes_of
from dandong_analysis.remarks.file import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Remark,
    parse_remarks,
)
from dandong_analysis.remarks.merge import EDITS, Change, merged
from dandong_analysis.remarks.messages import problem
from dandong_analysis.remarks.write import updated_toml
from dandong_analysis.report.docx_fields import read_fields
from dandong_analysis.study import Study


@dataclass(frozen=True)
class Collected:
    """What a document changed in the study's file, and what could not be kept."""

    document: str
    file: str
    changes: tuple[Change, ...]
    warnings: tuple[Problem, ...]

    @property
    def is_written(self) -> bool:
        """Whether the file changed."""
        return any(change.kind in EDITS for change in self.changes)

    def as_json(self) -> dict[str, Any]:
        return {
            "document": self.document, "file": self.file, "written": self.is_written,
            "fields": [
                {"field": c.field, "label": c.label, "change": c.kind,
                 "before": list(c.before), "after": list(c.after)} for c in self.changes
            ],
            "warnings": [
                {"code": p.code, "field": p.value, "zh": p.message().zh, "en": p.message().en}
                for p in self.warnings
            ],
        }  # fmt: skip


def collect(root: Path, document: Path, *, by: str = "", on: date) -> Collected:
    """Put the texts of an edited docx into the study's file of remarks.

    Parameters
    ----------
    root
        The study folder.
    document
        The docx; a relative path is of the working folder, else of the study.
    by, on
        Who wrote the new and changed texts, and on which day.

    Raises
    ------
    UsageError
        When there is no such document, or the study names no file of remarks.
    DandongError
        When the document or the file is not as it should be; the file stays as it was.
    """
    with opened(root) as (layout, study):
        if not study.remarks:
            raise UsageError(problem("remark-no-file", Place(file="study.toml")))
        _, data = edited_document(root, document)
        written = read_fields(data, file=document.name)
        text, remarks = _kept(layout, study)
        changes = changes_of(written, remarks)
        new = merged(remarks, changes, by=by.strip(), on=on)
        _check_lengths(new, document.name)
        lost = tuple(
            problem("remark-lost", Place(file=document.name), w.field, severity="warning",
                    lost=", ".join(w.lost)) for w in written if w.lost
        )  # fmt: skip
        collected = Collected(document.name, study.remarks, changes, lost)
        if collected.is_written:
            _write(layout, study, updated_toml(text, new, file=study.remarks))
        return collected


def _kept(layout: Layout, study: Study) -> tuple[str, tuple[Remark, ...]]:
    """The text of the file and its remarks; there is none before the first document."""
    path = storage.inside(layout.root, study.remarks)
    if not path.exists():
        return "", ()
    remarks = parse_remarks(storage.read_toml(path), file=study.remarks)
    return storage.read_bytes(path).decode("utf-8"), remarks


def _check_lengths(remarks: tuple[Remark, ...], document: str) -> None:
    long = [r.field for r in remarks
            if len("\n".join(r.text)) > LONGEST_TEXT or len(r.by) > LONGEST_NAME]  # fmt: skip
    raise_all([
        problem("remark-long", Place(file=document), name, text=LONGEST_TEXT, name=LONGEST_NAME)
        for name in long
    ])  # fmt: skip


def _write(layout: Layout, study: Study, text: str) -> None:
    storage.write_bytes(storage.inside(layout.root, study.remarks), text.encode("utf-8"))
