"""Another plan with a rule file of its own goes the same way: its numbers are in its README."""

import json
import shutil
from decimal import Decimal
from fractions import Fraction

import pytest

from dandong_analysis.pipeline import queries
from tests.e2e.studies import ROOT, Study

DAY = "2016-12-31"


@pytest.fixture(scope="module")
def valley(tmp_path_factory) -> Study:
    """The study, built at the date that it declares; tests only read it."""
    root = tmp_path_factory.mktemp("valley") / "study"
    shutil.copytree(ROOT / "tests" / "studies" / "valley", root)
    study = Study(root)
    done = study.run("build", "--formats", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    return study


@pytest.fixture(scope="module")
def facts(valley):
    path = valley.root / "reports" / "facts.json"
    return {f["id"]: f for f in json.loads(path.read_text(encoding="utf-8"))["facts"]}


def of_cell(facts, indicator, key):
    return facts[f"{indicator}@assessment={DAY},plan_cell={key}"]


@pytest.mark.parametrize(
    ("key", "done", "target"),
    [
        ("GREEN/N/all/first", "450", "450"), ("GREEN/N/all/second", "135", "150"),
        ("GREEN/N/all/all", "585", "700"), ("GREEN/S/all/first", "0", "90"),
        ("GREEN/S/all/second", "100", "90"), ("GREEN/all/all/first", "450", "540"),
        ("GREEN/all/all/second", "235", "240"), ("LAW/all/all/all", "1", "1"),
    ],
)  # fmt: skip
def test_done_and_target_as_on_paper(facts, key, done, target):
    assert of_cell(facts, "PLAN.DONE", key)["value"] == done
    assert of_cell(facts, "PLAN.TARGET", key)["value"] == target
    share = Fraction(of_cell(facts, "PLAN.ATTAINMENT", key)["value"])
    assert abs(share - 100 * Fraction(done) / Fraction(target)) < Fraction(1, 10**15)


def test_its_own_grades_count_its_targets(facts):
    """G1, G2, G5 and the law are good, G4 is poor; nothing is known in another plan's grades."""
    grades = {
        i.rpartition("=")[2]: f for i, f in facts.items()
        if i.startswith(f"PLAN.TARGETS@assessment={DAY},attainment_grade=") and "," not in i.partition("grade=")[2]
    }  # fmt: skip
    assert {g: f["value"] for g, f in grades.items() if g in ("good", "poor")} == {
        "good": "4", "poor": "1",
    }  # fmt: skip
    assert set(grades) == {"good", "poor", "ungraded"}
    assert (grades["poor"]["label_zh"], grades["poor"]["label_en"]) == (
        "规划目标（评价：差）", "targets of the plan (grade: poor)",
    )  # fmt: skip


def test_what_cannot_be_assessed_says_why(facts):
    for key, reason in (
        ("GREEN/S/all/third", "target left blank, not assessable"),
        ("GREEN/S/all/all", "part of the targets is missing, not assessable"),
        ("GREEN/N/all/third", "period not begun"),
        ("HAZ/all/all/third", "period not begun"),
    ):
        fact = of_cell(facts, "PLAN.ATTAINMENT", key)
        assert (fact["value"], fact["reason_en"]) == (None, reason)


def test_its_rate_stands_with_its_terms_for_each_bank(facts):
    """Hazards have no bank of their own and the mines were not delivered: none is known to lie there."""
    stem = f"PLAN.RATE@assessment={DAY},plan_rate=rockfalls/HAZ/"
    ends = "all/third/hazards_rockfall/hazards_potential"
    assert facts[f"{stem}all/{ends}"]["printed"] == "66.67"
    assert facts[f"{stem}N/{ends}"]["reason_en"] == "denominator is zero"
    assert facts[f"{stem}all/{ends}"]["label_zh"] == "崩塌占比（河谷，三期）：比率"


def test_its_units_are_told_with_its_decimals(facts):
    done = of_cell(facts, "PLAN.DONE", "GREEN/N/all/second")
    assert (done["printed"], done["unit"]) == ("135.0", "mu")
    assert done["label_zh"] == "复绿（北岸，二期）：完成"
    assert of_cell(facts, "PLAN.TARGET", "GREEN/N/all/first")["printed"] == "450"


def test_work_between_its_periods_is_found(facts):
    found = {i.rpartition("=")[2]: f["value"] for i, f in facts.items()
             if i.startswith(f"PLAN.FINDINGS@assessment={DAY},plan_finding=")}  # fmt: skip
    assert found["work-between-periods"] == "1"
    assert found["target-blank"] == "1"
    assert found["work-mine-unknown"] == "6"  # without a table of mines nothing is known of them
    assert facts[f"WORKS.COUNTED@assessment={DAY}"]["value"] == "685"


def test_it_says_survey_and_not_synthetic(valley, facts):
    assert {f["provenance"] for f in facts.values()} == {"survey", "published"}
    report = (valley.root / "reports" / "06_plan.html").read_text(encoding="utf-8")
    assert "模拟数据" not in report


def test_a_number_opens_to_its_cells(valley):
    found = queries.trace_fact(valley.root, "PLAN.TARGET@plan_cell=GREEN/all/all/first")
    assert [(r["file"], r["row"], r["raw"], Decimal(r["value"])) for r in found["rows"]] == [
        ("targets.csv", 2, "30", 450), ("targets.csv", 5, "90", 90),
    ]  # fmt: skip


def test_its_chapter_is_built(valley):
    executed = valley.root / "reports" / "executed" / "06_plan.ipynb"
    cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    shown = ["".join(o["data"]["text/plain"]) for c in cells for o in c.get("outputs", ())]
    assert shown == ["'135.0'", "'复绿（北岸，二期）：完成率'"]


def test_a_fault_of_its_rule_file_names_that_file(valley, tmp_path):
    root = tmp_path / "study"
    shutil.copytree(valley.root, root, ignore=shutil.ignore_patterns(".dandong"))
    study = Study(root)
    study.edit("plan-rules.toml", lambda t: t.replace('"hazard_id"', '"hazard"'))
    done = study.run("build")
    assert done.returncode == 1
    assert "plan-rules.toml" in done.stdout + done.stderr
    study.edit(
        "plan-rules.toml", lambda t: t.replace("measure.hazards_rockfall]", 'measure."rock.falls"]')
    )
    said = study.run("build")
    assert said.returncode == 1
    assert "rock.falls" in said.stdout + said.stderr
