"""A field to fill in, in every format: what was written, or visibly that nothing was."""

import io
import json
import re
import zipfile

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as parser
from pypdf import PdfReader

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import MIME, Field, Heading, Paragraph
from dandong_analysis.report.display import as_html, mime_bundle
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.html import render_html
from dandong_analysis.report.numbering import Item
from dandong_analysis.report.pdf import render_pdf
from dandong_analysis.report.phrases import phrase
from dandong_analysis.report.serialise import fields_of_notebook, to_json
from tests.controls import control_of, w

EMPTY = phrase("field.placeholder", "zh")
NAME = "cause:TREATED/210682/company/near"
FILLED = Field(NAME, "滞后原因：凤城市", ("一段。", "二段。"), EMPTY, "王评估", "2021-03-01")
OPEN = Field("cause:FUNDS", "滞后原因：东港市", (), EMPTY)
META = DocumentMeta("研究")


def boxes(*blocks):
    tree = parser.document_fromstring(render_html(blocks, META))
    return tree.xpath("//section[contains(@class, 'field')]")


def body_of(*blocks):
    return python_docx.Document(io.BytesIO(render_docx(blocks, META))).element.body


def style_of(element) -> str:
    return next(element.iter(w("pStyle"))).get(w("val"))


def texts(element) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(w("t"))) for p in element.iter(w("p"))]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def pdf_text(*blocks) -> str:
    pages = PdfReader(io.BytesIO(render_pdf(blocks, META)), strict=True).pages
    return squeezed("".join(page.extract_text() for page in pages))


def test_a_page_shows_label_text_and_writer():
    filled, still_open = boxes(FILLED, OPEN)
    assert [p.text_content() for p in filled.iter("p")] == [
        "滞后原因：凤城市", "一段。", "二段。", "王评估\u30002021-03-01",
    ]  # fmt: skip
    assert (filled.get("class"), filled.get("data-field")) == ("field", NAME)
    assert filled.get("aria-label") == "滞后原因：凤城市"
    # Nothing written shows by words and by the line around it, not by colour alone.
    assert [p.text_content() for p in still_open.iter("p")] == ["滞后原因：东港市", EMPTY]
    assert still_open.get("class") == "field empty"
    assert ".field.empty { border-style: dashed; }" in render_html([OPEN], META).decode()


def test_a_notebook_shows_the_same():
    bundle = mime_bundle(FILLED)
    assert bundle["text/plain"] == "滞后原因：凤城市\n一段。\n二段。"
    assert mime_bundle(OPEN)["text/plain"] == f"滞后原因：东港市\n{EMPTY}"
    assert "王评估\u30002021-03-01" in bundle["text/html"]
    assert "solid" in bundle["text/html"]
    assert "dashed" in as_html(Item(OPEN))
    assert bundle[MIME]["type"] == "field"


def test_word_gets_a_control_that_can_be_filled_and_not_deleted():
    control = control_of(body_of(FILLED), NAME)
    assert control.getparent().tag == w("body")
    properties = control.find(w("sdtPr"))
    # The order that the schema (ISO/IEC 29500-1, annex A) prescribes.
    assert [p.tag for p in properties] == [
        w(n) for n in ("alias", "tag", "id", "lock", "docPartObj")
    ]
    assert properties.find(w("alias")).get(w("val")) == "滞后原因：凤城市"
    assert properties.find(w("lock")).get(w("val")) == "sdtLocked"
    assert texts(control) == ["一段。", "二段。"]
    assert {f.get(w("eastAsia")) for f in control.iter(w("rFonts"))} == {"仿宋"}
    before, after = control.getprevious(), control.getnext()
    assert (style_of(before), texts(before)) == ("FieldLabel", ["滞后原因：凤城市"])
    assert (style_of(after), texts(after)) == ("FieldSource", ["王评估\u30002021-03-01"])


def test_word_shows_a_placeholder_as_such():
    control = control_of(body_of(OPEN), "cause:FUNDS")
    assert [p.tag for p in control.find(w("sdtPr"))][-2:] == [w("showingPlcHdr"), w("docPartObj")]
    assert texts(control) == [EMPTY]
    assert {s.get(w("val")) for s in control.iter(w("rStyle"))} == {"PlaceholderText"}
    assert style_of(control.getnext()) == "Spacer"


