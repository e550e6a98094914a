"""What the last build of a study left, and which of its files changed since."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dandong_analysis import storage

_MANIFEST = "reports/manifest.json"
# What JupyterLab can show itself comes first.
_FORMS = ("html", "pdf", "docx")
_SHOWN = ("html", "pdf")
_WHOLE = re.compile(r"reports/[^/]+\.(html|pdf|docx|xlsx|csv|gpkg)")
_OF_STUDY = ("study.toml", "data/", "notebooks/")


@dataclass(frozen=True)
class Built:
    """The last build: when it was published, and its manifest."""

    at: datetime
    manifest: Mapping[str, Any]

    @property
    def is_synthetic(self) -> bool:
        return bool(self.manifest["provenance"] == "synthetic")

    def files(self, chapter: str) -> list[str]:
        """The published files of a chapter, below the study."""
        keys = [k for k, v in self.manifest["chapters"].items() if v["chapter"] == chapter]
        wanted = (f"reports/{key}.{form}" for key in keys for form in _FORMS)
        return [name for name in wanted if name in self.manifest["outputs"]]

    def state(self, chapter: str) -> str:
        """``complete``, ``failed`` or ``absent``."""
        found = [v for v in self.manifest["chapters"].values() if v["chapter"] == chapter]
        if not found:
            return "absent"
        return "complete" if all(v["complete"] for v in found) else "failed"

    @property
    def whole(self) -> list[str]:
        """The published files that are about all chapters."""
        own = {n for v in self.manifest["chapters"].values() for n in self.files(v["chapter"])}
        return [n for n in self.manifest["outputs"] if _WHOLE.fullmatch(n) and n not in own]

    def changed(self, root: Path) -> list[str]:
        """The files and folders of the study that are not what they were when it was built."""
        own = {n: known for n, known in self.manifest["inputs"].items() if n.startswith(_OF_STUDY)}
        return [n for n, known in own.items() if _state(root, n) != known]


def _state(root: Path, name: str) -> str | None:
    """What the manifest keeps of an input: the hash of a file, or of the names in a folder."""
    if not name.endswith("/"):
        return storage.digest(root / name)
    names = [p.relative_to(root / name).as_posix() for p in storage.list_files(root / name)]
    return storage.sha256("\n".join(sorted(names)).encode())


def is_shown(name: str) -> bool:
    """Whether JupyterLab can show a published file."""
    return name.endswith(_SHOWN)


def last_build(root: Path) -> Built | None:
    """The last build of the study in ``root``; None before the first."""
    path = root / _MANIFEST
    if not path.is_file():
        return None
    at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return Built(at, storage.read_json(path))
