"""Figures: lengths and labels are facts, the same bytes each time, nothing overlaps."""

import struct
from dataclasses import replace
from itertools import pairwise

import matplotlib as mpl
import pytest
from charts import OPTIONS, fact
from defusedxml.ElementTree import fromstring
from matplotlib.text import Text

from dandong_analysis.errors import DandongError
from dandong_analysis.report import canvas, maker
from dandong_analysis.report.figures import bars, lollipop, stacked_bars

BY_COMMODITY = [fact("3", commodity="gold"), fact("12000", commodity="coal"),
                fact("1", commodity=None)]  # fmt: skip
BY_BOTH = [
    fact("5000", status_class="active", size_class="large"),
    fact("7", status_class="active", size_class="small"),
    fact("0", status_class="closed", size_class="large"),
    fact("3000", status_class="closed", size_class="small"),
]
TOTALS = [fact("5008", status_class="active"), fact("3000", status_class="closed")]
YEARS = [fact(v, "mu", year=y) for y, v in (("2010", "5"), ("2012", "8.5"), (None, "2"))]


@pytest.fixture
def drawn(monkeypatch):
    """The pictures that were rendered, still open to inspection."""
    seen = []

    def keep(made):
        seen.append(made)
        return canvas.rendered(made)

    monkeypatch.setattr(maker, "rendered", keep)
    return seen


def drawn_kind(kind, provenance="survey", **changed):
    options = {**OPTIONS, **changed}
    named, both, totals, years = (
        [replace(f, provenance=provenance) for f in facts]
        for facts in (BY_COMMODITY, BY_BOTH, TOTALS, YEARS)
    )
    if kind == "bars":
        return bars(named, by="commodity", quantity="矿山数", **options)
    if kind == "stacked":
        return stacked_bars(both, rows="status_class", stack="size_class", totals=totals,
                            quantity="矿山数", **options)  # fmt: skip
    return lollipop({"面积": years, "资金": years[:2]}, **options)


KINDS = ["bars", "stacked", "lollipop"]


def visible_texts(made):
    found = (t for t in made.findobj(Text) if t.get_visible() and t.get_text())
    return [t.get_text() for t in found]


def widths(axes):
    return [patch.get_width() for patch in axes.patches]


def test_bars_are_the_values_longest_first(drawn):
    figure = bars(BY_COMMODITY, by="commodity", quantity="矿山数", **OPTIONS)
    (axes,) = drawn[0].axes
    assert widths(axes) == [12000, 3, 1]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["煤", "金", "未填"]
    assert [t.get_text() for t in axes.texts] == ["12,000", "3", "1"]
    assert axes.get_xlabel() == "矿山数（个）"
    assert figure.alt == "图题。矿山数（个）：煤 12,000；金 3；未填 1。"
    assert [f.id for f in figure.facts] == ["N@commodity=coal", "N@commodity=gold", "N@commodity=?"]


def test_stacked_bars_add_up_from_left_to_right(drawn):
    stacked_bars(BY_BOTH, rows="status_class", stack="size_class", totals=TOTALS,
                 quantity="矿山数", **OPTIONS)  # fmt: skip
    (axes,) = drawn[0].axes
    assert [(p.get_x(), p.get_width()) for p in axes.patches] == [
        (0, 5000), (0, 0), (5000, 7), (0, 3000),
    ]  # fmt: skip
    # 7 is too narrow to be labelled; 5008 is the given total, not the sum 5007.
    shown = [t.get_text() for t in axes.texts if t.get_visible() and t.get_text()]
    assert shown == ["5000", "3000", "5008", "3000", "大型", "小型"]


def test_lollipop_keeps_the_place_of_a_year_without_a_fact(drawn):
    lollipop({"面积": YEARS, "资金": YEARS[:2]}, **OPTIONS)
    upper, lower = drawn[0].axes
    assert [t.get_text() for t in lower.get_xticklabels()] == ["2010", "2011", "2012", "未填"]
    assert upper.lines[0].get_xdata().tolist() == [0, 2, 3]
    assert upper.lines[0].get_ydata().tolist() == [5, 8.5, 2]
    assert (upper.get_ylabel(), lower.get_ylabel()) == ("面积（亩）", "资金（亩）")


def test_crowded_labels_are_turned_and_then_apart(drawn):
    many = [fact(f"{y}.25", "mu", year=str(y)) for y in range(2000, 2020)]
    lollipop({"面积": many}, **OPTIONS)
    made = drawn[0]
    labels = made.axes[0].texts
    assert {t.get_rotation() for t in labels} == {90}
    boxes = [t.get_window_extent() for t in labels]
    assert not any(a.overlaps(b) for a, b in pairwise(boxes))


def test_one_crossing_with_two_published_ids_is_drawn_once(drawn):
    bars([*BY_COMMODITY, *BY_COMMODITY], by="commodity", quantity="矿山数", **OPTIONS)
    assert len(drawn[0].axes[0].patches) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_same_bytes_each_time_whatever_the_user_has_set(kind):
    first = drawn_kind(kind)
    with mpl.rc_context({"font.size": 30, "svg.hashsalt": "other", "axes.linewidth": 9}):
        second = drawn_kind(kind)
    assert first == second


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_carry_neither_text_nor_date_nor_software(kind):
    figure = drawn_kind(kind)
    root = fromstring(figure.svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"text", "script", "image", "date"}
    assert b"Software" not in figure.png
    assert b"tIME" not in figure.png


