"""The map of a page: its layers as SVG that a reader can move, enlarge and ask.

Everything is made here and in ``templates/map.html.j2`` by the template engine, which escapes
it. The page's one script (``templates/map.js``) moves and shows what is already there: it reads
attributes and elements, writes text only as text, and fetches nothing. Without it, and on paper,
the page shows the drawn sheet.

Coordinates on the page are whole units from the north-western corner of the map, x to the east
and y to the south; a unit is a power of ten of metres, so that the longer side has four or five
digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby, pairwise

import shapely

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import Map, MapFeature, MapKind, MapLayer
from dandong_analysis.report.glyphs import Glyph, glyph
from dandong_analysis.report.sketch import area_of

# A side of the map has so many digits of units at most.
_DIGITS = 5
# Numbers of the shortest part: two points, or three.
_SHORTEST_LINE, _SMALLEST_RING = 4, 6

Point = tuple[int, int]


@dataclass(frozen=True)
class ScreenFeature:
    """A feature in units: ``path`` is empty for a point, ``at`` is where its label stands."""

    id: str
    feature: MapFeature
    at: Point
    path: str = ""

    @property
    def lines(self) -> str:
        """The lines of text as one; no line holds a line break (:func:`.document.printable`)."""
        return "\n".join(self.feature.text)


@dataclass(frozen=True)
class Group:
    """The features of one symbol; ``symbol`` is its place in the layer's legend."""

    id: str
    symbol: int
    glyph: Glyph
    features: tuple[ScreenFeature, ...]

    @property
    def trail(self) -> str:
        """A path from point to point; each of its corners is painted as the symbol.

        The browser repaints thousands of corners of one path in the time in which it would
        only look at as many copies of a symbol.
        """
        return _path([one.at for one in self.features])


@dataclass(frozen=True)
class ScreenLayer:
    """A layer with the groups of those of its symbols that occur, in the order of the legend."""

    layer: MapLayer
    number: int
    legend: tuple[Group, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups in the order of painting: the first one of the legend ends on top."""
        return self.legend[::-1]


@dataclass(frozen=True)
class ScreenMap:
    """A map in units: its size, the metres of a unit, and its layers from bottom to top."""

    width: int
    height: int
    unit: int
    layers: tuple[ScreenLayer, ...]


@dataclass(frozen=True)
class _Frame:
    """From metres of the map's plane to units of the page."""

    extent: tuple[int, ...]

    @cached_property
    def unit(self) -> int:
        west, south, east, north = self.extent
        return int(10 ** max(0, len(str(max(east - west, north - south))) - _DIGITS))

    @property
    def size(self) -> Point:
        return self.point(self.extent[2], self.extent[1])

    def point(self, x: int, y: int) -> Point:
        """The nearest whole units; a half rounds to the south-east."""
        west, _, _, north = self.extent
        half = self.unit // 2
        return (x - west + half) // self.unit, (north - y + half) // self.unit

    def points(self, part: Sequence[int]) -> list[Point]:
        return [self.point(x, y) for x, y in zip(part[::2], part[1::2], strict=True)]


def screen_map(block: Map, *, key: str) -> ScreenMap:
    """``block`` as the template writes it; all its ids begin with ``key``.

    Raises
    ------
    DandongError
        When a symbol cannot be painted, or a feature has no shape or no symbol in its layer.
    """
    frame = _Frame(block.extent)
    width, height = frame.size
    layers = tuple(_layer(layer, n, frame, key) for n, layer in enumerate(block.layers))
    return ScreenMap(width, height, frame.unit, layers)


def _layer(layer: MapLayer, number: int, frame: _Frame, key: str) -> ScreenLayer:
    places = {symbol.code: n for n, symbol in enumerate(layer.symbols)}
    found: dict[int, list[MapFeature]] = {}
    for feature in layer.features:
        found.setdefault(_place(feature, places), []).append(feature)
    legend = (_group(layer, n, found[n], frame, f"{key}-{number}-{n}") for n in sorted(found))
    return ScreenLayer(layer, number, tuple(legend))


def _group(
    layer: MapLayer, symbol: int, features: Sequence[MapFeature], frame: _Frame, key: str
) -> Group:
    drawn = (_feature(f, layer.kind, frame, f"{key}-{n}") for n, f in enumerate(features))
    return Group(key, symbol, glyph(layer.symbols[symbol], layer.kind), tuple(drawn))


def _place(feature: MapFeature, places: dict[str, int]) -> int:
    if feature.symbol not in places:
        raise _bad(
            feature, feature.symbol, Text("其符号不在图例中", "its symbol is not in the legend")
        )
    return places[feature.symbol]


def _feature(feature: MapFeature, kind: MapKind, frame: _Frame, key: str) -> ScreenFeature:
    if not _is_drawable(feature.parts, kind):
        raise _bad(feature, "", Text("没有可用的图形", "it has no shape that can be drawn"))
    parts = [frame.points(part) for part in feature.parts]
    if kind == "point":
        return ScreenFeature(key, feature, parts[0][0])
    if kind == "line":
        strokes = "".join(_path(_merged(part)) for part in parts)
        longest = max(parts, key=len)
        return ScreenFeature(key, feature, longest[len(longest) // 2], strokes)
    rings = "".join(f"{_path(_merged(part))}z" for part in parts)
    return ScreenFeature(key, feature, _middle(feature, frame), rings)


def _is_drawable(parts: Sequence[Sequence[int]], kind: MapKind) -> bool:
    if kind == "point":
        return [len(part) for part in parts] == [2]
    smallest = _SHORTEST_LINE if kind == "line" else _SMALLEST_RING
    return bool(parts) and all(len(p) >= smallest and len(p) % 2 == 0 for p in parts)


def _merged(points: Sequence[Point]) -> list[Point]:
    """Points without repetitions; a shape smaller than a unit becomes one unit wide."""
    kept = [point for point, _ in groupby(points)]
    if len(kept) > 1:
        return kept
    x, y = kept[0]
    return [(x, y), (x + 1, y), (x + 1, y + 1)]


def _path(points: Sequence[Point]) -> str:
    """Path data: the first point, then steps."""
    x, y = points[0]
    steps = chain.from_iterable((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
    moves = _after(*steps).lstrip()
    return f"M{x}{_after(y)}" + (f"l{moves}" if moves else "")


def _after(*numbers: int) -> str:
    """Numbers with a blank where no sign keeps them apart."""
    return "".join(f"{number}" if number < 0 else f" {number}" for number in numbers)


def _middle(feature: MapFeature, frame: _Frame) -> Point:
    """The middle of the largest circle inside an area; of a sliver, its first corner."""
    shape = area_of(feature)
    if shape.is_empty:
        return frame.point(*feature.parts[0][:2])
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape, frame.unit))[0]
    return frame.point(round(x), round(y))


def _bad(feature: MapFeature, value: str, rule: Text) -> DandongError:
    problem = Problem(
        "bad-map-feature",
        Text(f"图上要素“{feature.id}”：{rule.zh}", f"feature '{feature.id}' of a map: {rule.en}"),
        Text("地图无法绘制", "the map cannot be drawn"),
        Text("请用同一版本的程序重新运行该章", "run the chapter again with this version"),
        Place(), value[:80],
    )  # fmt: skip
    return DandongError(problem)
