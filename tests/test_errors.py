"""Problems say place, value, rule, consequence and action, in both languages."""

import pytest

from dandong_analysis.errors import (
    FINDING_COLUMNS,
    DandongError,
    Place,
    Problem,
    Text,
    UsageError,
    findings_frame,
    raise_all,
)

AREA = Problem(
    "bad-number",
    Text("面积应是数字", "the area must be a number"),
    Text("该行未计入", "the row is not counted"),
    Text("请改正", "mend it"),
    Place("矿山.csv", "表1", 7, "面积", "north", "mines"),
    "约12",
)


def test_a_message_names_place_value_rule_consequence_and_action_in_this_order():
    message = AREA.message()
    assert (
        message.zh
        == "矿山.csv 工作表“表1” 第7行 “面积”列：值为“约12”。面积应是数字。该行未计入。请改正。"
    )
    assert message.en == (
        "矿山.csv, sheet '表1', row 7, column '面积': Found '约12'. The area must be a number. "
        "The row is not counted. Mend it."
    )


def test_what_is_not_known_is_left_out():
    bare = Problem("x", Text("规则", "rule"), Text("后果", "consequence"), Text("做法", "action"))
    assert bare.message() == Text("规则。后果。做法。", "Rule. Consequence. Action.")


def test_a_text_is_given_in_the_language_asked_for():
    assert Text("矿山", "mine").in_language("en") == "mine"
    assert Text("矿山", "mine").in_language("zh") == "矿山"


def test_all_problems_are_raised_at_once_and_none_raise_nothing():
    raise_all([])
    with pytest.raises(DandongError) as caught:
        raise_all([AREA, AREA])
    assert caught.value.problems == (AREA, AREA)
    assert str(caught.value).count("约12") == 4


def test_wrong_usage_and_wrong_data_have_their_own_exit_codes():
    assert (DandongError.exit_code, UsageError.exit_code) == (1, 2)


def test_findings_are_one_row_each_with_text_and_whole_row_numbers():
    frame = findings_frame([AREA])
    assert tuple(frame.columns) == FINDING_COLUMNS
    assert frame.loc[0, "row"] == 7
    assert frame.loc[0, "delivery"] == "north"
    assert str(findings_frame([])["row"].dtype) == "Int64"
