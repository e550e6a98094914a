"""Symbols of a map as SVG paints them on a screen.

Outlines of markers come from matplotlib, so that the screen shows what the sheet prints. Hatches
are small tiles of our own: matplotlib fills a square of 72 points with each, which is too much
for a page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import MapKind, MapSymbol
from dandong_analysis.report.sketch import DASHES, area_style, line_style, marker_style

# A screen is coarser than a sheet and is looked at from farther away: a point is 4/3 pixels, and
# a symbol is drawn nearly twice as large.
PX_PER_POINT = 2.4
TILE = 8.0

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
# Points between the lines of a hatch of one character; each repetition brings them closer.
_HATCH_STEP = 12.0
_HATCHES = {
    "/": "M-2 2 2-2M0 8 8 0M6 10 10 6",
    "\\": "M-2 6 2 10M0 0 8 8M6-2 10 2",
    "|": "M4 0V8",
    "-": "M0 4H8",
    "+": "M4 0V8M0 4H8",
    "x": "M0 8 8 0M0 0 8 8",
    ".": "M3.5 4a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0",
    "o": "M2.5 4a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0",
    "O": "M1 4a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    "*": "M4 2V6M2.3 3 5.7 5M2.3 5 5.7 3",
}
_MARKERS = {*MarkerStyle.filled_markers, "x", "+", "."}
_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


@dataclass(frozen=True)
class Glyph:
    """One symbol, all lengths in pixels.

    ``outline`` is the path of a marker round its point; ``hatch`` the path of a tile of
    :data:`TILE` units that is ``step`` pixels wide. Both are empty where there is none.
    """

    label: str
    fill: str
    edge: str
    width: float
    dashes: str = ""
    outline: str = ""
    corner: str = "round"
    hatch: str = ""
    step: float = TILE

    @property
    def hatch_width(self) -> float:
        """The width of a hatch line in units of the tile: one pixel."""
        return round(TILE / self.step, 2)


def glyph(symbol: MapSymbol, kind: MapKind) -> Glyph:
    """``symbol`` as features of ``kind`` are painted.

    Raises
    ------
    DandongError
        When a colour is not ``#rrggbb``, or a marker or a hatch is unknown.
    """
    for colour in (symbol.fill, symbol.edge):
        if colour and not _COLOUR.fullmatch(colour):
            raise _unknown(symbol, colour, Text("颜色", "colour"))
    return {"area": _area, "line": _line, "point": _marker}[kind](symbol)


def _area(symbol: MapSymbol) -> Glyph:
    style = area_style(symbol)
    hatch = "".join(_tile(symbol))
    step = _HATCH_STEP * PX_PER_POINT / max(map(symbol.hatch.count, symbol.hatch), default=1)
    return Glyph(
        symbol.label, style["facecolor"], style["edgecolor"], _pixels(style["linewidth"]),
        _dashes(symbol), hatch=hatch, step=round(step, 2),
    )  # fmt: skip


def _line(symbol: MapSymbol) -> Glyph:
    style = line_style(symbol)
    return Glyph(symbol.label, "none", style["color"], _pixels(symbol.width), _dashes(symbol))


def _marker(symbol: MapSymbol) -> Glyph:
    # Only named markers: matplotlib would also take a formula.
    if symbol.marker not in _MARKERS:
        raise _unknown(symbol, symbol.marker, Text("标记", "marker"))
    style, marker = marker_style(symbol), MarkerStyle(symbol.marker)
    path = marker.get_path().transformed(marker.get_transform())
    fill = style["markerfacecolor"] if marker.is_filled() else "none"
    return Glyph(
        symbol.label, fill, style["markeredgecolor"], _pixels(style["markeredgewidth"]),
        outline=_path_data(path, symbol.size * PX_PER_POINT), corner=marker.get_joinstyle(),
    )  # fmt: skip


def _pixels(points: float) -> float:
    return round(points * PX_PER_POINT, 2)


def _dashes(symbol: MapSymbol) -> str:
    """Dashes and gaps, as long as the line is wide times the parts."""
    width = _pixels(symbol.width)
    return " ".join(f"{part * width:g}" for part in DASHES) if symbol.dashes else ""


def _path_data(path: Path, scale: float) -> str:
    """A path of matplotlib (y up) as SVG path data (y down)."""
    parts = []
    for vertices, code in path.iter_segments(simplify=False):
        numbers = (f"{v * scale * (-1) ** i:.2f}" for i, v in enumerate(vertices))
        parts.append("Z" if code == Path.CLOSEPOLY else _LETTERS[code] + " ".join(numbers))
    return "".join(parts)


def _tile(symbol: MapSymbol) -> Iterator[str]:
    for character in dict.fromkeys(symbol.hatch):
        if character not in _HATCHES:
            raise _unknown(symbol, character, Text("填充线", "hatch"))
        yield _HATCHES[character]


def _unknown(symbol: MapSymbol, value: str, what: Text) -> DandongError:
    problem = Problem(
        "bad-map-symbol",
        Text(f"图例符号“{symbol.code}”的{what.zh}无法使用", f"the {what.en} of symbol '{symbol.code}' cannot be used"),
        Text("地图无法绘制", "the map cannot be drawn"),
        Text("请在 symbols.toml 中更正该符号", "correct the symbol in symbols.toml"),
        Place(), value[:80],
    )  # fmt: skip
    return DandongError(problem)
