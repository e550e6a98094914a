"""Studies copied to a private folder and built there by the real command."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

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


def copy_demo(target: Path) -> Study:
    for name in ("study.toml", "requirements.lock"):
        shutil.copy(ROOT / name, target / name)
    shutil.copytree(ROOT / "data" / "raw", target / "data" / "raw")
    shutil.copy(ROOT / "data" / "remarks.toml", target / "data" / "remarks.toml")
    shutil.copytree(ROOT / "notebooks", target / "notebooks")
    return Study(target)


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Study:
    """The demonstration study, built once; tests only read it."""
    study = copy_demo(tmp_path_factory.mktemp("demo"))
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
