"""Chapter 06 of the demonstration study: the plan at a date, from delivered cells to print."""

import csv
import json
import re
import shutil
from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis import storage
from tests.e2e.plain_readers import cell
from tests.e2e.studies import ROOT, Study
from tests.e2e.test_demo_facts import corrected, plain_number, same_text, unit_of

pytestmark = pytest.mark.xdist_group("demo")

AS_OF = "2020-12-31"
CHAPTER = "06_attainment"
BLOCK = "application/vnd.dandong.block+json"


@pytest.fixture(scope="module")
def plan(demo):
    """Frames and facts of the evaluation that the build published."""
    return storage.read_frames(demo.root / "data" / "processed" / "assessments" / AS_OF)


@pytest.fixture(scope="module")
def facts(plan):
    made = plan["facts"].to_dict("records")
    return {f["id"]: f for f in made}


def blocks(study: Study, key: str) -> list[dict]:
    executed = json.loads((study.root / "reports" / "executed" / f"{key}.ipynb").read_text("utf-8"))
    return [
        output["data"][BLOCK]
        for c in executed["cells"] for output in c.get("outputs", ())
        if BLOCK in output.get("data", {})
    ]  # fmt: skip


def fact_ids(node) -> set[str]:
    """The ids of all numbers in a block."""
    if isinstance(node, list):
        return {name for part in node for name in fact_ids(part)}
    if not isinstance(node, dict):
        return set()
    own = {node["id"]} if {"id", "n_rows", "provenance"} <= node.keys() else set()
    return own | fact_ids(list(node.values()))


def at(indicator: str, **dims: str) -> str:
    inside = ",".join(f"{k}={v}" for k, v in sorted({"assessment": AS_OF, **dims}.items()))
    return f"{indicator}@{inside}"


def works(demo) -> pd.DataFrame:
    return storage.read_frame(demo.root / "data/processed/tables/restoration.parquet")


def test_what_is_done_is_what_an_independent_count_of_the_works_gives(demo, plan, facts):
    """Accepted in 2018-2020 with a number; of a number used twice the larger work."""
    own = works(demo)
    dated = own[own["accepted_date"].notna() & own["acceptance_number"].notna()]
    inside = dated[dated["accepted_date"].between(pd.Timestamp(2018, 1, 1), pd.Timestamp(AS_OF))]
    ordered = inside.sort_values("treated_area_mu", ascending=False, kind="stable")
    once = ordered.drop_duplicates("acceptance_number")
    assert len(once) < len(inside)
    for party in ("company", "government"):
        area = sum(once.loc[once["liability"] == party, "treated_area_mu"], Decimal(0))
        fact = facts[at("PLAN.DONE", plan_cell=f"TREATED/all/{party}/near")]
        assert Decimal(fact["value"]) == area
    assert not plan["plan_findings"]["plan_finding"].eq("work-above-damage").any()


@pytest.mark.parametrize("amount", [
    "done/TREATED/210681/company/near", "done/TREATED/210682/government/all",
    "target/TREATED/210624/all/all", "target/MON_AREA/all/all/far", "in-2019/TREATED/all/all/all",
    "money-local/210601/government/near", "damaged_land/210681/government",
    "funds_deposited/FUND_RATE/all/all/near",
])  # fmt: skip
def test_cells_read_by_another_reader_add_up_to_the_amount(demo, amount):
    traced = demo.json("trace", at("PLAN.AMOUNT", plan_amount=amount))
    profiles: dict = {}
    total = Decimal(0)
    assert traced["rows"]
    for row in traced["rows"]:
        folder = "plan" if row["delivery"] == "plan" else f"survey/{row['delivery']}"
        delivered = cell(demo.root / "data" / "raw" / folder / row["file"], row["sheet"],
                         row["row"], row["column"])  # fmt: skip
        assert same_text(delivered, row["raw"]), row
        text = corrected(demo, row) or delivered
        scale = Decimal(1500) if "MON_AREA" in amount else Decimal(1)
        unit = "亩" if row["delivery"] == "plan" else unit_of(demo, row, profiles)
        total += plain_number(text, unit) * scale
    assert total == Decimal(traced["value"])


