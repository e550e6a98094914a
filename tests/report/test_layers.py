"""Layers from frames: shapes in whole metres, nothing lost in silence, order without effect."""

from dataclasses import replace

import pandas as pd
import pytest
import shapely
from map_samples import BORDER, DOT, PLANE, ROAD, SEVERE, SLIGHT, UNUSED, mines, wkt, zones

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.layers import area_layer, line_layer, parts_of, point_layer

FACT = FactRef("3", "A", "3", "mu", "面积", "", 1, ("a.csv",), "", "not_published", "survey")


def of_zones(frame, **changed):
    options = {"layer_id": "zones", "title": "分区", "key": "zone_id", "name": "zone_name",
               "symbol": "zone_grade", "plane": PLANE, "lang": "zh",
               "symbols": (SEVERE, SLIGHT, UNUSED)}  # fmt: skip
    return area_layer(frame, **{**options, **changed})


def of_mines(frame, **changed):
    options = {"layer_id": "mines", "title": "矿山", "key": "mine_id", "name": "name",
               "symbol": "kind", "plane": PLANE, "lang": "zh", "symbols": (DOT,)}  # fmt: skip
    return point_layer(frame, **{**options, **changed})


def of_roads(frame, **changed):
    options = {"layer_id": "roads", "title": "公路", "key": "id", "name": "id", "symbol": "kind",
               "plane": PLANE, "lang": "zh", "symbols": (ROAD,)}  # fmt: skip
    return line_layer(frame, **{**options, **changed})


def rings(feature):
    return [shapely.LinearRing(list(zip(p[::2], p[1::2], strict=True))) for p in feature.parts]


def problems(make):
    with pytest.raises(DandongError) as raised:
        make()
    return [(p.code, p.place.table, p.value) for p in raised.value.problems]


def test_an_area_keeps_its_hole_and_its_size_in_whole_metres():
    west = next(f for f in of_zones(zones()).features if f.id == "Z1")
    outer, hole = (shapely.Polygon(ring) for ring in rings(west))
    assert all(type(value) is int for part in west.parts for value in part)
    # 10 km by 16 km and 4 km by 4 km; degrees of eight decimals move no corner by a metre.
    assert outer.area == pytest.approx(160e6, rel=1e-4)
    assert hole.area == pytest.approx(16e6, rel=1e-4)


def test_areas_side_by_side_still_share_their_border():
    frame = zones().assign(geometry_wkt=[wkt(s) for s in ragged_neighbours()])
    layer = of_zones(frame, simplify_m=500)
    one, other = (shapely.Polygon(rings(f)[0]) for f in layer.features)
    assert one.intersection(other).area == 0
    assert one.union(other).geom_type == "Polygon"
    assert one.union(other).area == one.area + other.area
    corners = sum(len(p) for f in of_zones(frame, simplify_m=0).features for p in f.parts)
    assert sum(len(p) for f in layer.features for p in f.parts) < corners / 2


def ragged_neighbours():
    """Two areas with a common border of a hundred teeth, 200 m deep."""
    teeth = [(200 * (n % 2), -8_000 + 160 * n) for n in range(101)]
    west = shapely.Polygon([(-10_000, -8_000), *teeth, (-10_000, 8_000)])
    return west, shapely.Polygon([(9_000, -8_000), *teeth, (9_000, 8_000)])


def test_features_of_one_symbol_stand_together_the_gravest_on_top_and_by_id():
    frame = pd.concat(
        [zones().assign(zone_id=[f"{n}1", f"{n}2"]) for n in ("b", "a")], ignore_index=True
    )
    layer = of_zones(frame)
    assert [f.id for f in layer.features] == ["a1", "b1", "a2", "b2"]
    assert [f.symbol for f in layer.features] == ["slight", "slight", "severe", "severe"]


def test_the_order_of_the_rows_changes_nothing():
    assert of_zones(zones().iloc[::-1]) == of_zones(zones())
    assert of_mines(mines().iloc[::-1]) == of_mines(mines())


def test_inputs_stay_as_they_are():
    frame = zones()
    of_zones(frame)
    pd.testing.assert_frame_equal(frame, zones())


