"""A small invented chapter with everything that an exporter has to print."""

import io
import sys
from datetime import date
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure as Canvas

from dandong_analysis.report.blocks import (
    Block,
    FactRef,
    Field,
    Figure,
    HeaderCell,
    Heading,
    Note,
    Paragraph,
    Table,
)
from dandong_analysis.report.document import DocumentMeta

# Test folders are not packages; their modules are found by name.
sys.path.insert(0, str(Path(__file__).parent))

HOSTILE = (
    "<script>alert(1)</script>", "=cmd()", "{{ 7*7 }}", "#text(red)[typst] $x$ *b* _i_ @label",
    "控制\u0000字\u0008符\u202e倒", "长" * 60, "https://example.org/" + "a" * 150, "]]> & &amp; \"'",
)  # fmt: skip

COUNTIES = ("丹东市城区", "宽甸满族自治县", "凤城市", "东港市")
KINDS = ("露天采场", "工业广场", "废石(土、渣)堆场", "尾矿库", "煤矸石堆", "地面塌陷", "其他")
STATES = ("在建生产", "闭坑", "政策性关闭", "废弃")


def make_fact(text="1,265", fact_id="MINE.TOTAL", **changes) -> FactRef:
    values = {
        "id": fact_id, "value": text.replace(",", ""), "unit": "个", "label": "矿山总数",
        "definition": "“矿山基本情况”表的记录数", "n_rows": 1265,
        "sources": ("城区", "宽甸", "凤城", "东港"), "published": "1265", "verdict": "equal",
        "provenance": "synthetic",
    }  # fmt: skip
    return FactRef(text=text, **{**values, **changes})


def _area(row: int, column: int) -> FactRef:
    value = f"{(row * 37 + column * 11) % 97 * 12.5:,.2f}"
    name = f"LAND.DAMAGED@county=2106{row % 4},damage_type=k{row},status_class=s{column}"
    return make_fact(
        value, name, unit="亩", label=f"{KINDS[row % 7]}，{STATES[column % 4]}", published="",
        definition=f"“占用破坏土地”表中损毁类型为“{KINDS[row % 7]}”、生产状态为“{STATES[column % 4]}”的面积之和",
        n_rows=row + column, verdict="not_published",
    )  # fmt: skip


def make_table(**changes) -> Table:
    values = {"id": "t", "caption": "甲", "header": ((HeaderCell("a"), HeaderCell("b")),),
              "body": ((("x",), ("1",)),), "align": "lr"}  # fmt: skip
    return Table(**{**values, **changes})


def long_table(rows: int = 56) -> Table:
    first = (HeaderCell("县（市、区）", rows=2), HeaderCell("占用破坏类型", rows=2),
             HeaderCell("在建生产矿山", columns=2), HeaderCell("关闭矿山", columns=2),
             HeaderCell("合计", rows=2))  # fmt: skip
    second = tuple(HeaderCell(t) for t in ("面积", "占比（%）", "面积", "占比（%）"))
    body = [
        ((COUNTIES[r % 4],), (KINDS[r % 7],), *((_area(r, c),) for c in range(4)), ("—",))
        for r in range(rows)
    ]
    body.append((("合计",), ("",), *((_area(rows, c),) for c in range(4)), (make_fact("44,750", "LAND.DAMAGED", unit="亩"),)))  # fmt: skip
    return Table(
        "damage", "各县（市、区）矿山占用破坏土地面积", (first, second), tuple(body), "llrrrrr",
        "亩", ("面积为精确求和，合计可能与分项之和相差一个末位单位。", "“—”表示没有数据。"), (rows,),
    )  # fmt: skip


def small_table() -> Table:
    header = tuple(HeaderCell(t) for t in ("单位", "矿山数", "公布值", "结论"))
    body = tuple(
        ((name,), (make_fact(str(n), f"MINE.TOTAL@county={n}", label=f"矿山数，{name}"),), (str(n),), ("一致",))
        for name, n in zip(COUNTIES, (211, 402, 388, 264), strict=True)
    )  # fmt: skip
    return Table("mines", "各县（市、区）矿山数与公布值对照", (header,), body, "lrrc", "个")


