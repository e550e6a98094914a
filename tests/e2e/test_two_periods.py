"""A plan of two periods, counted on paper in its README, built at three dates by the real command.

The dates are the day before the end of the near term, the day of the end and the day after.
"""

import json
import re
import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError
from dandong_analysis.notebook import open_chapter
from dandong_analysis.pipeline import queries
from dandong_analysis.pipeline.inputs import Layout
from tests.e2e.conftest import ROOT, Study

HOME = ROOT / "tests" / "studies" / "two_periods"
BEFORE, END, AFTER = "2020-12-30", "2020-12-31", "2021-01-01"
DATES = (BEFORE, END, AFTER)
RAN = re.compile(r"ran (\S+)")
ASSESSMENTS = "data/processed/assessments"


@dataclass
class Built:
    """The study after builds at all dates, and what each of them ran and published."""

    study: Study
    facts: dict[str, dict] = field(default_factory=dict)
    ran: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    published: dict[str, list[str]] = field(default_factory=dict)

    def build(self, day):
        done = self.study.run("build", "--as-of", day, "--formats", "html")
        assert done.returncode == 0, done.stdout + done.stderr
        return RAN.findall(done.stdout + done.stderr)

    def fact(self, day, indicator, key):
        name = {"FUNDS": "plan_money", "WORKS": "county"}.get(
            indicator.partition(".")[0], "plan_cell"
        )
        name = {"PLAN.RATE": "plan_rate", "PLAN.AMOUNT": "plan_amount"}.get(indicator, name)
        dims = sorted([f"assessment={day}", *([f"{name}={key}"] if key else [])])
        return self.facts[day][f"{indicator}@{','.join(dims)}"]

    def value(self, day, indicator, key):
        value = self.fact(day, indicator, key)["value"]
        return None if value is None else Decimal(value)


def copied(folder) -> Study:
    shutil.copytree(HOME, folder / "study")
    return Study(folder / "study")


