"""Order, ids and counties of zones."""

import pytest

PLAIN = {"surface": "grade", "breaks": "given", "bandwidth_m": 1000, "min_zone_km2": 3}


def test_ids_follow_grade_then_area(country, chart):
    districts = chart.districts(
        D1=(0.1, 0.1, 0.9, 0.9),
        D2=(2.1, 0.1, 3.9, 0.9),
        D3=(6.1, 0.1, 7.9, 0.9),
        D4=(9.1, 0.1, 9.9, 0.9),
    )
    mines = {"M1": (0.5, 0.5, "slight"), "M2": (3, 0.5, "slight"), "M3": (7, 0.5, "severe"),
             "M4": (9.5, 0.5, "moderate")}  # fmt: skip
    zones = country.zones(country.survey(mines, districts=districts), **PLAIN)["impact_zones"]
    assert zones["zone_id"].tolist() == ["Z01", "Z02", "Z03", "Z04"]
    assert zones["district_id"].tolist() == ["D3", "D4", "D2", "D1"]


@pytest.mark.parametrize(("stated", "outlines", "expected"), [
    ("B", {"A": (-1, -1, 9, 9)}, "B"),
    # 3 of the 4 km lie in B
    (None, {"A": (-1, -1, 1, 9), "B": (1, -1, 9, 9)}, "B"),
    # no outline: two mines of A, one of B
    (None, {}, "A"),
    (None, {"B": (70, 70, 71, 71)}, "A"),
])  # fmt: skip
def test_the_county_that_is_stated_or_holds_most(country, chart, stated, outlines, expected):
    layer = chart.layer("districts", [
        {"district_id": "D1", "name": "一", "county": stated, "geometry_wkt": chart.box(0, 0, 4, 4)},
    ])  # fmt: skip
    counties = chart.layer("counties", [
        {"county": c, "name": c, "geometry_wkt": chart.box(*b)} for c, b in outlines.items()
    ])  # fmt: skip
    tables = dict(country.survey(
        {"M1": (1, 1, "slight"), "M2": (2, 1, "slight"), "M3": (3, 1, "slight")},
        districts=layer, counties=counties,
    ))  # fmt: skip
    tables["mines"]["county"] = ["A", "B", "A"]
    frames = country.zones(tables, **PLAIN)
    assert frames["impact_zones"]["county"].tolist() == [expected]
    assert frames["management_zones"]["county"].tolist() == [expected]


def test_a_zone_without_mines_or_county_has_none(country, chart):
    layer = chart.layer("districts", [
        {"district_id": "D1", "name": "一", "geometry_wkt": chart.box(0, 0, 4, 4)},
    ])  # fmt: skip
    frames = country.zones(country.survey({"M1": (30, 1, "slight")}, districts=layer), **PLAIN)
    assert frames["impact_zones"]["county"].isna().all()
    assert frames["impact_zones"]["zone_name"].tolist() == ["一开采区"]
