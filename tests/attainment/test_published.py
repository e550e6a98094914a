"""The published plan: its own rates and totals, read from the list of published figures."""

import csv
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from dandong_analysis.attainment.definitions import Definitions
from dandong_analysis.attainment.evaluation import evaluate_plan
from dandong_analysis.attainment.frames import records
from dandong_analysis.attainment.plan import plan_of
from dandong_analysis.study import parse_study
from dandong_analysis.units import print_number, printed_places

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "raw" / "plan"
CODES = {
    "生产": "company",
    "政策性关闭、废弃": "government",
    "2018-2020年": "near",
    "2021-2022年": "far",
}
FIELDS = {
    "目标编号": "target_id", "指标编号": "indicator_id", "规划指标": "indicator_name",
    "指标类型": "indicator_kind", "计量方式": "target_measure", "行政区": "county",
    "治理责任主体": "liability", "时期": "period", "指标属性": "target_kind",
    "目标值": "printed_target", "单位": "printed_unit", "恢复治理面积(亩)": "target_area_mu",
    "规划章节": "section",
}  # fmt: skip


@pytest.fixture(scope="module")
def study():
    declared = tomllib.loads((ROOT / "study.toml").read_text("utf-8"))
    return parse_study(declared)


def read(name):
    with (PLAN / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def published():
    return {r["id"]: r["value"] for r in read("published-figures.csv")}


def typed(study, table, name):
    """A plan file typed by this test alone, without the reading of deliveries."""
    counties = {c.zh: c.code for c in study.counties}
    words = {**CODES, **counties, "约束性": "binding", "预期性": "anticipated"}
    rows = [
        {FIELDS[k]: words.get(v, v) or None for k, v in row.items() if k in FIELDS}
        for row in read(name)
    ]
    for row in rows:
        if "target_area_mu" in row:
            row["target_area_mu"] = Decimal(row["target_area_mu"])
    return pd.DataFrame({
        n: pd.Series([row.get(n) for row in rows], dtype=t)
        for n, t in study.schemas[table].dtypes.items()
    })  # fmt: skip


@pytest.fixture(scope="module")
def tables(study, published):
    """The plan's targets, and one mine for each state with the land that the plan prints."""
    states = {
        "producing": "LAND.ST.ACTIVE", "closed": "LAND.ST.CLOSED",
        "policy_closed": "LAND.ST.POLICY", "abandoned": "LAND.ST.ABAND",
    }  # fmt: skip
    mines = [{"delivery": "x", "mine_id": s, "production_status": s} for s in states]
    land = [
        {"delivery": "x", "mine_id": s, "damaged_area_mu": Decimal(published[i])}
        for s, i in states.items()
    ]
    made = {
        name: pd.DataFrame({
            n: pd.Series([r.get(n) for r in rows], dtype=t)
            for n, t in study.schemas[name].dtypes.items()
        })
        for name, rows in (("mines", mines), ("land_damage", land), ("restoration", []))
    }  # fmt: skip
    return {
        **made, "targets": typed(study, "targets", "targets.csv"),
        "plan_indicators": typed(study, "plan_indicators", "plan-indicators.csv"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def frames(study, tables):
    return evaluate_plan(tables, plan_of(study), as_of=date(2020, 12, 31))


def rate(frames, liability, period, denominator):
    (row,) = [
        r for r in records(frames["rates"])
        if (r["region"], r["liability"], r["period"], r["numerator"], r["denominator"])
        == ("all", liability, period, "target", denominator)
    ]  # fmt: skip
    return row


@pytest.mark.parametrize(
    ("figure", "liability"),
    [("ENG.N.PROD_RATE", "company"), ("ENG.N.LEGACY_RATE", "government")],
)
def test_what_the_plan_calls_a_treatment_rate_is_a_share_of_its_own_target(
    frames, published, figure, liability
):
    row = rate(frames, liability, "near", "plan_target")
    assert row["reading"] == "plan"
    assert print_number(row["value"], printed_places(published[figure])) == published[figure]


@pytest.mark.parametrize(
    ("liability", "period", "denominator", "printed"),
    [
        # near-term target of producing mines ÷ damaged land of active mines, printed in neither
        ("company", "near", "damaged_land", "8.38"),
        ("company", "all", "damaged_land", "13.99"),
        ("government", "all", "damaged_land", "70.77"),  # of 2982 + 5874, the plan's 8857 gives .76
        ("government", "all", "damaged_land_with_open", "45.27"),
        ("all", "near", "plan_target", "50.37"),
    ],
)
def test_the_same_area_is_another_rate_of_damaged_land(
    frames, liability, period, denominator, printed
):
    assert print_number(rate(frames, liability, period, denominator)["value"], 2) == printed


def test_the_share_of_all_damaged_land(frames, published):
    """The four states add up to one mu less than the total that the plan prints."""
    row = rate(frames, "all", "all", "damaged_land")
    assert row["denominator_value"] == Decimal(published["LAND.DAMAGED"]) - 1
    assert print_number(row["value"], 2) == "23.67"


def test_the_four_gaps_of_the_county_table_are_found_and_no_other(frames, published):
    found = frames["findings"]
    differing = found.loc[found["code"] == "target-sum-differs", "value"].tolist()
    ids = ("ENG.TOTAL", "TGT.N.TOTAL", "PROD.TARGET", "BOX1.N.PROD")
    assert sorted(differing) == sorted(
        f"{i} {published[i]}, Σ {int(published[i]) - 1}" for i in ids
    )  # fmt: skip


def test_every_target_of_the_box_is_a_row_and_binding_ones_come_first(frames):
    rows = records(frames["attainment"])
    box = [r for r in rows if (r["target_id"] or "").startswith("BOX1.")]
    assert len(box) == 18
    assert [r["target_kind"] for r in rows[:7]] == ["binding"] * 7
    assert {r["target_id"] for r in box if r["status"] == "target_blank"} == {
        "BOX1.N.RECLAIM", "BOX1.F.RECLAIM", "BOX1.F.SOCIAL_N", "BOX1.N.DEMO_N",
    }  # fmt: skip


def test_the_region_may_be_judged_by_the_sum_of_its_counties(study, tables, published):
    frames = evaluate_plan(
        tables, plan_of(study), as_of=date(2020, 12, 31),
        definitions=Definitions(whole_target="summed"),
    )  # fmt: skip
    (row,) = [
        r for r in records(frames["attainment"])
        if (r["indicator_id"], r["region"], r["liability"], r["period"])
        == ("TREATED", "all", "company", "near")
    ]  # fmt: skip
    assert row["target"] == Decimal(published["BOX1.N.PROD"]) - 1
