"""Whole builds of the study of three mines: real kernels, real documents."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dandong_analysis import storage
from dandong_analysis.cli import show
from dandong_analysis.errors import DandongError
from dandong_analysis.pipeline import steps
from dandong_analysis.pipeline.build import bring_facts_up_to_date, build, explain, opened
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.plan import Request

from .conftest import MINES, SHOW, make_study, write, write_chapter

HTML = Request(formats=("html",))
ONE = Request(("01_first",), ("html",))
CHANGED = MINES.replace("20.5", "21.5")
# Builds a study and kills its own process when the step given begins, or ends.
KILLED = """
import os, signal, sys
from pathlib import Path
from dandong_analysis.pipeline.build import build
from dandong_analysis.pipeline.plan import Request

class Killer:
    def started(self, name):
        if sys.argv[2:] == ["started", name]:
            os.kill(os.getpid(), signal.SIGKILL)
    def ended(self, name, status):
        if sys.argv[2:] == ["ended", name]:
            os.kill(os.getpid(), signal.SIGKILL)

build(Path(sys.argv[1]), Request(("01_first",), ("html",)), observer=Killer())
"""


def statuses(outcomes) -> dict[str, str]:
    return {o.name: o.status for o in outcomes}


def published(root: Path) -> dict[str, str]:
    """Hashes of everything in the two published folders."""
    return {
        p.relative_to(root).as_posix(): storage.digest(p)
        for folder in ("reports", "data/processed") for p in storage.list_files(root / folder)
    }  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The study with all formats built; tests only read it, or copy it first."""
    root = make_study(tmp_path_factory.mktemp("built") / "研究")
    assert build(root, Request()).errors == ()
    return root


