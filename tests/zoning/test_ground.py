"""What lies where, and what has no place."""

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.ground import survey_ground
from dandong_analysis.zoning.zone_settings import parse_zone_settings, standard_zone_settings

NOWHERE = (float("nan"), float("nan"), "slight")
MINES = {"M2": (0.5, 0.5, "slight"), "M1": (9, 9, "slight"), "M3": NOWHERE, "M4": NOWHERE}


@pytest.fixture
def ground(country, chart):
    parcels = [{"mine_id": "M4", "geometry_wkt": chart.box(0.2, 0.2, 0.4, 0.4)}, {"mine_id": "X"}]
    tables = country.survey(
        MINES, districts=chart.districts(D2=(0, 0, 1, 1), D1=(1, 0, 2, 1)),
        land_damage=country.world.typed("land_damage", parcels),
    )  # fmt: skip
    return survey_ground(tables, standard_zone_settings())


def test_mines_and_districts_stand_in_the_order_of_their_ids(ground):
    assert ground.mines.frame["mine_id"].tolist() == ["M1", "M2", "M3", "M4"]
    assert [d.id for d in ground.districts] == ["D1", "D2"]


def test_every_mine_outside_has_its_reason(ground):
    assert ground.reasons == ["outside_districts", "", "no_coordinates", ""]
    assert ground.mine_district.tolist() == [-1, 1, -1, 1]


def test_a_mine_without_a_point_lies_inside_its_outline(ground):
    assert ground.mines.is_point.tolist() == [True, True, False, False]
    assert ground.mines.points[3].tolist() == pytest.approx([300, 300], abs=150)


def test_a_parcel_of_an_unknown_mine_is_kept(ground):
    assert ground.parcels.mines.tolist() == [3, -1]


def test_a_point_on_a_common_border_belongs_to_the_first_district(country, chart):
    # Some way along the meridian, where rounding cannot move it.
    tables = country.survey(
        {"M1": (0, 0.5, "slight")}, districts=chart.districts(D2=(-1, 0, 0, 1), D1=(0, 0, 1, 1))
    )
    ground = survey_ground(tables, standard_zone_settings())
    assert ground.districts[ground.mine_district[0]].id == "D1"


def test_nothing_has_a_place(country):
    assert survey_ground(country.survey({"M1": NOWHERE}), standard_zone_settings()) is None
    assert survey_ground({}, standard_zone_settings()) is None


def test_districts_that_overlap_are_refused(country, chart):
    tables = country.survey(MINES, districts=chart.districts(D1=(0, 0, 2, 1), D2=(1, 0, 3, 1)))
    with pytest.raises(DandongError) as caught:
        survey_ground(tables, standard_zone_settings())
    problem = caught.value.problems[0]
    assert problem.code == "districts-overlap"
    # 1 square kilometre is 1500 mu
    assert problem.value.startswith("D1、D2: 1500.0")
    assert (problem.place.file, problem.place.row) == ("districts.geojson", 2)


def test_an_overlap_within_rounding_is_none(country, chart):
    """10 cm along 1 km: 100 square metres."""
    tables = country.survey(
        MINES, districts=chart.districts(D1=(0, 0, 1.00009, 1), D2=(1, 0, 2, 1))
    )
    assert len(survey_ground(tables, standard_zone_settings()).districts) == 2
    with pytest.raises(DandongError, match="overlap"):
        survey_ground(tables, parse_zone_settings({"overlap_m2": 80}))


@pytest.mark.parametrize(("rows", "code"), [
    ([("D1", (0, 0, 1, 1)), ("D1", (2, 0, 3, 1))], "district-twice"),
    ([("D1", (0, 0, 1, 1)), ("D2", None)], "district-empty"),
])  # fmt: skip
def test_a_district_twice_or_without_area(country, chart, rows, code):
    frame = chart.layer("districts", [
        {"district_id": i, "name": i, "geometry_wkt": chart.box(*b) if b else None} for i, b in rows
    ])  # fmt: skip
    with pytest.raises(DandongError) as caught:
        survey_ground(country.survey(MINES, districts=frame), standard_zone_settings())
    assert {p.code for p in caught.value.problems} == {code}


def test_the_plane_lies_over_the_counties_when_there_are_some(country, chart):
    counties = chart.layer("counties", [
        {"county": "A", "name": "甲县", "geometry_wkt": chart.box(-200, -100, 10, 10)},
    ])  # fmt: skip
    tables = country.survey(MINES, districts=chart.districts(D1=(0, 0, 2, 1)))
    over_districts = survey_ground(tables, standard_zone_settings()).plane
    over_counties = survey_ground({**tables, "counties": counties}, standard_zone_settings()).plane
    assert (over_districts.longitude, over_districts.latitude) == (124.0, 40.0)
    assert (over_counties.longitude, over_counties.latitude) == (123.0, 39.5)


def test_an_empty_layer_of_districts_is_none(country, chart):
    empty = chart.layer("districts", [])
    ground = survey_ground(country.survey(MINES, districts=empty), standard_zone_settings())
    assert all(d.is_derived for d in ground.districts)
    assert isinstance(ground.mines.frame, pd.DataFrame)


def test_a_mine_that_only_its_outline_places_makes_a_district_too(country, chart):
    parcels = [{"mine_id": "M3", "geometry_wkt": chart.box(50.2, 0.2, 50.4, 0.4)}]
    tables = country.survey(
        {"M2": (0.5, 0.5, "slight"), "M3": NOWHERE},
        land_damage=country.world.typed("land_damage", parcels),
    )
    ground = survey_ground(tables, standard_zone_settings())
    assert len(ground.districts) == 2
    assert ground.reasons == ["", ""]
