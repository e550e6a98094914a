"""Seeded draws that give the same values on every machine and Python version.

Only ``Random.random`` is used, whose sequence Python guarantees; everything else is derived
from it here.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")

_NORMAL = NormalDist()
_SMALLEST = 2.0**-53


class Chance:
    """A stream of draws named ``name``; streams of other names are independent of it."""

    def __init__(self, seed: int, name: str = "") -> None:
        self._seed = seed
        self._name = name
        self._random = Random(f"{seed}/{name}")  # noqa: S311 - invented data, no secret

    def stream(self, name: str) -> "Chance":
        """An independent stream, so that a change in one place moves no draw of another."""
        return Chance(self._seed, f"{self._name}/{name}")

    def unit(self) -> float:
        """Uniform in [0, 1)."""
        return self._random.random()

    def happens(self, probability: float) -> bool:
        return self.unit() < probability

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.unit()

    def integer(self, low: int, high: int) -> int:
        """Uniform whole number, both ends included."""
        return low + math.floor(self.unit() * (high - low + 1))

    def normal(self) -> float:
        """Standard normal."""
        return _NORMAL.inv_cdf(max(self.unit(), _SMALLEST))

    def lognormal(self, median: float, sigma: float) -> float:
        return median * math.exp(sigma * self.normal())

    def choose(self, options: Sequence[T]) -> T:
        return options[math.floor(self.unit() * len(options))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, with a probability in proportion to its weight."""
        mark = self.unit() * sum(weights.values())
        for option, weight in weights.items():
            mark -= weight
            if mark < 0:
                return option
        return list(weights)[-1]

    def sample(self, weights: Sequence[float], count: int) -> list[int]:
        """``count`` different positions, heavier ones more likely, in ascending order.

        Efraimidis and Spirakis (2006): the largest of ``log(u) / weight``; weight 0 never.

        Raises
        ------
        ValueError
            When fewer than ``count`` positions have a weight.
        """
        keys = [(math.log(max(self.unit(), _SMALLEST)) / w, i) if w > 0 else None
                for i, w in enumerate(weights)]  # fmt: skip
        drawn = sorted((k for k in keys if k is not None), reverse=True)
        if len(drawn) < count:
            raise ValueError(f"{count} wanted, {len(drawn)} possible")
        return sorted(i for _, i in drawn[:count])

    def spread(self, weights: Sequence[float], count: int) -> list[int]:
        """``count`` different positions, ascending, drawn evenly over the list.

        Systematic sampling: marks at equal distances along the summed weights, so that every
        part of the list gets its share, rounded up or down.

        Raises
        ------
        ValueError
            When one weight is so large that it would be drawn twice.
        """
        if max(weights) * count > sum(weights):
            raise ValueError(f"{count} wanted, but one weight exceeds its share")
        return self._marked(weights, count)

    def dealt(self, weights: Mapping[T, float], count: int) -> list[T]:
        """``count`` keys in random order, each as often as its weight says, rounded up or down."""
        options = list(weights)
        drawn = self._marked(list(weights.values()), count)
        return self.shuffled([options[i] for i in drawn])

    def _marked(self, weights: Sequence[float], count: int) -> list[int]:
        ends = list(accumulate(weights))
        start = self.unit()
        marks = [(start + i) / count * ends[-1] for i in range(count)]
        return [min(bisect_right(ends, mark), len(ends) - 1) for mark in marks]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        keys = [(self.unit(), i) for i in range(len(items))]
        return [items[i] for _, i in sorted(keys)]
