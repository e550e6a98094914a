"""What the cells and amounts of an evaluation are called, in both languages."""

import re
from datetime import date

import pandas as pd
import pytest

from dandong_analysis.attainment.countable import countable_frames
from dandong_analysis.attainment.naming import plan_vocabularies
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.study import parse_study
from tests.attainment.world import STUDY

SETTINGS = standard_settings()
LISTS = ("plan_cell", "plan_amount", "plan_rate", "plan_projection", "plan_money", "plan_flip",
         "plan_reading")  # fmt: skip
ODD = "某{plan_cell}|指标/甲,乙=丙<b>@[1]"


@pytest.fixture(scope="module")
def study():
    return parse_study(STUDY)


def named(world, tables, study, day="2020-06-30", assessment="D"):
    frames = countable_frames(
        world.evaluate(tables, day), SETTINGS, world.plan, as_of=date.fromisoformat(day),
        assessment=assessment,
    )  # fmt: skip
    return frames, plan_vocabularies(frames, study, SETTINGS)


@pytest.fixture(scope="module")
def words(world, crowded, study):
    return named(world, crowded, study)


def test_every_code_of_every_frame_has_a_name_in_both_languages(words):
    frames, found = words
    assert set(LISTS) <= set(found)
    for name in LISTS:
        codes = {c for f in frames.values() if name in f for c in f[name].dropna()}
        assert codes == set(found[name].codes), name
        for code in codes:
            term = found[name][code]
            assert term.zh
            assert term.en
            assert "{" not in term.zh + term.en, term


def test_a_name_says_no_code_of_a_county_party_or_period(words):
    """Words stand in the place of codes; what nobody has translated keeps its Chinese name."""
    codes = re.compile(r"\b(near|far|all|company|government|done|target|treatment|before_plan)\b")
    _, found = words
    for name in LISTS:
        for term in found[name].terms:
            assert not codes.search(term.zh), term


@pytest.mark.parametrize(
    ("name", "code", "zh", "en"),
    [
        ("plan_cell", "TREATED/A/company/near", "矿山地质环境恢复治理面积（甲县，矿山企业，近期）",
         "restored land (County A, mining company, near)"),
        ("plan_cell", "TREATED/all/all/all", "矿山地质环境恢复治理面积（试验市）", "restored land (Trial)"),
        ("plan_cell", "SIGN/all/all/near", "SIGN指标（试验市，近期）", "SIGN指标 (Trial, near)"),
        ("plan_amount", "done/RATE/A/all/near", None, None),
        ("plan_amount", "schemes_prepared/RATE/A/all/near",
         "RATE指标（甲县，近期）：已编制方案的应编制矿山",
         "RATE of the plan (County A, near): mines that need a scheme and have one"),
        ("plan_amount", "in-2019/TREATED/A/all/all", "矿山地质环境恢复治理面积（甲县）：2019年完成",
         "restored land (County A): done in 2019"),
        ("plan_amount", "by-2020/TREATED/A/all/all", "矿山地质环境恢复治理面积（甲县）：至2020年累计完成",
         "restored land (County A): done by 2020"),
        ("plan_amount", "damaged_land/A/company", "占用破坏土地（甲县，矿山企业）",
         "damaged land (County A, mining company)"),
        ("plan_amount", "money-social/all/all/before_plan", "社会资金（试验市，规划期以前）",
         "private capital (Trial, before the plan)"),
        ("plan_rate", "treatment/TREATED/A/company/near/done/damaged_land",
         "矿山地质环境恢复治理面积（甲县，矿山企业，近期）：完成 ÷ 占用破坏土地",
         "restored land (County A, mining company, near): done ÷ damaged land"),
        ("plan_rate", "scheme_rate_listed/RATE/all/all/near/schemes_prepared/schemes_listed",
         "方案编制率（占表中全部矿山）（试验市，近期）", "scheme rate (of all mines listed) (Trial, near)"),
        ("plan_projection", "needed/TREATED/A/company/near",
         "矿山地质环境恢复治理面积（甲县，矿山企业，近期）：按所需速度",
         "restored land (County A, mining company, near): as needed"),
        ("plan_money", "A/company/near", "治理资金（甲县，矿山企业，近期）",
         "money for restoration (County A, mining company, near)"),
        ("plan_finding", "work-before-plan", "日期早于规划期", "the date is before the plan"),
    ],
)  # fmt: skip
def test_names_as_they_should_read(words, name, code, zh, en):
    if zh is None:
        assert code not in words[1][name]
    else:
        assert (words[1][name][code].zh, words[1][name][code].en) == (zh, en)


def test_readings_are_told_in_words(words):
    _, found = words
    flips = {c.split("/")[0]: found["plan_flip"][c] for c in found["plan_flip"].codes}
    assert flips["rate:scheme_rate"].zh.startswith("RATE指标（")
    readings = found["plan_reading"]
    assert readings["rate:scheme_rate.scheme_rate_listed"].en == "scheme rate (of all mines listed)"
    assert readings["above_damage.count"].zh == "超出破坏面积的部分计入"


def test_fixed_lists_are_those_of_the_rule_file_and_the_study(words, study):
    frames, found = words
    grades = [g.code for g in SETTINGS.grades]
    assert list(found["attainment_grade"].codes) == [*grades, "ungraded"]
    assert set(frames["plan_attainment"]["attainment_grade"]) <= set(
        found["attainment_grade"].codes
    )
    assert set(found["rate_name"].codes) == {"treatment", *SETTINGS.measures}
    assert found["region"].codes == ("all", *(c.code for c in study.counties))
    assert set(frames["plan_findings"]["plan_finding"]) <= set(found["plan_finding"].codes)
    for column in ("rate_numerator", "rate_denominator"):
        assert set(frames["plan_rates"][column]) <= set(found["rate_term"].codes)


def test_a_name_may_hold_any_character(world, study):
    target = {"target_id": "T", "indicator_id": "ODD", "indicator_name": ODD, "printed_target": "5"}
    _, found = named(world, world.tables(plan_indicators=[target]), study)
    assert found["plan_cell"]["ODD/all/all/near"].zh == f"{ODD}（试验市，近期）"
    assert found["plan_cell"]["ODD/all/all/near"].en == f"{ODD} (Trial, near)"


def test_a_plan_without_targets_names_nothing(world, study):
    frames, found = named(world, world.mines(), study)
    assert "plan_cell" not in found
    assert frames["plan_attainment"].empty


def test_frames_of_two_dates_may_be_named_together(world, crowded, study):
    first, _ = named(world, crowded, study, "2020-06-30", "D1")
    second, _ = named(world, crowded, study, "2021-06-30", "D2")
    stacked = {n: pd.concat([first[n], second[n]], ignore_index=True) for n in first}
    found = plan_vocabularies(stacked, study, SETTINGS)
    for frames in (first, second):
        assert set(frames["plan_amounts"]["plan_amount"]) <= set(found["plan_amount"].codes)
