"""Places of labels on a map: beside what they name, never on each other or over the frame.

Every label has a list of spots, from the best to ones that need a leader line. Labels are placed
greedily, those with the fewest spots first; then each moves to a better spot as long as there is
one (a descent of the total cost), and one that found no place may push others aside. The same
labels in any order are placed alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from dandong_analysis.geometry import Floats
from dandong_analysis.report.spots import Box, Label, Spot, cross, hits, overlaps, spots_of

# A leader that runs through a label, or across another leader, in the unit of a spot's cost:
# a covered symbol.
_THROUGH, _CROSSED = 6.0, 3.0
_PASSES = 12
# So many labels may be pushed aside for one.
_PUSHED = 3
_BETTER = 1e-9
# So many of the cheapest spots of two labels are tried together.
_TRIED = 40

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Placement:
    """Where each label stands, by id; and the ids of those that found no place."""

    spots: dict[str, Spot]
    left_out: tuple[str, ...]


def place_labels(
    labels: Iterable[Label], *, frame: Box, symbols: Floats,
    areas: Sequence[shapely.Geometry] = (),
) -> Placement:  # fmt: skip
    """A place for every label that finds one inside ``frame``, without overlap.

    Parameters
    ----------
    labels
        Labels with different ids; all lengths are in millimetres.
    symbols
        An array of x, y and radius of the symbols that should stay visible, a row each; they
        are covered only where there is no better place.
    areas
        Areas, those of the labels among them, on which the name of another area had better not
        stand.
    """
    ordered = sorted(labels, key=lambda label: label.id)
    board = _Board([spots_of(one, frame=frame, symbols=symbols, areas=areas) for one in ordered])
    board.settle()
    placed = {label.id: board.spot(n) for n, label in enumerate(ordered)}
    return Placement(
        {name: spot for name, spot in placed.items() if spot is not None},
        tuple(name for name, spot in placed.items() if spot is None),
    )


class _Board:
    """The spots of all labels and which of them are taken; a label that has none is at NaN."""

    def __init__(self, spots: Sequence[Sequence[Spot]]) -> None:
        self.spots = spots
        self.boxes = [np.array([s.box.bounds for s in own]).reshape(-1, 4) for own in spots]
        self.leaders = [np.array([s.line for s in own]).reshape(-1, 4) for own in spots]
        self.costs = [np.array([s.cost for s in own]) for own in spots]
        self.taken: list[int | None] = [None] * len(spots)
        self.box = np.full((len(spots), 4), np.nan)
        self.leader = np.full((len(spots), 4), np.nan)

    def spot(self, n: int) -> Spot | None:
        place = self.taken[n]
        return None if place is None else self.spots[n][place]

    def settle(self) -> None:
        """Place all labels, then improve until nothing moves."""
        order = sorted(range(len(self.spots)), key=lambda n: (len(self.spots[n]), n))
        for _ in range(_PASSES):
            moved = sum(self._improve(n) for n in order)
            if not moved + sum(self._improve_pair(*pair) for pair in self._in_the_way()):
                break

    def _improve(self, n: int) -> bool:
        """Move a label to its best free spot; tells whether anything moved."""
        best = self._best(n)
        if best is None:
            return self.taken[n] is None and self._push(n)
        place = self.taken[n]
        if place is not None and self._cost(n)[best] >= self._cost(n)[place] - _BETTER:
            return False
        self._take(n, best)
        return True

    def _in_the_way(self) -> list[tuple[int, int]]:
        """Pairs of placed labels of which one's leader runs through the other or crosses its."""
        between = hits(self.leader, self.box) | cross(self.leader, self.leader)
        pairs = np.argwhere(np.triu(between | between.T, 1))
        return [(int(a), int(b)) for a, b in pairs]

    def _improve_pair(self, a: int, b: int) -> bool:
        """Move two labels together where that is better for both; tells whether they moved."""
        before = [self.taken[a], self.taken[b]]
        for n in (a, b):
            self._take(n, None)
        costs_a, costs_b = self._open_cost(a), self._open_cost(b)
        tried_a, tried_b = _tried(costs_a, before[0]), _tried(costs_b, before[1])
        costs = costs_a[tried_a, np.newaxis] + costs_b[tried_b]
        costs = costs + self._between(a, tried_a, b, tried_b)
        best = np.unravel_index(np.argmin(costs), costs.shape)
        # Where they stood comes first in both lists.
        self._take(a, int(tried_a[best[0]]))
        self._take(b, int(tried_b[best[1]]))
        return bool(costs[best] < costs[0, 0] - _BETTER)

    def _open_cost(self, n: int) -> Floats:
        """The cost of each spot of a label, infinite where another label stands."""
        return np.where(self._blockers(n).any(axis=1), np.inf, self._cost(n))

    def _between(self, a: int, tried_a: Places, b: int, tried_b: Places) -> Floats:
        """What spots of one label (rows) cost with spots of another (columns)."""
        boxes, leaders = self.boxes[a][tried_a], self.leaders[a][tried_a]
        others, lines = self.boxes[b][tried_b], self.leaders[b][tried_b]
        through = hits(leaders, others) | hits(lines, boxes).T
        cost = _THROUGH * through + _CROSSED * cross(leaders, lines)
        return np.where(overlaps(boxes, others), np.inf, 2 * cost)

    def _best(self, n: int) -> int | None:
        free = np.flatnonzero(~self._blockers(n).any(axis=1))
        return None if not free.size else int(free[np.argmin(self._cost(n)[free])])

    def _blockers(self, n: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """For each spot of a label, which other labels overlap it."""
        blockers = overlaps(self.boxes[n], self.box)
        blockers[:, n] = False
        return blockers

    def _cost(self, n: int) -> Floats:
        """The cost of each spot of a label beside the others as they stand."""
        others = np.arange(len(self.spots)) != n
        box, leader = self.box[others], self.leader[others]
        through = hits(self.leaders[n], box) | hits(leader, self.boxes[n]).T
        crossed = cross(self.leaders[n], leader)
        return np.asarray(
            self.costs[n] + _THROUGH * through.sum(axis=1) + _CROSSED * crossed.sum(axis=1)
        )

    def _take(self, n: int, place: int | None) -> None:
        self.taken[n] = place
        self.box[n] = np.nan if place is None else self.boxes[n][place]
        self.leader[n] = np.nan if place is None else self.leaders[n][place]

    def _push(self, n: int) -> bool:
        """Find a place for a label by moving those in its way; tells whether that worked."""
        before = list(self.taken)
        blockers = self._blockers(n)
        for place in np.argsort(self._cost(n), kind="stable"):
            others = np.flatnonzero(blockers[place]).tolist()
            if len(others) <= _PUSHED and self._swap(n, int(place), others):
                return True
            for other in (n, *others):
                self._take(other, before[other])
        return False

    def _swap(self, n: int, place: int, others: Sequence[int]) -> bool:
        for other in others:
            self._take(other, None)
        self._take(n, place)
        for other in others:
            best = self._best(other)
            if best is None:
                return False
            self._take(other, best)
        return True


def _tried(costs: Floats, place: int | None) -> Places:
    """The place of a label and then its cheapest ones."""
    return np.array([place, *np.argsort(costs, kind="stable")[:_TRIED]], dtype=np.intp)
