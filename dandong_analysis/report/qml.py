"""The style of a layer as QGIS keeps it (QML).

QGIS publishes no schema of it; the elements are those that QGIS 3.22 writes and reads. Text from
a delivery does not get here: a style names fields, codes and words of closed lists, and the
writer escapes these.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from dandong_analysis.report.document import printable
from dandong_analysis.report.palette import INK
from dandong_analysis.report.qml_symbol import colour, options, symbol_element
from dandong_analysis.report.styled_layer import LayerField, StyledLayer

_VERSION = "3.22.0"
_GEOMETRY_TYPES = {"point": "0", "line": "1", "area": "2"}
# Numbers that QGIS has for placing a label: round a point, along a line, inside an area.
_PLACEMENTS = {"point": "6", "line": "2", "area": "4"}
_LABEL_POINTS = "8"
_HALO = {
    "bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferOpacity": "1",
    "bufferColor": "255,255,255,255", "bufferNoFill": "1",
}  # fmt: skip


def qml_text(layer: StyledLayer, lang: str) -> str:
    """The style of ``layer`` with the names of fields and codes in the language."""
    labelled = "1" if layer.label_field else "0"
    root = Element("qgis", {"version": _VERSION, "labelsEnabled": labelled})
    root.append(_renderer(layer))
    if layer.label_field:
        root.append(_labeling(layer))
    root.append(_field_configuration(layer, lang))
    root.append(_aliases(layer, lang))
    if layer.label_field:
        SubElement(root, "previewExpression").text = f'"{layer.label_field}"'
    SubElement(root, "layerGeometryType").text = _GEOMETRY_TYPES[layer.kind]
    return tostring(root, encoding="unicode")


def _renderer(layer: StyledLayer) -> Element:
    type_ = "categorizedSymbol" if layer.symbol_field else "singleSymbol"
    # With levels, points of the first class lie on top of all others.
    levels = layer.kind == "point"
    renderer = Element("renderer-v2", {"type": type_, "forceraster": "0", "enableorderby": "0",
                                       "symbollevels": str(int(levels))})  # fmt: skip
    if layer.symbol_field:
        renderer.set("attr", layer.symbol_field)
        renderer.append(_categories(layer))
    symbols = SubElement(renderer, "symbols")
    for number, symbol in enumerate(layer.symbols):
        level = len(layer.symbols) - 1 - number if levels else 0
        symbols.append(symbol_element(str(number), symbol, layer.kind, level=level))
    return renderer


def _categories(layer: StyledLayer) -> Element:
    """One category for each code. QGIS draws rows without a code by the empty one."""
    categories = Element("categories")
    for number, symbol in enumerate(layer.symbols):
        SubElement(categories, "category", {
            "value": printable(symbol.code), "label": printable(symbol.label),
            "symbol": str(number), "render": "true", "type": "string",
        })  # fmt: skip
    return categories


def _labeling(layer: StyledLayer) -> Element:
    """Labels from a field, never from an expression."""
    labeling = Element("labeling", {"type": "simple"})
    settings = SubElement(labeling, "settings", {"calloutType": "simple"})
    style = SubElement(settings, "text-style", {
        "fieldName": layer.label_field, "isExpression": "0", "allowHtml": "0",
        "fontSize": _LABEL_POINTS, "fontSizeUnit": "Point", "textColor": colour(INK),
        "textOpacity": "1",
    })  # fmt: skip
    SubElement(style, "text-buffer", _HALO)
    SubElement(settings, "placement", {
        "placement": _PLACEMENTS[layer.kind], "dist": "1", "distUnits": "MM", "offsetType": "1",
        "predefinedPositionOrder": "TR,TL,BR,BL,R,L,TSR,BSR", "priority": "5",
    })  # fmt: skip
    SubElement(settings, "rendering", {
        "drawLabels": "1", "obstacle": "1", "scaleVisibility": "1" if layer.label_scale else "0",
        "scaleMin": "0", "scaleMax": str(layer.label_scale),
    })  # fmt: skip
    return labeling


def _field_configuration(layer: StyledLayer, lang: str) -> Element:
    """Forms and attribute tables show the words for the codes of closed lists."""
    configuration = Element("fieldConfiguration")
    for field in layer.fields:
        element = SubElement(configuration, "field", {"name": field.name})
        if field.codes:
            widget = SubElement(element, "editWidget", {"type": "ValueMap"})
            SubElement(widget, "config").append(_value_map(field, lang))
    return configuration


def _value_map(field: LayerField, lang: str) -> Element:
    outer = Element("Option", {"type": "Map"})
    pairs = SubElement(outer, "Option", {"type": "List", "name": "map"})
    for code, label in field.codes:
        pairs.append(options({printable(label.in_language(lang)): printable(code)}))
    return outer


def _aliases(layer: StyledLayer, lang: str) -> Element:
    """Names of the fields; field 0 is the number of the row."""
    aliases = Element("aliases")
    for index, field in enumerate(layer.fields, 1):
        name = printable(field.title(lang))
        SubElement(aliases, "alias", {"index": str(index), "field": field.name, "name": name})
    return aliases
