"""Protection, treatment and prevention on small maps, counted by hand."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from dandong_analysis.geometry import read_shape

PLAIN = {"surface": "grade", "breaks": "given", "bandwidth_m": 1000, "min_zone_km2": 3}
WEST, EAST = (0.1, 0.1, 9.9, 3.9), (10.1, 0.1, 19.9, 3.9)
# Two ore fields 6 km apart in the severe district D1, one in the slight district D2.
MINES = {
    "M1": (0.5, 2.2, "severe"), "M2": (1.5, 2.2, "severe"), "M3": (2.5, 2.2, "severe"),
    "M4": (7.5, 2.2, "severe"), "M5": (8.5, 2.2, "severe"), "M6": (9.5, 2.2, "severe"),
    "M7": (12.5, 2.2, "slight"), "M8": (18.5, 2.2, "slight"),
}  # fmt: skip
# 4.9 by 3.8 km are 27 930 mu, 9.8 by 3.8 km 55 860 mu.
HALF, WHOLE = 27_930, 55_860


def area(name, box, rank="national", chart=None, **own):
    return {"protected_id": name, "name": f"{name}模拟保护区", "protected_kind": "forest_park",
            "protected_rank": rank, "county": "A", "geometry_wkt": chart.box(*box), **own}  # fmt: skip


@pytest.fixture
def managed(country, chart):
    def run(areas=(), mines=MINES, own=(), **tables):
        """Zone frames with protected areas ``(name, box, rank)``."""
        layer = chart.layer("protected_areas", [area(*a, chart=chart) for a in areas])
        districts = chart.districts(D1=WEST, D2=EAST)
        survey = country.survey(mines, districts=districts, protected_areas=layer, **tables)
        return country.zones(survey, **{**PLAIN, **dict(own)})

    return run


def listed(frames):
    zones = frames["management_zones"]
    return [
        (i, k, round(float(a)), n) for i, k, a, n in zip(
            zones["management_zone_id"], zones["management_kind"], zones["management_area_mu"],
            zones["mine_count"], strict=True,
        )
    ]  # fmt: skip


def test_ore_fields_are_treatment_zones_and_slight_land_is_prevention(managed):
    frames = managed()
    # The middle column is nearest to none: its centre at 4.5 or 5.5 km is 2 km from one field.
    assert listed(frames) == [
        ("T01", "treatment", HALF, 3), ("T02", "treatment", HALF, 3),
        ("V01", "prevention", WHOLE, 2),
    ]  # fmt: skip
    zones = frames["management_zones"]
    assert zones["impact_zone_id"].tolist() == ["Z01", "Z01", "Z02"]
    assert zones["impact_grade"].tolist() == ["severe", "severe", "slight"]
    assert zones["management_name"].tolist() == [
        "甲镇金矿治理区（1）", "甲镇金矿治理区（2）", "甲镇金矿预防区",
    ]  # fmt: skip
    assert zones["management_name_en"].tolist()[2] == "甲镇 gold prevention zone"
    assert zones["county"].tolist() == ["A"] * 3
    assert zones["source_row"].tolist() == [1, 1, 2]


def test_the_link_and_the_least_group_are_settings(managed):
    assert len(listed(managed(own={"link_m": 6000}))) == 2
    assert len(listed(managed(own={"min_group": 4}))) == 2
    apart = managed(own={"link_m": 500, "min_group": 1})
    assert [k for _, k, *_ in listed(apart)].count("treatment") == 6


def test_a_moderate_zone_is_treated_too(managed):
    mines = {m: (x, y, "moderate" if g == "severe" else g) for m, (x, y, g) in MINES.items()}
    assert [k for _, k, *_ in listed(managed(mines=mines))] == [
        "treatment",
        "treatment",
        "prevention",
    ]


def test_protection_takes_precedence_and_areas_add_up(managed):
    """The park covers the western 2.9 km of D1, with the three mines of the first field."""
    frames = managed([("B1", (-5, -5, 3, 5), "county")])
    # All of the first field is protected: the rest of D1, 6.9 by 3.8 km, is one zone.
    assert listed(frames) == [
        ("P01", "protection", 120_000, 3), ("T01", "treatment", 39_330, 3),
        ("V01", "prevention", WHOLE, 2),
    ]  # fmt: skip
    park = frames["management_zones"].iloc[0]
    assert park[["management_name", "protected_id", "protected_rank", "county"]].tolist() == [
        "B1模拟保护区", "B1", "county", "A",
    ]  # fmt: skip
    assert (park["source_file"], park["source_row"]) == ("protected_areas.geojson", 1)
    assert pd.isna(park["impact_zone_id"])
    kinds = frames["management_mines"].set_index("mine_id")["management_kind"]
    assert kinds[["M1", "M3", "M4", "M7"]].tolist() == [
        "protection", "protection", "treatment", "prevention",
    ]  # fmt: skip


def test_a_field_with_one_mine_outside_keeps_its_land(managed):
    """The park ends at 2 km, so that M3 stays."""
    frames = managed([("B1", (-5, -5, 2, 5), "county")])
    # Its part of D1 is 4.9 less 1.9 km wide.
    assert listed(frames)[1:3] == [("T01", "treatment", 17_100, 1), ("T02", "treatment", HALF, 3)]


def test_land_cut_off_stays_with_its_zone(managed):
    """A strip of protection across D2 leaves two parts of one prevention zone."""
    frames = managed([("B1", (14, -1, 15, 5), "national")])
    prevention = frames["management_zones"].iloc[-1]
    assert float(prevention["management_area_mu"]) == pytest.approx(WHOLE - 5700, abs=1)
    assert shapely.get_num_geometries(read_shape(prevention["geometry_wkt"])) == 2


def test_the_higher_rank_has_the_common_part_of_two_protected_areas(managed):
    areas = [("B1", (30, 0, 32, 1), "county"), ("B2", (31, 0, 33, 1), "national"),
             ("B3", (32, 0, 34, 1), "national"), ("B4", (50, 0, 51, 1), None)]  # fmt: skip
    frames = managed(areas)
    protection = frames["management_zones"].query("management_kind == 'protection'")
    assert protection["protected_id"].tolist() == ["B2", "B3", "B1", "B4"]
    assert protection["management_area_mu"].astype(float).round().tolist() == [
        3000,
        1500,
        1500,
        1500,
    ]
    cuts = frames["protection_cuts"]
    assert cuts[["protected_id", "taken_by"]].to_numpy().tolist() == [["B3", "B2"], ["B1", "B2"]]
    assert cuts["overlap_area_mu"].astype(float).round().tolist() == [1500, 1500]


def test_an_area_that_is_wholly_taken_is_listed_as_such(managed):
    frames = managed([("B1", (30, 0, 32, 1), "county"), ("B2", (29, -1, 33, 2), "national")])
    assert listed(frames)[0][:2] == ("P01", "protection")
    assert frames["management_zones"]["protected_id"].notna().sum() == 1
    assert frames["protection_cuts"]["taken_by"].tolist() == ["B2"]


def test_a_mine_outside_all_districts_may_lie_in_protection(managed):
    mines = {**MINES, "M9": (40, 0, "slight"), "N1": (60, 0, "slight")}
    frames = managed([("B1", (39, -1, 41, 1), "national")], mines=mines)
    rows = frames["management_mines"].set_index("mine_id")
    assert rows.loc["M9", "management_zone_id"] == "P01"
    assert pd.isna(rows.loc["M9", "unplaced_reason"])
    assert pd.isna(rows.loc["N1", "management_zone_id"])
    assert rows.loc["N1", "unplaced_reason"] == "outside_districts"


def test_all_land_of_a_zone_may_be_protected(managed):
    frames = managed([("B1", (9, -1, 21, 5), "national")])
    assert [k for _, k, *_ in listed(frames)] == ["protection", "treatment", "treatment"]
    kinds = frames["management_mines"].set_index("mine_id")["management_kind"]
    assert kinds[["M6", "M7", "M8"]].tolist() == ["protection"] * 3


def test_an_ungraded_zone_is_not_taken_as_slight(country, chart):
    """The loss of one hazard is not known: the zone may be moderate, so it is treated for now."""
    tables = dict(
        country.survey({"M1": (1, 1, "slight")}, districts=chart.districts(D1=WEST, D2=EAST))
    )
    tables["hazards"].loc[0, "potential_loss_cny_10k"] = None
    zones = country.zones(tables, **PLAIN)["management_zones"].set_index("source_row")
    assert zones["impact_grade"].tolist() == ["ungraded", "ungraded"]
    assert zones["is_provisional"].tolist() == [True, True]
    # D2 has no mine, so that there is nothing to treat.
    assert zones.loc[[1, 2], "management_kind"].tolist() == ["treatment", "prevention"]


def test_land_to_restore_is_counted_mine_by_mine(managed, country):
    """M1 has 10 mu damaged and 4 accepted, M2 3 and 5 (nothing left), M3 2 and none."""
    parcels = [{"mine_id": "M1", "damaged_area_mu": "9.9"}, {"mine_id": "M1", "damaged_area_mu": "0.1"},
               {"mine_id": "M2", "damaged_area_mu": "3"}, {"mine_id": "M3", "damaged_area_mu": "2"}]  # fmt: skip
    base = {"county": "A", "liability": "company", "acceptance_number": "验〔2018〕1号"}
    work = [{**base, "mine_id": m, "treated_area_mu": Decimal(a), **o} for m, a, o in [
        ("M1", "1.5", {}), ("M1", "2.5", {}), ("M1", "100", {"acceptance_number": None}),
        ("M1", "100", {"acceptance_number": "　"}), ("M2", "5", {}), (None, "7", {}), ("X", "7", {}),
    ]]  # fmt: skip
    frames = managed(
        land_damage=country.world.typed("land_damage", parcels), restoration=pd.DataFrame(work)
    )
    zone = frames["management_zones"].iloc[0]
    land = ["damaged_area_mu", "treated_area_mu", "to_restore_mu"]
    assert zone[land].tolist() == [Decimal(15), Decimal(9), Decimal(8)]
    mines = frames["management_mines"].set_index("mine_id")
    assert mines.loc["M1", land].tolist() == [Decimal("10.0"), Decimal("4.0"), Decimal("6.0")]
    assert mines.loc["M2", land].tolist() == [Decimal(3), Decimal(5), Decimal(0)]


def test_working_mines_are_counted(country, chart):
    tables = dict(country.survey(MINES, districts=chart.districts(D1=WEST, D2=EAST)))
    states = ["producing", "abandoned", "under_construction", "closed", *["policy_closed"] * 4]
    tables["mines"]["production_status"] = states
    zones = country.zones(tables, **PLAIN)["management_zones"]
    assert zones["working_mine_count"].tolist() == [2, 0, 0]


@pytest.fixture
def sites(chart):
    """S2 of 1.9 by 0.5 km between the ore fields of D1, and S1 far away."""
    return chart.layer("sites", [
        {"site_id": "S2", "name": "示范区", "site_kind": "demonstration", "county": "A",
         "period": "near", "stated_area_mu": Decimal("877.5"),
         "geometry_wkt": chart.box(4, 1, 5.9, 1.5)},
        {"site_id": "S1", "name": "远处", "site_kind": "monitoring", "county": "A",
         "stated_area_mu": None, "geometry_wkt": chart.box(70, 1, 71, 2)},
    ])  # fmt: skip


def test_sites_of_the_plan_lie_in_their_zones(managed, sites):
    frames = managed(sites=sites)
    rows = frames["site_areas"].set_index("site_id")
    assert rows.index.tolist() == ["S1", "S2"]
    # 1.9 by 0.5 km are 1425 mu; 0.9 km of the 1.9 lie in the western zone, 0.95 are half.
    assert float(rows.loc["S2", "measured_area_mu"]) == pytest.approx(1425, abs=0.1)
    assert rows.loc["S2", ["zone_id", "management_zone_id", "period"]].tolist() == [
        "Z01", "T01", "near",
    ]  # fmt: skip
    assert pd.isna(rows.loc["S1", "zone_id"])
    assert frames["management_zones"]["site_ids"].fillna("-").tolist() == ["S2", "-", "-"]


@pytest.mark.parametrize("lost", [
    "site_id", "name", "site_kind", "county", "period", "stated_area_mu", "geometry_wkt",
])  # fmt: skip
def test_another_table_called_sites_is_not_that_of_the_plan(managed, sites, lost):
    frames = managed(sites=sites.drop(columns=lost))
    assert "site_areas" not in frames
    assert frames["management_zones"]["site_ids"].isna().all()


def test_a_study_without_sites_has_no_areas_of_them(managed):
    assert "site_areas" not in managed()


def test_a_table_of_sites_without_rows_has_none(managed, sites):
    assert managed(sites=sites.iloc[:0])["site_areas"].empty


few = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
BOX = st.tuples(st.integers(-10, 190), st.integers(-10, 30), st.integers(5, 80), st.integers(5, 40))
AREAS = st.lists(
    st.tuples(BOX, st.sampled_from(["national", "provincial", "municipal", "county", None])),
    max_size=4,
)


# Rounded to eight decimals, the prevention zone of this one crosses itself.
PINCHED = [((6, -1, 74, 14), "national"), ((50, 6, 49, 16), "municipal"),
           ((105, 17, 76, 38), "provincial"), ((102, 17, 14, 15), None)]  # fmt: skip


@given(AREAS)
@example(PINCHED)
@few
def test_management_zones_partition_districts_and_protection(country, chart, drawn):
    areas = [
        area(f"B{i}", (x / 10, y / 10, (x + w) / 10, (y + h) / 10), rank, chart)
        for i, ((x, y, w, h), rank) in enumerate(drawn)
    ]
    layer, districts = chart.layer("protected_areas", areas), chart.districts(D1=WEST, D2=EAST)
    frames = country.zones(
        country.survey(MINES, districts=districts, protected_areas=layer), **PLAIN
    )
    zones = frames["management_zones"]
    shapes = np.array([read_shape(wkt) for wkt in zones["geometry_wkt"]], dtype=object)
    given_shapes = [read_shape(w) for f in (layer, districts) for w in f["geometry_wkt"]]
    assert shapely.is_valid(shapes).all()
    wanted = shapely.union_all(given_shapes)
    found = shapely.union_all(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(found.area, rel=1e-5)
    assert shapely.symmetric_difference(found, wanted).area < 1e-5 * wanted.area
    assert set(frames["management_mines"]["management_zone_id"]) <= set(zones["management_zone_id"])
    assert zones["mine_count"].sum() == len(MINES)
