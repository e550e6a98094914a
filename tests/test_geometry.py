"""Areas on the ellipsoid against another method: polygons of geodesics."""

import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.geometry import area_mu, areas_mu, plane_over

ELLIPSOID = pyproj.Geod(ellps="GRS80")

CORNERS = st.tuples(st.floats(75, 134), st.floats(4, 53), st.floats(0.001, 0.3))


def square(corner) -> shapely.Polygon:
    west, south, side = corner
    return shapely.box(west, south, west + side, south + side)


@settings(deadline=None, max_examples=50)
@given(CORNERS)
def test_an_area_is_that_on_the_ellipsoid(corner):
    shape = square(corner)
    # The sides of the other method are geodesics, not parallels: many corners bring them close.
    fine = shapely.segmentize(shape, 0.001)
    expected = abs(ELLIPSOID.geometry_area_perimeter(fine)[0]) * 0.0015
    assert float(area_mu(shape)) == pytest.approx(expected, rel=2e-6, abs=1e-3)


@settings(deadline=None, max_examples=25)
@given(st.lists(CORNERS, max_size=6))
def test_many_areas_are_what_each_is_alone(corners):
    shapes = [square(corner) for corner in corners]
    assert areas_mu(shapes) == [area_mu(shape) for shape in shapes]


def test_without_an_extent_there_is_no_plane_and_no_area():
    empty = shapely.Polygon()
    with pytest.raises(ValueError, match="extent"):
        plane_over([empty])
    with pytest.raises(ValueError, match="extent"):
        areas_mu([empty])
