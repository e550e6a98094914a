"""JupyterLab as a surveyor uses it, in a real browser that may ask nobody but this machine."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from dandong_analysis import storage
from dandong_analysis.facts import Ledger
from tests.e2e.conftest import ROOT, needs

PYTHON = ROOT / ".venv-lab" / "bin" / "python"
TOKEN = "onlyfortests"  # noqa: S105 - it opens a server of this test alone
# A kernel has to start, import and run a chapter on a busy machine.
PATIENCE = 240_000


@pytest.fixture(scope="module")
def study(demo, tmp_path_factory):
    target = tmp_path_factory.mktemp("lab") / "study"
    shutil.copytree(demo.root, target)
    return target


@pytest.fixture(scope="module")
def server(study):
    if not PYTHON.exists():
        if os.environ.get("CI"):
            pytest.fail("make test builds .venv-lab")
        pytest.skip("make .venv-lab/.ready builds the environment of JupyterLab")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, "-m", "dandong_analysis", "lab", "--study", study, "--no-browser", "--port",
               port, "--", "--allow-root", "--ip=127.0.0.1",
               f"--IdentityProvider.token={TOKEN}"]  # fmt: skip
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, running)
        yield address
        running.terminate()


def _wait_for(address, running):
    for _ in range(240):
        assert running.poll() is None, "JupyterLab ended"
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=5):  # noqa: S310 - this machine
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("JupyterLab did not answer")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        made = driver.chromium.launch(
            executable_path=needs("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield made
        made.close()


@pytest.fixture
def page(browser):
    """A page whose requests to anywhere else fail, and are remembered."""
    made = browser.new_page(viewport={"width": 1400, "height": 1000})
    made.outside = []

    def guard(route):
        address = urlsplit(route.request.url)
        if address.hostname in ("127.0.0.1", None):
            route.continue_()
        else:
            made.outside.append(route.request.url)
            route.abort()

    made.route("**/*", guard)
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


def opened(page, server, notebook):
    """The panel of a notebook after all its cells ran."""
    page.goto(
        f"{server}/lab/workspaces/{notebook}/tree/notebooks/{notebook}.ipynb?reset&token={TOKEN}"
    )
    shown = page.locator(".jp-NotebookPanel:visible")
    shown.locator(".jp-Cell").first.wait_for()
    expect(page.locator(".jp-Notebook-ExecutionIndicator:visible")).to_have_attribute(
        "data-status", "idle", timeout=PATIENCE
    )
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(shown.locator(".jp-InputPrompt", has_text="[*]")).to_have_count(0, timeout=PATIENCE)
    expect(shown.locator(".jp-CodeCell .jp-InputPrompt", has_text="[ ]")).to_have_count(
        0, timeout=PATIENCE
    )
    return shown


def test_the_start_notebook_shows_the_study_runs_a_chapter_and_opens_a_number(server, page, study):
    shown = opened(page, server, "start.ipynb")
    assert shown.locator(".jp-OutputArea a", has_text="02_status").count() > 0
    # The number that the start notebook opens, down to a row of a delivered file.
    assert "_模拟数据.csv" in shown.locator(".jp-OutputArea").last.inner_text()

    def choose(text, value):
        shown.locator(".widget-dropdown select", has_text=text).first.select_option(label=value)

    chapter = shown.locator(".widget-dropdown select").first
    status = chapter.locator("option", has_text="现状统计").inner_text()
    chapter.select_option(label=status)
    choose("凤城市", shown.locator("option", has_text="凤城市").first.inner_text())
    shown.get_by_role("button", name="运行 Run").click()
    facts = Ledger.from_frame(storage.read_frame(study / "data" / "processed" / "facts.parquet"))
    mines = facts.cross("MINE.TOTAL", county="210682").printed
    said = shown.locator(".jp-OutputArea", has_text="凤城市登记调查的矿山有").last
    expect(said).to_contain_text(mines, timeout=PATIENCE)
    # Looking is no building.
    assert not list((study / "reports").glob("*fengcheng*"))
    assert page.outside == []


def test_a_chapter_runs_cell_by_cell_and_its_numbers_open_where_they_stand(server, page):
    shown = opened(page, server, "notebooks/03_impact_zones.ipynb")
    for kind in ("error", "stderr"):
        assert shown.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]').count() == 0
    assert shown.locator(".jp-OutputArea table thead").count() > 3
    assert shown.locator(".jp-OutputArea img").count() > 2
    number = shown.locator(".jp-OutputArea details").first
    before = number.bounding_box()["height"]
    number.locator("summary").first.click()
    assert number.bounding_box()["height"] > before
    assert "GRADE.MINES" in number.inner_text()
    assert page.outside == []
