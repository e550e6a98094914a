"""JupyterLab in the study folder: a start notebook, a quiet server, no outside request."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.pipeline.inputs import open_study

START = "start.ipynb"
_OWN = Path(__file__).parent
# Jupyter reads these before those of the user: no news, no look for updates, no extension lists.
_SETTINGS = _OWN / "settings"
_PARTS = ("jupyterlab", "ipywidgets")


def start_lab(
    root: Path, *, browser: bool = True, port: int | None = None, arguments: Sequence[str] = ()
) -> int:
    """Run JupyterLab until it is closed; returns its exit code.

    A study without a start notebook gets the one that comes with dandong; one that is there is
    left as it is.

    Parameters
    ----------
    root
        The study folder.
    browser
        Whether a browser is opened; without it, the address is printed only.
    port
        The port, or the next free one from 8888 on.
    arguments
        More arguments for JupyterLab, as they are.

    Raises
    ------
    DandongError
        When JupyterLab is not installed.
    """
    open_study(root)
    if not all(map(find_spec, _PARTS)):
        raise DandongError(_not_installed())
    if not (root / START).exists():
        storage.write_bytes(root / START, storage.read_bytes(_OWN / START))
    command = [sys.executable, "-m", "jupyterlab", START, "--log-level=WARN"]
    command += [] if browser else ["--no-browser"]
    command += [] if port is None else [f"--port={port}"]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": _config_path()}
    return subprocess.run(  # noqa: S603 - no text of a delivery
        [*command, *arguments], cwd=root, env=environment, check=False
    ).returncode


def _config_path() -> str:
    own = os.environ.get("JUPYTER_CONFIG_PATH", "")
    return os.pathsep.join(filter(None, (str(_SETTINGS), own)))


def _not_installed() -> Problem:
    return Problem(
        "lab-missing",
        Text("没有安装 JupyterLab 和 ipywidgets", "JupyterLab and ipywidgets are not installed"),
        Text("没有打开", "it was not opened"),
        Text("请运行 make lab，或安装 dandong-analysis[lab]",
             "run make lab, or install dandong-analysis[lab]"),
        Place(),
    )  # fmt: skip
