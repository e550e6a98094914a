"""Notes of a document: none stands alone on a page."""

import io

import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from word_files import opened

from dandong_analysis.report.blocks import HeaderCell, Heading, Note, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.numbering import number_blocks
from dandong_analysis.report.pdf import render_pdf

META = DocumentMeta("报告")
LAST, NOTE, OTHER = Paragraph(("末段。",)), Note("source", ("来源。",)), Note("limit", ("限制。",))


def table(rows):
    body = tuple(((f"row{n}",), (str(n),)) for n in range(rows))
    return Table("t", "表题", ((HeaderCell("名"), HeaderCell("数")),), body, "lr", "", ("表注。",))


def test_a_text_or_table_stays_with_the_notes_that_follow_it():
    blocks = [NOTE, Paragraph(("甲。",)), LAST, OTHER, NOTE, Heading("乙", 2), NOTE, table(1), NOTE]
    stays = [item.stays for item in number_blocks(blocks, chapter=1, lang="zh")]
    assert stays == [False, False, True, True, False, False, False, True, False]
    assert number_blocks([], chapter=1, lang="zh") == ()


def test_word_is_told_to_keep_them_together():
    paragraphs = opened(
        [Heading("甲", 1), Paragraph(("首段。",)), LAST, OTHER, NOTE], META
    ).paragraphs
    kept = {p.text: p._p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in paragraphs}
    assert [kept[text] for text in ("首段。", "末段。", "使用限制：限制。", "资料来源：来源。")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_word_is_told_to_keep_a_note_with_the_end_of_a_table():
    docx = opened([Heading("甲", 1), table(20), OTHER, NOTE], META)
    after = docx.tables[0]._tbl.itersiblings(qn("w:p"))
    kept = [(p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None) for p in after]
    # Its remark, the space below it and the first note; nothing after the last.
    assert kept[:4] == [True, True, True, False]
    assert docx.tables[0].rows[-1]._tr.find(f".//{qn('w:keepNext')}") is not None


@pytest.mark.parametrize("lines", range(15, 22))
def test_notes_of_a_pdf_stay_with_a_whole_table(lines):
    """The page ends before, in and after the table of eight rows and its two notes."""
    before = [Paragraph((f"第{n}行。",)) for n in range(lines)]
    made = render_pdf([Heading("甲", 1), *before, table(8), OTHER, NOTE], META)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    places = [[n for n, text in enumerate(pages) if part in text]
              for part in ("表题", "row7", "限制。", "来源。")]  # fmt: skip
    assert places == [places[0]] * 4
    assert len(places[0]) == 1


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
