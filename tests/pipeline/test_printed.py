"""Tracing what is printed, on the study of three mines."""

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.pipeline.build import build
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.plan import Request
from dandong_analysis.pipeline.printed import shown_numbers, trace

from .conftest import MINES, make_study, write, write_chapter

SHOW = """from IPython.display import display
from dandong_analysis.notebook import open_chapter
from dandong_analysis.report.blocks import HeaderCell, Heading, MIME, Paragraph, Table
from dandong_analysis.report.serialise import to_json
from dandong_analysis.report.wording import fact_ref
from dataclasses import replace
chapter = open_chapter(study=study, region=region, lang=lang, overrides=overrides)
area = fact_ref(chapter.ledger["LAND.MINE_AREA"], "zh", chapter.schemas)
table = Table("t", "矿区", ((HeaderCell("亩"),),), (((area,),),), "r")
for block in (Heading("甲", 1), Paragraph((replace(area, text="4.03"),)), table):
    display({MIME: to_json(block), "text/plain": ""}, raw=True)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = make_study(tmp_path_factory.mktemp("printed"))
    write_chapter(root, "02_second", SHOW)
    assert build(root, Request(formats=(), chapters=("02_second",))).errors == ()
    return root


def test_numbers_are_found_in_the_report_that_was_built_last(built):
    places = [
        (s.ref.id, s.ref.text, s.chapter, s.number, s.caption) for s in shown_numbers(Layout(built))
    ]
    # 10 + 20.5 + 30 亩 are printed as 61 (half to even: 60)
    assert places == [
        ("LAND.MINE_AREA", "4.03", "02_second", "", ""),
        ("LAND.MINE_AREA", "60", "02_second", "表2-1", "矿区"),
    ]


def test_a_number_that_several_facts_print_lists_them_with_their_places(built):
    answer = trace(built, "60")
    assert answer["printed"] == "60"
    first = answer["facts"][0]
    assert (first["id"], first["value"], first["unit"]) == ("LAND.MINE_AREA", "60.5", "mu")
    assert [(p["chapter"], p["number"]) for p in first["places"]] == [
        ("02_second", ""),
        ("02_second", "表2-1"),
    ]
    assert {f["printed"] for f in answer["facts"]} == {"60"}
    assert len(answer["facts"]) > 1


def test_a_number_shown_in_another_unit_opens_its_fact(built):
    # 60.5 亩 are 4.0333 hectares
    opened = trace(built, "4.03公顷")
    assert opened["id"] == "LAND.MINE_AREA"
    assert [row["raw"] for row in opened["rows"]] == ["10", "20.5", "30"]
    assert trace(built, "4.03") == opened


def test_a_number_of_the_last_report_that_holds_no_more_opens_nothing(built, tmp_path):
    import shutil  # noqa: PLC0415 - only this test needs it

    root = shutil.copytree(built, tmp_path / "changed")
    write(root, "data/raw/survey/team/mines.csv", MINES.replace("20.5", "21.5"))
    with pytest.raises(DandongError) as caught:
        trace(root, "4.03")
    assert caught.value.problems[0].code == "not-printed"


def test_without_a_built_report_facts_are_found_by_the_ledger(study):
    answer = trace(study, "60亩")
    assert answer["facts"][0]["places"] == []
    assert not (study / "reports" / "manifest.json").exists()


def test_an_id_wins_over_a_printed_number(study):
    write(study, "indicators.toml", OWN)
    text = (study / "study.toml").read_text(encoding="utf-8")
    write(study, "study.toml", f'{text}[files]\nindicators = ["standard", "indicators.toml"]\n')
    assert trace(study, "60")["id"] == "60"


OWN = """[[indicator]]
id = "60"
zh = "名为六十的指标"
en = "an indicator called sixty"
table = "mines"
measure = "count"
unit = "mine"
"""


def test_what_is_printed_nowhere_names_the_nearest(study):
    with pytest.raises(DandongError) as caught:
        trace(study, "61.5 亩")
    (problem,) = caught.value.problems
    assert problem.code == "not-printed"
    assert "60 亩 (LAND.MINE_AREA" in problem.message().zh
    assert "61.5 亩" in problem.message().zh


def test_other_text_is_taken_for_an_id(study):
    with pytest.raises(DandongError) as caught:
        trace(study, "MINE.NONE")
    assert caught.value.problems[0].code == "unknown-fact"
    assert trace(study, "MINE.TOTAL")["value"] == "3"
