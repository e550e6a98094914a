"""Large maps get landscape pages of their own, with the headings right before them."""

import pytest

from dandong_analysis.report.blocks import Figure, Heading, Map, Paragraph
from dandong_analysis.report.numbering import number_blocks
from dandong_analysis.report.pages import A3, A4, page_for, runs_of


def a_map(width, notes=()):
    return Map(f"m{width}", f"图{width}", "图", "<svg/>", b"", width, (0, 0, 1, 1), (), notes)


def runs(*blocks):
    numbered = number_blocks(blocks, chapter=1, lang="zh")
    return [([i.block for i in run.items], run.page) for run in runs_of(numbered)]


TEXT, HEADING, SMALL = Paragraph(("文",)), Heading("附图"), a_map(150.0)
LARGE, LARGEST = a_map(250.0), a_map(370.0)


@pytest.mark.parametrize(
    ("width", "page"),
    [(150.0, None), (156.0, None), (156.1, A4), (253.0, A4), (253.1, A3), (999.0, A3)],
)
def test_a_map_gets_the_smallest_page_that_shows_its_width(width, page):
    assert page_for(a_map(width)) == page


def test_a_figure_never_gets_a_page_of_its_own():
    assert page_for(Figure("f", "", "", "", b"", 300.0)) is None


def test_pages_are_landscape_and_leave_margins():
    for page, size in ((A4, (297, 210)), (A3, (420, 297))):
        assert (page.width, page.height) == size
        assert page.room[0] < page.width - 30
        assert page.room[1] < page.height - 30


def test_upright_pages_hold_all_else():
    assert runs(TEXT, SMALL, HEADING) == [([TEXT, SMALL, HEADING], None)]
    assert runs() == []


def test_headings_before_a_large_map_go_with_it():
    chapter = Heading("章", 1)
    assert runs(TEXT, chapter, HEADING, LARGE, TEXT) == [
        ([TEXT], None), ([chapter, HEADING, LARGE], A4), ([TEXT], None),
    ]  # fmt: skip
    assert runs(HEADING, TEXT, LARGE) == [([HEADING, TEXT], None), ([LARGE], A4)]


def test_maps_in_a_row_have_a_page_each():
    assert runs(HEADING, LARGEST, LARGE) == [([HEADING, LARGEST], A3), ([LARGE], A4)]


def test_the_room_of_a_picture_leaves_place_for_what_stands_with_it():
    noted = a_map(250.0, ("注一", "注二"))
    plain, with_notes, with_heading = (
        next(runs_of(number_blocks(blocks, chapter=1, lang="zh")))
        for blocks in ([LARGE], [noted], [HEADING, LARGE])
    )
    assert plain.room_for(LARGE) == (253, 165 - 16)
    assert with_notes.room_for(noted)[1] == 165 - 16 - 12
    assert with_heading.room_for(LARGE)[1] == 165 - 16 - 18
    upright = next(runs_of(number_blocks([SMALL], chapter=1, lang="zh")))
    assert upright.room_for(SMALL) == (156, 195)
