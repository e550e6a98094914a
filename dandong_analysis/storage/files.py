"""Files and folders: whole or not at all, hashed, and never outside the study."""

import ctypes
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dandong_analysis.errors import DandongError, Place, Problem, Text

# Linux: renameat2(2) relative to the working folder, both names keep existing.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2

if os.name == "nt":  # pragma: no cover - Windows only
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def list_files(folder: Path) -> list[Path]:
    """All files below ``folder`` in a stable order."""
    return sorted(p for p in folder.rglob("*") if p.is_file())


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(path: Path) -> str | None:
    """The SHA-256 of a file, of a folder's file names and contents, or None when absent."""
    if path.is_dir():
        return sha256("".join(f"{p.relative_to(path).as_posix()}\n{digest(p)}\n"
                              for p in list_files(path)).encode())  # fmt: skip
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def inside(root: Path, name: str) -> Path:
    """The path ``name`` below ``root``.

    Raises
    ------
    DandongError
        When it is absolute, a web address, or leads out of ``root``, also through a link.
    """
    path = (root / name).resolve()
    if "://" in name or not path.is_relative_to(root.resolve()):
        raise DandongError(_outside(name))
    return root / name


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder`` hold exactly ``files`` (relative name -> contents)."""
    remove(folder)
    folder.mkdir(parents=True)
    for name, data in files.items():
        write_bytes(inside(folder, name), data)
    sync_folder(folder)


def remove(path: Path) -> None:
    """Remove a file or a folder with all it holds; nothing happens when there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Rename within one file system, and make the renaming durable."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
    sync_folder(source.parent)
    sync_folder(target.parent)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # neither Linux nor a recent C library
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) != 0:
        return False
    sync_folder(one.parent)
    sync_folder(other.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Make new names in ``folder`` survive a power loss, where the system offers it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new empty folder that nobody else may read; removed with all it holds."""
    with tempfile.TemporaryDirectory(prefix="dandong-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; the system frees it when the process ends, however it ends.

    Raises
    ------
    DandongError
        When another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            raise DandongError(_in_use(path)) from error
        yield


def read_bytes(path: Path) -> bytes:
    """The contents of one input file.

    Raises
    ------
    DandongError
        When the file does not exist or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DandongError(_unreadable(path, error)) from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` so that ``path`` holds either its old contents or all of the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def json_bytes(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def write_json(path: Path, value: object) -> None:
    write_bytes(path, json_bytes(value))


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON has no static type
    return json.loads(read_bytes(path))


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        "file-unreadable",
        Text("文件不存在或无法读取", "the file is absent or cannot be read"),
        Text("没有使用它的内容", "nothing of it was used"),
        Text("请检查文件名和权限", "check its name and permissions"),
        Place(file=path.name), error.strerror or "",
    )  # fmt: skip


def _outside(name: str) -> Problem:
    return Problem(
        "path-outside",
        Text("路径须在研究文件夹之内", "a path must stay inside the study folder"),
        Text("没有读写它", "it was neither read nor written"),
        Text("请改用研究文件夹内的相对路径", "use a path relative to the study folder"),
        Place(), name,
    )  # fmt: skip


def _in_use(path: Path) -> Problem:
    return Problem(
        "build-running",
        Text("另一个进程正在生成这个研究", "another process is building this study"),
        Text("本次没有改动任何内容", "this command changed nothing"),
        Text("请等它结束后再运行", "run the command again when it has ended"),
        Place(file=path.parent.parent.name),
    )  # fmt: skip
