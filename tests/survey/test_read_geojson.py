"""GeoJSON: digits kept, flaws told at their feature, a good feature beside them still read."""

import json
from decimal import Decimal

import pytest
import shapely
from geojson_files import POINT, collection, feature, read, refusal
from hypothesis import given
from hypothesis import strategies as st


def test_features_are_rows_in_the_order_of_the_file():
    raw = read(collection(feature(), feature('{"编号": "B"}'), feature('{"编号": "A"}')))
    assert list(raw.cells.index) == [1, 2, 3]
    assert list(raw.cells.columns) == ["@fid", "编号", "@geometry"]
    assert list(raw.cells["编号"]) == ["A", "B", "A"]
    assert (raw.crs, raw.problems) == ("EPSG:4490", ())


def test_numbers_keep_their_delivered_digits():
    table = '{"a": 1.50, "b": 12345678901234567890, "c": 1E3, "d": "007", "e": -0}'
    cells = read(collection(feature(table))).cells.loc[1]
    assert [cells[name] for name in "abcde"] == [
        "1.50", "12345678901234567890", "1E3", "007", "-0",
    ]  # fmt: skip
    assert cells["@geometry"] == "POLYGON ((124 40, 124.50 40, 124.5 40.5, 124 40))"


def test_every_kind_of_value_becomes_text():
    table = '{"a": null, "b": true, "c": false, "d": [1.0, "x"], "e": {"k": [2, null]}, "f": ""}'
    cells = read(collection(feature(table))).cells.loc[1]
    assert [cells[name] for name in "abcdef"] == [
        "", "TRUE", "FALSE", '[1.0, "x"]', '{"k": [2, null]}', "",
    ]  # fmt: skip


def test_a_property_that_a_feature_lacks_is_blank():
    raw = read(collection(feature('{"a": 1}'), feature('{"b": 2}'), feature("null")))
    assert raw.cells[["a", "b"]].to_numpy().tolist() == [["1", ""], ["", "2"], ["", ""]]


def test_the_feature_id_is_that_of_the_file_or_blank():
    raw = read(collection(feature(more='"id": 7.0, '), feature(more='"id": "x", '), feature()))
    assert list(raw.cells["@fid"]) == ["7.0", "x", ""]


def test_points_are_coordinates():
    raw = read(collection(feature(geometry=POINT), feature(geometry="null")))
    assert list(raw.cells.columns) == ["@fid", "编号", "@geometry.x", "@geometry.y"]
    assert raw.cells[["@geometry.x", "@geometry.y"]].to_numpy().tolist() == [
        ["124.100", "40"], ["", ""],
    ]  # fmt: skip


def test_an_outline_among_points_and_a_point_among_outlines_are_told_by_their_row():
    mixed = collection(feature(geometry=POINT), feature())
    raw = read(mixed, columns={"@geometry.x": "longitude", "@geometry.y": "latitude"})
    (found,) = raw.problems
    assert (found.code, found.place.row, found.value) == ("geometry-not-a-point", 2, "Polygon")
    assert list(raw.cells["@geometry.x"]) == ["124.100", ""]
    areas = read(mixed, columns={"@geometry": "geometry_wkt"})
    assert areas.cells.loc[1, "@geometry"] == "POINT (124.100 40)"
    assert areas.problems == ()


SHAPES = {
    "MultiPoint": ("[[1, 2], [3, 4]]", "MULTIPOINT (1 2, 3 4)"),
    "LineString": ("[[1, 2], [3, 4]]", "LINESTRING (1 2, 3 4)"),
    "MultiLineString": ("[[[1, 2], [3, 4]]]", "MULTILINESTRING ((1 2, 3 4))"),
    "MultiPolygon": (
        "[[[[0, 0], [9, 0], [9, 9], [0, 0]], [[5, 1], [6, 1], [6, 2], [5, 1]]]]",
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1)))",
    ),
}


