"""The style of a layer as a styled layer descriptor (SLD 1.0.0, OGC 02-070) for other programs.

Sizes are pixels of 0.28 mm, as the specification has them. The names of hatches are those of map
servers: the specification has none.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.document import printable
from dandong_analysis.report.marks import mark_of, sld_hatches
from dandong_analysis.report.palette import INK
from dandong_analysis.report.styled_layer import StyledLayer

_NAMESPACES = {
    "xmlns": "http://www.opengis.net/sld", "xmlns:ogc": "http://www.opengis.net/ogc",
}  # fmt: skip
_PIXELS_PER_POINT = 25.4 / 72 / 0.28
_LABEL_POINTS = 8
_DASHES = (4, 2)
_HATCH_WIDTH = 0.6


def sld_text(layer: StyledLayer, lang: str) -> str:
    """The style of ``layer``: a rule for each code, and one for the labels."""
    root = Element("StyledLayerDescriptor", {"version": "1.0.0", **_NAMESPACES})
    named = SubElement(root, "NamedLayer")
    _add_text(named, "Name", layer.name)
    style = SubElement(named, "UserStyle")
    _add_text(style, "Title", layer.title.in_language(lang))
    rules = SubElement(style, "FeatureTypeStyle")
    for symbol in layer.symbols:
        rules.append(_rule(layer, symbol))
    if layer.label_field:
        rules.append(_label_rule(layer))
    return tostring(root, encoding="unicode")


def _rule(layer: StyledLayer, symbol: MapSymbol) -> Element:
    rule = Element("Rule")
    _add_text(rule, "Name", symbol.code or layer.name)
    _add_text(rule, "Title", symbol.label)
    if layer.symbol_field:
        rule.append(_filter(layer.symbol_field, symbol.code))
    rule.extend(_symbolizers(layer, symbol))
    return rule


def _filter(field: str, code: str) -> Element:
    """Rows with the code; with the empty one, rows without any."""
    element = Element("ogc:Filter")
    test = SubElement(element, "ogc:PropertyIsEqualTo" if code else "ogc:PropertyIsNull")
    _add_text(test, "ogc:PropertyName", field)
    if code:
        _add_text(test, "ogc:Literal", code)
    return element


def _symbolizers(layer: StyledLayer, symbol: MapSymbol) -> Iterator[Element]:
    if layer.kind == "line":
        yield _wrapped("LineSymbolizer", _stroke(symbol.edge, symbol.width, symbol.dashes))
        return
    if layer.kind == "area":
        stroke = _stroke(symbol.edge, symbol.width, symbol.dashes)
        yield _wrapped("PolygonSymbolizer", _fill(symbol.fill), stroke)
        for name, distance in sld_hatches(symbol.hatch):
            yield _wrapped("PolygonSymbolizer", _hatch(name, distance, symbol.edge))
    if layer.kind == "point" or symbol.marker:
        yield _wrapped("PointSymbolizer", _graphic(symbol))


def _graphic(symbol: MapSymbol) -> Element:
    mark, graphic = mark_of(symbol.marker), Element("Graphic")
    drawn = (_fill(symbol.fill), _stroke(symbol.edge, symbol.width, symbol.dashes))
    graphic.append(_wrapped("Mark", _text("WellKnownName", mark.sld), *drawn))
    _add_text(graphic, "Size", _pixels(symbol.size))
    if mark.sld_angle:
        _add_text(graphic, "Rotation", str(mark.sld_angle))
    return graphic


def _hatch(name: str, distance: float, edge: str) -> Element:
    mark = _wrapped("Mark", _text("WellKnownName", name), _stroke(edge, _HATCH_WIDTH))
    graphic = _wrapped("Graphic", mark, _text("Size", _pixels(distance)))
    return _wrapped("Fill", _wrapped("GraphicFill", graphic))


def _fill(colour: str) -> Element | None:
    return _parameters("Fill", {"fill": colour}) if colour else None


def _stroke(colour: str, width: float, dashes: bool = False) -> Element | None:
    if not colour:
        return None
    dashed = {"stroke-dasharray": " ".join(_pixels(d) for d in _DASHES)} if dashes else {}
    return _parameters("Stroke", {"stroke": colour, "stroke-width": _pixels(width), **dashed})


def _label_rule(layer: StyledLayer) -> Element:
    """Labels from a field, within the scale at which they are to be seen."""
    rule = Element("Rule")
    _add_text(rule, "Name", "labels")
    if layer.label_scale:
        _add_text(rule, "MaxScaleDenominator", str(layer.label_scale))
    label = Element("Label")
    _add_text(label, "ogc:PropertyName", layer.label_field)
    halo = _wrapped("Halo", _text("Radius", "1"), _fill("#ffffff"))
    font = _parameters("Font", {"font-size": _pixels(_LABEL_POINTS)})
    rule.append(_wrapped("TextSymbolizer", label, font, halo, _fill(INK)))
    return rule


def _parameters(name: str, values: Mapping[str, str]) -> Element:
    element = Element(name)
    for key, value in values.items():
        SubElement(element, "CssParameter", {"name": key}).text = value
    return element


def _pixels(points: float) -> str:
    return f"{points * _PIXELS_PER_POINT:.4g}"


def _wrapped(name: str, *children: Element | None) -> Element:
    """An element with those children that there are."""
    element = Element(name)
    element.extend(child for child in children if child is not None)
    return element


def _text(name: str, text: str) -> Element:
    element = Element(name)
    element.text = printable(text)
    return element


def _add_text(parent: Element, name: str, text: str) -> None:
    parent.append(_text(name, text))
