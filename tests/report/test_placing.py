"""Labels stand beside what they name and never in each other's way, whatever the map."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.report.placing import place_labels
from dandong_analysis.report.spots import Box, Label, cross, hits

FRAME = Box(0, 0, 120, 80)
NOTHING = np.empty((0, 3))

labels = st.builds(
    Label, st.just(""), st.floats(0, 120), st.floats(0, 80), st.floats(3, 40), st.floats(2, 8),
    st.floats(0, 2),
)  # fmt: skip


def named(given_labels):
    return [
        Label(f"L{n:03d}", one.x, one.y, one.width, one.height, one.reach,
              shapely.Point(one.x, one.y).buffer(6) if n % 3 == 0 else None)
        for n, one in enumerate(given_labels)
    ]  # fmt: skip


def symbols_of(given_labels):
    rows = [(one.x, one.y, one.reach) for one in given_labels]
    return np.array(rows, dtype=float).reshape(-1, 3)


def overlap(a, b):
    return a.left < b.right and b.left < a.right and a.bottom < b.top and b.bottom < a.top


@settings(max_examples=60)
@given(st.lists(labels, max_size=25).map(named))
def test_no_two_overlap_all_are_inside_and_none_is_lost(given_labels):
    placement = place_labels(given_labels, frame=FRAME, symbols=symbols_of(given_labels))
    boxes = [spot.box for spot in placement.spots.values()]
    assert all(FRAME.holds(box) for box in boxes)
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])
    assert sorted([*placement.spots, *placement.left_out]) == [one.id for one in given_labels]
    sizes = {one.id: (one.width, one.height) for one in given_labels}
    for name, spot in placement.spots.items():
        assert (spot.box.width, spot.box.height) == pytest.approx(sizes[name])


@settings(max_examples=20)
@given(st.lists(labels, max_size=12).map(named), st.randoms(use_true_random=False))
def test_the_order_of_the_labels_changes_nothing(given_labels, random):
    shuffled = random.sample(given_labels, len(given_labels))
    symbols = symbols_of(given_labels)
    assert place_labels(shuffled, frame=FRAME, symbols=symbols) == place_labels(
        given_labels, frame=FRAME, symbols=symbols
    )


def test_a_lone_label_takes_its_best_place():
    label = Label("a", 50, 40, 20, 4, reach=1)
    spot = place_labels([label], frame=FRAME, symbols=np.array([[50, 40, 1.0]])).spots["a"]
    assert spot.leader is None
    assert spot.box.left >= 50


def test_no_labels():
    assert place_labels([], frame=FRAME, symbols=NOTHING).spots == {}


def test_a_label_that_cannot_fit_is_left_out_and_the_others_stay():
    wide, small = Label("wide", 50, 40, 130, 4), Label("small", 50, 40, 10, 4)
    placement = place_labels([wide, small], frame=FRAME, symbols=NOTHING)
    assert placement.left_out == ("wide",)
    assert list(placement.spots) == ["small"]


def test_in_a_frame_with_room_for_one_of_two_one_is_left_out():
    frame = Box(0, 0, 20, 5)
    pair = [Label(name, 10, 1, 18, 4) for name in ("a", "b")]
    placement = place_labels(pair, frame=frame, symbols=NOTHING)
    assert len(placement.spots) == len(placement.left_out) == 1


def test_a_label_with_other_places_makes_room_for_one_that_has_none():
    # The tall frame has room for "fixed" only where "free" would best stand.
    frame = Box(0, 0, 30, 9)
    fixed = Label("fixed", 15, 4.5, 30, 4, room=shapely.box(0, 0, 30, 9))
    free = Label("free", 15, 4.5, 8, 4, room=shapely.box(0, 0, 30, 9))
    placement = place_labels([fixed, free], frame=frame, symbols=NOTHING)
    assert placement.left_out == ()
    assert not overlap(*(spot.box for spot in placement.spots.values()))


def test_leaders_in_a_crowd_run_through_no_label_and_cross_each_other_nowhere():
    """Nine labels for points in a cluster in the middle of an empty map."""
    points = [(58 + 2 * (n % 3), 38 + 2 * (n // 3)) for n in range(9)]
    crowd = [Label(f"L{n}", x, y, 16, 4, 0.5) for n, (x, y) in enumerate(points)]
    placement = place_labels(crowd, frame=FRAME, symbols=symbols_of(crowd))
    assert placement.left_out == ()
    boxes = np.array([spot.box.bounds for spot in placement.spots.values()])
    lines = np.array([spot.line for spot in placement.spots.values()])
    assert not np.isnan(lines).all()
    through = hits(lines, boxes)
    np.fill_diagonal(through, val=False)
    assert not through.any()
    assert not cross(lines, lines).any()


def test_symbols_are_covered_only_without_a_better_place():
    around = np.array(
        [(50 + 6 * np.cos(a), 40 + 6 * np.sin(a), 1) for a in np.arange(0, 6.28, 0.5)]
    )
    label = Label("a", 50, 40, 12, 4, reach=1)
    box = place_labels([label], frame=FRAME, symbols=around).spots["a"].box
    for x, y, radius in around:
        near = box.nearest(x, y)
        assert np.hypot(near[0] - x, near[1] - y) >= radius
