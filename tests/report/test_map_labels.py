"""Names on a map: what they are of, where they stand, and that they fit their boxes."""

import pytest
import shapely
from map_samples import BORDER, DOT, ROAD, SLIGHT, area, layers, square

from dandong_analysis.report.blocks import MapFeature, MapLayer
from dandong_analysis.report.canvas import paper, style
from dandong_analysis.report.map_labels import (
    AREA_SIZE,
    POINT_SIZE,
    draw_names,
    names_of,
    place_names,
)
from dandong_analysis.report.sketch import View
from dandong_analysis.report.spots import Box

VIEW = View(Box(-10_000, -8_000, 10_000, 8_000), Box(10, 10, 110, 90))


def test_only_features_with_a_label_have_a_name():
    assert [n.label.id for n in names_of(layers(), VIEW)] == ["zones/Z1", "zones/Z2"]
    assert [n.label.id for n in names_of(layers("甲矿"), VIEW)][-1] == "mines/M1"
    assert names_of(layers(" "), VIEW)[-1].label.id == "zones/Z2"


def test_an_area_is_named_at_the_middle_of_its_widest_part():
    name = names_of(layers(), VIEW)[1]
    assert name.size == AREA_SIZE
    # The middle of the eastern square, 5 km east of the middle of the window.
    assert (name.label.x, name.label.y) == pytest.approx((85, 50), abs=0.5)
    assert name.label.room.area == pytest.approx(50 * 50)
    ringed = names_of(layers(), VIEW)[0].label
    assert ringed.room.contains(shapely.Point(ringed.x, ringed.y))


def test_a_point_is_named_at_its_symbol_and_a_line_in_the_middle_of_its_longest_stroke():
    point = names_of(layers("甲矿"), VIEW)[-1]
    assert point.size == POINT_SIZE
    assert (point.label.x, point.label.y) == pytest.approx((75, 55))
    assert point.label.reach == pytest.approx(DOT.size / 2 * 25.4 / 72)
    road = MapFeature("r", "", "road", ((0, 0, 10, 0), (-4000, 0, 0, 0, 4000, 100)), "公路")
    (name,) = names_of([MapLayer("l", "", "line", (ROAD,), (road,))], VIEW)
    assert (name.label.x, name.label.y, name.label.room) == (60, 50, None)


def test_a_long_name_is_broken():
    long = area("a", square(0, 0, 9000), label="宽甸满族自治县杨木川镇硼矿开采影响严重区")
    (name,) = names_of([MapLayer("l", "", "area", (SLIGHT,), (long,))], VIEW)
    assert len(name.lines) == 3
    assert max(map(len, name.lines)) - min(map(len, name.lines)) <= 1


def test_names_of_outlines_stand_back():
    county = area("a", square(0, 0, 9000), symbol="county", label="甲县")
    (outline,) = names_of([MapLayer("l", "", "area", (BORDER,), (county,))], VIEW)
    assert not outline.is_filled
    assert all(n.is_filled for n in names_of(layers(), VIEW))


def test_an_area_too_small_to_have_an_inside_is_named_at_its_corner():
    (name,) = names_of(
        [MapLayer("l", "", "area", (SLIGHT,), (area("a", (0, 0, 0, 0, 0, 0), label="点"),))], VIEW
    )
    assert (name.label.x, name.label.y, name.label.room) == (60, 50, None)


@pytest.fixture(scope="module")
def drawn():
    shown = layers("很长的名字")
    names = names_of(shown, VIEW)
    placement = place_names(names, shown, VIEW)
    with style():
        made, axes = paper(120, 100)
        draw_names(axes, names, placement)
        made.draw_without_rendering()
    return names, placement, axes


def test_every_text_fits_into_the_box_that_was_kept_for_it(drawn):
    names, placement, axes = drawn
    assert len(axes.texts) == len(names) == len(placement.spots)
    for name, text in zip(names, axes.texts, strict=True):
        assert text.get_text() == "\n".join(name.lines)
        drawn_box = text.get_window_extent().transformed(axes.transData.inverted())
        kept = placement.spots[name.label.id].box
        assert kept.holds(Box(drawn_box.x0, drawn_box.y0, drawn_box.x1, drawn_box.y1))


def test_names_stay_clear_of_the_points(drawn):
    _, placement, _ = drawn
    for x, y in ((75, 55), (20, 67.5)):
        for spot in placement.spots.values():
            near = spot.box.nearest(x, y)
            assert abs(near[0] - x) + abs(near[1] - y) > 0.3