def shown_by(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [o for c in cells if c["cell_type"] == "code" for o in c["outputs"]]
    return ["".join(o["data"]["text/plain"]) for o in outputs if "data" in o]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    made = Built(copied(tmp_path_factory.mktemp("two_periods")))
    root = made.study.root
    for day in DATES:
        made.ran[day] = made.build(day)
        listed = json.loads((root / "reports" / "facts.json").read_text(encoding="utf-8"))
        own = [fact for fact in listed["facts"] if f"assessment={day}" in fact["id"]]
        made.facts[day] = {fact["id"]: fact for fact in own}
        made.shown[day] = shown_by(root / "reports" / "executed" / f"06_plan-{day}.ipynb")
        made.published[day] = sorted(p.name for p in (root / ASSESSMENTS).iterdir())
    return made


# key: done at the three dates
DONE = {
    "TREATED/990101/company/near": ("40", "90", "90"),
    "TREATED/990101/government/near": ("50", "50", "50"),
    "TREATED/990101/all/near": ("90", "140", "140"),
    "TREATED/990102/company/near": ("30", "30", "30"),
    "TREATED/all/company/near": ("70", "120", "120"),
    "TREATED/990101/company/far": ("0", "0", "12"),
    "TREATED/990101/company/all": ("40", "90", "102"),
    "TREATED/990101/all/all": ("90", "140", "152"),
    "TREATED/990103/company/near": ("8", "8", "8"),
    "SOCIAL/all/all/near": ("1", "1", "1"),
    "YEARLY/all/all/near": ("1", "2", "2"),
    "SCHEMES/all/all/near": ("50", "50", "50"),
}

# key: attainment at the three dates, as a ratio; None where it cannot be said
ATTAINMENT = {
    "TREATED/990101/company/near": ("2/5", "9/10", "9/10"),
    "TREATED/990101/government/near": ("5/4", "5/4", "5/4"),
    "TREATED/990101/all/near": ("9/14", "1", "1"),
    "TREATED/990102/company/near": ("1/2", "1/2", "1/2"),
    "TREATED/all/company/near": ("7/16", "3/4", "3/4"),
    "TREATED/990101/company/far": (None, None, "12/50"),
    "TREATED/990101/company/all": ("40/150", "90/150", "102/150"),
    "TREATED/990101/government/far": (None, None, None),  # target 0
    "TREATED/990102/company/far": (None, None, None),  # blank
    "TREATED/990102/government/far": (None, None, None),  # negative
    "TREATED/990102/government/near": (None, None, None),  # not in the table
    "TREATED/990102/all/near": (None, None, None),
    "TREATED/all/all/near": (None, None, None),
    "TREATED/990103/company/near": (None, None, None),
    "SOCIAL/all/all/near": ("1/2", "1/2", "1/2"),
    "YEARLY/all/all/near": ("1", "1", "1"),
    "SYSTEM/all/all/near": (None, "1", "1"),
    "SCHEMES/all/all/near": (None, "5/8", "5/8"),
}

# key: due by the plan at the three dates
DUE = {
    "TREATED/990101/company/near": ("73000/731", "100", "100"),
    "TREATED/990101/all/near": ("102200/731", "140", "140"),
    "TREATED/990101/company/far": (None, None, "50/365"),
    "TREATED/990101/company/all": ("73000/731", "100", "36550/365"),
    "SOCIAL/all/all/near": ("1", "2", "2"),
}


def close(value, expected):
    """Equal to the 16 places that a percentage keeps of a ratio."""
    return value is not None and abs(Fraction(value) - Fraction(expected)) < Fraction(1, 10**15)


@pytest.mark.parametrize("key", DONE)
def test_what_is_done(built, key):
    assert [built.value(d, "PLAN.DONE", key) for d in DATES] == [Decimal(v) for v in DONE[key]]


@pytest.mark.parametrize("key", ATTAINMENT)
def test_attainment_or_the_reason_why_there_is_none(built, key):
    for day, expected in zip(DATES, ATTAINMENT[key], strict=True):
        fact = built.fact(day, "PLAN.ATTAINMENT", key)
        if expected is None:
            assert (fact["value"], fact["printed"]) == (None, "")
            assert fact["reason_zh"]
            assert fact["reason_en"]
        else:
            assert close(Decimal(fact["value"]), 100 * Fraction(expected)), (day, fact["value"])


@pytest.mark.parametrize(
    ("key", "day", "reason"),
    [
        ("TREATED/990101/government/far", END, "target is zero, nothing to attain"),
        ("TREATED/990102/company/far", END, "target left blank, not assessable"),
        ("TREATED/990102/government/far", END, "negative target, not assessable"),
        ("TREATED/990102/government/near", END, "no target, not assessable"),
        ("TREATED/990102/all/near", END, "part of the targets is missing, not assessable"),
        ("TREATED/990101/company/far", END, "period not begun"),
        ("SYSTEM/all/all/near", BEFORE, "no report, not assessable"),
        ("SCHEMES/all/all/near", BEFORE, "no base value, not assessable before the end"),
    ],
)
def test_the_reason_is_that_of_the_target(built, key, day, reason):
    assert built.fact(day, "PLAN.ATTAINMENT", key)["reason_en"] == reason


@pytest.mark.parametrize("key", DUE)
def test_what_was_due(built, key):
    for day, expected in zip(DATES, DUE[key], strict=True):
        value = built.value(day, "PLAN.DUE_PATH", key)
        assert value is None if expected is None else close(value, Fraction(expected))


@pytest.mark.parametrize(
    ("grade", "counts"),
    [
        ("early", (1, 1, 1)), ("faster", (0, 0, 1)), ("on_track", (2, 2, 2)), ("behind", (2, 4, 4)),
    ],
)  # fmt: skip
def test_printed_targets_by_grade(built, grade, counts):
    """On the last day count and rate fall behind and the milestone is reached."""
    found = [
        built.facts[d][f"PLAN.TARGETS@assessment={d},attainment_grade={grade}"]["value"]
        for d in DATES
    ]
    assert found == [str(n) for n in counts]


FINDINGS = {
    "target-blank": (1, 1, 1), "target-zero": (1, 1, 1), "target-negative": (1, 1, 1),
    "target-missing": (1, 1, 1), "work-not-accepted": (1, 1, 1), "work-number-shared": (1, 1, 1),
    "work-above-damage": (1, 1, 1), "work-before-plan": (1, 1, 1), "work-without-target": (1, 1, 1),
    "work-after-date": (3, 1, 0),  # W2, W9 and the report; W9
}  # fmt: skip


def test_findings(built):
    for place, day in enumerate(DATES):
        stem = f"PLAN.FINDINGS@assessment={day},plan_finding="
        found = {i.removeprefix(stem): int(f["value"]) for i, f in built.facts[day].items()
                 if i.startswith(stem) and f["value"] != "0"}  # fmt: skip
        assert found == {c: n[place] for c, n in FINDINGS.items() if n[place]}
        label = built.facts[day][f"{stem}work-before-plan"]
        assert label["label_zh"] == "评估中发现的问题（日期早于规划期）"
        assert label["label_en"].endswith("(the date is before the plan)")


def test_works_listed_and_counted(built):
    assert {built.value(d, "WORKS.AREA", "") for d in DATES} == {Decimal("240.5")}
    assert [built.value(d, "WORKS.COUNTED", "") for d in DATES] == [128, 178, 190]
    assert built.value(END, "WORKS.EXCESS", "990101") == 10


def test_money_and_rates(built):
    place = "990101/company/near"
    assert [built.value(d, "FUNDS.UNIT_COST", place) for d in DATES] == [Decimal("2.125"), 2, 2]
    assert [built.value(d, "FUNDS.NEEDED", place) for d in DATES] == [Decimal("127.5"), 20, 20]
    rate = f"treatment/TREATED/{place}/done/damaged_land"
    assert [built.value(d, "PLAN.RATE", rate) for d in DATES] == [20, 45, 45]
    blank = built.fact(END, "FUNDS.NEEDED", "990102/company/far")
    assert (blank["value"], blank["reason_en"]) == (None, "no money recorded")


def test_provenance_and_labels(built):
    fact = built.fact(END, "PLAN.DONE", "SOCIAL/all/all/near")
    assert fact["label_zh"] == "社会资金{项目}<b>示范</b>（三县，近期）：完成"
    assert fact["label_en"] == "works with private | capital (the three counties, near term): done"
    assert (
        built.fact(END, "PLAN.TARGET", "TREATED/990101/company/near")["provenance"] == "published"
    )
    assert {f["provenance"] for f in built.facts[END].values()} == {"survey", "published"}


def test_the_chapter_shows_the_numbers_of_its_date(built):
    assert [built.shown[d][:2] for d in DATES] == [
        ["'40.00'", "'40.00'"], ["'90.00'", "'90.00'"], ["'90.00'", "'90.00'"],
    ]  # fmt: skip
    assert built.shown[END][2] == "'社会资金{项目}<b>示范</b>（三县，近期）：完成'"


def test_another_date_runs_only_what_depends_on_it(built):
    assert "survey:north" in built.ran[BEFORE]
    for day in (END, AFTER):
        assert set(built.ran[day]) == {
            f"assess:{day}", f"chapter:06_plan-{day}", f"export:06_plan-{day}:html",
            f"export:results:{day}", f"export:index-{day}:html", f"export:facts-{day}:html",
        }  # fmt: skip
        assert built.published[day] == [day]


def test_a_date_that_was_built_before_is_there_again_without_work(built):
    assert built.build(END) == []
    assert built.study.json("facts", "--as-of", END, "--indicator", "PLAN.DONE")


@pytest.fixture(scope="module")
def traced(built):
    """What ``dandong trace --json`` prints, without starting a process for each fact."""
    return lambda key: queries.trace_fact(built.study.root, key)


def test_the_command_prints_what_is_traced(built, traced):
    key = f"PLAN.DONE@assessment={BEFORE},plan_cell=TREATED/990101/all/near"
    assert built.study.json("trace", key) == traced(key)


def test_a_sum_opens_to_the_cells_of_its_works(traced):
    found = traced(f"PLAN.DONE@assessment={AFTER},plan_cell=TREATED/990101/all/near")
    cells = sorted((r["file"], r["row"], r["header"], r["raw"], r["value"]) for r in found["rows"])
    assert cells == [
        ("治理.csv", 2, "治理面积", "40", "40"), ("治理.csv", 3, "治理面积", "50", "50"),
        ("治理.csv", 4, "治理面积", "60", "50"),
    ]  # fmt: skip
    assert all(r["sha256"] for r in found["rows"])


def test_the_usual_date_is_that_of_the_first_period_and_hectares_open_as_delivered(traced):
    """Without a date the end of the first period is meant."""
    found = traced("PLAN.DONE@plan_cell=TREATED/990102/company/near")
    assert found["id"].startswith(f"PLAN.DONE@assessment={END},")
    assert [(r["file"], r["header"], r["raw"], r["value"]) for r in found["rows"]] == [
        ("works.csv", "治理面积(公顷)", "2", "30")
    ]


def test_attainment_opens_to_works_and_target(traced):
    found = traced("PLAN.ATTAINMENT@plan_cell=TREATED/990101/company/near")
    told = [(r["of"].partition("plan_amount=")[2], r["file"], r["header"], r["raw"])
            for r in found["rows"]]  # fmt: skip
    assert told == [
        ("done/TREATED/990101/company/near", "治理.csv", "治理面积", "40"),
        ("done/TREATED/990101/company/near", "治理.csv", "治理面积", "50"),
        ("target/TREATED/990101/company/near", "targets.csv", "面积", "100"),
    ]


@pytest.mark.parametrize(
    ("key", "cells"),
    [
        ("PLAN.RATE@plan_rate=treatment/TREATED/990101/company/near/done/damaged_land",
         {("治理.csv", "治理面积", "40"), ("治理.csv", "治理面积", "50"),
          ("图斑.csv", "面积", "150"), ("图斑.csv", "面积", "50")}),
        ("FUNDS.UNIT_COST@plan_money=990101/company/near",
         {("治理.csv", "矿山自筹", "80"), ("治理.csv", "社会资金", "5"), ("治理.csv", "矿山自筹", "95"),
          ("治理.csv", "治理面积", "40"), ("治理.csv", "治理面积", "50")}),
        ("PLAN.AMOUNT@plan_amount=by-2020/TREATED/990101/company/all",
         {("治理.csv", "治理面积", "40"), ("治理.csv", "治理面积", "50")}),
        ("PLAN.DONE@plan_cell=SCHEMES/all/all/near",
         {("方案.csv", "矿山", "J1"), ("方案.csv", "矿山", "B1")}),
        ("PLAN.DONE@plan_cell=SYSTEM/all/all/near", {("reports.csv", "报告", "B1")}),
        ("PLAN.TARGET@plan_cell=SYSTEM/all/all/near", {("indicators.csv", "目标", "初步建立")}),
        ("WORKS.EXCESS@county=990101", {("治理.csv", "项目", f"W{i}") for i in (1, 2, 3, 7, 9)}),
        ("PLAN.FINDINGS@plan_finding=work-number-shared", {("works.csv", "文号", "验4号")}),
        ("PROJ.TOTAL@plan_projection=needed/TREATED/990101/company/all",
         {("治理.csv", "治理面积", "40"), ("治理.csv", "治理面积", "50"),
          ("targets.csv", "面积", "100"), ("targets.csv", "面积", "50")}),
    ],
)  # fmt: skip
def test_a_number_of_each_kind_opens_to_its_cells(traced, key, cells):
    found = traced(key)
    assert {(r["file"], r["header"], r["raw"]) for r in found["rows"]} == cells
    assert f"assessment={END}" in found["id"]


def test_facts_of_a_date_stand_beside_those_of_the_survey(built):
    listed = {f["id"]: f for f in built.study.json("facts", "--as-of", BEFORE)}
    assert listed["MINE.TOTAL"]["value"] == "4"
    told = ("value", "unit", "printed", "label_zh", "label_en", "verdict", "n_rows")
    own = {i: [f[n] for n in told] for i, f in listed.items() if "assessment=" in i}
    assert own == {i: [f[n] for n in told] for i, f in built.facts[BEFORE].items()}


def test_another_reading_is_an_assessment_of_its_own(built):
    """Against linear time the company of 甲 is behind on the last day of the near term."""
    root, reading = built.study.root, "schedule=linear"
    code = f"{END}+schedule.linear"
    listed = built.study.json(
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


def test_a_chapter_run_by_hand_for_a_date_that_was_not_built_says_so(built):
    with pytest.raises(DandongError) as caught:
        open_chapter(
            study=str(built.study.root), lang="zh", as_of="2021-06-30", reading="proof=date"
        )
    (problem,) = caught.value.problems
    assert problem.code == "not-assessed"
    assert problem.value.startswith("2021-06-30+proof.date")
    command = "dandong build --as-of 2021-06-30 -p reading=proof=date"
    assert command in problem.action.zh
    assert problem.action.en.startswith(f"run {command} (assessed: ")


def test_a_chapter_run_by_hand_shows_what_was_built(built):
    day = built.study.run("build", "--as-of", AFTER, "--formats", "html")
    assert day.returncode == 0
    chapter = open_chapter(study=str(built.study.root), lang="en", as_of=AFTER)
    fact = chapter.ledger["PLAN.DONE@plan_cell=TREATED/990101/company/all"]
    assert (fact.printed, fact.unit) == ("102.00", "mu")


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
