"""The committed layers against the published figures, the counties and the mines."""

import json
import math
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely

from dandong_analysis.demo import make_region
from tests.demo.measured import assert_prints, km2, metres

LAYERS = Path(__file__).parents[2] / "data/raw/layers"
NAMES = ("districts", "protected_areas", "sites")
HEADERS = {
    "districts": ["编号", "名称", "县(市、区)", "notice"],
    "protected_areas": ["编号", "名称", "类型", "级别", "县(市、区)", "notice"],
    "sites": ["编号", "名称", "类型", "县(市、区)", "乡(镇)", "时期", "面积(亩)", "notice"],
}


@pytest.fixture(scope="module")
def text():
    return {n: (LAYERS / f"{n}.geojson").read_text("utf-8") for n in NAMES}


@pytest.fixture(scope="module")
def layers(text):
    return {n: json.loads(t) for n, t in text.items()}


@pytest.fixture(scope="module")
def shapes(layers):
    return {
        n: [shapely.from_geojson(json.dumps(f["geometry"])) for f in layer["features"]]
        for n, layer in layers.items()
    }


@pytest.fixture(scope="module")
def rows(layers):
    return {n: [f["properties"] for f in layer["features"]] for n, layer in layers.items()}


@pytest.fixture(scope="module")
def counties(gazetteer):
    return {c.zh: gazetteer.outlines[code] for code, c in gazetteer.counties.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_is_geojson_of_one_feature_a_line_in_4490(text, layers, name):
    layer = layers[name]
    assert layer["type"] == "FeatureCollection"
    assert layer["name"] == name
    assert layer["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::4490"
    assert text[name].count("\n") == len(layer["features"]) + 2
    assert {f["type"] for f in layer["features"]} == {"Feature"}


@pytest.mark.parametrize("name", NAMES)
def test_headers_and_ids_are_fixed(rows, name):
    assert all(list(row) == HEADERS[name] for row in rows[name])
    prefix = {"districts": "KQ", "protected_areas": "BH", "sites": "XM"}[name]
    assert [r["编号"] for r in rows[name]] == [
        f"{prefix}{i + 1:02d}" for i in range(len(rows[name]))
    ]
    assert len({r["名称"] for r in rows[name]}) == len(rows[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_and_each_of_its_features_say_that_they_are_synthetic(layers, rows, name):
    assert "模拟数据" in layers[name]["notice"]
    assert "synthetic" in layers[name]["notice"]
    assert all("模拟" in row["名称"] for row in rows[name])
    assert all(row["notice"] == "模拟数据" for row in rows[name])


@pytest.mark.parametrize("name", NAMES)
def test_shapes_are_valid_polygons_with_six_decimals(shapes, name):
    for shape in shapes[name]:
        assert shape.geom_type == "Polygon"
        assert shape.is_valid
        assert not shape.interiors
        corners = shapely.get_coordinates(shape)
        assert (corners == np.round(corners, 6)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_lies_in_its_county(shapes, rows, counties, name):
    for shape, row in zip(shapes[name], rows[name], strict=True):
        assert counties[row["县(市、区)"]].contains(shape), row["名称"]


def test_there_is_one_shape_for_each_district(rows, gazetteer):
    assert [r["县(市、区)"] for r in rows["districts"]] == [
        gazetteer.counties[d.county].zh for d in gazetteer.districts
    ]
    assert rows["districts"][0]["名称"] == "赛马-爱阳矿集区（模拟）"


def test_districts_keep_apart(shapes):
    planar = [metres(s) for s in shapes["districts"]]
    assert min(a.distance(b) for a, b in combinations(planar, 2)) >= 50


def test_districts_are_simple_but_irregular(shapes):
    for shape in shapes["districts"]:
        assert shapely.get_num_coordinates(shape) <= 61
        flat = metres(shape)
        assert 4 * math.pi * flat.area / flat.length**2 < 0.9


def test_mines_lie_in_their_district(shapes, members):
    for shape, mines in zip(shapes["districts"], members, strict=True):
        inside = shapely.contains_xy(
            shape, [m.longitude for m in mines], [m.latitude for m in mines]
        )
        assert inside.all()


def test_districts_with_serious_problems_are_of_moderate_size(shapes, is_light):
    areas = [km2(s) for s, light in zip(shapes["districts"], is_light, strict=True) if not light]
    assert min(areas) > 60
    assert max(areas) < 250


def test_unprotected_light_districts_have_the_published_area(shapes, is_light, published):
    protected = shapely.union_all(shapes["protected_areas"])
    free = [
        shapely.difference(s, protected)
        for s, light in zip(shapes["districts"], is_light, strict=True) if light
    ]  # fmt: skip
    assert len(free) == int(published["MGMT.PREVENT_N"])
    assert_prints(sum(map(km2, free)), published["MGMT.PREVENT_AREA"])


def test_protected_areas_have_the_published_number_and_area(shapes, published):
    assert len(shapes["protected_areas"]) == int(published["MGMT.PROTECT_N"])
    assert_prints(sum(map(km2, shapes["protected_areas"])), published["MGMT.PROTECT_AREA"])


def test_protected_areas_are_disjoint_and_of_different_sizes(shapes):
    assert not any(a.intersects(b) for a, b in combinations(shapes["protected_areas"], 2))
    assert len({round(km2(s)) for s in shapes["protected_areas"]}) == len(shapes["protected_areas"])


def test_protected_areas_have_every_kind_and_rank(rows):
    assert {r["类型"] for r in rows["protected_areas"]} == {
        "自然保护区", "风景名胜区", "森林公园", "地质公园", "饮用水水源保护区",
    }  # fmt: skip
    assert {r["级别"] for r in rows["protected_areas"]} == {"国家级", "省级", "市级", "县级"}


def test_a_water_source_lies_near_the_urban_districts(shapes, rows, counties):
    urban = metres(counties["丹东市城区"])
    sources = [
        metres(s) for s, r in zip(shapes["protected_areas"], rows["protected_areas"], strict=True)
        if r["类型"] == "饮用水水源保护区"
    ]  # fmt: skip
    assert min(urban.distance(s) for s in sources) < 5000


def test_protected_areas_take_little_of_a_district_and_cut_none(shapes):
    protected = shapely.union_all(shapes["protected_areas"])
    overlapped = 0
    for district in shapes["districts"]:
        rest = shapely.difference(district, protected)
        assert rest.geom_type == "Polygon"
        assert rest.area >= 0.85 * district.area
        overlapped += rest.area < district.area
    assert overlapped >= 4


def test_a_handful_of_mines_lie_in_protected_areas(shapes, tables):
    protected = shapely.union_all(shapes["protected_areas"])
    inside = [m for m in tables["mines"] if shapely.contains_xy(protected, m.longitude, m.latitude)]
    assert 5 <= len(inside) <= 12
    assert 3 <= sum(m.state == "active" for m in inside) <= 6
    assert all(m.is_in_protected_view for m in inside)


SITE_AREAS = {
    "重点治理示范区": [("BOX2.AREA", 1)],
    "引入社会资金治理示范项目": [("BOX6.AREA", 1500)],
    "监测示范区": [("MON.AREA_WULONG", 1), ("MON.AREA_LUANJIA", 1)],
}


def test_sites_have_the_published_areas(shapes, rows, published):
    wanted = {kind: list(areas) for kind, areas in SITE_AREAS.items()}
    for shape, row in zip(shapes["sites"], rows["sites"], strict=True):
        key, per_km2 = wanted[row["类型"]].pop(0)
        printed = Decimal(published[key]) / per_km2
        assert Decimal(str(row["面积(亩)"])) == printed * 1500
        assert abs(km2(shape) / printed - 1) < Decimal("0.0001")
    assert not any(wanted.values())


def test_sites_lie_at_mines_of_their_kind(shapes, rows, tables):
    places = [
        {(m.county, m.township, m.commodity) for m in tables["mines"]
         if shapely.contains_xy(shape, m.longitude, m.latitude)}
        for shape in shapes["sites"]
    ]  # fmt: skip
    demonstration, private, wulong, luanjia = places
    assert ("210601", "金矿街道", "gold") in demonstration & wulong
    assert ("210624", "硼海镇", "boron") in luanjia
    pinned = next(m for m in tables["mines"] if m.name == "小孙屯前山取土场")
    assert shapely.contains_xy(shapes["sites"][1], pinned.longitude, pinned.latitude)
    assert (pinned.county, pinned.township, pinned.commodity) in private
    assert [r["时期"] for r in rows["sites"]] == ["远期", "近期", "远期", "远期"]
    assert all("模拟边界" in r["名称"] for r in rows["sites"])


@pytest.mark.parametrize("seed", [1, 7])
def test_other_seeds_give_other_outlines_that_meet_the_figures(
    seed, figures, gazetteer, region, published
):
    other = make_region(seed, figures, gazetteer)
    protected = shapely.union_all(other.protected)
    assert other.districts != region.districts
    assert all(d.is_valid and d.geom_type == "Polygon" for d in other.districts)
    assert not any(a.intersects(b) for a, b in combinations(other.districts, 2))
    assert not any(a.intersects(b) for a, b in combinations(other.protected, 2))
    free = [
        shapely.difference(outline, protected)
        for outline, d in zip(other.districts, gazetteer.districts, strict=True)
        if d.severity == "light"
    ]
    assert_prints(sum(map(km2, free)), published["MGMT.PREVENT_AREA"])
    assert_prints(sum(map(km2, other.protected)), published["MGMT.PROTECT_AREA"])
