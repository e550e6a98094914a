"""A study of two counties, written for each test, and its chapters opened."""

from decimal import Decimal

import pandas as pd

from dandong_analysis import storage
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.notebook import open_chapter
from dandong_analysis.report.blocks import Note, Paragraph

STUDY = """
format = 1
[study]
zh = "试验"
en = "trial"
slug = "t"
region_zh = "两县"
region_en = "both counties"
base_year = 2021
[[county]]
code = "1"
zh = "甲县"
en = "Jia"
slug = "jia"
[[county]]
code = "2"
zh = "乙县"
en = "Yi"
slug = "yi"
[[delivery]]
id = "north"
folder = "north"
"""


def fact(indicator, value, *, name="", published="", verdict="not_published", **dims):
    number = None if value is None else Decimal(value)
    return Fact(
        name or fact_id(indicator, dims), number, "place", value or "", "数", "number",
        Definition("mines", where=dims), indicator, dims, 1, ("north/a.csv",), published,
        verdict=verdict, reason_zh="因", reason_en="why",
    )  # fmt: skip


# One severe zone of 2 km2 in county 1, and nothing known about management zones.
ZONES = [
    fact(f"ZONE.{name}", value, **dims)
    for name, value in (
        ("COUNT", "1"),
        ("AREA", "2"),
        ("MINES", "4"),
        ("LAND", "30"),
        ("HAZARDS", "5"),
    )
    for dims in (
        {},
        {"zone_grade": "severe"},
        {"county": "1"},
        {"county": "1", "zone_grade": "severe"},
    )
] + [fact("MANAGE.COUNT", None), fact("MANAGE.AREA", None)]
# Both counties: 3 monitoring sites on 12 km2, all in county 1. Mines in protected view: 2 and 1.
FACTS = [
    fact("MON.SITES", "3", published="4", verdict="differs"), fact("MON.AREA", "12"),
    fact("MON.SITES", "3", county="1"), fact("MON.AREA", "12", county="1"),
    fact("MON.SITES", "0", county="2"), fact("MON.AREA", None, county="2"),
    fact("MINE.VIEW", "3"), fact("LAND.VIEW", "30"),
    fact("MINE.VIEW", "2", county="1"), fact("LAND.VIEW", "20", county="1"),
    fact("MINE.VIEW", "1", county="2"), fact("LAND.VIEW", "0", county="2"),
    fact("LSC.COUNT", None), *ZONES,
    fact("PROJ.X", None, published="9", verdict="not_computable"),
]  # fmt: skip
FILES = pd.DataFrame([["north", "a.csv", "synthetic"]], columns=["delivery", "file", "provenance"])
RULES = pd.DataFrame(
    [["r1", "mines", "甲应大于零", "a should be above zero"]],
    columns=["rule", "table", "statement_zh", "statement_en"],
)
ROWS = pd.DataFrame(
    [["accepted", ""], ["quarantined", "bad-year"], ["excluded", "duplicate"], ["excluded", "C08"]],
    columns=["fate", "code"],
)


def write(folder, *facts):
    frames = {
        "facts": Ledger.of(facts or FACTS).to_frame(),
        "rules": RULES,
        "files": FILES,
        "rows": ROWS,
    }
    storage.write_frames(folder / "data" / "processed", frames)


def opened(folder, **given):
    return open_chapter(**{"study": str(folder), "lang": "zh", **given})


def text(block):
    spans = block.spans if isinstance(block, Paragraph | Note) else (block.text,)
    return "".join(s if isinstance(s, str) else s.text for s in spans)
