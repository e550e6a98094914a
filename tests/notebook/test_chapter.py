"""What a chapter notebook calls, on a study of two counties written for each test."""

import json
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.notebook import chapter as chapters
from dandong_analysis.notebook import open_chapter
from dandong_analysis.notebook.lists import first_of_each, set_aside
from dandong_analysis.report.blocks import Field, Figure, Heading, Note, Paragraph, Table

STUDY = """
format = 1
[study]
zh = "试验"
en = "trial"
slug = "t"
region_zh = "两县"
region_en = "both counties"
base_year = 2021
[[county]]
code = "1"
zh = "甲县"
en = "Jia"
slug = "jia"
[[county]]
code = "2"
zh = "乙县"
en = "Yi"
slug = "yi"
[[delivery]]
id = "north"
folder = "north"
"""


def fact(indicator, value, *, name="", published="", verdict="not_published", **dims):
    number = None if value is None else Decimal(value)
    return Fact(
        name or fact_id(indicator, dims), number, "place", value or "", "数", "number",
        Definition("mines", where=dims), indicator, dims, 1, ("north/a.csv",), published,
        verdict=verdict, reason_zh="因", reason_en="why",
    )  # fmt: skip


# One severe zone of 2 km2 in county 1, and nothing known about management zones.
ZONES = [
    fact(f"ZONE.{name}", value, **dims)
    for name, value in (
        ("COUNT", "1"),
        ("AREA", "2"),
        ("MINES", "4"),
        ("LAND", "30"),
        ("HAZARDS", "5"),
    )
    for dims in (
        {},
        {"zone_grade": "severe"},
        {"county": "1"},
        {"county": "1", "zone_grade": "severe"},
    )
] + [fact("MANAGE.COUNT", None), fact("MANAGE.AREA", None)]

