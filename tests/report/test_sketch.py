"""Areas, lines and points as they are drawn: holes stay open, borders are drawn once."""

import io

import matplotlib.image
import numpy as np
import pytest
import shapely
from map_samples import BORDER, DOT, ROAD, SEVERE, SLIGHT, area, square

from dandong_analysis.report.blocks import MapFeature, MapLayer, MapSymbol
from dandong_analysis.report.canvas import paper, style
from dandong_analysis.report.sketch import (
    View,
    area_of,
    area_style,
    draw_layer,
    line_style,
    marker_style,
)
from dandong_analysis.report.spots import Box

# 100 mm for 10 km: a millimetre is 100 m.
VIEW = View(Box(-5000, -5000, 5000, 5000), Box(0, 0, 100, 100))
RED = MapSymbol("red", "红", "#ff0000")
BLUE = MapSymbol("blue", "蓝", "#0000ff")


def layer(kind, symbols, *features):
    return MapLayer("l", "层", kind, symbols, features)


def drawn(*layers):
    """The axes after drawing, and the picture at 2 pixels to the millimetre."""
    with style():
        made, axes = paper(100, 100)
        for n, one in enumerate(layers):
            draw_layer(axes, one, VIEW, n + 1)
        buffer = io.BytesIO()
        made.savefig(buffer, format="png", dpi=50.8)
    buffer.seek(0)
    return axes, matplotlib.image.imread(buffer)[:, :, :3]


def colour_at(pixels, x, y):
    """The colour at a point in metres of the plane, as #rrggbb."""
    column, row = round((x + 5000) / 50), round((5000 - y) / 50)
    return "#" + "".join(f"{round(float(v) * 255):02x}" for v in pixels[row, column])


def test_metres_become_millimetres():
    assert VIEW.on_paper(np.array([[0.0, 0.0], [5000.0, -5000.0]])).tolist() == [[50, 50], [100, 0]]


def test_a_hole_stays_open_whichever_way_its_ring_runs():
    ring, hole = square(0, 0, 6000), square(0, 0, 2000)
    back = tuple(np.array(hole).reshape(-1, 2)[::-1].ravel().tolist())
    for inner in (hole, back):
        _, pixels = drawn(layer("area", (RED,), area("a", ring, inner, symbol="red")))
        assert colour_at(pixels, 0, 0) == "#ffffff"
        assert colour_at(pixels, 2000, 2000) == "#ff0000"


def test_an_island_in_a_hole_is_filled():
    rings = square(0, 0, 8000), square(0, 0, 6000), square(0, 0, 2000)
    assert area_of(area("a", *rings)).area == pytest.approx(64e6 - 36e6 + 4e6)
    _, pixels = drawn(layer("area", (RED,), area("a", *rings, symbol="red")))
    assert [colour_at(pixels, x, 0) for x in (0, 2000, 3500)] == ["#ff0000", "#ffffff", "#ff0000"]


def test_two_areas_of_one_symbol_that_overlap_are_both_filled():
    one, other = (area(n, square(x, 0, 4000), symbol="red") for n, x in (("a", -1000), ("b", 1000)))
    _, pixels = drawn(layer("area", (RED,), one, other))
    assert {colour_at(pixels, x, 0) for x in (-2500, 0, 2500)} == {"#ff0000"}


def test_the_last_feature_and_the_last_layer_are_on_top():
    below, above = (
        area("a", square(0, 0, 4000), symbol="red"),
        area("b", square(0, 0, 4000), symbol="blue"),
    )
    _, pixels = drawn(layer("area", (RED, BLUE), below, above))
    assert colour_at(pixels, 0, 0) == "#0000ff"
    _, pixels = drawn(layer("area", (BLUE,), above), layer("area", (RED,), below))
    assert colour_at(pixels, 0, 0) == "#ff0000"


def test_features_in_a_row_with_one_symbol_are_one_artist():
    points = [MapFeature(f"p{n}", "", "mine", ((n * 10, 0),)) for n in range(500)]
    axes, _ = drawn(layer("point", (DOT,), *points))
    (line,) = axes.lines
    assert len(line.get_xdata()) == 500
    assert (line.get_xdata()[0], line.get_ydata()[0]) == (50, 50)


def test_a_dashed_border_of_two_areas_is_drawn_once():
    west = area("w", (-4000, 0, 0, 0, 0, 4000, -4000, 4000), symbol="county")
    east = area("e", (0, 0, 4000, 0, 4000, 4000, 0, 4000), symbol="county")
    axes, _ = drawn(layer("area", (BORDER,), west, east))
    (line,) = axes.lines
    runs = np.column_stack([line.get_xdata(), line.get_ydata()])
    pieces = np.split(runs, np.flatnonzero(np.isnan(runs[:, 0])))
    length = sum(shapely.LineString(p[~np.isnan(p[:, 0])]).length for p in pieces if len(p) > 2)
    # Seven sides of 40 mm, of which two areas with a border each would have eight.
    assert length == pytest.approx(7 * 40)
    assert all(patch.get_linewidth() == 0 for patch in axes.patches)


def test_a_line_keeps_its_strokes_apart():
    road = MapFeature("r", "", "road", ((-4000, 0, -2000, 0), (2000, 0, 4000, 0)))
    _, pixels = drawn(layer("line", (MapSymbol("road", "路", "", "#ff0000", width=4),), road))
    assert colour_at(pixels, -3000, 0) == colour_at(pixels, 3000, 0) == "#ff0000"
    assert colour_at(pixels, 0, 0) == "#ffffff"


def test_an_area_smaller_than_a_metre_does_not_stop_the_drawing():
    dot = area("a", (0, 0, 0, 0, 0, 0), symbol="red")
    assert area_of(dot).is_empty
    drawn(layer("area", (RED,), dot))


def test_styles_follow_the_symbol():
    assert area_style(SEVERE)["hatch"] == "////"
    assert area_style(SLIGHT)["hatch"] is None
    assert area_style(BORDER)["facecolor"] == "none"
    assert area_style(MapSymbol("h", "", "#ffffff", hatch="//"))["edgecolor"] != "none"
    assert line_style(ROAD)["color"] == "#111111"
    assert line_style(BORDER)["linestyle"] != "solid"
    hollow = marker_style(MapSymbol("x", "", "", "#111111", marker="x", width=1.0))
    assert (hollow["markerfacecolor"], hollow["markeredgecolor"]) == ("none", "#111111")
    bare = marker_style(MapSymbol("o", "", "#ff0000", "", marker="o"))
    assert (bare["markeredgecolor"], bare["markeredgewidth"]) == ("#ff0000", 0)