def test_a_number_by_year_opens_to_the_years_that_it_is_the_sum_of(demo, facts):
    traced = demo.json("trace", at("PLAN.AMOUNT", plan_amount="by-2020/TREATED/all/all/all"))
    years = [facts[p]["value"] for p in traced["definition"]["parents"]]
    assert len(years) == len({2018, 2019, 2020})
    assert sum(map(Decimal, years)) == Decimal(traced["value"])
    assert sum(Decimal(row["value"]) for row in traced["rows"]) == Decimal(traced["value"])


def test_rates_that_the_plan_prints_come_out_as_printed_beside_the_smaller_ones(facts):
    """59.88 and 43.80 % are shares of the five-year target; of damaged land they are less."""
    with (ROOT / "data/raw/plan/published-figures.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        printed = {row["id"]: row["value"] for row in csv.DictReader(stream)}
    for party, figure in (("company", "ENG.N.PROD_RATE"), ("government", "ENG.N.LEGACY_RATE")):
        of_target, of_land = (
            facts[at("PLAN.RATE", plan_rate=f"treatment/TREATED/all/{party}/near/target/{below}")]
            for below in ("plan_target", "damaged_land")
        )
        assert of_target["printed"] == printed[figure]
        assert Decimal(of_land["value"]) < Decimal(of_target["value"])


def test_every_number_of_the_chapter_is_a_fact_that_exists(demo, facts):
    known = {f["id"] for f in demo.json("facts")} | facts.keys()
    shown = fact_ids(blocks(demo, CHAPTER))
    assert len(shown) > 300
    assert shown <= known


def test_the_chapter_says_what_an_evaluator_must_know(demo, facts):
    shown = blocks(demo, CHAPTER)
    ids = {b["id"] for b in shown if "id" in b}
    assert {"plan_binding", "plan_other", "plan_schedule", "plan_margins", "plan_matrix_near", "plan_matrix_all",
            "plan_counties", "plan_pace", "plan_projections", "plan_rates", "plan_flips",
            "plan_course", "plan_county_courses", "plan_attainment"} <= ids  # fmt: skip
    text = json.dumps(shown, ensure_ascii=False)
    assert "2020年12月31日" in text
    assert "尚未核实" in text or "没有标准依据" in text
    assert (
        facts[at("PLAN.ATTAINMENT", plan_cell="TREATED/all/all/near")]["provenance"] == "synthetic"
    )
    assert facts[at("PLAN.TARGET", plan_cell="TREATED/all/all/near")]["provenance"] == "published"


def test_a_blank_target_has_neither_value_nor_percentage_but_a_reason(facts):
    for name in ("PLAN.TARGET", "PLAN.ATTAINMENT"):
        fact = facts[at(name, plan_cell="RECLAIMED/all/all/near")]
        assert (fact["value"], fact["printed"]) == ("", "")
        assert "未给出目标值" in fact["reason_zh"]


def test_no_english_word_stands_in_the_chinese_tables(demo):
    """Ids of projects, units and file names are Latin; words are not."""
    tables = [b for b in blocks(demo, CHAPTER) if b.get("kind") == "table" or "header" in b]
    assert tables
    heads = [c["text"] for t in tables for line in t["header"] for c in line]
    plain = [s for t in tables if t["id"] != "plan_findings"
             for line in t["body"] for c in line for s in c if isinstance(s, str)]  # fmt: skip
    assert [w for w in (*heads, *plain) if re.search(r"[A-Za-z]{4,}", w)] == []


def test_another_date_and_another_reading_stand_beside_the_first(demo):
    """Facts of several evaluations have ids of their own, and each opens by itself."""
    name = "PLAN.DONE@assessment={},plan_cell=TREATED/all/government/all"
    codes = ("2019-06-30", AS_OF, f"{AS_OF}+closed_mines.government+shared_number.all")
    done = [Decimal(demo.json("trace", name.format(code))["value"]) for code in codes]
    assert done[0] < done[1] < done[2]


def test_a_county_edition_speaks_of_the_county_alone(demo, tmp_path):
    shutil.copytree(demo.root, tmp_path / "study")
    own = Study(tmp_path / "study")
    done = own.run("build", "--chapters", CHAPTER, "--region", "凤城市", "--as-of", "2019-12-31",
                    "--formats", "html")  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    shown = blocks(own, f"{CHAPTER}-fengcheng-2019-12-31")
    cells = {i.split("plan_cell=")[1] for i in fact_ids(shown) if "plan_cell=" in i}
    assert cells
    assert {c.split("/")[1] for c in cells} == {"210682"}
