"""Rows, zones and fields as a chapter lists them."""

import pandas as pd
import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError
from dandong_analysis.notebook.lists import first_of_each, set_aside
from dandong_analysis.report.blocks import Field
from tests.notebook.two_counties import ROWS, opened, text


def test_rows_set_aside_are_listed_with_the_reason_in_words(folder, shown):
    rows = ROWS.assign(delivery="north", file="a.csv", sheet="", row=[3, 4, 5, 6])
    storage.write_frames(folder / "data" / "processed", {"rows": rows})
    opened(folder).frame("set_aside")
    assert [[cell[0] for cell in line[-3:]] for line in shown[0].body] == [
        ["4", "隔离", "年份有误"], ["5", "声明排除", "与另一行完全相同"], ["6", "声明排除", "声明更正 C08"],
    ]  # fmt: skip


def test_an_empty_list_is_a_sentence(folder, shown):
    changes = pd.DataFrame({n: pd.Series([], dtype="str") for n in ("field", "parsed", "rule")})
    storage.write_frames(folder / "data" / "processed", {"rows": ROWS[:1], "changes": changes})
    chapter = opened(folder)
    chapter.frame("set_aside")
    chapter.frame("corrections")
    assert [text(b) for b in shown] == ["隔离与排除的行清单：没有。", "按声明更正的单元格：没有。"]


def test_a_listing_without_rows_is_a_sentence_where_it_says_so(folder, shown):
    """Sites of county 1 only: county 2 has none. The study compares no methods."""
    sites = pd.DataFrame({"site_id": ["S1"], "county": ["1"], "site_kind": ["monitoring"]})
    storage.write_frames(folder / "data" / "processed", {"site_areas": sites})
    chapter = opened(folder, region="2", lang="en")
    chapter.listing("site_list")
    chapter.listing("plan_sites")
    chapter.listing("impact_methods")
    assert [text(b) for b in shown] == ["Sites that the plan names: none."]


def test_set_aside_leaves_its_input_as_it_is():
    before = ROWS.copy()
    assert set_aside(ROWS)["code"].tolist() == ["bad-year", "duplicate", "correction:C08"]
    pd.testing.assert_frame_equal(ROWS, before)


def test_of_findings_alike_the_first_is_listed():
    columns = ["code", "severity", "delivery", "table", "message_zh"]
    findings = pd.DataFrame(
        [["a", "error", "north", "mines", "第一"], ["a", "error", "north", "mines", "第二"],
         ["a", "error", "south", "mines", "第三"], ["a", "warning", "north", "mines", "第四"],
         ["a", "error", "north", "funds", "第五"]],
        columns=columns,
    )  # fmt: skip
    made = first_of_each(findings)
    assert made["message_zh"].tolist() == ["第一", "第三", "第四", "第五"]
    assert list(findings.columns) == list(made.columns) == columns


ZONE_FRAME = pd.DataFrame({
    "zone_id": ["Z1"], "zone_grade": ["severe"], "zone_name": ["东山铁矿开采区"],
    "zone_name_en": ["Dongshan iron mining area"], "county": ["1"],
})  # fmt: skip


def test_zones_are_told_grade_by_grade_with_their_names(folder, shown):
    storage.write_frames(folder / "data" / "processed", {"impact_zones": ZONE_FRAME})
    opened(folder).say_each("zones.of_grade", "zone_grade")
    (told,) = shown
    assert text(told).startswith("严重影响区1处，面积2平方千米，有矿山4个")
    assert text(told).endswith("分别是东山铁矿开采区。")


def test_zones_of_another_county_are_not_told(folder, shown):
    storage.write_frames(folder / "data" / "processed", {"impact_zones": ZONE_FRAME})
    opened(folder, region="2").say_each("zones.of_grade", "zone_grade")
    assert shown == []
    opened(folder, region="1", lang="en").say_each("zones.of_grade", "zone_grade")
    assert "Dongshan iron mining area" in text(shown[0])


def test_a_study_without_zones_says_that_none_can_be_drawn(folder, shown):
    chapter = opened(folder)
    chapter.say_each("zones.of_grade", "zone_grade")
    chapter.listing("zone_reasons")
    assert shown == []
    chapter.say("management.total")
    assert "不能划出管理分区" in text(shown[0])


def test_a_field_shows_what_the_study_keeps_for_it(folder, shown):
    remarks = pd.DataFrame(
        [["cause:A/1", "一段。\n二段。", "王", "2021-03-01"], ["cause:A/2", "别的", "", ""]],
        columns=["field", "text", "by", "on"],
    ).astype("str")
    storage.write_frame(folder / "data" / "processed" / "remarks.parquet", remarks)
    chapter = opened(folder)
    chapter.field("cause:A/1", "原因：甲")
    chapter.field("cause:A/3", "原因：乙")
    empty = "（待评估人填写）"
    assert shown == [
        Field("cause:A/1", "原因：甲", ("一段。", "二段。"), empty, "王", "2021-03-01"),
        Field("cause:A/3", "原因：乙", (), empty),
    ]


def test_a_field_of_a_study_without_remarks_is_empty(folder, shown):
    opened(folder, lang="en").field("cause:A", "Cause")
    assert shown == [Field("cause:A", "Cause", (), "(to be written by the evaluator)")]


@pytest.mark.parametrize("name", ["原因", "cause:A B", "cause:" + "x" * 60])
def test_what_is_no_id_of_a_field_is_refused(folder, shown, name):
    with pytest.raises(DandongError) as caught:
        opened(folder).field(name, "原因")
    assert [p.code for p in caught.value.problems] == ["remark-id"]
    assert shown == []
