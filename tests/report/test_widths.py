"""The columns of tables: how wide they are, in which type, what stays on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.report.blocks import HeaderCell
from dandong_analysis.report.layout import Placed
from dandong_analysis.report.widths import Fit, fit_columns, fit_screen
from tests.report.conftest import make_table as table


def body(*rows):
    return tuple(tuple((text,) for text in row) for row in rows)


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


def test_a_long_header_has_one_line_where_there_is_room():
    """Eight characters and the padding are 18 half-widths; seven of them and the padding 16."""
    heads = ((HeaderCell("a"), HeaderCell("占用破坏土地面积")),)
    for width_mm, halves in ((156, 18), (38, 16)):
        # 38 mm are 21.5 half-widths at 10 pt; the first column holds a letter and has 5.
        first, second = fit_columns(table(header=heads, body=body(("x", "1"))), sizes=(10,),
                                    width_mm=width_mm).shares  # fmt: skip
        assert second / first == pytest.approx(halves / 5)


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
    # 10 capitals of 1.4 and a dot make 15 half-widths, 11 digits 12; both have 2 of padding.
    assert ids / digits == pytest.approx(17 / 14)


@pytest.mark.parametrize(("head", "halves"), [
    # 10.4 of a word, 1 for bold, 2 of padding; half of a long header; Chinese after 7 characters.
    ("Attainment (%)", 14), ("a a a a a a a a a a a a", 14), ("治理面积治理面积治理面积", 16),
    # A name of six or seven characters is whole, and so is a unit.
    ("分区影响程度", 14), ("面积（平方千米）", 14),
])  # fmt: skip
def test_a_header_is_divided_between_its_words_only(head, halves):
    narrow = table(header=((HeaderCell(head), HeaderCell("b")),))
    first, second = fit_columns(narrow, sizes=(10,), width_mm=20).shares
    # The other column holds one digit and the narrowest room: 3 and 2, or 1 and 3 of padding.
    assert first / second == pytest.approx(halves / 5, abs=0.1)


def test_columns_of_text_share_the_room_so_that_rows_are_low():
    """48 mm are 27.2 half-widths at 10 pt.

    Ten rows hold one text of 12 and one of 4: the first column needs 14, the second 10 for its
    header and padding at the least. The row of the long text, 8 lines in what is left for it,
    must not take from the first column, in which ten rows would have two lines each.
    """
    rows = [("长" * 6, "短短"), *[("长" * 6, "短短")] * 9, ("长", "短" * 30)]
    first, second = fit_columns(
        table(body=body(*rows), align="ll"), sizes=(10,), width_mm=48
    ).shares
    assert first * 27.2 == pytest.approx(14, abs=0.2)
    assert second * 27.2 == pytest.approx(13.2, abs=0.2)


def test_the_more_rows_a_text_has_the_more_room_it_gets():
    """One column of long texts, one with a single long text; then the other way round."""
    many, one = ("长" * 20, "短"), ("长", "短" * 20)
    shares = [
        fit_columns(table(body=body(*rows), align="ll"), sizes=(10,), width_mm=60).shares
        for rows in ([many] * 9 + [one], [one] * 9 + [many])
    ]
    # 34 half-widths: with 22 a text of 40 has two lines; the 12 left give the single one four.
    assert [s * 34.02 for s in shares[0]] == pytest.approx([22, 12], abs=0.1)
    assert [s * 34.02 for s in shares[1]] == pytest.approx([12, 22], abs=0.1)


def test_a_word_without_a_blank_is_not_divided():
    rows = body(("CQ0097_of_a_mine", "长" * 40), ("CQ0098_of_a_mine", "长" * 40))
    first, _ = fit_columns(table(body=rows, align="ll"), sizes=(10,), width_mm=60).shares
    # 16 characters, two of them capitals, and the padding, of 34 half-widths.
    assert first * 34 >= 18.8


def test_columns_on_a_screen_have_shares_and_a_least_width():
    rows = body(("长" * 60, "123456789012345", "短"))
    first, second, third = fit_screen(table(
        header=((HeaderCell("a"), HeaderCell("b"), HeaderCell("c")),), body=rows, align="lrl",
    )).columns  # fmt: skip
    assert first.share + second.share + third.share == pytest.approx(100, abs=0.2)
    # Five Chinese characters of a text with 2 half-widths of padding; no more of a number, which
    # is never broken anyway.
    assert (first.least, second.least, third.least) == (6, 6, 2.5)
    # The number has 15 characters and 3 half-widths of padding.
    # Words have 0.3 em more.
    assert (first.whole, second.whole, third.whole) == (6.3, 9, 2.8)


def test_degrees_and_minutes_are_one_word():
    """A renderer does not divide them at their signs, so they have room on one line."""
    first, second = fit_screen(table(
        header=((HeaderCell("a"), HeaderCell("b")),),
        body=body(("142°42'31.2\"", "142°42′31.2″")), align="ll",
    )).columns  # fmt: skip
    # 12 characters, 1 half-width for 8 digits, which are wider, and 2 of padding.
    assert first.whole == second.whole == (12 + 1 + 2) / 2 + 0.3


@pytest.mark.parametrize(("head", "room", "lines"), [
    # Half of the room is the column's, of which 2 half-widths are padding.
    ("面积（亩）", 24, ("面积（亩）",)),
    ("面积（平方米）", 24, ("面积", "（平方米）")),
    ("area (km² now)", 24, ("area", "(km² now)")),
    # Where the unit itself does not fit, or there is none, the header is divided as it comes.
    ("面积（平方米）", 22, ("面积（平方米）",)),
    ("占用破坏土地的矿山", 24, ("占用破坏土地的矿山",)),
    # So long a text in brackets is no unit.
    ("面积（不含已经治理的部分）", 50, ("面积（不含已经治理的部分）",)),
])  # fmt: skip
def test_a_header_too_wide_for_its_column_is_divided_before_its_unit(head, room, lines):
    fit = Fit(10, (0.5, 0.5), room=room)
    assert fit.header_lines(Placed(HeaderCell(head), 0, 1)) == lines


def test_a_header_of_two_columns_has_the_room_of_both():
    fit = Fit(10, (0.25, 0.25, 0.5), room=24)
    group = Placed(HeaderCell("面积（平方米）", columns=2), 0, 0)
    assert fit.header_lines(group) == ("面积", "（平方米）")
    assert Fit(10, (0.25, 0.5, 0.25), room=24).header_lines(group) == ("面积（平方米）",)


@pytest.mark.parametrize(
    ("digits", "size"), [(17, 8.5), (18, 7.5), (20, 7.5), (21, 6.5), (24, 6.5)]
)
def test_a_page_is_printed_in_the_largest_type_in_which_a_table_fits(digits, size):
    """Five numbers with 3 half-widths of padding; a line has 104, 117 or 136 half-widths."""
    numbers = table(header=(tuple(HeaderCell("h") for _ in "12345"),),
                    body=body(("1" * digits,) * 5), align="r" * 5)  # fmt: skip
    assert fit_screen(numbers).printed == size


CELL = st.text(alphabet="长短ab1. ", max_size=40)


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(
    st.lists(st.lists(CELL, min_size=n, max_size=n), max_size=6),
    st.lists(st.sampled_from("lrc"), min_size=n, max_size=n),
)), st.floats(10, 250))  # fmt: skip
def test_any_table_has_positive_shares_that_make_one(made, width):
    rows, sides = made
    header = (tuple(HeaderCell("h") for _ in sides),)
    fit = fit_columns(table(header=header, body=body(*rows), align="".join(sides)),
                      sizes=(10, 8), width_mm=width)  # fmt: skip
    assert sum(fit.shares) == pytest.approx(1)
    assert all(share > 0 for share in fit.shares)
    assert fit.height >= 0
