"""Exact checks of what a floating-point programme suggests.

No verdict rests on floating point. A point counts as a solution when it satisfies the equations
and bounds exactly; a bound or a contradiction counts when it follows exactly from multipliers of
the equations (weak duality: a weighted sum of the equations, confronted with the bounds). Where
both meet, the optimum is proved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dandong_analysis.audit.programmes import Suggestion
from dandong_analysis.audit.rational import solve_linear
from dandong_analysis.audit.systems import Floats, Number, System, Unknown

# A floating-point value this close to another, in last digits, may be meant to be equal.
_NEAR = 1e-6


@dataclass(frozen=True)
class Optimum:
    """The smallest value of an objective.

    ``value`` is proved when ``is_proved``; else it is a bound that the objective cannot go below.
    ``point`` is a solution that attains it, where one was found.
    """

    value: Number
    point: tuple[Number, ...] | None
    is_proved: bool


def exact_point(system: System, suggestion: Suggestion) -> tuple[Number, ...] | None:
    """An exact solution of the system at or beside the suggested point, if there is one."""
    for point in _points(system, suggestion.point):
        if point is not None and is_solution(system, point):
            return tuple(point)
    return None


def is_solution(system: System, point: Sequence[Number]) -> bool:
    """Whether ``point`` satisfies all equations and bounds exactly."""
    within = all(_is_within(u, x) for u, x in zip(system.unknowns, point, strict=True))
    return within and all(
        sum(v * point[j] for j, v in row.items()) == right
        for row, right in zip(system.rows, system.right, strict=True)
    )


def _is_within(unknown: Unknown, value: Number) -> bool:
    low, high = unknown.low, unknown.high
    return (low is None or low <= value) and (high is None or value <= high)


def _points(system: System, point: Floats) -> Iterator[Sequence[Number] | None]:
    yield [round(x) for x in point.tolist()]
    yield _solved_point(system, point)


def _solved_point(system: System, point: Floats) -> list[Number] | None:
    """The equations solved exactly, unknowns that touch a bound held there."""
    fixed: dict[int, Number] = {}
    for j, unknown in enumerate(system.unknowns):
        tolerance = _NEAR * float(system.units[j])
        for end in (unknown.low, unknown.high):
            if end is not None and abs(float(end) - point[j]) <= tolerance:
                fixed[j] = end
    equations, right = [], []
    for row, total in zip(system.rows, system.right, strict=True):
        equations.append({j: v for j, v in row.items() if j not in fixed})
        right.append(total - sum(v * fixed[j] for j, v in row.items() if j in fixed))
    free = solve_linear(equations, right, dict(enumerate(point.tolist())))
    if free is None:
        return None
    return [fixed.get(j, free.get(j, Fraction(0))) for j in range(len(system.unknowns))]


def proved_minimum(
    system: System, objective: Mapping[int, Number], suggestion: Suggestion
) -> Optimum | None:
    """The minimum of the objective, proved where point and multipliers meet.

    None where not even a bound follows.
    """
    point = exact_point(system, suggestion)
    value = None if point is None else sum(v * point[j] for j, v in objective.items())
    bounds: list[Number] = []
    for multipliers in _multipliers(system, objective, suggestion.multipliers):
        bound = _bound_below(system, objective, multipliers)
        if bound is not None and bound == value:
            return Optimum(bound, point, is_proved=True)
        bounds += [] if bound is None else [bound]
    return Optimum(max(bounds), point, is_proved=False) if bounds else None


def contradiction(system: System, suggestion: Suggestion) -> frozenset[int] | None:
    """The columns whose bounds cannot all hold together with the equations; None without proof.

    At least one of the figures behind these columns differs from what its bounds say.
    """
    for multipliers in _multipliers(system, {}, suggestion.multipliers):
        sums = _weighted(system, multipliers)
        reach = [_reach(system.unknowns[j], g) for j, g in sums.items()]
        right = _total(multipliers, system.right)
        if None not in reach and right > sum(r for r in reach if r is not None):
            return frozenset(sums)
    return None


def radius_bound(system: System, suggestion: Suggestion) -> Fraction:
    """A number of last digits that the largest deviation of any solution cannot go below."""
    best = Fraction(0)
    for multipliers in _multipliers(system, {}, suggestion.multipliers):
        bound = _radius_bound(system, multipliers)
        best = max(best, Fraction(0) if bound is None else bound)
    return best


def _radius_bound(system: System, multipliers: Mapping[int, Number]) -> Fraction | None:
    missing = Fraction(_total(multipliers, system.right))
    per_digit = Fraction(0)
    for j, weight in _weighted(system, multipliers).items():
        unknown = system.unknowns[j]
        if unknown.figures:
            size = abs(Fraction(weight))
            missing -= size * unknown.half_width
            per_digit += size * unknown.step
        else:
            reach = _reach(unknown, weight)
            if reach is None:
                return None
            missing -= reach
    return missing / per_digit if per_digit else None


def _multipliers(
    system: System, objective: Mapping[int, Number], found: Floats
) -> Iterator[Mapping[int, Number]]:
    """Exact multipliers near the suggested ones, by row: whole numbers, then solved for.

    Without an objective only their proportions count.
    """
    largest = max(abs(found).max(initial=0.0), 1e-300)
    values = (found if objective else found / largest).tolist()
    yield {i: whole for i, v in enumerate(values) if (whole := round(v))}
    solved = _solved_multipliers(system, objective, values)
    if solved is not None:
        yield solved


def _solved_multipliers(
    system: System, objective: Mapping[int, Number], values: Sequence[float]
) -> Mapping[int, Number] | None:
    """Multipliers for which unknowns off their bounds have no pull at all."""
    equations, right = [], []
    for j, column in enumerate(system.columns):
        pull = float(objective.get(j, 0)) - sum(float(v) * values[i] for i, v in column.items())
        if abs(pull) * float(system.units[j]) <= _NEAR * max(map(abs, values), default=1.0):
            equations.append(column)
            right.append(objective.get(j, 0))
    return solve_linear(equations, right, dict(enumerate(values)))


def _bound_below(
    system: System, objective: Mapping[int, Number], multipliers: Mapping[int, Number]
) -> Number | None:
    """What the objective cannot go below, by these multipliers."""
    sums = _weighted(system, multipliers)
    bound = _total(multipliers, system.right)
    for j in {*sums, *objective}:
        reach = _reach(system.unknowns[j], sums.get(j, 0) - objective.get(j, 0))
        if reach is None:
            return None
        bound -= reach
    return bound


def _weighted(system: System, multipliers: Mapping[int, Number]) -> dict[int, Number]:
    """The weighted sum of the equations' left sides: its coefficients that are not zero."""
    sums: dict[int, Number] = {}
    for i, weight in multipliers.items():
        if weight:
            for j, value in system.rows[i].items():
                sums[j] = sums.get(j, 0) + weight * value
    return {j: total for j, total in sums.items() if total}


def _total(multipliers: Mapping[int, Number], right: Sequence[Number]) -> Number:
    return sum(weight * right[i] for i, weight in multipliers.items() if weight)


def _reach(unknown: Unknown, weight: Number) -> Number | None:
    """The largest that ``weight`` times the unknown can be; None without limit."""
    if not weight:
        return 0
    end = unknown.high if weight > 0 else unknown.low
    return None if end is None else weight * end
