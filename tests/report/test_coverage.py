"""Fewer corners, the same borders, parts and holes."""

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.report.coverage import simplified


def array(*shapes):
    return np.array(shapes, dtype=object)


def wavy(x, n=60):
    """A border from south to north that swings by 30 m round ``x``."""
    return [(x + 30 * (i % 3), 100 * i) for i in range(n + 1)]


WEST = shapely.Polygon([(-5000, 0), *wavy(0), (-5000, 6000)])
EAST = shapely.Polygon([(5000, 0), *wavy(0), (5000, 6000)])


def corners(shapes):
    return len(shapely.get_coordinates(shapes))


def test_without_tolerance_corners_are_only_rounded():
    line = shapely.LineString([(0.4, 0.6), (10.5, 0), (20, 0.2)])
    assert simplified(array(line), 0)[0] == shapely.LineString([(0, 1), (10, 0), (20, 0)])


def test_neighbours_lose_the_same_corners():
    made = simplified(array(WEST, EAST), 100)
    assert shapely.coverage_is_valid(made)
    assert corners(made) < corners(array(WEST, EAST)) / 3
    border = shapely.intersection(*made)
    assert border.length == pytest.approx(6000, rel=0.05)
    assert shapely.intersection(*made).area == 0


def test_a_corner_of_one_neighbour_on_a_side_of_the_other_keeps_the_border_whole():
    whole = shapely.box(0, 0, 1000, 1000)
    south, north = shapely.box(1000, 0, 2000, 400), shapely.box(1000, 400, 2000, 1000)
    assert not shapely.coverage_is_valid(array(whole, south, north))
    assert shapely.coverage_is_valid(simplified(array(whole, south, north), 10))


def test_overlapping_areas_are_simplified_one_by_one():
    given = array(WEST, shapely.affinity.translate(WEST, 1000, 0))
    made = simplified(given, 100)
    assert shapely.hausdorff_distance(made, given).max() <= 100
    assert corners(made) < corners(given) / 3
    assert made[1] == shapely.affinity.translate(made[0], 1000, 0)


def test_small_holes_and_parts_outlive_a_large_tolerance():
    holed = shapely.box(0, 0, 4000, 4000).difference(shapely.box(10, 10, 12, 12))
    islands = shapely.MultiPolygon(
        [shapely.box(0, 5000, 4000, 9000), shapely.box(0, 4500, 3, 4503)]
    )
    for shapes in (array(holed, islands), array(holed, shapely.box(-10, -10, 100, 100), islands)):
        made = simplified(shapes, 500)
        assert len(shapely.get_rings(made[0])) == 2
        assert len(shapely.get_parts(made[-1])) == 2


def test_a_shape_smaller_than_a_metre_outlives_rounding():
    speck = shapely.box(7.1, 7.1, 7.3, 7.3)
    for shapes in (array(speck), array(WEST, speck), array(speck, shapely.box(0, 0, 50, 50))):
        made = simplified(shapes, 100)
        assert not shapely.is_empty(made).any()


def test_nothing_stays_nothing():
    assert len(simplified(array(), 10)) == 0


@given(st.lists(st.integers(-40, 40), min_size=3, max_size=30), st.floats(1, 300))
def test_a_random_border_never_opens(swings, tolerance):
    border = [(swing, 100 * n) for n, swing in enumerate(swings)]
    top = border[-1][1]
    shapes = array(
        shapely.Polygon([(-500, 0), *border, (-500, top)]),
        shapely.Polygon([(500, 0), *border, (500, top)]),
    )
    made = simplified(shapes, tolerance)
    assert shapely.coverage_is_valid(made)
    assert shapely.union_all(made).area == pytest.approx(made[0].area + made[1].area)
    assert shapely.get_num_geometries(shapely.union_all(made)) == 1
