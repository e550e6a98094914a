"""Round the map: degrees at their lines, a scale bar that is true, an arrow, a stamp."""

from decimal import Decimal

import numpy as np
import pytest
from map_samples import PLANE, SHEET, layers
from matplotlib.patches import Polygon, Rectangle

from dandong_analysis.report.canvas import paper, style
from dandong_analysis.report.graticule import graticule
from dandong_analysis.report.sheet import DEGREES, arrange
from dandong_analysis.report.sketch import View
from dandong_analysis.report.spots import Box
from dandong_analysis.report.surround import draw_surround

# 30 km across.
SIDE = 30_000


@pytest.fixture(scope="module")
def sheet():
    return arrange(
        SHEET, layers(), footer=("甲",), stamp="模拟数据", width=150, height=None, ratio=1
    )


@pytest.fixture(scope="module")
def view(sheet):
    height = SIDE * sheet.frame.height / sheet.frame.width
    return View(Box.around(0, 0, SIDE, height), sheet.frame)


@pytest.fixture(scope="module", params=["模拟数据", ""])
def axes(request, sheet, view):
    with style():
        made, axes = paper(sheet.width, sheet.height)
        lines = graticule(view.window, PLANE)
        draw_surround(axes, sheet, lines, view, lang="zh", stamp=request.param)
        made.draw_without_rendering()
    axes.stamp = request.param
    return axes


def texts(axes):
    return {text.get_text(): text for text in axes.texts}


def extent(artist, axes):
    box = artist.get_window_extent().transformed(axes.transData.inverted())
    return Box(box.x0, box.y0, box.x1, box.y1)


def test_the_scale_bar_is_as_long_as_it_says(axes, view):
    blocks = [p for p in axes.patches if isinstance(p, Rectangle) and p.get_height() == 1.3]
    assert len(blocks) == 4
    length = sum(p.get_width() for p in blocks)
    (said,) = (name for name in texts(axes) if name.endswith("千米"))
    km = Decimal(said.removesuffix(" 千米"))
    assert length / view.scale / 1000 == pytest.approx(float(km))
    half = texts(axes)[str(km / 2)]
    assert half.get_position()[0] == pytest.approx(blocks[0].get_x() + length / 2)


def test_the_arrow_points_up_inside_its_place(axes, sheet):
    arrow = [extent(p, axes) for p in axes.patches if isinstance(p, Polygon)]
    assert len(arrow) == 2
    assert all(sheet.marks.holds(box) for box in arrow)
    assert extent(texts(axes)["北"], axes).bottom >= max(box.top for box in arrow)
    assert sheet.marks.holds(extent(texts(axes)["北"], axes))


def test_degrees_stand_in_the_strip_round_the_frame(axes, sheet):
    frame = sheet.frame
    strip = Box(
        frame.left - DEGREES, frame.bottom - DEGREES, frame.right + DEGREES, frame.top + DEGREES
    )
    named = [t for t in axes.texts if "°" in t.get_text()]
    assert len(named) >= 8
    for text in named:
        box = extent(text, axes)
        assert strip.holds(box)
        assert (
            box.right <= frame.left
            or box.left >= frame.right
            or box.top <= frame.bottom
            or box.bottom >= frame.top
        )


def test_lines_of_degrees_stay_inside_the_frame(axes, sheet):
    across = [
        line for line in axes.lines if np.ptp(line.get_xdata()) + np.ptp(line.get_ydata()) > 50
    ]
    assert len(across) >= 4
    for line in across:
        x, y = line.get_xdata(), line.get_ydata()
        assert sheet.frame.left - 1e-6 <= min(x)
        assert max(x) <= sheet.frame.right + 1e-6
        assert sheet.frame.bottom - 1e-6 <= min(y)
        assert max(y) <= sheet.frame.top + 1e-6


def test_the_stamp_stands_above_the_map_or_not_at_all(axes, sheet):
    assert ("模拟数据" in texts(axes)) == bool(axes.stamp)
    if axes.stamp:
        box = extent(texts(axes)["模拟数据"], axes)
        assert sheet.outline.holds(box)
        assert box.bottom >= sheet.frame.top + DEGREES - 0.5


def test_legend_and_marks_keep_off_the_map(axes, sheet):
    for name in ("严重", "公路", "北", "0", "甲"):
        box = extent(texts(axes)[name], axes)
        assert box.top <= sheet.frame.bottom - DEGREES
        assert sheet.outline.holds(box)
