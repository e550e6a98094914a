"""The chapter about the audit: its blocks for the plan, for other plans, and without any."""

import json
import re
from pathlib import Path

import pytest

from dandong_analysis.notebook import chapter as chapters
from dandong_analysis.notebook import plan_audit
from dandong_analysis.report.blocks import FactRef, Heading, Paragraph, Table
from tests.plans.studies import (
    ROOT,
    built,
    copy_demonstration_plan,
    copy_reservoir,
    write_no_plan,
    write_plan,
)

NOTEBOOK = ROOT / "notebooks" / "07_plan_audit.ipynb"
SOURCES = ["".join(c["source"]) for c in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
           if c["cell_type"] == "code" and not c["metadata"]]  # fmt: skip


def run(root: Path, lang: str = "zh") -> list:
    """The blocks that the notebook displays."""
    blocks: list = []
    with pytest.MonkeyPatch.context() as patch:
        for module in (chapters, plan_audit):
            patch.setattr(module, "display_block", lambda *made, **_: blocks.extend(made))
        patch.setenv("DANDONG_WORK", str(built(root)))
        names = {"study": str(root), "lang": lang, "overrides": "{}"}
        for source in SOURCES:
            exec(source, names)  # noqa: S102 - the notebook under test
    return blocks


@pytest.fixture(scope="module")
def plan_root(tmp_path_factory):
    return copy_demonstration_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def plan(plan_root):
    return run(plan_root)


@pytest.fixture(scope="module")
def reservoir(tmp_path_factory):
    return run(copy_reservoir(tmp_path_factory.mktemp("reservoir") / "study"))


def words(block) -> str:
    spans = block.spans if isinstance(block, Paragraph) else ()
    return "".join(s if isinstance(s, str) else s.text for s in spans)


def sentences(blocks) -> list[str]:
    return [words(b) for b in blocks if isinstance(b, Paragraph)]


def table(blocks, name: str) -> list[list[str]]:
    """The rows of the first table of this id."""
    found = next(b for b in blocks if isinstance(b, Table) and b.id == name)
    return [
        ["".join(s if isinstance(s, str) else s.text for s in cell) for cell in row]
        for row in found.body
    ]


def headings(blocks) -> list[str]:
    return [b.text for b in blocks if isinstance(b, Heading)]


def test_the_first_paragraph_says_what_matters(plan):
    first = next(b for b in plan if isinstance(b, Paragraph))
    numbers = {s.id: s.text for s in first.spans if isinstance(s, FactRef)}
    assert numbers == {
        "AUDIT.RELATIONS": "91", "AUDIT.FIGURES": "183", "AUDIT.NOTES": "26",
        "AUDIT.RELATIONS@verdict=inconsistent": "3",
        "AUDIT.RELATIONS@verdict=within_input_rounding": "7",
    }  # fmt: skip
    assert {s.provenance for s in first.spans if isinstance(s, FactRef)} == {"published"}


@pytest.mark.parametrize("said", [
    # The land of seven kinds and of four states, beside one printed total.
    ("占用破坏土地总面积", "44,751亩", "44,750亩"), ("占用破坏土地总面积", "44,749亩", "44,750亩"),
    ("8856亩", "8857亩"), ("877.5亩", "446亩"), ("公布7处", "列出5处"), ("公布3项", "列出2项"),
    # The four columns of the county table that miss their totals by one.
    ("2589亩", "2590亩"), ("5334亩", "5335亩"), ("4324亩", "4325亩"), ("10,591亩", "10,592亩"),
    ("4个差额出自同一处错误",), ("3个差额出自2处彼此独立的错误",),
])  # fmt: skip
def test_every_known_fault_of_the_plan_is_a_sentence(plan, said):
    assert any(all(part in sentence for part in said) for sentence in sentences(plan))


def test_sentences_stand_in_order_of_gravity_with_their_places(plan):
    numbered = [s for s in sentences(plan) if s.startswith("1. ")]
    assert numbered[0].startswith("1. 〔专栏二〕五龙金矿示范区治理区面积：0.585平方千米")
    assert numbered[1].startswith("1. 〔一(一)2(1)〕占用破坏土地总面积：")
    order = ["自相矛盾的数字", "四舍五入可以解释的差额", "合在一起核对", "可能错在哪里",
             "由关系可以确定得更准的数字", "通读规划发现的问题", "使用限制"]  # fmt: skip
    assert [h for h in headings(plan) if h in order] == order
    # Of a verdict that no relation has there is no section.
    assert not {"截去尾数的数字", "无法核对的关系"} & set(headings(plan))


def test_the_table_of_contradictions_names_units_that_differ(plan):
    assert table(plan, "audit_relations") == [
        ["专栏二", "五龙金矿示范区治理区面积", "BOX2.AREA", "0.585平方千米", "446", "431.5", "亩"],
        ["一(一)3", "较严重影响区", "ZONE.MODERATE", "7", "5", "2", "处"],
        ["六(引言)", "三项重大工程", "PROJ.ANNOUNCED", "3", "2", "1", "项"],
    ]


def test_verdicts_are_counted_by_facts(plan):
    counts = [row[2] for row in table(plan, "audit_verdicts")]
    assert counts == ["3", "0", "0", "7", "81"]
    found = next(b for b in plan if isinstance(b, Table) and b.id == "audit_verdicts")
    assert all(isinstance(row[2][0], FactRef) for row in found.body)


def test_each_county_is_a_way_to_mend_the_four_gaps(plan):
    rows = table(plan, "audit_changes")
    assert [row[0] for row in rows] == [str(n) for n in (1, 2, 3, 4) for _ in range(4)]
    assert rows[0] == ["1", "丹东市城区 2018-2020-生产", "TAB.CITY.N.PROD", "290", "291", "亩", "1"]
    # One county's producing and subtotal cells, each up by one: one and the same error.
    assert {row[6] for row in rows} == {"1"}
    assert all(int(row[4].replace(",", "")) - int(row[3].replace(",", "")) == 1 for row in rows)


