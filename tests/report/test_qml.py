"""The style that QGIS keeps: its elements as QGIS 3.22 writes them."""

import pytest
from defusedxml.ElementTree import fromstring

from dandong_analysis.errors import Text
from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.qml import qml_text
from dandong_analysis.report.styled_layer import LayerField

from .layers import GRADES, SEVERE, SLIGHT, ZONE_FIELDS, mines, zone_frame, zones


def style(layer, lang="zh"):
    return fromstring(qml_text(layer, lang))


def properties(layer_element) -> dict[str, str]:
    """The properties of a symbol layer, after making sure that both notations agree."""
    given = {o.get("name"): o.get("value") for o in layer_element.find("Option")}
    assert given == {p.get("k"): p.get("v") for p in layer_element.findall("prop")}
    return given


def symbol_layers(root, number: int) -> list:
    return root.findall(f"renderer-v2/symbols/symbol[@name='{number}']/layer")


def test_there_is_a_category_for_each_code_with_its_symbol():
    root = style(zones())
    renderer = root.find("renderer-v2")
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "zone_grade")
    categories = renderer.findall("categories/category")
    assert [(c.get("value"), c.get("label"), c.get("symbol")) for c in categories] == [
        ("severe", "严重", "0"), ("slight", "轻微", "1"),
    ]  # fmt: skip
    names = [s.get("name") for s in renderer.findall("symbols/symbol")]
    assert names == ["0", "1"]
    assert root.find("layerGeometryType").text == "2"


def test_a_layer_without_codes_has_one_symbol():
    root = style(mines())
    assert root.find("renderer-v2").get("type") == "singleSymbol"
    assert root.find("renderer-v2/categories") is None
    (layer,) = symbol_layers(root, 0)
    drawn = properties(layer)
    assert layer.get("class") == "SimpleMarker"
    assert (drawn["name"], drawn["size"], drawn["size_unit"]) == ("triangle", "3", "Point")
    assert drawn["color"] == "255,255,255,255"


def test_an_area_is_filled_outlined_and_hatched():
    fill, hatch = symbol_layers(style(zones()), 0)
    drawn = properties(fill)
    assert drawn["color"] == "39,89,143,255"
    assert (drawn["outline_color"], drawn["outline_width"]) == ("27,47,82,255", "0.7")
    assert (drawn["style"], drawn["outline_style"]) == ("solid", "solid")
    assert hatch.get("class") == "LinePatternFill"
    lines = properties(hatch)
    assert (lines["angle"], lines["distance"]) == ("45", "6")
    (line,) = hatch.findall("symbol/layer")
    assert hatch.find("symbol").get("name") == "@0@1"
    assert properties(line)["line_color"] == "27,47,82,255"


def test_dashes_spots_and_what_is_not_drawn():
    symbols = (MapSymbol("severe", "", hatch="..", edge="#000000"), SLIGHT)
    root = style(zones(symbols=symbols))
    fill, spots = symbol_layers(root, 0)
    assert properties(fill)["style"] == "no"
    assert properties(fill)["color"] == "0,0,0,0"
    assert spots.get("class") == "PointPatternFill"
    assert properties(spots)["distance_x"] == properties(spots)["distance_y"] == "6"
    (dashed,) = symbol_layers(root, 1)
    assert properties(dashed)["outline_style"] == "dash"


def test_an_area_with_a_marker_shows_where_it_is_at_any_scale():
    symbols = (MapSymbol("severe", "", "#ffd400", "", marker="*", size=9), SLIGHT)
    fill, marker = symbol_layers(style(zones(symbols=symbols)), 0)
    assert properties(fill)["outline_style"] == "no"
    assert marker.get("class") == "CentroidFill"
    (star,) = marker.findall("symbol/layer")
    assert (properties(star)["name"], properties(star)["size"]) == ("star", "9")


def test_a_line_has_a_line():
    frame = zone_frame().assign(geometry_wkt="LINESTRING (124 40, 125 41)")
    root = style(zones(kind="line", frame=frame))
    (line,) = symbol_layers(root, 1)
    assert line.get("class") == "SimpleLine"
    assert properties(line)["line_style"] == "dash"
    assert root.find("layerGeometryType").text == "1"


def test_points_of_the_first_class_lie_on_top():
    frame = mines().frame.assign(grade=["severe", "slight", "slight"])
    symbols = (MapSymbol("severe", "", "#000000"), MapSymbol("slight", "", "#ffffff"))
    fields = (LayerField("grade", Text("", ""), "category", "", GRADES),)
    root = style(mines(frame=frame, symbols=symbols, symbol_field="grade", fields=fields,
                       label_field=""))  # fmt: skip
    assert root.find("renderer-v2").get("symbollevels") == "1"
    assert [symbol_layers(root, n)[0].get("pass") for n in (0, 1)] == ["1", "0"]
    assert style(zones()).find("renderer-v2").get("symbollevels") == "0"


@pytest.mark.parametrize(("scale", "shown"), [(0, ("0", "0")), (50000, ("1", "50000"))])
def test_a_label_is_a_field_and_keeps_to_its_scales(scale, shown):
    root = style(zones(label_scale=scale))
    text = root.find("labeling/settings/text-style")
    assert root.get("labelsEnabled") == "1"
    assert (text.get("fieldName"), text.get("isExpression")) == ("zone_name", "0")
    assert text.get("allowHtml") == "0"
    rendering = root.find("labeling/settings/rendering")
    assert (rendering.get("scaleVisibility"), rendering.get("scaleMax")) == shown
    assert root.find("previewExpression").text == '"zone_name"'


def test_without_a_label_field_there_are_no_labels():
    root = style(zones(label_field=""))
    assert root.get("labelsEnabled") == "0"
    assert root.find("labeling") is root.find("previewExpression") is None


@pytest.mark.parametrize(
    ("lang", "area", "word"), [("zh", "分区面积（亩）", "严重"), ("en", "area (mu)", "severe")]
)
def test_fields_and_codes_are_named_in_the_language(lang, area, word):
    root = style(zones(), lang)
    aliases = {a.get("field"): a.get("name") for a in root.findall("aliases/alias")}
    assert list(aliases) == [f.name for f in ZONE_FIELDS]
    assert [a.get("index") for a in root.findall("aliases/alias")] == ["1", "2", "3", "4", "5", "6"]
    assert aliases["zone_area_mu"] == area
    widget = root.find("fieldConfiguration/field[@name='zone_grade']/editWidget")
    pairs = widget.findall("config/Option/Option/Option/Option")
    assert widget.get("type") == "ValueMap"
    assert (pairs[0].get("name"), pairs[0].get("value")) == (word, "severe")
    assert root.find("fieldConfiguration/field[@name='zone_id']/editWidget") is None


def test_text_that_would_be_markup_stays_text(hostile):
    codes = tuple((t, Text(t, t)) for t in hostile)
    field = LayerField("zone_grade", Text(*hostile[:2]), "category", "", codes)
    frame = zone_frame().assign(zone_grade=hostile[:3])
    symbols = tuple(MapSymbol(t, t, SEVERE.fill) for t in hostile)
    root = style(zones(frame=frame, fields=(field,), symbols=symbols, label_field=""))
    labels = [c.get("label") for c in root.findall("renderer-v2/categories/category")]
    assert labels[0] == hostile[0] == "<script>alert(1)</script>"
    assert labels[4] == "控制\\u0000字\\u0008符\\u202e倒"
    assert labels[7] == hostile[7]
    assert {e.tag for e in root.iter()} == {e.tag for e in style(zones(label_field="")).iter()} - {
        "symbol/layer"
    }
