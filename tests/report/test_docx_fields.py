"""Fields of an edited docx: what its writer left in each box, whatever program saved it."""

import io
import re
import shutil
import subprocess
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis import packages
from dandong_analysis.errors import DandongError
from dandong_analysis.remarks.fields import Written, paragraphs
from dandong_analysis.report import docx_package
from dandong_analysis.report.blocks import Field, Paragraph
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.docx_fields import read_fields
from dandong_analysis.report.phrases import phrase
from tests.controls import MAIN, changed, control, docx_of, fill, paragraph, without_tags

A, B = "cause:TREATED/210682/company/near", "cause:FUNDS"
EMPTY = phrase("field.placeholder", "zh")
META = DocumentMeta("研究")


def field(name: str, *text: str, label: str = "原因：甲") -> Field:
    return Field(name, label, text, EMPTY)


def document(*blocks) -> bytes:
    return render_docx(blocks, META)


def read(data: bytes) -> dict[str, Written]:
    return {written.field: written for written in read_fields(data, file="a.docx")}


def codes(data: bytes) -> list[str]:
    with pytest.raises(DandongError) as caught:
        read_fields(data, file="a.docx")
    assert {p.place.file for p in caught.value.problems} == {"a.docx"}
    for problem in caught.value.problems:
        assert "{" not in problem.message().zh + problem.message().en
    return [p.code for p in caught.value.problems]


def test_what_was_printed_is_read():
    found = read(document(field(A, "一段。", "二段。"), Paragraph(("正文",)), field(B)))
    assert found == {
        A: Written(A, "原因：甲", ("一段。", "二段。"), "filled", is_as_printed=True),
        B: Written(B, "原因：甲 (2)", (), "placeholder", is_as_printed=True),
    }


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), max_size=3))
@settings(max_examples=25)
def test_any_text_comes_back_as_a_document_prints_it(lines):
    text = paragraphs("\n".join(lines))
    assert read(document(field(A, *text)))[A].text == tuple(map(printable, text))


HOSTILE = ("<b>&amp;</b>", "#text(red)[x]", "[[remark]]", "{{ 7*7 }}", "=1+1", "长" * 9_000)


def test_hostile_text_typed_into_a_box_is_text():
    assert read(fill(document(field(A)), {A: HOSTILE}))[A].text == HOSTILE


def test_a_filled_an_emptied_and_an_untouched_box():
    made = document(field(A, "旧"), field(B))
    assert read(fill(made, {A: ["新"]}))[A].state == "filled"
    assert read(fill(made, {A: []}))[A].state == "blank"
    assert read(made)[B].state == "placeholder"


def test_a_text_is_known_as_the_one_that_was_printed():
    made = document(field(A, "一", "二"), field(B))
    filled = fill(made, {A: ["一", "三"], B: ["乙"]})
    assert [w.is_as_printed for w in read(filled).values()] == [False, False]
    assert [w.is_as_printed for w in read(fill(filled, {A: ["一", "二"]})).values()] == [
        True,
        False,
    ]
    # Without the properties of the document nothing is known.
    assert not read(docx_of(control(A, "一")))[A].is_as_printed


def test_a_program_that_drops_tags_leaves_titles():
    made = document(field(A, "文"), field(B, label="原因：" + "长" * 90), field("cause:C", "丙"))
    assert read(without_tags(made)) == read(made)


def test_a_box_that_is_gone_is_told():
    made = document(field(A, "文"), field(B, label="乙"))
    cut = changed(made, lambda t: re.sub(r"<w:sdt><w:sdtPr><w:alias w:val=.原因.*?</w:sdt>", "", t))
    assert read(cut)[A] == Written(A, "原因：甲", (), "absent")
    assert read(cut)[B].state == "placeholder"


@pytest.mark.parametrize(
    ("body", "state", "text"),
    [
        # Word shows its own words in a control that was emptied.
        (control(A, "单击或点击此处输入文字。", flag=True), "blank", ()),
        (control(A, "Click or tap here to enter text.", flag=True), "blank", ()),
        (control(A, "单击或点击此处输入文字。"), "filled", ("单击或点击此处输入文字。",)),
        (control(A, EMPTY, flag=True), "placeholder", ()),
        (control(A, EMPTY), "placeholder", ()),
        (control(A, phrase("field.placeholder", "en")), "placeholder", ()),
        # A program that does not know placeholders lets people type beside them.
        (control(A, f"{EMPTY}资金晚。"), "filled", ("资金晚。",)),
        (control(A, "资金晚。", EMPTY, flag=True), "filled", ("资金晚。",)),
        (control(A, "资金晚。", flag=True), "filled", ("资金晚。",)),
        (control(A), "blank", ()),
    ],
)
def test_what_became_of_a_placeholder(body, state, text):
    (written,) = read(docx_of(body)).values()
    assert (written.state, written.text) == (state, text)


RUNS = {
    "一行<w:br/>二行": ("一行", "二行"),
    "一<w:tab/>二": ("一 二",),
    "一<w:noBreakHyphen/>二": ("一\u2011二",),
    "</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del><w:r><w:t>留": (
        "留",
    ),
    "</w:t></w:r><w:ins><w:r><w:t>加</w:t></w:r></w:ins><w:r><w:t>末": ("加末",),
    "</w:t></w:r><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:t>末": ("末",),
    "</w:t></w:r><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:t>末": ("末",),
    "</w:t></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:t>末": ("链接末",),
}


