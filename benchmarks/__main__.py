"""Where the time of a build goes.

Builds the demonstration study in a private copy, twice, and prints seconds per step, the time of
the second build (which has nothing to do), peak memory, and two yardsticks measured in the same
run: an empty notebook run by papermill, and the same deliveries merely opened by pandas.
"""

import resource
import sys
import tempfile
from pathlib import Path

import nbformat
import pandas as pd
import papermill
from rich.console import Console
from rich.table import Table

from benchmarks.demonstration import Stopwatch, copy_study, seconds
from dandong_analysis.pipeline.build import build
from dandong_analysis.pipeline.plan import Request

# A whole build with the environment ready is to stay under this on two cores.
LIMIT_SECONDS = 90


def empty_notebook(folder: Path) -> None:
    """The peer of a chapter: papermill, a kernel and the imports of the field."""
    imports = "import pandas, geopandas, seaborn, statsmodels.api, matplotlib.pyplot"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(imports)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "empty.ipynb")
    papermill.execute_notebook(folder / "empty.ipynb", folder / "out.ipynb", progress_bar=False)


def open_with_pandas(study: Path) -> None:
    """The peer of reading: the workbooks and csv files as frames, nothing checked."""
    for path in sorted((study / "data" / "raw" / "survey").rglob("*")):
        if path.suffix == ".xlsx":
            pd.read_excel(path, sheet_name=None, dtype=str)
        elif path.suffix == ".csv":
            pd.read_csv(path, dtype=str, encoding="gb18030")


def peak_megabytes() -> tuple[float, float]:
    """Peak memory of this process and of its largest child (a kernel)."""
    scale = 1 if sys.platform == "darwin" else 1024
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, child = (resource.getrusage(kind).ru_maxrss * scale / 1e6 for kind in kinds)
    return own, child


def main() -> int:
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        study, watch = copy_study(Path(name)), Stopwatch()
        first = seconds(lambda: build(study, Request(), observer=watch))
        second = seconds(lambda: build(study, Request()))
        papermill_run = seconds(lambda: empty_notebook(study))
        pandas_run = seconds(lambda: open_with_pandas(study))
    steps = Table("step", "seconds", "share", title="Build of the demonstration study")
    working = sum(watch.took.values())
    for step, took in sorted(watch.took.items(), key=lambda item: -item[1]):
        steps.add_row(step, f"{took:.2f}", f"{took / working:.0%}")
    console.print(steps)
    surveys = sum(took for step, took in watch.took.items() if step.startswith("survey:"))
    chapters = [took for step, took in watch.took.items() if step.startswith("chapter:")]
    console.print(
        f"whole build             {first:.1f} s = {first / LIMIT_SECONDS:.2f} of the limit"
    )
    console.print(f"second build            {second:.2f} s = {second / first:.2f} of the first")
    console.print(f"reading and checking    {surveys / pandas_run:.1f} x pandas merely opening")
    console.print(
        f"a chapter               {max(chapters) / papermill_run:.1f} x an empty papermill run"
    )
    own, child = peak_megabytes()
    console.print(f"peak memory             {own:.0f} MB, largest kernel {child:.0f} MB")
    return 0 if first < LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
