"""The transcribed targets against the published figures."""

import csv
import io
import tomllib
from pathlib import Path

PLAN = Path(__file__).parents[2] / "data/raw/plan"
WORDS = {"丹东市城区": "CITY", "宽甸满族自治县": "KD", "凤城市": "FC", "东港市": "DG"}
LIABILITY = {"生产": "PROD", "政策性关闭、废弃": "LEGACY"}
PERIOD = {"2018-2020年": "N", "2021-2022年": "F"}


def rows():
    text = (PLAN / "targets.csv").read_text("utf-8")
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


def test_the_profile_declares_the_targets_as_published():
    profile = tomllib.loads((PLAN / "profile.toml").read_text("utf-8"))
    (sheet,) = profile["sheet"]
    assert profile["provenance"] == "published"
    assert sheet["declared_rows"] == len(rows())
    assert set(sheet["columns"]) == set(rows()[0])
