"""Columns of typed frames as values."""

import numpy as np
import pandas as pd
import pytest

from dandong_analysis.geometry import Plane
from dandong_analysis.zoning.layers import (
    degree_points,
    is_place,
    plane_points,
    plane_shapes,
    texts,
    typed_frame,
)

PLANE = Plane(124.0, 40.0)


def test_a_missing_text_is_empty_and_a_missing_column_too():
    frame = pd.DataFrame({"name": pd.Series(["甲", None, "乙"], dtype="str")})
    assert texts(frame, "name") == ["甲", "", "乙"]
    assert texts(frame, "township") == ["", "", ""]


def test_a_point_needs_both_coordinates():
    frame = pd.DataFrame({"longitude": [124.0, 124.0, None], "latitude": [40.0, None, 40.0]})
    points = degree_points(frame.astype("Float64"))
    assert is_place(points).tolist() == [True, False, False]
    placed = plane_points(points, PLANE)
    assert placed[0].tolist() == pytest.approx([0, 0], abs=1e-6)
    assert np.isnan(placed[1:]).all()


def test_a_row_without_an_outline_has_none():
    wkt = ["POLYGON ((124 40, 124.01 40, 124.01 40.01, 124 40))", None, ""]
    shapes = plane_shapes(pd.DataFrame({"geometry_wkt": pd.Series(wkt, dtype="str")}), PLANE)
    assert shapes[0].area > 0
    assert shapes[1:].tolist() == [None, None]


def test_a_frame_without_rows_has_its_columns():
    frame = typed_frame([], {"zone_id": "str", "mine_count": "Int64", "zone_area_mu": "object"})
    assert [str(t) for t in frame.dtypes] == ["str", "Int64", "object"]
