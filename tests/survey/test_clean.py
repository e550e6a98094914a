"""One sheet from text to canonical texts: faults, corrections, the change log."""

import pandas as pd
import pytest
from deliveries import (
    COLUMNS,
    SCHEMAS,
    changes,
    correction,
    delivered,
    fates,
    findings,
    mine_sheet,
    mines,
)

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.clean import clean_sheet
from dandong_analysis.survey.faults import fault
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet

GOOD = "M1,甲矿,甲县,煤,小型,闭坑,12.50,1958,2001"


def test_a_good_row_is_typed_and_each_changed_cell_is_logged():
    survey = delivered(mines(GOOD))
    assert fates(survey) == [(1, "header", ""), (2, "accepted", "")]
    (row,) = survey.tables["mines"].to_dict("records")
    assert (row["source_row"], row["mine_id"], row["county"], row["size_class"]) == (
        2,
        "M1",
        "A",
        "small",
    )
    assert (str(row["mine_area_mu"]), row["year_closed"]) == ("12.50", 2001)
    assert survey.changes["field"].tolist() == [
        "county", "commodity", "size_class", "production_status",
    ]  # fmt: skip
    assert changes(survey, "commodity") == [[2, "煤", "coal", "term", "甲队"]]


@pytest.mark.parametrize(
    ("row", "code", "column", "value"),
    [
        (",甲矿,甲县,煤,小型,闭坑,1,,", "required-missing", "编号", ""),
        ("M1,甲矿,丙县,煤,小型,闭坑,1,,", "unknown-term", "县", "丙县"),
        ("M1,甲矿,甲县,煤,小型,停产,1,,", "unknown-term", "状态", "停产"),
        ("M1,甲矿,甲县,煤,小型,闭坑,3公顷,,", "undeclared-unit", "面积", "3公顷"),
        ("M1,甲矿,甲县,煤,小型,闭坑,约3,,", "bad-number", "面积", "约3"),
        ("M1,甲矿,甲县,煤,小型,闭坑,1,58,", "bad-year", "建矿", "58"),
        ("1.1E+17,甲矿,甲县,煤,小型,闭坑,1,,", "id-scientific", "编号", "1.1E+17"),
        ("2018-03-02,甲矿,甲县,煤,小型,闭坑,1,,", "id-date", "编号", "2018-03-02"),
        ("M1,甲矿,甲县,煤,小型,闭坑,#N/A,,", "error-cell", "面积", "#N/A"),
    ],
)
def test_a_fault_sets_the_whole_row_aside_and_says_where(row, code, column, value):
    survey = delivered(mines(row, "M2,乙矿,乙县,金,大型,生产,5,,"))
    assert fates(survey) == [(1, "header", ""), (2, "quarantined", code), (3, "accepted", "")]
    assert survey.tables["mines"]["mine_id"].tolist() == ["M2"]
    (found,) = findings(survey, code).to_dict("records")
    assert (found["severity"], found["file"], found["row"]) == ("error", "mines.csv", 2)
    assert (found["column"], found["value"]) == (column, value)


def test_each_bad_cell_is_a_finding_and_the_row_has_the_first_code():
    survey = delivered(mines("M1,甲矿,丙县,煤,小型,闭坑,约3,58,"))
    assert fates(survey)[1] == (2, "quarantined", "unknown-term")
    assert survey.findings["code"].tolist() == ["unknown-term", "bad-number", "bad-year"]


def test_the_nearest_word_is_suggested_and_not_applied():
    survey = delivered(mines("M1,甲矿,甲县,煤,小形,闭坑,1,,"))
    assert "小型" in findings(survey, "unknown-term")["message_zh"].iloc[0]
    assert survey.tables["mines"].empty


def test_full_width_trim_missing_unit_spelling_and_constant_are_named():
    sheet = mine_sheet(
        missing=["/"], units={"mine_area_mu": "hm2"}, spellings={"production_status": {"停产": "closed"}},
        columns={h: f for h, f in COLUMNS.items() if f != "county"},
        ignore=["县"], constants={"county": "甲县"},
    )  # fmt: skip
    survey = delivered(mines("Ｍ1,甲矿 ,,煤,小型,停产,１.2,/,"), sheet)
    assert [tuple(r) for r in survey.changes[["field", "parsed", "rule"]].to_numpy()] == [
        ("mine_id", "M1", "fullwidth"),
        ("name", "甲矿", "trim"),
        ("county", "A", "constant"),
        ("commodity", "coal", "term"),
        ("size_class", "small", "term"),
        ("production_status", "closed", "spelling"),
        ("mine_area_mu", "18.0", "fullwidth+unit"),
        ("year_opened", "", "missing"),
    ]
    constant = survey.changes[survey.changes["rule"] == "constant"].iloc[0]
    assert (constant["column"], constant["header"], constant["raw"]) == ("", "", "")


