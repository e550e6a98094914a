"""Features of maps made from small frames."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.notebook.features import MADE
from dandong_analysis.standards import load_standard

MINES = pd.DataFrame({
    "mine_id": ["M1", "M2", "M3"], "name": ["甲", "乙", "丙"], "production_status": ["producing"] * 3,
    "longitude": [124.0, 124.5, None], "latitude": [40.0, 40.5, None],
})  # fmt: skip
PARCELS = pd.DataFrame({
    "mine_id": ["M1", "M1", "M1", "M2", "M2"],
    "damage_type": ["waste_dump", "open_pit_site", "waste_dump", "other", "gangue_heap"],
    "damaged_area_mu": [Decimal("0.1"), Decimal("0.25"), Decimal("0.2"), Decimal(3), Decimal(3)],
})  # fmt: skip


LAYERS = load_standard("maps")["layer"].values()


def made(name, **frames):
    """The features ``name``, given no more than the frames that their layer declares."""
    declared = next(layer["frames"] for layer in LAYERS if layer.get("made") == name)
    given = {"mines": MINES, **frames}
    return MADE[name]({frame: given[frame] for frame in declared})


def test_the_main_damage_is_the_kind_with_the_largest_sum():
    # M1: dump 0.1 + 0.2 against pit 0.25; M2: equal areas, the first in the order of codes.
    found = made("main_damage", land_damage=PARCELS).set_index("mine_id")
    assert found["damage_type"].to_dict() == {"M1": "waste_dump", "M2": "gangue_heap"}
    assert found["damaged_area_mu"].to_dict() == {"M1": Decimal("0.55"), "M2": Decimal(6)}


def test_parcels_in_another_order_give_the_same_main_damage():
    turned = made("main_damage", land_damage=PARCELS[::-1])
    assert turned.equals(made("main_damage", land_damage=PARCELS))


def test_hazards_lie_at_their_mine_and_keep_their_number():
    hazards = pd.DataFrame({"hazard_id": ["H1", "H2", "H3"], "mine_id": ["M2", "M3", "M9"]})
    found = made("located_hazards", hazards=hazards)
    assert found["hazard_id"].tolist() == ["H1", "H2", "H3"]
    assert found["longitude"].tolist()[0] == 124.5
    assert found["longitude"].isna().tolist() == [False, True, True]


def test_a_mine_in_two_protected_areas_is_drawn_once():
    conflicts = pd.DataFrame({"mine_id": ["M1", "M1"], "protected_rank": ["national", "county"]})
    found = made("conflict_mines", protection_conflicts=conflicts)
    assert found[["mine_id", "protected_rank", "name"]].to_numpy().tolist() == [
        ["M1", "national", "甲"]
    ]


def test_a_site_is_drawn_at_a_point_inside_it():
    ring = "POLYGON ((0 0, 4 0, 4 4, 3 4, 3 1, 1 1, 1 4, 0 4, 0 0))"  # a U: its middle is outside
    sites = pd.DataFrame({"site_id": ["S"], "geometry_wkt": [ring]})
    found = made("site_points", sites=sites, site_areas=sites[["site_id"]])
    x, y = found["longitude"][0], found["latitude"][0]
    assert 0 < x < 4
    assert 0 < y < 4
    assert not (1 < x < 3 and y > 1)


@pytest.mark.parametrize(("share", "band"), [
    ("1", "firm"), ("0.95", "firm"), ("0.949", "likely"), ("0.8", "likely"), ("0.5", "open"),
    ("0.499", "doubtful"), ("0", "doubtful"), (None, "ungraded"),
])  # fmt: skip
def test_bands_of_certainty_include_their_lower_limit(share, band):
    zones = pd.DataFrame({"p_grade": [None if share is None else Decimal(share)]}, dtype=object)
    assert made("zone_certainty", impact_zones=zones)["certainty"].tolist() == [band]


def test_a_mine_without_a_class_has_no_certainty():
    tried = pd.DataFrame({
        "mine_id": ["M1", "M2"], "grade": ["severe", "ungraded"], "p_grade": [0.97, 0.97],
    })  # fmt: skip
    found = made("mine_certainty", impact_sensitivity=tried)
    assert found["certainty_point"].tolist() == ["firm", "ungraded"]


def test_a_cell_belongs_to_the_county_of_its_zone():
    cells = pd.DataFrame({
        "cell_column": [1, 2], "cell_row": [5, 5], "district_id": ["D", "D"], "zone_id": ["Z1", "Z2"],
    })  # fmt: skip
    zones = pd.DataFrame({"zone_id": ["Z2", "Z1"], "county": ["2", "1"]})
    found = made("cell_classes", zone_cells=cells, impact_zones=zones)
    assert found["county"].tolist() == ["1", "2"]
    assert found["cell_id"].tolist() == ["1/5 D", "2/5 D"]


def test_bands_fall_from_one_to_zero():
    limits = [Decimal(band["from"]) for band in load_standard("maps")["certainty"]]
    assert limits == sorted(limits, reverse=True)
    assert limits[-1] == 0


def test_layers_name_all_features_that_are_made_and_no_others():
    assert {layer["made"] for layer in LAYERS if "made" in layer} == set(MADE)
    assert all(layer["frames"] for layer in LAYERS)
