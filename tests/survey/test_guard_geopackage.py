"""GeoPackages that hold more than tables are refused before anything is read."""

import sqlite3

from dandong_analysis.survey.guard import check_file
from tests.survey.refused import layer, refusal


def after_sql(*statements: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(layer())
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def test_a_cut_geopackage_is_refused():
    data = layer()
    assert refusal("层.gpkg", data[: len(data) // 2]).code == "gpkg-damaged"
    assert refusal("层.gpkg", data[:40]).code == "gpkg-damaged"


def test_a_geopackage_with_any_page_broken_is_refused():
    data = layer()
    size = int.from_bytes(data[16:18], "big")
    for start in range(size, len(data), size):
        broken = data[:start] + b"\xff" * 8 + data[start + 8 :]
        assert refusal("层.gpkg", broken).code == "gpkg-damaged"


def test_another_sqlite_database_is_no_geopackage():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE a (b)")
    data = connection.serialize()
    connection.close()
    found = refusal("层.gpkg", data)
    assert (found.code, found.value) == ("file-type", "SQLite")


def test_a_trigger_of_its_own_is_refused():
    data = after_sql("CREATE TRIGGER t AFTER INSERT ON 矿山 BEGIN DELETE FROM 矿山; END")
    found = refusal("层.gpkg", data)
    assert (found.code, found.value) == ("gpkg-trigger", "t")


def test_a_trigger_on_the_stored_counts_is_refused():
    name = "trigger_insert_feature_count_x"
    data = after_sql(
        "CREATE TRIGGER trigger_insert_feature_count_x AFTER UPDATE ON gpkg_ogr_contents "
        "BEGIN DELETE FROM 矿山; END"
    )
    assert refusal("层.gpkg", data).value == name


def test_a_view_of_its_own_is_refused():
    found = refusal("层.gpkg", after_sql("CREATE VIEW v AS SELECT * FROM 矿山"))
    assert (found.code, found.value) == ("gpkg-view", "v")


def test_views_of_older_gdal_pass():
    check_file("层.gpkg", after_sql("CREATE VIEW st_geometry_columns AS SELECT 1 AS a"))


def test_a_virtual_table_of_its_own_is_refused():
    found = refusal("层.gpkg", after_sql("CREATE VIRTUAL TABLE v USING fts5(a)"))
    assert (found.code, found.value) == ("gpkg-virtual", "v")
