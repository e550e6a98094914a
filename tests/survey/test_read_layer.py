"""Layers of vector files: values, shapes, coordinate systems."""

import io
import struct
import warnings

import geopandas
import pandas as pd
import pyogrio
import pytest
import shapely
from layer_files import (
    POLYGON,
    gpkg,
    mines,
    parcels,
    read_gpkg,
    refusal,
    rewritten,
)
from shapely.geometry import MultiPoint

from dandong_analysis.errors import Place
from dandong_analysis.survey import read_layer
from dandong_analysis.survey.layer import Layer, layer_sheet
from dandong_analysis.survey.profile import SheetProfile


def test_points_of_a_geopackage():
    raw = read_gpkg(gpkg(mines()))
    assert list(raw.cells.columns) == ["@fid", "编号", "@geometry.x", "@geometry.y"]
    assert raw.cells.to_numpy().tolist() == [
        ["1", "FC1", "41500000.12345679", "4470000.1"],
        ["2", "FC2", "", ""],
        ["3", "", "1", "2"],
    ]
    assert list(raw.cells.index) == [1, 2, 3]
    assert raw.crs == "EPSG:4529"
    assert raw.problems == ()


def test_values_of_every_type_become_text():
    frame = mines(
        whole=pd.array([318, None, -1], dtype="Int64"),
        real=[12.0, 1e-7, float("nan")],
        day=pd.to_datetime(["2017-05-03", None, "2018-03-04T08:30"], format="ISO8601"),
        yes=[True, False, True],
    )
    cells = read_gpkg(gpkg(frame)).cells
    assert list(cells["whole"]) == ["318", "", "-1"]
    assert list(cells["real"]) == ["12", "0.0000001", ""]
    assert list(cells["day"]) == ["2017-05-03", "", "2018-03-04T08:30:00+00:00"]
    assert list(cells["yes"]) == ["TRUE", "FALSE", "TRUE"]


def test_outlines_keep_every_coordinate():
    frame = geopandas.GeoDataFrame({"a": ["x"]}, geometry=[POLYGON], crs="EPSG:4529")
    cells = read_gpkg(gpkg(frame)).cells
    assert list(cells.columns) == ["@fid", "a", "@geometry"]
    assert shapely.from_wkt(cells.loc[1, "@geometry"]).equals_exact(POLYGON, tolerance=0)


def test_many_points_in_one_are_an_outline_column():
    frame = geopandas.GeoDataFrame({"a": ["x"]}, geometry=[MultiPoint([(1, 2), (3, 4)])], crs=4490)
    assert read_gpkg(gpkg(frame)).cells.loc[1, "@geometry"] == "MULTIPOINT ((1 2), (3 4))"


def test_text_in_a_number_column_is_not_turned_into_a_number():
    data = gpkg(mines(面积=[1.0, 2.0, 3.0], 人数=[1, 2, 3]))
    data = rewritten(
        data,
        "UPDATE 矿山 SET 面积 = '约12亩', 人数 = '12人' WHERE fid = 2",
        "UPDATE 矿山 SET 面积 = '无' WHERE fid = 3",
    )
    cells = read_gpkg(data).cells
    assert list(cells["面积"]) == ["1", "约12亩", "无"]
    assert list(cells["人数"]) == ["1", "12人", "3"]


def test_feature_ids_are_kept_after_a_deletion():
    raw = read_gpkg(rewritten(gpkg(mines()), "DELETE FROM 矿山 WHERE fid = 2"))
    assert list(raw.cells.index) == [1, 3]
    assert list(raw.cells["@fid"]) == ["1", "3"]


@pytest.mark.parametrize("count", ["0", "1", "99", "NULL"])
def test_a_wrong_number_of_features_in_the_file_loses_and_adds_no_row(count):
    statement = "UPDATE gpkg_ogr_contents SET feature_count = "
    data = rewritten(gpkg(mines()), statement + count)
    assert list(read_gpkg(data).cells.index) == [1, 2, 3]


def test_rows_that_gdal_does_not_give_are_missed(monkeypatch):
    monkeypatch.setattr(read_layer, "feature_ids", lambda *_: [1, 2, 3, 4])
    found = refusal(read_gpkg, gpkg(mines()))
    assert (found.code, found.value) == ("layer-rows", "3 / 4")


def test_a_table_without_geometry_needs_no_coordinate_system():
    buffer = io.BytesIO()
    pyogrio.write_dataframe(pd.DataFrame({"编号": ["FC1"]}), buffer, layer="矿山", driver="GPKG")
    raw = read_gpkg(buffer.getvalue())
    assert list(raw.cells.columns) == ["@fid", "编号"]


def test_a_broken_geometry_is_reported_and_not_taken_for_none():
    data = rewritten(
        gpkg(mines()), "UPDATE 矿山 SET geom = x'4750000100000000' || x'0103' WHERE fid = 1"
    )
    raw = read_gpkg(data)
    (found,) = raw.problems
    assert (found.code, found.severity) == ("geometry-unreadable", "error")
    assert (found.place.row, found.place.column) == (1, "@geometry.x")
    assert raw.cells.loc[1, "@geometry.x"] == ""


