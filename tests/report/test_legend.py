"""The legend: symbols by layer, in columns, nothing parted without need."""

from itertools import chain

import pytest
from map_samples import BORDER, DOT, ROAD, SEVERE, SLIGHT, UNUSED
from matplotlib.patches import Rectangle

from dandong_analysis.report.blocks import MapLayer
from dandong_analysis.report.canvas import paper, style
from dandong_analysis.report.legend import SIZE, draw_legend, plan_legend
from dandong_analysis.report.typeset import text_width

ZONES = MapLayer("zones", "影响程度分区", "area", (SEVERE, SLIGHT, UNUSED), ())
COUNTY = MapLayer("county", "县界", "area", (BORDER,), ())
ROADS = MapLayer("roads", "道路", "line", (ROAD,), ())
MINES = MapLayer("mines", "矿山分布", "point", (DOT,), ())
LAYERS = (ZONES, COUNTY, ROADS, MINES)


def texts(column):
    return ["".join(row.lines) for row in column]


def test_one_column_where_it_fits():
    legend = plan_legend(LAYERS, width=100, height=100)
    assert [texts(c) for c in legend.columns] == [
        ["影响程度分区", "严重", "较轻", "未定级", "县界", "道路", "公路", "矿山分布", "矿山"],
    ]
    assert legend.height < 100
    assert legend.width == legend.column_width


def test_a_single_entry_that_is_its_title_is_not_said_twice():
    (column,) = plan_legend((COUNTY,), width=50, height=50).columns
    assert [row.symbol for row in column] == [BORDER]


def test_layers_stay_whole_in_columns_as_long_as_they_can():
    low = plan_legend(LAYERS, width=100, height=22)
    assert [texts(c) for c in low.columns] == [
        ["影响程度分区", "严重", "较轻", "未定级", "县界"], ["道路", "公路", "矿山分布", "矿山"],
    ]  # fmt: skip
    whole = plan_legend((ZONES, MINES), width=100, height=17)
    assert [texts(c) for c in whole.columns] == [
        ["影响程度分区", "严重", "较轻", "未定级"], ["矿山分布", "矿山"],
    ]  # fmt: skip
    lower = plan_legend((ZONES,), width=100, height=12)
    assert [texts(c) for c in lower.columns] == [["影响程度分区", "严重"], ["较轻", "未定级"]]


def test_where_nothing_is_low_enough_it_is_as_low_as_can_be():
    legend = plan_legend(LAYERS, width=50, height=1)
    assert len(legend.columns) == 2
    assert legend.width <= 50
    assert sorted(chain(*map(texts, legend.columns))) == sorted(
        chain(*map(texts, plan_legend(LAYERS, width=100, height=100).columns))
    )


def test_long_names_are_broken_to_the_width():
    long = MapLayer("l", "很长的图层名称" * 4, "area", (SEVERE, SLIGHT), ())
    legend = plan_legend((long,), width=40, height=100)
    assert legend.width <= 40
    assert all(text_width(line, SIZE) <= 40 for row in legend.columns[0] for line in row.lines)


def test_no_layers():
    assert plan_legend((), width=50, height=50).height == 0


@pytest.fixture(scope="module")
def drawn():
    legend = plan_legend(LAYERS, width=100, height=22)
    with style():
        made, axes = paper(120, 60)
        draw_legend(axes, legend, 10, 50)
        made.draw_without_rendering()
    return legend, axes


def extent(artist, axes):
    return artist.get_window_extent().transformed(axes.transData.inverted())


def test_everything_is_drawn_within_the_legend(drawn):
    legend, axes = drawn
    boxes = [extent(artist, axes) for artist in (*axes.texts, *axes.patches, *axes.lines)]
    assert min(box.x0 for box in boxes) >= 10 - 0.2
    assert max(box.x1 for box in boxes) <= 10 + legend.width + 0.2
    assert min(box.y0 for box in boxes) >= 50 - legend.height - 0.2
    assert max(box.y1 for box in boxes) <= 50


def test_entries_do_not_touch_each_other(drawn):
    _, axes = drawn
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_symbols_look_as_on_the_map(drawn):
    _, axes = drawn
    areas = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert [a.get_hatch() for a in areas] == ["////", None, None, None]
    road, dot = axes.lines
    assert (road.get_linewidth(), dot.get_marker(), dot.get_markersize()) == (
        ROAD.width,
        "o",
        DOT.size,
    )
