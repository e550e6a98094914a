"""Maps in a PDF: large ones on pages of their own size."""

import io
from dataclasses import replace

import pytest
from map_samples import PLANE, SHEET, layers
from pypdf import PdfReader
from reading_pdf import opened, pages_of, squeezed

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import Heading, Map, Paragraph
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.maps import draw_map
from dandong_analysis.report.pdf import render_pdf


def a_map(name, **size) -> Map:
    return draw_map(
        layers("甲矿"), map_id=name, caption=name, lang="zh", plane=PLANE, sheet=SHEET, **size
    )


@pytest.fixture(scope="module")
def with_maps():
    large = a_map("附图一", width_mm=370.0, height_mm=210.0)
    wide = a_map("附图二", width_mm=250.0, height_mm=130.0)
    return [Heading("章", 1), Paragraph(("正文",)), a_map("章内图"), Heading("附图"), large, wide,
            Paragraph(("后文",))]  # fmt: skip


def test_large_maps_stand_on_landscape_pages_with_their_heading(with_maps):
    pdf = render_pdf(with_maps, DocumentMeta("t"))
    sizes = [
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4))
        for p in PdfReader(io.BytesIO(pdf)).pages
    ]
    # Cover, contents, text with the small map, two maps, text.
    assert sizes == [(210, 297)] * 3 + [(420, 297), (297, 210), (210, 297)]
    pages = [squeezed(page) for page in pages_of(pdf)]
    assert "正文" in pages[2]
    assert "图1-1章内图" in pages[2]
    assert "附图" in pages[3]
    assert "图1-2附图一" in pages[3]
    assert "图1-3附图二" in pages[4]
    assert "后文" in pages[5]
    assert [f"—{n}—" in page for n, page in enumerate(pages, 1)] == [False] + [True] * 5


def test_a_map_has_its_text_alternative(with_maps):
    reader = opened(with_maps, DocumentMeta("t"))
    found = {
        o["/Alt"] for o in (reader.get_object(n) for n in range(1, len(reader.xref[0]) + 1))
        if isinstance(o, dict) and "/Alt" in o
    }  # fmt: skip
    assert {block.alt for block in with_maps if isinstance(block, Map)} <= found


def test_a_document_that_ends_with_a_large_map_ends_there(with_maps):
    pdf = render_pdf(with_maps[:-1], DocumentMeta("t"))
    assert len(pages_of(pdf)) == 5


def test_maps_give_the_same_bytes(with_maps):
    assert render_pdf(with_maps, DocumentMeta("t")) == render_pdf(with_maps, DocumentMeta("t"))


def test_the_picture_of_a_map_must_be_plain_shapes_too(with_maps):
    broken = replace(with_maps[2], svg="<svg xmlns='http://www.w3.org/2000/svg'><text/></svg>")
    with pytest.raises(DandongError) as error:
        render_pdf([broken], DocumentMeta("t"))
    assert error.value.problems[0].code == "bad-picture"
