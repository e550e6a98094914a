"""Reading an edited chapter beside the report that stands now."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Text, UsageError
from dandong_analysis.pipeline.build import opened
from dandong_analysis.pipeline.edited import edited_document
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.publish import PROCESSED, REPORTS, read_manifest
from dandong_analysis.report.docx_comments import commented
from dandong_analysis.report.docx_edited import Edited, read_edited
from dandong_analysis.report.docx_record import Record, numbers_of
from dandong_analysis.report.review import INFORMATION, Finding, review
from dandong_analysis.report.review_fields import findings_beside
from dandong_analysis.report.review_messages import KINDS, problem
from dandong_analysis.report.review_tokens import Known, by_value
from dandong_analysis.report.serialise import numbers_of_notebook
from dandong_analysis.study import Study

Standing = Literal["same", "another_build", "another_study", "unbuilt"]

STANDINGS: Mapping[Standing, Text] = {
    "same": Text("属于现在的报告", "of the report that stands now"),
    "another_build": Text("不是现在的报告", "not of the report that stands now"),
    "another_study": Text("属于另一项研究", "of another study"),
    "unbuilt": Text("研究中没有生成这份文档", "the study has built no such document"),
}


@dataclass(frozen=True)
class Overtaken:
    """A number that the document prints and the report that stands prints otherwise.

    ``now`` is empty when the report does not print the fact any more.
    """

    fact: str
    printed: str
    now: str


@dataclass(frozen=True)
class Reviewed:
    """What was done to a document, and whether it is still one of the report."""

    document: str
    record: Record
    standing: Standing
    findings: tuple[Finding, ...]
    overtaken: tuple[Overtaken, ...]

    @property
    def is_faithful(self) -> bool:
        """Whether nothing was done but adding text, and the report is the one that stands."""
        return self.standing == "same" and all(f.kind in INFORMATION for f in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The ``--json`` of ``dandong review``."""
        record = self.record
        return {
            "document": self.document, "study": record.study, "key": record.key,
            "lang": record.lang, "build": record.build, "standing": self.standing,
            "faithful": self.is_faithful,
            "findings": [
                {"kind": f.kind, "information": f.kind in INFORMATION, "place": f.place,
                 "printed": f.printed, "now": f.now, "fact": f.fact, "label": f.label,
                 "zh": KINDS[f.kind].zh, "en": KINDS[f.kind].en} for f in self.findings
            ],
            "overtaken": [
                {"fact": o.fact, "printed": o.printed, "now": o.now} for o in self.overtaken
            ],
        }  # fmt: skip


def review_document(root: Path, document: Path, *, comments: Path | None = None) -> Reviewed:
    """Compare an edited docx with what it was printed with, and with the report that stands.

    Parameters
    ----------
    root
        The study folder.
    document
        The docx; a relative path is of the working folder, else of the study.
    comments
        Where to write the document with its findings as comments.

    Raises
    ------
    UsageError
        When there is no such file, it is no document of this program, or ``comments`` is the
        document itself.
    """
    with opened(root) as (layout, study):
        path, data = edited_document(root, document)
        _check_target(path, comments)
        edited = _edited(data, document.name)
        report = _Report(layout, edited.record)
        known = by_value([*report.known(), *_printed_in(edited.record)])
        findings = (
            *findings_beside(edited), *review(edited.record, edited.reading.units, known),
        )  # fmt: skip
        if comments is not None:
            marked = commented(
                data, [f for f in findings if f.kind not in _WITHOUT_PLACE],
                lang=edited.record.lang, file=document.name,
            )  # fmt: skip
            storage.write_bytes(comments, marked)
        standing = report.standing(study)
        overtaken = () if standing == "same" else tuple(report.overtaken())
        return Reviewed(document.name, edited.record, standing, findings, overtaken)


# Findings of a document as a whole, or of a field.
_WITHOUT_PLACE = {"tracked", "field"}


def _check_target(path: Path, comments: Path | None) -> None:
    if comments is not None and comments.exists() and comments.samefile(path):
        raise UsageError(problem("review-overwrite", Place(file=comments.name)))


def _edited(data: bytes, name: str) -> Edited:
    try:
        return read_edited(data, file=name)
    except DandongError as error:
        raise UsageError(*error.problems) from error


def _printed_in(record: Record) -> Iterator[Known]:
    """The facts of the document itself, as it printed them."""
    return (Known(unit.shown(number), number.fact) for unit, number in numbers_of(record))


class _Report:
    """The report that stands, as far as it concerns one document."""

    def __init__(self, layout: Layout, record: Record) -> None:
        self.layout, self.record = layout, record
        self.manifest = read_manifest(layout)

    def standing(self, study: Study) -> Standing:
        """Whether the document is one of this report."""
        built = self.manifest.get("documents", {}).get(self.record.key)
        if self.record.study != study.slug:
            return "another_study"
        if built is None:
            return "unbuilt"
        return "same" if built == self.record.build else "another_build"

    def known(self) -> Iterator[Known]:
        """All facts that may support a number: of the chapter, of others, then of the ledger."""
        keys = sorted(self._keys(), key=lambda key: key != self.record.key)
        yield from self._printed(keys)
        label = f"label_{self.record.lang}"
        for fact in self._ledger():
            yield Known(str(fact["printed"]), fact["id"], fact[label])

    def overtaken(self) -> Iterator[Overtaken]:
        """Numbers of the document that the report that stands prints otherwise."""
        key = self.record.key
        own = [key] if key in self.manifest.get("chapters", {}) else self._keys()
        now: dict[str, dict[str, None]] = {}
        for number in self._printed(own):
            now.setdefault(number.fact, {})[number.text] = None
        seen = dict.fromkeys((n.fact, unit.shown(n)) for unit, n in numbers_of(self.record))
        for fact_id, text in seen:
            if text not in now.get(fact_id, {}):
                yield Overtaken(fact_id, text, "、".join(now.get(fact_id, {})))

    def _keys(self) -> list[str]:
        """The chapters of the report in the language of the document."""
        chapters = self.manifest.get("chapters", {})
        return [
            key for key, chapter in chapters.items()
            if chapter.get("parameters", {}).get("lang", self.record.lang) == self.record.lang
        ]  # fmt: skip

    def _printed(self, keys: Iterable[str]) -> Iterator[Known]:
        folder = self.layout.root / REPORTS / "executed"
        paths = (storage.inside(folder, f"{key}.ipynb") for key in keys)
        for notebook in (json.loads(storage.read_bytes(p)) for p in paths if p.is_file()):
            yield from (Known(*number) for number in numbers_of_notebook(notebook))

    def _ledger(self) -> Iterator[Mapping[str, Any]]:
        folder = self.layout.root / PROCESSED
        paths = (
            [p for p in storage.list_files(folder) if p.name == "facts.json"]
            if folder.is_dir()
            else []
        )
        for path in paths:
            yield from storage.read_json(path)
