"""One sheet from text to canonical texts: faults, corrections, the change log."""

from dataclasses import replace

import pandas as pd
import pytest
from deliveries import (
    COLUMNS,
    DAMAGE_COLUMNS,
    DAMAGE_HEADER,
    SCHEMAS,
    correction,
    csv,
    damage_sheet,
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


def changes(survey, field):
    rows = survey.changes[survey.changes["field"] == field]
    return rows[["row", "raw", "parsed", "rule", "approver"]].to_numpy().tolist()


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


def point_sheet(**more):
    return mine_sheet(
        columns={**COLUMNS, "X": "longitude", "Y": "latitude"}, **more
    )  # fmt: skip


def points(*pairs):
    header = ",".join((*COLUMNS, "X", "Y"))
    rows = [f"M{i},甲矿,甲县,煤,小型,闭坑,1,,,{x},{y}" for i, (x, y) in enumerate(pairs)]
    return {"mines.csv": "\n".join((header, *rows, "")).encode()}


def test_points_of_a_declared_projection():
    survey = delivered(
        points(("41500000", "4429529.03"), ("", "")), point_sheet(crs="EPSG:4529", zone_prefix=True)
    )
    assert survey.tables["mines"]["longitude"].isna().tolist() == [False, True]
    assert survey.tables["mines"]["longitude"].iloc[0] == 123.0
    assert changes(survey, "longitude") == [[2, "41500000", "123", "crs", "甲队"]]


def test_half_a_point_and_a_swapped_point():
    survey = delivered(points(("124.5", ""), ("40.1", "124.5"), ("124.5", "40.1")), point_sheet())
    assert [code for _, _, code in fates(survey)] == ["", "coordinate-half", "axes-swapped", ""]
    assert findings(survey, "coordinate-half")["column"].tolist() == ["Y"]


def test_a_sheet_of_swapped_points_stops_with_the_remedy():
    with pytest.raises(DandongError) as error:
        delivered(points(*[("40.1", "124.5")] * 3), point_sheet())
    (problem,) = error.value.problems
    assert problem.code == "axes-swapped-sheet"
    assert "axis" in problem.action.zh


def test_degrees_that_may_be_minutes_are_doubted():
    pairs = [(f"124.{10 + i}{30 + i}", "40.99") for i in range(12)]
    survey = delivered(points(*pairs), point_sheet())
    assert findings(survey, "maybe-dms")["column"].tolist() == ["X"]


def test_outlines_are_moved_and_bad_ones_set_their_row_aside():
    header = f"{DAMAGE_HEADER},边界"
    square = "POLYGON ((124 40, 124.1 40, 124.1 40.1, 124 40))"
    bow = "POLYGON ((124 40, 125 41, 125 40, 124 41, 124 40))"
    rows = (f'P1,M1,尾矿库,1,"{square}"', f'P2,M1,尾矿库,1,"{bow}"', "P3,M1,尾矿库,1,")
    sheet = damage_sheet(columns={**DAMAGE_COLUMNS, "边界": "geometry_wkt"})
    survey = delivered({"damage.csv": csv(header, *rows)}, sheet)
    assert [code for _, _, code in fates(survey)] == ["", "", "bad-geometry", ""]
    assert survey.tables["land_damage"]["geometry_wkt"].fillna("").tolist() == [square, ""]
    (found,) = findings(survey, "bad-geometry").to_dict("records")
    assert (found["row"], found["column"]) == (3, "边界")
    assert "边界自相交，124.5 40.5" in found["message_zh"]
    assert "the outline crosses itself, 124.5 40.5" in found["message_en"]


def test_a_sheet_of_swapped_outlines_stops_with_the_remedy():
    swapped = '"POLYGON ((40 124, 40 124.1, 40.1 124.1, 40 124))"'
    straight = '"POLYGON ((124 40, 124.1 40, 124.1 40.1, 124 40))"'
    sheet = damage_sheet(columns={**DAMAGE_COLUMNS, "边界": "geometry_wkt"})

    def parcels(*outlines):
        rows = (f"P{n},M1,尾矿库,1,{outline}" for n, outline in enumerate(outlines))
        return {"damage.csv": csv(f"{DAMAGE_HEADER},边界", *rows)}

    with pytest.raises(DandongError) as error:
        delivered(parcels(*[swapped] * 3, straight), sheet)
    assert error.value.problems[0].code == "axes-swapped-sheet"
    survey = delivered(parcels(swapped, swapped, straight, straight), sheet)
    assert [code for _, _, code in fates(survey)][1:] == ["axes-swapped", "axes-swapped", "", ""]


def test_the_system_of_the_layer_comes_before_that_of_the_profile():
    frame = pd.DataFrame(
        [["M1", "500000", "4429529.03"]], index=[1], columns=["编号", "X", "Y"], dtype="str"
    )
    sheet = SheetProfile("a.gpkg", "mines", "l", crs="EPSG:4529",
                         columns={"编号": "mine_id", "X": "longitude", "Y": "latitude"})  # fmt: skip
    layer = RawSheet("a.gpkg", "l", frame, crs="EPSG:4549")
    clean = clean_sheet(layer, sheet, SCHEMAS, (), delivery="north", team="甲队")
    assert clean.changes["parsed"].tolist()[0] == "120"
    with pytest.raises(DandongError) as error:
        clean_sheet(
            replace(layer, crs="EPSG:999999"), sheet, SCHEMAS, (), delivery="north", team="甲队"
        )
    assert [(p.code, p.value) for p in error.value.problems] == [("crs-unknown", "EPSG:999999")]


def test_a_fault_that_is_already_told_of_one_coordinate_is_not_told_again():
    survey = delivered(points(("约124", "40.1")), point_sheet())
    assert survey.findings["code"].tolist() == ["bad-degree"]


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
