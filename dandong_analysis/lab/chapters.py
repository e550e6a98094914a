"""The chapters of a study as JupyterLab shows them: titles, parameters, what was built."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dandong_analysis import storage
from dandong_analysis.errors import Text
from dandong_analysis.pipeline.inputs import Layout, open_study
from dandong_analysis.pipeline.parameters import declared_parameters
from dandong_analysis.study import Study

_TITLE = re.compile(r"^# +[0-9]* *(?P<zh>[^\x00-\x7f]+) *(?P<en>[ -~]*)$", re.MULTILINE)


@dataclass(frozen=True)
class OpenStudy:
    """The study that a notebook lies in."""

    layout: Layout
    study: Study

    @property
    def root(self) -> Path:
        return self.layout.root


@dataclass(frozen=True)
class ChapterEntry:
    """One chapter: its title, and the parameters that it declares with their defaults.

    ``own`` tells whether its notebook lies in the study, or comes with dandong.
    """

    name: str
    title: Text
    declared: Mapping[str, Any]
    own: bool


def study_here() -> OpenStudy:
    """The study in the working folder or the nearest one above.

    Raises
    ------
    UsageError
        When there is none.
    """
    root = storage.study_root(Path.cwd())
    return OpenStudy(Layout(root.resolve()), open_study(root))


def chapters(opened: OpenStudy) -> tuple[ChapterEntry, ...]:
    """The chapters that the study names, in their order."""
    return tuple(_entry(opened.layout, name) for name in opened.study.chapters)


def notebook_name(chapter: str) -> str:
    """Where the notebook of a chapter lies below the study, if it has one of its own."""
    return f"notebooks/{chapter}.ipynb"


def copy_notebook(opened: OpenStudy, chapter: str) -> str:
    """Give the study a notebook of its own of a chapter that comes with dandong; its name.

    One that it has already is left as it is.
    """
    source, name = opened.layout.notebook(chapter), notebook_name(chapter)
    if not source.is_relative_to(opened.root):
        storage.write_bytes(storage.inside(opened.root, name), storage.read_bytes(source))
    return name


def _entry(layout: Layout, name: str) -> ChapterEntry:
    path = layout.notebook(name)
    source = storage.read_bytes(path)
    own = path.is_relative_to(layout.root)
    return ChapterEntry(
        name, _title(source, name), declared_parameters(source, f"{name}.ipynb"), own
    )


def _title(notebook: bytes, name: str) -> Text:
    """The title in the first prose cell, in both languages; else the name."""
    cells = json.loads(notebook)["cells"]
    prose = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    found = _TITLE.search(prose[0]) if prose else None
    if found is None:
        return Text(name, name)
    return Text(found["zh"].strip(), found["en"].strip() or name)
