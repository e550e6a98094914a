"""Parts fill a whole exactly, or the build stops with the place."""

import pytest
import shapely

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.zoning.partition import areal, check_partition

PLACE = Place(file="districts.geojson", row=7, table="districts")
WHOLE = shapely.box(0, 0, 2000, 1000)


def check(*parts):
    check_partition(WHOLE, list(parts), name="D1", place=PLACE)


def test_two_halves_fill_the_whole():
    check(shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000))
    check(WHOLE)


@pytest.mark.parametrize(("east", "code", "mu"), [
    # 10 m by 1000 m are 1 ha, 15 mu
    (1010, "zones-gap", "15.0000"), (990, "zones-overlap", "15.0000"),
])  # fmt: skip
def test_a_gap_or_an_overlap_stops_the_build(east, code, mu):
    with pytest.raises(DandongError) as caught:
        check(shapely.box(0, 0, 1000, 1000), shapely.box(east, 0, 2000, 1000))
    (problem,) = caught.value.problems
    assert (problem.code, problem.value, problem.place) == (code, f"D1: {mu} mu", PLACE)


def test_no_part_leaves_all_of_it():
    with pytest.raises(DandongError, match="gap"):
        check()


def test_rounding_of_a_border_is_not_a_gap():
    check(shapely.box(0, 0, 1000, 1000), shapely.box(1000.0005, 0, 2000, 1000))


def test_only_surfaces_are_kept():
    touching = shapely.intersection(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1))
    assert areal(touching).is_empty
    mixed = shapely.GeometryCollection(
        [shapely.box(0, 0, 1, 1), shapely.LineString([(5, 5), (6, 6)])]
    )
    assert areal(mixed).equals(shapely.box(0, 0, 1, 1))
    assert areal(WHOLE) is WHOLE