@pytest.mark.parametrize("inside", RUNS)
def test_what_is_text_in_a_box(inside):
    pieces = inside.replace("<w:br/>", "</w:t><w:br/><w:t>").replace(
        "<w:tab/>", "</w:t><w:tab/><w:t>"
    )
    pieces = pieces.replace("<w:noBreakHyphen/>", "</w:t><w:noBreakHyphen/><w:t>")
    body = control(A, "@").replace("@", pieces)
    assert read(docx_of(body))[A].text == RUNS[inside]


def test_what_is_no_text_is_named():
    table = f"<w:tbl><w:tr><w:tc>{paragraph('格')}</w:tc></w:tr></w:tbl>"
    body = control(A, "前", "后").replace("</w:p><w:p>", f"</w:p>{table}<w:p><w:drawing/>")
    written = read(docx_of(body))[A]
    assert (written.text, written.lost) == (("前", "格", "后"), ("drawing", "tbl"))


def test_a_box_that_a_program_split_is_one():
    own = control(A, "一", style="S5") + control(A, "二", style="S5") + paragraph("三", style="S5")
    body = own + paragraph("别的", style="S6") + paragraph("四", style="S5") + control(B, "乙")
    found = read(docx_of(body))
    assert found[A].text == ("一", "二", "三")
    assert found[B].text == ("乙",)


def test_a_control_within_a_paragraph_or_a_table_counts():
    inline = f'<w:p><w:sdt><w:sdtPr><w:tag w:val="{A}"/></w:sdtPr><w:sdtContent><w:r><w:t>文</w:t></w:r></w:sdtContent></w:sdt></w:p>'
    cell = f"<w:tbl><w:tr><w:tc>{control(B, '格')}</w:tc></w:tr></w:tbl>"
    found = read(docx_of(inline + cell))
    assert (found[A].text, found[B].text) == (("文",), ("格",))


def test_only_tags_of_fields_count():
    body = control("MENDELEY_CITATION_1", "引") + control("", "无", title="x") + control(A, "文")
    assert list(read(docx_of(body))) == [A]
    assert codes(docx_of(control("Citation", "引"))) == ["remark-no-fields"]
    assert codes(docx_of(paragraph("正文"))) == ["remark-no-fields"]
    assert codes(document(Paragraph(("正文",)))) == ["remark-no-fields"]


def test_the_same_field_twice_must_say_the_same():
    apart = paragraph("间")
    assert read(docx_of(control(A, "一") + apart + control(A, "一")))[A].text == ("一",)
    assert codes(docx_of(control(A, "一") + apart + control(A, "二"))) == ["remark-differs"]


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


GOOD = docx_of(control(A, "文"))
DTD = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-type"),
        (b"<html>", "file-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-type"),
        (GOOD[:200], "zip-damaged"),
        (zipped(a=b"x"), "file-type"),
        (zipped(**{"[Content_Types].xml": b"<Types/>"}), "file-type"),
        (changed(GOOD, lambda t: t.replace(MAIN, "word/other.xml"), "_rels/.rels"), "file-type"),
        (changed(GOOD, lambda t: DTD + t), "docx-doctype"),
        (changed(GOOD, lambda t: DTD + t, "_rels/.rels"), "docx-doctype"),
        (changed(GOOD, lambda t: t[:-9]), "zip-damaged"),
        (changed(GOOD, lambda t: t.replace("文", "长" * 9_000_000)), "zip-ratio"),
    ],
)
def test_a_damaged_or_hostile_document_is_refused(data, code):
    assert codes(data) == [code]


def test_sizes_are_limited(monkeypatch):
    monkeypatch.setattr(docx_package, "MAX_FILE_BYTES", len(GOOD) - 1)
    assert codes(GOOD) == ["file-size"]
    monkeypatch.undo()
    monkeypatch.setattr(docx_package, "MAX_PART_BYTES", 100)
    assert codes(GOOD) == ["zip-size"]
    monkeypatch.undo()
    many = {f"part{n}": b"" for n in range(packages.MAX_ENTRIES)}
    assert codes(zipped(**{"[Content_Types].xml": b""}, **many)) == ["zip-entries"]


def test_deep_nesting_ends_neither_the_stack_nor_the_day():
    deep = "<w:smartTag>" * 20_000 + "</w:smartTag>" * 20_000
    assert read(docx_of(deep + control(A, "文")))[A].text == ("文",)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_gives_back_what_it_was_given(tmp_path):
    text = ("资金到位晚，2019年下半年才开工。", "<b>&amp; #text(red)[x] [[a]] {{ 7*7 }} =1+1")
    made = document(field(A, *text), Paragraph(("正文",)), field(B, label="原因：乙"))
    (tmp_path / "a.docx").write_bytes(made)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir",
         str(tmp_path / "out"), str(tmp_path / "a.docx")], check=True, capture_output=True,
    )  # fmt: skip
    assert read((tmp_path / "out" / "a.docx").read_bytes()) == read(made)
