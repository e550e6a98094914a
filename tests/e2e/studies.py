"""A study folder, and the real command run in it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


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
