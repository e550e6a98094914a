"""Numbers of the plan of two periods opened down to the cells behind them."""

import pytest

from dandong_analysis.pipeline import queries
from tests.e2e.two_periods import AFTER, BEFORE, END


@pytest.fixture(scope="module")
def traced(two_periods):
    """What ``dandong trace --json`` prints, without starting a process for each fact."""
    return lambda key: queries.trace_fact(two_periods.study.root, key)


def test_the_command_prints_what_is_traced(two_periods, traced):
    key = f"PLAN.DONE@assessment={BEFORE},plan_cell=TREATED/990101/all/near"
    assert two_periods.study.json("trace", key) == traced(key)


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
