"""Tables of rows with their facts: what stands in a cell, which rows, and in which order."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError, Text
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.labels import NOTHING
from dandong_analysis.report.listing_tables import Teller, listing_table, matrix_table
from dandong_analysis.report.listings import Column, Listing, listing, listings
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.vocabulary import Term, Vocabulary

SCHEMAS = standard_schemas()
REGIONS = Vocabulary("region", "区域", "region", (
    Term("all", "全域", "the whole"), Term("1", "甲县", "Jia"), Term("2", "乙县", "Yi"),
))  # fmt: skip
SCHEMAS = type(SCHEMAS)(SCHEMAS.tables, {**SCHEMAS.vocabularies, "region": REGIONS})

# Whole before its parts, and the second county before the first.
FRAME = pd.DataFrame({
    "cell": ["w", "b", "a"], "region": ["all", "2", "1"],
    "liability": ["company", "company", "company"], "period": ["near", "near", "near"],
    "kind": ["cumulative", "sign", "cumulative"], "printed": ["30", "应为正值", None],
    "name": ["总", "乙", "甲"], "name_en": ["sum", None, "A"], "unit": ["mu", "year", "mu"],
    "target_kind": ["binding", None, "anticipated"],
})  # fmt: skip


def fact(indicator, value, cell):
    number = None if value is None else Decimal(value)
    return Fact(
        fact_id(indicator, {"cell": cell}), number, "mu", value or "", "量", "amount",
        Definition("frame"), indicator, {"cell": cell},
    )  # fmt: skip


LEDGER = Ledger.of([
    fact("DONE", "12345.60", "w"), fact("DONE", "3", "b"), fact("DONE", None, "a"),
    fact("TARGET", "30", "w"), fact("TARGET", "9", "b"), fact("TARGET", "0", "a"),
])  # fmt: skip
NAME = Column(Text("名称", "name"), text="name", text_en="name_en")
KIND = Column(Text("属性", "kind"), code="target_kind")
UNIT = Column(Text("单位", "unit"), unit="unit")
DONE = Column(Text("完成", "done"), fact="DONE")
TARGET = Column(Text("目标", "target"), fact="TARGET", text="printed", told={"kind": ["sign"]})
ABSENT = Column(Text("无", "none"), fact="ABSENT")


def shown(*columns, where=None, **options):
    return Listing("t", Text("表", "table"), "frame", ("cell",), where or {}, columns, **options)


def table(made, *, scope=None, lang="zh", **options):
    rows = made.rows(FRAME, scope or {})
    return listing_table(made, rows, LEDGER, lang=lang, schemas=SCHEMAS, **options)


def texts(made):
    return [[s.text if isinstance(s, FactRef) else s for (s,) in line] for line in made.body]


def test_each_kind_of_column_shows_what_it_declares():
    assert texts(table(shown(NAME, KIND, UNIT, DONE, TARGET))) == [
        ["总", "约束性", "亩", "12,345.60", "30"],
        ["乙", NOTHING, "年", "3", "应为正值"],
        ["甲", "预期性", "亩", NOTHING, "0"],
    ]


def test_the_english_edition_takes_the_english_text_where_there_is_one():
    assert [line[0] for line in texts(table(shown(NAME, DONE), lang="en"))] == ["sum", "乙", "A"]


def test_a_number_carries_its_fact_and_a_missing_one_is_not_zero():
    done = table(shown(NAME, DONE, TARGET)).body
    assert [c.id for line in done for (c,) in line[1:] if isinstance(c, FactRef)] == [
        "DONE@cell=w", "TARGET@cell=w", "DONE@cell=b", "TARGET@cell=a",
    ]  # fmt: skip
    assert done[2][1] == (NOTHING,)


def test_a_column_without_anything_is_left_out():
    made = table(shown(NAME, ABSENT, DONE))
    assert [cell.text for cell in made.header[0]] == ["名称", "完成"]
    assert made.align == "lr"


@pytest.mark.parametrize(("where", "cells"), [
    ({"kind": ["cumulative"]}, ["w", "a"]),
    ({"target_kind": ["?"]}, ["b"]),
    ({"target_kind": ["binding", "?"]}, ["w", "b"]),
    ({"kind": ["sign"], "target_kind": ["binding"]}, []),
])  # fmt: skip
def test_rows_are_those_whose_columns_have_the_codes(where, cells):
    assert [row["cell"] for row in shown(NAME, where=where).rows(FRAME, {})] == cells


def test_a_county_edition_has_its_rows_only_and_own_region_the_rows_of_the_whole():
    assert [r["cell"] for r in shown(NAME).rows(FRAME, {"county": "2"})] == ["b"]
    assert [r["cell"] for r in shown(NAME, own_region=True).rows(FRAME, {})] == ["w"]


def test_ordered_rows_follow_the_lists_and_the_whole_is_last():
    made = table(shown(NAME, order=("region",), total={"region": ["all"]}))
    assert [line[0] for line in texts(made)] == ["甲", "乙", "总"]
    assert made.total_rows == (2,)


def test_a_limit_cuts_and_says_so():
    made = table(shown(NAME), limit=2)
    assert len(made.body) == 2
    assert "3" in made.notes[-1]
    assert "2" in made.notes[-1]


def test_a_matrix_lays_a_number_and_its_grade_out_by_two_dimensions():
    rows = shown(NAME).rows(FRAME, {})
    made = matrix_table(
        rows, LEDGER, key="cell", by="region", across="liability", fact="DONE",
        beside="target_kind", heads=("量", "级"), table_id="m", caption="表", lang="zh",
        schemas=SCHEMAS,
    )  # fmt: skip
    assert [[getattr(s, "text", s) for (s,) in line] for line in made.body] == [
        ["甲县", NOTHING, NOTHING], ["乙县", "3", NOTHING], ["全域", "12,345.60", "约束性"],
    ]  # fmt: skip
    assert made.total_rows == (2,)
    assert [(c.text, c.columns, c.rows) for c in made.header[0]] == [
        ("区域", 1, 2),
        ("矿山企业", 2, 1),
    ]
    assert [c.text for c in made.header[1]] == ["量", "级"]


def test_a_row_without_the_fact_shows_nothing():
    assert Teller(LEDGER, "zh", SCHEMAS).fact("DONE", "cell", {"cell": "z"}) == NOTHING


def test_an_unknown_listing_is_named():
    with pytest.raises(DandongError, match="no such table") as caught:
        listing("absent")
    assert caught.value.problems[0].value == "absent"


def test_every_declared_listing_has_both_languages_and_one_source_a_column():
    for made in listings().values():
        assert made.caption.zh, made.id
        assert made.caption.en, made.id
        for column in made.columns:
            assert column.head.zh
            assert column.head.en
            assert bool(column.fact) + bool(column.code) + bool(column.unit) <= 1
            assert column.fact or column.code or column.unit or column.text


def test_a_column_may_be_about_other_dimensions_and_the_whole_falls_away():
    ledger = Ledger.of([
        Fact(name, Decimal(value), "mu", value, "量", "amount", Definition("m"), "LAND", dims)
        for name, value, dims in (
            ("LAND@status=s", "7", {"status": "s"}),
            ("LAND@county=1,status=s", "4", {"county": "1", "status": "s"}),
        )
    ])  # fmt: skip
    land = Column(Text("土地", "land"), fact="LAND@status=s", at={"county": "{region}"})
    made = shown(NAME, land)
    body = listing_table(made, made.rows(FRAME, {}), ledger, lang="zh", schemas=SCHEMAS).body
    numbers = [s.id if isinstance(s, FactRef) else s for _, (s,) in body]
    assert numbers == ["LAND@status=s", NOTHING, "LAND@county=1,status=s"]


def test_the_dimension_of_a_column_is_filled_from_the_row():
    column = Column(Text("额", "money"), fact="A", at={"amount": "money/{region}/{kind}"})
    row = {"cell": "w", "region": "1", "kind": "near"}
    assert column.about(("cell",), row) == {"amount": "money/1/near"}
    assert NAME.about(("cell",), row) == {"cell": "w"}


def test_a_row_may_be_told_by_several_columns_and_one_of_them_be_empty():
    """A file without sheets: its rows are those whose sheet has no value."""
    column = Column(Text("行数", "rows"), fact="ROWS@fate=note")
    row = {"file": "a.csv", "sheet": "", "fate": "x"}
    assert column.about(("file", "sheet"), row) == {"file": "a.csv", "sheet": None}
    known = Fact(
        "ROWS@fate=note,file=a.csv,sheet=?", Decimal(3), "row", "3", "行数", "rows",
        Definition("rows"), "ROWS", {"fate": "note", "file": "a.csv", "sheet": None},
    )  # fmt: skip
    (cell,) = [Teller(Ledger.of([known]), "zh", SCHEMAS).cell(column, ("file", "sheet"), row)]
    assert (cell.id, cell.text) == (known.id, "3")


def test_a_number_is_written_as_its_row_says_and_text_without_a_fact_stays_text():
    """A third is a fact of endless decimals; an interval is none."""
    done = Column(Text("完成", "done"), fact="DONE", written="form")
    rows = [
        {"cell": "w", "form": "12 345又3/5"},
        {"cell": "a", "form": "6～8"},
        {"cell": "b", "form": ""},
    ]
    made = listing_table(shown(done), rows, LEDGER, lang="zh", schemas=SCHEMAS)
    assert texts(made) == [["12 345又3/5"], ["6～8"], ["3"]]
    assert [getattr(s, "id", None) for ((s,),) in made.body] == ["DONE@cell=w", None, "DONE@cell=b"]


def test_of_many_rows_the_first_are_listed():
    assert [row["cell"] for row in shown(NAME, first=2).rows(FRAME, {})] == ["w", "b"]
    assert [row["cell"] for row in shown(NAME, first=2).rows(FRAME, {"county": "1"})] == ["a"]


def test_a_frame_about_no_region_is_listed_whole_in_a_county_edition():
    frame = FRAME.drop(columns="region")
    assert len(shown(NAME).rows(frame, {"county": "1"})) == len(frame)


def test_the_header_of_plain_numbers_says_what_they_are_and_they_stand_to_the_right():
    printed = Column(Text("公布值", "printed"), text="printed")
    made = table(shown(NAME, printed, DONE))
    assert [cell.plain for cell in made.header[0]] == ["", "figure", ""]
    assert made.align == "lrr"


def test_rows_by_a_number_are_largest_first_and_unknown_ones_last():
    frame = pd.DataFrame({
        "cell": ["a", "b", "c", "d"], "size": [Decimal(3), None, Decimal(20), Decimal(3)],
    })  # fmt: skip
    made = shown(Column(Text("号", "id"), text="cell"), order=("-size", "cell"))
    for turned in (frame, frame.iloc[::-1]):
        rows = made.rows(turned, {})
        body = listing_table(made, rows, LEDGER, lang="zh", schemas=SCHEMAS).body
        assert [cell for ((cell,),) in body] == ["c", "a", "d", "b"]


def test_a_frame_with_counties_is_kept_to_the_county():
    frame = FRAME.assign(county=[None, "2", "1"], region=["x", "y", "z"])
    assert [r["cell"] for r in shown(NAME).rows(frame, {"county": "1"})] == ["a"]


def test_yes_and_no_are_named():
    teller = Teller(LEDGER, "zh", SCHEMAS)
    assert [teller.name("is_built", {"is_built": value}) for value in (True, False, None)] == [
        "是", "否", NOTHING,
    ]  # fmt: skip
