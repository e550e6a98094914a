import tomllib
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.corrections import (
    Correction,
    apply_corrections,
    locate,
    parse_corrections,
    unplaced,
)

HEADERS = {"A": "矿山编号", "B": "矿山名称", "C": "矿山规模", "D": "备注", "E": "备注"}
PLACE = Place(delivery="fengcheng", file="矿山.xlsx", sheet="基本情况")


@pytest.fixture
def cells():
    rows = [
        ["FC1", "甲矿", "小型", "", ""],
        ["FC2", "乙矿", "小型", "", ""],
        ["ＦＣ３ ", "乙矿", "大型", "", ""],
    ]
    return pd.DataFrame(rows, index=[4, 5, 9], columns=list("ABCDE"), dtype="str")


def change(**parts) -> Correction:
    base = Correction(
        "C01", "fengcheng", "矿山.xlsx", "基本情况", {"矿山编号": "FC2"}, "见附件", "张三",
        date(2018, 3, 2), "change", "矿山规模", "小型", "中型",
    )  # fmt: skip
    return replace(base, **parts)


def exclude(**parts) -> Correction:
    return change(action="exclude", column="", old="", new="", **parts)


def refusal(cells, *corrections):
    with pytest.raises(DandongError) as caught:
        apply_corrections(cells, HEADERS, corrections, PLACE)
    (found,) = caught.value.problems
    message = found.message()
    assert all(corrections[-1].id in text and "{" not in text for text in (message.zh, message.en))
    assert (found.place.delivery, found.place.file) == ("fengcheng", "矿山.xlsx")
    return found


def test_a_value_is_changed(cells):
    result = apply_corrections(cells, HEADERS, [change()], PLACE)
    assert result.changed == ((5, "C", "小型", "中型", change()),)
    assert list(result.cells["C"]) == ["小型", "中型", "大型"]
    assert result.cells.drop(columns="C").equals(cells.drop(columns="C"))
    assert result.cells.index.equals(cells.index)
    assert (result.cells.dtypes == cells.dtypes).all()
    assert dict(result.excluded) == {}


def test_the_cells_given_are_left_alone(cells):
    before = cells.copy()
    apply_corrections(cells, HEADERS, [change()], PLACE)
    assert cells.equals(before)


def test_a_row_is_left_out_and_its_cells_stay(cells):
    result = apply_corrections(cells, HEADERS, [exclude()], PLACE)
    assert result.excluded == {5: exclude()}
    assert result.cells.equals(cells)
    assert result.changed == ()


def test_texts_are_compared_normalised(cells):
    assert locate(change(where={" 矿山编号": "FC3"}, old="大型 "), HEADERS, cells) == 9


def test_several_headers_locate_one_row(cells):
    where = {"矿山名称": "乙矿", "矿山规模": "大型"}
    assert locate(exclude(where=where), HEADERS, cells) == 9


def test_no_row(cells):
    found = refusal(cells, change(where={"矿山编号": "FC22"}))
    assert (found.code, found.value) == ("correction-no-row", "矿山编号 = FC22")
    assert "FC2" in found.rule.zh


def test_several_rows(cells):
    found = refusal(cells, change(where={"矿山名称": "乙矿"}))
    assert found.code == "correction-many-rows"
    assert "第5、9行" in found.rule.zh
    assert "2 rows" in found.rule.en


def test_another_old_value(cells):
    found = refusal(cells, change(old="大型"))
    assert (found.code, found.value, found.place.row) == ("correction-old", "小型", 5)
    assert found.place.column == "矿山规模"


def test_a_correction_already_made_in_the_delivery_stops_the_build(cells):
    cells.loc[5, "C"] = "中型"
    assert refusal(cells, change()).code == "correction-old"


@pytest.mark.parametrize("parts", [{"where": {"矿山编码": "FC2"}}, {"column": "矿山编码"}])
def test_an_unknown_header_suggests_the_nearest(cells, parts):
    found = refusal(cells, change(**parts))
    assert (found.code, found.value) == ("correction-header", "矿山编码")
    assert "矿山编号" in found.action.zh


def test_a_header_of_two_columns(cells):
    found = refusal(cells, change(column="备注", old=""))
    assert found.code == "correction-header-twice"
    assert "D、E" in found.rule.zh


def test_two_changes_of_one_cell(cells):
    found = refusal(cells, change(), change(id="C02", new="大型"))
    assert (found.code, found.place.row) == ("correction-cell-twice", 5)


def test_two_exclusions_of_one_row(cells):
    assert refusal(cells, exclude(), exclude(id="C02")).code == "correction-row-twice"


