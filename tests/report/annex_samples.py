"""A small invented report with tables whose sums and rates are countable by hand."""

from dataclasses import replace
from decimal import Decimal

from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.report.blocks import FactRef, HeaderCell, Heading, Note, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta

META = DocumentMeta("三县调查", region="两县", provenance="synthetic", chapter=2)

# 亩 by county and status: the totals below are their sums.
AREAS = {("a", "x"): "1.25", ("a", "y"): "2.5", ("b", "x"): "10000.5", ("b", "y"): "0"}
COUNTY = {"a": "3.75", "b": "10000.5"}
STATUS = {"x": "10001.75", "y": "2.5"}
ALL = "10004.25"
MINES = {"a": "3", "b": "4", "": "7"}
# 3.75/3, 10000.5/4, 10004.25/7
EACH = {"a": "1.25", "b": "2500.125", "": "1429.178571428571428571428571428571428571"}
# 3/7, 4/7, 7/7 in percent
SHARE = {"a": "42.85714285714285714285714", "b": "57.14285714285714285714286", "": "100"}


def fact(indicator, value, unit="mu", printed="", *, parents=(), measure="sum", **dims) -> Fact:
    made = Definition("land", measure, "area_mu", dims, tuple(parents))
    if parents and measure in ("sum", "ratio"):
        made = Definition(measure=measure, parents=tuple(parents))
    return Fact(
        fact_id(indicator, dims), None if value is None else Decimal(value), unit, printed,
        f"{indicator} 数", f"{indicator} number", made, indicator, dims, 3, ("north/一.csv",),
        provenance="synthetic",
    )  # fmt: skip


def _dims(county: str) -> dict[str, str]:
    return {"county": county} if county else {}


def invented() -> Ledger:
    areas = [fact("LAND", v, printed=f"{Decimal(v):.2f}", county=c, status=s)
             for (c, s), v in AREAS.items()]  # fmt: skip
    areas += [fact("LAND", v, printed=f"{Decimal(v):.2f}", county=c) for c, v in COUNTY.items()]
    areas += [fact("LAND", v, printed=f"{Decimal(v):.2f}", status=s) for s, v in STATUS.items()]
    areas.append(fact("LAND", ALL, printed="10004.25"))
    mines = [fact("MINES", v, "mine", v, measure="count", **_dims(c)) for c, v in MINES.items()]
    each = [
        fact("EACH", v, printed=p, measure="ratio", **_dims(c),
             parents=(fact_id("LAND", _dims(c)), fact_id("MINES", _dims(c))))
        for (c, v), p in zip(EACH.items(), ("1.25", "2500.12", "1429.18"), strict=True)
    ]  # fmt: skip
    share = [
        fact("SHARE", v, "percent", p, measure="ratio", **_dims(c),
             parents=(fact_id("MINES", _dims(c)), "MINES"))
        for (c, v), p in zip(SHARE.items(), ("42.9", "57.1", "100.0"), strict=True)
    ]  # fmt: skip
    return Ledger.of([*areas, *mines, *each, *share])


def ref(known: Fact, text: str = "", **changes) -> FactRef:
    made = FactRef(
        text or known.printed, known.id, f"{known.value:f}"[:20], "亩", known.label_zh,
        "“土地”表中面积之和", known.n_rows, known.sources, known.published, known.verdict,
        known.provenance, parents=known.definition.parents,
    )  # fmt: skip
    return replace(made, **changes)


def cell(ledger: Ledger, indicator: str, text: str = "", **dims) -> tuple[FactRef]:
    return (ref(ledger.cross(indicator, **dims), text),)


def land_table(ledger: Ledger) -> Table:
    """County by status with totals on both sides, as a crosstab prints them; a zero is a dash."""

    def row(label, **dims):
        zero = {"text": "—"} if dims == {"county": "b"} else {}
        return ((label,), cell(ledger, "LAND", status="x", **dims),
                cell(ledger, "LAND", status="y", **dims, **zero), cell(ledger, "LAND", **dims))  # fmt: skip

    header = (
        (HeaderCell("县", rows=2), HeaderCell("状态", columns=2), HeaderCell("合计", rows=2)),
        (HeaderCell("甲"), HeaderCell("乙")),
    )
    body = (row("甲县", county="a"), row("乙县", county="b"), row("合计"))
    return Table("land", "占用破坏土地", header, body, "lrrr", "亩", ("合计为各项之和。",), (2,))


def rate_table(ledger: Ledger) -> Table:
    """Land and mines with the land of each mine, whose terms stand beside it."""
    header = tuple(HeaderCell(t) for t in ("县", "土地（亩）", "矿山（个）", "每个（亩）"))
    body = tuple(
        ((label,), *(cell(ledger, i, **_dims(c)) for i in ("LAND", "MINES", "EACH")))
        for label, c in (("甲县", "a"), ("乙县", "b"), ("合计", ""))
    )
    return Table("each", "每个矿山占用破坏土地", (header,), body, "lrrr", "", (), (2,))


def share_table(ledger: Ledger) -> Table:
    """Shares whose terms stand in no table with them."""
    header = (HeaderCell("县"), HeaderCell("占比（%）"))
    body = tuple(((c,), cell(ledger, "SHARE", **_dims(c))) for c in ("a", "b"))
    return Table("share", "矿山占比", (header,), body, "lr")


def invented_report() -> tuple[list, Ledger]:
    ledger = invented()
    blocks = [
        Heading("现状", 1), Note("unverified", ("界限尚未核对。",)),
        Paragraph(("共 ", ref(ledger["LAND"], "10,004.25"), " 亩。")),
        land_table(ledger), rate_table(ledger), share_table(ledger),
    ]  # fmt: skip
    return blocks, ledger
