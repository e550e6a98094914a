"""GeoJSON that is refused: broken, cut off, ambiguous, too large."""

import json

import pytest
from geojson_files import CRS, SQUARE, collection, feature, read, refusal

from dandong_analysis.survey import geojson_tree, guard_geojson, read_geojson
from dandong_analysis.survey.guard_geojson import nesting


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
