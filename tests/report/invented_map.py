"""A map that a reader can check on paper: 200 km by 100 km, so a unit is ten metres."""

from dandong_analysis.report.blocks import FactRef, Map, MapFeature, MapLayer, MapSymbol

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 75">'
    '<rect width="150" height="75" fill="#0000ff"/></svg>'
)
SEVERE = MapSymbol("severe", "严重", fill="#27598f", edge="#1b2f52", width=0.7)
SLIGHT = MapSymbol("slight", "较轻", fill="#f0e8a8", edge="#8a8350", hatch="//", width=0.7)
UNUSED = MapSymbol("ungraded", "未定级", fill="#ffffff", edge="#555555")


def _square(west: int, south: int, side: int) -> tuple[int, ...]:
    east, north = west + side, south + side
    return (west, south, west, north, east, north, east, south)


def zones(facts: tuple[FactRef, ...] = ()) -> MapLayer:
    """A severe square with a square hole, and a slight one; 40 km sides."""
    whole = (_square(10_000, 10_000, 40_000), _square(40_000, 40_000, 5_000))
    features = (
        MapFeature("Z1", "甲区", "severe", whole, "甲区", ("矿山 2 处",), facts),
        MapFeature("Z2", "乙区", "slight", (_square(100_000, 10_000, 40_000),), "乙区"),
    )
    return MapLayer("zones", "影响分区", "area", (SEVERE, SLIGHT, UNUSED), features)


def mines() -> MapLayer:
    """Three mines, two of them two kilometres from each other."""
    symbols = (
        MapSymbol("severe", "严重", "#26326b", "#ffffff", marker="s", size=3.0, width=0.2),
        MapSymbol("slight", "较轻", "#9fc06d", "#555555", marker="o", size=2.0, width=0.2),
    )
    features = (
        MapFeature("M3", "丙矿", "slight", ((160_000, 80_000),), "丙矿", ("乡镇：丙",)),
        MapFeature("M1", "甲矿", "severe", ((80_000, 80_000),), "甲矿", ("乡镇：甲", "矿种：铁")),
        MapFeature("M2", "乙矿", "severe", ((82_000, 80_000),), "乙矿"),
    )
    return MapLayer("mines", "矿山", "point", symbols, features)


def road(*, shown: bool = True) -> MapLayer:
    """One road from west to east with a bend, of one class."""
    symbol = MapSymbol("road", "道路", edge="#666666", dashes=True, width=1.0)
    feature = MapFeature("R1", "国道", "road", ((0, 90_000, 100_000, 95_000, 200_000, 90_000),))
    return MapLayer("roads", "道路", "line", (symbol,), (feature,), shown)


def web_map(*layers: MapLayer, facts: tuple[FactRef, ...] = (), extent=(0, 0, 200_000, 100_000)):
    return Map(
        "m", "示意地图", "示意地图的文字说明", SVG, b"", 150.0, extent, layers, facts=facts,
        base="示意图，无审图号",
    )  # fmt: skip
