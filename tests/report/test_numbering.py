"""Chapter numbers of a report: they may jump, and a page before them has none."""

import pytest

from dandong_analysis.report.blocks import Heading, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta, build_document
from dandong_analysis.report.numbering import gap_after_number, number_blocks

SUMMARY = Heading("摘要", 1, numbered=False)
LINE = Paragraph(("一句话。",))


def table(name: str) -> Table:
    return Table(name, name, (), (), "")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", ["", "第二章", "一、", "表2-1", "第六章", "表6-1", "第七章", "一、"]),
        ("en", ["", "2", "2.1", "Table 2-1", "6", "Table 6-1", "7", "7.1"]),
    ],
)
def test_a_chapter_has_its_own_number_and_counts_its_tables_anew(lang, expected):
    blocks = [
        SUMMARY, Heading("甲", 1, chapter=2), Heading("子"), table("t"),
        Heading("乙", 1, chapter=6), table("u"), Heading("丙", 1), Heading("丁"),
    ]  # fmt: skip
    items = number_blocks(blocks, chapter=2, lang=lang)
    assert [item.number for item in items] == expected
    assert len({item.anchor for item in items}) == len(items)


def test_nothing_stands_between_no_number_and_the_title():
    (item,) = number_blocks([SUMMARY], chapter=1, lang="zh")
    assert gap_after_number(item) == ""


def document(*blocks):
    return build_document(blocks, DocumentMeta("报告"))


def test_the_first_page_holds_what_stands_before_the_first_chapter():
    made = document(SUMMARY, LINE, LINE, Heading("甲", 1), LINE)
    assert [type(item.block) for item in made.front] == [Heading, Paragraph, Paragraph]
    assert [type(item.block) for item in made.body] == [Heading, Paragraph]
    assert [heading.text for _, heading in made.headings()] == ["甲"]


@pytest.mark.parametrize("blocks", [(), (LINE,), (Heading("甲", 1), LINE)])
def test_a_document_that_begins_otherwise_has_no_first_page_of_its_own(blocks):
    made = document(*blocks)
    assert (made.front, len(made.body)) == ((), len(blocks))


def test_a_summary_alone_is_all_front():
    made = document(SUMMARY, LINE)
    assert (len(made.front), made.body) == (2, ())
