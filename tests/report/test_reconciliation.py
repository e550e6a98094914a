"""Published figures beside recomputed facts, and those that cannot be recomputed."""

from decimal import Decimal
from typing import get_args

from dandong_analysis.facts import Definition, Fact, Ledger, Verdict
from dandong_analysis.report.reconciliation import (
    COMPARED,
    comparison_tables,
    not_computable_table,
    reconciliation_table,
)
from dandong_analysis.schemas import standard_schemas

OPTIONS = {"lang": "zh", "schemas": standard_schemas(), "caption": "题", "table_id": "t"}


def fact(name, value, published, verdict, reason="", section="一"):
    return Fact(
        name, None if value is None else Decimal(value), "mine", value or "", "矿山数量",
        "number of mines", Definition("mines"), name, published=published, verdict=verdict,
        section=section, reason_zh=reason, reason_en=f"{reason}!",
    )  # fmt: skip


LEDGER = Ledger.of(
    [
        fact("A", "9", "9", "equal"),
        fact("B", "10", "12650", "differs", "少一行"),
        fact("C", "8", "8", "equal"),
        fact("D", "7", "7.0", "equal_rounded"),
        fact("E", None, "3", "not_computable", "没有数据", "二"),
        fact("F", "6", "0.6", "equal_in_unit"),
        fact("G", "5", "", "not_published"),
        fact("H", None, "", "not_computable"),
    ]
)  # fmt: skip


def texts(table):
    return [
        ["".join(s if isinstance(s, str) else s.text for s in cell) for cell in row]
        for row in table.body
    ]


def test_differences_stand_first_and_each_verdict_keeps_the_order_of_the_ledger():
    table = reconciliation_table(LEDGER, verdicts=COMPARED["differing"], **OPTIONS)
    assert [cell.text for cell in table.header[0]] == [
        "数据项", "公布值", "复算值", "单位", "结论", "规划章节", "说明",
    ]  # fmt: skip
    assert table.align == "lrrllll"
    assert texts(table) == [
        ["矿山数量 B", "12,650", "10", "个", "不一致", "一", "少一行"],
        ["矿山数量 F", "0.6", "6", "个", "换算单位后一致", "一", ""],
        ["矿山数量 D", "7.0", "7", "个", "修约后一致", "一", ""],
    ]


def test_one_verdict_needs_no_column_and_no_reason_neither():
    table = reconciliation_table(LEDGER, verdicts=COMPARED["agreeing"], **OPTIONS)
    assert [cell.text for cell in table.header[0]] == [
        "数据项", "公布值", "复算值", "单位", "规划章节",
    ]  # fmt: skip
    assert table.align == "lrrll"
    assert texts(table) == [
        ["矿山数量 A", "9", "9", "个", "一"],
        ["矿山数量 C", "8", "8", "个", "一"],
    ]


def test_an_agreeing_figure_may_have_a_remark():
    ledger = Ledger.of(
        [fact("A", "9", "9", "equal"), fact("B", "8", "8", "equal", "另有 2 处未填")]
    )
    table = reconciliation_table(ledger, verdicts=COMPARED["agreeing"], **OPTIONS)
    assert [row[-1] for row in texts(table)] == ["", "另有 2 处未填"]


def test_only_the_wanted_verdicts_in_the_wanted_order():
    table = reconciliation_table(LEDGER, verdicts=["equal", "differs"], **OPTIONS)
    assert [row[0] for row in texts(table)] == ["矿山数量 A", "矿山数量 C", "矿山数量 B"]


def test_every_verdict_has_its_table_or_none_by_intent():
    shown = [verdict for verdicts in COMPARED.values() for verdict in verdicts]
    assert sorted([*shown, "not_computable", "not_published"]) == sorted(get_args(Verdict))


def compared(*names):
    kept = Ledger.of([f for f in LEDGER if f.id in names])
    made = comparison_tables(kept, lang="zh", schemas=OPTIONS["schemas"], caption=str)
    return [(table.id, table.caption, len(table.body)) for table in made]


def test_each_published_figure_stands_in_one_table_and_none_is_empty():
    assert compared(*"ABCDEFGH") == [
        ("differing", "table.differing", 3), ("agreeing", "table.agreeing", 2),
        ("not_computable", "table.not_computable", 1),
    ]  # fmt: skip
    assert compared("A", "G") == [("agreeing", "table.agreeing", 1)]
    assert compared("G", "H") == []


def test_what_cannot_be_recomputed_has_a_table_without_recomputed_values():
    table = not_computable_table(LEDGER, lang="zh", caption="题", table_id="t")
    assert [cell.text for cell in table.header[0]] == [
        "数据项",
        "公布值",
        "单位",
        "规划章节",
        "说明",
    ]
    assert texts(table) == [["矿山数量 E", "3", "个", "二", "没有数据"]]
    english = not_computable_table(LEDGER, lang="en", caption="", table_id="t")
    assert texts(english)[0][-1] == "没有数据!"
