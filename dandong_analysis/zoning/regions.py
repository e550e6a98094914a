"""Connected cells of one class, with those that are too small absorbed by their neighbours."""

from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dandong_analysis.zoning.cells import Ints

Classes = npt.NDArray[np.int8]


def connected_cells(classes: Classes, borders: Ints) -> Ints:
    """The region of each cell: cells of one class that are connected over common sides.

    Regions are numbered by their first cell.

    Parameters
    ----------
    classes
        Class of each cell.
    borders
        Pairs of neighbouring cells, a row each.

    >>> connected_cells(np.array([0, 0, 1, 0], np.int8), np.array([[0, 1], [1, 2], [2, 3]])).tolist()
    [0, 0, 1, 2]
    """
    same = borders[classes[borders[:, 0]] == classes[borders[:, 1]]]
    n = len(classes)
    graph = coo_array((np.ones(len(same), bool), (same[:, 0], same[:, 1])), shape=(n, n))
    _, labels = connected_components(graph, directed=False)
    return in_order(labels.astype(np.int64))


def in_order(labels: Ints) -> Ints:
    """The same grouping, numbered by first appearance."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def absorb_slivers(
    classes: Classes, area: Ints, borders: Ints, lengths: Ints, *, least_area: int
) -> Ints:
    """Regions of cells (:func:`connected_cells`) of which none is smaller than ``least_area``.

    The smallest region (of equal ones the first) joins the neighbour with which it shares the
    longest border; of equal borders the larger neighbour, then the first. The two have the
    class of the neighbour and at once join what touches them in that class. This repeats until
    no region is too small, except those that have no neighbour. O(n log n).

    Parameters
    ----------
    classes, area
        Class and area of each cell.
    borders, lengths
        Pairs of neighbouring cells and the length of their common side.
    least_area
        In the unit of ``area``.
    """
    regions = connected_cells(classes, borders)
    merging = _Merging(classes, area, regions, borders, lengths)
    merging.run(least_area)
    roots = np.array([merging.root(r) for r in range(len(merging.area))], np.int64)
    return in_order(roots[regions])


class _Merging:
    """Regions that grow into each other: a union-find with the border to each neighbour."""

    def __init__(
        self, classes: Classes, area: Ints, regions: Ints, borders: Ints, lengths: Ints
    ) -> None:
        n = int(regions.max(initial=-1)) + 1
        total = np.zeros(n, np.int64)
        np.add.at(total, regions, area)
        self.area: list[int] = total.tolist()
        first = np.unique(regions, return_index=True)[1]
        self.kind: list[int] = classes[first].tolist()
        self.parent = list(range(n))
        # The first of the regions that a root holds, by which ties are decided.
        self.first = list(range(n))
        self.border: list[dict[int, int]] = [{} for _ in range(n)]
        for (a, b), length in zip(regions[borders].tolist(), lengths.tolist(), strict=True):
            if a != b:
                self.border[a][b] = self.border[a].get(b, 0) + length
                self.border[b][a] = self.border[b].get(a, 0) + length

    def run(self, least_area: int) -> None:
        queue = [(a, r, r) for r, a in enumerate(self.area) if a < least_area]
        heapify(queue)
        while queue:
            area, _, region = heappop(queue)
            has_changed = self.parent[region] != region or self.area[region] != area
            if has_changed or not self.border[region]:
                continue
            grown = self._absorb(region, self._heir(region))
            if self.area[grown] < least_area:
                heappush(queue, (self.area[grown], self.first[grown], grown))

    def root(self, region: int) -> int:
        while self.parent[region] != region:
            self.parent[region] = self.parent[self.parent[region]]
            region = self.parent[region]
        return region

    def _heir(self, region: int) -> int:
        return max(
            self.border[region],
            key=lambda other: (self.border[region][other], self.area[other], -self.first[other]),
        )

    def _absorb(self, region: int, heir: int) -> int:
        """Join a region to its heir, and to both what touches the region in the heir's class.

        Neighbours of one class are always joined, so nothing else can touch in that class.
        """
        kind = self.kind[heir]
        alike = [o for o in self.border[region] if o != heir and self.kind[o] == kind]
        grown = region
        for other in (heir, *alike):
            grown = self._join(grown, other)
        self.kind[grown] = kind
        return grown

    def _join(self, one: int, other: int) -> int:
        """Put the region with fewer neighbours into the other one."""
        small, large = sorted((one, other), key=lambda r: (len(self.border[r]), -r))
        self.parent[small] = large
        self.area[large] += self.area[small]
        self.first[large] = min(self.first[large], self.first[small])
        for neighbour, length in self.border[small].items():
            del self.border[neighbour][small]
            if neighbour != large:
                self.border[large][neighbour] = self.border[large].get(neighbour, 0) + length
                self.border[neighbour][large] = self.border[large][neighbour]
        self.border[small] = {}
        return large
