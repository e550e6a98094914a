"""Labels, definitions in words, and the list of facts."""

import json

import pytest

from dandong_analysis.facts import Definition, Fact
from dandong_analysis.stats.listing import list_facts
from dandong_analysis.stats.wording import describe

KEYS = {
    "id", "value", "unit", "printed", "label_zh", "label_en", "n_rows", "published", "verdict",
    "provenance", "reason_zh", "reason_en", "section", "definition_zh", "definition_en",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "zh", "en"),
    [
        ("MINE.TOTAL", "矿山数量", "number of mines"),
        ("MINE.TOTAL@county=A,status_class=closed", "甲县闭坑矿山数量",
         "number of mines, closed, County A"),
        ("MINE.TOTAL@mining_method=?", "矿山数量（开采方式：未填）",
         "number of mines (mining method: not given)"),
        ("LAND.PIT", "露天采场占用破坏土地面积", "damaged land, open pit"),
        ("LEG.DAMAGED", "占用破坏土地面积（治理责任类别：政策性关闭、废弃）",
         "damaged land (duty to restore: closed by policy or abandoned)"),
        ("MINE.TOTAL@commodity_class=metal", "矿山数量（矿类：金属矿产）",
         "number of mines (commodity class: metals)"),
        ("MINE.TOTAL@is_in_protected_view=true", "矿山数量（与三区两线的关系：三区两线内）",
         "number of mines (protected view: in protected view)"),
    ],
)  # fmt: skip
def test_labels_name_the_crossing(trial, small, fact, zh, en):
    assert trial.ledger(small)[fact].label.zh == zh
    assert trial.ledger(small)[fact].label.en == en


def test_years_are_written_as_years(trial):
    work = trial.restoration({"accepted_date": "2015-03-01"})
    ledger = trial.ledger({"restoration": work})
    assert ledger["REST.AREA@year=2015"].label_zh == "2015年经验收的治理面积"


def test_a_definition_in_words(trial, small):
    found = describe(
        trial.ledger(small)["LAND.DAMAGED@county=A,status_class=closed"], trial.schemas
    )
    assert found.zh == (
        "“占用破坏土地”表（每行为一个占用破坏土地图斑）中县(市、区)为“甲县”、"
        "矿山生产状态为“闭坑”的行，“占用破坏土地面积”之和，单位：亩"
    )
    assert found.en == (
        "sum of 'damaged area' in 'damaged land' where county is 'County A', "
        "mine status is 'closed'; unit: mu"
    )


def test_terms_are_named_by_label_or_else_by_id(trial, small):
    ledger = trial.ledger(small)
    fact = ledger["LAND.PER_MINE"]
    assert describe(fact, trial.schemas).zh == "“LAND.DAMAGED” ÷ “MINE.TOTAL”"
    known = describe(fact, trial.schemas, ledger=ledger)
    assert known.en == "'damaged land' ÷ 'number of mines'"


def test_a_figure_of_the_document_is_described_as_such(trial):
    fact = Fact("X", None, "级", "", "某数", "a number", Definition(), "X")
    assert describe(fact, trial.schemas).zh == "文件中的数据项，未重新计算"


def test_the_list_has_every_fact_and_is_json(trial, small):
    ledger = trial.ledger(small)
    listed = json.loads(json.dumps(list_facts(ledger, trial.schemas)))
    assert [entry["id"] for entry in listed] == [f.id for f in ledger]
    assert all(set(entry) == KEYS for entry in listed)
    total = next(entry for entry in listed if entry["id"] == "LAND.DAMAGED")
    assert (total["value"], total["printed"], total["n_rows"]) == ("14.00", "14", 5)
    assert all(entry["definition_zh"] and entry["definition_en"] for entry in listed)
