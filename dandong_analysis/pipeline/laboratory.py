"""JupyterLab in the study folder."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.pipeline.inputs import open_study


def start_lab(root: Path) -> int:
    """Run JupyterLab until it is closed; returns its exit code.

    Raises
    ------
    DandongError
        When JupyterLab is not installed.
    """
    open_study(root)
    if find_spec("jupyterlab") is None:
        raise DandongError(_not_installed())
    command = [sys.executable, "-m", "jupyterlab"]
    return subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603 - no user text


def _not_installed() -> Problem:
    return Problem(
        "lab-missing",
        Text("没有安装 JupyterLab", "JupyterLab is not installed"),
        Text("没有打开", "it was not opened"),
        Text("请运行 make lab，或安装 dandong-analysis[lab]",
             "run make lab, or install dandong-analysis[lab]"),
        Place(),
    )  # fmt: skip
