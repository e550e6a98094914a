"""The first page in JupyterLab: what the study holds, its chapters, and the last build."""

from dataclasses import dataclass
from urllib.parse import quote

from dandong_analysis.errors import Text
from dandong_analysis.lab.built import Built, is_shown, last_build
from dandong_analysis.lab.chapters import (
    ChapterEntry,
    OpenStudy,
    chapters,
    copy_notebook,
    notebook_name,
    study_here,
)
from dandong_analysis.lab.markup import Bundle, rendered, show

_STATES = {
    "complete": Text("已生成", "built"),
    "failed": Text("出错", "failed"),
    "absent": Text("未生成", "not built"),
}


@dataclass(frozen=True)
class Link:
    """A file below the study; ``address`` is empty for one that JupyterLab cannot show."""

    text: str
    address: str = ""


def overview() -> None:
    """Show what the study holds: chapters with links, published documents, the last build."""
    show(overview_bundle(study_here()))


def overview_bundle(opened: OpenStudy) -> Bundle:
    """The overview of a study, in both languages."""
    built = last_build(opened.root)
    rows = [_row(entry, built) for entry in chapters(opened)]
    return rendered(
        "overview", study=opened.study, rows=rows, built=built,
        changed=built.changed(opened.root) if built else [],
        whole=[_link(name) for name in built.whole] if built else [],
    )  # fmt: skip


def copied_bundle(opened: OpenStudy, chapter: str) -> Bundle:
    """Put the notebook of a chapter into the study, and a link to it."""
    return rendered("copied", link=_link(copy_notebook(opened, chapter)))


def _row(entry: ChapterEntry, built: Built | None) -> dict[str, object]:
    state = built.state(entry.name) if built else "absent"
    return {
        "entry": entry, "state": _STATES[state],
        "notebook": _link(notebook_name(entry.name)) if entry.own else None,
        "files": [_link(name) for name in (built.files(entry.name) if built else ())],
    }  # fmt: skip


def _link(name: str) -> Link:
    shown = name.endswith(".ipynb") or is_shown(name)
    text = name.rpartition("/")[2]
    return Link(text, quote(name) if shown else "")