def test_another_error_of_the_reader_is_an_error_and_no_traceback(monkeypatch):
    def fail(*_args, **_options):
        raise pyogrio.errors.DataLayerError("x")

    monkeypatch.setattr(pyogrio, "read_arrow", fail)
    assert refusal(read_gpkg, gpkg(mines())).code == "layer-unreadable"


def test_remarks_of_the_reader_become_warnings(monkeypatch):
    original = pyogrio.read_arrow

    def remarking(*args, **options):
        warnings.warn("ring is open", RuntimeWarning, stacklevel=1)
        return original(*args, **options)

    monkeypatch.setattr(pyogrio, "read_arrow", remarking)
    (found,) = read_gpkg(gpkg(mines())).problems
    assert (found.code, found.severity, found.value) == ("layer-remark", "warning", "ring is open")


def test_a_missing_layer_names_those_present():
    found = refusal(read_gpkg, gpkg(mines()), sheet="图斑")
    assert (found.code, found.value) == ("sheet-missing", "图斑")
    assert "矿山" in found.action.zh


def test_a_geopackage_in_log_mode_is_read():
    data = gpkg(mines())
    assert len(read_gpkg(data[:18] + b"\x02\x02" + data[20:]).cells) == 3


def test_a_log_beside_the_geopackage_is_an_error():
    assert refusal(read_gpkg, gpkg(mines()), {"层.gpkg-wal": b"x"}).code == "gpkg-open"
    assert len(read_gpkg(gpkg(mines()), {"层.gpkg-wal": b""}).cells) == 3


@pytest.mark.parametrize("declared", ["", "EPSG:4529"])
def test_the_coordinate_system_of_the_layer_is_enough(declared):
    assert read_gpkg(gpkg(mines()), crs=declared).crs == "EPSG:4529"


@pytest.mark.parametrize("declared", ["EPSG:4550", "EPSG:4490", "EPSG:4528"])
def test_another_coordinate_system_than_declared_is_an_error(declared):
    found = refusal(read_gpkg, gpkg(mines()), crs=declared)
    assert found.code == "crs-conflict"
    assert declared in found.rule.zh
    assert "zone 41" in found.value


@pytest.mark.parametrize("system", ["0", "-1"])
def test_a_system_that_says_that_none_is_known_counts_as_none(system):
    data = rewritten(
        gpkg(mines()),
        "UPDATE gpkg_geometry_columns SET srs_id = N".replace("N", system),
        "UPDATE gpkg_contents SET srs_id = N".replace("N", system),
    )
    assert refusal(read_gpkg, data).code == "crs-missing"
    assert read_gpkg(data, crs="EPSG:4529").crs == "EPSG:4529"


def test_a_layer_without_a_system_asks_for_a_declaration():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        data = gpkg(parcels(crs=None))
    found = refusal(read_gpkg, data)
    assert (found.code, found.place.file, found.place.sheet) == ("crs-missing", "层.gpkg", "矿山")
    assert "EPSG:4490" in found.action.zh


def gpkg_blob(shape: bytes) -> str:
    return f"x'{(struct.pack('<2sBBi', b'GP', 0, 1, 4529) + shape).hex()}'"


def test_an_open_ring_is_told_by_its_row_and_the_others_are_read():
    corners = struct.pack("<6d", 0, 0, 1, 0, 1, 1)
    ring = gpkg_blob(struct.pack("<BIII", 1, 3, 1, 3) + corners)
    raw = read_gpkg(
        rewritten(gpkg(parcels()), "UPDATE 矿山 SET geom = B WHERE fid = 1".replace("B", ring))
    )
    (found,) = raw.problems
    assert (found.code, found.place.row) == ("geometry-unreadable", 1)
    assert list(raw.cells["@geometry"] != "") == [False, True]


def test_an_outline_in_a_layer_of_points_is_told_by_its_row():
    outline = gpkg_blob(POLYGON.wkb)
    raw = read_gpkg(
        rewritten(gpkg(mines()), "UPDATE 矿山 SET geom = B WHERE fid = 2".replace("B", outline))
    )
    (found,) = raw.problems
    assert (found.code, found.place.row, found.value) == ("geometry-not-a-point", 2, "Polygon")
    assert list(raw.cells["@geometry.x"]) == ["41500000.12345679", "", "1"]


def test_points_where_outlines_are_wanted_are_given_as_shapes():
    raw = read_gpkg(gpkg(mines()), columns={"@geometry": "geometry_wkt"})
    assert raw.cells.loc[3, "@geometry"] == "POINT (1 2)"


def test_an_attribute_with_the_name_of_an_added_column_is_refused():
    found = refusal(read_gpkg, gpkg(mines(**{"@geometry.x": ["1", "2", "3"]})))
    assert (found.code, found.value) == ("attribute-reserved", "@geometry.x")


def test_a_system_that_pyproj_does_not_know_is_an_error():
    layer = Layer((1,), (("@fid", ["1"]),), {"@geometry": ["POINT (1 2)"]}, "no system")
    place = Place("层.gpkg")
    found = refusal(layer_sheet, SheetProfile("层.gpkg", "mines", crs="EPSG:4490"), place, layer)
    assert (found.code, found.value) == ("layer-crs", "no system")
