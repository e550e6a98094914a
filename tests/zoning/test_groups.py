"""Groups of mines: chains of short steps, counted by hand in kilometres."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.zoning.groups import group_mines, nearest_groups


def groups(*places, link=3.0, least=1):
    points = np.array([p if isinstance(p, tuple) else (p, 0) for p in places], float)
    return group_mines(points.reshape(-1, 2), link_m=link, least=least).tolist()


@pytest.mark.parametrize(("places", "expected"), [
    # a chain of steps of 3 is one group, a step of 3.1 parts
    ((0, 3, 6), [0, 0, 0]),
    ((0, 3, 6.1), [0, 0, 1]),
    # the larger group has the lower number, of equal ones the one with the first mine
    ((0, 10, 11), [1, 0, 0]),
    ((0, 10, 1, 11), [0, 1, 0, 1]),
    (((0, 0), (2, 2), (10, 0)), [0, 0, 1]),
    ((5,), [0]),
    ((), []),
])  # fmt: skip
def test_single_linkage(places, expected):
    assert groups(*places) == expected


@pytest.mark.parametrize(("places", "expected"), [
    # 8 is 6 from the group at 0..2 and 4 from that at 12..14
    ((0, 1, 2, 8, 12, 13, 14), [1, 1, 1, 0, 0, 0, 0]),
    # a pair: 7 is 5 from the first group, 10 is 3.1 from the second, which is nearer
    ((0, 1, 2, 7, 10, 13.1, 14.1, 15.1), [1, 1, 1, 0, 0, 0, 0, 0]),
    # two lonely mines do not join each other but the group of three
    ((0, 1, 2, 10, 14), [0, 0, 0, 0, 0]),
    # equally far: the larger group
    ((0, 1, 2, 3, 7, 11, 12, 13), [0, 0, 0, 0, 0, 1, 1, 1]),
    # all are small: one group
    ((0, 10, 20), [0, 0, 0]),
    ((0,), [0]),
])  # fmt: skip
def test_small_groups_join_the_nearest(places, expected):
    assert groups(*places, least=3) == expected


def test_numbers_follow_the_sizes_after_joining():
    """The lonely mine makes the second group the larger one."""
    places = (0, 1, 2, 20, 21, 22, 26)
    assert groups(*places, least=3) == [1, 1, 1, 0, 0, 0, 0]


def test_the_nearest_group_of_a_place():
    points = np.array([[0, 0], [10, 0], [10, 0], [4, 0]], float)
    labels = np.array([1, 0, 0, 1])
    found, distance = nearest_groups(
        points, labels, np.array([[1, 0], [7, 0], [6.9, 0], [9, 4]], float)
    )
    # 7 is 3 from both groups: the first of them.
    assert found.tolist() == [1, 0, 1, 0]
    assert distance.tolist() == [1, 3, 2.9, pytest.approx(17**0.5, abs=0.001)]


PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=25)


def chained(places, link):
    """Groups found by walking from mine to mine."""
    left, made = set(range(len(places))), []
    while left:
        group, waiting = set(), [min(left)]
        while waiting:
            mine = waiting.pop()
            group.add(mine)
            left.discard(mine)
            (x, y) = places[mine]
            waiting += [o for o in left if (places[o][0] - x) ** 2 + (places[o][1] - y) ** 2 <= link**2
                        and o not in waiting]  # fmt: skip
        made.append(frozenset(group))
    return set(made)


@given(PLACES, st.integers(1, 8))
def test_as_walking_finds_them(places, link):
    found = groups(*places, link=link)
    made = {frozenset(i for i, g in enumerate(found) if g == n) for n in set(found)}
    assert made == chained(places, link)


@given(PLACES, st.integers(1, 8), st.integers(1, 5))
def test_no_group_is_too_small_and_linked_mines_stay_together(places, link, least):
    found = groups(*places, link=link, least=least)
    if len(places) >= least and found:
        assert min(np.bincount(found)) >= least
    linked = groups(*places, link=link)
    for group in set(linked):
        assert len({found[i] for i, g in enumerate(linked) if g == group}) == 1
