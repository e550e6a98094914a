"""Indicators that list the rows of a computed frame, and the frames that they list."""

from decimal import Decimal

import pandas as pd

TEXT = ("delivery", "source_file", "source_sheet")


def field(name, kind="text", **more):
    return {"name": name, "zh": name, "en": name, "kind": kind, **more}


FRAMES = {
    "sums": {
        "zh": "数额", "en": "sums",
        "fields": [field("assessment", "id"), field("code", "id"), field("amount", "decimal"),
                   field("unit"), field("places", "integer"), field("of")],
    },
    "behind": {
        "zh": "来源", "en": "behind",
        "fields": [*(field(n) for n in TEXT), field("source_row", "integer"),
                   field("assessment", "id"), field("code", "id"), field("amount", "decimal")],
    },
    "shares": {
        "zh": "比率", "en": "shares", "rests_on": ["behind"],
        "fields": [field("assessment", "id"), field("name", "id"),
                   field("share", "decimal", unit="percent"), field("of"),
                   field("why", "category", vocabulary="assessment_status"),
                   field("doubt", "category", vocabulary="assessment_status")],
    },
}  # fmt: skip
EACH = {"measure": "each", "unit": "mu"}
SUM = {
    "id": "SUM", "table": "sums", "column": "amount", "zh": "{code}", "en": "{code}", **EACH,
    "each": {"key": "code", "unit": "unit", "places": "places", "rows": "behind",
             "made_of": "SUM", "parts": "of"},
}  # fmt: skip
SHARE = {
    "id": "SHARE", "table": "shares", "column": "share", "zh": "{name}", "en": "{name}",
    **EACH, "unit": "percent", "places": 1,
    "each": {"key": "name", "reason": "why", "caution": "doubt", "made_of": "SUM", "parts": "of"},
}  # fmt: skip


def frame(table, rows):
    """The described frame, numbers as decimals."""
    kinds = {f["name"]: f["kind"] for f in FRAMES[table]["fields"]}
    columns = {
        name: pd.Series(
            [None if r.get(name) is None else Decimal(r[name]) if kind == "decimal" else r[name]
             for r in rows],
            dtype={"decimal": "object", "integer": "Int64"}.get(kind, "str"),
        )
        for name, kind in kinds.items()
    }  # fmt: skip
    return pd.DataFrame(columns)


def row_behind(code, amount, number, table="land_damage", column="damaged_area_mu", day="D1"):
    return {
        "delivery": "one", "source_file": f"{table}.csv", "source_sheet": "", "source_row": number,
        "assessment": day, "code": code, "amount": amount, "table": table, "column": column,
    }  # fmt: skip
