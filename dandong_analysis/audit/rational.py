"""Linear equations solved in fractions."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dandong_analysis.audit.systems import Number

# Unknowns that the equations leave open are taken from a guess, as a fraction no finer than this.
_FINEST = 1000


def solve_linear(
    equations: Sequence[Mapping[int, Number]],
    right: Sequence[Number],
    guess: Mapping[int, float],
) -> dict[int, Number] | None:
    """A solution by elimination, or None when the equations contradict each other.

    Parameters
    ----------
    equations
        Coefficients by unknown.
    right
        What each equation comes to.
    guess
        A value for every unknown; used for those that the equations leave open.

    >>> solve_linear([{0: 1, 1: 1}, {0: 1, 1: -1}], [1, 0], {0: 0.0, 1: 0.0})
    {0: Fraction(1, 2), 1: Fraction(1, 2)}
    """
    pivots: list[tuple[int, dict[int, Fraction], Fraction]] = []
    for equation, total in zip(equations, right, strict=True):
        row, rest = _reduced(equation, total, pivots)
        if row:
            column = min(row)
            scale = row[column]
            pivots.append((column, {j: v / scale for j, v in row.items()}, rest / scale))
        elif rest:
            return None
    solution: dict[int, Number] = {}
    bound = {column for column, _, _ in pivots}
    for j, value in guess.items():
        if j not in bound:
            solution[j] = Fraction(value).limit_denominator(_FINEST)
    for column, row, rest in reversed(pivots):
        solution[column] = rest - sum(v * solution[j] for j, v in row.items() if j != column)
    return dict(sorted(solution.items()))


def _reduced(
    equation: Mapping[int, Number],
    total: Number,
    pivots: Sequence[tuple[int, dict[int, Fraction], Fraction]],
) -> tuple[dict[int, Fraction], Fraction]:
    """The equation less what the pivots found so far say of it."""
    row, rest = {j: Fraction(v) for j, v in equation.items()}, Fraction(total)
    for column, pivot, value in pivots:
        factor = row.get(column)
        if factor:
            for j, weight in pivot.items():
                row[j] = row.get(j, Fraction(0)) - factor * weight
            rest -= factor * value
    return {j: v for j, v in row.items() if v}, rest
