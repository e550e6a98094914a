"""Maps in documents of Word: pictures, landscape pages, sections."""

import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from map_samples import PLANE, SHEET, layers
from word_files import opened, texts, w, whole_text

from dandong_analysis.report.blocks import Heading, Paragraph
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.maps import draw_map


@pytest.fixture(scope="module")
def maps():
    """A map of a chapter, one for an A4 and one for an A3 page."""

    def drawn(name, **size):
        return draw_map(
            layers(), map_id=name, caption=name, lang="zh", plane=PLANE, sheet=SHEET, **size
        )

    return (
        drawn("章内图"), drawn("附图一", width_mm=250.0, height_mm=130.0),
        drawn("附图二", width_mm=370.0, height_mm=210.0),
    )  # fmt: skip


def pages(docx):
    return [
        (s.orientation == WD_ORIENT.LANDSCAPE, round(s.page_width.mm), round(s.page_height.mm))
        for s in docx.sections
    ]


UPRIGHT, ACROSS, LARGE = (False, 210, 297), (True, 297, 210), (True, 420, 297)


def test_a_map_has_its_picture_caption_and_text_alternative(maps, meta):
    small, *_ = maps
    docx = opened([small], meta)
    (shape,) = docx.inline_shapes
    assert shape._inline.docPr.get("descr") == small.alt
    assert abs(shape.width - Mm(150)) < 635
    assert texts(docx, "Caption") == ["图2-1　章内图"]
    (mark,) = docx.element.body.iter(w("bookmarkStart"))
    assert mark.get(w("name")) == "figure_2_1"
    assert pages(docx) == [UPRIGHT]


def test_large_maps_stand_on_landscape_pages_with_their_heading(maps, meta, fact):
    _, wide, wider = maps
    after = [Heading("后", 2), Paragraph((fact(),))]
    docx = opened(
        [Heading("前", 1), Paragraph(("文",)), Heading("附图", 2), wider, wide, *after], meta
    )
    # Definitions follow in columns, in a section of their own.
    assert pages(docx) == [UPRIGHT, LARGE, ACROSS, UPRIGHT, UPRIGHT]
    in_sections = [[text for p in part if (text := whole_text(p._p))] for part in by_section(docx)]
    assert in_sections[1] == ["附图", "图2-1　附图二"]
    assert in_sections[2] == ["图2-2　附图一"]
    assert in_sections[3][:2] == ["后", "1,265"]


def by_section(docx):
    """The paragraphs of each section."""
    parts = [[]]
    for paragraph in docx.paragraphs:
        parts[-1].append(paragraph)
        if paragraph._p.find(f"{w('pPr')}/{w('sectPr')}") is not None:
            parts.append([])
    return parts


def test_every_page_keeps_header_and_number_and_only_the_cover_has_none(maps, meta, fact):
    docx = opened([Paragraph((fact(),)), maps[1], Paragraph(("文",))], meta)
    first, *others = docx.sections
    assert first.different_first_page_header_footer
    assert not any(s.different_first_page_header_footer for s in others)
    for section in docx.sections:
        assert section.header.paragraphs[0].text == "模拟数据：由程序生成，不是实地调查成果"
        assert section.footer.paragraphs[0].text == "— 1 —"


def test_a_large_picture_leaves_room_for_heading_and_caption(maps, meta):
    docx = opened([Heading("附图", 2), maps[2]], meta)
    section, (shape,) = docx.sections[-1], docx.inline_shapes
    room = section.page_height - section.top_margin - section.bottom_margin
    assert shape.width <= section.page_width - section.left_margin - section.right_margin
    assert shape.height <= room - Mm(30)
    assert shape.width / shape.height == pytest.approx(370 / 210, rel=0.01)


def test_a_document_that_ends_with_a_large_map_has_no_empty_page_after_it(maps, meta):
    docx = opened([Paragraph(("文",)), maps[1]], meta)
    assert pages(docx) == [UPRIGHT, ACROSS]
    assert not docx.sections[-1].different_first_page_header_footer
    last = docx.element.body[-2]
    assert last.find(f"{w('pPr')}/{w('sectPr')}") is None


def test_maps_give_the_same_bytes(maps, meta):
    assert render_docx(list(maps), meta) == render_docx(list(maps), meta)


def test_sections_of_maps_stand_in_the_order_of_the_schema(maps, meta):
    body = opened([Paragraph(("文",)), maps[1], Paragraph(("文",))], meta).element.body
    order = [w(n) for n in ("pStyle", "keepNext", "keepLines", "sectPr")]
    for properties in body.iter(w("pPr")):
        found = [order.index(child.tag) for child in properties if child.tag in order]
        assert found == sorted(found)
    sections = [
        [c.tag for c in s if c.tag in {w("pgSz"), w("pgMar")}] for s in body.iter(w("sectPr"))
    ]
    assert sections == [[w("pgSz"), w("pgMar")]] * 3
