"""A GeoPackage as other programs see it: SQLite, GDAL, the package's own guard."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
import shapely
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError, Place, Text
from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.geopackage import geopackage_bytes
from dandong_analysis.report.styled_layer import LayerField
from dandong_analysis.survey.guard_gpkg import check_gpkg

from .layers import GRADES, TWO_PARTS, WITH_A_HOLE, mines, zone_frame, zones

META = DocumentMeta("三矿研究", build="dandong 9", region="两县")
ENGLISH = replace(META, title="Three mines", lang="en")
TERMS = "{http://purl.org/dc/terms/}"


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """The database as a cautious reader opens it."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        database.execute("PRAGMA trusted_schema = OFF")
        yield database


def rows(data: bytes, query: str) -> list[tuple]:
    with opened(data) as database:
        return database.execute(query).fetchall()


def read(data: bytes, layer: str, folder: Path):
    path = folder / "layers.gpkg"
    path.write_bytes(data)
    return pyogrio.read_dataframe(path, layer=layer, fid_as_index=True)


@pytest.fixture(scope="module")
def data() -> bytes:
    return geopackage_bytes([zones(), mines()], META, notes=("示意图",))


def test_gdal_reads_what_was_given(data, tmp_path):
    frame = read(data, "zones", tmp_path)
    assert frame.crs.to_epsg() == 4490
    assert frame.index.tolist() == [1, 2, 3]
    assert frame["zone_id"].tolist() == ["Z1", "Z2", "Z3"]
    assert frame["zone_area_mu"].tolist()[:2] == [0.1, 12.5]
    assert frame["zone_area_mu"].isna().tolist() == [False, False, True]
    assert frame["mine_count"].tolist()[:2] == [0, 3]
    assert rows(data, "SELECT is_override FROM zones") == [(0,), (1,), (None,)]
    hole, parts, nothing = frame.geometry
    assert hole.equals(shapely.from_wkt(WITH_A_HOLE))
    assert parts.equals(shapely.from_wkt(TWO_PARTS))
    assert {hole.geom_type, parts.geom_type} == {"MultiPolygon"}
    assert nothing is None


def test_points_have_the_longitude_first(data, tmp_path):
    frame = read(data, "mines", tmp_path)
    assert [p and p.wkt for p in frame.geometry] == ["POINT (120.25 41.5)", "POINT (124.5 40.125)", None]  # fmt: skip
    assert frame["opened"].isna().tolist() == [True, False, True]
    assert str(frame["opened"][2])[:10] == "2001-02-03"


def test_the_database_is_whole_and_runs_no_code(data):
    check_gpkg(Place(file="layers.gpkg"), data)
    assert rows(data, "PRAGMA integrity_check") == [("ok",)]
    assert rows(data, "PRAGMA foreign_key_check") == []
    assert rows(data, "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')") == []


def test_the_tables_of_the_standard_are_there_and_registered(data):
    """Clauses 1.1.2 and 1.1.3: the systems -1, 0 and 4326 always; contents with their bounds."""
    systems = rows(data, "SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1")
    assert systems == [(-1,), (0,), (4326,), (4490,)]
    contents = rows(data, "SELECT table_name, data_type, srs_id, min_x, min_y, max_x, max_y FROM gpkg_contents")  # fmt: skip
    assert contents == [
        ("zones", "features", 4490, 120.0, 39.0, 127.0, 42.0),
        ("mines", "features", 4490, 120.25, 40.125, 124.5, 41.5),
        ("layer_styles", "attributes", 0, None, None, None, None),
    ]
    assert rows(data, "SELECT * FROM gpkg_geometry_columns") == [
        ("zones", "geom", "MULTIPOLYGON", 4490, 0, 0), ("mines", "geom", "POINT", 4490, 0, 0),
    ]  # fmt: skip
    extensions = rows(data, "SELECT table_name, extension_name FROM gpkg_extensions ORDER BY 1")
    assert extensions == [
        ("gpkg_data_column_constraints", "gpkg_schema"), ("gpkg_data_columns", "gpkg_schema"),
        ("gpkg_metadata", "gpkg_metadata"), ("gpkg_metadata_reference", "gpkg_metadata"),
    ]  # fmt: skip


