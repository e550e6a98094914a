"""Regions of cells on maps drawn with letters; every cell has the area 1 and sides of 1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.zoning.regions import absorb_slivers, connected_cells


def grid_borders(rows, columns):
    at = np.arange(rows * columns).reshape(rows, columns)
    across = np.column_stack([at[:, :-1].ravel(), at[:, 1:].ravel()])
    down = np.column_stack([at[:-1].ravel(), at[1:].ravel()])
    return np.concatenate([across, down])


def absorbed(picture, least):
    """The regions of a picture, as letters again: each region under its number."""
    rows = picture.split()
    classes = np.array([ord(c) - ord("a") for row in rows for c in row], np.int8)
    borders = grid_borders(len(rows), len(rows[0]))
    area, lengths = np.ones(len(classes), np.int64), np.ones(len(borders), np.int64)
    labels = absorb_slivers(classes, area, borders, lengths, least_area=least)
    wide = labels.reshape(len(rows), -1)
    return " ".join("".join(map(str, row)) for row in wide.tolist())


@pytest.mark.parametrize(("picture", "least", "expected"), [
    ("aab abb", 1, "001 011"),
    # connected over sides only, not over corners
    ("ab ba", 1, "01 23"),
    # b shares 3 sides with a and 1 with c
    ("aaac abcc aacc", 2, "0001 0011 0011"),
    # equal borders: the larger neighbour, a
    ("aaabcc", 2, "000011"),
    ("aabccc", 2, "001111"),
    # equal borders and areas: the first
    ("aabcc", 2, "00011"),
    # what was parted by a sliver is one region, and its neighbours count as one
    ("aabaa", 2, "00000"),
    ("aaa bbb aaa", 4, "000 000 000"),
    # the smallest goes first: c (1) joins b, which is then large enough
    ("aaaabbc", 3, "0000111"),
    # a sliver joins a sliver and both grow until they are large enough
    ("cdaa", 2, "0011"),
    ("abcd", 2, "0000"),
    ("abcd", 9, "0000"),
    ("a", 5, "0"),
])  # fmt: skip
def test_slivers_join_the_neighbour_with_the_longest_border(picture, least, expected):
    assert absorbed(picture, least) == expected


def test_longer_sides_count_more_than_many():
    """b borders on a over one side of 5, on c over two sides of 2."""
    borders = np.array([[0, 1], [1, 2], [1, 3], [2, 3]])
    classes, area = np.array([0, 1, 2, 2], np.int8), np.array([9, 1, 9, 9])
    labels = absorb_slivers(classes, area, borders, np.array([5, 2, 2, 1]), least_area=2)
    assert labels.tolist() == [0, 0, 1, 1]


def test_a_district_of_its_own_stays_however_small():
    labels = absorb_slivers(
        np.array([0, 1], np.int8), np.array([1, 1]), np.zeros((0, 2), np.int64),
        np.zeros(0, np.int64), least_area=100,
    )  # fmt: skip
    assert labels.tolist() == [0, 1]


def naive(classes, borders, least):
    """The same rules with no regard for speed: all regions are found again after each step."""
    classes = classes.copy()
    stuck = set()
    while True:
        labels = connected_cells(classes, borders)
        sizes = np.bincount(labels)
        small = [(sizes[r], r) for r in range(len(sizes)) if sizes[r] < least and r not in stuck]
        if not small:
            return labels
        region = min(small)[1]
        lengths: dict[int, int] = {}
        for a, b in labels[borders].tolist():
            for one, other in ((a, b), (b, a)):
                if one == region and other != region:
                    lengths[other] = lengths.get(other, 0) + 1
        if not lengths:
            stuck.add(region)
            continue
        heir = max(lengths, key=lambda r: (lengths[r], sizes[r], -r))
        classes[labels == region] = classes[np.flatnonzero(labels == heir)[0]]


MAPS = st.tuples(
    st.integers(1, 6), st.integers(1, 6), st.integers(1, 9), st.randoms(use_true_random=False)
)


@given(MAPS)
def test_as_a_naive_programme_finds_it(drawn):
    rows, columns, least, random = drawn
    classes = np.array([random.randrange(3) for _ in range(rows * columns)], np.int8)
    borders = grid_borders(rows, columns)
    area, lengths = np.ones(len(classes), np.int64), np.ones(len(borders), np.int64)
    found = absorb_slivers(classes, area, borders, lengths, least_area=least)
    assert found.tolist() == naive(classes, borders, least).tolist()
    assert np.bincount(found).min() >= min(least, rows * columns)
