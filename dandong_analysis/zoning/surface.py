"""The scores of mines smoothed over the cells of their mining district."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from dandong_analysis.zoning.cells import Bools, Cells, Floats, Ints
from dandong_analysis.zoning.settings import BEST_SCORE, WORST_SCORE

# Weights and scores are added up as whole numbers, so that no order of rows can change a sum.
SCORE_STEPS = 1_000_000


@dataclass(frozen=True)
class Mass:
    """Where mines weigh: a row for each mine and cell, ``weight`` a whole number."""

    mine: Ints
    cell: Ints
    weight: Ints


@dataclass(frozen=True)
class Surface:
    """Smoothed scores: a row each cell, a column each factor, from least to greatest possible.

    ``is_known`` marks the cells of districts in which mines weigh; in the others every score is
    possible.
    """

    low: Floats
    high: Floats
    is_known: Bools


def smooth_scores(
    cells: Cells, mass: Mass, low: Floats, high: Floats, *, bandwidth_m: float, reach: float
) -> Surface:
    """The kernel mean of the scores of mines in each cell.

    ``s(c) = Σ K(c, c') w(c') s(c') / Σ K(c, c') w(c')`` over the cells of the same district,
    with ``K = exp(-d² / 2h²)`` of the distance between cell centres (E. A. Nadaraya, On
    estimating regression, Theory of Probability and its Applications 9, 1964, 141-142), cut off
    at ``reach`` bandwidths in each direction. A cell with no mine within that takes the value
    of the nearest cell that has one. Being linear in the scores, any weighting of factors may
    be applied afterwards.

    Parameters
    ----------
    cells, mass
        Cells of all districts, and the weight of mines in them.
    low, high
        Least and greatest score of each mine (rows) by each factor (columns).
    bandwidth_m, reach
        ``h`` in metres, and the cut in bandwidths.
    """
    totals = [_per_cell(cells, mass, scores) for scores in (low, high)]
    weight = _per_cell(cells, mass, np.ones((len(low), 1)))
    kernel = _kernel(cells.grid.cell_m, bandwidth_m, reach)
    means = [np.full(totals[0].shape, score) for score in (BEST_SCORE, WORST_SCORE)]
    is_known = np.zeros(len(cells), bool)
    for district in range(int(cells.district.max(initial=-1)) + 1):
        own = cells.of_district(district)
        if weight[own].any():
            is_known[own] = True
            patch = _Patch.of(cells.place[own], kernel)
            for mean, total in zip(means, totals, strict=True):
                mean[own] = patch.mean(total[own], weight[own, 0])
    return Surface(means[0], means[1], is_known)


def _per_cell(cells: Cells, mass: Mass, scores: Floats) -> Ints:
    """The weighted scores of the mines in each cell, as whole numbers."""
    whole = np.rint(scores * SCORE_STEPS).astype(np.int64)
    total = np.zeros((len(cells), scores.shape[1]), np.int64)
    np.add.at(total, mass.cell, mass.weight[:, None] * whole[mass.mine])
    return total


def _kernel(cell_m: float, bandwidth_m: float, reach: float) -> Floats:
    steps = int(np.ceil(reach * bandwidth_m / cell_m))
    distance = np.arange(-steps, steps + 1) * cell_m
    return np.exp(-((distance / bandwidth_m) ** 2) / 2)


@dataclass(frozen=True)
class _Patch:
    """The rectangle of squares round one district."""

    rows: Ints
    columns: Ints
    shape: tuple[int, int]
    kernel: Floats

    @classmethod
    def of(cls, places: Ints, kernel: Floats) -> "_Patch":
        columns, rows = (places - places.min(axis=0)).T
        return cls(rows, columns, (int(rows.max()) + 1, int(columns.max()) + 1), kernel)

    def mean(self, totals: Ints, weight: Ints) -> Floats:
        """The kernel mean at the cells: a column each factor."""
        below = self._smoothed(weight)
        own = below[self.rows, self.columns]
        rows, columns = self._nearest(own > 0)
        means = np.empty(totals.shape)
        for factor in range(totals.shape[1]):
            above = self._smoothed(totals[:, factor])
            means[:, factor] = above[rows, columns] / below[rows, columns]
        return means

    def _smoothed(self, values: Ints) -> Floats:
        dense = np.zeros(self.shape)
        dense[self.rows, self.columns] = values
        for axis in (0, 1):
            dense = ndimage.convolve1d(dense, self.kernel, axis=axis, mode="constant")
        return dense

    def _nearest(self, reached: Bools) -> tuple[Ints, Ints]:
        """Row and column of the nearest cell of the district that has mines within reach."""
        if reached.all():
            return self.rows, self.columns
        far = np.ones(self.shape, bool)
        far[self.rows[reached], self.columns[reached]] = False
        rows, columns = ndimage.distance_transform_edt(
            far, return_distances=False, return_indices=True
        )
        return rows[self.rows, self.columns], columns[self.rows, self.columns]
