"""An evaluator writes into a chapter; a rebuild prints it everywhere and loses nothing."""

import io
import subprocess
from pathlib import Path

import nbformat
import pytest
from pypdf import PdfReader

from dandong_analysis.report.docx_fields import read_fields
from tests.controls import fill

from .conftest import Study, needs

FIELD = "cause:TREATED/990101/company/near"
CHAPTER = "reports/06_causes.docx"
TEXT = ["资金到位晚，2019年下半年才开工。", "<b>=1+1</b> #text(red)[x] [[remark]] {{ 7*7 }}"]
CELLS = (
    (
        "from dandong_analysis.notebook import open_chapter\n"
        "chapter = open_chapter(study=study, region=region, lang=lang, overrides=overrides)\n"
        'chapter.title("title.status")'
    ),
    (
        f'chapter.field("{FIELD}", "滞后原因：甲县 生产矿山 近期")\n'
        'chapter.field("cause:TREATED/990102/company/near", "滞后原因：乙县 生产矿山 近期")'
    ),
)


@pytest.fixture
def study(small: Study) -> Study:
    small.edit("study.toml", lambda t: t.replace("[files]", '[files]\nremarks = "remarks.toml"'))
    (small.root / "remarks.toml").write_text("format = 1\n", encoding="utf-8")
    first = nbformat.v4.new_code_cell(
        'study = "."\nregion = "all"\nlang = "zh"\noverrides = "{}"',
        metadata={"tags": ["parameters"]}, id="p",
    )  # fmt: skip
    cells = [first, *(nbformat.v4.new_code_cell(c, id=f"c{n}") for n, c in enumerate(CELLS))]
    path = small.root / "notebooks" / "06_causes.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")
    return small


def built(study: Study, *options: str) -> subprocess.CompletedProcess[str]:
    return study.run("build", "--chapters", "06_causes", *options)


def saved_by_libreoffice(path: Path) -> bytes:
    """The docx as LibreOffice writes it, which drops tags and flags of controls."""
    out = path.parent.parent / "saved"
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    subprocess.run(
        [needs("soffice"), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML",
         "--outdir", str(out), str(path)], check=True, capture_output=True,
    )  # fmt: skip
    return (out / path.name).read_bytes()


@pytest.mark.parametrize("program", ["Word", "LibreOffice"])
def test_what_an_evaluator_wrote_survives_a_rebuild(study, program):
    assert built(study).returncode == 0
    path = study.root / CHAPTER
    path.write_bytes(fill(path.read_bytes(), {FIELD: TEXT}))
    if program == "LibreOffice":
        path.write_bytes(saved_by_libreoffice(path))
    stopped = built(study)
    assert stopped.returncode == 1
    assert f"dandong remarks {CHAPTER}" in stopped.stderr
    assert "滞后原因：甲县" in stopped.stderr

    taken = study.run("remarks", CHAPTER, "--by", "王评估")
    assert taken.returncode == 0, taken.stderr
    assert "新填 new" in taken.stdout
    assert "未填 unfilled" in taken.stdout

    rebuilt = built(study)
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    fields = {w.field: w for w in read_fields(path.read_bytes(), file=CHAPTER)}
    assert fields[FIELD].text == tuple(TEXT)
    page = (study.root / "reports/06_causes.html").read_text(encoding="utf-8")
    assert "资金到位晚，2019年下半年才开工。" in page
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in page
    pages = PdfReader(io.BytesIO((study.root / "reports/06_causes.pdf").read_bytes())).pages
    assert "下半年才开工。" in "".join(p.extract_text() for p in pages)
    assert "资金到位晚" in (study.root / "reports/executed/06_causes.ipynb").read_text("utf-8")


def test_the_answer_for_machines(study):
    assert built(study, "--formats", "docx").returncode == 0
    path = study.root / CHAPTER
    path.write_bytes(fill(path.read_bytes(), {FIELD: ["晚。"]}))
    answer = study.json("remarks", str(path))
    assert (answer["document"], answer["file"], answer["written"]) == (
        "06_causes.docx", "remarks.toml", True,
    )  # fmt: skip
    assert [(f["field"], f["change"], f["before"], f["after"]) for f in answer["fields"]] == [
        (FIELD, "new", [], ["晚。"]),
        ("cause:TREATED/990102/company/near", "unfilled", [], []),
    ]
    assert study.json("remarks", CHAPTER)["written"] is False
    refused = study.run("remarks", "study.toml", "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "file-type" in refused.stderr


def test_edits_can_be_discarded(study):
    assert built(study, "--formats", "docx").returncode == 0
    path = study.root / CHAPTER
    made = path.read_bytes()
    path.write_bytes(fill(made, {FIELD: ["晚。"]}))
    assert built(study, "--formats", "docx", "--discard-edits").returncode == 0
    assert path.read_bytes() == made


def test_a_remark_that_no_chapter_shows_is_a_warning(study):
    remark = 'format = 1\n[[remark]]\nfield = "cause:X"\ntext = "文"\n'
    (study.root / "remarks.toml").write_text(remark, encoding="utf-8")
    done = study.run("build", "--formats", "html")
    assert done.returncode == 0
    assert "remark-unused" in done.stderr
    assert "cause:X" in done.stderr