@pytest.mark.parametrize(("width_mm", "pixels"), [(127, 1500), (150, 1772)])
def test_png_has_at_least_300_dots_an_inch_at_the_stated_width(width_mm, pixels):
    """127 mm are 5 inches; 150 mm are 1771.65 dots."""
    png = drawn_kind("bars", width_mm=width_mm).png
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", png[16:20]) == (pixels,)


@pytest.mark.parametrize("kind", KINDS)
def test_synthetic_data_are_stamped_and_others_not(kind, drawn):
    drawn_kind(kind)
    drawn_kind(kind, provenance="synthetic")
    assert ["模拟数据" in visible_texts(made) for made in drawn] == [False, True]


def test_mathematics_in_a_name_stays_text(drawn):
    bars([fact("1", township="$\\frac{$")], by="township", quantity="$x$", **OPTIONS)
    assert "$\\frac{$" in visible_texts(drawn[0])


def test_missing_glyph_stops_the_figure():
    with pytest.raises(DandongError) as raised:
        bars([fact("1", township="矿\U0001f600")], by="township", quantity="数", **OPTIONS)
    assert [p.code for p in raised.value.problems] == ["missing-glyph"]


def test_nothing_to_draw_is_still_a_figure():
    nothing = fact(None, commodity="gold", year="2010", size_class="large")
    for facts in ([], [nothing]):
        assert bars(facts, by="commodity", quantity="数", **OPTIONS).png
        assert stacked_bars(
            facts, rows="commodity", stack="size_class", quantity="数", **OPTIONS
        ).png
        assert lollipop({"数": facts}, **OPTIONS).png


def test_axis_of_zeros_and_of_small_counts_is_sensible(drawn):
    bars([fact("0", commodity="gold")], by="commodity", quantity="数", **OPTIONS)
    bars([fact("2", commodity="gold")], by="commodity", quantity="数", **OPTIONS)
    nothing, two = (made.axes[0] for made in drawn)
    assert nothing.get_xlim() == (0, 1)
    ticks = [t.get_text() for t in two.get_xticklabels() if t.get_position()[0] <= 2]
    assert ticks == ["0", "1", "2"]


def test_english_figure(drawn):
    figure = drawn_kind("bars", lang="en")
    assert figure.alt == "图题. 矿山数 (mines): coal 12,000; gold 3; not stated 1."
    assert "矿山数 (mines)" in visible_texts(drawn[0])


def test_facts_of_different_units_are_refused():
    with pytest.raises(ValueError, match="mine, mu"):
        bars([fact("1", commodity="gold"), fact("1", "mu", commodity="coal")], by="commodity",
             quantity="数", **OPTIONS)  # fmt: skip


def test_bars_may_be_divided_into_indicators(drawn):
    def part(indicator, value, year):
        return replace(
            fact(value, "cny_10k", year=year), id=f"{indicator}@year={year}", indicator=indicator
        )

    parts = [part("STATE", "3", "2010"), part("MINE", "4", "2010"), part("MINE", "5", "2012")]
    totals = [part("ALL", "7", "2010"), part("ALL", "5", "2012")]
    made = stacked_bars(
        parts, rows="year", stack={"STATE": "财政", "MINE": "自筹", "NONE": "社会"}, totals=totals,
        quantity="资金", **OPTIONS,
    )  # fmt: skip
    assert {f.id for f in made.facts} == {f.id for f in (*parts, *totals)}
    assert "2010 财政 3" in made.alt
    assert "2012 自筹 5" in made.alt
    (axes,) = drawn[0].axes
    lengths = [[bar.get_width() for bar in bars] for bars in axes.containers]
    assert lengths == [[3, 0], [4, 5]]
    assert [t.get_text() for t in axes.texts][-2:] == ["财政", "自筹"]


def test_all_bars_are_equally_thick_and_rows_equally_far_apart(drawn):
    """In millimetres on paper, however many rows a figure has and whatever stands above them."""
    bars(BY_COMMODITY, by="commodity", quantity="数", **OPTIONS)
    bars(
        [fact(str(n), township=str(n)) for n in range(30)], by="township", quantity="数", **OPTIONS
    )
    drawn_kind("stacked")
    for made in drawn:
        boxes = [p.get_window_extent() for p in made.axes[0].patches if p.get_width()]
        mm = [25.4 * box.height / made.dpi for box in boxes]
        assert mm == pytest.approx([4.2] * len(mm), abs=0.05)


def test_labels_of_a_long_series_are_no_longer_than_its_greatest_value_needs():
    """Money of four digits is told in whole numbers, and opens unrounded."""
    values = ("86.22", "27.36", "2407.06", "654.65")
    money = [fact(v, "cny_10k", year=str(2010 + n)) for n, v in enumerate(values)]
    areas = [replace(f, id=f"LAND{n}") for n, f in enumerate(YEARS)]
    figure = lollipop({"资金": money, "面积": areas}, **OPTIONS)
    assert [f.text for f in figure.facts] == ["86", "27", "2407", "655", "5", "8.5", "2"]
    assert [f.value for f in figure.facts][:4] == list(values)
    assert "2010 86；2011 27；2012 2407" in figure.alt


def test_a_unit_that_the_quantity_names_is_not_said_again(drawn):
    bars(BY_COMMODITY, by="commodity", quantity="number of mines", **{**OPTIONS, "lang": "en"})
    assert drawn[0].axes[0].get_xlabel() == "Number of mines"
