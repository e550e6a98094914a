"""Tables of facts: crossings, merged headers, totals that are facts, reconciliation, frames."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.report.blocks import FactRef, HeaderCell
from dandong_analysis.report.tables import (
    crosstab,
    frame_table,
    side_by_side,
)
from dandong_analysis.schemas import Schemas, standard_schemas
from dandong_analysis.vocabulary import parse_vocabularies

BASE = standard_schemas()
COUNTY = {"county": {"zh": "县", "en": "county", "terms": [
    {"code": "1", "zh": "甲县", "en": "One"}, {"code": "2", "zh": "乙县", "en": "Two"}]}}  # fmt: skip
SCHEMAS = Schemas(BASE.tables, {**BASE.vocabularies, **parse_vocabularies(COUNTY)})
OPTIONS = {"lang": "zh", "schemas": SCHEMAS, "caption": "题", "table_id": "t"}


def fact(indicator, value, unit="mine", *, name="", label="矿山数量", **dims):
    number = None if value is None else Decimal(value)
    return Fact(
        name or fact_id(indicator, dims), number, unit, "" if value is None else value,
        label, "number of mines", Definition("mines"), indicator, dims,
    )  # fmt: skip


# County 1: 5 large, 2 small of which 1 underground; county 2: 3 large. One mine without a county
# would be row 未填. Totals are deliberately one more than their parts where marked: a table
# must show the fact, never a sum of its own.
FACTS = [
    fact("MINE", "10"),
    fact("MINE", "7", county="1"), fact("MINE", "3", county="2"),
    fact("MINE", "9", name="MINE.LARGE", size_class="large"),  # parts: 5 + 3
    fact("MINE", "0", size_class="medium"), fact("MINE", "2", size_class="small"),
    fact("MINE", "5", county="1", size_class="large"),
    fact("MINE", "0", county="1", size_class="medium"),
    fact("MINE", "2", county="1", size_class="small"),
    fact("MINE", "3", county="2", size_class="large"),
    fact("MINE", "0", county="2", size_class="medium"),
    fact("MINE", "0", county="2", size_class="small"),
    fact("MINE", "6", commodity="gold"), fact("MINE", "3", commodity="coal"),
    fact("MINE", "1", commodity=None),
    fact("MINE", "4", commodity="gold", county="1"), fact("MINE", "3", commodity="coal", county="1"),
    fact("MINE", "2", commodity="gold", county="2"), fact("MINE", "1", commodity=None, county="2"),
    fact("LAND", "12345", "mu", label="土地面积"),
    fact("LAND", "12000", "mu", county="1"), fact("LAND", None, "mu", county="2"),
]  # fmt: skip
LEDGER = Ledger.of(FACTS)


def texts(table):
    return [
        ["".join(s if isinstance(s, str) else s.text for s in cell) for cell in row]
        for row in table.body
    ]


def heads(table):
    return [[(c.text, c.columns, c.rows) for c in row] for row in table.header]


def test_one_dimension():
    table = crosstab(LEDGER, "MINE", rows="size_class", **OPTIONS)
    assert heads(table) == [[("建设规模", 1, 1), ("矿山数量", 1, 1)]]
    assert texts(table) == [["大型", "9"], ["中型", "—"], ["小型", "2"], ["合计", "10"]]
    assert (table.align, table.unit, table.total_rows) == ("lr", "个", (3,))


def test_two_dimensions_with_totals_that_are_facts():
    table = crosstab(LEDGER, "MINE", rows="county", columns="size_class", **OPTIONS)
    assert heads(table) == [[(t, 1, 1) for t in ("县", "大型", "中型", "小型", "合计")]]
    assert texts(table) == [
        ["甲县", "5", "—", "2", "7"],
        ["乙县", "3", "—", "—", "3"],
        ["合计", "9", "—", "2", "10"],
    ]
    assert table.body[2][1][0].id == "MINE.LARGE"


def test_every_number_is_a_fact_also_where_zero_is_a_dash():
    table = crosstab(LEDGER, "MINE", rows="county", columns="size_class", **OPTIONS)
    numbers = [cell[0] for row in table.body for cell in row[1:]]
    assert all(isinstance(number, FactRef) for number in numbers)
    assert numbers[1].id == "MINE@county=1,size_class=medium"
    assert numbers[1].value == "0"


def test_without_totals_and_with_zeros():
    table = crosstab(
        LEDGER, "MINE", rows="county", columns="size_class", row_total=False,
        column_total=False, zero="0", **OPTIONS,
    )  # fmt: skip
    assert texts(table) == [["甲县", "5", "0", "2"], ["乙县", "3", "0", "0"]]
    assert table.total_rows == ()


def test_empty_rows_and_columns_are_dropped_on_request():
    table = crosstab(
        LEDGER, "MINE", rows="size_class", columns="county", drop_empty=True, **OPTIONS
    )
    assert [row[0] for row in texts(table)] == ["大型", "小型", "合计"]


def test_nested_columns_have_a_merged_header():
    ledger = Ledger.of(
        [*FACTS, *(replace(f, dims={**f.dims, "period": "near"}, id=f"{f.id}!") for f in FACTS)]
    )
    table = crosstab(ledger, "MINE", rows="size_class", columns=("period", "county"), **OPTIONS)
    assert table.header == (
        (HeaderCell("建设规模", 1, 2), HeaderCell("near", 3), HeaderCell("合计", 1, 2)),
        (HeaderCell("甲县"), HeaderCell("乙县"), HeaderCell("小计")),
    )
    assert texts(table)[0] == ["大型", "5", "3", "9", "9"]
    assert table.align == "lrrrr"


def test_scope_narrows_every_number():
    table = crosstab(LEDGER, "MINE", rows="size_class", scope={"county": "1"}, **OPTIONS)
    assert texts(table) == [["大型", "5"], ["中型", "—"], ["小型", "2"], ["合计", "7"]]


def test_a_published_id_brings_its_dimensions():
    table = crosstab(LEDGER, "MINE.LARGE", rows="county", **OPTIONS)
    assert texts(table) == [["甲县", "5"], ["乙县", "3"], ["合计", "9"]]


def test_missing_code_is_last_and_unobserved_crossing_is_empty():
    table = crosstab(LEDGER, "MINE", rows="commodity", columns="county", **OPTIONS)
    assert texts(table) == [
        ["煤", "3", "—", "3"],
        ["金", "4", "2", "6"],
        ["未填", "—", "1", "1"],
        ["合计", "7", "3", "10"],
    ]


def test_rows_by_value():
    table = crosstab(LEDGER, "MINE", rows="commodity", by_value=True, **OPTIONS)
    assert [row[0] for row in texts(table)] == ["金", "煤", "未填", "合计"]


def test_unknown_crossing_and_missing_total_are_errors():
    with pytest.raises(DandongError, match="liability"):
        crosstab(LEDGER, "MINE", rows="liability", **OPTIONS)
    only_parts = Ledger.of(f for f in FACTS if f.id != "MINE@county=2")
    with pytest.raises(DandongError, match="MINE@county=2"):
        crosstab(only_parts, "MINE", rows="county", columns="size_class", **OPTIONS)


def test_side_by_side_has_units_in_its_header():
    table = side_by_side(
        LEDGER, ["MINE", "MINE.LARGE", "LAND"], by="county",
        labels={"MINE.LARGE": "其中大型"}, **OPTIONS,
    )  # fmt: skip
    assert heads(table) == [
        [(t, 1, 1) for t in ("县", "矿山数量（个）", "其中大型（个）", "土地面积（亩）")]
    ]
    assert texts(table) == [
        ["甲县", "7", "5", "12,000"],
        ["乙县", "3", "3", "…"],
        ["合计", "10", "9", "12,345"],
    ]


def test_side_by_side_in_english():
    table = side_by_side(LEDGER, ["MINE"], by="county", **{**OPTIONS, "lang": "en"})
    assert heads(table)[0] == [("county", 1, 1), ("number of mines (mines)", 1, 1)]
    assert texts(table)[-1] == ["Total", "10"]


def test_frame_table_is_text_and_says_what_it_leaves_out():
    frame = pd.DataFrame(
        {
            "fate": ["accepted", "quarantined", "=1+1"],
            "row": pd.array([4, None, 6], dtype="Int64"),
            "unused": [1, 2, 3],
        }
    )
    before = frame.copy()
    labels = {"row": "行", "fate": "去向"}
    table = frame_table(frame, labels=labels, limit=2, caption="题", table_id="t")
    assert heads(table) == [[("行", 1, 1), ("去向", 1, 1)]]
    assert texts(table) == [["4", "accepted"], ["", "quarantined"]]
    assert (table.align, table.notes) == ("rl", ("共 3 行，此处列出前 2 行。",))
    named = frame_table(frame, labels=labels, caption="题", table_id="t", schemas=SCHEMAS)
    assert [row[1] for row in texts(named)] == ["采用", "隔离", "=1+1"]
    assert named.notes == ()
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(("lang", "names"), [
    ("zh", ["平方千米", "米", "", "阶"]), ("en", ["km²", "m", "", "阶"]),
])  # fmt: skip
def test_units_of_a_frame_are_named(lang, names):
    frame = pd.DataFrame({"unit": ["km2", "m", "", "阶"]})
    table = frame_table(frame, labels={"unit": "u"}, caption="", table_id="t", lang=lang)
    assert texts(table) == [[name] for name in names]


@pytest.mark.parametrize(("values", "side"), [
    (["0.500", "-1,234.5"], "r"), (["99.5%", "—"], "r"), (["", "0.1"], "r"),
    # Codes, ids and dates stay where texts stand.
    (["210682", "210624"], "l"), (["0.5", "甲"], "l"), (["2018.1.2"], "l"), (["—", ""], "l"),
])  # fmt: skip
def test_texts_of_decimal_numbers_stand_to_the_right(values, side):
    frame = pd.DataFrame({"a": values})
    assert frame_table(frame, labels={"a": "甲"}, caption="", table_id="t").align == side


def test_empty_frame_is_an_empty_table():
    table = frame_table(pd.DataFrame({"a": []}), labels={"a": "甲"}, caption="", table_id="t")
    assert table.body == ()
