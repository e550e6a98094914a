"""The plan of two periods at one date beside another, in another reading, and by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError
from dandong_analysis.notebook import open_chapter
from dandong_analysis.pipeline import queries
from dandong_analysis.pipeline.assessments import request_named
from dandong_analysis.pipeline.inputs import Layout, open_study
from dandong_analysis.pipeline.known import read_known
from tests.e2e.two_periods import AFTER, BEFORE, DATES, END, close


def test_the_chapter_shows_the_numbers_of_its_date(two_periods):
    assert [two_periods.shown[d][:2] for d in DATES] == [
        ["'40.00'", "'40.00'"], ["'90.00'", "'90.00'"], ["'90.00'", "'90.00'"],
    ]  # fmt: skip
    assert two_periods.shown[END][2] == "'社会资金{项目}<b>示范</b>（三县，近期）：完成'"


def test_another_date_runs_only_what_depends_on_it(two_periods):
    assert "survey:north" in two_periods.ran[BEFORE]
    for day in (END, AFTER):
        assert set(two_periods.ran[day]) == {
            f"assess:{day}", f"chapter:06_plan-{day}", f"export:06_plan-{day}:html",
            f"export:results:{day}", f"export:index-{day}:html", f"export:facts-{day}:html",
        }  # fmt: skip
        assert two_periods.published[day] == [day]


def test_a_date_that_was_built_before_is_there_again_without_work(two_periods):
    assert two_periods.build(END) == []
    assert two_periods.study.json("facts", "--as-of", END, "--indicator", "PLAN.DONE")


def test_facts_of_a_date_stand_beside_those_of_the_survey(two_periods):
    listed = {f["id"]: f for f in two_periods.study.json("facts", "--as-of", BEFORE)}
    assert listed["MINE.TOTAL"]["value"] == "4"
    told = ("value", "unit", "printed", "label_zh", "label_en", "verdict", "n_rows")
    own = {i: [f[n] for n in told] for i, f in listed.items() if "assessment=" in i}
    assert own == {i: [f[n] for n in told] for i, f in two_periods.facts[BEFORE].items()}


def test_two_dates_in_one_report_are_both_named(two_periods):
    """The day after has amounts of the year 2021, which the day before knows nothing of."""
    layout, study = Layout(two_periods.study.root), open_study(two_periods.study.root)
    asked = {day: request_named(layout, study, as_of=day) for day in (AFTER, BEFORE)}
    both = read_known(layout, study, list(asked.values()), study.schemas)
    codes = {
        day: {f.dims["plan_amount"] for f in both.ledger
              if "plan_amount" in f.dims and f.dims["assessment"] == day}
        for day in asked
    }  # fmt: skip
    assert "in-2021/TREATED/990101/company/all" in codes[AFTER] - codes[BEFORE]
    named = {term.code for term in both.schemas.vocabularies["plan_amount"].terms}
    assert named == codes[AFTER] | codes[BEFORE]
    assert set(both.frames["plan_attainment"]["assessment"]) == {AFTER, BEFORE}


def test_another_reading_is_an_assessment_of_its_own(two_periods):
    """Against linear time the company of 甲 is behind on the last day of the near term."""
    root, reading = two_periods.study.root, "schedule=linear"
    code = f"{END}+schedule.linear"
    listed = two_periods.study.json(
        "facts", "--as-of", END, "--reading", reading, "--indicator", "PLAN.RATIO_LINEAR"
    )
    shares = {f["id"]: f["value"] for f in listed}
    cell = f"assessment={code},plan_cell=TREATED/990101/company/all"
    assert close(Decimal(shares[f"PLAN.RATIO_LINEAR@{cell}"]), Fraction(100 * 90 * 1096, 150 * 731))
    assert queries.trace_fact(root, f"PLAN.DONE@{cell}")["value"] == "90"
    # a reading without a date is that of the usual date
    assert queries.facts(root, reading=reading, indicator=f"PLAN.DONE@{cell}")
    (folder,) = Layout(root).assessment(END).parent.glob(f"{END}-*")
    rows = storage.read_frame(folder / "plan_attainment.parquet").set_index("plan_cell")
    assert rows.loc["TREATED/990101/company/all", ["grade_linear", "grade_path", "attainment_grade"]].tolist() == [
        "behind", "on_track", "behind",
    ]  # fmt: skip


def test_a_chapter_run_by_hand_for_a_date_that_was_not_built_says_so(two_periods):
    with pytest.raises(DandongError) as caught:
        open_chapter(
            study=str(two_periods.study.root), lang="zh", as_of="2021-06-30", reading="proof=date"
        )
    (problem,) = caught.value.problems
    assert problem.code == "not-assessed"
    assert problem.value.startswith("2021-06-30+proof.date")
    command = "dandong build --as-of 2021-06-30 -p reading=proof=date"
    assert command in problem.action.zh
    assert problem.action.en.startswith(f"run {command} (assessed: ")


def test_a_chapter_run_by_hand_shows_what_was_built(two_periods):
    day = two_periods.study.run("build", "--as-of", AFTER, "--formats", "html")
    assert day.returncode == 0
    chapter = open_chapter(study=str(two_periods.study.root), lang="en", as_of=AFTER)
    fact = chapter.ledger["PLAN.DONE@plan_cell=TREATED/990101/company/all"]
    assert (fact.printed, fact.unit) == ("102.00", "mu")
