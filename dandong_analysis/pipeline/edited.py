"""The edited document that a command is given."""

from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.errors import Place, Problem, Text, UsageError


def edited_document(root: Path, document: Path) -> tuple[Path, bytes]:
    """Where ``document`` is, and its contents.

    A relative path is of the working folder, else of the study at ``root``.

    Raises
    ------
    UsageError
        When there is no such file.
    """
    path = document if document.exists() else root / document
    if not path.is_file():
        raise UsageError(_no_document(document.name))
    return path, storage.read_bytes(path)


def _no_document(name: str) -> Problem:
    return Problem(
        "no-document",
        Text("没有这个文件", "there is no such file"),
        Text("没有读取", "nothing was read"),
        Text("请写出 .docx 的路径", "give the path of a .docx"),
        Place(file=name),
    )
