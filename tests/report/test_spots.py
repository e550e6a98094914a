"""Where a label may stand, and what is in each other's way: small cases counted by hand."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.report.spots import Box, Label, Spot, cross, hits, overlaps, spots_of

FRAME = Box(0, 0, 100, 100)
NOTHING = np.empty((0, 3))
DOT = Label("a", 50, 50, 10, 4, reach=1)


def best(label, symbols=NOTHING, areas=()):
    return min(spots_of(label, frame=FRAME, symbols=symbols, areas=areas), key=lambda s: s.cost)


def rows(*values):
    return np.array(values, dtype=float).reshape(-1, len(values[0]))


def test_box_measures():
    box = Box.around(5, 2, 10, 4)
    assert box == Box(0, 0, 10, 4)
    assert (box.width, box.height, box.middle, box.bounds) == (10, 4, (5, 2), (0, 0, 10, 4))
    assert (box.nearest(-3, 9), box.nearest(4, 1)) == ((0, 4), (4, 1))
    assert box.holds(box)
    assert not box.holds(Box(0, 0, 10, 5))


def test_the_best_place_of_a_point_is_at_its_upper_right_without_a_leader():
    box, leader = best(DOT).box, best(DOT).leader
    assert leader is None
    assert box.left >= 50
    assert box.bottom > 48
    assert best(DOT).cost < 0.1


def test_no_place_covers_the_own_symbol_or_leaves_the_frame():
    spots = spots_of(DOT, frame=FRAME, symbols=rows((50, 50, 1)))
    assert len(spots) > 100
    for spot in spots:
        x, y = spot.box.nearest(50, 50)
        assert np.hypot(x - 50, y - 50) >= 1 - 1e-9
        assert FRAME.holds(spot.box)


def test_a_leader_runs_from_the_symbol_to_the_box():
    with_leader = [s for s in spots_of(DOT, frame=FRAME, symbols=NOTHING) if s.leader]
    assert with_leader
    for spot in with_leader:
        (x, y), end = spot.leader
        assert np.hypot(x - 50, y - 50) == pytest.approx(1)
        assert end == spot.box.nearest(x, y)
        assert spot.line == (x, y, *end)
        assert spot.cost > best(DOT).cost + 0.7


def test_each_covered_symbol_costs_one():
    # Two symbols right of the point, one far away.
    symbols = rows((58, 51, 1), (60, 52, 1), (90, 90, 1))
    free = {s.box: s.cost for s in spots_of(DOT, frame=FRAME, symbols=NOTHING)}
    made = {s.box: s.cost - free[s.box] for s in spots_of(DOT, frame=FRAME, symbols=symbols)}
    assert made[best(DOT).box] == pytest.approx(2)
    assert {round(cost, 9) for cost in made.values()} <= {0, 1, 2, 3}
    assert best(DOT, symbols).cost < 1


def test_near_the_edge_only_places_inside_are_offered():
    label = Label("a", 99, 99, 10, 4)
    assert best(label).box.right <= 100
    assert spots_of(Label("a", 50, 50, 200, 4), frame=FRAME, symbols=NOTHING) == []


def test_the_name_of_a_large_area_stands_in_its_middle():
    label = Label("a", 50, 50, 10, 4, room=shapely.box(20, 20, 80, 80))
    assert (best(label).box.middle, best(label).cost, best(label).leader) == ((50, 50), 0, None)


def test_the_name_of_an_area_avoids_symbols_within_it():
    label = Label("a", 50, 50, 10, 4, room=shapely.box(20, 20, 80, 80))
    spot = best(label, rows((50, 50, 1)))
    assert 0 < spot.cost < 1
    assert label.room.contains(shapely.box(*spot.box.bounds))


def test_the_name_of_a_small_area_stands_beside_it_and_its_leader_begins_inside():
    label = Label("a", 50, 50, 10, 4, room=shapely.box(48, 48, 52, 52))
    spots = spots_of(label, frame=FRAME, symbols=NOTHING)
    outside = [s for s in spots if not label.room.intersects(shapely.box(*s.box.bounds))]
    assert outside
    led = [s for s in spots if s.leader]
    assert all(label.room.contains(shapely.Point(s.leader[0])) for s in led)


def test_a_name_had_better_not_stand_on_another_area():
    own, east = shapely.box(48, 48, 52, 52), shapely.box(52, 30, 70, 70)
    label = Label("a", 50, 50, 10, 4, room=own)
    spot = best(label, areas=[own, east])
    assert not east.intersects(shapely.box(*spot.box.bounds))
    free = {s.box: s.cost for s in spots_of(label, frame=FRAME, symbols=NOTHING)}
    for other in spots_of(label, frame=FRAME, symbols=NOTHING, areas=[own, east]):
        on_it = east.intersects(shapely.box(*other.box.bounds))
        crosses = other.leader is not None and east.intersects(shapely.LineString(other.leader))
        assert other.cost - free[other.box] == pytest.approx(8 * (on_it + crosses))


def test_a_spot_without_leader_has_no_line():
    assert np.isnan(Spot(FRAME, 0).line).all()


def test_boxes_overlap_only_where_they_share_an_area():
    boxes = rows((0, 0, 2, 2), (5, 5, 6, 6))
    others = rows((1, 1, 3, 3), (2, 0, 4, 2), (np.nan,) * 4)
    assert overlaps(boxes, others).tolist() == [[True, False, False], [False, False, False]]


def test_lines_run_through_boxes():
    box = rows((0, 0, 2, 2))
    cases = {
        (-1, 1, 3, 1): True, (1, 1, 1.5, 1.5): True, (1, -5, 1, 5): True, (-1, -1, 3, 3): True,
        (-2, 1, -1, 1): False, (-1, 0, 0, 3): False, (3, -5, 3, 5): False, (-1, 5, 3, 5): False,
        (np.nan,) * 4: False,
    }  # fmt: skip
    for line, expected in cases.items():
        assert hits(rows(line), box).tolist() == [[expected]], line
    assert hits(rows((-1, 1, 3, 1)), rows((np.nan,) * 4)).tolist() == [[False]]


def test_lines_cross():
    line = rows((0, 0, 2, 2))
    others = rows((0, 2, 2, 0), (0, 1, 1, 2), (2, 2, 3, 0), (np.nan,) * 4)
    assert cross(line, others).tolist() == [[True, False, False, False]]


coordinates = st.floats(-10, 10).map(lambda v: round(v, 2))
lines = st.tuples(coordinates, coordinates, coordinates, coordinates)


@given(lines, lines)
def test_crossing_agrees_with_geometry(one, other):
    first, second = (shapely.LineString([line[:2], line[2:]]) for line in (one, other))
    assert cross(rows(one), rows(other))[0, 0] == first.crosses(second)


@given(lines, lines)
def test_running_through_agrees_with_geometry(line, corners):
    x, y = sorted(corners[::2]), sorted(corners[1::2])
    box = Box(x[0], y[0], x[1] + 0.01, y[1] + 0.01)
    inner = shapely.box(*box.bounds).buffer(-1e-6)
    outer = shapely.box(*box.bounds).buffer(1e-6)
    shape = shapely.LineString([line[:2], line[2:]])
    found = hits(rows(line), rows(box.bounds))[0, 0]
    # On the very border rounding decides.
    assert found or not shape.intersects(inner)
    assert not found or shape.intersects(outer)
