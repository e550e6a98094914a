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

# A screen is coarser than a sheet and is looked at from farther away: a point is 4/3 pixels, and
# a symbol is drawn nearly twice as large.
PX_PER_POINT = 2.4
TILE = 8.0

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_DASHES = (3.0, 2.0)
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
    fill, edge = _colour(symbol, symbol.fill), _colour(symbol, symbol.edge)
    width = round(symbol.width * PX_PER_POINT, 2)
    dashes = " ".join(f"{part * max(width, 1):g}" for part in _DASHES) if symbol.dashes else ""
    if kind == "point":
        return _marker(symbol, fill, edge, width)
    if kind == "line":
        return Glyph(symbol.label, "none", edge if edge != "none" else fill, width, dashes)
    step = round(_HATCH_STEP * PX_PER_POINT / max(_densities(symbol.hatch), default=1), 2)
    hatch = "".join(_tile(symbol))
    return Glyph(symbol.label, fill, edge, width, dashes, hatch=hatch, step=step)


def _marker(symbol: MapSymbol, fill: str, edge: str, width: float) -> Glyph:
    # Only named markers: matplotlib would also take a formula.
    if symbol.marker not in _MARKERS:
        raise _unknown(symbol, symbol.marker, Text("标记", "marker"))
    style = MarkerStyle(symbol.marker)
    path = style.get_path().transformed(style.get_transform())
    inside, line = (fill, edge) if style.is_filled() else ("none", edge if edge != "none" else fill)
    outline = _path_data(path, symbol.size * PX_PER_POINT)
    return Glyph(symbol.label, inside, line, width, outline=outline, corner=style.get_joinstyle())


def _path_data(path: Path, scale: float) -> str:
    """A path of matplotlib (y up) as SVG path data (y down)."""
    parts = []
    for vertices, code in path.iter_segments(simplify=False):
        numbers = (f"{v * scale * (-1) ** i:.2f}" for i, v in enumerate(vertices))
        parts.append("Z" if code == Path.CLOSEPOLY else _LETTERS[code] + " ".join(numbers))
    return "".join(parts)


def _densities(hatch: str) -> Iterator[int]:
    return (hatch.count(character) for character in hatch)


def _tile(symbol: MapSymbol) -> Iterator[str]:
    for character in dict.fromkeys(symbol.hatch):
        if character not in _HATCHES:
            raise _unknown(symbol, character, Text("填充线", "hatch"))
        yield _HATCHES[character]


def _colour(symbol: MapSymbol, colour: str) -> str:
    if colour and not _COLOUR.fullmatch(colour):
        raise _unknown(symbol, colour, Text("颜色", "colour"))
    return colour or "none"


def _unknown(symbol: MapSymbol, value: str, what: Text) -> DandongError:
    problem = Problem(
        "bad-map-symbol",
        Text(f"图例符号“{symbol.code}”的{what.zh}无法使用", f"the {what.en} of symbol '{symbol.code}' cannot be used"),
        Text("地图无法绘制", "the map cannot be drawn"),
        Text("请在 symbols.toml 中更正该符号", "correct the symbol in symbols.toml"),
        Place(), value[:80],
    )  # fmt: skip
    return DandongError(problem)
