"""Places of labels on a map: beside what they name, never on each other or over the frame.

Every label has a list of spots, from the best to ones that need a leader line. Labels are placed
greedily, those with the fewest spots first; then each moves to a better spot as long as there is
one (a descent of the total cost), and one that found no place may push others aside. The same
labels in any order are placed alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dandong_analysis.geometry import Floats
from dandong_analysis.report.spots import Box, Label, Spot, cross, hits, overlaps, spots_of

# A leader that runs through a label, or across another leader, in the unit of a spot's cost:
# a covered symbol.
_THROUGH, _CROSSED = 6.0, 3.0
_PASSES = 12
# So many labels may be pushed aside for one.
_PUSHED = 3
_BETTER = 1e-9


@dataclass(frozen=True)
class Placement:
    """Where each label stands, by id; and the ids of those that found no place."""

    spots: dict[str, Spot]
    left_out: tuple[str, ...]


def place_labels(labels: Iterable[Label], *, frame: Box, symbols: Floats) -> Placement:
    """A place for every label that finds one inside ``frame``, without overlap.

    Parameters
    ----------
    labels
        Labels with different ids; lengths in any one unit, say millimetres.
    symbols
        An array of x, y and radius of the symbols that should stay visible, a row each; they
        are covered only where there is no better place.
    """
    ordered = sorted(labels, key=lambda label: label.id)
    board = _Board([spots_of(label, frame=frame, symbols=symbols) for label in ordered])
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
            if not sum(self._improve(n) for n in order):
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