# Both counties: 3 monitoring sites on 12 km2, all in county 1. Mines in protected view: 2 and 1.
FACTS = [
    fact("MON.SITES", "3", published="4", verdict="differs"), fact("MON.AREA", "12"),
    fact("MON.SITES", "3", county="1"), fact("MON.AREA", "12", county="1"),
    fact("MON.SITES", "0", county="2"), fact("MON.AREA", None, county="2"),
    fact("MINE.VIEW", "3"), fact("LAND.VIEW", "30"),
    fact("MINE.VIEW", "2", county="1"), fact("LAND.VIEW", "20", county="1"),
    fact("MINE.VIEW", "1", county="2"), fact("LAND.VIEW", "0", county="2"),
    fact("LSC.COUNT", None), *ZONES,
    fact("PROJ.X", None, published="9", verdict="not_computable"),
]  # fmt: skip
FILES = pd.DataFrame([["north", "a.csv", "synthetic"]], columns=["delivery", "file", "provenance"])
RULES = pd.DataFrame(
    [["r1", "mines", "甲应大于零", "a should be above zero"]],
    columns=["rule", "table", "statement_zh", "statement_en"],
)
ROWS = pd.DataFrame(
    [["accepted", ""], ["quarantined", "bad-year"], ["excluded", "duplicate"], ["excluded", "C08"]],
    columns=["fate", "code"],
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    write(tmp_path)
    return tmp_path


def write(folder, *facts):
    frames = {
        "facts": Ledger.of(facts or FACTS).to_frame(),
        "rules": RULES,
        "files": FILES,
        "rows": ROWS,
    }
    storage.write_frames(folder / "data" / "processed", frames)


@pytest.fixture
def shown(monkeypatch):
    """The blocks that a chapter displays."""
    blocks = []
    monkeypatch.setattr(chapters, "display_block", lambda *made, **_: blocks.extend(made))
    return blocks


def opened(folder, **given):
    return open_chapter(**{"study": str(folder), "lang": "zh", **given})


def text(block):
    spans = block.spans if isinstance(block, Paragraph | Note) else (block.text,)
    return "".join(s if isinstance(s, str) else s.text for s in spans)


def test_a_chapter_knows_study_facts_frames_and_scope(folder):
    chapter = opened(folder)
    assert (chapter.study.zh, chapter.lang, chapter.scope) == ("试验", "zh", {})
    assert [f.id for f in chapter.ledger] == [f.id for f in FACTS]
    assert chapter.frames["rows"]["fate"].tolist() == [
        "accepted",
        "quarantined",
        "excluded",
        "excluded",
    ]
    assert chapter.schemas.vocabularies["code"]["r1"].zh == "甲应大于零"


@pytest.mark.parametrize("region", ["2", "乙县", "Yi", "yi"])
def test_a_region_is_a_county_by_any_of_its_names(folder, region):
    assert opened(folder, region=region).scope == {"county": "2"}


def test_an_unknown_region_is_an_error_that_lists_those_known(folder):
    with pytest.raises(UsageError) as caught:
        opened(folder, region="丙县")
    assert caught.value.problems[0].code == "unknown-region"
    assert "甲县、乙县" in caught.value.problems[0].action.zh


def test_a_study_that_was_not_built_is_an_error_that_says_what_to_run(folder):
    for path in (folder / "data" / "processed").glob("*.parquet"):
        path.unlink()
    with pytest.raises(DandongError) as caught:
        open_chapter(study=str(folder), lang="zh")
    assert caught.value.problems[0].code == "not-built"
    assert "dandong build" in caught.value.problems[0].message().zh


def test_what_the_build_gives_replaces_the_notebooks_own_values(folder):
    chapter = opened(folder, overrides=json.dumps({"region": "1", "lang": "en"}))
    assert (chapter.lang, chapter.scope) == ("en", {"county": "1"})


def test_the_build_says_where_study_and_data_are(folder, tmp_path, monkeypatch):
    work = tmp_path / "work"
    storage.write_frames(
        work, {"facts": Ledger.of(FACTS[:1]).to_frame(), "rules": RULES, "files": FILES}
    )
    monkeypatch.setenv("DANDONG_STUDY", str(folder))
    monkeypatch.setenv("DANDONG_WORK", str(work))
    chapter = opened("/nowhere")
    assert ([f.id for f in chapter.ledger], chapter.study.slug) == (["MON.SITES"], "t")


@pytest.mark.parametrize(
    ("region", "lang", "title"),
    [("all", "zh", "两县矿山地质环境现状统计"), ("1", "zh", "甲县矿山地质环境现状统计"),
     ("2", "en", "State of the mine geo-environment: Yi")],
)  # fmt: skip
def test_the_title_names_the_region(folder, shown, region, lang, title):
    opened(folder, region=region, lang=lang).title("title.status")
    assert shown == [Heading(title, 1)]


def test_numbers_are_those_of_the_region(folder, shown):
    opened(folder, region="乙县").say("status.view")
    opened(folder).say("status.view")
    assert [text(b) for b in shown] == [
        "位于三区两线范围内的矿山有1个，占用破坏土地0亩。",
        "位于三区两线范围内的矿山有3个，占用破坏土地30亩。",
    ]


def test_where_there_is_none_of_a_thing_that_is_said(folder, shown):
    opened(folder, region="乙县").say("status.monitoring")
    opened(folder, region="乙县").say("status.view", "status.monitoring")
    assert [text(b) for b in shown] == [
        "乙县没有监测示范点。", "位于三区两线范围内的矿山有1个，占用破坏土地0亩。乙县没有监测示范点。",
    ]  # fmt: skip


def test_sentences_of_zeros_are_left_out_beside_one_that_there_is_none(folder, shown):
    zeros = {"HAZ.COUNT": "0", "HAZ.MINES": "0", "HAZ.ROCKFALL": "0", "HAZ.SLIDE": "0", "HAZ.DEBRIS": "0",
             "HAZ.SUBS": "0", "HAZ.FISSURE": "0", "HAZ.SUBS_AREA": "0", "HAZ.PEOPLE": "0", "HAZ.LOSS": "0"}  # fmt: skip
    write(folder, *(fact(name, value) for name, value in zeros.items()))
    opened(folder).say("status.hazards", "status.hazard_damage")
    write(folder, *(fact(n, "5" if n == "HAZ.PEOPLE" else v) for n, v in zeros.items()))
    opened(folder).say("status.hazards", "status.hazard_damage")
    assert text(shown[0]) == "两县没有采矿引起的地质灾害记录。"
    assert text(shown[1]).startswith(
        "两县没有采矿引起的地质灾害记录。地面塌陷破坏土地0亩。各类灾害威胁5人"
    )


@pytest.mark.parametrize("key", ["status.landscape", "status.aquifer"])
def test_what_has_no_value_or_no_table_is_said_not_to_be_surveyed(folder, shown, key):
    opened(folder).say(key)
    assert [text(b) for b in shown] == ["两县的调查资料不含这一部分内容。"]


def test_a_sentence_for_each_county_only_where_the_whole_is_meant(folder, shown):
    opened(folder).say_by_county("status.view")
    assert [text(b)[:14] for b in shown] == [
        "位于三区两线范围内的矿山有2",
        "位于三区两线范围内的矿山有1",
    ]
    shown.clear()
    opened(folder, region="1").say_by_county("status.view")
    assert shown == []


def test_a_section_about_the_whole_is_left_out_for_a_county(folder, shown):
    opened(folder).section("section.counties", whole_only=True)
    opened(folder, region="1").section("section.counties", whole_only=True)
    opened(folder, region="1").section("section.mines", 3)
    assert shown == [Heading("分县情况", 2), Heading("矿山概况", 3)]


def test_only_synthetic_data_are_stamped(folder, shown):
    opened(folder, region="1").stamp()
    survey = FILES.assign(provenance="survey")
    storage.write_frames(folder / "data" / "processed", {"files": survey})
    opened(folder).stamp()
    assert [b.kind for b in shown] == ["synthetic"]
    assert text(shown[0]).startswith("甲县的调查数据是程序生成的模拟数据")


def test_tables_and_figures_are_shown_where_they_apply(folder, shown):
    crossing = [
        fact("MINE.TOTAL", "5"),
        fact("MINE.TOTAL", "3", county="1"),
        fact("MINE.TOTAL", "2", county="2"),
    ]
    both = [replace(f, dims={**f.dims, "status_class": "active"}, id=fact_id("MINE.TOTAL", {**f.dims, "status_class": "active"}))
            for f in crossing]  # fmt: skip
    write(folder, *crossing, *both)
    for region in ("all", "1"):
        chapter = opened(folder, region=region)
        chapter.table("mines_by_county_and_status")
        chapter.figure("mines_by_county_and_status")
        chapter.table("hazards_by_county")
    assert [type(b) for b in shown] == [Table, Figure]


def test_an_exhibit_that_does_not_exist_is_an_error(folder):
    with pytest.raises(DandongError, match="nonsense"):
        opened(folder).table("nonsense")


def test_published_figures_are_compared_for_the_whole_only(folder, shown):
    opened(folder).reconciliation()
    assert [b.id for b in shown[1:]] == ["reconciliation", "not_computable"]
    assert [len(b.body) for b in shown[1:]] == [1, 1]
    shown.clear()
    opened(folder, region="1").reconciliation()
    assert [type(b) for b in shown] == [Paragraph]
    assert "全部区域" in text(shown[0])


def test_without_published_figures_there_is_nothing_to_compare(folder, shown):
    write(folder, fact("MINE.VIEW", "3"))
    opened(folder).reconciliation()
    assert [text(b) for b in shown] == ["没有可供比较的公布数字。"]


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


def test_set_aside_leaves_its_input_as_it_is():
    before = ROWS.copy()
    assert set_aside(ROWS)["code"].tolist() == ["bad-year", "duplicate", "correction:C08"]
    pd.testing.assert_frame_equal(ROWS, before)


def test_findings_alike_become_one_with_their_number():
    columns = ["code", "severity", "delivery", "table", "message_zh"]
    findings = pd.DataFrame(
        [["a", "error", "north", "mines", "第一"], ["a", "error", "north", "mines", "第二"],
         ["a", "error", "south", "mines", "第三"], ["a", "warning", "north", "mines", "第四"],
         ["a", "error", "north", "funds", "第五"]],
        columns=columns,
    )  # fmt: skip
    made = first_of_each(findings)
    assert made["message_zh"].tolist() == ["第一", "第三", "第四", "第五"]
    assert made["n"].tolist() == [2, 1, 1, 1]
    assert list(findings.columns) == columns


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
    chapter.frame("zone_reasons")
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
