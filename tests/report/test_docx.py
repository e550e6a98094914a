"""The docx as Word reads it: styles, fields, links, three-line tables."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from defusedxml.ElementTree import fromstring
from docx.oxml.ns import qn
from docx.shared import Mm
from word_files import ORDER, opened, parts_of, texts, w, whole_text

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import Figure, Heading, Paragraph
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.docx import render_docx


@pytest.fixture(scope="module")
def docx(chapter, meta):
    return opened(chapter, meta)


@pytest.fixture(scope="module")
def body(docx):
    return docx.element.body


def style_of(paragraph) -> str:
    return paragraph.find(f"{w('pPr')}/{w('pStyle')}").get(w("val"))


def test_page_and_margins_follow_the_standard(docx):
    section = docx.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin,
                section.bottom_margin, section.left_margin, section.right_margin)  # fmt: skip
    for measure, millimetres in zip(measures, (210, 297, 37, 35, 28, 26), strict=True):
        # Word keeps whole twentieths of a point.
        assert abs(measure - Mm(millimetres)) < 635


def test_headings_are_word_headings_numbered_by_word(docx):
    headings = [
        (p.style.name, p.text) for p in docx.paragraphs if p.style.name.startswith("Heading")
    ]
    assert headings[:3] == [("Heading 1", "矿山地质环境现状"), ("Heading 2", "矿山基本情况"), ("Heading 3", "矿山数的分布")]  # fmt: skip
    levels = docx.part.numbering_part.element.findall(f".//{w('lvl')}")
    formats = [level.find(w("lvlText")).get(w("val")) for level in levels]
    assert formats == ["第%1章\u3000", "%2、", "（%3）", "%4.", "（%5）"]
    assert levels[0].find(w("start")).get(w("val")) == "2"
    style = docx.styles["Heading 2"].element
    assert style.find(f".//{w('numId')}").get(w("val")) == "1"
    assert style.find(f".//{w('ilvl')}").get(w("val")) == "1"


def test_chinese_fonts_stand_in_styles_and_in_every_run(docx, body):
    wanted = {
        "BodyText": "仿宋",
        "Heading1": "黑体",
        "Heading2": "黑体",
        "Heading3": "楷体",
        "Caption": "黑体",
    }
    for style_id, font in wanted.items():
        style = next(s for s in docx.styles.element if s.get(w("styleId")) == style_id)
        assert style.find(f"{w('rPr')}/{w('rFonts')}").get(w("eastAsia")) == font
        for paragraph in body.iter(w("p")):
            if paragraph.find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) == style_id:
                found = {f.get(w("eastAsia")) for f in paragraph.iter(w("rFonts"))}
                assert found == {font}
    with_text = [r for r in body.iter(w("r")) if r.find(w("t")) is not None]
    assert all(r.find(f"{w('rPr')}/{w('rFonts')}").get(w("eastAsia")) for r in with_text)


def test_fallback_fonts_are_named(chapter, meta):
    table = parts_of(render_docx(chapter, meta))["word/fontTable.xml"].decode()
    for name, fallback in (
        ("仿宋", "FangSong"),
        ("黑体", "SimHei"),
        ("楷体", "KaiTi"),
        ("宋体", "SimSun"),
    ):
        assert f'<w:font w:name="{name}"><w:altName w:val="{fallback}"/>' in table


def test_every_used_style_exists(docx, body):
    known = {s.get(w("styleId")) for s in docx.styles.element if s.tag == w("style")}
    used = {e.get(w("val")) for tag in ("pStyle", "rStyle", "tblStyle") for e in body.iter(w(tag))}
    assert used <= known
    based = {
        e.get(w("val")) for tag in ("basedOn", "next") for e in docx.styles.element.iter(w(tag))
    }
    assert based <= known


def test_elements_stand_in_the_order_of_the_schema(docx, body):
    roots = (body, docx.styles.element, docx.part.numbering_part.element)
    checked = 0
    for root in roots:
        for tag, order in ORDER.items():
            places = {w(name): n for n, name in enumerate(order.split())}
            for element in root.iter(w(tag)):
                found = [places[child.tag] for child in element]
                assert found == sorted(found), (tag, [c.tag for c in element])
                checked += 1
    assert checked > 1000


def test_captions_count_by_fields_and_carry_a_bookmark(body):
    captions = [
        p
        for p in body.iter(w("p"))
        if p.find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) == "Caption"
    ]
    shown = ["".join(t.text for t in p.iter(w("t"))) for p in captions]
    assert shown == ["表2-1　各县（市、区）矿山数与公布值对照", "图2-1　各县（市、区）矿山数",
                     "表2-2　各县（市、区）矿山占用破坏土地面积"]  # fmt: skip
    codes = ["".join(i.text for i in p.iter(w("instrText"))).strip() for p in captions]
    assert codes == [rf"SEQ {kind} \* ARABIC \s 1" for kind in "表图表"]
    names = [p.find(w("bookmarkStart")).get(w("name")) for p in captions]
    assert names == ["table_2_1", "figure_2_1", "table_2_2"]


def test_fields_are_balanced(body):
    kinds = [f.get(w("fldCharType")) for f in body.iter(w("fldChar"))]
    depth = 0
    for kind in kinds:
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert depth in {0, 1}
    assert depth == 0
    # Six lines of contents and three captions.
    assert kinds.count("begin") == kinds.count("separate") == 6 + 3


def test_the_contents_are_links_with_leaders_and_page_numbers_to_be_computed(body):
    lines = [
        p
        for p in body.iter(w("p"))
        if style_of(p).startswith("TOC") and style_of(p) != "TOCHeading"
    ]
    starts = {s.get(w("name")) for s in body.iter(w("bookmarkStart"))}
    for line in lines:
        (link,) = line.iter(w("hyperlink"))
        code = "".join(i.text for i in line.iter(w("instrText"))).split()
        assert code == ["PAGEREF", link.get(w("anchor")), r"\h"]
        assert code[1] in starts
        assert len(list(link.iter(w("tab")))) == 1
    assert list(map(whole_text, lines)) == [
        "第二章　矿山地质环境现状", "一、矿山基本情况", "（一）矿山数的分布", "二、占用破坏土地",
        "（一）按类型与状态", "附录　数据项定义",
    ]  # fmt: skip


def test_no_document_opens_with_a_question(chapter, meta):
    parts = parts_of(render_docx(chapter, meta))
    assert b"updateFields" not in parts["word/settings.xml"]
    assert b"w:dirty" not in parts["word/document.xml"]


def test_links_lead_to_bookmarks_and_tips_open_definitions(body):
    starts = list(body.iter(w("bookmarkStart")))
    names, numbers = [s.get(w("name")) for s in starts], [s.get(w("id")) for s in starts]
    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)
    assert all(len(name) <= 40 for name in names)
    assert sorted(numbers) == sorted(e.get(w("id")) for e in body.iter(w("bookmarkEnd")))
    links = list(body.iter(w("hyperlink")))
    assert {link.get(w("anchor")) for link in links} <= set(names)
    link = next(x for x in links if "".join(t.text for t in x.iter(w("t"))) == "13,010.25")
    assert link.get(w("tooltip")).startswith("露天采场面积\n定义: “矿山基本情况”表的记录数")
    assert max(len(x.get(w("tooltip"), "")) for x in links) <= 251


def test_the_appendix_holds_each_number_once(docx, body):
    entries = texts(docx, "数据项定义")
    linked = {link.get(w("anchor")) for link in body.iter(w("hyperlink"))}
    assert entries[0] == "来源：[1] 城区；[2] 宽甸；[3] 凤城；[4] 东港"
    assert len(entries) - 1 == len([name for name in linked if name.startswith("entry_")])
    assert entries[3] == (
        "露天采场面积：13010.25 亩\n“矿山基本情况”表的记录数；1265 行；来源 [1][2][3][4]；模拟；"
        "公布值 13011；不一致；LAND.PIT"
    )


def test_only_the_definitions_stand_in_two_columns(docx):
    columns = [s._sectPr.find(w("cols")).get(w("num")) for s in docx.sections]
    assert columns == [None, "2"]
    kinds = [s._sectPr.find(w("type")) for s in docx.sections]
    assert kinds[1].get(w("val")) == "continuous"
    assert all(s.header.paragraphs[0].text for s in docx.sections)


def test_a_figure_has_its_picture_and_text_alternative(docx, chapter):
    block = next(b for b in chapter if isinstance(b, Figure))
    shape = docx.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == block.alt
    assert shape.width == Mm(140)
    images = [
        p.blob for p in docx.part.package.iter_parts() if p.partname.startswith("/word/media/")
    ]
    assert images == [block.png]


def test_synthetic_documents_are_stamped_on_every_page(docx, fact):
    stamp = "模拟数据：由程序生成，不是实地调查成果"
    section = docx.sections[0]
    assert [h.paragraphs[0].text for h in (section.header, section.first_page_header)] == [
        stamp
    ] * 2
    surveyed = opened([Paragraph((fact(provenance="survey"),))], DocumentMeta("t")).sections[0]
    assert [h.paragraphs[0].text for h in (surveyed.header, surveyed.first_page_header)] == ["", ""]


def test_pages_are_counted_at_their_outer_edge(docx):
    section = docx.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        element = footer._element
        assert "".join(i.text for i in element.iter(w("instrText"))).strip() == "PAGE"
        assert whole_text(element) == "— 1 —"
        assert element.find(f".//{w('jc')}").get(w("val")) == side
    assert docx.settings.odd_and_even_pages_header_footer
    assert section.even_page_header.paragraphs[0].text == section.header.paragraphs[0].text


def test_fonts_of_every_run_and_the_language_are_chinese(chapter, meta):
    parts = parts_of(render_docx(chapter, meta))
    written = [
        n for n in parts if n == "word/document.xml" or n.startswith(("word/header", "word/footer"))
    ]
    runs = [r for name in written for r in fromstring(parts[name]).iter(w("r"))]
    assert len(written) >= 6
    assert len(runs) > 1000
    assert all(r.find(f"{w('rPr')}/{w('rFonts')}").get(w("eastAsia")) for r in runs)
    assert b'w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"' in parts["word/settings.xml"]


def test_pictures_have_ids_of_their_own(chapter, meta):
    pictures = [b for b in chapter if isinstance(b, Figure)]
    body = opened([*chapter, *pictures], meta).element.body
    ids = [shape.docPr.get("id") for shape in body.iter(qn("wp:inline"))]
    assert len(set(ids)) == len(ids) == 2


def test_properties_are_those_given(docx):
    properties = docx.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "丹东市矿山地质环境现状统计：第二章样稿",
        "示范组",
        "zh-CN",
    )
    assert properties.created == datetime(2026, 11, 23, tzinfo=UTC)
    assert opened([Heading("甲", 1)], DocumentMeta("t")).core_properties.created is None


def test_hostile_text_stays_text(hostile_chapter, hostile, meta):
    docx = opened(hostile_chapter, meta)
    shown = [printable(text) for text in hostile]
    found = [whole_text(p._p) for p in docx.paragraphs if p.style.name == "Body Text"]
    assert found[: len(hostile)] == [text * 2 for text in shown]
    assert [row.cells[0].text for row in docx.tables[0].rows[1:]] == shown
    codes = {"".join(i.text for i in docx.element.body.iter(w("instrText"))).strip()}
    assert not any("cmd" in code for code in codes)


def test_a_picture_that_is_no_png_is_an_error():
    with pytest.raises(DandongError) as error:
        render_docx([Figure("f", "乙", "乙图", "<svg/>", b"no png", 50.0)], DocumentMeta("t"))
    assert error.value.problems[0].code == "bad-picture"


def test_english_documents_number_in_digits():
    docx = opened([Heading("Status", 1)], DocumentMeta("t", lang="en"))
    formats = [e.get(w("val")) for e in docx.part.numbering_part.element.iter(w("lvlText"))]
    assert formats == ["%1", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4", "%1.%2.%3.%4.%5"]
    assert texts(docx, "TOC Heading") == ["Contents"]


def test_the_same_blocks_give_the_same_bytes(chapter, meta):
    content = render_docx(chapter, meta)
    assert render_docx(chapter, meta) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert not [name for name in names if "thumbnail" in name]


def test_the_cover_shows_the_provenance(docx):
    assert texts(docx, "封面声明") == ["模拟数据：由程序生成，不是实地调查成果"]
