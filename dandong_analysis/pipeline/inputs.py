"""Where things lie in a study folder, and which inputs a step depends on."""

import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dandong_analysis
from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Place, Problem, Text, UsageError
from dandong_analysis.pipeline.graph import Content, Node, Value
from dandong_analysis.study import DeliveryEntry, Study

LOCK = "requirements.lock"
PROFILE = "profile.toml"
ASSESSMENTS = "assessments"
_PACKAGE = Path(dandong_analysis.__file__).parent
_SOURCE_SUFFIXES = {".py", ".toml", ".json", ".html", ".css", ".js", ".typ", ".j2"}


@dataclass(frozen=True)
class Layout:
    """The folders of one study. ``.dandong`` is the build's own; only it writes there."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / ".dandong"

    @property
    def work(self) -> Path:
        return self.home / "work"

    @property
    def state(self) -> Path:
        return self.home / "graph"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def tables(self) -> Path:
        return self.work / "tables"

    @property
    def facts(self) -> Path:
        return self.work / "facts"

    def assessment(self, folder: str) -> Path:
        return self.work / ASSESSMENTS / folder

    @property
    def remarks(self) -> Path:
        return self.work / "remarks"

    @property
    def audit(self) -> Path:
        return self.work / "audit"

    @property
    def layers(self) -> Path:
        return self.work / "layers"

    def results(self, name: str) -> Path:
        return self.work / "results" / name

    def survey(self, delivery: str) -> Path:
        return self.work / "survey" / delivery

    def chapter(self, key: str) -> Path:
        return self.work / "chapters" / key / "chapter.ipynb"

    def failed(self, key: str) -> Path:
        return self.work / "failed" / f"{key}.ipynb"

    def export(self, key: str, form: str) -> Path:
        return self.work / "exports" / f"{key}.{form}"

    def notebook(self, chapter: str) -> Path:
        """The notebook of ``chapter``: the study's own, else the one that comes with dandong."""
        homes = (self.root / "notebooks", _PACKAGE / "notebooks", _PACKAGE.parent / "notebooks")
        for home in homes:
            if re.fullmatch(r"\w[\w-]*", chapter) and (home / f"{chapter}.ipynb").is_file():
                return storage.inside(home, f"{chapter}.ipynb")
        raise UsageError(_unknown_chapter(chapter))


def open_study(root: Path) -> Study:
    """The study in ``root``.

    Raises
    ------
    UsageError
        When the folder holds no ``study.toml``.
    """
    if not (root / "study.toml").is_file():
        raise UsageError(_no_study(root.name))
    return storage.read_study(root)


def delivery_sources(layout: Layout, entry: DeliveryEntry) -> dict[str, Path]:
    """All files of a delivery by their name relative to its folder, its profile among them.

    Raises
    ------
    DandongError
        When the folder or its profile is absent.
    """
    folder = storage.inside(layout.root, entry.folder)
    files = {p.relative_to(folder).as_posix(): p for p in storage.list_files(folder)}
    if PROFILE not in files:
        raise DandongError(_no_profile(entry))
    return {name: storage.inside(folder, name) for name in files}


def file_node(layout: Layout, name: str) -> Content:
    """A file of the study, named as the study names it.

    Raises
    ------
    DandongError
        When it is absent or lies outside the study.
    """
    path = storage.inside(layout.root, name)
    if not path.is_file():
        raise DandongError(_absent(name))
    return Content(name=name, path=path)


def folder_node(layout: Layout, path: Path) -> Content:
    """What a step wrote."""
    return Content(name=path.relative_to(layout.home).as_posix(), path=path)


def source_nodes(*parts: str) -> tuple[Node, ...]:
    """The package's own sources that a step uses: always the base, and the named parts."""
    base = [p for p in _PACKAGE.glob("*.py") if p.stem != "cli"]
    groups = {"dandong_analysis": sorted(base)} | {
        f"dandong_analysis/{part}": storage.list_files(_PACKAGE / part)
        for part in ("standards", "storage", "pipeline", *parts)
    }
    return tuple(Value(name=name, value=_fingerprint(files)) for name, files in groups.items())


def _fingerprint(files: list[Path]) -> str:
    sources = [p for p in files if p.suffix in _SOURCE_SUFFIXES]
    return "\n".join(f"{p.name} {storage.digest(p)}" for p in sources)


def environment_nodes(layout: Layout) -> tuple[Node, ...]:
    """The lock, where the study has one, and the versions that are really installed."""
    lock = layout.root / LOCK
    locked = (Content(name=LOCK, path=lock),) if lock.is_file() else ()
    return (*locked, Value(name="environment", value=environment()))


@cache
def environment() -> str:
    """Python and the installed versions of everything that the package depends on."""
    versions: dict[str, str] = {}
    waiting = ["dandong-analysis"]
    while waiting:
        name = waiting.pop()
        if name in versions:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # a dependency of another system or another Python
        about = found.metadata
        versions[name] = about["Version"]
        waiting += _requirements(about.get_all("Requires-Dist") or [])
    listed = "\n".join(f"{name}=={version}" for name, version in sorted(versions.items()))
    return f"python=={sys.version.split()[0]}\n{listed}\n"


def _requirements(declared: list[str]) -> list[str]:
    """Names of the declared dependencies that hold here: none of extras or of other systems.

    What happens to be installed beside them (JupyterLab) is no reason to run anything again.
    """
    requirements = [Requirement(line) for line in declared]
    return [
        canonicalize_name(r.name) for r in requirements
        if r.marker is None or r.marker.evaluate({"extra": ""})
    ]  # fmt: skip


def _unknown_chapter(chapter: str) -> Problem:
    return Problem(
        "unknown-chapter",
        Text("没有这个章节的笔记本", "there is no notebook of this chapter"),
        Text("没有生成任何内容", "nothing was built"),
        Text("请用 notebooks 中的文件名，不带 .ipynb", "use a file name in notebooks, without .ipynb"),
        Place(), chapter,
    )  # fmt: skip


def _no_study(name: str) -> Problem:
    return Problem(
        "no-study",
        Text("文件夹中没有 study.toml", "the folder holds no study.toml"),
        Text("没有打开研究", "no study was opened"),
        Text("请用 --study 指定研究文件夹", "name the study folder with --study"), Place(), name,
    )  # fmt: skip


def _no_profile(entry: DeliveryEntry) -> Problem:
    return Problem(
        "delivery-missing",
        Text(f"交付文件夹不存在或缺少 {PROFILE}", f"the delivery folder is absent or has no {PROFILE}"),
        Text("没有读取这份交付", "this delivery was not read"),
        Text("请放入交付文件，或从 study.toml 中删去它",
             "put the delivery there, or take it out of study.toml"),
        Place(file=entry.folder, delivery=entry.id),
    )  # fmt: skip


def _absent(name: str) -> Problem:
    return Problem(
        "file-unreadable",
        Text("study.toml 提到的文件不存在", "a file that study.toml names does not exist"),
        Text("没有生成任何内容", "nothing was built"),
        Text("请放入该文件，或从 study.toml 中删去它", "put it there, or take it out of study.toml"),
        Place(file=name),
    )  # fmt: skip
