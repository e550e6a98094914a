"""Notes of a document: none stands alone on a page."""

import io

import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from word_files import opened

from dandong_analysis.report.blocks import Heading, Note, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.numbering import number_blocks
from dandong_analysis.report.pdf import render_pdf

META = DocumentMeta("报告")
LAST, NOTE, OTHER = Paragraph(("末段。",)), Note("source", ("来源。",)), Note("limit", ("限制。",))


def test_a_text_stays_with_the_notes_that_follow_it():
    blocks = [NOTE, Paragraph(("甲。",)), LAST, OTHER, NOTE, Heading("乙", 2), NOTE]
    stays = [item.stays for item in number_blocks(blocks, chapter=1, lang="zh")]
    assert stays == [False, False, True, True, False, False, False]
    assert number_blocks([], chapter=1, lang="zh") == ()


def test_word_is_told_to_keep_them_together():
    paragraphs = opened(
        [Heading("甲", 1), Paragraph(("首段。",)), LAST, OTHER, NOTE], META
    ).paragraphs
    kept = {p.text: p._p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in paragraphs}
    assert [kept[text] for text in ("首段。", "末段。", "使用限制：限制。", "资料来源：来源。")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("lines", range(26, 34))
def test_a_note_of_a_pdf_is_never_alone_on_its_page(lines):
    """The lines of a page are somewhere between: the break comes before, in and after the two."""
    blocks = [Heading("甲", 1), *[Paragraph((f"第{n}行。",)) for n in range(lines)], LAST, NOTE]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(blocks, META))).pages]
    (last,) = [n for n, text in enumerate(pages) if "末段。" in text]
    (note,) = [n for n, text in enumerate(pages) if "来源。" in text]
    assert last == note


def test_the_pages_of_that_test_do_break_around_the_note():
    ends = set()
    for lines in range(26, 34):
        blocks = [Heading("甲", 1), *[Paragraph((f"第{n}行。",)) for n in range(lines)], LAST]
        ends.add(len(PdfReader(io.BytesIO(render_pdf(blocks, META))).pages))
    assert len(ends) == 2
