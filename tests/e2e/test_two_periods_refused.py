"""Dates, readings and entries of the plan of two periods that are refused, and its usual ones."""

import re

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.pipeline import queries
from tests.e2e.studies import Study
from tests.e2e.two_periods import AFTER, END, copied


@pytest.fixture
def fresh(tmp_path) -> Study:
    """A private copy of the study, not built."""
    return copied(tmp_path)


def refused(study, *arguments):
    """Exit code and words of a command that is refused."""
    done = study.run(*arguments)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    return done.returncode, said


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("build", "--as-of", "2020-02-30"), "参数 as_of 应为 YYYY-MM-DD", "takes YYYY-MM-DD"),
        (
            ("facts", "--as-of", "2020-02-30"),
            "没有这个评估口径或取值",
            "no such reading of the plan",
        ),
        (("facts", "--reading", "schedule=lunar"), "可用：path、linear", "known: path, linear"),
        (("facts", "--as-of", END, "--reading", "moon"), "没有这个评估口径或取值", "closed_mines"),
        (("build", "-p", "reading=schedule=lunar"), "可用：path、linear", "found 'schedule=lunar'"),
    ],
)
def test_a_date_or_reading_that_does_not_exist_is_wrong_usage(fresh, arguments, zh, en):
    code, said = refused(fresh, *arguments)
    assert code == 2
    assert zh in said
    assert en.casefold() in said.casefold()


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ('as_of = "2020-13-01"', "as_of=2020-13-01"), ('reading = "proof=none"', "proof=none"),
        ('until = "2020-12-31"', "until=2020-12-31"),
    ],
)  # fmt: skip
def test_a_wrong_entry_of_the_study_fails(fresh, entry, value):
    fresh.edit("study.toml", lambda text: f"{text}\n[attainment]\n{entry}\n")
    code, said = refused(fresh, "build")
    assert code == 1
    assert value in said
    assert "study.toml" in said


def test_the_study_says_its_usual_date_and_reading(fresh):
    fresh.edit(
        "study.toml",
        lambda text: f'{text}\n[attainment]\nas_of = {AFTER}\nreading = "schedule=linear"\n',
    )
    found = queries.trace_fact(fresh.root, "PLAN.DONE@plan_cell=TREATED/990101/company/far")
    assert found["id"].startswith(f"PLAN.DONE@assessment={AFTER}+schedule.linear,")
    assert found["value"] == "12"


@pytest.mark.parametrize(
    "command", [("build",), ("build", "--as-of", END), ("facts", "--as-of", END)]
)
def test_a_study_without_periods_has_no_plan(fresh, command):
    without = re.compile(r"\[\[period\]\].*?(?=\n\[\[delivery)", re.DOTALL)
    fresh.edit("study.toml", lambda text: without.sub("", text))
    fresh.edit(
        "study.toml",
        lambda text: text.replace(
            '[[delivery]]\nid = "plan"\nfolder = "data/raw/plan"\nzh = "规划"\nen = "the plan"\n',
            "",
        ),
    )
    code, said = refused(fresh, *command)
    assert code == 1
    assert "研究文件没有声明规划时期" in said
    assert "the study declares no period of the plan" in said.casefold()


@pytest.mark.parametrize("odd", ["A|B", "A/B", "A,B", "A=B", "A{B}", "A@B", "A+B"])
def test_an_indicator_id_that_would_break_a_fact_id_is_refused(fresh, odd):
    fresh.edit(
        "data/raw/plan/indicators.csv", lambda text: text.replace("S1,YEARLY", f'S1,"{odd}"')
    )
    with pytest.raises(DandongError) as caught:
        queries.facts(fresh.root, as_of=END)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("target-id", f"S1 {odd}")
    assert (problem.place.file, problem.place.row) == ("indicators.csv", 2)
