"""One fixture for each verdict, and the plan's own figures."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.stats.reconcile import compare, reconcile
from dandong_analysis.study import parse_study

ROOT = Path(__file__).parents[2]


def figures(*rows):
    columns = ["id", "value", "unit", "section", "description_zh", "description_en"]
    return pd.DataFrame([(*row, "某节", "某数", "a number") for row in rows], columns=columns)


def fact(value, unit="mu", **fields):
    number = None if value is None else Decimal(value)
    shown = Fact("F", number, unit, "", "某数", "a number", Definition("mines"), "F")
    return replace(shown, **fields)


@pytest.mark.parametrize(
    ("fact_in", "published", "verdict", "printed", "reason"),
    [
        (("44750.4", "mu"), ("44750", "亩"), "equal", "44750", ""),
        (("43.8", "percent"), ("43.80", "%"), "equal", "43.80", ""),
        (("43.805", "percent"), ("43.80", "%"), "equal", "43.80", ""),
        (("43.815", "percent"), ("43.82", "%"), "equal", "43.82", ""),
        (("2.5", "mu"), ("3", "亩"), "equal_rounded", "2", "四舍五入"),
        (("2.75", "mu"), ("2", "亩"), "equal_rounded", "3", "去尾"),
        (("16.00", "km2"), ("16", "km2"), "equal", "16", ""),
        (("24000", "mu"), ("16", "km2"), "equal_in_unit", "", "换算后为16平方千米"),
        (("24750", "mu"), ("17", "km2"), "equal_rounded", "", "四舍五入"),
        (("25500", "mu"), ("16", "km2"), "differs", "", "+1平方千米"),
        (("12.34", "m"), ("10-19", "m"), "equal", "12", "区间"),
        (("19.6", "m"), ("10-19", "m"), "equal_rounded", "20", "去尾"),
        (("9.1", "m"), ("10-19", "m"), "differs", "9", "-1米"),
        (("21", "m"), ("10-19", "m"), "differs", "21", "+2米"),
        (("201706", "month"), ("2017-06", "month"), "equal", "2017-06", ""),
        (("201612", "month"), ("2017-02", "month"), "differs", "2016-12", "-2月"),
        (("2002", "year"), ("2002", "year"), "equal", "2002", ""),
        (("4", "mine"), ("5", "个"), "differs", "4", "-1个"),
        (("2", "place"), ("2", "个"), "equal", "2", ""),
        (("12000", "person"), ("1.2", "万人"), "equal_in_unit", "", "换算后为1.2万人"),
        (("2", "place"), ("2", "m"), "not_computable", "", "不是同一种量"),
        (("2", "mu"), (">0", "亩"), "not_computable", "", "不是数值"),
        (("2", "mu"), ("", "亩"), "not_published", "", "为空"),
        ((None, "mu"), ("2", "亩"), "not_computable", "", ""),
    ],
)
def test_each_verdict(fact_in, published, verdict, printed, reason):
    found = compare(fact(*fact_in), *published, rounding="half_even")
    assert (found.verdict, found.printed) == (verdict, printed)
    assert reason in found.reason.zh
    assert bool(found.reason.zh) == bool(found.reason.en)
    if not reason:
        assert found.reason.zh == ""


def test_the_rule_of_the_study_decides_what_is_equal():
    assert compare(fact("2.5"), "3", "亩", rounding="half_up").verdict == "equal"
    other = compare(fact("2.5"), "2", "亩", rounding="half_up")
    assert (other.verdict, "五成双" in other.reason.zh) == ("equal_rounded", True)


def test_an_indicator_may_have_a_rounding_rule_of_its_own(trial):
    catalogue = trial.catalogue({"id": "F", "table": "mines", "rounding": "half_up"})
    ledger = reconcile(Ledger.of([fact("2.5")]), figures(("F", "3", "亩")), catalogue)
    assert ledger["F"].verdict == "equal"


def test_the_figure_and_its_section_are_recorded(trial):
    ledger = reconcile(
        Ledger.of([fact("3", printed="3.0")]), figures(("F", "4", "亩")), trial.catalogue()
    )
    found = ledger["F"]
    assert (found.published, found.section, found.printed) == ("4", "某节", "3")
    assert found.reason_zh == "与公布值相差-1亩"
    assert found.reason_en == "-1 mu against the published value"


def test_facts_that_are_not_published_stay_as_they_are(trial):
    ledger = Ledger.of([fact("3")])
    assert reconcile(ledger, figures(("G", "4", "亩")), trial.catalogue())["F"] == fact("3")


def test_the_note_on_missing_values_survives(trial):
    noted = fact("3", reason_zh="另有1处未填，未计入", reason_en="1 missing")
    found = reconcile(Ledger.of([noted]), figures(("F", "4", "亩")), trial.catalogue())["F"]
    assert found.reason_zh == "与公布值相差-1亩；另有1处未填，未计入"


@pytest.mark.parametrize(
    ("value", "explained"), [("3", True), ("5.5", True), ("6", False), ("2.4", False)]
)
def test_a_difference_within_the_rounding_of_published_terms_is_explained(trial, value, explained):
    """Two rounded terms and a rounded total can differ by one and a half."""
    rounded = replace(
        fact(value, provenance="published", n_rows=2), definition=Definition("mines", "sum")
    )
    found = reconcile(Ledger.of([rounded]), figures(("F", "4", "亩")), trial.catalogue())["F"]
    assert (found.verdict, "加数" in found.reason_zh) == ("differs", explained)


def test_a_figure_without_fact_is_kept_with_its_reason(trial):
    catalogue = trial.catalogue(
        not_computable=[{"ids": ["META.*"], "zh": "陈述", "en": "a statement"}]
    )
    ledger = reconcile(
        Ledger.of([]), figures(("META.YEAR", "2017", "year"), ("X", "1", "级")), catalogue
    )
    stated, unknown = ledger["META.YEAR"], ledger["X"]
    assert (stated.value, stated.verdict, stated.reason_zh) == (None, "not_computable", "陈述")
    assert (stated.published, stated.unit, stated.label_zh) == ("2017", "year", "某数")
    assert "没有计算" in unknown.reason_zh
    assert unknown.unit == "级"


def test_faults_of_the_published_table_are_named(trial):
    with pytest.raises(DandongError, match="section"):
        reconcile(Ledger.of([]), figures().drop(columns="section"), trial.catalogue())
    with pytest.raises(DandongError, match="F"):
        reconcile(
            Ledger.of([]), figures(("F", "1", "亩"), ("F", "2", "亩")), trial.catalogue()
        )  # fmt: skip


@pytest.fixture(scope="module")
def plan(study_of_the_plan, plan_catalogue):
    published = pd.read_csv(
        ROOT / "data/raw/plan/published-figures.csv", dtype=str, keep_default_na=False
    )
    ledger = study_of_the_plan
    return published.set_index("id", drop=False), reconcile(ledger, published, plan_catalogue)


@pytest.fixture(scope="module")
def study_of_the_plan(trial, plan_study, plan_catalogue):
    """The plan's 16 targets as rows (county, liable party, period), and nothing else."""
    published = pd.read_csv(
        ROOT / "data/raw/plan/published-figures.csv", dtype=str, keep_default_na=False
    ).set_index("id")["value"]
    here = replace(trial, schemas=parse_study(plan_study).schemas)
    counties = {"CITY": "210601", "KD": "210624", "FC": "210682", "DG": "210681"}
    parties = {"PROD": "company", "LEGACY": "government"}
    periods = {"N": "near", "F": "far"}
    targets = here.typed("targets", [
        {"delivery": "plan", "target_id": f"{c}{p}{d}", "county": counties[c],
         "liability": parties[d], "period": periods[p],
         "target_area_mu": published[f"TAB.{c}.{p}.{d}"]}
        for c in counties for p in periods for d in parties
    ])  # fmt: skip
    return here.ledger({"targets": targets}, plan_catalogue)