def test_columns_have_types_that_readers_know(data):
    declared = {name: kind for _, name, kind, *_ in rows(data, "PRAGMA table_info(zones)")}
    assert declared == {
        "fid": "INTEGER", "geom": "MULTIPOLYGON", "zone_id": "TEXT", "zone_name": "TEXT",
        "zone_grade": "TEXT", "zone_area_mu": "REAL", "mine_count": "INTEGER",
        "is_override": "BOOLEAN",
    }  # fmt: skip


@pytest.mark.parametrize("layer", ["zones", "mines"])
def test_each_layer_has_a_default_style_where_qgis_looks_for_it(data, layer):
    """QGIS asks for the schema "", the table and the geometry column, the default first."""
    query = (
        "SELECT styleQML, styleSLD FROM layer_styles WHERE f_table_schema = ''"  # noqa: S608
        f" AND f_table_name = '{layer}' AND f_geometry_column = 'geom' AND useAsDefault = 1"
    )
    ((qml, sld),) = rows(data, query)
    assert fromstring(qml).tag == "qgis"
    assert fromstring(sld).tag.endswith("StyledLayerDescriptor")


def test_the_style_names_every_code_that_occurs(data):
    ((qml,),) = rows(data, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'zones'")
    drawn = {c.get("value") for c in fromstring(qml).findall("renderer-v2/categories/category")}
    assert {c for (c,) in rows(data, "SELECT DISTINCT zone_grade FROM zones")} <= drawn


@pytest.mark.parametrize(
    ("meta", "named", "words"),
    [
        (META, ("分区面积（亩）", "area (mu)"), [("severe", "严重"), ("slight", "轻微")]),
        (ENGLISH, ("area (mu)", "分区面积（亩）"), [("severe", "severe"), ("slight", "slight")]),
    ],
)
def test_fields_and_codes_are_named_in_both_languages(meta, named, words):
    data = geopackage_bytes([zones()], meta)
    query = "SELECT title, description FROM gpkg_data_columns WHERE column_name = 'zone_area_mu'"
    assert rows(data, query) == [named]
    assert rows(data, "SELECT constraint_name FROM gpkg_data_columns WHERE column_name = 'zone_grade'") == [("zones_zone_grade",)]  # fmt: skip
    query = "SELECT value, description FROM gpkg_data_column_constraints WHERE constraint_type = 'enum'"  # fmt: skip
    assert rows(data, query) == words


def records(data: bytes, scope: str) -> list[dict[str, list[str]]]:
    """The metadata of the file, or of its layers, as terms and texts."""
    query = (
        "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON id = md_file_id"  # noqa: S608
        f" WHERE reference_scope = '{scope}' ORDER BY id"
    )
    made = []
    for (text,) in rows(data, query):
        root = fromstring(text)
        names = {e.tag.removeprefix(TERMS) for e in root}
        made.append({n: [e.text for e in root.findall(TERMS + n)] for n in names})
    return made


def test_the_file_says_what_it_is(data):
    (about,) = records(data, "geopackage")
    assert about == {
        "title": ["三矿研究"], "description": ["示意图"], "spatial": ["两县"],
        "isVersionOf": ["dandong 9"], "provenance": ["调查"], "language": ["zh"],
    }  # fmt: skip


def test_a_layer_says_where_it_comes_from():
    remark = Text("仅供演示", "for demonstration only")
    layer = zones(source="甲县/区.shp", licence="MIT", notice="版权\n所有", remarks=(remark,))
    (about,) = records(geopackage_bytes([layer], META), "table")
    assert about["source"] == ["甲县/区.shp"]
    assert about["license"] == ["MIT"]
    assert about["rights"] == ["版权 所有"]
    assert about["description"] == ["共 3 条。", "1 条没有图形，只在属性表中。", "仅供演示"]


def test_rows_without_a_shape_are_kept_and_counted(data):
    described = dict(rows(data, "SELECT table_name, description FROM gpkg_contents"))
    assert described["mines"] == "共 3 条。\n1 条没有图形，只在属性表中。"
    assert rows(data, "SELECT count(*) FROM mines WHERE geom IS NULL") == [(1,)]
    whole = geopackage_bytes([mines(frame=mines().frame.iloc[:2])], META)
    assert rows(whole, "SELECT description FROM gpkg_contents")[0] == ("共 2 条。",)


def test_what_is_synthetic_says_so_in_its_title_and_description():
    layer = zones(provenance="synthetic")
    data = geopackage_bytes([layer, mines()], replace(META, provenance="synthetic"))
    contents = rows(data, "SELECT identifier, description FROM gpkg_contents")
    assert contents[0][0] == "影响程度分区（模拟数据）"
    assert contents[0][1].startswith("模拟数据：")
    assert contents[1][0] == "矿山"
    assert "模拟数据" in records(data, "geopackage")[0]["description"][0]


def test_an_empty_layer_is_a_layer(tmp_path):
    frame = zone_frame().iloc[:0]
    data = geopackage_bytes([zones(frame=frame)], META)
    assert len(read(data, "zones", tmp_path)) == 0
    assert rows(data, "SELECT min_x FROM gpkg_contents WHERE table_name = 'zones'") == [(None,)]
    check_gpkg(Place(), data)


def test_a_file_without_layers_is_a_geopackage():
    check_gpkg(Place(), geopackage_bytes([], META))


def test_the_same_layers_give_the_same_bytes_whatever_the_order_of_rows(data):
    turned = zones(frame=zone_frame().iloc[::-1])
    assert geopackage_bytes([turned, mines()], META, notes=("示意图",)) == data


def test_no_date_is_written_but_the_one_given(data):
    times = "SELECT last_change FROM gpkg_contents UNION SELECT timestamp FROM gpkg_metadata_reference UNION SELECT update_time FROM layer_styles"  # fmt: skip
    assert rows(data, times) == [("1970-01-01T00:00:00.000Z",)]
    dated = geopackage_bytes([zones()], replace(META, created=date(2026, 11, 23)))
    assert rows(dated, times) == [("2026-11-23T00:00:00.000Z",)]


def test_delivered_text_stays_text(hostile, tmp_path):
    """Names of a delivery, words of a study, notes: nothing of it becomes markup or code."""
    n = len(hostile)
    frame = pd.DataFrame({
        "id": [str(i) for i in range(n)], "name": hostile, "code": hostile,
        "geometry_wkt": [WITH_A_HOLE] * n,
    })  # fmt: skip
    fields = (
        LayerField("name", Text(hostile[0], hostile[7]), "text"),
        LayerField("code", Text(hostile[3], ""), "category", "", tuple((t, Text(t, t)) for t in hostile)),
    )  # fmt: skip
    layer = zones(
        title=Text(hostile[7], hostile[0]), frame=frame, fields=fields, key="id", label_field="name",
        symbols=tuple(MapSymbol(t, t, "#ffffff") for t in hostile), symbol_field="code",
        source=hostile[4], remarks=(Text(hostile[7], ""),),
    )  # fmt: skip
    data = geopackage_bytes([layer], replace(META, title=hostile[0]), notes=hostile)
    check_gpkg(Place(), data)
    shown = read(data, "zones", tmp_path)["name"].tolist()
    assert shown[0] == hostile[0]
    assert shown[4] == "控制\\u0000字\\u0008符\\u202e倒"
    ((qml, sld),) = rows(data, "SELECT styleQML, styleSLD FROM layer_styles")
    drawn = fromstring(qml).findall("renderer-v2/categories/category")
    assert [c.get("label") for c in drawn] == shown
    assert fromstring(qml).find("labeling/settings/text-style").get("fieldName") == "name"
    assert len(list(fromstring(sld).iter("{http://www.opengis.net/sld}Rule"))) == n + 1
    assert records(data, "geopackage")[0]["description"] == shown
    stored = rows(data, "SELECT DISTINCT code FROM zones")
    assert {(c.get("value"),) for c in drawn} == set(stored)


@settings(deadline=None)
@given(st.decimals(0, 10**9, places=4))
def test_areas_keep_fifteen_digits(area):
    frame = zone_frame().iloc[:1].assign(zone_area_mu=[area])
    data = geopackage_bytes([zones(frame=frame)], META)
    ((stored,),) = rows(data, "SELECT zone_area_mu FROM zones")
    assert Decimal(repr(stored)) == area


def test_two_layers_of_one_name_or_title_are_refused():
    for second in (zones(title=Text("另一层", "x")), zones(name="others")):
        with pytest.raises(ValueError, match="same name"):
            geopackage_bytes([zones(), second], META)


def test_a_shape_of_another_kind_writes_nothing():
    layer = zones(frame=zone_frame().assign(geometry_wkt="POINT (124 40)"))
    with pytest.raises(DandongError):
        geopackage_bytes([layer], META)


def test_the_grades_of_the_fixture_have_symbols():
    assert {code for code, _ in GRADES} == {s.code for s in zones().symbols}
