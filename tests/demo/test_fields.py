"""Fields, their numbers, and draws that give each of them its share."""

from collections import Counter
from dataclasses import replace

import pytest
import shapely

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.fields import Field, field_counts, make_fields
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.mixture import dealt_by_field, spread_over_fields
from dandong_analysis.demo.placing import evenly_mixed


def printed(number: int) -> Figures:
    return Figures({"MGMT.TREAT_N": str(number)})


@pytest.fixture
def districts(gazetteer):
    """Two districts with serious problems, of 30 and 10 mines, and a light one between them."""
    first, light, last = gazetteer.districts[0], gazetteer.districts[-1], gazetteer.districts[3]
    return [replace(first, share=30), light, replace(last, share=10)]


def test_the_printed_number_is_shared_by_mines(districts):
    assert field_counts(printed(8), districts) == [6, 0, 2]
    assert field_counts(printed(4), districts) == [3, 0, 1]


def test_a_serious_district_without_a_field_is_refused(districts):
    with pytest.raises(ValueError, match="no field is left for 四道沟"):
        field_counts(printed(1), districts)


def test_too_many_fields_for_a_belt_are_refused(gazetteer, region):
    with pytest.raises(ValueError, match="is too short for"):
        make_fields(Chance(1), printed(120), gazetteer.districts, region)


def test_a_field_keeps_its_mines_near_its_axis_and_on_its_ground():
    axis = shapely.LineString([(0, 0), (1, 0)])
    ground = shapely.box(-5, 0, 5, 5)
    field = Field(axis, spread=2.0, reach=1.5, ground=ground)
    places = [shapely.Point(field.point(Chance(n))) for n in range(60)]
    assert all(ground.contains(p) and axis.distance(p) <= 1.5 for p in places)


def test_a_field_without_room_is_refused():
    far = shapely.box(100, 100, 101, 101)
    field = Field(shapely.LineString([(0, 0), (1, 0)]), spread=1.0, reach=1.0, ground=far)
    with pytest.raises(ValueError, match="no room"):
        field.point(Chance(1))


def test_evenly_mixed_lists_share_every_stretch():
    mixed = evenly_mixed([6, 3])
    assert Counter(mixed) == {0: 6, 1: 3}
    assert all(Counter(mixed[i : i + 3]) == {0: 2, 1: 1} for i in (0, 3, 6))


@pytest.fixture
def mines(tables):
    """Twenty mines of one severe district: ten in each of two fields."""
    severe = [m for m in tables["mines"] if m.district == 0]
    return [replace(m, field=i % 2) for i, m in enumerate(severe[:20])]


def test_each_field_is_dealt_the_same_mix(gazetteer, mines):
    weights = {"severe": {"none": 6, "partial": 3, "central": 1}}
    keys = dealt_by_field(Chance(3), gazetteer, mines, weights)
    for field in (0, 1):
        own = Counter(k for k, m in zip(keys, mines, strict=True) if m.field == field)
        assert own == {"none": 6, "partial": 3, "central": 1}


def test_each_field_gets_its_share_of_what_is_spread(mines):
    drawn = spread_over_fields(Chance(4), mines, [1.0] * 20, 6)
    assert drawn == sorted(drawn)
    assert Counter(mines[i].field for i in drawn) == {0: 3, 1: 3}
