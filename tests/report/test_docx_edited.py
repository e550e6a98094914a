"""Opening an edited document: its record, its fields, and what is refused."""

import io

import docx as python_docx
import pytest
from word_files import parts_of

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import Field, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.docx_comments import commented
from dandong_analysis.report.docx_edited import build_of, read_edited
from dandong_analysis.report.review import Finding, review
from dandong_analysis.report.review_fields import findings_beside
from tests.controls import changed, docx_of, fill
from tests.edits import Draft, edited, text_of

RECORD = "customXml/item1.xml"
META = DocumentMeta("题", slug="two", key="02_status")
HOLE = "（待评估人填写）"


@pytest.fixture
def made(fact) -> bytes:
    return render_docx(
        [Paragraph(("共 ", fact("12", "A"), " 个。")), Field("cause:A", "原因", (), HOLE)], META
    )


def codes(data: bytes) -> list[str]:
    with pytest.raises(DandongError) as caught:
        read_edited(data, file="a.docx")
    return [p.code for p in caught.value.problems]


def test_record_and_build(made):
    document = read_edited(made, file="a.docx")
    assert (document.record.study, document.record.key) == ("two", "02_status")
    assert build_of(made, file="a.docx") == document.record.build
    assert f'build="{document.record.build}"' in parts_of(made)[RECORD].decode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t.replace("个。", "处。"), "review-no-record"),
        (lambda t: t.replace('format="1"', 'format="9"'), "review-no-record"),
        (lambda t: t.replace("<unit", "<unit <", 1), "zip-damaged"),
        (
            lambda t: t.replace("<record", '<!DOCTYPE x [<!ENTITY e "y">]><record', 1),
            "docx-doctype",
        ),
    ],
)
def test_a_record_that_is_not_whole_is_refused(made, change, code):
    assert codes(changed(made, change, RECORD)) == [code]


def test_documents_without_a_record_and_other_files_are_refused():
    assert codes(docx_of("")) == ["review-no-record"]
    assert codes(b"no zip") == ["file-type"]
    assert codes(b"PK\x03\x04 cut") == ["zip-damaged"]


def test_numbers_in_a_field_are_the_evaluators(made):
    filled = fill(made, {"cause:A": ["2019年起缺口 35 万元。", "另有 4 处。"]})
    document = read_edited(filled, file="a.docx")
    assert [(f.kind, f.fact, f.now) for f in findings_beside(document)] == [
        ("field", "cause:A", "35"), ("field", "cause:A", "4"),
    ]  # fmt: skip
    assert review(document.record, document.reading.units, {}) == []
    assert list(findings_beside(read_edited(made, file="a.docx"))) == []


def test_tracked_changes_are_told(made):
    tracked = edited(made, lambda d: d.retype_tracked("n1", "13"))
    (finding,) = findings_beside(read_edited(tracked, file="a.docx"))
    assert (finding.kind, finding.now) == ("tracked", "2")


def test_a_comment_stands_at_the_number_and_outside_of_its_control(made):
    document = edited(made, lambda d: d.type_number("n1", "13"))
    read = read_edited(document, file="a.docx")
    findings = review(read.record, read.reading.units, {})
    out = commented(document, findings, lang="zh", file="a.docx")
    (comment,) = python_docx.Document(io.BytesIO(out)).comments
    assert comment.text == "数值改变：12 → 13\nA"
    draft = Draft(out)
    (start,) = draft.root.iter("{*}commentRangeStart")
    (end,) = draft.root.iter("{*}commentRangeEnd")
    between = [e for e in start.itersiblings() if e in list(end.itersiblings(preceding=True))]
    assert "".join(map(text_of, between)) == "13"
    assert start.getparent() is end.getparent() is draft.paragraph("个。")
    # The comment itself is no edit, and the texts of comments are the language's.
    again = read_edited(out, file="a.docx")
    assert review(again.record, again.reading.units, {}) == findings
    english = commented(document, findings, lang="en", file="a.docx")
    assert "number changed: 12 → 13" in parts_of(english)["word/comments.xml"].decode()


def test_hostile_text_in_a_comment_is_text(made):
    finding = Finding("added", "", now="<w:p/>&{{ 1 }}", end=1)
    out = commented(made, [finding], lang="zh", file="a.docx")
    (comment,) = python_docx.Document(io.BytesIO(out)).comments
    assert comment.text == "增加文字：<w:p/>&{{ 1 }}"


def test_every_part_is_checked_before_a_copy_is_written(made):
    bad = changed(
        made, lambda t: t.replace("<w:styles", "<!DOCTYPE x><w:styles", 1), "word/styles.xml"
    )
    with pytest.raises(DandongError) as caught:
        commented(bad, [], lang="zh", file="a.docx")
    assert caught.value.problems[0].code == "docx-doctype"