def test_controls_have_numbers_of_their_own_and_short_titles():
    long = "原因：" + "长" * 80
    body = body_of(*(Field(f"cause:{n}", long, (), EMPTY) for n in range(3)))
    controls = [c for c in body.iter(w("sdt")) if c.find(f"{w('sdtPr')}/{w('tag')}") is not None]
    numbers = [c.find(f"{w('sdtPr')}/{w('id')}").get(w("val")) for c in controls]
    titles = [c.find(f"{w('sdtPr')}/{w('alias')}").get(w("val")) for c in controls]
    assert len(set(numbers)) == len(set(titles)) == 3
    assert [len(title) for title in titles] == [64, 64, 64]
    assert titles[0] == long[:63] + "…"
    assert titles[1].endswith("… (2)")


def test_a_document_names_its_fields_beside_their_controls():
    with zipfile.ZipFile(io.BytesIO(render_docx([FILLED, OPEN], META))) as package:
        custom = etree.fromstring(package.read("docProps/custom.xml"))
        types = package.read("[Content_Types].xml").decode()
        relationships = package.read("_rels/.rels").decode()
    # The hash of the two lines, and of nothing, by sha256sum.
    assert {p.get("name"): "".join(p.itertext()) for p in custom} == {
        "dandong 滞后原因：凤城市": f"{NAME} 5da13b5aa93cb506",
        "dandong 滞后原因：东港市": "cause:FUNDS e3b0c44298fc1c14",
    }
    assert [p.get("pid") for p in custom] == ["2", "3"]
    assert 'PartName="/docProps/custom.xml"' in types
    assert 'Target="docProps/custom.xml"' in relationships


def test_a_document_without_fields_has_no_such_part():
    with zipfile.ZipFile(io.BytesIO(render_docx([Heading("甲", 1)], META))) as package:
        assert "docProps/custom.xml" not in package.namelist()


def test_a_pdf_shows_label_text_and_writer():
    shown = pdf_text(FILLED, OPEN)
    assert "滞后原因：凤城市一段。二段。王评估2021-03-01滞后原因：东港市（待评估人填写）" in shown


@pytest.mark.parametrize("lines", range(26, 34))
@pytest.mark.parametrize(("field", "first"), [(OPEN, EMPTY), (FILLED, "一段。")])
def test_the_label_of_a_field_is_on_the_page_of_its_first_line(field, first, lines):
    """The page ends before, in and after the field."""
    before = [Paragraph((f"第{n}行。",)) for n in range(lines)]
    pages = PdfReader(io.BytesIO(render_pdf([*before, field], META))).pages
    (shown,) = [page for page in map(squeezed, (p.extract_text() for p in pages))
                if field.label in page]  # fmt: skip
    assert first in shown


def test_a_character_that_the_font_lacks_is_told_with_the_field():
    with pytest.raises(DandongError) as caught:
        render_pdf([Field(NAME, "原因：甲", ("\U0001f600",), EMPTY)], META)
    (problem,) = caught.value.problems
    assert problem.code == "missing-glyph"
    assert "“原因：甲”" in problem.rule.zh


HOSTILE = (
    "<b>&amp;</b><script>x</script>", "#text(red)[x] $y$ @z", "[[remark]]", "{{ 7*7 }}{% x %}",
    "倒\u202e写", "=1+1", "长" * 9_000,
)  # fmt: skip


def test_hostile_text_is_text_in_every_format():
    block = Field(NAME, HOSTILE[0], HOSTILE, EMPTY, HOSTILE[1], HOSTILE[3])
    shown = [printable(text) for text in HOSTILE]
    (box,) = boxes(block)
    assert [p.text_content() for p in box.iter("p")][1:-1] == shown
    assert {e.tag for e in box.iter()} == {"section", "p"}
    assert texts(control_of(body_of(block), NAME)) == shown
    assert squeezed("".join(shown[:-1])) in pdf_text(block)
    in_notebook = parser.fromstring(as_html(Item(block)))
    assert not in_notebook.xpath("//script | //div//b/b")


def test_only_the_fields_of_a_notebook_are_built():
    broken = {"type": "table", "id": 7}
    outputs = [{"data": {MIME: value}} for value in (to_json(FILLED), broken)]
    outputs.append({"data": {"text/plain": "x"}})
    notebook = {"cells": [{"outputs": outputs}, {"source": ""}]}
    assert fields_of_notebook(json.loads(json.dumps(notebook))) == [FILLED]


def test_styles_of_a_box_share_border_and_margins():
    styles = python_docx.Document(io.BytesIO(render_docx([Paragraph(("x",))], META))).styles.element
    boxes = [s.find(qn("w:pPr")) for s in styles if (s.get(w("styleId")) or "").startswith("Field")]
    # Word draws one frame around neighbours only when they agree.
    frames = {etree.tostring(p.find(w("pBdr"))) + etree.tostring(p.find(w("ind"))) for p in boxes}
    assert (len(boxes), len(frames)) == (3, 1)
