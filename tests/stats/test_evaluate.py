"""Facts of small tables that can be counted on paper (see the fixture ``small``)."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.schemas import standard_schemas
from dandong_analysis.stats.behind import rows_behind
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.indicators import merge_catalogues
from dandong_analysis.units import convert


@pytest.mark.parametrize(
    ("fact", "value", "n_rows"),
    [
        ("MINE.TOTAL", "4", 4),
        ("MINE.ACTIVE", "1", 1),
        ("MINE.CLOSED", "1", 1),
        ("MINE.MEDIUM", "0", 0),
        ("MINE.SMALL", "3", 3),
        ("MINE.TOTAL@county=B", "2", 2),
        ("MINE.TOTAL@county=B,status_class=policy_closed", "1", 1),
        ("MINE.TOTAL@county=A,size_class=large,status_class=active", "1", 1),
        ("MINE.TOTAL@county=B,size_class=large,status_class=active", "0", 0),
        ("MINE.TOTAL@mining_method=?", "1", 1),
        ("MINE.TOTAL@is_in_protected_view=true", "1", 1),
        ("MINE.TOTAL@is_in_protected_view=?", "3", 3),
        ("MINE.VIEW", "1", 1),
        ("MINE.COMMODITIES", "2", 4),
        ("LAND.MINE_AREA", "40", 4),
        ("LAND.DAMAGED", "14.00", 5),
        ("LAND.PIT", "11.0", 3),
        ("LAND.ST.ACTIVE", "7.75", 2),
        ("LAND.ST.ABAND", "0", 0),
        ("LEG.DAMAGED", "0.75", 1),
        ("LAND.DAMAGED@status_class=?", "4", 1),
        ("LAND.DAMAGED@county=A,damage_type=open_pit_site,status_class=closed", "1.5", 1),
        ("LAND.PARCELS@county=A", "3", 3),
        ("LAND.PARCEL_MAX", "5.5", 5),
        ("LAND.MINES", "4", 5),
        ("LAND.PER_MINE@county=A", "4.625", 5),
        ("LAND.RATE@county=A", "46.25", 5),
        (
            "LAND.SHARE@county=B",
            "5.35714285714285714285714285714285714285714285714285714285714",
            5,
        ),
    ],
)
def test_facts_counted_on_paper(trial, small, fact, value, n_rows):
    found = trial.ledger(small)[fact]
    assert found.value == Decimal(value)
    assert found.n_rows == n_rows


@pytest.mark.parametrize(
    ("measure", "column", "unit", "value"),
    [
        ("sum", "treated_area_mu", "mu", "7.5"),
        ("sum", "treated_area_mu", "km2", "0.005"),
        ("max", "treated_area_mu", "mu", "4"),
        ("min", "treated_area_mu", "hm2", "0.1"),
        ("first", "accepted_date", "year", "2016"),
        ("last", "accepted_date", "year", "2018"),
        ("first", "accepted_date", "month", "201611"),
        ("last", "accepted_date", "month", "201802"),
        ("count", "accepted_date", "item", "2"),
        ("distinct", "liability", "item", "2"),
    ],
)
def test_each_measure(trial, measure, column, unit, value):
    work = trial.restoration(
        {"treated_area_mu": "1.5", "accepted_date": "2018-02-28"},
        {"treated_area_mu": "2", "accepted_date": "2016-11-01", "liability": "government"},
        {"treated_area_mu": "4"},
    )
    entry = {"id": "X", "table": "restoration", "measure": measure, "column": column, "unit": unit}
    assert trial.ledger({"restoration": work}, trial.catalogue(entry))["X"].value == Decimal(value)


def test_a_month_is_printed_as_a_month(trial, plan_catalogue):
    work = trial.restoration({"accepted_date": "2017-06-30"}, {"accepted_date": "2017-07-01"})
    ledger = trial.ledger({"restoration": work}, plan_catalogue)
    assert ledger["HIST.END"].printed == "2017-06"
    assert ledger["HIST.START"].printed == "2017"
    assert ledger["REST.PROJECTS@acceptance_period=after_2017_06"].value == 1
    assert ledger["REST.PROJECTS@year=2017"].value == 2


def test_missing_values_are_counted_not_hidden(trial):
    tables = {
        "mines": trial.mines({"mine_id": "M1"}),
        "land_damage": trial.parcels(("M1", "other", "3"), ("M1", "other", None)),
    }
    fact = trial.ledger(tables)["LAND.OTHER"]
    assert (fact.value, fact.n_rows) == (3, 1)
    assert fact.reason_zh == "另有1处未填，未计入"
    assert "1 missing" in fact.reason_en


def test_money_of_four_sources_is_one_sum(trial, plan_catalogue):
    work = trial.restoration(
        {
            "accepted_date": "2010-01-01",
            "central_funds_cny_10k": "1.10",
            "local_funds_cny_10k": "2",
        },
        {"accepted_date": "2011-01-01", "mine_funds_cny_10k": "0.05", "treated_area_mu": "2"},
        {"accepted_date": "2019-01-01", "central_funds_cny_10k": "100"},
    )
    ledger = trial.ledger({"restoration": work}, plan_catalogue)
    assert ledger["HIST.FUND"].value == Decimal("3.15")
    assert ledger["HIST.FUND"].printed == "3.15"
    assert ledger["HIST.FUND"].definition.parents[0] == "HIST.FUND_CENTRAL"
    assert ledger["HIST.COST"].value == Decimal("1.05")
    assert ledger["REST.FUND"].value == Decimal("103.15")


def test_both_terms_of_a_rate_are_facts(trial):
    schemes = trial.typed("schemes", [
        {"mine_id": "M1", "is_required": True, "is_prepared": True},
        {"mine_id": "M2", "is_required": True, "is_prepared": False},
        {"mine_id": "M3", "is_required": True, "is_prepared": False},
        {"mine_id": "M4", "is_required": False, "is_prepared": True},
    ])  # fmt: skip
    mines = trial.mines(*({"mine_id": f"M{i}"} for i in range(1, 5)))
    ledger = trial.ledger({"schemes": schemes, "mines": mines})
    rate = ledger["SCHEME.RATE"]
    assert rate.definition.parents == ("SCHEME.PREPARED", "SCHEME.REQUIRED")
    assert [ledger[p].value for p in rate.definition.parents] == [1, 3]
    assert rate.printed == "33.33"
    empty = ledger["SCHEME.RATE@county=B"]
    assert (empty.value, empty.verdict) == (None, "not_computable")
    assert "分母" in empty.reason_zh


def test_fissures_are_not_among_the_hazard_bodies(trial):
    kinds = ["rockfall", "rockfall", "ground_fissure"]
    hazards = trial.typed("hazards", [
        {"hazard_id": f"H{i}", "mine_id": "M1", "hazard_type": k, "occurrence": "potential"}
        for i, k in enumerate(kinds)
    ])  # fmt: skip
    ledger = trial.ledger({"hazards": hazards, "mines": trial.mines({"mine_id": "M1"})})
    assert ledger["HAZ.COUNT"].value == 2
    assert ledger["HAZ.FISSURE"].value == 1
    listed = {f.dims["hazard_type"] for f in ledger.select("HAZ.COUNT", "hazard_type")}
    assert listed == {"rockfall", "landslide", "debris_flow", "ground_collapse"}


def test_crossings_of_closed_lists_are_complete_and_commodities_as_observed(trial, small):
    ledger = trial.ledger(small)
    three = ledger.select("LAND.DAMAGED", "county", "damage_type", "status_class")
    assert len([f for f in three if None not in f.dims.values()]) == 2 * 7 * 4
    assert {f.dims["commodity"] for f in ledger.select("MINE.TOTAL", "commodity")} == {
        "gold",
        "iron",
    }
    assert len(ledger.select("MINE.TOTAL", "county", "commodity")) == 2 * 2


def test_system_frames_are_measured_like_tables(trial):
    rows = pd.DataFrame(
        [("one", "a.xlsx", "矿山", "mines", 1, "header", ""),
         ("one", "a.xlsx", "矿山", "mines", 2, "accepted", ""),
         ("one", "a.xlsx", "矿山", "mines", 3, "quarantined", "id-twice"),
         ("two", "b.csv", "", "mines", 2, "accepted", "")],
        columns=["delivery", "file", "sheet", "table", "row", "fate", "code"],
    )  # fmt: skip
    ledger = trial.ledger({"rows": rows})
    assert ledger["ROWS.COUNT"].value == 4
    assert ledger["ROWS.COUNT@fate=accepted"].value == 2
    assert ledger["ROWS.COUNT@fate=excluded"].value == 0
    assert ledger.cross(
        "ROWS.COUNT", delivery="two", file="b.csv", sheet=None, table="mines", fate="accepted"
    ).value == 1  # fmt: skip
    assert ledger["ROWS.QUARANTINED@code=id-twice"].value == 1
    assert ledger["ROWS.COUNT@delivery=one"].sources == ("one/a.xlsx",)


def test_a_study_adds_an_indicator_by_its_own_file(trial, small):
    own = trial.catalogue(
        {"id": "OWN.GOLD", "table": "mines", "where": {"noble": "noble"}, "by": ["county"]},
        dimension={"noble": {"kind": "group", "of": "commodity", "terms": [
            {"code": "noble", "zh": "贵金属", "en": "noble metals", "of": ["gold", "silver"]}]}},
    )  # fmt: skip
    merged = merge_catalogues([standard_catalogue(), own])
    ledger = trial.ledger(small, merged)
    assert ledger["OWN.GOLD"].value == 3
    assert ledger["OWN.GOLD@county=A"].value == 1
    assert ledger["MINE.TOTAL"].value == 4
    rows = rows_behind(ledger["OWN.GOLD"], ledger, small, trial.schemas, catalogue=merged)
    assert rows["mine_id"].tolist() == ["M1", "M3", "M4"]


def test_rounding_is_the_study_s_unless_the_indicator_overrides_it(trial):
    mines = trial.mines(
        {"mine_id": "M1", "mine_area_mu": "0.5"}, {"mine_id": "M2", "mine_area_mu": "2"}
    )
    usual = {"table": "mines", "measure": "sum", "column": "mine_area_mu", "unit": "mu"}
    catalogue = trial.catalogue({"id": "X", **usual}, {"id": "Y", "rounding": "half_up", **usual})
    even, up = trial.ledger({"mines": mines}, catalogue), trial.ledger(
        {"mines": mines}, catalogue, rounding="half_up"
    )  # fmt: skip
    assert (even["X"].printed, even["Y"].printed) == ("2", "3")
    assert (up["X"].printed, up["X"].value) == ("3", Decimal("2.5"))


def test_a_table_of_the_study_s_own_is_measured_in_its_own_unit(trial):
    """Acres are held in mu and come back exactly."""
    fields = [
        {"name": "site_id", "zh": "编号", "en": "id", "kind": "id"},
        {"name": "rank", "zh": "等级", "en": "rank", "kind": "category", "vocabulary": "rank"},
        {"name": "area_mu", "zh": "面积", "en": "area", "kind": "decimal", "unit": "mu"},
    ]
    schemas = standard_schemas({
        "table": {"sites": {"zh": "场地", "en": "sites", "key": ["site_id"], "fields": fields}},
        "vocabulary": {"rank": {"terms": [{"code": "A", "zh": "甲", "en": "A"},
                                          {"code": "B", "zh": "乙", "en": "B"}]}},
    })  # fmt: skip
    own = replace(trial, schemas=schemas)
    acres = [convert(Decimal(a), "acre", "mu") for a in ("1.5", "0.07", "12")]
    sites = own.typed("sites", [
        {"site_id": str(i), "rank": r, "area_mu": a}
        for i, (r, a) in enumerate(zip(("A", "A", None), acres, strict=True))
    ])  # fmt: skip
    catalogue = own.catalogue({
        "id": "SITE.AREA", "zh": "[{rank}级]面积", "en": "area[, rank {rank}]", "table": "sites",
        "measure": "sum", "column": "area_mu", "unit": "acre", "places": 2, "by": ["rank"],
    })  # fmt: skip
    ledger = own.ledger({"sites": sites}, catalogue)
    assert [(f.id, f.value, f.printed) for f in ledger] == [
        ("SITE.AREA", Decimal("13.57"), "13.57"),
        ("SITE.AREA@rank=A", Decimal("1.57"), "1.57"),
        ("SITE.AREA@rank=B", 0, "0.00"),
        ("SITE.AREA@rank=?", 12, "12.00"),
    ]
    assert ledger["SITE.AREA@rank=A"].label_zh == "甲级面积"
