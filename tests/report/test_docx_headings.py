"""Numbers of headings and captions: what Word and LibreOffice count is what was printed."""

import io
import os
import shutil
import subprocess
from dataclasses import replace

import pytest
from pypdf import PdfReader
from word_files import opened, w

from dandong_analysis.report.blocks import HeaderCell, Heading, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.docx_headings import Sequences

META = DocumentMeta("题", chapter=2)


def table(caption: str) -> Table:
    return Table(caption, caption, ((HeaderCell("甲"),),), ((("乙",),),), "l")


JUMPING = [
    Heading("摘要", 1, numbered=False), Paragraph(("先说要点。",)),
    Heading("现状", 1, chapter=2), Heading("概况"), Heading("分布", 3), table("一"), table("二"),
    Heading("评估", 1, chapter=6), Heading("目标"), table("三"), Heading("完成"), table("四"),
    Heading("核对", 1), Heading("方法"), table("五"),
]  # fmt: skip


def places(docx) -> dict[str, list[int]]:
    """Level and list of the headings that name their own, by text."""
    found = {}
    for p in docx.paragraphs:
        own = p._p.find(f"{w('pPr')}/{w('numPr')}")
        if own is not None:
            found[p.text] = [int(child.get(w("val"))) for child in own]
    return found


def test_a_chapter_that_jumps_starts_its_list_anew():
    docx = opened(JUMPING, META)
    assert places(docx) == {"摘要": [0, 0], "评估": [0, 2]}
    lists = docx.part.numbering_part.element.findall(w("num"))
    overrides = [x.find(f"{w('lvlOverride')}/{w('startOverride')}") for x in lists]
    assert [x.get(w("val")) if x is not None else None for x in overrides] == [None, "6"]
    # One kind of list, so that lower levels and later chapters count on.
    assert {x.find(w("abstractNumId")).get(w("val")) for x in lists} == {"0"}


def test_chapters_that_follow_each_other_belong_to_the_list_of_their_style():
    docx = opened([Heading("一", 1, chapter=3), Heading("二", 1, chapter=4)], META)
    assert places(docx) == {}
    (start,) = docx.part.numbering_part.element.findall(
        f"{w('abstractNum')}/{w('lvl')}[1]/{w('start')}"
    )
    assert start.get(w("val")) == "3"


def test_the_first_table_of_a_later_chapter_says_its_number():
    docx = opened(JUMPING, META)
    codes = ["".join(i.text for i in p._p.iter(w("instrText"))).strip()
             for p in docx.paragraphs if p.style.name == "Caption"]  # fmt: skip
    plain, anew = r"SEQ 表 \* ARABIC \s 1", r"SEQ 表 \* ARABIC \s 1 \r 1"
    assert codes == [plain, plain, anew, plain, anew]


def test_tables_and_figures_are_counted_apart():
    sequences = Sequences({"table": "表", "figure": "图"})
    asked = [("table", 1), ("figure", 1), ("table", 2), ("figure", 1), ("table", 1)]
    codes = [sequences.instruction(*pair) for pair in asked]
    assert [r"\r 1" in code for code in codes] == [False, False, False, True, True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_counts_as_printed(tmp_path, lang):
    if shutil.which("soffice") is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "a.docx").write_bytes(render_docx(JUMPING, replace(META, lang=lang)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "a.docx")], check=True, capture_output=True,
    )  # fmt: skip
    pages = PdfReader(io.BytesIO((tmp_path / "a.pdf").read_bytes())).pages
    text = ["".join(page.extract_text().split()) for page in pages]
    numbered = {
        "zh": ("第二章现状", "一、概况", "（一）分布", "表2-1一", "表2-2二", "第六章评估", "一、目标",
               "表6-1三", "二、完成", "表6-2四", "第七章核对", "一、方法", "表7-1五"),
        "en": ("2现状", "2.1概况", "2.1.1分布", "Table2-1一", "Table2-2二", "6评估", "6.1目标",
               "Table6-1三", "6.2完成", "Table6-2四", "7核对", "7.1方法", "Table7-1五"),
    }[lang]  # fmt: skip
    contents = next(n for n, page in enumerate(text) if "目录" in page or "Contents" in page)
    assert not [n for n in numbered if n not in "".join(text[contents + 1 :])]
    # The summary stands before the contents, has no number, and is not in them.
    assert "摘要" in text[contents - 1]
    assert not [p for p in text if "章摘要" in p or "1摘要" in p]
    # Page numbers of the contents are those of the pages: chapters begin a new page each.
    begins = next(n for n, page in enumerate(text, 1) if n > contents + 1 and "核对" in page)
    assert f"核对{'.' * 3}" in text[contents]
    assert text[contents].partition("核对")[2].lstrip(".").startswith(str(begins))
