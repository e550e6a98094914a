"""Symbols as QGIS stores them: stacks of symbol layers, each a list of named properties."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from dandong_analysis.report.blocks import MapKind, MapSymbol
from dandong_analysis.report.marks import hatch_lines, hatch_spots, mark_of

_SYMBOL_TYPES: Mapping[MapKind, str] = {"area": "fill", "line": "line", "point": "marker"}
_POINT = "Point"
_NONE = "0,0,0,0"
# Width of a hatch line in points.
_HATCH_WIDTH = 0.6

Properties = Mapping[str, object]


def symbol_element(name: str, symbol: MapSymbol, kind: MapKind, *, level: int = 0) -> Element:
    """The ``symbol`` element of a style for one class of features.

    Classes of a greater ``level`` are drawn over others, if the style heeds levels.
    """
    element = _symbol(name, _SYMBOL_TYPES[kind])
    layers = {"area": _area_layers, "line": _line_layers, "point": _point_layers}[kind]
    for number, (class_name, properties, inside) in enumerate(layers(symbol)):
        layer = _add_layer(element, class_name, properties, level)
        if inside is not None:
            inside.set("name", f"@{name}@{number}")
            layer.append(inside)
    return element


def options(entries: Mapping[str, object]) -> Element:
    """A map of texts in the notation in which QGIS keeps settings."""
    element = Element("Option", {"type": "Map"})
    for key, value in entries.items():
        SubElement(element, "Option", {"type": "QString", "name": key, "value": str(value)})
    return element


def colour(hexadecimal: str) -> str:
    """``#rrggbb`` as red, green, blue and opacity; empty for no colour.

    >>> colour("#27598f")
    '39,89,143,255'
    """
    if not hexadecimal:
        return _NONE
    channels = (int(hexadecimal[i : i + 2], 16) for i in (1, 3, 5))
    return ",".join(map(str, (*channels, 255)))


# Class, properties, and the symbol that it repeats, if any.
_Layer = tuple[str, Properties, Element | None]


def _area_layers(symbol: MapSymbol) -> Iterator[_Layer]:
    yield "SimpleFill", _fill(symbol), None
    for angle, distance in hatch_lines(symbol.hatch):
        line = {"line_color": colour(symbol.edge), "line_width": _HATCH_WIDTH,
                "line_width_unit": _POINT, "line_style": "solid"}  # fmt: skip
        yield (
            "LinePatternFill",
            {"angle": angle, "distance": f"{distance:g}", "distance_unit": _POINT},
            _symbol_of("line", "SimpleLine", line),
        )
    for mark, distance, size in hatch_spots(symbol.hatch):
        apart = {"distance_x": f"{distance:g}", "distance_x_unit": _POINT,
                 "distance_y": f"{distance:g}", "distance_y_unit": _POINT}  # fmt: skip
        spot = MapSymbol("", "", symbol.edge, "", "", mark, width=0, size=size)
        yield "PointPatternFill", apart, _symbol_of("marker", "SimpleMarker", _marker(spot))
    if symbol.marker:
        # Areas too small to be seen on a map of the whole region still show where they are.
        yield (
            "CentroidFill",
            {"point_on_surface": "1", "point_on_all_parts": "0"},
            _symbol_of("marker", "SimpleMarker", _marker(symbol)),
        )


def _line_layers(symbol: MapSymbol) -> Iterator[_Layer]:
    properties = {
        "line_color": colour(symbol.edge), "line_width": f"{symbol.width:g}",
        "line_width_unit": _POINT, "line_style": _line_style(symbol), "capstyle": "round",
        "joinstyle": "round",
    }  # fmt: skip
    yield "SimpleLine", properties, None


def _point_layers(symbol: MapSymbol) -> Iterator[_Layer]:
    yield "SimpleMarker", _marker(symbol), None


def _fill(symbol: MapSymbol) -> Properties:
    return {
        "color": colour(symbol.fill), "style": "solid" if symbol.fill else "no",
        "outline_color": colour(symbol.edge), "outline_style": _line_style(symbol),
        "outline_width": f"{symbol.width:g}", "outline_width_unit": _POINT, "joinstyle": "round",
    }  # fmt: skip


def _marker(symbol: MapSymbol) -> Properties:
    mark = mark_of(symbol.marker)
    return {
        "name": mark.qgis, "angle": mark.angle, "color": colour(symbol.fill),
        "size": f"{symbol.size:g}", "size_unit": _POINT, "scale_method": "diameter",
        "outline_color": colour(symbol.edge), "outline_style": _line_style(symbol),
        "outline_width": f"{symbol.width:g}", "outline_width_unit": _POINT, "joinstyle": "round",
    }  # fmt: skip


def _line_style(symbol: MapSymbol) -> str:
    if not symbol.edge:
        return "no"
    return "dash" if symbol.dashes else "solid"


def _symbol(name: str, kind: str) -> Element:
    return Element("symbol", {"type": kind, "name": name, "alpha": "1", "clip_to_extent": "1",
                              "force_rhr": "0"})  # fmt: skip


def _symbol_of(kind: str, class_name: str, properties: Properties) -> Element:
    """A symbol of one layer."""
    element = _symbol("", kind)
    _add_layer(element, class_name, properties)
    return element


def _add_layer(symbol: Element, class_name: str, properties: Properties, level: int = 0) -> Element:
    """Properties in both notations: releases before 3.20 read ``prop``, later ones ``Option``."""
    layer = SubElement(symbol, "layer", {"class": class_name, "pass": str(level), "locked": "0",
                                         "enabled": "1"})  # fmt: skip
    layer.append(options(properties))
    for key, value in properties.items():
        SubElement(layer, "prop", {"k": key, "v": str(value)})
    return layer
