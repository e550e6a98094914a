"""Facts of small tables that can be counted on paper (see the fixture ``small``)."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.stats.behind import rows_behind
from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.indicators import merge_catalogues
from dandong_analysis.units import convert

DAMAGE = ["open_pit_site", "industrial_yard", "waste_dump", "tailings_facility"]
LAND = ("LAND.DAMAGED", "LAND.PARCELS")


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


def test_zero_facts_say_whose_table_it_was(trial, small):
    zero = trial.ledger(small)["LAND.TAIL"]
    assert (zero.value, zero.n_rows, zero.sources, zero.provenance) == (0, 0, (), "survey")


def test_provenance_is_the_least_trustworthy_behind_the_fact(trial):
    mines = trial.mines(
        {"mine_id": "M1"}, {"mine_id": "M2", "county": "B", "delivery": "two"},
    )  # fmt: skip
    ledger = trial.ledger({"mines": mines})
    assert ledger["MINE.TOTAL"].provenance == "synthetic"
    assert ledger["MINE.TOTAL"].sources == ("one/mines.csv", "two/mines.csv")
    assert ledger["MINE.TOTAL@county=A"].provenance == "survey"
    assert ledger["MINE.TOTAL@county=B"].provenance == "synthetic"


@pytest.mark.parametrize(("base", "trust"), [(["mines"], "synthetic"), ([], "survey")])
def test_a_frame_is_trusted_no_more_than_what_it_was_computed_from(trial, base, trust):
    field = {"name": "delivery", "zh": "组", "en": "team", "kind": "text"}
    zones = {"zh": "区", "en": "zones", "fields": [field], "rests_on": base}
    counted = trial.catalogue({"id": "Z.N", "table": "zones"}, frame={"zones": zones})
    mines = trial.mines({"mine_id": "M1", "delivery": "two"})
    zone = pd.DataFrame({"delivery": pd.Series(["one"], dtype="str")})
    ledger = trial.ledger({"mines": mines, "zones": zone}, counted)
    assert (ledger["Z.N"].value, ledger["Z.N"].provenance) == (1, trust)


def test_a_file_that_differs_from_its_delivery_is_trusted_by_itself(trial):
    mines = trial.mines(
        {"mine_id": "M1"}, {"mine_id": "M2", "county": "B", "source_file": "made.csv"},
    )  # fmt: skip
    mixed = replace(trial, provenance={"one": "survey", "one/made.csv": "synthetic"})
    ledger = mixed.ledger({"mines": mines})
    assert ledger["MINE.TOTAL@county=A"].provenance == "survey"
    assert ledger["MINE.TOTAL@county=B"].provenance == "synthetic"
    assert ledger["MINE.TOTAL"].provenance == "synthetic"


def test_unknown_provenance_stops(trial):
    mines = trial.mines({"mine_id": "M1", "delivery": "three"})
    with pytest.raises(DandongError, match="three"):
        trial.ledger({"mines": mines})


def test_an_absent_table_is_a_reason_not_a_zero(trial, small):
    ledger = trial.ledger(small)
    for key in ("HAZ.COUNT", "HAZ.ROCKFALL", "HAZ.COUNT@county=A", "FUND.RATE", "ROWS.COUNT"):
        assert ledger[key].value is None
        assert ledger[key].verdict == "not_computable"
        assert "没有提交" in ledger[key].reason_zh


@pytest.mark.parametrize(("table", "value"), [("mines", None), ("hazards", 0)])
def test_an_empty_table_counts_only_when_a_sheet_was_read(trial, table, value):
    rows = pd.DataFrame({
        "delivery": ["one"], "file": ["x.csv"], "sheet": [""], "table": [table], "row": [1],
        "fate": ["header"], "code": [""],
    })  # fmt: skip
    ledger = trial.ledger({"hazards": trial.typed("hazards", []), "rows": rows})
    assert ledger["HAZ.COUNT"].value == value


def test_a_filter_on_a_code_that_the_study_lacks_is_a_reason(trial, small):
    catalogue = trial.catalogue({"id": "X", "table": "mines", "where": {"size_class": "huge"}})
    fact = trial.ledger(small, catalogue)["X"]
    assert (fact.value, fact.verdict) == (None, "not_computable")
    assert "huge" in fact.reason_zh


def test_a_key_that_occurs_twice_is_refused(trial):
    mines = trial.mines({"mine_id": "M1"}, {"mine_id": "M1"})
    tables = {"mines": mines, "land_damage": trial.parcels(("M1", "other", "1"))}
    with pytest.raises(DandongError) as caught:
        trial.ledger(tables)
    assert [p.code for p in caught.value.problems] == ["join-key-twice"]


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
        "ROWS.COUNT", delivery="two", file="b.csv", sheet=None, fate="accepted"
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


def test_inputs_are_untouched(trial, small):
    before = {name: frame.copy(deep=True) for name, frame in small.items()}
    trial.ledger(small)
    for name, frame in small.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_rows_behind_every_fact_give_it_again(trial, small):
    ledger = trial.ledger(small)
    for fact in ledger:
        rows = rows_behind(fact, ledger, small, trial.schemas)
        assert len(rows) == fact.n_rows, fact.id
        if fact.definition.measure == "sum" and fact.definition.table and fact.value is not None:
            assert sum(rows[fact.definition.column], Decimal(0)) == fact.value, fact.id


def test_rows_behind_a_ratio_are_those_of_both_terms(trial, small):
    ledger = trial.ledger(small)
    rows = rows_behind(ledger["LAND.PER_MINE@county=A"], ledger, small, trial.schemas)
    assert rows["table"].value_counts().to_dict() == {"land_damage": 3, "mines": 2}


AREAS = st.lists(
    st.tuples(
        st.sampled_from(["M1", "M2", "M3", "M4", "M9"]),
        st.sampled_from(DAMAGE),
        st.decimals("0", "9999", places=4).map(str),
    ),
    max_size=12,
)

quick = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="session")
def land_only():
    """Damaged land and its parcels by two crossings, so that a property runs quickly."""
    standard = standard_catalogue()
    by = ((), ("damage_type", "status_class"), ("county",), ("commodity",))
    kept = {n: replace(standard.indicators[n], by=by, names={}) for n in LAND}
    return replace(standard, indicators=kept)


@quick
@given(rows=AREAS, data=st.data())
def test_the_order_of_rows_changes_nothing(trial, small, land_only, rows, data):
    shuffled = data.draw(st.permutations(rows))
    a, b = (
        trial.ledger({**small, "land_damage": trial.parcels(*r)}, land_only)
        for r in (rows, shuffled)
    )
    assert {f.id: f.value for f in a} == {f.id: f.value for f in b}


@quick
@given(rows=AREAS.filter(bool), cut=st.decimals("0", "1", places=3))
def test_splitting_a_parcel_leaves_every_sum(trial, small, land_only, rows, cut):
    mine, kind, area = rows[0]
    part = Decimal(area) * cut
    split = [(mine, kind, str(part)), (mine, kind, str(Decimal(area) - part)), *rows[1:]]
    a, b = (
        trial.ledger({**small, "land_damage": trial.parcels(*r)}, land_only) for r in (rows, split)
    )
    for fact in (f for f in a if f.indicator == "LAND.DAMAGED"):
        assert b[fact.id].value == fact.value
    assert b["LAND.PARCELS"].value == a["LAND.PARCELS"].value + 1


@quick
@given(rows=AREAS)
def test_every_crossing_adds_up_to_the_total(trial, small, land_only, rows):
    ledger = trial.ledger({**small, "land_damage": trial.parcels(*rows)}, land_only)
    for name in LAND:
        for crossing in land_only.indicators[name].by:
            parts = ledger.select(name, *crossing)
            total = sum((Decimal(r[2]) for r in rows), Decimal(0))
            assert sum(f.value for f in parts) == (total if name == LAND[0] else len(rows))


def test_every_crossing_of_the_standard_catalogue_adds_up(trial, small):
    ledger = trial.ledger(small)
    for name in ("MINE.TOTAL", "LAND.MINE_AREA", "LAND.DAMAGED", "LAND.PARCELS"):
        for crossing in standard_catalogue().indicators[name].by:
            parts = ledger.select(name, *crossing)
            assert sum(f.value for f in parts) == ledger[name].value, (name, crossing)


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
