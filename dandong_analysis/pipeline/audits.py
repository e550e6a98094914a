"""Auditing published figures: those of the study, or any file in their form."""

from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.audit.auditing import Audit, audit_figures
from dandong_analysis.audit.figures import figures_frame
from dandong_analysis.audit.notes import Note, parse_notes
from dandong_analysis.errors import Place, Problem, Text, UsageError
from dandong_analysis.pipeline.inputs import open_study
from dandong_analysis.study import Study


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
