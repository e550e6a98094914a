"""The record of a document: what it says is what the blocks say."""

from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from test_docx_number import expected
from word_files import parts_of

from dandong_analysis.report.blocks import Field, Heading, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.docx_record import (
    Number,
    Printed,
    Record,
    is_record,
    numbers_of,
    record_bytes,
    record_from,
)

META = DocumentMeta("题", slug="two", key="02_status", build="dandong 0")


def record(blocks, meta=META) -> Record:
    root = fromstring(parts_of(render_docx(blocks, meta))["customXml/item1.xml"])
    assert is_record(root)
    return record_from(root)


def test_it_names_study_chapter_language_and_program():
    made = record([Paragraph(("文",))])
    assert (made.study, made.key, made.lang, made.program) == (
        "two",
        "02_status",
        "zh",
        "dandong 0",
    )


def test_sentences_and_rows_are_units_with_their_numbers(fact):
    text = ("共 ", fact("12", "A"), " 个，", fact("3", "B"), " 处。")
    made = record([Heading("章", 1), Paragraph(text)])
    assert Printed("heading", "章") in made.units
    assert Printed(
        "text", "共 12 个，3 处。", (Number("n1", "A", 2, 4), Number("n2", "B", 7, 8))
    ) in made.units  # fmt: skip


def test_cells_of_a_row_are_separated(chapter, meta):
    rows = [u for u in record(chapter, meta).units if u.kind == "row"]
    assert rows[0].text == "单位\t矿山数\t公布值\t结论"
    assert rows[1].text == "丹东市城区\t211\t211\t一致"
    # The first is a fact, the second is text.
    assert [n.start for n in rows[1].numbers] == [6]


def test_every_number_is_recorded_with_its_fact_and_text(chapter, meta):
    found = [(n.fact, unit.shown(n)) for unit, n in numbers_of(record(chapter, meta))]
    assert found == [(fact.id, fact.text) for fact in expected(chapter)]


def test_what_programs_compute_and_people_fill_in_is_not_recorded(chapter, meta):
    field = Field("cause:A", "原因", ("写好的话",), "（待填）")
    texts = [u.text for u in record([*chapter, field], meta).units]
    assert "写好的话" not in texts
    assert "原因" in texts
    assert "表2-　各县（市、区）矿山数与公布值对照" in texts
    assert not [t for t in texts if t.startswith("第二章　")]


def test_the_build_changes_with_what_is_said(fact):
    first = record([Paragraph((fact("12", "A"),))])
    assert first.build == record([Paragraph((fact("12", "A"),))]).build
    others = [
        record([Paragraph((fact("13", "A"),))]), record([Paragraph((fact("12", "B"),))]),
        record([Paragraph((fact("12", "A"),))], replace(META, key="03")),
        record([Paragraph((fact("12", "A"),))], replace(META, slug="other")),
        record([Paragraph((fact("12", "A"), "。"))]),
    ]  # fmt: skip
    assert len({first.build, *(r.build for r in others)}) == 6


def test_the_build_changes_with_the_fact_behind_a_number():
    builds = {
        Record("a", "b", "zh", "p", (Printed("text", "12", (Number("n1", fact, 0, 2),)),)).build
        for fact in ("A", "B")
    }
    assert len(builds) == 2


def test_hostile_text_comes_back_as_it_was_printed(hostile_chapter, meta):
    made = record(hostile_chapter, meta)
    assert record_from(fromstring(record_bytes(made))) == made


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace('start="2"', 'start="x"'),
        lambda t: t.replace('fact="A"', ""),
        lambda t: t.replace("共 ", "约 "),
        lambda t: t.replace('build="', 'build="0'),
    ],
)
def test_a_record_that_was_tampered_with_is_none(fact, change):
    made = record([Paragraph(("共 ", fact("12", "A")))])
    text = record_bytes(made).decode()
    assert record_from(fromstring(text)) == made
    assert change(text) != text
    assert record_from(fromstring(change(text))) is None


def test_a_record_of_another_form_is_not_read():
    text = record_bytes(Record("a", "b", "zh", "p", ()))
    assert not is_record(fromstring(text.replace(b'format="1"', b'format="2"')))
    assert not is_record(fromstring("<other/>"))
