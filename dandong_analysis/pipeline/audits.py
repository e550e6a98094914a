"""Auditing published figures: those of the study, or any file in their form.

The build writes what an audit finds as frames whose rows have the address of the figure that they
are about, so that what is counted of them can be traced like a row of a survey.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.audit.auditing import Audit, audit_figures
from dandong_analysis.audit.countable import countable_frames
from dandong_analysis.audit.figures import ROW, figures_frame, read_figures
from dandong_analysis.audit.notes import Note, parse_notes
from dandong_analysis.errors import Place, Problem, Text, UsageError
from dandong_analysis.facts import least_trusted
from dandong_analysis.pipeline.inputs import Layout, open_study
from dandong_analysis.schemas import ADDRESS
from dandong_analysis.study import Study

# The frames of the audit with the column that names the figure of a row; notes stand in a file
# of their own.
_FIGURE_OF = {
    "relations": "id", "blocks": "block", "cells": "id", "sets": "block", "changes": "id",
}  # fmt: skip
_FIGURES, _NOTES = "audit_figures", "audit_notes"
AUDITED = (_FIGURES, *(f"audit_{name}" for name in _FIGURE_OF), _NOTES)
# The delivery that published figures count to when no declared one holds their file.
_PLAN = "plan"
_RELATIONS = "derived_from"
_FEASIBILITY = {True: "feasible", False: "infeasible"}


def audit(root: Path, figures: Path | None = None, *, exact: bool = False) -> Audit:
    """The audit of a file of figures; nothing is written.

    Parameters
    ----------
    root
        The study folder.
    figures
        A file in the form of published figures; without it those that the study names, with its
        notes.
    exact
        Whether printed values must add up as they stand.

    Raises
    ------
    UsageError
        When no file is given and the study names none.
    DandongError
        When a file is not as it should be.
    """
    if figures is not None:
        return _audited(figures, (), exact=exact)
    study = open_study(root)
    if not study.published:
        raise UsageError(_no_figures())
    return _audited(storage.inside(root, study.published), _notes(root, study), exact=exact)


def run_audit(layout: Layout, study: Study) -> None:
    """Audit the figures that the study names, and write :data:`AUDITED`."""
    found = audit_figures(
        _text(layout.root, study), notes=_notes(layout.root, study), file=Path(study.published).name
    )
    frames = _addressed(found, layout.root, study)
    storage.replace_folder(
        layout.audit, {f"{n}.parquet": storage.frame_bytes(f) for n, f in frames.items()}
    )


def read_audit(layout: Layout, study: Study) -> dict[str, pd.DataFrame]:
    """What :func:`run_audit` wrote; nothing where the study names no figures."""
    return storage.read_frames(layout.audit) if study.published else {}


def _addressed(found: Audit, root: Path, study: Study) -> dict[str, pd.DataFrame]:
    """The frames of an audit behind the addresses of their rows, and the audited figures."""
    figures = _figures(root, study)
    rows = dict(zip(figures["figure_id"], figures["source_row"], strict=True))
    about = {
        f"audit_{name}": _located(frame, _source(study, study.published), frame[column].map(rows))
        for name, column in _FIGURE_OF.items()
        for frame in (getattr(found, name),)
    }
    feasible = found.blocks["is_feasible"].map(_FEASIBILITY).fillna("unproved").astype("str")
    about["audit_blocks"] = about["audit_blocks"].assign(feasibility=feasible)
    numbers = countable_frames({_FIGURES: figures, **about})
    return {**numbers, _NOTES: _placed_notes(found.notes, root, study)}


def _figures(root: Path, study: Study) -> pd.DataFrame:
    """Every audited figure: id, as printed, unit, place in the document and labels."""
    figures = read_figures(_text(root, study)).values()
    listed = pd.DataFrame({
        "figure_id": [f.id for f in figures], "printed": [f.text for f in figures],
        "unit": [f.unit_text for f in figures], "section": [f.section for f in figures],
        "label_zh": [f.label.zh for f in figures], "label_en": [f.label.en for f in figures],
    }, dtype="str")  # fmt: skip
    return _located(listed, _source(study, study.published), [f.row for f in figures])


def _placed_notes(notes: pd.DataFrame, root: Path, study: Study) -> pd.DataFrame:
    """The notes; the row of a note is its number in the file."""
    numbers = {note.id: number for number, note in enumerate(_notes(root, study), 1)}
    return _located(notes, _source(study, study.notes), notes["id"].map(numbers))


def _located(frame: pd.DataFrame, source: "_Source", rows: Iterable[int | None]) -> pd.DataFrame:
    address = pd.DataFrame({
        "delivery": source.delivery, "source_file": source.file, "source_sheet": "",
        "source_row": pd.array(list(rows), dtype="Int64"),
    })[list(ADDRESS)]  # fmt: skip
    texts = address.astype(dict.fromkeys(ADDRESS[:-1], "str"))
    return pd.concat([texts, frame.reset_index(drop=True)], axis="columns")


@dataclass(frozen=True)
class _Source:
    """Where a file of the plan counts to: a delivery, and the name of the file in it."""

    delivery: str
    file: str
    is_declared: bool


def _source(study: Study, path: str) -> _Source:
    """The declared delivery whose folder holds ``path``; without one, :data:`_PLAN`."""
    for entry in study.deliveries:
        if path and Path(path).is_relative_to(entry.folder):
            return _Source(entry.id, Path(path).relative_to(entry.folder).as_posix(), True)
    return _Source(_PLAN, path, False)


def plan_provenances(study: Study) -> Mapping[str, str]:
    """That the files of the plan are published, as ``stats.evaluate`` wants it.

    A file in the folder of a delivery is what that delivery declares to be.
    """
    named = [_source(study, path) for path in (study.published, study.notes) if path]
    return {
        name: "published"
        for source in named if not source.is_declared
        for name in (source.delivery, f"{source.delivery}/{source.file}")
    }  # fmt: skip


def plan_provenance(study: Study, files: pd.DataFrame) -> str:
    """What the plan is: published, unless a delivery that says otherwise holds its file."""
    source = _source(study, study.published)
    held = files.loc[files["delivery"] == source.delivery, "provenance"]
    return (least_trusted(held) if source.is_declared else "") or "published"


def plan_cells(root: Path, study: Study) -> pd.DataFrame:
    """The cells of published figures and notes, as delivered cells are kept for a trace."""
    if not study.published:
        return pd.DataFrame(columns=list(_CELL))
    figures = _text(root, study)
    names = [name for name in figures.columns if name != ROW]
    source = _source(study, study.published)
    cells = [
        (source.delivery, source.file, "", "", row, str(n), name, field, raw)
        for n, name in enumerate(names, 1)
        for field in _FIELDS.get(name, (name,))
        for row, raw in zip(figures[ROW], figures[name], strict=True)
    ]
    return pd.DataFrame([*cells, *_note_cells(root, study)], columns=list(_CELL))


_CELL = ("delivery", "file", "sheet", "table", "row", "column", "header", "field", "raw")
# The fields of the audit's frames that a column of the file of figures fills.
_FIELDS = {_RELATIONS: ("relation",), "value": ("printed", "printed_value")}


def _note_cells(root: Path, study: Study) -> list[tuple[object, ...]]:
    source = _source(study, study.notes)
    return [
        (source.delivery, source.file, "", "", number, "", "zh", "zh", note.text.zh)
        for number, note in enumerate(_notes(root, study), 1)
    ]


def plan_files(root: Path, study: Study) -> pd.DataFrame:
    """Delivery, name and hash of the plan's files, those of declared deliveries among them."""
    paths = [path for path in (study.published, study.notes) if path]
    rows = [
        (source.delivery, source.file, storage.digest(storage.inside(root, path)))
        for path in paths
        for source in (_source(study, path),)
    ]
    return pd.DataFrame(rows, columns=["delivery", "file", "sha256"], dtype="str")


def _text(root: Path, study: Study) -> pd.DataFrame:
    """The file of figures; one without relations states none."""
    path = storage.inside(root, study.published)
    frame = figures_frame(storage.read_bytes(path), file=path.name)
    return frame if _RELATIONS in frame else frame.assign(**{_RELATIONS: ""})


def _audited(path: Path, notes: tuple[Note, ...], *, exact: bool) -> Audit:
    frame = figures_frame(storage.read_bytes(path), file=path.name)
    return audit_figures(frame, notes=notes, exact=exact, file=path.name)


def _notes(root: Path, study: Study) -> tuple[Note, ...]:
    if not study.notes:
        return ()
    path = storage.inside(root, study.notes)
    return parse_notes(storage.read_toml(path), file=path.name)


def _no_figures() -> Problem:
    return Problem(
        "no-figures",
        Text("本研究没有声明公布的数据项", "the study declares no published figures"),
        Text("没有审核任何内容", "nothing was audited"),
        Text("请给出文件：dandong audit FIGURES.csv，或在 study.toml 的 [files] 中写 published",
             "name a file: dandong audit FIGURES.csv, or put published into [files] of study.toml"),
        Place(file="study.toml"),
    )  # fmt: skip
