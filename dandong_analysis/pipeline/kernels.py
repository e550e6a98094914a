"""Running one chapter notebook in a kernel of its own.

The kernel gets an empty private folder to work in, private Jupyter and IPython folders, no
``PYTHON…`` settings of the user, Python's safe path, and (where the system has them) sockets
in the file system instead of network ports. Parameters are one JSON string.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.parameterize import parameterize_notebook

import dandong_analysis
from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.pipeline.parameters import (
    INJECTED_TAG,
    OVERRIDES,
    literal_assignments,
    overrides_json,
)
from dandong_analysis.storage import private_folder, replace_folder

# nbformat has no annotations of its own.
_reads: Callable[..., Any] = nbformat.reads
_writes: Callable[..., str] = nbformat.writes
_node: Callable[..., Any] = nbformat.from_dict

_STARTUP_SECONDS = 180
# A socket's path may have 107 bytes on Linux, 103 elsewhere.
_SOCKET_PATH = 103
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
# What belongs to the user's Python, Jupyter and the notebook from which a build may be started.
_OF_THE_USER = ("PYTHON", "JUPYTER", "IPY", "JPY")
_PACKAGE_HOME = Path(dandong_analysis.__file__).resolve().parents[1]


@dataclass(frozen=True)
class Failure:
    """The cell at which a chapter stopped: its number among all cells, from 1, and the error."""

    cell: int
    name: str
    value: str


@dataclass(frozen=True)
class Executed:
    """A notebook after its run; ``failure`` is None when every cell ran."""

    notebook: bytes
    failure: Failure | None = None


class _Kernel(AsyncKernelManager):
    """A kernel of this very interpreter, whatever kernels the user has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


_RUNNING: set[_Kernel] = set()


def run_notebook(
    source: bytes, overrides: Mapping[str, Any], *, inputs: Mapping[str, bytes], study: Path,
    cache: Path, chapter: str = "",
) -> Executed:  # fmt: skip
    """Run ``source`` from top to bottom and return it with its outputs.

    ``inputs`` (relative name -> contents) are what the chapter may read: the kernel finds them
    in the folder that the variable ``DANDONG_WORK`` names, and the study in ``DANDONG_STUDY``.
    ``cache`` keeps what is slow to make and the same for every chapter (the font list), and
    ``chapter`` is the name that ``DANDONG_CHAPTER`` holds.
    """
    notebook = with_overrides(_reads(source.decode("utf-8"), as_version=4), overrides)
    with private_folder() as home:
        folders = _folders(home, inputs)
        environment = _environment(folders, study, cache) | {"DANDONG_CHAPTER": chapter}
        failure = asyncio.run(_execute(notebook, folders, environment))
    return Executed(_normalised(notebook), failure)


def with_overrides(notebook: Any, overrides: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a NotebookNode
    """``notebook`` with one more cell after its ``parameters`` cell, that assigns a string.

    Raises
    ------
    DandongError
        When that cell would be anything but the assignment of one literal.
    """
    text = overrides_json(overrides)
    notebook.metadata["papermill"] = {}
    notebook.metadata["kernelspec"] = {"name": "python3", "language": "python"}
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    prepared = parameterize_notebook(notebook, {OVERRIDES: text}, comment="Overrides")
    cell = next(c for c in prepared.cells if INJECTED_TAG in c.metadata.get("tags", ()))
    if literal_assignments(cell.source) != {OVERRIDES: text}:
        raise DandongError(_not_literal(cell.source))
    return prepared


def _folders(home: Path, inputs: Mapping[str, bytes]) -> dict[str, Path]:
    """The kernel's own folders below ``home``; all but ``work`` are empty."""
    folders = {name: home / name for name in ("cwd", "work", "jupyter", "run")}
    for name, folder in folders.items():
        replace_folder(folder, inputs if name == "work" else {})
    return folders


def _environment(folders: Mapping[str, Path], study: Path, cache: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_OF_THE_USER)}
    private = dict.fromkeys(
        ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"),
        str(folders["jupyter"]),
    )
    own = {
        "DANDONG_WORK": str(folders["work"]), "DANDONG_STUDY": str(study.resolve()),
        "PYTHONSAFEPATH": "1", "PYTHONPATH": str(_PACKAGE_HOME), "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1", "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(cache.resolve()), "JUPYTER_NO_CONFIG": "1",
        "NoDefaultCurrentDirectoryInExePath": "1", "TZ": "UTC",
    }  # fmt: skip
    return kept | private | own | dict.fromkeys(_ONE_THREAD, "1")


async def _execute(
    notebook: Any,  # noqa: ANN401 - a NotebookNode
    folders: Mapping[str, Path],
    environment: dict[str, str],
) -> Failure | None:
    manager = _manager(folders["run"])
    _RUNNING.add(manager)
    reached: list[int] = [0]
    client = NotebookClient(
        notebook, km=manager, timeout=None, startup_timeout=_STARTUP_SECONDS, record_timing=False,
        coalesce_streams=True, store_widget_state=False, shutdown_kernel="immediate",
        on_cell_start=lambda cell, cell_index: reached.append(cell_index + 1),  # noqa: ARG005 - given by name
    )  # fmt: skip
    try:
        await client.async_execute(cleanup_kc=True, env=environment, cwd=str(folders["cwd"]))
    except CellExecutionError as error:
        return Failure(reached[-1], str(error.ename), str(error.evalue))
    except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
        return Failure(reached[-1], type(error).__name__, str(error))
    finally:
        _RUNNING.discard(manager)
    return None


def stop_kernels() -> None:
    """Kill every kernel that runs now; their chapters fail."""
    for manager in tuple(_RUNNING):
        process = getattr(manager.provisioner, "process", None)
        if process is not None:
            process.kill()


def _manager(folder: Path) -> _Kernel:
    connection = folder / "k.json"
    manager = _Kernel(connection_file=str(connection))
    if sys.platform != "win32" and len(os.fsencode(connection)) + 8 < _SOCKET_PATH:
        manager.transport = "ipc"
    return manager


def _normalised(notebook: Any) -> bytes:  # noqa: ANN401 - a NotebookNode
    """The same bytes for the same content: no times, no random ids, no versions."""
    own = notebook.metadata.get("dandong")
    notebook.metadata = _node(({"dandong": own} if own else {}) | {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    })  # fmt: skip
    for index, cell in enumerate(notebook.cells):
        cell.id = f"cell-{index}"
        tags = cell.metadata.get("tags")
        cell.metadata = _node({"tags": tags} if tags else {})
    return (_writes(notebook) + "\n").encode()


def _not_literal(source: str) -> Problem:
    return Problem(
        "parameters-injected",
        Text("参数单元格只能给一个名称赋一个常量", "the injected cell assigns one literal"),
        Text("没有启动内核", "no kernel was started"),
        Text("请检查传入的参数值", "check the values given"), Place(), source,
    )  # fmt: skip
