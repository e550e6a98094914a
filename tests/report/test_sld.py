"""Styled layer descriptors: the order of elements is that of OGC 02-070, annex A."""

import pytest
from defusedxml.ElementTree import fromstring

from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.sld import sld_text

from .layers import SLIGHT, mines, zone_frame, zones

SLD, OGC = "{http://www.opengis.net/sld}", "{http://www.opengis.net/ogc}"
# The children of each element in the order of the specification, as far as they are used here.
ORDER = {
    "StyledLayerDescriptor": ["NamedLayer"],
    "NamedLayer": ["Name", "UserStyle"],
    "UserStyle": ["Title", "FeatureTypeStyle"],
    "FeatureTypeStyle": ["Rule"],
    "Rule": ["Name", "Title", "Filter", "MaxScaleDenominator", "PolygonSymbolizer",
             "LineSymbolizer", "PointSymbolizer", "TextSymbolizer"],
    "PolygonSymbolizer": ["Fill", "Stroke"],
    "LineSymbolizer": ["Stroke"],
    "PointSymbolizer": ["Graphic"],
    "TextSymbolizer": ["Label", "Font", "Halo", "Fill"],
    "Fill": ["GraphicFill", "CssParameter"],
    "Stroke": ["CssParameter"],
    "Font": ["CssParameter"],
    "Halo": ["Radius", "Fill"],
    "GraphicFill": ["Graphic"],
    "Graphic": ["Mark", "Size", "Rotation"],
    "Mark": ["WellKnownName", "Fill", "Stroke"],
    "Label": ["PropertyName"],
    "Filter": ["PropertyIsEqualTo", "PropertyIsNull"],
    "PropertyIsEqualTo": ["PropertyName", "Literal"],
    "PropertyIsNull": ["PropertyName"],
}  # fmt: skip


def descriptor(layer, lang="zh"):
    return fromstring(sld_text(layer, lang))


def local(element) -> str:
    return element.tag.partition("}")[2]


def rules(root) -> list:
    return root.findall(f"{SLD}NamedLayer/{SLD}UserStyle/{SLD}FeatureTypeStyle/{SLD}Rule")


def parameters(element) -> dict[str, str]:
    return {p.get("name"): p.text for p in element.findall(f"{SLD}CssParameter")}


def every_layer() -> list:
    marked = (MapSymbol("severe", "", "#ffd400", "#000000", ".x", "v"), SLIGHT)
    lines = zone_frame().assign(geometry_wkt="LINESTRING (124 40, 125 41)")
    missing = (*zones().symbols, MapSymbol("", "未填"))
    return [zones(), zones(symbols=marked), zones(kind="line", frame=lines), mines(),
            zones(symbols=missing, label_scale=500)]  # fmt: skip


@pytest.mark.parametrize("layer", every_layer())
def test_elements_stand_where_the_specification_has_them(layer):
    root = descriptor(layer)
    assert root.get("version") == "1.0.0"
    for element in root.iter():
        children = [local(child) for child in element]
        allowed = ORDER.get(local(element), [])
        assert children == sorted(children, key=allowed.index)


def test_there_is_a_rule_for_each_code_and_one_for_labels():
    severe, slight, labels = rules(descriptor(zones()))
    assert [r.find(f"{SLD}Title").text for r in (severe, slight)] == ["严重", "轻微"]
    equal = slight.find(f"{OGC}Filter/{OGC}PropertyIsEqualTo")
    assert [e.text for e in equal] == ["zone_grade", "slight"]
    label = labels.find(f"{SLD}TextSymbolizer/{SLD}Label/{OGC}PropertyName")
    assert label.text == "zone_name"


def test_a_code_that_is_missing_is_asked_for_as_null():
    layer = zones(symbols=(*zones().symbols, MapSymbol("", "未填")))
    rule = rules(descriptor(layer))[2]
    assert rule.find(f"{OGC}Filter/{OGC}PropertyIsNull/{OGC}PropertyName").text == "zone_grade"


def test_sizes_are_pixels_of_0_28_mm():
    """0.7 pt are 0.7 / 72 * 25.4 / 0.28 = 0.882 pixels, 12 pt / 2 are 7.560."""
    fill, hatch = rules(descriptor(zones()))[0].findall(f"{SLD}PolygonSymbolizer")
    assert parameters(fill.find(f"{SLD}Fill")) == {"fill": "#27598f"}
    assert parameters(fill.find(f"{SLD}Stroke"))["stroke-width"] == "0.8819"
    graphic = hatch.find(f"{SLD}Fill/{SLD}GraphicFill/{SLD}Graphic")
    assert graphic.find(f"{SLD}Size").text == "7.56"
    assert graphic.find(f"{SLD}Mark/{SLD}WellKnownName").text == "shape://slash"


def test_a_point_has_its_mark_and_turn():
    layer = mines(symbols=(MapSymbol("", "", "#ffffff", "", marker="D"),))
    graphic = rules(descriptor(layer))[0].find(f"{SLD}PointSymbolizer/{SLD}Graphic")
    assert graphic.find(f"{SLD}Mark/{SLD}WellKnownName").text == "square"
    assert graphic.find(f"{SLD}Rotation").text == "45"
    assert graphic.find(f"{SLD}Mark/{SLD}Stroke") is None


def test_dashes_and_the_scale_of_labels():
    root = descriptor(zones(label_scale=500000))
    assert "stroke-dasharray" in parameters(rules(root)[1].find(f".//{SLD}Stroke"))
    assert rules(root)[2].find(f"{SLD}MaxScaleDenominator").text == "500000"
    assert len(rules(descriptor(zones(label_field="")))) == 2


@pytest.mark.parametrize(("lang", "title"), [("zh", "影响程度分区"), ("en", "Impact zones")])
def test_the_title_is_in_the_language(lang, title):
    style = descriptor(zones(), lang).find(f"{SLD}NamedLayer/{SLD}UserStyle")
    assert style.find(f"{SLD}Title").text == title


def test_text_that_would_be_markup_stays_text(hostile):
    frame = zone_frame().assign(zone_grade=hostile[5:8])
    symbols = tuple(MapSymbol(t, t, "#ffffff") for t in hostile)
    found = rules(descriptor(zones(frame=frame, symbols=symbols)))
    assert found[0].find(f"{SLD}Title").text == "<script>alert(1)</script>"
    assert found[4].find(f"{SLD}Title").text == "控制\\u0000字\\u0008符\\u202e倒"
    assert found[7].find(f".//{OGC}Literal").text == hostile[7]
