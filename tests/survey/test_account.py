"""One fate for each row, the row equation, and subtotals against their rows."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.account import (
    FATES,
    ROW_COLUMNS,
    accounting_of,
    check_row_equation,
    classify_rows,
    row_frame,
)
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.quantities import Measure, decimal_parser
from dandong_analysis.survey.subtotals import check_subtotals

PLACE = Place("a.csv", "", delivery="d", table="mines")
SHEET = SheetProfile("a.csv", "mines", header_rows=(2,))
PLAIN = Measure()


def frame(*rows):
    return pd.DataFrame(
        rows, index=range(1, len(rows) + 1), columns=[str(i + 1) for i in range(len(rows[0]))],
        dtype="str",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "fate"),
    [
        (["FC01", "甲矿", "3"], "data"),
        (["", "", ""], "blank"),
        ([" ", "　", ""], "blank"),
        (["合计", "", "3"], "subtotal"),
        (["合　计：", "", "3"], "subtotal"),
        (["12", "小计", "3"], "subtotal"),
        (["", "总计(3个)", "3"], "subtotal"),
        (["凤城市合计", "", "3"], "subtotal"),
        (["注：面积为估算", "", ""], "note"),
        (["填表人：张三", "审核：李四", ""], "note"),
        (["编号", "名称", "面积"], "header"),
        (["合计沟铁矿", "甲矿", "3"], "data"),
        (["合计", "甲矿", "3"], "subtotal"),
        (["合计沟铁矿", "", "3"], "subtotal"),
        (["注水沟", "甲矿", "3"], "data"),
        (["甲合计", "甲矿", "3"], "data"),
        (["3", "4", "5"], "data"),
    ],
)
def test_the_fate_of_a_row(texts, fate):
    cells = frame(["标题", "", ""], ["编号", "名称", "面积"], texts)
    fates = classify_rows(cells, SHEET, ["1", "2"])
    assert fates.tolist() == ["note", "header", fate]


def test_own_words_of_the_profile_take_the_place_of_the_usual_ones():
    own = SheetProfile("a.csv", "mines", header_rows=(1,), subtotal_words=("共计",), note_words=())
    cells = frame(["编号"], ["共计"], ["合计"], ["注：甲"])
    assert classify_rows(cells, own, []).tolist() == ["header", "subtotal", "data", "data"]


def test_a_layer_has_no_header_row():
    layer = SheetProfile("a.gpkg", "mines", "l")
    assert classify_rows(frame(["1"], ["2"]), layer, []).tolist() == ["data", "data"]


TEXTS = st.sampled_from(["", "1", "甲", "合计", "注：", "编号", " ", "小计", "乙"])


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=12))
def test_every_row_has_exactly_one_fate(rows):
    cells = frame(["编号", "甲", "乙"], *map(list, rows))
    fates = classify_rows(cells, SheetProfile("a.csv", "mines", header_rows=(1,)), ["1"])
    account = row_frame(PLACE, fates.replace("data", "accepted"), {})
    check_row_equation(account, cells.index, PLACE)
    assert int(accounting_of(account)[list(FATES)].sum(axis=1).iloc[0]) == len(cells)


def account(*fates):
    index = pd.Index(range(1, len(fates) + 1))
    series = pd.Series([f for f, _ in fates], index, dtype="str")
    return row_frame(PLACE, series, {n: code for n, (_, code) in zip(index, fates, strict=True)})


GOOD = (("header", ""), ("accepted", ""), ("quarantined", "bad-number"), ("excluded", "C01"))


def test_the_row_equation_holds():
    check_row_equation(account(*GOOD), pd.Index([1, 2, 3, 4]), PLACE)


@pytest.mark.parametrize(
    ("rows", "physical"),
    [
        (account(*GOOD), [1, 2, 3]),
        (account(*GOOD), [1, 2, 3, 4, 5]),
        (account(*GOOD), [1, 2, 3, 5]),
        (pd.concat([account(*GOOD)[:3], account(*GOOD)[2:3]]), [1, 2, 3, 3]),
        (account(("header", ""), ("data", "")), [1, 2]),
        (account(("quarantined", "")), [1]),
        (account(("accepted", "C01")), [1]),
    ],
)  # fmt: skip
def test_the_row_equation_fails(rows, physical):
    with pytest.raises(DandongError) as error:
        check_row_equation(rows, pd.Index(physical), PLACE)
    assert error.value.problems[0].code == "row-equation"


def test_the_account_of_two_sheets():
    other = account(("header", ""), ("blank", "")).assign(sheet="二")
    table = accounting_of(pd.concat([account(*GOOD), other], ignore_index=True))
    assert list(table.columns) == ["delivery", "file", "sheet", "table", "rows", *FATES]
    assert table[["sheet", "rows", "header", "blank", "accepted", "quarantined", "excluded"]].to_numpy().tolist() == [
        ["", 4, 1, 0, 1, 1, 1], ["二", 2, 1, 1, 0, 0, 0],
    ]  # fmt: skip
    assert tuple(account(*GOOD).columns) == ROW_COLUMNS


def subtotals(*rows, measure=PLAIN):
    cells = frame(["编号", "面积"], *rows)
    sheet = SheetProfile("a.csv", "mines", header_rows=(1,))
    fates = classify_rows(cells, sheet, [])
    parsers = {"2": ("面积", decimal_parser(measure))}
    return [
        (p.place.row, p.value, p.rule.zh)
        for p in check_subtotals(
            cells, fates, sheet, PLACE, parsers, corrected=cells[fates == "data"]
        )
    ]


def test_a_right_total_is_silent():
    assert subtotals(["a", "1.25"], ["b", "2.5"], ["合计", "3.75"]) == []


def test_a_wrong_total_says_what_was_expected():
    assert subtotals(["a", "1.25"], ["b", "2.5"], ["合计", "4.00"]) == [
        (4, "4.00", "合计与各行之和不符，各行之和为3.75")
    ]


def test_small_totals_count_since_the_one_before_and_the_grand_total_counts_all():
    rows = [["a", "1"], ["小计", "1"], ["b", "2"], ["c", "3"], ["小计", "5"], ["合计", "6"]]
    assert subtotals(*rows) == []
    rows[4] = ["小计", "6"]
    assert subtotals(*rows) == [(6, "6", "合计与各行之和不符，各行之和为5")]


def test_a_total_at_the_top_counts_the_rows_below_it():
    assert subtotals(["合计", "3"], ["a", "1"], ["b", "2"]) == []
    assert len(subtotals(["合计", "4"], ["a", "1"], ["b", "2"])) == 1


def test_repeated_totals_may_count_their_block_or_everything():
    assert subtotals(["a", "1"], ["合计", "1"], ["b", "2"], ["合计", "2"]) == []
    assert subtotals(["a", "1"], ["合计", "1"], ["b", "2"], ["合计", "3"]) == []
    assert len(subtotals(["a", "1"], ["合计", "1"], ["b", "2"], ["合计", "4"])) == 1


def test_a_rounded_total_is_compared_at_its_own_decimals():
    assert subtotals(["a", "1.25"], ["b", "2.13"], ["合计", "3.4"]) == []
    assert len(subtotals(["a", "1.25"], ["b", "2.13"], ["合计", "3.5"])) == 1


def test_the_noise_of_a_binary_sum_is_no_difference():
    assert subtotals(["a", "0.1"], ["b", "0.2"], ["合计", "0.30000000000000004"]) == []


def test_nothing_is_said_where_a_row_or_the_total_cannot_be_read():
    assert subtotals(["a", "约1"], ["合计", "3"]) == []
    assert subtotals(["a", "1"], ["合计", "三"]) == []
    assert subtotals(["a", "1"], ["合计", ""]) == []


def test_mixed_units_are_summed_in_one():
    mixed = Measure("mu", "mu", "", {"公顷": "hm2"})
    assert subtotals(["a", "1公顷"], ["b", "2"], ["合计", "17"], measure=mixed) == []
