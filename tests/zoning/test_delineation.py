"""All frames of the zones of a survey."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from dandong_analysis.schemas import ADDRESS
from dandong_analysis.storage import frame_bytes
from dandong_analysis.zoning.delineation import COUNTED_ZONES
from dandong_analysis.zoning.zone_frames import ZONE_COLUMNS

PLAIN = {"surface": "grade", "breaks": "given", "bandwidth_m": 1000, "min_zone_km2": 3}
WEST, EAST = (0.1, 0.1, 4.9, 3.9), (5.1, 0.1, 9.9, 3.9)


@pytest.fixture(scope="module")
def two(country, chart):
    """Three severe mines in district D1, two slight ones in D2, one elsewhere, one nowhere."""
    mines = {
        "M1": (1.5, 2, "severe"), "M2": (2.5, 2, "severe"), "M3": (3.5, 2, "severe"),
        "M4": (6.5, 2, "slight"), "M5": (7.5, 2, "slight"), "M6": (20, 2, "slight"),
        "M7": (float("nan"), float("nan"), "slight"),
    }  # fmt: skip
    parcels = [
        {"mine_id": "M1", "parcel_id": "P1", "damaged_area_mu": "10.1"},
        {"mine_id": "M1", "parcel_id": "P2", "damaged_area_mu": "5", "geometry_wkt": chart.box(6, 1, 7, 2)},
        {"mine_id": "M4", "parcel_id": "P3", "damaged_area_mu": "0.3"},
        {"mine_id": "M5", "parcel_id": "P6", "damaged_area_mu": "0.2"},
        {"mine_id": "M4", "parcel_id": "P7", "damaged_area_mu": "4", "geometry_wkt": chart.box(1, 1, 2, 2)},
        {"mine_id": "M6", "parcel_id": "P4", "damaged_area_mu": "7"},
        {"mine_id": "M4", "parcel_id": "P5", "damaged_area_mu": "2", "geometry_wkt": chart.box(30, 1, 31, 2)},
    ]  # fmt: skip
    tables = dict(country.survey(
        mines, districts=chart.districts(D1=WEST, D2=EAST),
        land_damage=country.world.typed("land_damage", parcels),
    ))  # fmt: skip
    tables["hazards"] = country.world.typed("hazards", [
        {"mine_id": "M1", "hazard_id": "H1", "potential_loss_cny_10k": "600", "threatened_people": 12},
        {"mine_id": "M1", "hazard_id": "H2", "hazard_type": "rockfall", "threatened_people": None},
        {"mine_id": "M2", "hazard_id": "H3", "potential_loss_cny_10k": "600", "threatened_people": 3},
        {"mine_id": "M3", "hazard_id": "H4", "potential_loss_cny_10k": "600"},
        {"mine_id": "M7", "hazard_id": "H5"},
    ])  # fmt: skip
    tables["sites"] = chart.layer("sites", [
        {"site_id": "S1", "name": "示范区", "site_kind": "demonstration",
         "geometry_wkt": chart.box(1, 1, 2, 2)},
    ])  # fmt: skip
    return tables, country.zones(tables, **PLAIN)


def test_one_row_a_zone_with_everything_that_lies_in_it(two):
    zones = two[1]["impact_zones"].set_index("zone_id")
    # 4.8 by 3.8 km are 27 360 mu.
    assert zones["district_id"].tolist() == ["D1", "D2"]
    assert zones["zone_area_mu"].astype(float).tolist() == pytest.approx([27360, 27360], abs=0.5)
    counted = ["mine_count", "severe_mines", "slight_mines", "hazard_count", "threatened_people",
               "hazards_without_people"]  # fmt: skip
    # H4 is as usual: 1 threatened person.
    assert zones.loc["Z01", counted].tolist() == [3, 3, 0, 4, 16, 1]
    assert zones.loc["Z02", counted].tolist() == [2, 0, 2, 0, 0, 0]
    # P2 and P7 lie in the other's zone; P5 lies in none and goes with its mine.
    assert zones["damaged_area_mu"].tolist() == [Decimal("14.1"), Decimal("7.5")]
    assert zones["county"].tolist() == ["A", "A"]
    assert zones["zone_grade"].tolist() == ["severe", "slight"]


def test_a_zone_row_leads_back_to_its_district(two):
    zones = two[1]["impact_zones"]
    assert zones[[*ADDRESS]].to_numpy().tolist() == [
        ["layers", "districts.geojson", "", 1], ["layers", "districts.geojson", "", 2],
    ]  # fmt: skip


def test_every_mine_has_a_zone_or_a_reason(two):
    mines = two[1]["zone_mines"].set_index("mine_id")
    assert mines["zone_id"].fillna("-").tolist() == ["Z01", "Z01", "Z01", "Z02", "Z02", "-", "-"]
    assert mines["unplaced_reason"].fillna("-").tolist() == [
        "-", "-", "-", "-", "-", "outside_districts", "no_coordinates",
    ]  # fmt: skip
    assert mines["impact_grade"].tolist()[:4] == ["severe", "severe", "severe", "slight"]


def test_parcels_and_hazards_have_their_zone(two):
    frames = two[1]
    parcels = frames["zone_parcels"].set_index("parcel_id")["zone_id"].fillna("-")
    assert parcels.to_dict() == {
        "P1": "Z01",
        "P2": "Z02",
        "P3": "Z02",
        "P4": "-",
        "P5": "Z02",
        "P6": "Z02",
        "P7": "Z01",
    }
    hazards = frames["zone_hazards"].set_index("hazard_id")
    assert hazards["zone_grade"].fillna("-").tolist() == ["severe"] * 4 + ["-"]
    assert hazards.loc["H2", "hazard_type"] == "rockfall"


def test_the_columns_and_kinds_do_not_depend_on_what_there_is(two, country, chart):
    layers = {"districts": chart.districts(D1=WEST), "sites": chart.layer("sites", [])}
    empty = country.zones(country.survey({"M1": (1, 1, "slight")}, **layers))
    for name, frame in two[1].items():
        assert list(frame.columns) == list(empty[name].columns)
        assert [str(t) for t in frame.dtypes] == [str(t) for t in empty[name].dtypes]
        assert frame_bytes(frame)
        assert frame_bytes(empty[name])
    assert set(COUNTED_ZONES) <= set(two[1])
    assert list(two[1]["impact_zones"].columns) == list(ZONE_COLUMNS)


def test_every_counted_row_has_an_address(two):
    for name in COUNTED_ZONES:
        assert two[1][name][[*ADDRESS]].notna().all(axis=None)


def test_the_input_is_left_as_it_was(two, country):
    tables = two[0]
    before = {name: frame.copy() for name, frame in tables.items()}
    country.zones(tables, **PLAIN)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(tables[name], frame)


def test_without_a_place_there_are_no_zones(country):
    nowhere = country.survey({"M1": (float("nan"), float("nan"), "slight")})
    assert country.zones(nowhere) == {}
    assert country.zones({}) == {}


def test_without_districts_they_are_derived(country):
    tables = country.survey({"M1": (0.5, 0.5, "severe"), "M2": (20.5, 0.5, "slight")})
    frames = country.zones(tables, **PLAIN)
    zones = frames["impact_zones"]
    assert zones["district_id"].tolist() == ["A-01", "A-02"]
    assert zones["source_file"].tolist() == ["mines.csv"] * 2
    assert frames["zone_runs"]["is_derived"].tolist() == [True, True]
    assert zones["zone_name"].tolist() == ["甲镇金矿开采区（1）", "甲镇金矿开采区（2）"]


def test_the_index_of_a_zone_and_what_it_is_made_of(country, chart):
    """One mine: hazard 3 (0.35 x 2), the rest slight; 1 mu of forest scores 1 + 1/30 (0.10)."""
    tables = country.survey({"M1": (1, 1, "severe")}, districts=chart.districts(D1=WEST))
    frames = country.zones(tables)
    zone = frames["impact_zones"].iloc[0]
    assert float(zone["index_mean"]) == pytest.approx(1 + 0.7 + 0.1 / 30, abs=1e-6)
    parts = frames["zone_reasons"].query("reason_kind == 'factor'")
    assert parts[["code", "index_part"]].to_numpy().tolist() == [["hazard", 0.7], ["extent", 0.003]]
    # 1.70 lies above 1.35 and on or above 1.7 for every weighting that is not lower
    assert zone["zone_grade"] == "severe"
    assert 0 < zone["p_grade"] < 1


def test_the_share_of_weightings_is_that_of_the_seeded_draws(country, chart):
    """The index is 1 + 2 w of the hazard (and a trace): severe when 2 w + trace > 0.7."""
    tables = country.survey({"M1": (1, 1, "severe")}, districts=chart.districts(D1=WEST))
    chosen = np.array([0.35, 0.20, 0.20, 0.15, 0.10])
    made = chosen * np.random.default_rng(7).uniform(0.8, 1.2, (500, 5))
    weights = made / made.sum(axis=1, keepdims=True)
    wanted = (np.round(1 + 2 * weights[:, 0] + weights[:, 4] * 0.033333, 9) > 1.7).mean()
    zone = country.zones(tables, draws=500, seed=7)["impact_zones"].iloc[0]
    assert float(zone["p_grade"]) == pytest.approx(wanted)
