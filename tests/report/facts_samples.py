"""A small page of facts: three mines in two files, what is derived from them, and hostile text."""

from decimal import Decimal

import numpy as np

from dandong_analysis.evidence import Cell, Evidence, Reference, Rows
from dandong_analysis.facts import Definition, Fact
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.facts_page import FactsPage
from dandong_analysis.report.mentions import Mention, Printed
from dandong_analysis.report.opened import Meaning, open_facts
from dandong_analysis.report.wording import fact_ref
from dandong_analysis.schemas import Schemas

NO_NAMES = Schemas({}, {})
META = DocumentMeta("三矿研究", provenance="survey")
STANDS = Mention(0, "01_first.html#table-1-1", "表1-1　矿山")
STRANGE = "ODD@row_id=a/b c'<i>%2C"


def fact(name, value, *parents, unit="mu", measure="sum", table="", **more) -> Fact:
    printed = "" if value is None else f"{Decimal(value):.0f}"
    values = {
        "sources": ("team/mines.csv",),
        "verdict": "not_published",
        "provenance": "survey",
        **more,
    }
    return Fact(
        name, None if value is None else Decimal(value), unit, printed, f"标签{name}", f"label {name}",
        Definition(table=table, measure=measure, parents=parents), name.partition("@")[0], **values,
    )  # fmt: skip


AREA = fact(
    "LAND", "44750.5", table="land", n_rows=3, published="44751", section="二", verdict="equal"
)
COUNT = fact("MINES", "3", unit="mine", measure="count", table="mines", n_rows=3)
RATE = fact(
    "RATE", "14916.8333333333333333333333333333", "LAND", "MINES", measure="ratio", n_rows=6
)
TOTAL = fact("BOTH", "44753.5", "LAND", "MINES", n_rows=6)
MODEL = fact("MODEL", "9", "RATE", measure="each", table="models", n_rows=6)
LARGEST = fact("MAX", "44000", measure="max", table="land", n_rows=3)
KINDS = fact("KINDS", "2", unit="item", measure="distinct", table="mines", n_rows=3)
NOTHING = fact("NOTHING", None, reason_zh="没有提交“矿山”表", reason_en="not delivered")
ODD = fact(STRANGE, "12000", measure="count", table="mines", n_rows=250)
FACTS = [AREA, COUNT, RATE, TOTAL, MODEL, LARGEST, KINDS, NOTHING, ODD]
# Those that no chapter prints.
SILENT = {"MINES"}


def evidence(*texts: str) -> Evidence:
    """Three areas, the second with a formula's sign; 250 rows more; ``texts`` as delivered."""
    raw = ["44000亩", "-0.5", "751"]
    cells = [Cell("team", "mines.csv", "", n, "3", "面积", text) for n, text in enumerate(raw, 2)]
    cells += [Cell("team", "更多.xlsx", "表一", n, "A", "编号", text or f"M{n:03}")
              for n, text in zip(range(1, 251), [*texts, *[""] * 250], strict=False)]  # fmt: skip
    land, ones = ("44000", "-0.5", "751"), ("1",) * 250
    every = np.arange(250)
    return Evidence(
        tuple(cells),
        (Rows(every[:3], land), Rows(every[3:6], ones[:3]), Rows(every[3:6], ("金", "金", "铁")),
         Rows(every + 3, ones)),
        {"LAND": Reference(0, every[:3]), "MAX": Reference(0, every[:3]),
         "MINES": Reference(1, every[:3]), "KINDS": Reference(2, every[:3]),
         STRANGE: Reference(3, every)},
    )  # fmt: skip


def page(*facts: Fact, lang: str = "zh", texts: tuple[str, ...] = ()) -> FactsPage:
    """The page of ``facts``, or of all of this module."""
    shown = facts or FACTS
    printed = {
        f.id: Printed(ref := fact_ref(f, lang, NO_NAMES), {ref.text: None}, {STANDS: None})
        for f in shown if f.id not in SILENT
    }  # fmt: skip
    meanings = {f.id: Meaning(f"定义{f.id}", "矿山表", (("规模", "大型"),)) for f in shown}
    opened = open_facts(printed, shown, meanings, schemas=NO_NAMES, lang=lang)
    hashes = {("team", "mines.csv"): "aa11", ("team", "更多.xlsx"): "bb22"}
    chapters = [("第一章　甲", "01_first.html")]
    readings = {("team", "mines.csv", "", 2, "3"): "换算单位"}
    return FactsPage(opened, evidence(*texts), hashes, chapters, readings)
