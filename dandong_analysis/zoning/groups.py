"""Groups of mines that lie together, and the cells that belong to each."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from dandong_analysis.zoning.cells import Floats, Ints

# Equal distances are decided among so many nearest mines, to the millimetre.
_NEIGHBOURS, _PLACES = 8, 3


def group_mines(points: Floats, *, link_m: float, least: int) -> Ints:
    """The group of each mine: single linkage, then small groups joined to the nearest one.

    Mines no further apart than ``link_m`` are of one group, and so are all that a chain of such
    steps connects. A group of fewer than ``least`` mines joins the one of the others whose mine
    is nearest to one of its own, of equal ones the first; where all are small, there is one
    group. Groups are numbered by falling number of mines, then by their first mine.

    Parameters
    ----------
    points
        Places of the mines in the plane, ordered by mine id.
    """
    if not len(points):
        return np.zeros(0, np.int64)
    pairs = cKDTree(points).query_pairs(link_m, output_type="ndarray")
    n = len(points)
    graph = coo_array((np.ones(len(pairs), bool), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    labels = _by_size(connected_components(graph, directed=False)[1].astype(np.int64))
    sizes = np.bincount(labels)
    if (sizes < least).all():
        return np.zeros(n, np.int64)
    return _by_size(_joined(points, labels, sizes >= least))


def _by_size(labels: Ints) -> Ints:
    _, first, inverse, counts = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(first), np.int64)
    rank[np.lexsort((first, -counts))] = np.arange(len(first))
    return rank[inverse]


def _joined(points: Floats, labels: Ints, is_large: np.ndarray) -> Ints:
    large = is_large[labels]
    joined = labels.copy()
    nearest, distance = nearest_groups(points[large], labels[large], points)
    for small in np.flatnonzero(~is_large).tolist():
        own = np.flatnonzero(labels == small)
        best = own[np.lexsort((nearest[own], distance[own]))[0]]
        joined[own] = nearest[best]
    return joined


def nearest_groups(points: Floats, labels: Ints, targets: Floats) -> tuple[Ints, Floats]:
    """The group of the mine nearest to each target, of equal ones the first, and the distance.

    Distances are compared in whole millimetres.
    """
    places, first = np.unique(np.column_stack([points, labels]), axis=0, return_index=True)
    k = min(_NEIGHBOURS, len(places))
    distance, found = cKDTree(places[:, :2]).query(targets, k=[*range(1, k + 1)])
    rounded = np.round(distance, _PLACES)
    groups = np.where(rounded == rounded[:, :1], labels[first][found], len(labels))
    return groups.min(axis=1), rounded[:, 0]
