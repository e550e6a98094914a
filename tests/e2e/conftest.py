"""Studies copied to a private folder and built there by the real command."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.demonstration import copy_study

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "studies" / "two_counties"


@dataclass(frozen=True)
class Study:
    """A study folder and the commands run in it."""

    root: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dandong_analysis", *arguments, "--study", str(self.root)]
        environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "200", "NO_COLOR": "1"}
        return subprocess.run(
            command, capture_output=True, text=True, env=environment, check=False,
            stdin=subprocess.DEVNULL, encoding="utf-8",
        )  # fmt: skip

    def json(self, *arguments: str):
        done = self.run(*arguments, "--json")
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    def facts(self) -> dict[str, dict]:
        return {fact["id"]: fact for fact in self.json("facts")}

    def edit(self, name: str, change: Callable[[str], str], encoding: str = "utf-8") -> None:
        path = self.root / name
        before = path.read_bytes().decode(encoding)
        after = change(before)
        assert after != before
        path.write_bytes(after.encode(encoding))


@pytest.fixture(scope="session")
def demo(tmp_path_factory, worker_id) -> Study:
    """The demonstration study, built; tests only read it.

    Workers that test side by side build it once, and each has a copy: two commands in one study
    would wait for each other.
    """
    own = tmp_path_factory.mktemp("demo")
    if worker_id == "master":
        return built_demo(own)
    shared = own.parents[1] / "demo"
    copied = own / "study"
    with contextlib.suppress(FileExistsError):
        shared.mkdir()
        try:
            built_demo(shared)
        finally:
            (own.parents[1] / "demo.ended").touch()
    while not (own.parents[1] / "demo.ended").exists():
        time.sleep(0.5)
    assert (shared / "reports" / "manifest.json").exists(), "the demonstration was not built"
    shutil.copytree(shared, copied)
    return Study(copied)


def built_demo(target: Path) -> Study:
    study = Study(copy_study(target))
    done = study.run("build")
    assert done.returncode == 0, done.stdout + done.stderr
    return study


@pytest.fixture
def small(tmp_path) -> Study:
    """A private copy of the study of twelve mines, not built."""
    shutil.copytree(SMALL, tmp_path / "study")
    return Study(tmp_path / "study")


def needs(program: str) -> str:
    """The path of a page tool. Absent on a user's machine the test is skipped; on CI it fails."""
    found = shutil.which(program)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{program} is missing; .ci/run installs it")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found
