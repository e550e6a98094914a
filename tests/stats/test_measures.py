"""Grouping and completing crossings."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.stats.measures import complete, group_rows

CODE = st.sampled_from(["a", "b", None])


def listed(groups):
    return {key: found.tolist() for key, found in groups.items()}


def test_rows_are_grouped_by_all_their_codes_and_keep_their_order():
    kinds, places = ["x", "y", "x", None], ["a", "a", "a", "b"]
    found = group_rows([kinds, places], np.arange(4))
    assert listed(found) == {("x", "a"): [0, 2], ("y", "a"): [1], (None, "b"): [3]}


def test_only_the_rows_asked_for_are_grouped():
    assert listed(group_rows([["x", "y", "x"]], np.array([1, 2]))) == {("y",): [1], ("x",): [2]}
    assert listed(group_rows([], np.array([1, 2]))) == {(): [1, 2]}
    assert group_rows([["x"]], np.array([], dtype=int)) == {}


def test_closed_lists_are_completed_and_what_is_outside_follows():
    groups = {("b", "gold"): np.array([0]), (None, "gold"): np.array([1])}
    assert list(complete(groups, [("a", "b"), None])) == [
        ("a", "gold"), ("b", "gold"), (None, "gold"),
    ]  # fmt: skip
    assert list(complete({}, [("a", "b")])) == [("a",), ("b",)]
    assert list(complete({}, [("a", "b"), None])) == []


@given(st.lists(st.tuples(CODE, CODE), max_size=30))
def test_groups_are_a_partition(pairs):
    codes = [[p[0] for p in pairs], [p[1] for p in pairs]]
    found = complete(group_rows(codes, np.arange(len(pairs))), [("a", "b", "c"), None])
    assert sorted(i for rows in found.values() for i in rows) == list(range(len(pairs)))
    for key, rows in found.items():
        assert all(pairs[i] == key for i in rows)
