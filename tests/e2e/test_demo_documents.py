"""The built chapters as a person gets them: Word, pdf and a page in a browser."""

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect

from benchmarks.demonstration import copy_study
from tests.e2e.conftest import needs
from tests.e2e.studies import Study

pytestmark = pytest.mark.xdist_group("demo")

CHAPTERS = ("01_data_quality", "02_status", "03_impact_zones", "07_plan_audit")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def converted(demo, tmp_path_factory) -> dict[str, Path]:
    """Each docx as LibreOffice turns it into a pdf."""
    office = needs("soffice")
    target = tmp_path_factory.mktemp("office")
    sources = [demo.root / "reports" / f"{name}.docx" for name in CHAPTERS]
    subprocess.run(
        [office, f"-env:UserInstallation=file://{target}/profile", "--headless", "--convert-to",
         "pdf", "--outdir", target, *sources],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: target / f"{name}.pdf" for name in CHAPTERS}


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_docx_opens_in_libreoffice_with_chinese_text(converted, name):
    pages = pypdf.PdfReader(converted[name]).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) > 5
    assert "丹东市" in text
    # The figures of the plan are published; everything else rests on the synthetic survey.
    assert ("模拟" in text) == (name != "07_plan_audit")
    assert "\ufffd" not in text


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_docx_has_styles_headings_and_caption_fields(demo, name):
    with zipfile.ZipFile(demo.root / "reports" / f"{name}.docx") as archive:
        document = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert 'w:eastAsia="仿宋"' in styles
    assert 'w:eastAsia="黑体"' in styles
    assert document.count('w:pStyle w:val="Heading2"') >= 4
    assert len(re.findall(r"SEQ [^<]*", document)) >= 5
    assert document.count("PAGEREF") > 4


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_font_of_the_pdf_is_embedded_and_no_character_is_lost(demo, name):
    reader = pypdf.PdfReader(demo.root / "reports" / f"{name}.pdf")
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            whole = font.get_object()
            inner = whole["/DescendantFonts"][0].get_object()
            fonts[whole["/BaseFont"]] = inner["/FontDescriptor"].get_object()
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(f) for f in fonts.values())
    text = "".join(page.extract_text() for page in reader.pages)
    assert "\ufffd" not in text
    assert "丹东市" in text
    assert len(reader.outline) >= 3


def test_a_character_that_the_font_lacks_fails_the_build_and_is_named(small):
    small.edit("study.toml", lambda t: t.replace('region_zh = "两县"', 'region_zh = "两县𪚥"'))
    done = small.run("build", "--formats", "pdf", "--chapters", "02_status")
    assert done.returncode == 1
    assert "𪚥" in done.stdout + done.stderr
    assert not (small.root / "reports" / "02_status.pdf").exists()


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_page_opens_offline_and_asks_nobody_for_anything(demo, visit, name):
    path = demo.root / "reports" / f"{name}.html"
    opened = visit(path)
    assert {url for url in opened.asked if not url.startswith("data:")} == {path.as_uri()}
    assert opened.page.locator("table").count() >= 5
    assert opened.page.evaluate("document.fonts.size") == 0
    assert opened.overflow <= 0


def test_a_number_shows_its_definition_on_keyboard_focus(demo, visit):
    opened = visit(demo.root / "reports" / "02_status.html")
    number = opened.page.locator("p.paragraph a.fact").first
    number.focus()
    opened.press("Shift+Tab", "Tab")
    expect(number).to_have_attribute("aria-describedby", "tip")
    expect(opened.page.locator("#tip")).to_be_visible()
    expect(opened.page.locator("#tip")).to_contain_text("矿山基本情况")


@pytest.fixture(scope="module")
def again(tmp_path_factory) -> Study:
    """The same study built in another folder, time zone, locale and hash seed."""
    other = Study(copy_study(tmp_path_factory.mktemp("an other folder")))
    before = dict(os.environ)
    os.environ.update(TZ="Asia/Shanghai", PYTHONHASHSEED="7", LC_ALL="C.UTF-8")
    try:
        done = other.run("build", "--jobs", "1")
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert done.returncode == 0, done.stdout + done.stderr
    return other


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize("folder", ["reports", "data/processed"])
def test_two_builds_in_different_folders_give_the_same_bytes(demo, again, folder):
    one, two = files_below(demo.root / folder), files_below(again.root / folder)
    kinds = {Path(name).suffix for name in one}
    documents = {".html", ".docx", ".pdf", ".xlsx", ".csv", ".json", ".gpkg"}
    wanted = documents if folder == "reports" else {".csv", ".parquet"}
    assert wanted <= kinds
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_a_build_leaves_the_deliveries_as_they_were(demo):
    root = Path(__file__).resolve().parents[2]
    assert files_below(demo.root / "data" / "raw") == files_below(root / "data" / "raw")
