"""The transcribed targets against the published figures."""

import csv
import io
import tomllib
from collections import Counter
from pathlib import Path

import pytest

PLAN = Path(__file__).parents[2] / "data/raw/plan"
WORDS = {"丹东市城区": "CITY", "宽甸满族自治县": "KD", "凤城市": "FC", "东港市": "DG"}
LIABILITY = {"生产": "PROD", "政策性关闭、废弃": "LEGACY"}
PERIOD = {"2018-2020年": "N", "2021-2022年": "F"}
FIRST_BOX = "二(二)2 专栏一"
# Targets in words, which the list of published figures does not hold or writes as a sign.
IN_WORDS = (".CORRIDOR_STATE", ".FUND_SYSTEM", ".DEPOSIT_END", ".GREEN", ".NEW_AREA")


def rows(name="targets.csv"):
    text = (PLAN / name).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_there_is_one_target_for_each_county_party_and_period():
    assert len(rows()) == 16
    assert len({(r["行政区"], r["治理责任主体"], r["时期"]) for r in rows()}) == 16


def test_targets_are_the_published_cells_as_printed(published):
    for row in rows():
        key = f"TAB.{WORDS[row['行政区']]}.{PERIOD[row['时期']]}.{LIABILITY[row['治理责任主体']]}"
        assert row["目标编号"] == key
        assert row["恢复治理面积(亩)"] == published[key]
        assert row["规划章节"].startswith("六、二")


def test_the_box_of_indicators_is_whole_with_its_blanks():
    """Nine indicators in two periods; the plan leaves four values and three attributes blank."""
    box = [r for r in rows("plan-indicators.csv") if r["规划章节"].startswith(FIRST_BOX)]
    assert len(box) == 9 * 2
    assert {r["规划章节"] for r in box} == {f"{FIRST_BOX}，第{n}行" for n in range(1, 10)}
    blank = {r["目标编号"] for r in box if not r["目标值"]}
    assert blank == {"BOX1.N.RECLAIM", "BOX1.F.RECLAIM", "BOX1.F.SOCIAL_N", "BOX1.N.DEMO_N"}
    assert Counter((r["时期"], r["指标属性"]) for r in box) == {
        ("2018-2020年", "约束性"): 7, ("2018-2020年", "预期性"): 1, ("2018-2020年", ""): 1,
        ("2021-2022年", "预期性"): 8, ("2021-2022年", ""): 1,
    }  # fmt: skip


def test_no_target_outside_the_box_has_an_attribute():
    rest = [r for r in rows("plan-indicators.csv") if not r["规划章节"].startswith(FIRST_BOX)]
    assert {r["指标属性"] for r in rest} == {""}


def test_indicators_are_the_published_figures_as_printed(published):
    checked = [
        r for r in rows("plan-indicators.csv")
        if r["目标编号"] in published and not r["目标编号"].endswith(IN_WORDS)
    ]  # fmt: skip
    assert len(checked) == 40 - 9 - 3  # less those in words, less those of the next test
    assert {r["目标编号"]: r["目标值"] for r in checked} == {
        r["目标编号"]: published[r["目标编号"]] for r in checked
    }


def test_what_has_no_published_figure_is_in_words_blank_or_a_part_of_one(published):
    rest = {r["目标编号"] for r in rows("plan-indicators.csv")} - set(published)
    assert {i for i in rest if not i.endswith(IN_WORDS)} == {
        "BOX1.N.DEMO_N", "MON.SITES_CITY", "MON.SITES_KD"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["targets.csv", "plan-indicators.csv"])
def test_the_profile_declares_the_targets_as_published(name):
    profile = tomllib.loads((PLAN / "profile.toml").read_text("utf-8"))
    (sheet,) = [s for s in profile["sheet"] if s["file"] == name]
    assert profile["provenance"] == "published"
    assert sheet["declared_rows"] == len(rows(name))
    assert set(sheet["columns"]) == set(rows(name)[0])


@pytest.mark.parametrize("name", ["targets.csv", "plan-indicators.csv"])
def test_every_target_has_an_id_of_its_own_and_a_citation(name):
    assert len({r["目标编号"] for r in rows(name)}) == len(rows(name))
    assert all(r["规划章节"] for r in rows(name))
