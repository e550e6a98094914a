"""JupyterLab's parts in the study of twelve mines, without a browser."""

import asyncio
import shutil
from pathlib import Path

import pytest
from lxml import html as parser

from dandong_analysis import storage
from dandong_analysis.lab.chapters import study_here
from dandong_analysis.lab.opening import fact_bundle
from dandong_analysis.lab.overview import overview_bundle
from dandong_analysis.lab.panel import Panel

SMALL = Path(__file__).parents[1] / "studies" / "two_counties"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    target = tmp_path_factory.mktemp("lab") / "study"
    shutil.copytree(SMALL, target)
    return target


@pytest.fixture
def opened(root, monkeypatch):
    monkeypatch.chdir(root)
    return study_here()


def page(bundle):
    return parser.fromstring(bundle["text/html"])


def chosen(panel):
    return {choice.parameter: widget for choice, widget in panel._inputs if not choice.part}


def shown(output):
    return " ".join(page(o["data"]).text_content() for o in output.outputs)


def test_the_overview_lists_the_chapters_of_a_study_that_was_not_built(opened):
    text = page(overview_bundle(opened)).text_content()
    assert text.count("未生成") == 2


def test_the_panel_offers_what_the_chosen_chapter_declares(opened):
    panel = Panel(opened)
    panel.chapter.value = "01_data_quality"
    assert list(chosen(panel)) == ["lang"]
    panel.chapter.value = "02_status"
    assert list(chosen(panel)) == ["region", "lang"]
    assert "990101" in [value for _, value in chosen(panel)["region"].options]


def test_a_chapter_is_run_for_a_county_and_nothing_is_published(opened):
    panel = Panel(opened)
    panel.chapter.value = "02_status"
    chosen(panel)["region"].value = "990101"
    asyncio.run(panel.show_chapter())
    assert "甲县登记调查的矿山有" in shown(panel.blocks)
    assert panel.fact.outputs == ()
    assert not storage.list_files(opened.root / "reports")
    # Its numbers can be opened.
    assert any(name.endswith("· MINE.TOTAL@county=990101") for name in panel.number.options)


def test_a_number_that_does_not_exist_is_told_in_both_languages(opened):
    panel = Panel(opened)
    panel.number.value = "MINE.TOTLA"
    asyncio.run(panel.show_fact())
    told = shown(panel.fact)
    assert "MINE.TOTAL" in told
    assert "the ledger has no such fact" in told.lower()
    assert not panel.run.disabled


def test_a_fact_opens_down_to_its_delivered_cells(opened):
    tree = page(fact_bundle(opened.root, "MINE.TOTAL"))
    rows = [[cell.text_content() for cell in row] for row in tree.xpath("//tbody/tr")]
    # The first mine of the north: its file, and the row as a spreadsheet program shows it.
    first = next(row for row in rows if row[0] == "矿山.csv")
    assert first[2] == "2"
    assert sum(1 for row in rows if row[0].endswith(".csv")) == 12


def test_a_chapter_that_fails_is_told_in_both_languages(root, tmp_path, monkeypatch):
    """A cell of its notebook names a sentence that does not exist; no traceback is shown."""
    shutil.copytree(root, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    panel = Panel(study_here())
    panel.chapter.value = "02_status"
    panel.copy_chapter()
    chapter = Path("notebooks", "02_status.ipynb")
    wrong = chapter.read_text("utf-8").replace("status.mines", "status.minse")
    chapter.write_text(wrong, "utf-8")
    asyncio.run(panel.show_chapter())
    told = shown(panel.blocks)
    assert "章节 02_status 在第" in told
    assert "chapter 02_status failed in cell" in told.lower()
    assert "已发布的成果不变" in told
    assert "traceback" not in told.lower()
    assert not panel.run.disabled
