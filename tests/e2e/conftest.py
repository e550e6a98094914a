"""Studies copied to a private folder and built there by the real command."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.demonstration import copy_study
from tests.e2e.studies import ROOT, Study
from tests.e2e.two_periods import Built, build_at_all_dates, read_built

SMALL = ROOT / "tests" / "studies" / "two_counties"


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], object]], Path]:
    """``once(name, build)`` is a folder that ``build`` filled.

    Workers that test side by side fill it once, and each has a copy: two commands in one study
    would wait for each other.
    """

    def filled(name: str, build: Callable[[Path], object]) -> Path:
        own = tmp_path_factory.mktemp(name)
        if worker_id == "master":
            build(own)
            return own
        return Path(shutil.copytree(_shared(own.parents[1] / name, build), own / "copy"))

    return filled


def _shared(folder: Path, build: Callable[[Path], object]) -> Path:
    """The folder that the first worker fills while the others wait."""
    ended, built = (folder.with_name(f"{folder.name}.{state}") for state in ("ended", "built"))
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        try:
            build(folder)
            built.touch()
        finally:
            ended.touch()
    while not ended.exists():
        time.sleep(0.5)
    assert built.exists(), f"{folder.name} was not built"
    return folder


@pytest.fixture(scope="session")
def demo(once) -> Study:
    """The demonstration study, built; tests only read it."""
    return Study(once("demo", build_demo))


def build_demo(target: Path) -> None:
    done = Study(copy_study(target)).run("build")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def small(tmp_path) -> Study:
    """A private copy of the study of twelve mines, not built."""
    shutil.copytree(SMALL, tmp_path / "study")
    return Study(tmp_path / "study")


@pytest.fixture(scope="session")
def two_periods(once) -> Built:
    """The plan of two periods, built at all its dates; tests only read it, or build it again."""
    return read_built(once("two_periods", build_at_all_dates))


def needs(program: str) -> str:
    """The path of a page tool. Absent on a user's machine the test is skipped; on CI it fails."""
    found = shutil.which(program)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{program} is missing; .ci/run installs it")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found