@pytest.fixture
def copy(built, tmp_path) -> Path:
    """A copy of the built study to change."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


def test_a_build_publishes_tables_facts_and_chapters(built):
    names = set(published(built))
    assert {f"reports/{c}.{f}" for c in ("01_first", "02_second")
            for f in ("html", "docx", "pdf")} <= names  # fmt: skip
    assert {"reports/executed/01_first.ipynb", "reports/manifest.json", "reports/README.md",
            "data/processed/tables/mines.parquet", "data/processed/facts.parquet",
            "reports/facts.json", "reports/facts.csv", "reports/facts-definitions.csv",
            "reports/annex.xlsx", "data/processed/findings.csv",
            "data/processed/changes.csv", "data/processed/accounting.csv",
            "data/processed/README.md"} <= names  # fmt: skip
    assert "第一章" in (built / "reports" / "01_first.html").read_text(encoding="utf-8")
    facts = {f["id"]: f for f in storage.read_json(built / "reports/facts.json")["facts"]}
    assert facts["MINE.TOTAL"]["value"] == "3"
    assert facts["LAND.MINE_AREA"]["value"] == "60.5"


def test_the_manifest_tells_the_truth_and_no_place_of_this_machine(built):
    text = (built / "reports" / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert str(built.parent) not in text
    own = {"reports/manifest.json", "reports/README.md", "data/processed/README.md"}
    hashes = published(built)
    assert manifest["outputs"] == {n: h for n, h in hashes.items() if n not in own}
    mines = "data/raw/survey/team/mines.csv"
    assert manifest["inputs"][mines] == storage.digest(built / mines)
    assert manifest["inputs"]["notebooks/01_first.ipynb"]
    assert manifest["provenance"] == "synthetic"
    assert manifest["chapters"]["02_second"]["parameters"] == {"region": "all", "lang": "zh"}
    assert manifest["chapters"]["02_second"]["complete"] is True
    assert any(line.startswith("pandas==") for line in manifest["environment"])


def test_a_second_build_does_nothing(copy):
    before = published(copy)
    (copy / "study.toml").touch()
    result = build(copy, Request())
    assert {o.status for o in result.outcomes} == {"unchanged"}
    assert result.published is False
    assert published(copy) == before


def test_two_builds_in_different_folders_give_the_same_bytes(built, tmp_path):
    other = make_study(tmp_path / "elsewhere" / "deep")
    build(other, Request(jobs=1))
    assert published(other) == published(built)


def test_a_changed_cell_runs_what_depends_on_it_and_is_named(copy):
    write(copy, "data/raw/survey/team/mines.csv", CHANGED)
    reasons = {o.name: [r.en for r in o.reasons] for o in explain(copy, Request())}
    assert reasons["survey:team"] == ["data/raw/survey/team/mines.csv changed"]
    assert reasons["export:01_first:pdf"]
    result = build(copy, HTML)
    assert statuses(result.outcomes)["facts"] == "ran"
    facts = {f["id"]: f for f in storage.read_json(copy / "reports/facts.json")["facts"]}
    assert facts["LAND.MINE_AREA"]["value"] == "61.5"


def test_a_changed_notebook_runs_only_its_own_chapter(copy):
    write_chapter(copy, "02_second", SHOW % "改过")
    planned = explain(copy, Request())
    assert {o.name for o in planned if o.status == "would_run"} == {
        "chapter:02_second", *(f"export:02_second:{f}" for f in ("html", "docx", "pdf")),
        "export:report:docx", "export:report:pdf", "export:annex:xlsx", "export:index:html",
        "export:facts:html",
    }  # fmt: skip
    assert [r.en for o in planned for r in o.reasons if o.name == "chapter:02_second"] == [
        "notebooks/02_second.ipynb changed"
    ]


def test_a_file_added_to_a_delivery_or_taken_away_is_a_change(copy):
    write(copy, "data/raw/survey/team/notes.txt", "x")
    reasons = {o.name: [r.en for r in o.reasons] for o in explain(copy, HTML)}
    assert "data/raw/survey/team/ changed" in reasons["survey:team"]
    build(copy, HTML)
    (copy / "data/raw/survey/team/notes.txt").unlink()
    reasons = {o.name: [r.en for r in o.reasons] for o in explain(copy, HTML)}
    assert reasons["survey:team"] == ["data/raw/survey/team/ changed"]


def test_a_lock_file_is_an_input(copy):
    write(copy, "requirements.lock", "numpy==1\n")
    assert {o.status for o in explain(copy, HTML)} == {"would_run"}


def test_a_report_that_was_removed_comes_back_without_running_a_step(copy):
    before = published(copy)
    (copy / "reports" / "01_first.pdf").unlink()
    result = build(copy, Request())
    assert {o.status for o in result.outcomes} == {"unchanged"}
    assert result.published is True
    assert published(copy) == before


def test_a_region_has_files_of_its_own_name_and_its_own_text(copy):
    result = build(copy, Request(formats=("html",), chapters=("01_first",), region="乙县"))
    assert result.errors == ()
    text = (copy / "reports" / "01_first-yi.html").read_text(encoding="utf-8")
    assert "990102" in text
    assert not (copy / "reports" / "01_first.html").exists()
    assert statuses(build(copy, HTML).outcomes)["chapter:01_first"] == "unchanged"


def test_a_failed_chapter_is_left_with_its_error_and_the_others_are_finished(copy, capsys):
    write_chapter(copy, "01_first", "raise ValueError('坏了')")
    result = build(copy, HTML)
    assert statuses(result.outcomes)["export:01_first:html"] == "blocked"
    (error,) = result.errors
    said = str(error)
    assert "reports/executed/01_first.ipynb" in said
    assert "坏了" in said
    executed = (copy / "reports/executed/01_first.ipynb").read_text(encoding="utf-8")
    assert '"ename": "ValueError"' in executed
    assert (copy / "reports/02_second.html").exists()
    assert not (copy / "reports/01_first.html").exists()
    manifest = storage.read_json(copy / "reports/manifest.json")
    assert manifest["chapters"]["01_first"]["complete"] is False
    # What shows all chapters is not there without one of them, and the command says so.
    assert set(result.missing) == {"01_first.html", "index.html", "facts.html"}
    assert not any((copy / "reports" / name).exists() for name in result.missing)
    assert show.build_result(result) == 1
    told = capsys.readouterr().err
    assert all(told.count(name) == 2 for name in result.missing)
    write_chapter(copy, "01_first", SHOW % "好了")
    assert build(copy, HTML).errors == ()
    assert not (Layout(copy).failed("01_first")).exists()


def test_a_delivery_that_stops_leaves_everything_as_it_was(copy):
    before = published(copy)
    write(copy, "data/raw/survey/team/mines.csv", MINES.replace("编号", "代号"))
    result = build(copy, Request())
    assert isinstance(result.errors[0], DandongError)
    assert statuses(result.outcomes)["facts"] == "blocked"
    assert (result.published, result.missing) == (False, ())
    assert published(copy) == before


def test_raw_data_is_never_written_to(copy):
    before = storage.digest(copy / "data" / "raw")
    write_chapter(copy, "01_first", SHOW % "又一次")
    build(copy, HTML)
    assert storage.digest(copy / "data" / "raw") == before


def kill_build(root: Path, moment: str, step: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(root), moment, step], capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(storage.__file__).parents[1])},
    )  # fmt: skip
    return done.returncode


@pytest.fixture(scope="module")
def changed_facts(tmp_path_factory) -> bytes:
    """The facts of the study with one other cell, built in one go."""
    root = make_study(tmp_path_factory.mktemp("clean"))
    write(root, "data/raw/survey/team/mines.csv", CHANGED)
    with opened(root) as (layout, study):
        bring_facts_up_to_date(layout, study)
        return (layout.facts / "facts.parquet").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX systems")
@pytest.mark.parametrize(
    ("moment", "step"),
    [("started", "survey:team"), ("started", "tables"), ("ended", "facts"),
     ("started", "chapter:01_first"), ("ended", "export:01_first:html")],
)  # fmt: skip
def test_a_build_killed_at_a_step_leaves_the_published_set_and_is_taken_up_again(
    copy, changed_facts, moment, step
):
    before = published(copy)
    write(copy, "data/raw/survey/team/mines.csv", CHANGED)
    assert kill_build(copy, moment, step) == -9
    assert published(copy) == before
    assert build(copy, ONE).errors == ()
    assert (copy / "data/processed/facts.parquet").read_bytes() == changed_facts
    assert changed_facts != (copy / ".dandong/previous/data/processed/facts.parquet").read_bytes()


def test_breaking_off_stops_the_kernels(study):
    write_chapter(study, "01_first", "import time\ntime.sleep(300)")
    asked = threading.Event()

    class Breaker:
        def started(self, name: str) -> None:
            if name == "chapter:01_first":
                threading.Timer(3, lambda: (asked.set(), steps.stop_chapters())).start()

        def ended(self, name: str, status: str) -> None: ...

    result = build(study, Request(formats=(), chapters=("01_first",)), observer=Breaker())
    assert asked.is_set()
    assert statuses(result.outcomes)["chapter:01_first"] == "failed"