def test_a_correction_is_read_by_the_same_rules_and_signed():
    mend = correction(where={"编号": "M1"}, column="面积", old="约3", new="３.5")
    survey = delivered(mines(GOOD.replace("12.50", "约3")), corrections=mend)
    assert fates(survey)[1] == (2, "accepted", "")
    assert changes(survey, "mine_area_mu") == [
        [2, "约3", "3.5", "correction:C01+fullwidth", "李四"]
    ]
    assert survey.cells.loc[survey.cells["field"] == "mine_area_mu", "raw"].tolist() == ["约3"]


def test_a_corrected_cell_is_logged_even_when_its_text_is_the_same_again():
    mend = correction(where={"编号": "M1"}, column="名称", old="甲矿", new="甲矿 ")
    survey = delivered(mines(GOOD), corrections=mend)
    assert changes(survey, "name") == [[2, "甲矿", "甲矿", "correction:C01+trim", "李四"]]


def test_a_correction_of_a_column_that_is_not_read_stops():
    mend = correction(where={"编号": "M1"}, column="县", old="甲县", new="乙县")
    columns = {h: f for h, f in COLUMNS.items() if f != "county"}
    sheet = mine_sheet(columns=columns, ignore=["县"], constants={"county": "甲县"})
    with pytest.raises(DandongError) as error:
        delivered(mines(GOOD), sheet, corrections=mend)
    assert [(p.code, p.value, p.place.column) for p in error.value.problems] == [
        ("correction-unread", "C01", "县")
    ]


def test_a_constant_that_does_not_suit_its_field_stops():
    columns = {h: f for h, f in COLUMNS.items() if f != "year_opened"}
    sheet = mine_sheet(columns=columns, ignore=["建矿"], constants={"year_opened": "早年"})
    with pytest.raises(DandongError) as error:
        delivered(mines(GOOD), sheet)
    assert [p.code for p in error.value.problems] == ["bad-constant"]


def test_a_row_left_out_by_a_correction_has_its_id_and_is_told():
    out = correction(action="exclude", where={"编号": "M1"})
    survey = delivered(mines(GOOD.replace("12.50", "约3")), corrections=out)
    assert fates(survey)[1] == (2, "excluded", "C01")
    assert survey.findings[["code", "severity"]].to_numpy().tolist() == [["row-excluded", "info"]]
    assert "原件如此" in survey.findings["message_zh"].iloc[0]
    assert survey.cells["raw"].tolist().count("约3") == 1


def test_the_declared_row_count_is_an_error_that_stops_nothing():
    survey = delivered(mines(GOOD, "M2,乙矿,甲县,煤,小型,闭坑,约,,"), mine_sheet(declared_rows=3))
    (found,) = findings(survey, "declared-rows").to_dict("records")
    assert (found["severity"], found["value"]) == ("error", "2")
    assert len(survey.tables["mines"]) == 1
    assert findings(delivered(mines(GOOD), mine_sheet(declared_rows=1)), "declared-rows").empty


def test_subtotals_are_compared_as_delivered_before_corrections():
    rows = (GOOD, "M2,乙矿,甲县,煤,小型,闭坑,7.5,,", "合计,,,,,,20,,")
    mend = correction(where={"编号": "M2"}, column="面积", old="7.5", new="9")
    survey = delivered(mines(*rows), corrections=mend)
    assert fates(survey)[3] == (4, "subtotal", "")
    assert findings(survey, "subtotal-differs").empty
    late = delivered(mines(*rows[:2], "合计,,,,,,21.5,,"), corrections=mend)
    (told,) = findings(late, "subtotal-differs")["message_zh"]
    assert "各行之和为20.00，更正后相符" in told
    wrong = delivered(mines(GOOD, "合计,,,,,,13,,"))
    assert findings(wrong, "subtotal-differs").empty  # 12.50 is 13 (and 12) without decimals
    wrong = delivered(mines(GOOD, "合计,,,,,,12.6,,"))
    assert findings(wrong, "subtotal-differs")["column"].tolist() == ["面积"]