def test_a_changed_row_may_be_left_out_too(cells):
    result = apply_corrections(cells, HEADERS, [change(), exclude(id="C02")], PLACE)
    assert len(result.changed) == len(result.excluded) == 1


@pytest.mark.parametrize("other", [{"delivery": "urban"}, {"file": "别.xlsx"}, {"sheet": "别"}])
def test_corrections_of_other_sheets_do_not_matter(cells, other):
    result = apply_corrections(cells, HEADERS, [change(old="没有", **other)], PLACE)
    assert result.changed == ()


def test_all_problems_are_raised_at_once(cells):
    wrong = [change(old="x"), change(id="C02", where={"矿山编号": "?"}), exclude(id="C03")]
    with pytest.raises(DandongError) as caught:
        apply_corrections(cells, HEADERS, wrong, PLACE)
    assert [p.code for p in caught.value.problems] == ["correction-old", "correction-no-row"]


def test_corrections_do_not_see_each_other(cells):
    renamed = change(id="C02", column="矿山编号", old="FC2", new="FC9")
    one = apply_corrections(cells, HEADERS, [renamed, change()], PLACE)
    other = apply_corrections(cells, HEADERS, [change(), renamed], PLACE)
    assert one.cells.equals(other.cells)
    assert list(one.cells.loc[5, ["A", "C"]]) == ["FC9", "中型"]


@given(st.permutations(range(6)), st.integers(0, 5))
def test_adding_and_moving_rows_does_not_move_a_correction(order, wanted):
    rows = [[f"FC{n}", "", "小型", "", ""] for n in order]
    cells = pd.DataFrame(rows, index=range(10, 16), columns=list("ABCDE"), dtype="str")
    row = locate(change(where={"矿山编号": f"FC{wanted}"}), HEADERS, cells)
    assert cells.loc[row, "A"] == f"FC{wanted}"


def test_a_correction_for_a_sheet_that_does_not_exist_is_found():
    places = [("fengcheng", "矿山.xlsx", "基本情况"), ("urban", "表.csv", "")]
    lost = change(id="C02", sheet="基本情況")
    (found,) = unplaced([change(), lost], places)
    assert (found.code, found.place.delivery) == ("correction-place", "fengcheng")
    assert "fengcheng / 矿山.xlsx / 基本情况" in found.action.en


TOML = """
[[correction]]
id = "C01"
delivery = "fengcheng"
file = "矿山.xlsx"
sheet = "基本情况"
where = { "矿山编号" = "FC2" }
column = "矿山规模"
old = "小型"
new = "中型"
reason = "见附件"
by = "张三"
date = 2018-03-02

[[correction]]
id = "C02"
action = "exclude"
delivery = "fengcheng"
file = "矿山.xlsx"
sheet = "基本情况"
where = { "矿山编号" = "FC2" }
reason = "见附件"
by = "张三"
date = 2018-03-02
"""


def test_parsing():
    assert parse_corrections(tomllib.loads(TOML)) == (change(), exclude(id="C02"))
    assert parse_corrections({}) == ()


@pytest.mark.parametrize(
    ("number", "key", "value", "code", "says"),
    [
        (0, "reson", "x", "correction-key", "reason"),
        (1, "new", "x", "correction-key", "new"),
        (0, "where", {}, "correction-type", "where"),
        (0, "where", {"矿山编号": 2}, "correction-type", "where"),
        (0, "date", "2018-03-02", "correction-type", "2018-03-02"),
        (0, "old", 3, "correction-type", "old"),
        (0, "action", "delete", "correction-type", "exclude"),
        (0, "by", "", "correction-type", "by"),
        (1, "id", "C01", "correction-id-twice", "C01"),
    ],
)
def test_a_wrong_entry(number, key, value, code, says):
    data = tomllib.loads(TOML)
    data["correction"][number][key] = value
    with pytest.raises(DandongError) as caught:
        parse_corrections(data)
    (found,) = caught.value.problems
    assert found.code == code
    assert all(says in text for text in (found.message().zh, found.message().en))


@pytest.mark.parametrize(
    "key",
    ["id", "delivery", "file", "sheet", "where", "reason", "by", "date", "column", "old", "new"],
)
def test_a_missing_entry(key):
    data = tomllib.loads(TOML)
    del data["correction"][0][key]
    with pytest.raises(DandongError) as caught:
        parse_corrections(data)
    (found,) = caught.value.problems
    assert (found.code, found.value) == ("correction-missing", f"correction[1].{key}")
