"""What a study declares: TOML files, and where the study is."""

import tomllib
from pathlib import Path
from typing import Any

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.storage.files import read_bytes
from dandong_analysis.study import Study, parse_study


def read_toml(path: Path) -> dict[str, Any]:
    """A parsed TOML file; a syntax error names the file and the line."""
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DandongError(_bad_toml(path, error)) from error


def read_study(root: Path) -> Study:
    """The study in folder ``root``."""
    return parse_study(read_toml(root / "study.toml"))


def study_root(start: Path) -> Path:
    """The nearest folder that holds a ``study.toml``, from ``start`` upwards; else ``start``."""
    here = start.resolve()
    found = (p for p in (here, *here.parents) if (p / "study.toml").is_file())
    return next(found, start)


def _bad_toml(path: Path, error: Exception) -> Problem:
    return Problem(
        "toml-syntax",
        Text("文件不是正确的 TOML", "the file is not valid TOML"),
        Text("没有使用它的内容", "nothing of it was used"),
        Text("请改正所指的位置", "mend the place named"),
        Place(file=path.name), str(error),
    )  # fmt: skip
