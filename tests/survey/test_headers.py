"""Flattened headers, and the column of each field."""

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.survey.headers import flatten_headers, header_key, read_headers
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet

PLACE = Place("矿山.xlsx", "表1", delivery="d", table="mines")
MINES = standard_schemas()["mines"]


def raw(*rows, merged=()):
    letters = [chr(65 + i) for i in range(len(rows[0]))]
    frame = pd.DataFrame(rows, index=range(1, len(rows) + 1), columns=letters, dtype="str")
    return RawSheet("矿山.xlsx", "表1", frame, tuple(merged))


def sheet(columns, **more):
    return SheetProfile("矿山.xlsx", "mines", "表1", (1,), columns=columns, **more)


def codes(error):
    return [(p.code, p.value) for p in error.value.problems]


def test_merged_headers_stand_over_all_their_cells():
    given = raw(
        ["矿山基本情况表", "", "", ""],
        ["编号", "位置", "", "面积\n（公顷）"],
        ["", "经度", "纬度", ""],
        merged=[(1, "A", 1, "D"), (2, "A", 3, "A"), (2, "B", 2, "C"), (2, "D", 3, "D")],
    )
    assert flatten_headers(given, (2, 3), PLACE) == {
        "A": "编号", "B": "位置/经度", "C": "位置/纬度", "D": "面积(公顷)",
    }  # fmt: skip


def test_without_merges_a_blank_upper_cell_belongs_to_the_group_on_its_left():
    given = raw(["编号", "位置", "", "面积"], ["", "经度", "纬度", ""])
    assert list(flatten_headers(given, (1, 2), PLACE).values()) == [
        "编号", "位置/经度", "位置/纬度", "面积",
    ]  # fmt: skip


def test_header_keys_pass_over_blanks_and_width():
    assert header_key("矿区 面积（公顷）") == header_key("矿区面积(公顷)")
    assert header_key("矿区面积") != header_key("矿区面积(公顷)")


def test_columns_are_found_by_header_and_extra_ones_are_told_with_the_nearest():
    given = raw(["编 号", "矿山名称", "矿山名", "备注", ""], ["1", "甲", "乙", "", ""])
    found = read_headers(
        given, sheet({"编号": "mine_id", "矿山名称": "name"}, ignore=("备注",)), MINES, PLACE
    )
    assert found.columns == {"mine_id": "A", "name": "B"}
    assert found.of_field("mine_id") == "编 号"
    (extra,) = found.problems
    assert (extra.code, extra.severity, extra.place.column) == ("header-extra", "warning", "矿山名")
    assert "矿山名称" in extra.message().zh


def test_a_filled_column_without_header_is_told():
    given = raw(["编号", ""], ["1", "甲"])
    (extra,) = read_headers(given, sheet({"编号": "mine_id"}), MINES, PLACE).problems
    assert (extra.code, extra.place.column) == ("header-extra", "B")


def test_missing_and_repeated_headers_stop_the_sheet_together():
    given = raw(["编号", "名称", "名称", "矿山规模等"], ["1", "甲", "乙", "小型"])
    wanted = sheet({"编号": "mine_id", "名称": "name", "矿山规模": "size_class"})
    with pytest.raises(DandongError) as error:
        read_headers(given, wanted, MINES, PLACE)
    assert codes(error) == [("header-missing", "矿山规模"), ("header-duplicate", "名称")]
    assert "矿山规模等" in error.value.problems[0].message().zh
    assert "B、C" in error.value.problems[1].message().zh


def test_a_repeated_header_that_is_not_read_does_no_harm():
    given = raw(["编号", "备注", "备注"], ["1", "", ""])
    assert not read_headers(
        given, sheet({"编号": "mine_id"}, ignore=("备注",)), MINES, PLACE
    ).problems


def test_a_header_row_beyond_the_sheet_stops():
    with pytest.raises(DandongError) as error:
        flatten_headers(raw(["编号"]), (1, 2), PLACE)
    assert codes(error) == [("header-row-absent", "2")]


@pytest.mark.parametrize(
    "header", ["矿区面积（公顷）", "矿区面积(单位：hm²)", "矿区面积【附】（ha）"]
)
def test_a_unit_in_the_header_must_be_the_declared_one(header):
    given = raw([header], ["1"])
    declared = sheet({header: "mine_area_mu"}, units={"mine_area_mu": "hm2"})
    assert not read_headers(given, declared, MINES, PLACE).problems
    with pytest.raises(DandongError) as error:
        read_headers(given, sheet({header: "mine_area_mu"}), MINES, PLACE)
    assert [p.code for p in error.value.problems] == ["unit-contradiction"]
    assert "公顷、亩" in error.value.problems[0].message().zh


def test_a_unit_that_nobody_states_is_assumed_aloud():
    (note,) = read_headers(
        raw(["矿区面积"], ["1"]), sheet({"矿区面积": "mine_area_mu"}), MINES, PLACE
    ).problems
    assert (note.code, note.severity) == ("unit-assumed", "info")
    assert "亩" in note.message().zh


def test_brackets_that_hold_no_unit_mean_nothing():
    given = raw(["矿区面积(见附图)(亩)", "县(市、区)"], ["1", "甲"])
    wanted = sheet({"矿区面积(见附图)(亩)": "mine_area_mu", "县(市、区)": "county"})
    assert not read_headers(given, wanted, MINES, PLACE).problems


def test_layers_are_headed_by_their_field_names():
    frame = pd.DataFrame(
        [["1", "7", "x"]], index=[1], columns=["编号", "@fid", "@geometry"], dtype="str"
    )
    layer = RawSheet("a.gpkg", "l", frame)
    found = read_headers(
        layer, SheetProfile("a.gpkg", "mines", "l", columns={"编号": "mine_id"}), MINES, PLACE
    )
    assert found.columns == {"mine_id": "编号"}
    assert not found.problems
