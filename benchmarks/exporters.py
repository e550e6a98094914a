"""What each exporter takes of a build.

Builds the demonstration study in a private copy, one step at a time, so that a step's seconds are
its own. Chapters and exporters are then set against the limit that the report has for each of its
chapters once the tables are ready, and against each other.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.demonstration import Stopwatch, copy_study
from dandong_analysis.pipeline.build import build
from dandong_analysis.pipeline.plan import Request

# All formats of the whole report and of each chapter, running the notebook among them: seconds
# for each chapter of the study, once the tables and facts are ready.
LIMIT_SECONDS = 12
RUNNING = "running the notebooks"


def by_exporter(took: Mapping[str, float]) -> dict[str, float]:
    """Seconds by what a step does: run a notebook, or write one format of chapters or report."""
    found: dict[str, float] = defaultdict(float)
    for step, seconds in took.items():
        kind, *rest = step.split(":")
        if kind == "chapter":
            found[RUNNING] += seconds
        elif kind == "export":
            whole = "chapters" if rest[0][:1].isdigit() else rest[0]
            found[" ".join([*rest[1:], whole])] += seconds
    return dict(found)


def main() -> int:
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        study, watch = copy_study(Path(name)), Stopwatch()
        build(study, Request(jobs=1), observer=watch)
    shares = by_exporter(watch.took)
    whole = sum(shares.values())
    shown = Table("exporter", "seconds", "share", title="From facts to the finished report")
    for exporter, took in sorted(shares.items(), key=lambda item: -item[1]):
        shown.add_row(exporter, f"{took:.1f}", f"{took / whole:.0%}")
    console.print(shown)
    chapters = sum(1 for step in watch.took if step.startswith("chapter:"))
    each = whole / chapters
    console.print(
        f"{chapters} chapters, {each:.1f} s each = {each / LIMIT_SECONDS:.2f} of the limit"
    )
    return 0 if each < LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
