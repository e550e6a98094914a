"""The audit of the plan, from the published file to the chapter and back by a trace."""

import json
import shutil

import pytest

from dandong_analysis import storage
from tests.e2e.studies import ROOT, Study


@pytest.mark.xdist_group("demo")
def test_the_facts_of_the_plan_open_down_to_its_rows(demo):
    found = demo.json("trace", "AUDIT.RELATIONS@verdict=inconsistent")
    assert [(r["delivery"], r["file"], r["header"]) for r in found["rows"]] == [
        ("plan", "published-figures.csv", "derived_from")
    ] * 3
    assert {r["raw"] for r in found["rows"]} == {
        "converted_subset(1500;TAB.CITY.F.SUB)", "named(5)", "named(2)",
    }  # fmt: skip
    assert {r["sha256"] for r in found["rows"]} == {
        storage.digest(demo.root / "data" / "raw" / "plan" / "published-figures.csv")
    }


@pytest.mark.xdist_group("demo")
def test_only_the_chapter_about_the_plan_is_not_stamped(demo):
    pages = {p.stem: p.read_text("utf-8") for p in (demo.root / "reports").glob("*.html")}
    stamped = {name for name, text in pages.items() if "由程序生成，不是实地调查成果" in text}
    assert set(pages) - stamped == {"07_plan_audit"}


def test_a_plan_without_a_survey_is_built_as_a_chapter(tmp_path):
    study = Study(shutil.copytree(ROOT / "tests" / "plans" / "reservoir", tmp_path / "study"))
    done = study.run("build", "--chapters", "07_plan_audit", "--formats", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (study.root / "reports" / "07_plan_audit.html").read_text("utf-8")
    assert "乙县第一年" in page
    assert "模拟" not in page
    manifest = json.loads((study.root / "reports" / "manifest.json").read_text("utf-8"))
    assert "figures.csv" in manifest["inputs"]
