"""The grid of tables: where header cells stand, how wide columns are, what stays on a page."""

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import HeaderCell
from dandong_analysis.report.layout import fit_columns, place_header
from tests.report.conftest import make_table as table


def test_header_cells_are_placed_as_in_html():
    first = (HeaderCell("县", rows=2), HeaderCell("关闭", columns=2), HeaderCell("计", rows=2))
    second = (HeaderCell("数"), HeaderCell("积"))
    rows = place_header(table(header=(first, second), body=(), align="lrrr"))
    assert [[(p.cell.text, p.column) for p in row] for row in rows] == [
        [("县", 0), ("关闭", 1), ("计", 3)], [("数", 1), ("积", 2)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"header": ((HeaderCell("a"),),)},
        {"header": ((HeaderCell("a", columns=3),),)},
        {"header": ((HeaderCell("a", rows=2), HeaderCell("b")),)},
        {"header": ((HeaderCell("a", columns=0), HeaderCell("b")),)},
        {"header": ((HeaderCell("a", rows=2), HeaderCell("b", rows=2)), (HeaderCell("c"), HeaderCell("d")))},
        {"header": ((HeaderCell("a"), HeaderCell("b", rows=2)), (HeaderCell("c", columns=2),))},
        {"body": ((("x",),),)},
        {"align": "lx"},
        {"align": "", "header": (), "body": ()},
    ],
)  # fmt: skip
def test_a_table_that_does_not_fit_together_is_an_error(wrong):
    with pytest.raises(DandongError) as error:
        place_header(table(**wrong))
    assert error.value.problems[0].code == "bad-table-shape"


def test_columns_of_text_give_way_and_numbers_stay_whole():
    # 156 mm are 442 pt, at 10 pt 88 half-width characters; 3 of the number's are padding.
    wide = table(body=((("长" * 40,), ("1" * 20,)),))
    fit = fit_columns(wide, sizes=(10, 6), width_mm=156)
    assert fit.size == 10
    assert sum(fit.shares) == pytest.approx(1)
    assert fit.shares[1] * 88.45 >= 23


def test_smaller_type_is_used_where_it_makes_the_table_lower_by_a_fifth():
    # 82 half-widths of name and 23 of number: two lines at 10 pt (88), one at 8 pt (110),
    # that is 2 x 15 + 9 points against 12 + 9.
    names = table(body=((("长" * 40,), ("1" * 20,)),))
    fit = fit_columns(names, sizes=(10, 8), width_mm=156)
    assert (fit.size, fit.height) == (8, 21)
    # With 9 rows of one line more it is 39 + 9 x 24 = 255 points against 21 + 9 x 21 = 210.
    mostly_short = table(body=((("长" * 40,), ("1" * 20,)), *[(("a",), ("1",))] * 9))
    fit = fit_columns(mostly_short, sizes=(10, 8), width_mm=156)
    assert (fit.size, fit.height) == (10, 255)


@pytest.mark.parametrize(("rows", "whole"), [(20, True), (21, False)])
def test_a_table_of_three_quarters_of_a_page_is_kept_whole(rows, whole):
    # A row of one line at 10 pt is 15 + 9 points high; 480 points are three quarters of a page.
    body = ((("a",), ("1",)),) * rows
    assert fit_columns(table(body=body), sizes=(10,), width_mm=156).is_whole is whole


def test_columns_of_numbers_are_alike_where_there_is_room():
    first, second, third = fit_columns(
        table(header=((HeaderCell("a"), HeaderCell("b"), HeaderCell("长长长长")),),
              body=((("x",), ("1",), ("2",)),), align="lrr"), sizes=(10,), width_mm=156,
    ).shares  # fmt: skip
    assert first < second == third


def test_the_size_falls_until_numbers_fit():
    many = table(header=(tuple(HeaderCell("h") for _ in "12345"),),
                 body=(tuple(("1" * 18,) for _ in "12345"),), align="rrrrr")  # fmt: skip
    # 5 columns of 18 + 3 characters: 105 half-widths are 525 pt at 10 pt and 420 pt at 8 pt.
    assert fit_columns(many, sizes=(10, 8, 6), width_mm=156).size == 8
    assert fit_columns(many, sizes=(10,), width_mm=156).size == 10


def test_a_column_of_capitals_has_room_for_them():
    """Capitals are wider than digits: an id would otherwise be broken before its last letter."""
    rows = (("LAND.POLICY", "12345678901"), ("1", "1"))
    ids, digits = fit_columns(table(body=tuple(tuple((t,) for t in row) for row in rows),
                                    align="ll"), sizes=(10,), width_mm=40).shares  # fmt: skip
    assert ids > 1.25 * digits


@pytest.mark.parametrize(("head", "halves"), [
    # 10.4 of a word, 1 for bold, 2 of padding; half of a long header; Chinese may be divided.
    ("Attainment (%)", 14), ("a a a a a a a a a a a a", 14), ("治理面积治理面积治理面积", 14),
])  # fmt: skip
def test_a_header_is_divided_between_its_words_only(head, halves):
    narrow = table(header=((HeaderCell(head), HeaderCell("b")),))
    first, second = fit_columns(narrow, sizes=(10,), width_mm=20).shares
    # The other column holds one digit and the narrowest room: 3 and 2, or 1 and 3 of padding.
    assert first / second == pytest.approx(halves / 5, abs=0.1)
