"""Small invented layers that a reader can count on paper."""

from decimal import Decimal

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.styled_layer import LayerField, StyledLayer

GRADES = (("severe", Text("严重", "severe")), ("slight", Text("轻微", "slight")))
ZONE_FIELDS = (
    LayerField("zone_id", Text("分区编号", "zone"), "id"),
    LayerField("zone_name", Text("分区名称", "name of the zone"), "text"),
    LayerField("zone_grade", Text("影响程度", "grade"), "category", "", GRADES),
    LayerField("zone_area_mu", Text("分区面积", "area"), "decimal", "mu"),
    LayerField("mine_count", Text("矿山数量", "mines"), "integer"),
    LayerField("is_override", Text("专家调整", "changed"), "boolean"),
)
SEVERE = MapSymbol("severe", "严重", "#27598f", "#1b2f52", hatch="//", width=0.7)
SLIGHT = MapSymbol("slight", "轻微", "#f0e8a8", "#8a8350", dashes=True, width=0.7)

TWO_PARTS = (
    "MULTIPOLYGON (((124 40, 125 40, 125 41, 124 41, 124 40)),"
    " ((126 40, 127 40, 127 41, 126 41, 126 40)))"
)
WITH_A_HOLE = (
    "POLYGON ((120 39, 121 39, 121 42, 120 42, 120 39),"
    " (120.2 40, 120.4 40, 120.4 41, 120.2 41, 120.2 40))"
)


def zone_frame() -> pd.DataFrame:
    """Z2 is an area of two parts, Z1 one with a hole, Z3 has no outline and no numbers."""
    return pd.DataFrame({
        "zone_id": ["Z2", "Z1", "Z3"],
        "zone_name": ["甲开采区", "乙开采区", "丙开采区"],
        "zone_grade": ["slight", "severe", "slight"],
        "zone_area_mu": [Decimal("12.50"), Decimal("0.1"), None],
        "mine_count": pd.array([3, 0, None], "Int64"),
        "is_override": pd.array([True, False, None], "boolean"),
        "geometry_wkt": [TWO_PARTS, WITH_A_HOLE, None],
    })  # fmt: skip


def zones(**changes) -> StyledLayer:
    values = {
        "name": "zones", "title": Text("影响程度分区", "Impact zones"), "kind": "area",
        "frame": zone_frame(), "fields": ZONE_FIELDS, "key": "zone_id",
        "symbols": (SEVERE, SLIGHT), "symbol_field": "zone_grade", "label_field": "zone_name",
    }  # fmt: skip
    return StyledLayer(**{**values, **changes})


def mines(**changes) -> StyledLayer:
    """Two mines at a place, one without."""
    frame = pd.DataFrame({
        "mine_id": ["M2", "M1", "M3"],
        "opened": pd.to_datetime(["2001-02-03", None, None]).astype("datetime64[ms]"),
        "longitude": pd.array([124.5, 120.25, None], "Float64"),
        "latitude": pd.array([40.125, 41.5, 40.0], "Float64"),
    })  # fmt: skip
    values = {
        "name": "mines", "title": Text("矿山", "Mines"), "kind": "point", "frame": frame,
        "fields": (LayerField("mine_id", Text("统一编号", "mine id"), "id"),
                   LayerField("opened", Text("建矿", "opened"), "date")),
        "key": "mine_id", "symbols": (MapSymbol("", "矿山", "#ffffff", "#111111", marker="^"),),
        "label_field": "mine_id", "label_scale": 100000,
    }  # fmt: skip
    return StyledLayer(**{**values, **changes})
