"""Publishing: a complete set is staged, then takes the place of the published one by rename.

A journal is written before the first rename. Whatever happens before it leaves the old set;
whatever happens after it is finished by :func:`recover` when the next command starts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.pipeline.inputs import Layout

REPORTS, PROCESSED = "reports", "data/processed"
MANIFEST = "manifest.json"
FORMAT = 1
# Kept in a published folder although no build writes them.
_KEPT = ("README.md", ".gitkeep", ".gitignore")


@dataclass(frozen=True)
class Set:
    """The contents of the published folders: folder -> relative name -> bytes."""

    folders: Mapping[str, Mapping[str, bytes]]

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file, by its name relative to the study."""
        return {
            f"{folder}/{name}": storage.sha256(data)
            for folder, files in sorted(self.folders.items())
            for name, data in sorted(files.items())
        }

    def with_manifest(self, about: Mapping[str, Any]) -> "Set":
        """The set with its manifest: ``about`` and the hash of every output."""
        manifest = {"format": FORMAT, **about, "outputs": self.hashes()}
        reports = {**self.folders[REPORTS], MANIFEST: storage.json_bytes(manifest)}
        return Set({**self.folders, REPORTS: reports})


def read_manifest(layout: Layout) -> Mapping[str, Any]:
    """What the last build said about what it published; empty before the first.

    One that was damaged says nothing: every document then counts as edited.
    """
    path = layout.root / REPORTS / MANIFEST
    try:
        found = storage.read_json(path) if path.is_file() else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def is_published(layout: Layout, new: Set) -> bool:
    """Whether the published folders hold exactly ``new``."""
    return all(
        storage.digest(layout.root / name) == expected for name, expected in new.hashes().items()
    )


def publish(layout: Layout, new: Set) -> None:
    """Put ``new`` in the place of what is published; the old set goes to ``.dandong/previous``."""
    _refuse_links(layout, new.folders)
    for folder, files in new.folders.items():
        storage.replace_folder(_staged(layout, folder), {**_kept(layout, folder), **files})
    digests = {folder: storage.digest(_staged(layout, folder)) for folder in new.folders}
    storage.write_json(_journal(layout), digests)
    recover(layout)


def recover(layout: Layout) -> bool:
    """Finish a publication that was broken off after its journal was written.

    Returns whether there was one.
    """
    if not _journal(layout).exists():
        return False
    digests: dict[str, str] = storage.read_json(_journal(layout))
    late = [
        folder for folder, expected in digests.items()
        if storage.digest(layout.root / folder) != expected
        and storage.digest(_staged(layout, folder)) == expected
    ]  # fmt: skip
    for folder in late:
        _install(layout, folder)
    for folder in digests:
        _set_aside(layout, _staged(layout, folder), folder)
    storage.remove(_journal(layout))
    return True


def _install(layout: Layout, folder: str) -> None:
    """Let the staged folder take its place; what was there is staged, or already set aside."""
    staged, target = _staged(layout, folder), layout.root / folder
    if target.exists() and storage.exchange(staged, target):
        return
    if target.exists():
        _set_aside(layout, target, folder)
    storage.move(staged, target)


def _set_aside(layout: Layout, source: Path, folder: str) -> None:
    if source.exists():
        previous = layout.home / "previous" / folder
        storage.remove(previous)
        storage.move(source, previous)


def _kept(layout: Layout, folder: str) -> dict[str, bytes]:
    paths = {name: layout.root / folder / name for name in _KEPT}
    return {name: storage.read_bytes(path) for name, path in paths.items() if path.is_file()}


def _staged(layout: Layout, folder: str) -> Path:
    return layout.home / "staging" / folder


def _journal(layout: Layout) -> Path:
    return layout.home / "publish.json"


def _refuse_links(layout: Layout, folders: Iterable[str]) -> None:
    linked = [f for f in folders if (layout.root / f).is_symlink()]
    if linked:
        raise DandongError(*(_link(folder) for folder in linked))


def _link(folder: str) -> Problem:
    return Problem(
        "output-link",
        Text("输出文件夹不能是符号链接", "an output folder must not be a symbolic link"),
        Text("没有发布任何内容", "nothing was published"),
        Text("请换成真正的文件夹", "put a real folder in its place"), Place(file=folder),
    )  # fmt: skip