def test_labels_texts_and_facts_go_to_their_features():
    layer = of_zones(
        zones(),
        label="zone_name",
        facts={"Z2": (FACT,)},
        text={"Z1": ("两行", "文字")},
        shown=False,
    )
    by_id = {f.id: f for f in layer.features}
    assert (by_id["Z1"].name, by_id["Z1"].label, by_id["Z1"].text) == (
        "西区",
        "西区",
        ("两行", "文字"),
    )
    assert by_id["Z2"].facts == (FACT,)
    assert by_id["Z1"].facts == by_id["Z2"].text == ()
    assert not layer.shown
    assert of_zones(zones()).features[0].label == ""


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("zh", "矿山（另有1个没有位置，图上未绘）"),
        ("en", "矿山 (1 more have no position and are not drawn)"),
    ],
)
def test_the_title_says_how_many_rows_have_no_position(lang, title):
    layer = of_mines(mines(), lang=lang)
    assert layer.title == title
    assert [f.id for f in layer.features] == ["M1", "M2"]


def test_a_missing_or_empty_shape_is_counted_too():
    frame = pd.concat([zones(), zones().assign(zone_id=["Z3", "Z4"])], ignore_index=True)
    frame["geometry_wkt"] = [*zones()["geometry_wkt"], None, "POLYGON EMPTY"]
    layer = of_zones(frame)
    assert layer.title == "分区（另有2个没有位置，图上未绘）"
    assert len(layer.features) == 2


def test_points_stand_in_the_plane_and_an_unnamed_one_goes_by_its_id():
    here = PLANE.points([124.05], [40.02])[0]
    located = of_mines(mines().assign(longitude=124.05, latitude=40.02, name=None))
    assert located.features[0].parts == (tuple(round(v) for v in here),)
    assert [f.name for f in located.features] == ["M1", "M2", "M3"]


def test_points_may_come_as_wkt():
    frame = mines().drop(columns=["longitude", "latitude"])
    frame["geometry_wkt"] = ["POINT (124.05 40.02)", "POINT (123.95 40.03)", None]
    assert of_mines(frame) == of_mines(mines())


def test_lines_keep_every_stroke():
    strokes = shapely.MultiLineString([[(0, 0), (100, 50)], [(0, 900), (0, 1000)]])
    frame = pd.DataFrame({"id": ["R1"], "kind": ["road"], "geometry_wkt": [wkt(strokes)]})
    assert of_roads(frame).features[0].parts == ((0, 0, 100, 50), (0, 900, 0, 1000))


def test_an_empty_frame_makes_an_empty_layer():
    assert of_zones(zones().iloc[:0]).features == ()
    assert of_mines(mines().iloc[:0]).features == ()


def test_every_bad_row_is_named_at_once():
    frame = pd.concat([zones(), zones(), zones()], ignore_index=True)
    frame["zone_id"] = ["Z1", "Z1", "Z3", None, "Z5", "Z6"]
    frame.loc[2, "zone_grade"] = "mild"
    frame.loc[4, "zone_grade"] = None
    frame.loc[4, "geometry_wkt"] = "LINESTRING (124 40, 125 41)"
    frame.loc[5, "geometry_wkt"] = "POLYGON ((124 40"
    assert problems(lambda: of_zones(frame)) == [
        ("bad-map-row", "zones", "、Z1"),
        ("bad-map-row", "zones", "Z3 (mild)、Z5 ()"),
        ("bad-map-row", "zones", "Z5、Z6"),
    ]


def test_of_many_bad_rows_five_are_named_and_all_are_counted():
    frame = pd.concat([zones()] * 4, ignore_index=True)
    frame["zone_id"] = [f"Z{n}" for n in range(8)]
    frame["zone_grade"] = "mild"
    (problem,) = problems(lambda: of_zones(frame))
    assert problem[2] == "、".join(f"Z{n} (mild)" for n in range(5)) + " … (8)"


@pytest.mark.parametrize("shape", ["POINT (124 40)", "MULTIPOINT (124 40, 124 41)"])
def test_an_area_must_be_an_area(shape):
    frame = zones().assign(geometry_wkt=[shape, None])
    assert problems(lambda: of_zones(frame)) == [("bad-map-row", "zones", "Z1")]


def test_rings_are_left_open_and_parts_are_kept():
    shape = shapely.MultiPolygon([shapely.box(0, 0, 2, 1), shapely.box(5, 5, 6, 6)])
    assert [len(part) for part in parts_of(shape)] == [8, 8]
    assert set(zip(*[iter(parts_of(shape)[0])] * 2, strict=True)) == {
        (0, 0),
        (2, 0),
        (2, 1),
        (0, 1),
    }


def test_a_symbol_that_is_not_offered_is_an_error():
    assert problems(lambda: of_mines(mines(), symbols=(replace(DOT, code="other"), BORDER)))