def test_every_published_figure_has_one_verdict(plan):
    published, ledger = plan
    judged = [f for f in ledger if f.id in published.index]
    assert len(judged) == len(published) == 183
    assert all(f.reason_zh and f.reason_en for f in judged if f.verdict != "equal")
    assert {f.section for f in judged} == set(published["section"])


def test_well_over_sixty_published_figures_have_an_indicator(plan):
    published, ledger = plan
    computed = [
        f for f in ledger
        if f.id in published.index and (f.definition.table or f.definition.parents)
    ]  # fmt: skip
    assert len(computed) >= 100


def test_no_published_figure_is_left_without_a_stated_reason(plan):
    _, ledger = plan
    assert [f.id for f in ledger if "没有计算该数据项" in f.reason_zh] == []
    for name in ("HAZ.ROCKFALL", "HAZ.SUBS", "MON.AREA_WULONG", "MINE.TOTAL", "LAND.SUBS"):
        assert "没有提交" in ledger[name].reason_zh


def test_the_plan_s_targets_are_met_but_for_its_own_rounding(plan):
    """2 589 against 2 590 and its three consequences; restatements are judged one by one."""
    _, ledger = plan
    targets = [f for f in ledger if f.indicator == "TGT.AREA" and f.published]
    assert len(targets) == 45 + 6 + 4 + 2 + 7  # TAB, TGT, BOX1, *.TARGET, ENG
    off = {f.id for f in targets if f.verdict != "equal"}
    assert off == {
        "TGT.N.PROD", "BOX1.N.PROD", "ENG.N.PROD", "TAB.SUM.N.PROD",
        "TGT.N.TOTAL", "ENG.N.TOTAL", "TAB.SUM.N.SUB",
        "PROD.TARGET", "TAB.SUM.T.PROD", "ENG.TOTAL", "TAB.SUM.T.SUB",
    }  # fmt: skip
    assert all("相差-1亩" in ledger[i].reason_zh and "加数" in ledger[i].reason_zh for i in off)
    assert ledger["ENG.N.PROD_RATE"].printed == "59.88"
    assert ledger["ENG.N.LEGACY_RATE"].printed == "43.80"
    assert ledger["ENG.N.LEGACY_RATE"].verdict == "equal"
