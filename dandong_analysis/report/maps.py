"""Maps: layers drawn on a sheet with all that a map must say, and kept for the screen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dandong_analysis.geometry import Plane
from dandong_analysis.report.blocks import FactRef, Map, MapLayer
from dandong_analysis.report.canvas import DPI, paper, rendered, style
from dandong_analysis.report.fonts import require_glyphs
from dandong_analysis.report.graticule import graticule
from dandong_analysis.report.labels import word
from dandong_analysis.report.map_labels import Name, draw_names, names_of, place_names
from dandong_analysis.report.placing import Placement
from dandong_analysis.report.sheet import Arrangement, SheetText, arrange, footer_lines
from dandong_analysis.report.sketch import View, draw_layer
from dandong_analysis.report.spots import Box
from dandong_analysis.report.surround import draw_surround

# The width of a map within a chapter.
CHAPTER_MM = 150.0
# A large sheet is drawn as a smaller one and enlarged, for it is read from farther away.
_LARGE_MM, _ENLARGED = 300.0, 1.3
# Free space round all features, in parts of the longer side, and the shortest side in metres.
_MARGIN, _SHORTEST_M = 0.04, 1000.0
# So many names that found no place are listed.
_LISTED = 10


def draw_map(
    layers: Sequence[MapLayer], *, map_id: str, caption: str, lang: str, plane: Plane,
    sheet: SheetText, width_mm: float = CHAPTER_MM, height_mm: float | None = None,
    facts: Sequence[FactRef] = (), notes: Sequence[str] = (),
) -> Map:  # fmt: skip
    """A map of ``layers``, from the lowest to the uppermost, in metres of ``plane``.

    The sheet shows the layers that are ``shown``; its legend has the symbols that occur. Without
    a height it is as high as its contents need. A sheet of synthetic data says so, whether
    ``sheet``, ``facts`` or a feature's facts are synthetic.

    Raises
    ------
    DandongError
        When the font lacks a character.
    ValueError
        When no layer that is shown has a feature, or the sheet is too small.
    """
    kept = [_with_symbols_used(layer) for layer in layers]
    shown = [layer for layer in kept if layer.shown and layer.features]
    require_glyphs(*_texts(shown, sheet))
    extent = _extent(shown)
    stamp = word(lang, "figure", "synthetic") if _is_synthetic(kept, sheet, facts) else ""
    zoom = _ENLARGED if width_mm >= _LARGE_MM else 1.0
    arranged = arrange(
        sheet, shown, footer=footer_lines(sheet, plane, lang, width_mm / zoom), stamp=stamp,
        width=width_mm / zoom, height=height_mm and height_mm / zoom,
        ratio=extent.height / extent.width,
    )  # fmt: skip
    view = View(_filling(extent, arranged.frame), arranged.frame)
    names = names_of(shown, view)
    placement = place_names(names, shown, view)
    svg, png = _drawn(
        shown, arranged, view, names, placement, lang=lang, plane=plane, stamp=stamp, dpi=DPI * zoom
    )
    return Map(
        map_id, caption, _alt(caption, shown, lang), svg, png, width_mm,
        tuple(int(value) for value in extent.bounds), tuple(kept),
        (*notes, *_left_out(names, placement, lang)), tuple(facts), sheet.base.words(lang),
    )  # fmt: skip


def _drawn(
    layers: Sequence[MapLayer], sheet: Arrangement, view: View, names: Sequence[Name],
    placement: Placement, *, lang: str, plane: Plane, stamp: str, dpi: float,
) -> tuple[str, bytes]:  # fmt: skip
    with style():
        made, axes = paper(sheet.width, sheet.height)
        lines = graticule(view.window, plane)
        draw_surround(axes, sheet, lines, view, lang=lang, stamp=stamp)
        for n, layer in enumerate(layers):
            draw_layer(axes, layer, view, 1 + n / len(layers))
        draw_names(axes, names, placement)
        return rendered(made, dpi=dpi)


def _texts(layers: Sequence[MapLayer], sheet: SheetText) -> Iterator[str]:
    """All text that is given to be printed on the sheet."""
    yield from (sheet.title, sheet.source, sheet.date, sheet.compiler, sheet.base.approval)
    for layer in layers:
        yield layer.title
        yield from (symbol.label for symbol in layer.symbols)
        yield from (feature.label for feature in layer.features)


def _with_symbols_used(layer: MapLayer) -> MapLayer:
    used = {feature.symbol for feature in layer.features}
    return replace(layer, symbols=tuple(s for s in layer.symbols if s.code in used))


def _extent(layers: Sequence[MapLayer]) -> Box:
    """Whole metres round all features of the layers, with some space."""
    runs = [part for layer in layers for feature in layer.features for part in feature.parts]
    if not runs:
        raise ValueError("a map needs at least one feature that is shown")
    xy = np.concatenate([np.array(run, dtype=float).reshape(-1, 2) for run in runs])
    (west, south), (east, north) = xy.min(axis=0), xy.max(axis=0)
    space = _MARGIN * max(east - west, north - south)
    middle = Box(west - space, south - space, east + space, north + space).middle
    sides = (max(float(side) + 2 * space, _SHORTEST_M) for side in (east - west, north - south))
    bounds = Box.around(*middle, *sides).bounds
    return Box(*map(float, np.rint(bounds)))


def _filling(extent: Box, frame: Box) -> Box:
    """The window that shows ``extent`` and has the shape of ``frame``."""
    metres = max(extent.width / frame.width, extent.height / frame.height)
    return Box.around(*extent.middle, frame.width * metres, frame.height * metres)


def _is_synthetic(layers: Sequence[MapLayer], sheet: SheetText, facts: Sequence[FactRef]) -> bool:
    shown = (fact for layer in layers for feature in layer.features for fact in feature.facts)
    return "synthetic" in {sheet.provenance, *(f.provenance for f in (*facts, *shown))}


def _left_out(names: Sequence[Name], placement: Placement, lang: str) -> Iterator[str]:
    """A remark about the names that found no place."""
    if not placement.left_out:
        return
    texts = {name.label.id: "".join(name.lines) for name in names}
    listed = [texts[own] for own in placement.left_out[:_LISTED]]
    joined = word(lang, "map", "between_symbols").join(listed)
    if len(placement.left_out) > _LISTED:
        joined = word(lang, "map", "more").format(names=joined)
    yield word(lang, "map", "left_out").format(n=len(placement.left_out), names=joined)


def _alt(caption: str, layers: Sequence[MapLayer], lang: str) -> str:
    """The caption, and how many features of each symbol the layers show."""
    described = word(lang, "map", "between_layers").join(_described(one, lang) for one in layers)
    return word(lang, "map", "alt").format(caption=caption, layers=described)


def _described(layer: MapLayer, lang: str) -> str:
    codes = [feature.symbol for feature in layer.features]
    counted = [
        word(lang, "map", "symbol").format(label=symbol.label, n=codes.count(symbol.code))
        for symbol in layer.symbols
    ]
    symbols = word(lang, "map", "between_symbols").join(counted)
    return word(lang, "map", "layer").format(title=layer.title, symbols=symbols)
