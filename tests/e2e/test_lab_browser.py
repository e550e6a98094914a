"""JupyterLab as a surveyor uses it, in a real browser that may ask nobody but this machine."""

import re
import shutil
from decimal import Decimal

import pandas as pd
import pytest
from playwright.sync_api import expect

from dandong_analysis import storage
from tests.e2e.jupyter import PATIENCE, Lab, needs_lab, served
from tests.report.browsing import chromium

pytestmark = pytest.mark.xdist_group("demo")

COUNTY, DAY = "210682", "2019-12-31"
# What a person only looks at.
KEPT = ("data", "notebooks", "reports", "study.toml")


@pytest.fixture(scope="module")
def study(demo, tmp_path_factory):
    needs_lab()
    target = tmp_path_factory.mktemp("lab") / "study"
    shutil.copytree(demo.root, target)
    return target


@pytest.fixture(scope="module")
def address(study, tmp_path_factory):
    with served(study, tmp_path_factory.mktemp("jupyter")) as answering:
        yield answering


@pytest.fixture(scope="module")
def browser():
    needs_lab()
    with chromium() as opened:
        yield opened


@pytest.fixture
def lab(browser, address, study):
    """JupyterLab, in which nothing is changed by looking and nobody else is asked."""
    before = state(study)
    made = Lab(browser, address)
    yield made
    made.close()
    assert made.outside == []
    assert state(study) == before


def state(study):
    return {name: storage.digest(study / name) for name in KEPT}


def test_the_start_notebook_shows_the_study_and_opens_a_number(lab):
    lab.open("start.ipynb")
    lab.run_all()
    overview = lab.shown_by("overview()")
    expect(overview.locator("tbody tr", has_text="已生成 built")).to_have_count(9)
    expect(overview).to_contain_text("数据和笔记本此后没有变化")
    # The first pit of the city's workbook, in its row as a spreadsheet program shows it.
    first = lab.shown_by('fact("LAND.PIT")').locator("tbody tr").first.locator("td")
    expect(first).to_have_text(
        ["丹东市城区矿山地质环境调查表（模拟数据）.xlsx", "占用破坏土地", "3", "F",
         "占用破坏土地面积(亩)", "6.16", "6.16"]
    )  # fmt: skip
    expect(lab.complaints).to_have_count(0)
    overview.get_by_role("link", name="02_status.ipynb").click()
    expect(lab.page.get_by_role("heading", name="02 现状统计 Status")).to_be_visible()


def chosen(panel, label):
    """The input beside a label."""
    row = panel.locator(".widget-inline-hbox").filter(
        has=panel.page.locator(".widget-label", has_text=label)
    )
    return row.locator("select, input")


def accepted(study, numbers):
    """The works of the county that were accepted from 2018 to the day, by another reader."""
    works = storage.read_frame(study / "data/processed/tables/restoration.parquet")
    days = works["accepted_date"].between(pd.Timestamp(2018, 1, 1), pd.Timestamp(DAY))
    own = works[days & works["county"].eq(COUNTY) & works["acceptance_number"].notna()]
    largest = own.sort_values("treated_area_mu").drop_duplicates("acceptance_number", keep="last")
    counted = {"all": own, "largest": largest}[numbers]
    return len(counted), sum(counted["treated_area_mu"], Decimal(0))


def test_the_panel_runs_a_chapter_for_another_region_date_and_reading(lab, study):
    lab.open("start.ipynb")
    lab.run_all()
    panel = lab.shown_by("panel()")
    chosen(panel, "章节 chapter").select_option(label="规划目标完成评估 Attainment of the plan")
    chosen(panel, "区域 region").select_option(label="凤城市 Fengcheng")
    chosen(panel, "截止日期 date").fill(DAY)
    panel.get_by_text("评估口径 reading of the plan").click()
    chosen(panel, "共用验收文号 shared number").select_option(index=2)
    panel.get_by_role("button", name="运行 Run").click()
    caption = panel.get_by_text("列出的治理工程是否计入")
    expect(caption).to_be_visible(timeout=PATIENCE)
    works, area = accepted(study, "all")
    assert accepted(study, "largest") != (works, area)
    counted = panel.locator("tr", has=lab.page.locator("th", has_text=re.compile("^计入$")))
    expect(counted.locator("summary")).to_have_text([str(works), f"{area:.2f}"])


