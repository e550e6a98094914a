"""Numbers that meet printed totals: a table between margins, and exact shares of a total.

The printed margins of damaged land contradict one another as integers (the kinds add up to
44 751, the states to 44 749, the total is 44 750); :func:`balanced_cells` finds decimals that
round to every one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from dandong_analysis.units import exact_sum

Array = NDArray[np.float64]
Cell = tuple[str, str]

_PASSES = 500
_RADIUS_COST = 1e5


@dataclass(frozen=True)
class Margin:
    """A printed total of some cells; a value within ``tolerance`` of it prints the same."""

    cells: frozenset[Cell]
    printed: Decimal
    tolerance: Decimal


def largest_remainder(weights: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to ``weights`` that add up to ``total``.

    >>> largest_remainder([1, 1, 1], 4)
    [2, 1, 1]
    """
    scale = total / sum(weights)
    whole = [int(w * scale) for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (whole[i] - weights[i] * scale, i))
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole


def split_exactly(
    total: Decimal, weights: Sequence[float], steps: Sequence[Decimal]
) -> list[Decimal]:
    """``total`` in proportion to ``weights``, each share a positive multiple of its step.

    The largest share among those of the finest step takes what the others leave.

    Raises
    ------
    ValueError
        When the total is no multiple of the finest step or too small for all shares.
    """
    scale = float(total) / sum(weights)
    shares = [_multiple(w * scale, step) for w, step in zip(weights, steps, strict=True)]
    finest = min(steps)
    rest = max((i for i, s in enumerate(steps) if s == finest), key=lambda i: weights[i])
    shares[rest] += total - exact_sum(shares)
    if shares[rest] <= 0 or shares[rest] % finest:
        raise ValueError(f"{total} cannot be split in steps of {finest}")
    return shares


def _multiple(value: float, step: Decimal) -> Decimal:
    return max(round(Decimal(value) / step), 1) * step


def fitted(
    seed: Mapping[Cell, float], rows: Mapping[str, Decimal], columns: Mapping[str, Decimal]
) -> dict[Cell, float]:
    """Iterative proportional fitting of ``seed`` to row and column totals (cells of 0 stay 0).

    The two sets of totals may differ a little; the columns are fitted last.
    """
    names, labels = list(rows), list(columns)
    table = np.array([[seed.get((r, c), 0.0) for c in labels] for r in names])
    row_totals = np.array([float(v) for v in rows.values()])
    column_totals = np.array([float(v) for v in columns.values()])
    for _ in range(_PASSES):
        table *= (row_totals / table.sum(axis=1))[:, None]
        table *= (column_totals / table.sum(axis=0))[None, :]
    return {(r, c): float(table[i, j]) for i, r in enumerate(names) for j, c in enumerate(labels)}


def balanced_cells(
    wanted: Mapping[Cell, float], margins: Sequence[Margin], steps: Mapping[Cell, Decimal]
) -> dict[Cell, Decimal]:
    """Cell values near ``wanted`` such that every printed margin rounds right.

    A linear programme (HiGHS): first the smallest uniform distance r between a margin and its
    print, so that no value comes near an exact half, then the least change of the cells.
    Cells of 0 stay 0; each value is a multiple of the cell's step.

    Raises
    ------
    ValueError
        When no values meet all margins.
    """
    keys = [k for k, v in wanted.items() if v > 0]
    start = np.array([round(wanted[k]) + _fraction(i) for i, k in enumerate(keys)])
    solved = _solve(start, keys, margins)
    found = {k: _multiple(v, steps[k]) for k, v in zip(keys, solved, strict=True)}
    _demand(found, margins)
    return found


def _fraction(i: int) -> float:
    """Uneven hundredths: whole start values would leave most cells suspiciously whole."""
    return (i * 37 % 100) / 100 - 0.5


def _solve(start: Array, keys: Sequence[Cell], margins: Sequence[Margin]) -> Array:
    """Variables: increases, decreases, r. Unequal costs make the solution unique."""
    n = len(keys)
    member = np.array([[float(k in m.cells) for k in keys] for m in margins])
    gap = np.array([float(m.printed) for m in margins]) - member @ start
    radius = np.array([[2 * float(m.tolerance)] for m in margins])
    above = np.hstack([member, -member, -radius])
    below = np.hstack([-member, member, -radius])
    costs = 1.0 + np.arange(n) * 0.0137
    found = linprog(
        np.concatenate([costs, costs * 1.00071, [_RADIUS_COST]]),
        A_ub=np.vstack([above, below]),
        b_ub=np.concatenate([gap, -gap]),
        bounds=[(0, None)] * n + [(0, s) for s in start] + [(0, 0.5)],
        method="highs",
    )
    if found.x is None or not found.success:
        raise ValueError("no cell values meet all printed margins")
    return np.asarray(start + found.x[:n] - found.x[n : 2 * n])


def _demand(cells: Mapping[Cell, Decimal], margins: Sequence[Margin]) -> None:
    for margin in margins:
        total = exact_sum(v for k, v in cells.items() if k in margin.cells)
        if abs(total - margin.printed) >= margin.tolerance:
            raise ValueError(f"cells add up to {total}, printed {margin.printed}")
