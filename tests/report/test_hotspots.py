"""Parts of a picture that open: where the pixels are, and one for every fact that is drawn."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from charts import OPTIONS, coloured, fact, pixels, place, rectangle, within
from matplotlib.figure import Figure as Picture

from dandong_analysis.report import palette
from dandong_analysis.report.burnup import Course, Point, burn_up
from dandong_analysis.report.figures import bars, lollipop, stacked_bars
from dandong_analysis.report.hotspots import Dot, Mark, hotspots

BOTH = [
    fact("5000", status_class="active", size_class="large"),
    fact("2000", status_class="active", size_class="small"),
    fact("3000", status_class="closed", size_class="large"),
    fact("0", status_class="closed", size_class="small"),
]
TOTALS = [fact("7000", status_class="active"), fact("3000", status_class="closed")]
YEARS = [fact(v, "mu", year=y) for y, v in (("2010", "500"), ("2012", "850"), ("2013", "0"))]
# Pixels of a picture 1771 wide: an edge of 0.6 points is 2.5 of them.
NEAR = 3 / 1771


def stacked():
    return stacked_bars(BOTH, rows="status_class", stack="size_class", totals=TOTALS,
                        quantity="数", **OPTIONS)  # fmt: skip


def spots_by_fact(figure):
    return {spot.fact: spot for spot in figure.spots}


def rows_of(mask):
    """The mask of each bar: runs of rows that have anything, from top to bottom."""
    filled = np.flatnonzero(mask.any(axis=1))
    runs = np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1)
    for run in runs:
        one = np.zeros_like(mask)
        one[run] = mask[run]
        yield one


def near(spot, measured):
    height_to_width = 1771 / 300
    return place(spot) == pytest.approx(measured, abs=NEAR * height_to_width)


def test_a_spot_is_where_the_picture_has_the_colour_of_its_part():
    figure = stacked()
    spots = spots_by_fact(figure)
    first, second = palette.colours(2)
    large = [rectangle(m) for m in rows_of(coloured(figure, first))]
    (small,) = (rectangle(m) for m in rows_of(coloured(figure, second)))
    assert len(large) == 2
    assert near(spots["N@size_class=large,status_class=active"], large[0])
    assert near(spots["N@size_class=large,status_class=closed"], large[1])
    assert near(spots["N@size_class=small,status_class=active"], small)


def test_every_fact_that_is_drawn_has_a_spot_row_by_row():
    """A part of nothing is not drawn; a total is the number at the end of its bar."""
    assert [spot.fact for spot in stacked().spots] == [
        "N@size_class=large,status_class=active", "N@size_class=small,status_class=active",
        "N@status_class=active", "N@size_class=large,status_class=closed",
        "N@status_class=closed",
    ]  # fmt: skip


def test_the_spot_of_a_total_holds_all_ink_to_the_right_of_its_bar():
    figure = stacked()
    spots, ink = spots_by_fact(figure), (pixels(figure) < 128).all(axis=2)
    for state in ("active", "closed"):
        spot = spots[f"N@status_class={state}"]
        beside = np.zeros_like(ink)
        height, width = ink.shape
        middle = round((spot.top + spot.height / 2) * height)
        beside[middle - 12 : middle + 12, round(spot.left * width) - 2 :] = True
        left, _, wide, _ = rectangle(ink & beside)
        assert spot.left - NEAR <= left
        assert left + wide <= spot.left + spot.width + NEAR
        assert wide > 0.8 * spot.width


def test_a_bar_opens_with_its_number():
    figure = bars([fact("9", commodity="coal"), fact("0", commodity="gold")], by="commodity",
                  quantity="数", **OPTIONS)  # fmt: skip
    coal, gold = figure.spots
    left, top, width, height = rectangle(coloured(figure, palette.MAIN))
    assert (coal.left, coal.top) == pytest.approx((left, top), abs=0.01)
    assert coal.left + coal.width > left + width + 0.005
    assert coal.height == pytest.approx(height, abs=0.04)
    # Of nothing only the number stands there.
    assert gold.fact == "N@commodity=gold"
    assert (within(figure, gold) < 100).all(axis=2).any()


def test_a_stem_opens_from_the_axis_to_its_number():
    figure = lollipop({"面积": YEARS}, **OPTIONS)
    first, second, none = figure.spots
    masked = coloured(figure, palette.MAIN)
    columns = masked.shape[1]
    stem = masked.copy()
    stem[:, : round(second.left * columns)] = False
    stem[:, round((second.left + second.width) * columns) :] = False
    left, top, width, height = rectangle(stem)
    assert second.left <= left
    assert left + width <= second.left + second.width
    assert second.top < top
    assert second.top + second.height == pytest.approx(top + height, abs=0.01)
    assert second.height > first.height > none.height
    assert len({s.fact for s in figure.spots}) == 3


def courses():
    def point(day, value):
        return Point(day, fact(value, "mu", day=str(day), amount=value))

    end = date(2022, 12, 31)
    return Course(
        "甲县", (point(date(2019, 12, 31), "20"), point(date(2020, 12, 31), "50")),
        (point(date(2020, 12, 31), "60"), point(end, "100")), (("按已有速度", point(end, "99")),),
    )  # fmt: skip


def test_a_point_and_the_number_beside_it_both_open():
    figure = burn_up([courses()], start=date(2019, 1, 1), as_of=date(2020, 12, 31),
                     quantity="面积", **OPTIONS)  # fmt: skip
    assert [spot.fact for spot in figure.spots[::2]] == [spot.fact for spot in figure.spots[1::2]]
    assert {spot.fact for spot in figure.spots} == {f.id for f in figure.facts}
    for label, dot in zip(figure.spots[::2], figure.spots[1::2], strict=True):
        assert label.width > dot.width
        assert (within(figure, label) < 120).all(axis=2).any()
    done = [s for s in figure.spots[1::2] if s.fact in {f.id for f in figure.facts[:2]}]
    main = np.array([int(palette.MAIN[i : i + 2], 16) for i in (1, 3, 5)])
    for dot in done:
        assert (within(figure, dot) == main).all(axis=2).mean() > 0.5


def test_numbers_at_the_ends_of_bars_do_not_share_a_place():
    many = [fact(str(n), township=str(n)) for n in range(1, 40)]
    figure = bars(many, by="township", quantity="数", **OPTIONS)
    for one, other in combinations(figure.spots, 2):
        assert one.top + one.height <= other.top or other.top + other.height <= one.top


def test_hidden_and_outlying_parts_have_no_spot():
    made = Picture(figsize=(4, 2))
    axes = made.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 4), ylim=(0, 2))
    shown, hidden = axes.text(1, 1, "x"), axes.text(2, 1, "x")
    hidden.set_visible(False)
    made.draw_without_rendering()
    marks = [
        Mark("a", (shown,)),
        Mark("b", (hidden,)),
        Mark("c", (Dot(axes, 9, 9, 5),)),
        Mark("d", ()),
    ]
    assert [spot.fact for spot in hotspots(made, marks)] == ["a"]


def test_a_dot_is_the_square_round_its_marker():
    """Half an inch wide on a picture of 4 by 2 inches, at its middle."""
    made = Picture(figsize=(4, 2))
    axes = made.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 4), ylim=(0, 2))
    (spot,) = hotspots(made, [Mark("a", (Dot(axes, 2, 1, 36),))])
    assert place(spot) == pytest.approx((1.75 / 4, 0.75 / 2, 0.125, 0.25))
