"""Chapters 05 and 08 built from end to end: restoration and money, works and monitoring."""

import json
import re
import shutil
from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis import storage
from tests.e2e.studies import Study
from tests.e2e.test_attainment import AS_OF, at, blocks, fact_ids, works

CHAPTERS = ("05_restoration", "08_works_monitoring")
PERIOD = """
[[period]]
code = "near"
zh = "近期"
en = "near"
start = 2022-01-01
end = 2024-12-31
"""


@pytest.fixture(scope="module")
def facts(demo):
    frames = storage.read_frames(demo.root / "data/processed/assessments" / AS_OF)
    return {f["id"]: f for f in frames["facts"].to_dict("records")}


@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_number_of_the_chapters_is_a_fact_of_the_ledger(demo, facts, chapter):
    """Facts of the survey beside those of the plan at the date."""
    survey = storage.read_frame(demo.root / "data/processed/facts.parquet")
    shown = fact_ids(blocks(demo, chapter))
    assert len(shown) > 50
    assert shown <= {*facts, *survey["id"]}


@pytest.mark.xdist_group("demo")
def test_the_money_of_a_year_is_what_its_rows_add_up_to(demo, facts):
    """An independent count: accepted in 2018 with a number, of one used twice the larger."""
    own = works(demo)
    dated = own[own["accepted_date"].notna() & own["acceptance_number"].notna()]
    inside = dated[dated["accepted_date"].between(pd.Timestamp(2018, 1, 1), pd.Timestamp(AS_OF))]
    ordered = inside.sort_values("treated_area_mu", ascending=False, kind="stable")
    once = ordered.drop_duplicates("acceptance_number")
    year = once[once["accepted_date"].dt.year == 2018]
    spent = sum(Decimal(v) for v in year["mine_funds_cny_10k"] if v is not None)
    assert Decimal(facts[at("WORKS.FUND_MINE", year="2018")]["value"]) == spent
    assert Decimal(facts[at("WORKS.NUMBER", year="2018")]["value"]) == len(year)


@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize(("name", "header"), [
    (at("WORKS.FUND_MINE", year="2018"), "自筹"), (at("WORKS.AREA", row_id="CQ-H049"), ""),
    ("MON.AREA@site_id=CQ-J001", "监测面积"),
])  # fmt: skip
def test_a_number_of_each_chapter_opens_down_to_its_cells(demo, name, header):
    traced = demo.json("trace", name)
    assert traced["rows"]
    assert all(row["file"] and row["row"] and row["raw"] for row in traced["rows"])
    assert all(header in row["header"] for row in traced["rows"])


@pytest.mark.xdist_group("demo")
def test_a_county_edition_has_nothing_of_the_others_and_english_only_data_in_chinese(
    demo, tmp_path
):
    shutil.copytree(demo.root, tmp_path / "study")
    own = Study(tmp_path / "study")
    done = own.run(
        "build", "--region", "凤城市", "--lang", "en", "--formats", "html",
        "--chapters", ",".join(CHAPTERS),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    made = list((own.root / "reports" / "executed").glob("0[58]*fengcheng*.ipynb"))
    assert len(made) == len(CHAPTERS)
    for path in made:
        text = json.dumps(blocks(own, path.stem), ensure_ascii=False)
        assert not re.search("宽甸|东港|Kuandian|Donggang", text)
        said = [t for b in blocks(own, path.stem) for t in (b.get("text"), *b.get("spans", ()))]
        words = [text for text in said if isinstance(text, str)]
        assert words
        assert not [text for text in words if re.search(r"[\u4e00-\u9fff]", text)]


def test_a_study_without_works_and_monitoring_says_so(small):
    small.edit("study.toml", lambda text: text + PERIOD)
    done = small.run("build", "--formats", "html", "--chapters", ",".join(CHAPTERS))
    assert done.returncode == 0, done.stdout + done.stderr
    missing = "两县的调查资料不含这一部分内容。"
    for chapter, times in zip(CHAPTERS, (5, 3), strict=True):
        text = (small.root / "reports" / f"{chapter}.html").read_text(encoding="utf-8")
        assert text.count(missing) >= times - 1
        assert "没有登记工程" not in text
