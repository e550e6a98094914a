"""Small invented layers: two areas side by side, the larger with a hole, three mines, a road."""

import pandas as pd
import shapely

from dandong_analysis.geometry import Plane, write_shape
from dandong_analysis.report.blocks import MapFeature, MapLayer, MapSymbol
from dandong_analysis.report.sheet import SheetText

PLANE = Plane(124.0, 40.0)
SHEET = SheetText("survey", source="甲组调查表", date="2017-12-31", compiler="示范组")

SEVERE = MapSymbol("severe", "严重", "#7393c6", "#1b2f52", "////")
SLIGHT = MapSymbol("slight", "较轻", "#f7f0c6", "#8a8350")
UNUSED = MapSymbol("ungraded", "未定级", "#ffffff", "#555555")
BORDER = MapSymbol("county", "县界", "", "#666666", dashes=True)
DOT = MapSymbol("mine", "矿山", "#26326b", "#ffffff", marker="o")
ROAD = MapSymbol("road", "公路", "", "#111111")


def wkt(metres: shapely.Geometry) -> str:
    """A shape in metres of the plane as it would be delivered."""
    return write_shape(PLANE.to_degrees(metres))


WEST = shapely.box(-10_000, -8_000, 0, 8_000).difference(shapely.box(-6_000, -2_000, -2_000, 2_000))
EAST = shapely.box(0, -8_000, 9_000, 8_000)


def zones() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "zone_id": ["Z1", "Z2"], "zone_name": ["西区", "东区"], "zone_grade": ["slight", "severe"],
            "geometry_wkt": [wkt(WEST), wkt(EAST)],
        }
    )  # fmt: skip


def mines() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "mine_id": ["M1", "M2", "M3"], "name": ["甲矿", "乙矿", None], "kind": ["mine"] * 3,
            "longitude": [124.05, 123.95, None], "latitude": [40.02, 40.03, 40.0],
        }
    )  # fmt: skip


def square(x: int, y: int, side: int) -> tuple[int, ...]:
    """A ring round a middle, in metres."""
    west, south, east, north = x - side // 2, y - side // 2, x + side // 2, y + side // 2
    return (west, south, east, south, east, north, west, north)


def area(name: str, *rings: tuple[int, ...], symbol: str = "slight", label: str = "") -> MapFeature:
    return MapFeature(name, name, symbol, rings, label)


def layers(label: str = "") -> list[MapLayer]:
    """An area with a hole, an area beside it, a road and two mines, one with a label."""
    ring, hole = square(-5_000, 0, 10_000), square(-5_000, 0, 4_000)
    return [
        MapLayer("zones", "分区", "area", (SEVERE, SLIGHT, UNUSED), (
            area("Z1", ring, hole, label="西区"),
            area("Z2", square(5_000, 0, 10_000), symbol="severe", label="东区"),
        )),
        MapLayer("roads", "公路", "line", (ROAD,), (
            MapFeature("R1", "公路", "road", ((-9_000, -4_500, 9_000, -4_500),)),
        )),
        MapLayer("mines", "矿山", "point", (DOT,), (
            MapFeature("M1", "甲矿", "mine", ((3_000, 1_000),), label),
            MapFeature("M2", "乙矿", "mine", ((-8_000, 3_500),)),
        )),
    ]  # fmt: skip
