"""The mines of the demonstration lie in fields, as the plan's treatment zones do."""

import math
from itertools import combinations

import numpy as np
from scipy.sparse.csgraph import connected_components

from tests.demo.measured import points

LINK_M = 3000


def groups(mines) -> np.ndarray:
    """Single linkage: mines within the link of one another share a number."""
    xy = points(mines)
    away = np.hypot(*(xy[:, None] - xy[None]).T)
    return connected_components(away <= LINK_M)[1]


def test_serious_districts_have_as_many_fields_as_the_plan_has_treatment_zones(
    members, is_light, published
):
    total = 0
    for mines, light in zip(members, is_light, strict=True):
        if not light:
            sizes = np.bincount(groups(mines))
            assert sizes.min() >= 5
            total += len(sizes)
    assert total == int(published["MGMT.TREAT_N"])


def test_fields_are_compact_and_far_apart(members, is_light):
    for mines, light in zip(members, is_light, strict=True):
        if not light:
            found, xy = groups(mines), points(mines)
            centres = np.array([xy[found == g].mean(axis=0) for g in range(found.max() + 1)])
            assert (np.hypot(*(xy - centres[found]).T) < LINK_M).all()
            assert all(math.dist(a, b) >= 5500 for a, b in combinations(centres, 2))


def test_mines_of_light_districts_lie_wider(members, is_light):
    def spread(mines):
        xy = points(mines)
        return np.median(np.sort(np.hypot(*(xy[:, None] - xy[None]).T), axis=0)[5])

    light = [spread(m) for m, yes in zip(members, is_light, strict=True) if yes]
    serious = [spread(m) for m, yes in zip(members, is_light, strict=True) if not yes]
    assert np.median(light) > 1.5 * np.median(serious)
