"""Sentences, tables and figures as a chapter notebook calls for them."""

from dataclasses import replace

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError
from dandong_analysis.facts import fact_id
from dandong_analysis.report.blocks import Figure, Heading, Paragraph, Table
from tests.notebook.two_counties import FILES, fact, opened, text, write


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
    assert [b.id for b in shown[1:]] == ["differing", "not_computable"]
    assert [len(b.body) for b in shown[1:]] == [1, 1]
    shown.clear()
    opened(folder, region="1").reconciliation()
    assert [type(b) for b in shown] == [Paragraph]
    assert "全部区域" in text(shown[0])


def test_without_published_figures_there_is_nothing_to_compare(folder, shown):
    write(folder, fact("MINE.VIEW", "3"))
    opened(folder).reconciliation()
    assert [text(b) for b in shown] == ["没有可供比较的公布数字。"]