def test_a_number_of_the_panel_opens_to_the_delivered_cells(lab):
    lab.open("start.ipynb")
    lab.run_all()
    panel = lab.shown_by("panel()")
    chosen(panel, "章节 chapter").select_option(label="现状统计 Status")
    chosen(panel, "区域 region").select_option(label="凤城市 Fengcheng")
    panel.get_by_role("button", name="运行 Run").click()
    # As many as the county's file has rows that count (its totals and notes do not).
    said = panel.locator(f'summary[title$="MINE.TOTAL@county={COUNTY}"]').first
    expect(said).to_have_text("430", timeout=PATIENCE)
    chosen(panel, "数值 number").fill(f"MINE.TOTAL@county={COUNTY}")
    panel.get_by_role("button", name="打开 Open").click()
    opened = panel.get_by_text("共 430 行，先列 20 行。")
    expect(opened).to_be_visible(timeout=PATIENCE)
    files = panel.get_by_role("cell", name="凤城市_矿山基本情况_模拟数据.csv", exact=True)
    expect(files).to_have_count(20)


def test_a_chapter_runs_cell_by_cell_and_its_numbers_open_by_mouse_and_keyboard(lab):
    lab.open("notebooks/03_impact_zones.ipynb")
    lab.run_each()
    expect(lab.complaints).to_have_count(0)
    expect(lab.page.locator(".jp-OutputArea-output", has_text="第三章")).to_be_visible()
    assert drawn(lab) == (16, 4)
    numbers = lab.page.locator(".jp-OutputArea-output details")
    mines, severe = numbers.nth(0), numbers.nth(1)
    mines.locator("summary").click()
    expect(mines.get_by_text("GRADE.MINES", exact=True)).to_be_visible()
    mines.locator("summary").press("Tab")
    expect(severe.locator("summary")).to_be_focused()
    severe.locator("summary").press("Enter")
    expect(severe.get_by_text("GRADE.MINES@impact_grade=severe")).to_be_visible()


def drawn(lab):
    """How many tables and pictures stand in the outputs; every picture was drawn."""
    outputs = lab.page.locator(".jp-OutputArea-output")
    widths = outputs.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert all(widths)
    return outputs.locator("table").count(), len(widths)


def test_an_executed_chapter_that_is_not_trusted_reads_the_same(lab):
    """What JupyterLab takes out of it is nothing that the reader needs."""
    lab.open("reports/executed/03_impact_zones.ipynb")
    expect(lab.page.get_by_title("Notebook not trusted")).to_be_visible()
    assert drawn(lab) == (16, 4)
    number = lab.page.locator(".jp-OutputArea-output details").first
    expect(number).to_have_css("display", "inline-flex")
    number.locator("summary").click()
    expect(number.get_by_text("GRADE.MINES", exact=True)).to_be_visible()


def test_a_delivered_file_is_looked_at_and_no_copy_is_left_beside_it(lab):
    """JupyterLab makes one of each file that is opened."""
    name = "data/raw/plan/targets.csv"
    with lab.page.expect_response(lambda answer: _copied(answer, name)):
        lab.show(name)
    expect(lab.page.locator(".jp-CSVViewer")).to_be_visible(timeout=PATIENCE)


def _copied(answer, name):
    return answer.request.method == "POST" and f"{name}/checkpoints" in answer.url and answer.ok


def test_a_notebook_is_saved_only_when_told_to(lab):
    """One that only was opened would be saved two minutes later."""
    manager = lab.asked("lab/api/settings/@jupyterlab/docmanager-extension:plugin")
    assert manager["schema"]["properties"]["autosave"]["default"] is False
