"""Lists of a chapter: kept to its county, with the names that readers know."""

import pandas as pd
import pytest

from dandong_analysis.members import with_names
from dandong_analysis.notebook.lists import MANAGEMENT, ZONES, listed, within
from dandong_analysis.schemas import standard_schemas

SCHEMAS = standard_schemas()
MINES = pd.DataFrame({
    "mine_id": ["M1", "M2", "M3"], "county": ["1", "2", "2"], "name": ["甲矿", "乙矿", "丙矿"],
    "production_status": ["producing", "closed", "producing"],
})  # fmt: skip
IMPACT_ZONES = pd.DataFrame({
    "zone_id": ["Z1", "Z2"], "zone_name": ["东区", "西区"], "zone_name_en": ["East", "West"],
    "county": ["1", "2"],
})  # fmt: skip
ZONE_MINES = pd.DataFrame({
    "mine_id": ["M1", "M2", "M3"], "zone_id": ["Z1", None, None],
    "unplaced_reason": [None, "no_coordinates", "outside_districts"],
})  # fmt: skip
AREAS = pd.DataFrame({"protected_id": ["P1"], "name": ["林场"]})
CONFLICTS = pd.DataFrame({
    "mine_id": ["M3", "M9"], "protected_id": ["P1", "P1"], "protected_name": ["林场", "林场"],
    "production_status": ["producing", "producing"],
})  # fmt: skip
FRAMES = {
    "mines": MINES, "impact_zones": IMPACT_ZONES, "zone_mines": ZONE_MINES,
    "protected_areas": AREAS, "protection_conflicts": CONFLICTS,
}  # fmt: skip


def shown(name, **scope):
    return listed(name, FRAMES, scope, schemas=SCHEMAS, lang="zh")


@pytest.mark.parametrize(("frame", "county", "kept"), [
    (IMPACT_ZONES, "2", ["Z2"]), (ZONE_MINES, "2", [None, None]), (ZONE_MINES, "1", ["Z1"]),
])  # fmt: skip
def test_rows_of_a_county_by_their_own_county_or_that_of_their_mine(frame, county, kept):
    found = within(frame, FRAMES, {"county": county})["zone_id"].tolist()
    assert [None if pd.isna(zone) else zone for zone in found] == kept


def test_a_list_about_neither_county_nor_mine_stays_whole():
    assert within(AREAS, FRAMES, {"county": "1"}).equals(AREAS)
    assert within(IMPACT_ZONES, FRAMES, {}).equals(IMPACT_ZONES)


def test_only_mines_in_no_zone_are_listed_as_such():
    assert shown("zone_unplaced")["mine_id"].tolist() == ["M2", "M3"]
    assert shown("zone_unplaced", county="1").empty


def test_working_mines_in_protected_areas_have_their_names():
    found = shown("protection_conflicts")
    assert found[["mine_name", "production_status", "protected_name"]].iloc[0].tolist() == [
        "丙矿", "producing", "林场",
    ]  # fmt: skip
    # A mine that is not known keeps its row.
    assert found["mine_id"].tolist() == ["M3", "M9"]
    assert pd.isna(found["mine_name"].iloc[1])


@pytest.mark.parametrize("name", ["findings", "zone_settings", "impact_changed", "corrections"])
def test_a_table_that_the_study_lacks_gives_no_list(name):
    assert shown(name) is None


def test_corrections_are_read_as_words_and_named_by_their_id():
    changes = pd.DataFrame(
        [["production_status", "生厂", "producing", "correction:C01+term"],
         ["closed_year", "0209", "2009", "correction:C02"],
         ["production_status", "在产", "producing", "term"]],
        columns=["field", "raw", "parsed", "rule"],
    )  # fmt: skip
    made = listed("corrections", {"changes": changes}, {}, schemas=SCHEMAS, lang="zh")
    assert made["parsed"].tolist() == ["生产", "2009"]
    assert made["rule"].tolist() == ["correction:C01", "correction:C02"]


def test_mines_that_the_methods_grade_differently_are_told_in_words():
    criteria = pd.DataFrame({
        "criterion": ["loss"], "zh": ["潜在损失"], "en": ["potential loss"],
        "threshold_zh": ["≥500万元"], "threshold_en": ["≥ 5 million yuan"],
    })  # fmt: skip
    changed = pd.DataFrame({
        "mine_id": ["M1", "M2"], "rules": ["severe"] * 2, "index": ["moderate"] * 2,
        "fuzzy": ["slight"] * 2, "criteria": ["loss", ""], "factors": ["", ""],
    })  # fmt: skip
    frames = FRAMES | {"impact_criteria": criteria, "impact_changed_mines": changed}
    found = listed("impact_changed", frames, {"county": "1"}, schemas=SCHEMAS, lang="zh")
    assert found[["mine_id", "impact_grade", "criteria"]].to_numpy().tolist() == [
        ["M1", "severe", "潜在损失≥500万元"]
    ]


def test_keys_of_zones_are_shown_with_their_names():
    named = with_names(SCHEMAS, FRAMES, (ZONES, MANAGEMENT)).vocabularies
    assert named["zone_id"]["Z2"].label.zh == "Z2 西区"
    assert named["zone_id"]["Z2"].label.en == "Z2 West"
    assert named["zone_id"].codes == ("Z1", "Z2")
    assert "management_zone_id" not in named