@pytest.mark.parametrize("kind", SHAPES)
def test_shapes_of_every_kind_are_written_as_other_readers_write_them(kind):
    coordinates, wkt = SHAPES[kind]
    geometry = f'{{"type": "{kind}", "coordinates": {coordinates}}}'
    cell = read(collection(feature(geometry=geometry))).cells.loc[1, "@geometry"]
    assert cell == wkt
    assert shapely.equals_exact(shapely.from_wkt(cell), shapely.from_geojson(geometry))


def test_heights_are_kept_in_the_text():
    high = '{"type": "Polygon", "coordinates": [[[1, 2, 5], [3, 2, 5], [3, 4, 5], [1, 2, 5]]]}'
    cell = read(collection(feature(geometry=high))).cells.loc[1, "@geometry"]
    assert cell == "POLYGON Z ((1 2 5, 3 2 5, 3 4 5, 1 2 5))"


def test_a_shape_without_coordinates_is_empty_and_not_missing():
    geometry = '{"type": "Polygon", "coordinates": []}'
    assert read(collection(feature(geometry=geometry))).cells.loc[1, "@geometry"] == "POLYGON EMPTY"


BAD_SHAPES = {
    "open ring": (
        '{"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [3, 4], [1, 5]]]}',
        "geojson-ring-open", "1 2 … 1 5",
    ),
    "open ring of a part": (
        '{"type": "MultiPolygon", "coordinates": [[[[1, 2], [3, 2], [3, 4], [9, 9]]]]}',
        "geojson-ring-open", "1 2 … 9 9",
    ),
    "short ring": (
        '{"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [1, 2]]]}', "geojson-ring-short", "3",
    ),
    "one number": ('{"type": "Point", "coordinates": [1]}', "geojson-position", "1"),
    "four numbers": (
        '{"type": "LineString", "coordinates": [[1, 2, 3, 4], [5, 6, 7, 8]]}',
        "geojson-position", "1, 2, 3, 4",
    ),
    "two and three numbers": (
        '{"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]}', "geojson-position", "2 / 3",
    ),
    "numbers in quotes": (
        '{"type": "LineString", "coordinates": [["1", "2"], [3, 4]]}', "geojson-position", "1, 2",
    ),
    "too large a number": (
        '{"type": "LineString", "coordinates": [[1e999, 2], [3, 4]]}', "geojson-position", "1e999, 2",
    ),
    "wrong nesting": ('{"type": "Polygon", "coordinates": [[1, 2], [3, 4]]}', "geojson-position", "1"),
    "unknown type": ('{"type": "Circle", "coordinates": [1, 2]}', "geojson-geometry", "Circle"),
    "collection": ('{"type": "GeometryCollection", "geometries": []}', "geojson-geometry",
                   "GeometryCollection"),
    "no coordinates": ('{"type": "Polygon"}', "geojson-geometry", "Polygon"),
    "no type": ('{"coordinates": []}', "geojson-geometry", "None"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_SHAPES)
def test_a_shape_that_cannot_be_read_is_told_by_its_row_and_the_others_are_read(case):
    geometry, code, value = BAD_SHAPES[case]
    raw = read(collection(feature(), feature(geometry=geometry)), columns={"@geometry": "geometry_wkt"})  # fmt: skip
    (found,) = raw.problems
    assert (found.code, found.value, found.severity) == (code, value, "error")
    assert (found.place.row, found.place.column) == (2, "@geometry")
    assert list(raw.cells["@geometry"] != "") == [True, False]


def test_a_closed_ring_may_be_written_in_other_digits():
    ring = '{"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [3, 4], [1.0, 2e0]]]}'
    assert read(collection(feature(geometry=ring))).problems == ()


CODES = ["urn:ogc:def:crs:EPSG::4529", "urn:ogc:def:crs:EPSG:9.9.1:4529", "EPSG:4529"]


def named(name: str) -> str:
    return f'"crs": {{"type": "name", "properties": {{"name": "{name}"}}}}, '


@pytest.mark.parametrize("name", CODES)
def test_the_coordinate_system_that_the_file_names(name):
    assert read(collection(feature(), head=named(name))).crs == "EPSG:4529"


def test_the_name_of_longitude_and_latitude_of_wgs_84():
    head = named("urn:ogc:def:crs:OGC:1.3:CRS84")
    assert read(collection(feature(), head=head)).crs == "OGC:CRS84"
    assert refusal(collection(feature(), head=head), crs="EPSG:4490").code == "crs-conflict"
    assert read(collection(feature(), head=head), crs="EPSG:4326").crs == "OGC:CRS84"


@pytest.mark.parametrize("head", ["", '"crs": null, '])
def test_without_a_coordinate_system_a_declaration_is_asked_for(head):
    found = refusal(collection(feature(), head=head))
    assert found.code == "crs-missing"
    assert "EPSG:4490" in found.action.zh
    assert read(collection(feature(), head=head), crs="EPSG:4490").crs == "EPSG:4490"


@pytest.mark.parametrize(
    "head",
    [named("EPSG:4490 +init=secret:1"), named("/etc/passwd"), named(""), '"crs": "EPSG:4490", ',
     '"crs": {"type": "link", "properties": {"href": "http://x/crs"}}, '],
)  # fmt: skip
def test_other_names_of_a_coordinate_system_are_not_handed_on(head):
    assert refusal(collection(feature(), head=head), crs="EPSG:4490").code == "geojson-crs"


def test_a_code_that_nobody_knows():
    assert refusal(collection(feature(), head=named("EPSG:999999")), crs="EPSG:4490").code == "layer-crs"  # fmt: skip


def test_another_system_than_declared_is_an_error():
    found = refusal(collection(feature()), crs="EPSG:4529")
    assert found.code == "crs-conflict"


def test_members_beside_properties_are_told():
    raw = read(collection(feature(more='"名称": "x", "bbox": [1, 2, 3, 4], "id": 1, ')))
    (found,) = raw.problems
    assert (found.code, found.severity, found.value) == ("geojson-members", "warning", "名称")


def test_an_attribute_with_the_name_of_an_added_column_is_refused():
    found = refusal(collection(feature('{"@geometry": 1}')))
    assert (found.code, found.value) == ("attribute-reserved", "@geometry")
    assert refusal(collection(feature('{"@fid": 1}'))).value == "@fid"


def test_a_collection_without_features_is_an_empty_sheet():
    raw = read(collection())
    assert list(raw.cells.columns) == ["@fid", "@geometry"]
    assert raw.cells.empty
    places = read(collection(), columns={"@geometry.x": "longitude", "@geometry.y": "latitude"})
    assert list(places.cells.columns) == ["@fid", "@geometry.x", "@geometry.y"]


DIGITS = st.decimals(-180, 180, allow_nan=False, allow_infinity=False, places=8).map(str)


@given(st.lists(st.tuples(DIGITS, DIGITS), min_size=2, max_size=9))
def test_coordinates_come_out_as_they_stand(points):
    inside = ", ".join(f"[{x}, {y}]" for x, y in points)
    line = f'{{"type": "LineString", "coordinates": [{inside}]}}'
    cell = read(collection(feature(geometry=line))).cells.loc[1, "@geometry"]
    pairs = cell.removeprefix("LINESTRING (").removesuffix(")").split(", ")
    assert [tuple(pair.split()) for pair in pairs] == points
    assert [Decimal(x) for x, _ in points] == [Decimal(p.split()[0]) for p in pairs]


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=9), max_size=4))
def test_texts_come_out_as_they_stand(table):
    named_otherwise = {f"k{name}": text for name, text in table.items()}
    raw = read(collection(feature(json.dumps(named_otherwise))))
    assert {n: raw.cells.loc[1, n] for n in named_otherwise} == named_otherwise
