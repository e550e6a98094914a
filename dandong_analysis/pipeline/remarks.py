"""Texts that evaluators write: read from the study's file, and guarded when a build publishes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, raise_all
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.publish import REPORTS, read_manifest
from dandong_analysis.remarks.fields import Written, day_of
from dandong_analysis.remarks.file import Remark, parse_remarks, remarks_frame
from dandong_analysis.remarks.merge import EDITS, Change, compare
from dandong_analysis.remarks.messages import problem
from dandong_analysis.report.document import printable
from dandong_analysis.report.docx_fields import read_fields
from dandong_analysis.study import WHOLE, Study

# Begins the name of the file with which Word marks a document as open.
_OPEN_IN_WORD = "~$"


def read_remarks(root: Path, study: Study) -> tuple[Remark, ...]:
    """What the study keeps; none when it names no file.

    Raises
    ------
    DandongError
        When the file is absent or not as it should be.
    """
    if not study.remarks:
        return ()
    data = storage.read_toml(storage.inside(root, study.remarks))
    return parse_remarks(data, file=study.remarks)


def run_remarks(layout: Layout, study: Study) -> None:
    """Write the remarks where chapters find them."""
    frame = remarks_frame(read_remarks(layout.root, study))
    storage.replace_folder(layout.remarks, {"remarks.parquet": storage.frame_bytes(frame)})


def refuse_to_lose(layout: Layout, study: Study) -> None:
    """Stop when a published document holds texts, written by hand, that the study does not keep.

    Raises
    ------
    DandongError
        With one problem for each such document, and for each that was edited and cannot be read.
    """
    remarks = read_remarks(layout.root, study)
    raise_all([p for path in _edited(layout) for p in _at_risk(layout, path, remarks)])


def changes_of(written: Sequence[Written], remarks: Sequence[Remark]) -> tuple[Change, ...]:
    """What the fields ``written`` in a document change."""
    return compare(written, remarks, shown=printable)


def unused(
    layout: Layout, study: Study, runs: Sequence[ChapterRun], fresh: set[str]
) -> tuple[Problem, ...]:
    """A warning for each remark whose field no chapter shows.

    Nothing when not all chapters of the study were built for the whole region, and nothing
    about a remark of another day than those of the chapters.
    """
    remarks = read_remarks(layout.root, study)
    if not (remarks and _is_whole(study, runs, fresh)):
        return ()
    fields = read_manifest(layout).get("fields", {})
    shown = {name for run in runs for name in fields.get(run.key, ())}
    place, days = Place(file=study.remarks), {"", *map(day_of, shown)}
    return tuple(
        problem("remark-unused", place, remark.field, severity="warning")
        for remark in remarks if remark.field not in shown and day_of(remark.field) in days
    )  # fmt: skip


def _is_whole(study: Study, runs: Sequence[ChapterRun], fresh: set[str]) -> bool:
    whole = {r.chapter for r in runs if r.values.get("region", WHOLE) == WHOLE}
    return whole >= set(study.chapters) and fresh >= {f"chapter:{run.key}" for run in runs}


def _edited(layout: Layout) -> Iterator[Path]:
    """The documents in the reports that no build wrote as they are."""
    reports, made = layout.root / REPORTS, read_manifest(layout).get("outputs", {})
    for path in storage.list_files(reports):
        name = path.relative_to(layout.root).as_posix()
        is_document = path.suffix.lower() == ".docx" and not path.name.startswith(_OPEN_IN_WORD)
        if is_document and storage.digest(path) != made.get(name):
            yield path


def _at_risk(layout: Layout, path: Path, remarks: Sequence[Remark]) -> Iterator[Problem]:
    name = path.relative_to(layout.root).as_posix()
    try:
        written = read_fields(storage.read_bytes(path), file=name)
    except DandongError as error:
        reason = error.problems[0]
        if reason.code != "remark-no-fields":
            yield problem("remark-edited-unread", Place(file=name), reason=reason.code)
        return
    edits = [c.label or c.field for c in changes_of(written, remarks) if c.kind in EDITS]
    if edits:
        yield problem("remark-edited", Place(file=name), "；".join(edits), name=name)
