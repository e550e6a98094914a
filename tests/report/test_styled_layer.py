"""A layer that could not be written or drawn is refused when it is made."""

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError, Text
from dandong_analysis.report.styled_layer import LayerField

from .layers import SEVERE, zone_frame, zones


def test_rows_stand_in_the_order_of_the_key_with_their_shapes():
    layer = zones()
    assert layer.rows["zone_id"].tolist() == ["Z1", "Z2", "Z3"]
    assert [s and s.geom_type for s in layer.shapes] == ["MultiPolygon", "MultiPolygon", None]
    assert [s and len(s.geoms) for s in layer.shapes] == [1, 2, None]
    assert layer.n_without_shape == 1


def test_the_frame_given_stays_as_it_was():
    frame, before = zone_frame(), zone_frame()
    assert zones(frame=frame).shapes
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Zones"},
        {"name": 'z"; DROP TABLE x'},
        {"name": "gpkg_zones"},
        {"name": "layer_styles"},
        {"fields": (LayerField("fid", Text("", ""), "id"),)},
        {"fields": (LayerField("zone_id", Text("", ""), "id"),) * 2},
        {"fields": (LayerField("absent", Text("", ""), "id"),)},
        {"key": "zone_grade"},
        {"key": "absent"},
        {"label_field": "absent"},
        {"symbols": (SEVERE,)},
    ],
)
def test_what_cannot_be_written_or_drawn_is_refused(changes):
    with pytest.raises(ValueError, match="layer "):
        zones(**changes)


def test_a_missing_code_needs_the_symbol_of_the_empty_code():
    frame = zone_frame().assign(zone_grade=["slight", None, "slight"])
    with pytest.raises(ValueError, match="no symbol for"):
        zones(frame=frame)


@pytest.mark.parametrize("wkt", ["POINT (124 40)", "LINESTRING (124 40, 125 41)"])
def test_a_shape_of_another_kind_is_named_with_its_row(wkt):
    layer = zones(frame=zone_frame().assign(geometry_wkt=wkt))
    with pytest.raises(DandongError) as caught:
        _ = layer.shapes
    (problem,) = caught.value.problems
    assert problem.code == "layer-shape-kind"
    assert problem.value.startswith("Z1: ")


def test_an_empty_shape_is_no_shape():
    layer = zones(frame=zone_frame().assign(geometry_wkt="POLYGON EMPTY"))
    assert layer.shapes == (None, None, None)


def test_the_title_of_a_field_has_its_unit():
    field = LayerField("a", Text("面积", "area"), "decimal", "mu")
    assert (field.title("zh"), field.title("en")) == ("面积（亩）", "area (mu)")
    assert LayerField("a", Text("编号", "id"), "id").title("zh") == "编号"
