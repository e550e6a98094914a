"""GeoJSON: digits kept, flaws told at their feature, a good feature beside them still read."""

import json
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.survey import geojson_tree, guard_geojson, read_geojson
from dandong_analysis.survey.guard_geojson import nesting
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet, read_sheet

CRS = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, '
SQUARE = '{"type": "Polygon", "coordinates": [[[124, 40], [124.50, 40], [124.5, 40.5], [124, 40]]]}'
POINT = '{"type": "Point", "coordinates": [124.100, 40]}'


def feature(properties: str = '{"编号": "A"}', geometry: str = SQUARE, more: str = "") -> str:
    return f'{{"type": "Feature", {more}"properties": {properties}, "geometry": {geometry}}}'


def collection(*features: str, head: str = CRS) -> bytes:
    return f'{{"type": "FeatureCollection", {head}"features": [{", ".join(features)}]}}'.encode()


def read(data: bytes, **profile) -> RawSheet:
    return read_sheet(SheetProfile("层.geojson", "districts", **profile), {"层.geojson": data})


def refusal(data: bytes, **profile):
    with pytest.raises(DandongError) as caught:
        read(data, **profile)
    (found,) = caught.value.problems
    assert found.place.file == "层.geojson"
    for text in (found.rule, found.consequence, found.action):
        assert all(said and "{" not in said for said in (text.zh, text.en))
    return found


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


@pytest.mark.parametrize(
    "data",
    [b"[]", b'"x"', b"1", b'{"type": "FeatureCollection"}', SQUARE.encode(), feature().encode(),
     b'{"type": "FeatureCollection", "features": {}}', b'{"features": []}'],
)  # fmt: skip
def test_anything_but_a_feature_collection_is_refused(data):
    assert refusal(data).code == "geojson-collection"


@pytest.mark.parametrize(
    "item",
    ["1", "null", "{}", SQUARE, '{"type": "Feature", "geometry": null}',
     '{"type": "Feature", "properties": {}}', feature(properties="[]"), feature(geometry="7")],
)  # fmt: skip
def test_an_item_that_is_no_feature_is_named_by_its_number(item):
    found = refusal(collection(feature(), item))
    assert (found.code, found.place.row) == ("geojson-feature", 2)


@pytest.mark.parametrize("size", [5, 40, 100, 200, -1, -2])
def test_a_file_cut_off_anywhere_is_refused(size):
    assert refusal(collection(feature())[:size]).code == "geojson-cut"


def test_broken_json_names_line_and_character():
    found = refusal(collection(feature()).replace(b'"features": [', b'"features": [\n 01, '))
    assert (found.code, found.value[:1]) == ("geojson-broken", "1")
    assert "第2行第3个字符" in found.rule.zh


def test_something_behind_the_end_is_refused():
    assert refusal(collection(feature()) + b"\n{}").code == "geojson-broken"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_have_are_named_by_their_feature(number):
    found = refusal(collection(feature(), feature(f'{{"a": [{number}]}}')))
    assert (found.code, found.value, found.place.row) == ("geojson-constant", number, 2)
    point = f'{{"type": "Point", "coordinates": [{number}, 1]}}'
    assert refusal(collection(feature(geometry=point))).place.row == 1


@pytest.mark.parametrize(
    ("data", "key", "row"),
    [
        (collection(feature(), feature('{"a": 1, "b": 2, "a": 1}')), "a", 2),
        (collection(feature(), feature(), feature(more='"type": "Feature", ')), "type", 3),
        (collection(feature(geometry=SQUARE.replace("{", '{"type": "Point", '))), "type", 1),
        (collection(feature('{"a": {"k": 1, "k": NaN}}')), "k", 1),
        (collection(feature(), head=f'{CRS}"features": [], '), "features", None),
    ],
)
def test_a_name_twice_in_one_object_is_refused(data, key, row):
    found = refusal(data)
    assert (found.code, found.value, found.place.row) == ("geojson-key-twice", key, row)


def test_the_encoding_is_utf8_and_a_mark_is_allowed():
    data = collection(feature('{"名称": "赛马"}'))
    assert list(read(b"\xef\xbb\xbf" + data).cells["名称"]) == ["赛马"]
    found = refusal(data.replace("赛马".encode(), "赛马".encode("gbk")).replace(b", ", b",\n", 1))
    assert (found.code, found.value) == ("geojson-encoding", "0xC8")
    assert "第2行" in found.rule.zh
    assert refusal(data.decode().encode("utf-16")).code == "geojson-encoding"


def test_half_a_character_is_refused_at_its_feature():
    found = refusal(collection(feature(), feature('{"编号": "x\\ud800"}')))
    assert (found.code, found.place.row, found.value) == ("geojson-surrogate", 2, "x\\ud800")
    assert refusal(collection(feature('{"\\udc00": 1}'))).code == "geojson-surrogate"
    whole = read(collection(feature('{"编号": "\\ud840\\udc00"}')))
    assert list(whole.cells["编号"]) == ["𠀀"]


def test_half_a_character_elsewhere_can_be_printed():
    shape = '{"type": "\\ud800", "coordinates": [1]}'
    (found,) = read(collection(feature(geometry=shape))).problems
    assert found.value == "\\ud800"
    (other,) = read(collection(feature(more='"\\ud800": 1, '))).problems
    assert other.message().zh.encode()


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


def test_what_is_too_large_or_too_deep_is_not_parsed(monkeypatch):
    def parsed(*_args, **_options):
        raise AssertionError

    monkeypatch.setattr(json, "loads", parsed)
    deep = "[" * 100_000
    assert refusal(collection(feature(f'{{"a": {deep}'))).code == "geojson-depth"
    monkeypatch.setattr(guard_geojson, "MAX_BYTES", 100)
    assert refusal(collection(feature())).code == "file-size"


def test_too_many_features_and_cells_are_refused(monkeypatch):
    monkeypatch.setattr(geojson_tree, "MAX_FEATURES", 2)
    assert refusal(collection(*[feature()] * 3)).code == "geojson-features"
    monkeypatch.setattr(read_geojson, "MAX_CELLS", 5)
    assert read(collection(*[feature()] * 2)).cells.shape == (2, 3)
    found = refusal(collection(feature('{"a": 1}'), feature('{"b": 1}')))
    assert (found.code, found.value) == ("geojson-cells", "6")


@pytest.mark.parametrize(
    ("text", "depth"),
    [(b"", 0), (b"{}", 1), (b'{"a": [[1], {}]}', 3), (b'"[[["', 0), (b'"\\"[["', 0),
     (b'"\\\\" [', 1), (b'["[', 1), (b"]]][", 0)],
)  # fmt: skip
def test_brackets_inside_texts_are_no_nesting(text, depth):
    assert nesting(text) == depth


@pytest.mark.parametrize(
    "text", [b'"', b'"a', b'"a[', b'"\\', b'"\\"', b'"\\"\\', b'"' + b'\\"' * 9 + b"\\"]
)
def test_a_text_that_never_ends_is_searched_once(text):
    """Otherwise a file of such beginnings would be searched to its end from each of them."""
    assert guard_geojson._SIGNS.fullmatch(text)


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