def test_subtotal_cells_are_kept():
    survey = delivered(mines(GOOD, "合计,,,,,,12.5,,"))
    assert survey.cells.loc[survey.cells["row"] == 3, "raw"].tolist()[0] == "合计"
    assert survey.changes["row"].unique().tolist() == [2]


PLACE = Place("a.xlsx", "表", delivery="north", table="mines")


def raw_sheet(*rows, merged=(), problems=()):
    letters = [chr(65 + i) for i in range(9)]
    cells = [text.split(",") for text in (",".join(COLUMNS), *rows)]
    frame = pd.DataFrame(cells, index=range(1, len(cells) + 1), columns=letters, dtype="str")
    return RawSheet("a.xlsx", "表", frame, merged, problems)


def cleaned(raw):
    sheet = SheetProfile(
        "a.xlsx", "mines", "表", (1,), columns=COLUMNS, units={"mine_area_mu": "mu"}
    )
    return clean_sheet(raw, sheet, SCHEMAS, (), delivery="north", team="甲队")


def codes_of(clean):
    return [(p.code, p.severity, p.place.row, p.place.column) for p in clean.problems]


def test_merged_cells_that_hide_values_set_their_rows_aside():
    raw = raw_sheet(GOOD, GOOD.replace("M1", "M2").replace("12.50", ""), merged=[(2, "G", 3, "G")])
    clean = cleaned(raw)
    assert clean.rows["code"].tolist() == ["", "merged-cells", "merged-cells"]
    wide = raw_sheet(GOOD, merged=[(2, "A", 2, "B")])
    assert cleaned(wide).rows["code"].tolist() == ["", "merged-cells"]
    beside = RawSheet("a.xlsx", "表", wide.cells.assign(J=["备注", ""]), ((2, "I", 2, "J"),))
    assert cleaned(beside).rows["code"].tolist() == ["", ""]
    header = raw_sheet(GOOD, merged=[(1, "A", 1, "A")])
    assert cleaned(header).rows["code"].tolist() == ["", ""]


def test_errors_of_the_reader_count_where_their_cell_is_read():
    bad = fault("error-cell", Place("a.xlsx", "表", 2, "G"), "=A1")
    (told,) = cleaned(raw_sheet(GOOD.replace("12.50", "=A1"), problems=[bad])).problems
    assert (told.code, told.severity, told.place.column) == ("error-cell", "error", "面积")
    elsewhere = fault("error-cell", Place("a.xlsx", "表", 9, "G"), "=A1")
    clean = cleaned(raw_sheet(GOOD, problems=[elsewhere]))
    assert codes_of(clean) == [("error-cell", "warning", 9, "面积")]
    assert clean.rows["fate"].tolist() == ["header", "accepted"]


def test_a_correction_settles_what_the_reader_found_in_its_cell():
    bad = fault("error-cell", Place("a.xlsx", "表", 2, "G"), "=A1")
    mend = correction(
        file="a.xlsx", sheet="表", where={"编号": "M1"}, column="面积", old="=A1", new="3"
    )
    sheet = SheetProfile(
        "a.xlsx", "mines", "表", (1,), columns=COLUMNS, units={"mine_area_mu": "mu"}
    )
    raw = raw_sheet(GOOD.replace("12.50", "=A1"), problems=[bad])
    clean = clean_sheet(raw, sheet, SCHEMAS, mend, delivery="north", team="甲队")
    assert codes_of(clean) == [("error-cell", "warning", 2, "面积")]
    assert clean.texts["mine_area_mu"].tolist() == ["3"]


def test_remarks_of_the_reader_on_the_whole_sheet_are_kept():
    remark = fault("file-undeclared", Place("a.xlsx", "表"))
    assert codes_of(cleaned(raw_sheet(GOOD, problems=[remark]))) == [
        ("file-undeclared", "info", None, "")
    ]


def test_inputs_stay_as_they_were():
    raw = raw_sheet(GOOD.replace("M1", "Ｍ1"))
    before = raw.cells.copy()
    cleaned(raw)
    pd.testing.assert_frame_equal(raw.cells, before)
