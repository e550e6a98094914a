"""A private copy of the demonstration study, and a watch on the steps of its build."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dandong_analysis.pipeline.graph import Status

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Stopwatch:
    """Seconds from the start to the end of each step."""

    begun: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)

    def started(self, name: str) -> None:
        self.begun[name] = time.perf_counter()

    def ended(self, name: str, status: Status) -> None:  # noqa: ARG002 - the observer's signature
        if name in self.begun:
            self.took[name] = time.perf_counter() - self.begun[name]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def copy_study(target: Path) -> Path:
    for name in ("study.toml", "requirements.lock"):
        shutil.copy(ROOT / name, target / name)
    shutil.copytree(ROOT / "data" / "raw", target / "data" / "raw")
    shutil.copy(ROOT / "data" / "remarks.toml", target / "data" / "remarks.toml")
    shutil.copytree(ROOT / "notebooks", target / "notebooks")
    return target
