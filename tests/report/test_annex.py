"""The annex workbook as openpyxl reads it back."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from annex_book import NONE, book
from annex_samples import META, invented, invented_report, land_table, ref

from dandong_analysis.facts import Ledger
from dandong_analysis.report.annex import render_annex
from dandong_analysis.report.annex_facts import exact_text
from dandong_analysis.report.blocks import HeaderCell, Heading, Paragraph, Table
from tests.report.conftest import HOSTILE

FORMULA_LIKE = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "=cmd|'/c calc'!A1",
    "＝1+1",
    "\t=1",
    "http://e.org",
)


@pytest.fixture(scope="module")
def invented_book():
    return book(*invented_report())


def cells_of(workbook):
    return [
        c for sheet in workbook for row in sheet.iter_rows() for c in row if c.value is not None
    ]


def test_each_table_has_a_sheet_named_by_its_number(invented_book):
    assert invented_book.sheetnames == ["目录", "表2-1", "表2-2", "表2-3", "数据项", "说明"]
    english = book(*invented_report(), meta=replace(META, lang="en"))
    assert english.sheetnames == [
        "Contents",
        "Table 2-1",
        "Table 2-2",
        "Table 2-3",
        "Facts",
        "Notes",
    ]


def test_two_chapters_of_one_number_have_sheets_of_their_own():
    table = land_table(invented())
    blocks = [Heading("甲", 1), table, Heading("乙", 1, chapter=2), table]
    assert book(blocks, invented()).sheetnames[1:3] == ["表2-1", "表2-1 (2)"]


def test_the_contents_link_to_every_sheet(invented_book):
    contents = invented_book["目录"]
    lines = {row[0].value: row for row in contents.iter_rows() if row[0].hyperlink}
    assert list(lines) == invented_book.sheetnames[1:]
    assert [c.value for c in lines["表2-1"]] == ["表2-1", "占用破坏土地", "亩", "第二章　现状"]
    for name, row in lines.items():
        assert row[0].hyperlink.location == f"'{name}'!A1"
        assert row[0].hyperlink.target is None
    texts = [c.value for row in contents.iter_rows() for c in row if c.value]
    assert {"三县调查", "两县", "模拟数据：由程序生成，不是实地调查成果"} <= set(texts)
    assert all(invented_book[name]["A2"].hyperlink.location == "'目录'!A1" for name in lines)


def test_a_sheet_is_the_table_with_its_caption_unit_header_and_notes(invented_book):
    sheet = invented_book["表2-1"]
    assert sheet["A1"].value == "表2-1　占用破坏土地"
    assert sheet["D2"].value == "单位：亩"
    assert {str(m) for m in sheet.merged_cells.ranges} >= {"A4:A5", "B4:C4", "D4:D5"}
    assert [sheet[at].value for at in ("A4", "B4", "B5", "C5", "D4")] == [
        "县",
        "状态",
        "甲",
        "乙",
        "合计",
    ]
    values = [[c.value for c in row] for row in sheet["A6:D8"]]
    assert values == [
        ["甲县", 1.25, 2.5, "=SUM(B6:C6)"],
        ["乙县", 10000.5, 0, "=SUM(B7:C7)"],
        ["合计", "=SUM(B6:B7)", "=SUM(C6:C7)", "=SUM(D6:D7)"],
    ]
    assert [sheet[f"A{n}"].value for n in (10, 11)] == [
        "注：合计为各项之和。",
        "资料来源：north/一.csv",
    ]
    assert sheet["A8"].font.b
    assert sheet["D8"].font.b
    assert not sheet["D7"].font.b


def test_three_rules_and_no_others_are_drawn(invented_book):
    sheet = invented_book["表2-1"]
    assert sheet["A4"].border.top.style == sheet["D8"].border.bottom.style == "medium"
    assert sheet["B5"].border.bottom.style == sheet["A5"].border.bottom.style == "thin"
    assert all(c.border.left.style is None for row in sheet["A4:D8"] for c in row)
    assert sheet["B6"].border.bottom.style is None


def test_cells_hold_unrounded_values_and_show_the_printed_ones(invented_book):
    sheet = invented_book["表2-2"]
    # 2500.125 is printed as 2500.12, to the even digit
    assert sheet["D6"].number_format == '[=2500.125]"2500.12";0.00'
    assert invented_book["表2-1"]["C7"].number_format == '0.00;-0.00;"—"'
    assert sheet["C5"].number_format == "0"


def test_formulas_carry_their_values():
    values = book(*invented_report(), values=True)
    assert values["表2-1"]["D8"].value == 10004.25
    assert values["表2-2"]["D7"].value == pytest.approx(10004.25 / 7, abs=1e-11)
    assert values["表2-3"]["B5"].value == pytest.approx(300 / 7, abs=1e-12)


def test_a_rate_takes_terms_from_the_sheet_of_facts_where_they_stand_nowhere_else(invented_book):
    formula = invented_book["表2-3"]["B5"].value
    above, below = re.fullmatch(r"='数据项'!\$C\$(\d+)/'数据项'!\$C\$(\d+)\*100", formula).groups()
    facts = invented_book["数据项"]
    assert [facts[f"{c}{above}"].value for c in "AC"] == ["MINES@county=a", 3]
    assert [facts[f"{c}{below}"].value for c in "AC"] == ["MINES", 7]


def test_terms_that_the_report_does_not_print_are_added_to_the_sheet_of_facts():
    blocks, ledger = invented_report()
    made = book([blocks[0], blocks[-1]], ledger)
    facts = {row[0].value: row[2].value for row in made["数据项"].iter_rows(min_row=4)}
    # the two shares that are printed, then their terms
    assert list(facts) == [
        "SHARE@county=a",
        "SHARE@county=b",
        "MINES@county=a",
        "MINES",
        "MINES@county=b",
    ]
    assert [facts[name] for name in ("MINES@county=a", "MINES@county=b", "MINES")] == [3, 4, 7]
    assert made["表2-1"]["B5"].value == "='数据项'!$C$6/'数据项'!$C$7*100"


def test_every_number_of_a_fact_opens_by_its_comment(invented_book):
    for name in ("表2-1", "表2-2", "表2-3"):
        sheet = invented_book[name]
        numbers = [
            c
            for row in sheet.iter_rows()
            for c in row
            if c.data_type in "nf" and c.value is not None
        ]
        assert len(numbers) >= 2
        assert all(c.comment for c in numbers)
    text = invented_book["表2-1"]["D8"].comment.text
    assert text.split("\n") == [
        "LAND", "LAND 数", "定义：“土地”表中面积之和", "数值：10004.25 亩", "行数：3 行",
        "来源：north/一.csv", "对比结论：未公布", "性质：模拟",
    ]  # fmt: skip


def test_a_long_definition_is_cut_in_a_comment_and_whole_on_the_sheet_of_facts():
    ledger = invented()
    long = "定" * 400
    block = Table(
        "t", "长", ((HeaderCell("亩"),),), (((ref(ledger["LAND"], definition=long),),),), "r"
    )
    made = book([block], ledger)
    assert "定" * 240 + "…" in made["表2-1"]["A5"].comment.text
    assert "定" * 241 not in made["表2-1"]["A5"].comment.text
    assert made["数据项"]["G4"].value == long


def test_the_sheet_of_facts_has_every_printed_fact_once(invented_book):
    sheet = invented_book["数据项"]
    assert [c.value for c in sheet[3]] == [
        "编号", "数据项", "数值", "精确值（超过15位时）", "单位", "报告中写作", "定义", "行数",
        "公布值", "对比结论", "性质", "由这些数据项算出", "所在图表", "来源",
    ]  # fmt: skip
    rows = {row[0].value: [c.value for c in row] for row in sheet.iter_rows(min_row=4)}
    # 9 of land, 3 of mines, 3 of each, 2 shares; their terms are among the mines
    assert len(rows) == sheet.max_row - 3 == 17
    assert rows["LAND"][2] == 10004.25
    assert rows["LAND"][12] == "表2-1、表2-2"
    assert rows["EACH"][3] == "1429.1785714285714285714285714…"
    assert rows["EACH"][11] == "LAND MINES"
    assert rows["EACH@county=b"][3] is None
    assert sheet.auto_filter.ref == "A3:N20"


def test_an_exact_value_stands_as_text_only_beyond_fifteen_digits():
    from decimal import Decimal  # noqa: PLC0415 - only this test needs it

    assert exact_text(Decimal("1234567890.12345")) == ""
    assert exact_text(Decimal("1234567890.123456")) == "1234567890.123456"


def test_text_is_never_a_formula_or_a_link():
    rows = tuple(((t,), (t,)) for t in FORMULA_LIKE)
    table = Table(
        "t", FORMULA_LIKE[4], ((HeaderCell(FORMULA_LIKE[0], columns=2),), (HeaderCell("=A1"), HeaderCell("=B1"))),
        rows, "lr", "=unit", FORMULA_LIKE,
    )  # fmt: skip
    hostile = ref(invented()["LAND"], label="=1+1", definition="=2+2", sources=("=3+3",))
    meta = replace(META, title="=title()", region="@region")
    blocks = [Heading("=1", 1), table, Paragraph((hostile,))]
    made = book(blocks, invented(), meta)
    assert [c for c in cells_of(made) if c.data_type == "f"] == []
    assert [made["表2-1"][f"A{n}"].value for n in range(6, 12)] == list(FORMULA_LIKE[:6])
    links = [c.hyperlink for c in cells_of(made) if c.hyperlink]
    assert all(link.target is None for link in links)


def test_nothing_refers_to_another_file_and_there_are_no_macros(hostile_chapter, meta):
    data = render_annex(hostile_chapter, meta, ledger=Ledger({}), schemas=NONE)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        relations = b"".join(package.read(n) for n in names if n.endswith(".rels"))
    assert b"External" not in relations
    assert not [n for n in names if "vba" in n.lower() or "externalLink" in n]
    texts = {c.value for c in cells_of(openpyxl.load_workbook(io.BytesIO(data)))}
    assert {HOSTILE[0], HOSTILE[1], HOSTILE[3]} <= texts


def test_the_bytes_depend_on_the_contents_only():
    blocks, ledger = invented_report()
    made = [render_annex(blocks, META, ledger=ledger, schemas=NONE) for _ in range(2)]
    assert made[0] == made[1]


def test_the_properties_name_the_report_and_its_date():
    made = book(*invented_report(), meta=replace(META, created=date(2021, 3, 4), author="示范组"))
    properties = made.properties
    assert properties.title == "三县调查：附表：可计算的表格与数据项"
    assert properties.creator == "示范组"
    assert properties.subject.startswith("模拟数据")
    assert properties.created.date() == date(2021, 3, 4)


def test_a_real_survey_carries_no_stamp():
    blocks, ledger = invented_report()
    real = replace(META, provenance="survey")
    table = replace(
        blocks[3],
        body=tuple(
            (row[0], *(((replace(c[0], provenance="survey"),)) for c in row[1:]))
            for row in blocks[3].body
        ),
    )
    made = book([blocks[0], table], ledger, real)
    assert "模拟数据" not in "".join(str(c.value) for c in cells_of(made))


def test_the_notes_explain_and_repeat_what_is_not_verified(invented_book):
    lines = [row[0].value for row in invented_book["说明"].iter_rows() if row[0].value]
    assert lines[2].startswith("模拟数据")
    assert any(line.startswith("公式：") for line in lines)
    assert lines[-2:] == ["第二章 现状", "尚未核实：界限尚未核对。"]


def test_sheets_are_set_up_for_print(invented_book):
    sheet = invented_book["表2-1"]
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$1:$5"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text == "&P / &N"
    assert "模拟数据" in sheet.oddHeader.right.text
