"""A fact as it opens in a notebook: definition, print, parents, and the cells behind it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dandong_analysis.errors import Text
from dandong_analysis.lab.chapters import study_here
from dandong_analysis.lab.markup import Bundle, rendered, show
from dandong_analysis.pipeline import printed
from dandong_analysis.report.labels import unit_label, word

ROWS = 20
_COLUMNS = ("file", "sheet", "row", "column", "header", "raw", "value")
_HEADER = (
    Text("文件", "file"), Text("工作表", "sheet"), Text("行", "row"), Text("列", "column"),
    Text("表头", "header"), Text("原始内容", "raw text"), Text("计入值", "counts as"),
)  # fmt: skip


def fact(key: str, *, rows: int = ROWS) -> None:
    """Open a fact where it is called: what it is and the first cells that it came from.

    Parameters
    ----------
    key
        The id of a fact, or a number as a report prints it.
    rows
        How many of its rows are listed.

    Raises
    ------
    DandongError
        When there is no such fact; names the nearest ids.
    """
    show(fact_bundle(study_here().root, str(key), rows=rows))


def fact_bundle(root: Path, key: str, *, rows: int = ROWS) -> Bundle:
    """What ``dandong trace`` tells about a fact, or the facts that print so."""
    answer = printed.trace(root, key)
    if "facts" in answer:
        return rendered("printed", answer=answer, unit=unit_label)
    return rendered(
        "fact", fact=answer, rows=rows, header=_HEADER, columns=_COLUMNS,
        unit=unit_label, verdict=_verdict, files=_files,
    )  # fmt: skip


def _verdict(code: str, lang: str) -> str:
    return word(lang, "code", "verdict", code)


def _files(rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """The files of the rows and their hashes, each once."""
    return dict.fromkeys((row["file"], row["sha256"]) for row in rows)
