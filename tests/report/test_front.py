"""The first page of a report: title, stamp and summary, in docx and pdf."""

import io
from datetime import date

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdf import PdfReader
from word_files import opened

from dandong_analysis.report.blocks import Heading, Note, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.pdf import render_pdf

LONG = "Demonstration study of the Dandong mine geo-environment survey"
META = DocumentMeta(LONG, lang="en", region="Dandong", build="dandong 1", created=date(2026, 1, 2))
SUMMARY = [Heading("Summary", 1, numbered=False), Paragraph(("The survey records mines.",)),
           Note("source", ("Delivered tables.",))]  # fmt: skip
CHAPTER = [Heading("State", 1), Paragraph(("Further text.",)), Note("source", ("More.",))]


def styles(blocks) -> dict[str, str]:
    return {p.text: p.style.style_id for p in opened(blocks, META).paragraphs}


def test_the_summary_is_set_smaller_than_the_chapters():
    found = styles([*SUMMARY, *CHAPTER])
    assert found["The survey records mines."] == "SmallBody"
    assert found["Source: Delivered tables."] == "SmallRemark"
    assert found["Further text."] == "BodyText"
    assert found["Source: More."] == "Remark"
    sizes = {s.style_id: s.font.size for s in opened(SUMMARY, META).styles if s.style_id}
    assert (sizes["SmallBody"], sizes["SmallRemark"]) == (Pt(12), Pt(10.5))


def test_what_stands_below_the_title_is_one_line_above_a_summary_and_several_on_a_cover():
    lines = ("Region: Dandong", "Date: 2026-01-02", "Build: dandong 1")
    assert styles([*SUMMARY, *CHAPTER])["\u3000\u3000".join(lines)] == "Particulars"
    found = styles(CHAPTER)
    assert [found[line] for line in lines] == ["Particulars"] * 3


def test_only_a_summary_stays_on_the_page_of_the_title():
    paragraphs = {p.text: p for p in opened([*SUMMARY, *CHAPTER], META).paragraphs}
    breaks = {name: p._p.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
              for name, p in paragraphs.items() if name in {"Summary", "State"}}  # fmt: skip
    assert breaks["State"] is None
    assert breaks["Summary"].get(qn("w:val")) == "0"


@pytest.mark.parametrize("blocks", [SUMMARY, CHAPTER], ids=["summary", "cover"])
def test_a_long_title_of_a_pdf_stays_in_one_line_and_no_word_is_divided(blocks):
    page = PdfReader(io.BytesIO(render_pdf(blocks, META))).pages[0]
    assert LONG in page.extract_text().splitlines()


def test_a_title_that_is_too_long_for_a_line_is_broken_where_it_may_be():
    twice = f"{LONG} and of its restoration until the end of the plan"
    meta = DocumentMeta(twice, lang="en")
    text = PdfReader(io.BytesIO(render_pdf(CHAPTER, meta))).pages[0].extract_text()
    assert twice not in text.splitlines()
    # No hyphen was added.
    assert "".join(text.split()).startswith("".join(twice.split()))
