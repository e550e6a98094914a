"""The step of the page of facts: when there is one, what it is called, what it reads."""

from decimal import Decimal

import pytest

from dandong_analysis import storage
from dandong_analysis.pipeline.build import build, explain
from dandong_analysis.pipeline.inputs import Layout, open_study
from dandong_analysis.pipeline.plan import Request, plan_runs, plan_steps
from dandong_analysis.pipeline.queries import facts
from tests.report.facts_reader import Page

from .conftest import MINES, make_study, write, write_chapter

SAY = """import json
from IPython.display import display
from dandong_analysis.report.blocks import MIME, FactRef, Heading, Paragraph
from dandong_analysis.report.serialise import to_json
from dandong_analysis.report.wording import fact_ref
from dandong_analysis.notebook import open_chapter
chapter = open_chapter(study=study, region=region, lang=lang, overrides=overrides)
shown = [fact_ref(chapter.ledger[name], chapter.lang, chapter.schemas) for name in %s]
for block in (Heading("%s", 1), Paragraph(tuple(shown))):
    display({MIME: to_json(block), "text/plain": ""}, raw=True)
"""
HTML = Request(formats=("html",))


@pytest.fixture
def study(tmp_path):
    root = make_study(tmp_path / "研究")
    write_chapter(root, "01_first", SAY % (["MINE.TOTAL", "LAND.MINE_AREA"], "第一章"))
    write_chapter(
        root, "02_second", SAY % (["MINE.TOTAL", "MINE.SHARE@size_class=large"], "第二章")
    )
    return root


def steps_of(root, request):
    layout, study = Layout(root), open_study(root)
    steps = plan_steps(layout, study, plan_runs(layout, study, request), request.formats)
    return {step.name: step for step in steps}


def test_there_is_one_page_for_each_edition_and_none_without_pages(study):
    both = steps_of(study, Request(formats=("html", "pdf"), lang="zh,en"))
    pages = {name for name in both if name.startswith("export:facts") and name.endswith(":html")}
    assert pages == {"export:facts:html", "export:facts-en:html"}
    assert "export:facts:html" not in steps_of(study, Request(formats=("docx", "pdf")))
    county = steps_of(study, Request(formats=("html",), region="乙县"))
    assert "export:facts-yi:html" in county


def test_it_depends_on_the_chapters_of_its_edition_and_what_they_were_made_of(study):
    step = steps_of(study, Request(("02_second",), ("html",), lang="en"))["export:facts-en:html"]
    names = {node.name for node in step.inputs}
    assert {
        "work/chapters/02_second-en/chapter.ipynb",
        "work/tables",
        "work/facts",
        "study.toml",
    } <= names
    assert not [name for name in names if "01_first" in name]


def test_the_page_opens_what_the_chapters_print_and_what_that_was_computed_from(study):
    assert build(study, HTML).errors == ()
    page = Page((study / "reports" / "facts.html").read_bytes())
    share = "MINE.SHARE@size_class=large"
    assert page.ids == ["MINE.TOTAL", "LAND.MINE_AREA", share, "MINE.LARGE"]
    assert [page.ids[n] for n in page.known(share, "parents")] == ["MINE.LARGE", "MINE.TOTAL"]
    assert [row[-1] for row in page.rows_of("MINE.LARGE")] == ["1"]
    assert page.rows_of(share) == []
    assert [row[3:] for row in page.rows_of("LAND.MINE_AREA")] == [
        (2, "7", "面积", "10", "", "10"), (3, "7", "面积", "20.5", "", "20.5"), (4, "7", "面积", "30", "", "30"),
    ]  # fmt: skip
    path = study / "data/raw/survey/team/mines.csv"
    assert {row[:3] for row in page.rows_of("MINE.TOTAL")} == {
        ("team/mines.csv", storage.sha256(path.read_bytes()), "")
    }
    places = [page.facts["places"][n][0] for n in page.known("MINE.TOTAL", "mentions")]
    assert places == ["01_first.html#sec-1", "02_second.html#sec-1"]
    assert page.tree.xpath("//aside[@class='stamp']")


def test_a_build_of_one_chapter_has_the_facts_of_that(study):
    build(study, Request(("01_first",), ("html",)))
    page = Page((study / "reports" / "facts.html").read_bytes())
    assert page.ids == ["MINE.TOTAL", "LAND.MINE_AREA"]


def test_a_changed_cell_is_in_the_page_and_a_second_build_does_nothing(study):
    build(study, HTML)
    assert {o.status for o in explain(study, HTML)} == {"unchanged"}
    write(study, "data/raw/survey/team/mines.csv", MINES.replace("20.5", "21.5"))
    build(study, HTML)
    page = Page((study / "reports" / "facts.html").read_bytes())
    assert page.known("LAND.MINE_AREA", "value") == "61.5"
    assert sum(Decimal(row[-1]) for row in page.rows_of("LAND.MINE_AREA")) == Decimal("61.5")
    definitions = {fact["id"]: fact["definition_zh"] for fact in facts(study)}
    assert page.told("LAND.MINE_AREA")["definition"] == definitions["LAND.MINE_AREA"]