def test_ways_of_the_land_are_all_listed(plan):
    """One of six kinds (subsidence is printed twice, so it costs two) with one of two states."""
    at = headings(plan).index("占用破坏土地总面积等16个互相关联的数字")
    place = [i for i, b in enumerate(plan) if isinstance(b, Heading)][at]
    ways = [s for s in sentences(plan[place:]) if "改为" in s and s[0].isdigit()]
    assert len(ways) == 12
    assert ways[0].endswith(
        "煤矸石堆占用破坏土地面积由1622亩改为1621亩；废弃矿山占用破坏土地面积由5874亩改为5875亩。"
    )


def test_the_radius_of_a_group_reads_as_a_fraction(plan):
    radii = {row[1]: row[-1] for row in table(plan, "audit_blocks")}
    assert (radii["TGT.N.LEGACY"], radii["LAND.DAMAGED"], radii["MINE.TOTAL"]) == (
        "1/5",
        "1/3",
        "0",
    )


def test_only_figures_that_relations_narrow_are_listed(plan):
    rows = {row[1]: row[2:] for row in table(plan, "audit_intervals")}
    # 8857 is the sum of two states that print as 2982 and 5874: each is at least half above.
    assert rows["LEG.DAMAGED"] == ["8857", "8856.5～8857.5", "8856.5～8857", "亩"]
    assert rows["LAND.ST.ABAND"] == ["5874", "5873.5～5874.5", "5874～5874.5", "亩"]
    assert "LAND.DAMAGED" not in rows
    assert len(rows) == 12


def test_notes_stand_by_kind_with_their_places(plan):
    rows = table(plan, "audit_notes")
    kinds = [row[0] for row in rows]
    assert list(dict.fromkeys(kinds)) == ["矛盾", "缺漏", "时间", "口径", "用语"]
    assert len(rows) == 26
    assert all(all(row) for row in rows)
    assert any("10,592亩" in row[2] for row in rows)


def test_the_chinese_chapter_has_english_only_in_ids_and_commands(plan):
    for sentence in sentences(plan):
        assert not re.search(r"[A-Za-z]{2,}", sentence), sentence


def test_the_english_chapter_has_no_sentence_in_chinese(plan_root):
    blocks = run(plan_root, "en")
    first, *_ = sentences(blocks)
    assert first.startswith("91 relations between the figures that the plan of some place prints")
    assert any("7 announced, 5 named: 2 too few" in s for s in sentences(blocks))
    assert table(blocks, "audit_relations")[0][3] == "0.585 km²"
    inside = [s.partition("] ")[2] or s for s in sentences(blocks)]
    assert not any("\u4e00" <= c <= "\u9fff" for s in inside for c in s)


@pytest.mark.parametrize("said", [
    ("矛盾", "6"), ("总投资", "3.58915亿元", "截去尾数"), ("措施", "无法核对", "MEASURES.LAND"),
    ("有4组无论怎样四舍五入都不能同时成立",), ("乙县第一年公布36.0公顷，真值须为30.5公顷至30.7公顷",),
    ("年减沙量", "造林减沙未公布数值"), ("要使部分不超过总体（坡改梯）",),
])  # fmt: skip
def test_another_plan_with_other_units(reservoir, said):
    assert any(all(part in sentence for part in said) for sentence in sentences(reservoir))


def test_another_plan_has_a_section_for_each_verdict(reservoir):
    assert {"自相矛盾的数字", "四舍五入可以解释的差额", "截去尾数的数字", "无法核对的关系"} <= set(
        headings(reservoir)
    )
    # 2 of 3 projects; 12.5 km2 less a thirtieth of a mu.
    changes = [row for b in reservoir if isinstance(b, Table) and b.id == "audit_changes"
               for row in table([b], b.id)]  # fmt: skip
    assert ["1", "项目验收率", "DONE.RATE", "66.6", "66又2/3", "%", "1"] in changes
    assert [row[4] for row in table(reservoir, "audit_incomplete")] == [
        "单位不明", "有一项不在数据项文件中", "有一项未公布数值",
    ]  # fmt: skip


def test_a_study_without_published_figures_says_so_in_one_sentence(tmp_path):
    blocks = run(write_no_plan(tmp_path))
    assert [type(b) for b in blocks] == [Heading, Paragraph]
    assert words(blocks[1]) == "本研究没有列出规划公布的数字，没有可以核对的内容。"


def test_a_plan_without_relations_shows_its_notes_alone(tmp_path):
    bare = "id,value,unit,section,description_zh,description_en,derived_from\nT,3,亩,,,,\n"
    blocks = run(write_plan(tmp_path, bare))
    assert "没有写明相互关系" in sentences(blocks)[0]
    # Nothing was judged, so nothing is said to be right.
    assert not any("没有自相矛盾" in sentence for sentence in sentences(blocks))
    assert [b.id for b in blocks if isinstance(b, Table)] == ["audit_notes"]


def test_a_plan_without_faults_has_no_empty_section(tmp_path):
    right = "id,value,unit,section,description_zh,description_en,derived_from\nT,3,处,,,,\nU,3,处,,,,same(T)\n"
    blocks = run(write_plan(tmp_path, right, notes=""))
    assert "没有自相矛盾的数字。" in sentences(blocks)[0]
    assert headings(blocks) == ["某地规划数据一致性", "核对方法", "合在一起核对", "使用限制"]
    assert all(b.body for b in blocks if isinstance(b, Table))
