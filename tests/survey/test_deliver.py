"""One delivery: nothing lost, duplicates settled, problems of all sheets at once."""

import hashlib
from dataclasses import replace

import pandas as pd
import pytest
from deliveries import (
    COLUMNS,
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

from dandong_analysis.errors import FINDING_COLUMNS, DandongError
from dandong_analysis.survey.account import ROW_COLUMNS
from dandong_analysis.survey.changes import CELL_COLUMNS, CHANGE_COLUMNS
from dandong_analysis.survey.deliver import accounting, blocking
from dandong_analysis.survey.origin import FILE_COLUMNS, LAYER_COLUMNS
from dandong_analysis.survey.rules import RULE_COLUMNS

M1 = "M1,甲矿,甲县,煤,小型,闭坑,12.50,1958,2001"
M2 = "M2,乙矿,乙县,金,大型,生产,5,1980,"


def damage(*rows):
    return {"damage.csv": csv(DAMAGE_HEADER, *rows)}


def test_frames_have_their_columns_and_types():
    survey = delivered(mines(M1, M2))
    assert tuple(survey.rows.columns) == ROW_COLUMNS
    assert tuple(survey.cells.columns) == CELL_COLUMNS
    assert tuple(survey.changes.columns) == CHANGE_COLUMNS
    assert tuple(survey.findings.columns) == FINDING_COLUMNS
    assert tuple(survey.rules.columns) == RULE_COLUMNS
    assert tuple(survey.files.columns) == FILE_COLUMNS
    assert tuple(survey.layers.columns) == LAYER_COLUMNS
    mine_table = survey.tables["mines"]
    assert {n: str(t) for n, t in mine_table.dtypes.items()} == SCHEMAS["mines"].dtypes
    assert mine_table.index.tolist() == [0, 1]


def test_files_have_their_hash():
    sources = mines(M1)
    (row,) = delivered(sources).files.to_dict("records")
    data = sources["mines.csv"]
    assert row == {"delivery": "north", "file": "mines.csv", "sha256": hashlib.sha256(data).hexdigest(),
                   "size": len(data), "provenance": "survey"}  # fmt: skip


def test_every_row_of_a_full_sheet_is_accounted_for():
    rows = (M1, "", M1, "M3,丙矿,丙县,煤,小型,闭坑,1,,", M2, "合计,,,,,,30,,", "注：估算,,,,,,,,")
    survey = delivered(mines(*rows), corrections=correction(action="exclude", where={"编号": "M2"}))
    assert fates(survey) == [
        (1, "header", ""), (2, "accepted", ""), (3, "blank", ""), (4, "excluded", "duplicate"),
        (5, "quarantined", "unknown-term"), (6, "excluded", "C01"), (7, "subtotal", ""), (8, "note", ""),
    ]  # fmt: skip
    (row,) = accounting(survey).to_dict("records")
    assert row == {"delivery": "north", "file": "mines.csv", "sheet": "", "table": "mines", "rows": 8,
                   "header": 1, "blank": 1, "subtotal": 1, "note": 1, "accepted": 1, "quarantined": 1,
                   "excluded": 2}  # fmt: skip


def test_the_same_row_again_counts_once_and_is_told():
    survey = delivered(mines(M1, M2, M1.replace("12.50", "１２.５")))
    assert survey.tables["mines"]["mine_id"].tolist() == ["M1", "M2"]
    (found,) = findings(survey, "duplicate").to_dict("records")
    assert (found["severity"], found["row"]) == ("warning", 4)
    assert "mines.csv #2" in found["message_zh"]
    assert not blocking(survey)


def test_one_key_with_different_contents_sets_both_rows_aside():
    survey = delivered(mines(M1, M2, M1.replace("12.50", "13")))
    assert [f for _, f, _ in fates(survey)] == ["header", "quarantined", "accepted", "quarantined"]
    assert findings(survey, "duplicate-conflict")["row"].tolist() == [2, 4]
    assert survey.rules.set_index("rule").loc["mines-key", ["valid", "invalid"]].tolist() == [1, 2]
    assert blocking(survey)


def test_a_declared_exclusion_settles_a_conflict():
    out = correction(action="exclude", where={"编号": "M1", "面积": "13"})
    survey = delivered(mines(M1, M2, M1.replace("12.50", "13")), corrections=out)
    assert survey.tables["mines"]["mine_id"].tolist() == ["M1", "M2"]
    assert not blocking(survey)


def test_duplicates_are_found_across_the_sheets_of_a_table():
    second = mine_sheet(file="more.csv")
    sources = {**mines(M1), "more.csv": mines(M1, M2.replace("M2", "M9"))["mines.csv"]}
    survey = delivered(sources, mine_sheet(), second)
    rows = survey.rows[survey.rows["file"] == "more.csv"]
    assert rows["code"].tolist() == ["", "duplicate", ""]
    assert survey.tables["mines"]["source_file"].tolist() == ["mines.csv", "more.csv"]


def test_two_tables_and_a_reference():
    sources = {**mines(M1), **damage("P1,M1,尾矿库,2.5", "P2,M7,尾矿库,1")}
    survey = delivered(sources, mine_sheet(), damage_sheet())
    assert list(survey.tables) == ["mines", "land_damage"]
    (found,) = findings(survey, "land_damage-mine_id-reference").to_dict("records")
    assert (found["file"], found["row"], found["column"], found["value"]) == (
        "damage.csv",
        3,
        "编号",
        "M7",
    )
    assert len(survey.tables["land_damage"]) == 2
    assert blocking(survey)


def test_references_are_undecided_while_their_table_is_not_delivered():
    survey = delivered(damage("P1,M1,尾矿库,2.5"), damage_sheet())
    outcomes = survey.rules.set_index("rule").loc["land_damage-mine_id-reference"]
    assert outcomes[["valid", "invalid", "undecided"]].tolist() == [0, 0, 1]
    assert not blocking(survey)


def test_a_clean_delivery_has_no_findings_and_blocks_nothing():
    survey = delivered(mines(M1, M2))
    assert survey.findings.empty
    assert not blocking(survey)


def test_a_row_that_was_set_aside_blocks_even_without_a_finding():
    survey = delivered(mines("M1,甲矿,甲县,煤,小型,闭坑,约,,"))
    assert blocking(replace(survey, findings=survey.findings.iloc[:0]))


def test_a_warning_does_not_block():
    survey = delivered(mines("M1,甲矿,甲县,煤,小型,闭坑,12.50,1958,"))
    assert survey.findings["code"].tolist() == ["mines-closed-has-year"]
    assert not blocking(survey)


def test_a_sheet_without_data_gives_an_empty_typed_table():
    survey = delivered(mines())
    assert survey.tables["mines"].empty
    assert {n: str(t) for n, t in survey.tables["mines"].dtypes.items()} == SCHEMAS["mines"].dtypes
    assert len(survey.cells) == 0


def test_problems_of_all_sheets_are_raised_together():
    sources = {"mines.csv": csv("编号", "M1"), "damage.csv": csv("图斑", "P1")}
    with pytest.raises(DandongError) as error:
        delivered(sources, mine_sheet(), damage_sheet())
    files = {p.place.file for p in error.value.problems}
    assert files == {"mines.csv", "damage.csv"}
    assert len(error.value.problems) == len(COLUMNS) - 1 + 3


def test_a_stale_correction_stops():
    with pytest.raises(DandongError):
        delivered(
            mines(M1), corrections=correction(where={"编号": "M1"}, column="面积", old="7", new="8")
        )
    with pytest.raises(DandongError):
        delivered(
            mines(M1),
            corrections=correction(file="gone.csv", action="exclude", where={"编号": "M1"}),
        )


def test_corrections_of_other_deliveries_are_passed_over():
    other = correction(delivery="south", where={"编号": "M1"}, column="面积", old="7", new="8")
    assert not blocking(delivered(mines(M1), corrections=other))


def test_a_data_file_that_the_profile_does_not_mention_is_told():
    survey = delivered({**mines(M1), "old.csv": b"a\n", "profile.toml": b""})
    (found,) = survey.findings.to_dict("records")
    assert (found["code"], found["severity"], found["file"]) == (
        "file-undeclared",
        "info",
        "old.csv",
    )


def test_the_order_of_the_rows_changes_no_sum():
    forward = delivered(mines(M1, M2)).tables["mines"]
    backward = delivered(mines(M2, M1)).tables["mines"]
    assert sorted(forward["mine_area_mu"]) == sorted(backward["mine_area_mu"])
    assert backward["source_row"].tolist() == [2, 3]


def test_reading_twice_gives_the_same_frames():
    one, two = delivered(mines(M1, M2, M1)), delivered(mines(M1, M2, M1))
    for name in ("rows", "cells", "changes", "findings", "rules", "files", "layers"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