def picture() -> Figure:
    with mpl.rc_context({"svg.hashsalt": "dandong", "svg.fonttype": "path"}):
        canvas = Canvas(figsize=(5.5, 2.6), layout="constrained")
        axes = canvas.subplots()
        axes.barh(["A", "B", "C", "D"], [211, 402, 388, 264], color="#4477aa")
        axes.spines[["top", "right"]].set_visible(False)
        svg, png = io.StringIO(), io.BytesIO()
        canvas.savefig(svg, format="svg", metadata={"Date": None})
        canvas.savefig(png, format="png", dpi=200)
    return Figure(
        "bars", "各县（市、区）矿山数", "横条图：宽甸 402 个最多，城区 211 个最少", svg.getvalue(),
        png.getvalue(), 140.0, ("A 城区，B 宽甸，C 凤城，D 东港。",),
        (make_fact("402", "MINE.TOTAL@county=402", label="矿山数，宽甸满族自治县"),),
    )  # fmt: skip


@pytest.fixture
def fact():
    return make_fact


@pytest.fixture
def hostile() -> tuple[str, ...]:
    return HOSTILE


@pytest.fixture(scope="session")
def chapter() -> list[Block]:
    text = (
        "全市共有矿山 ", make_fact(), " 个，占用破坏土地 ",
        make_fact("44,750", "LAND.DAMAGED", unit="亩", label="占用破坏土地总面积"),
        " 亩，其中露天采场 ",
        make_fact("13,010.25", "LAND.PIT", unit="亩", label="露天采场面积", published="13011", verdict="differs"),
        " 亩。面积按亩精确求和，四县（市、区）合计与公布值一致；规划文本中的分类面积合计与总面积相差 1 亩，源于修约。",
    )  # fmt: skip
    return [
        Heading("矿山地质环境现状", 1),
        Heading("矿山基本情况", 2),
        Paragraph(text),
        Paragraph(text[-1:] * 3),
        Note("synthetic", ("本章数值由模拟数据算出，只说明流程可用。",)),
        small_table(),
        Heading("矿山数的分布", 3),
        Paragraph(("各县（市、区）矿山数见下图。",)),
        picture(),
        Heading("占用破坏土地", 2),
        Heading("按类型与状态", 3),
        Paragraph(text[:3]),
        long_table(),
        Note("difference", ("露天采场面积比公布值少 ", make_fact("0.75", "LAND.PIT.DIFF", unit="亩"), " 亩。")),
        Heading("说明", 4),
        Note("unverified", ("影响程度分级的临界值尚未与标准原文核对。",)),
        Note("source", ("四个调查组交付的调查表。",)),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def meta() -> DocumentMeta:
    return DocumentMeta(
        "丹东市矿山地质环境现状统计", subtitle="第二章样稿", study="示范研究", region="全市",
        as_of="2017-12-31", created=date(2026, 11, 23), provenance="synthetic", build="0f3c2a91",
        author="示范组", chapter=2,
    )  # fmt: skip


@pytest.fixture(scope="session")
def hostile_chapter() -> list[Block]:
    """Text of a delivery that would be markup, code or a formula elsewhere."""
    cells = tuple(((text,), (text, make_fact("1", text))) for text in HOSTILE)
    header = (HeaderCell(HOSTILE[0]), HeaderCell(HOSTILE[3]))
    return [
        Heading(HOSTILE[0], 1),
        Heading(HOSTILE[3], 2),
        *(Paragraph((text, make_fact(text, "F1", label=text, definition=text, sources=(text,)))) for text in HOSTILE),
        Table(HOSTILE[0], HOSTILE[3], (header,), cells, "lr", HOSTILE[0], HOSTILE),
        Note("limit", HOSTILE),
        Field("cause:A", HOSTILE[0], HOSTILE, HOSTILE[3], HOSTILE[2], HOSTILE[1]),
        Field("cause:B", HOSTILE[6] + HOSTILE[3], (), HOSTILE[7]),
        Figure("f", HOSTILE[0], HOSTILE[0] + HOSTILE[7], picture().svg, picture().png, 60.0, HOSTILE),
    ]  # fmt: skip
