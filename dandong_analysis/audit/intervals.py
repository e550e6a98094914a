"""The tightest interval of each figure of a block that rounding explains.

Each search asks for one minimum after another; the searches of all blocks go in step, so that
each round is one programme. A solution found on the way that touches an unknown's own bound
settles that bound and spares a question.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dandong_analysis.audit.certificates import Optimum, proved_minimum
from dandong_analysis.audit.programmes import minimise
from dandong_analysis.audit.systems import Number, Ratio, System

Objective = Mapping[int, Number]
Point = tuple[Number, ...]
# A ratio's extreme is found in a few steps; after so many it counts as not proved.
_STEPS = 30


@dataclass(frozen=True)
class End:
    """One end of an interval, in held units; None is no limit."""

    value: Fraction | None
    is_proved: bool = True


@dataclass(frozen=True)
class Tight:
    """The tightest ends of a true value, in held units."""

    low: End
    high: End

    @property
    def is_proved(self) -> bool:
        return self.low.is_proved and self.high.is_proved


_Ends = Generator[Objective, Optimum | None, End]
_Search = Generator[Objective, Optimum | None, dict[int, Tight]]


def tight_intervals(
    systems: Sequence[System],
    points: Sequence[Point],
    *,
    columns: Sequence[Iterable[int]] | None = None,
) -> list[dict[int, Tight]]:
    """For each system, the tightest interval of its figures, by column.

    Parameters
    ----------
    systems
        Solvable systems.
    points
        A solution of each.
    columns
        Only these columns of each system; all its figures by default.
    """
    asked = columns or [system.figures for system in systems]
    searches = [
        _figures(_Seeker(system, point), wanted)
        for system, point, wanted in zip(systems, points, asked, strict=True)
    ]
    return _in_step(systems, searches)


def interval_of_sum(system: System, point: Point, weights: Mapping[int, Number]) -> Tight:
    """The tightest interval of a weighted sum of figures (weights by column), in held units."""
    return _in_step([system], [_sum(_Seeker(system, point), weights)])[0][0]


class _Seeker:
    """What the solutions of one system have shown so far."""

    def __init__(self, system: System, point: Point) -> None:
        self.system = system
        self._lowest, self._highest = list(point), list(point)
        self._point = point

    def learn(self, point: Point) -> None:
        self._point = point
        self._lowest = [min(a, b) for a, b in zip(self._lowest, point, strict=True)]
        self._highest = [max(a, b) for a, b in zip(self._highest, point, strict=True)]

    def held(self, weights: Objective, deviation: Number) -> Fraction:
        """A weighted sum of true values, from the same sum of deviations."""
        printed = sum((w * self.system.centres[j] for j, w in weights.items()), Fraction(0))
        return printed + Fraction(deviation) / self.system.scale

    def end(self, column: int, sign: int) -> _Ends:
        """The low (``sign`` 1) or high (-1) end of a figure."""
        unknown = self.system.unknowns[column]
        own, seen = (unknown.low, self._lowest) if sign > 0 else (unknown.high, self._highest)
        if own is not None and seen[column] == own:
            return End(self.system.value(column, own))
        found = yield from self.extreme({column: 1}, sign)
        if found.value is None and own is not None:
            return End(self.system.value(column, own), is_proved=False)
        return found

    def extreme(self, weights: Objective, sign: int) -> _Ends:
        """The least (``sign`` 1) or greatest (-1) weighted sum of true values."""
        optimum = yield {j: sign * weight for j, weight in weights.items()}
        if optimum is None:
            return End(None, is_proved=False)
        if optimum.point is not None:
            self.learn(optimum.point)
        return End(self.held(weights, sign * optimum.value), optimum.is_proved)

    def ratio_end(self, ratio: Ratio, sign: int) -> _Ends:
        """The least or greatest quotient of two figures, by Dinkelbach's iteration.

        ``numerator - q * denominator`` has the minimum zero exactly when ``q`` is the least
        quotient; otherwise the point of the minimum has a smaller one.
        """
        for _ in range(_STEPS):
            quotient = self._value(ratio.above) / self._value(ratio.below)
            weights: dict[int, Number] = {ratio.above: 1}
            weights[ratio.below] = weights.get(ratio.below, 0) - quotient
            found = yield from self.extreme(weights, sign)
            if not found.value or not found.is_proved:
                return End(quotient, found.value == 0 and found.is_proved)
        return End(quotient, is_proved=False)

    def _value(self, column: int) -> Fraction:
        return self.system.value(column, self._point[column])


def _figures(seeker: _Seeker, columns: Iterable[int]) -> _Search:
    found: dict[int, Tight] = {}
    for column in columns:
        low = yield from seeker.end(column, 1)
        high = yield from seeker.end(column, -1)
        for ratio in seeker.system.ratios:
            if ratio.column == column:
                low = _tighter(low, (yield from seeker.ratio_end(ratio, 1)), 1)
                high = _tighter(high, (yield from seeker.ratio_end(ratio, -1)), -1)
        found[column] = Tight(low, high)
    return found


def _tighter(one: End, other: End, sign: int) -> End:
    if one.value is None or other.value is None:
        return other if one.value is None else one
    return one if sign * one.value >= sign * other.value else other


def _sum(seeker: _Seeker, weights: Objective) -> _Search:
    low = yield from seeker.extreme(weights, 1)
    high = yield from seeker.extreme(weights, -1)
    return {0: Tight(low, high)}


def _in_step(systems: Sequence[System], searches: Sequence[_Search]) -> list[dict[int, Tight]]:
    """Run all searches, each round of questions as one programme."""
    results: dict[int, dict[int, Tight]] = {}
    answers: dict[int, Optimum | None] = dict.fromkeys(range(len(searches)))
    while answers:
        asked: dict[int, Objective] = {}
        for i, answer in answers.items():
            try:
                asked[i] = searches[i].send(answer)
            except StopIteration as done:
                results[i] = done.value
        suggestions = minimise([systems[i] for i in asked], list(asked.values()))
        answers = {
            i: None if suggestion is None else proved_minimum(systems[i], objective, suggestion)
            for (i, objective), suggestion in zip(asked.items(), suggestions, strict=True)
        }
    return [results[i] for i in range(len(searches))]
