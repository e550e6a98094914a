"""Outlines of a given area."""

import json
import math
from decimal import Decimal

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.collection import collection_bytes, feature
from dandong_analysis.demo.outlines import irregular_outline, sized
from dandong_analysis.demo.plane import point_to_degrees, point_to_km, to_degrees, to_km

GEOD = pyproj.Geod(ellps="GRS80")


@given(st.integers(0, 10_000), st.floats(1, 2), st.floats(0, 180))
def test_an_outline_is_a_simple_polygon_of_one_square_kilometre(seed, stretch, bearing):
    shape = irregular_outline(
        Chance(seed), (3.0, 4.0), corners=20, stretch=stretch, bearing=bearing
    )
    assert shape.is_valid
    assert shapely.get_num_coordinates(shape) == 21
    assert shape.area == pytest.approx(1)
    assert shape.contains(shapely.Point(3, 4))


@pytest.mark.parametrize("mu", ["210", "877.5", "15000", "400000"])
def test_a_sized_outline_has_its_area_on_the_ellipsoid(mu):
    shape = irregular_outline(Chance(5), (0.0, 0.0), corners=12)
    found = sized(shape, Decimal(mu), tolerance=5e-5)
    area, _ = GEOD.geometry_area_perimeter(shapely.segmentize(found, 0.002))
    assert abs(area) * 0.0015 == pytest.approx(float(mu), rel=1e-4)
    assert sized(shape, Decimal(mu), tolerance=5e-5) == found


def test_an_area_finer_than_the_rounding_is_refused():
    shape = irregular_outline(Chance(5), (0.0, 0.0), corners=12)
    with pytest.raises(ValueError, match=r"area of 0\.50005 mu"):
        sized(shape, Decimal("0.50005"), tolerance=1e-9)


def test_the_plane_is_in_kilometres():
    """One degree of latitude is 111 km, one of longitude 111 km times the cosine."""
    x, y = point_to_km(125.5, 41.5)
    assert y == pytest.approx(111, rel=0.005)
    assert x == pytest.approx(111.3 * math.cos(math.radians(40.5)), rel=0.005)
    assert point_to_degrees((x, y)) == pytest.approx((125.5, 41.5))


def test_the_way_there_and_back_only_rounds():
    shape = shapely.Polygon([(124.1234567, 40.1), (124.2, 40.1), (124.2, 40.2)])
    back = to_degrees(to_km(shape))
    assert back.equals(shapely.Polygon([(124.123457, 40.1), (124.2, 40.1), (124.2, 40.2)]))


def test_a_collection_has_one_feature_a_line():
    square = feature({"编号": "A1"}, shapely.box(124, 40, 124.5, 40.5))
    text = collection_bytes("zones", "模拟", [square, square]).decode()
    head, first, second, tail = text.splitlines()
    assert json.loads(f"{head}]}}") == {
        "type": "FeatureCollection", "name": "zones", "notice": "模拟", "features": [],
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
    }  # fmt: skip
    assert json.loads(first.removesuffix(",")) == json.loads(second) == {
        "type": "Feature", "properties": {"编号": "A1"},
        "geometry": {"type": "Polygon", "coordinates": [
            [[124.5, 40.0], [124.5, 40.5], [124.0, 40.5], [124.0, 40.0], [124.5, 40.0]]
        ]},
    }  # fmt: skip
    assert tail == "]}"
