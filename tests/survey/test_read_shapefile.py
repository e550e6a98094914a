"""Shapefiles: their parts, code pages and coordinate systems."""

import geopandas
import pytest
from layer_files import (
    POLYGON,
    parcels,
    read_shp,
    refusal,
    shapefile,
)


def test_a_broken_shape_of_a_shapefile_is_reported():
    parts = shapefile(parcels())
    shp = bytearray(parts["图斑.shp"])
    shp[108:112] = b"\x63\x00\x00\x00"
    parts["图斑.shp"] = bytes(shp)
    assert [(p.code, p.place.row) for p in read_shp(parts).problems if p.severity == "error"] == [
        ("geometry-unreadable", 0)
    ]


def test_shapes_that_are_not_there_are_no_fault():
    frame = geopandas.GeoDataFrame({"a": ["1", "2"]}, geometry=[POLYGON, None], crs="EPSG:4529")
    raw = read_shp(shapefile(frame))
    assert list(raw.cells["@geometry"] == "") == [False, True]
    assert raw.problems == ()


@pytest.mark.parametrize("crs", ["EPSG:4529", "EPSG:4550", "EPSG:4490"])
def test_a_prj_without_code_is_recognised(crs):
    parts = shapefile(parcels(crs))
    assert b"EPSG" not in parts["图斑.prj"]
    assert len(read_shp(parts, crs=crs).cells) == 2


@pytest.mark.parametrize("old", [b"GCS_China_Geodetic_Coordinate_System_2000", b"D_China_2000"])
def test_a_prj_in_other_words_is_recognised(old):
    parts = shapefile(parcels("EPSG:4490"))
    assert old in parts["图斑.prj"]
    parts["图斑.prj"] = parts["图斑.prj"].replace(
        old, b"CGCS2000" if b"GCS" in old else b"China_2000"
    )
    assert len(read_shp(parts, crs="EPSG:4490").cells) == 2


def test_without_any_coordinate_system_a_declaration_is_asked_for():
    parts = shapefile(parcels())
    del parts["图斑.prj"]
    assert refusal(read_shp, parts).code == "crs-missing"
    assert read_shp(parts, crs="EPSG:4529").crs == "EPSG:4529"


def test_a_shapefile_with_its_code_page():
    raw = read_shp(shapefile(parcels()))
    assert list(raw.cells.columns) == ["@fid", "编号", "面积", "@geometry"]
    assert list(raw.cells["编号"]) == ["凤1", "㐂2"]
    assert list(raw.cells["面积"]) == ["1.5", "2"]
    assert list(raw.cells.index) == [0, 1]


def test_a_shapefile_without_code_page_needs_a_declaration():
    parts = shapefile(parcels(编号=["凤1", "凤2"]))
    del parts["图斑.cpg"]
    assert refusal(read_shp, parts).code == "shp-encoding"
    assert list(read_shp(parts, encoding="gb18030").cells["编号"]) == ["凤1", "凤2"]


def test_the_declared_encoding_is_held_strictly():
    parts = shapefile(parcels(编号=["凤1", "凤2"]))
    found = refusal(read_shp, parts, encoding="utf-8")
    assert found.code in {"encoding-bad-byte", "dbf-name-cut"}


def test_a_bad_byte_names_the_column():
    parts = shapefile(parcels(name=["凤凰", "凤2"]))
    parts["图斑.dbf"] = parts["图斑.dbf"].replace("凤凰".encode("gbk"), b"\xff\xff\xff\xff")
    found = refusal(read_shp, parts)
    assert (found.code, found.value, found.place.column) == ("encoding-bad-byte", "0xFF", "name")


def test_utf8_behind_a_chinese_code_page_does_not_pass_as_mojibake():
    parts = shapefile(parcels(name=["矿山", "采场"]), "UTF-8")
    parts["图斑.cpg"] = b"936"
    assert refusal(read_shp, parts).code == "encoding-conflict"


def test_a_name_cut_inside_a_character_is_an_error():
    parts = shapefile(parcels(abcdefghij=["1", "2"]))
    cut = b"a" + "破坏土地面积".encode("gbk")[:9]
    parts["图斑.dbf"] = parts["图斑.dbf"].replace(b"abcdefghij", cut)
    found = refusal(read_shp, parts)
    assert found.code == "dbf-name-cut"
    assert found.value.startswith("a破坏土地")


def test_two_names_that_the_cut_made_equal_are_an_error():
    parts = shapefile(parcels(aa=["1", "2"], ab=["1", "2"]))
    parts["图斑.dbf"] = parts["图斑.dbf"].replace(b"ab\x00", b"aa\x00", 1)
    assert (refusal(read_shp, parts).code, refusal(read_shp, parts).value) == (
        "dbf-name-twice",
        "aa",
    )


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_missing_part_is_named(part):
    parts = shapefile(parcels())
    del parts[f"图斑{part}"]
    found = refusal(read_shp, parts)
    assert (found.code, found.value) == ("shp-part-missing", part)


@pytest.mark.parametrize("part", [".shp", ".shx", ".dbf"])
def test_a_cut_part_is_refused(part):
    parts = shapefile(parcels())
    parts[f"图斑{part}"] = parts[f"图斑{part}"][:-20]
    found = refusal(read_shp, parts)
    assert found.code == "shp-damaged"
    assert part in found.rule.zh


def test_parts_of_another_survey_are_refused():
    parts = shapefile(parcels())
    other = geopandas.GeoDataFrame({"编号": ["1"]}, geometry=[POLYGON], crs="EPSG:4529")
    parts["图斑.dbf"] = shapefile(other)["图斑.dbf"]
    assert refusal(read_shp, parts).code == "shp-records"


def test_endings_in_capitals_are_found():
    parts = {n.replace(".dbf", ".DBF"): data for n, data in shapefile(parcels()).items()}
    assert len(read_shp(parts).cells) == 2
