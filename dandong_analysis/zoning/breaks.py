"""Limits between classes: given, or optimal after Fisher and Jenks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.faults import data_problem

Floats = npt.NDArray[np.float64]
BreakMethod = Literal["given", "fisher_jenks"]


@dataclass(frozen=True)
class Breaks:
    """Upper limits of all classes but the last, each included in its class."""

    values: tuple[float, ...]
    method: BreakMethod
    source: str = ""
    verified: bool = False
    n_values: int | None = None

    def classes(self, values: Floats) -> npt.NDArray[np.int8]:
        """The class of each value, the lowest being 0.

        >>> Breaks((1.0, 2.0), "given").classes(np.array([1.0, 1.5, 2.1])).tolist()
        [0, 1, 2]
        """
        return np.searchsorted(np.array(self.values), values, side="left").astype(np.int8)


def given_breaks(values: Sequence[float], *, source: str = "", verified: bool = False) -> Breaks:
    """Limits as given.

    Raises
    ------
    DandongError
        When they do not rise.
    """
    if any(b <= a for a, b in pairwise(values)):
        raise DandongError(data_problem("rule-breaks", ", ".join(map(str, values))))
    return Breaks(tuple(values), "given", source, verified)


def fisher_jenks(values: Floats, n_classes: int) -> Breaks:
    """The limits that make the squared deviations within classes smallest.

    Exact dynamic programme over the distinct values (W. D. Fisher, On grouping for maximum
    homogeneity, Journal of the American Statistical Association 53, 1958, 789-798), each
    class solved by divide and conquer, because the best start of a class does not move left
    when its end moves right: O(k n log n). Of equally good limits the leftmost are taken, so
    equal values give equal limits in any order.

    Raises
    ------
    DandongError
        When there are fewer distinct values than classes.
    """
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) < n_classes:
        raise DandongError(data_problem("too-few-values", f"{len(distinct)} < {n_classes}"))
    spread = _Spread.of(distinct, counts)
    cost, starts = spread.within(np.zeros(1, np.intp), np.arange(len(distinct)))[:, 0], []
    for k in range(1, n_classes):
        cost, start = _one_class_more(cost, spread, k)
        starts.append(start)
    limits, end = [], len(distinct) - 1
    for start in reversed(starts):
        end = int(start[end]) - 1
        limits.append(float(distinct[end]))
    return Breaks(tuple(reversed(limits)), "fisher_jenks", n_values=len(values))


@dataclass(frozen=True)
class _Spread:
    """Running sums that give the squared deviations of any run of values at once."""

    weight: Floats
    first: Floats
    second: Floats

    @classmethod
    def of(cls, values: Floats, counts: npt.NDArray[np.intp]) -> "_Spread":
        """Values are taken from their mean, which keeps the sums small and exact enough."""
        centred = values - np.average(values, weights=counts)
        moments = [np.cumsum(counts * centred**power) for power in range(3)]
        return cls(*(np.concatenate([[0.0], m]) for m in moments))

    def within(self, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]) -> Floats:
        """Squared deviations of the run from each start (columns) to each end (rows)."""
        upper = ends[:, None] + 1
        weight = self.weight[upper] - self.weight[starts]
        first = self.first[upper] - self.first[starts]
        second = self.second[upper] - self.second[starts]
        deviations: Floats = second - first**2 / weight
        return np.maximum(deviations, 0.0)


def _one_class_more(cost: Floats, spread: _Spread, k: int) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Least cost of ``k + 1`` classes up to each end, and where the last of them starts."""
    n = len(cost)
    best, start = np.full(n, np.inf), np.zeros(n, np.intp)
    todo = [(k, n - 1, k, n - 1)]
    while todo:
        low, high, left, right = todo.pop()
        middle = (low + high) // 2
        tried = np.arange(left, min(right, middle) + 1)
        costs = cost[tried - 1] + spread.within(tried, np.array([middle]))[0]
        chosen = int(np.argmin(costs))
        best[middle], start[middle] = costs[chosen], tried[chosen]
        if low < middle:
            todo.append((low, middle - 1, left, int(start[middle])))
        if middle < high:
            todo.append((middle + 1, high, int(start[middle]), right))
    return best, start
