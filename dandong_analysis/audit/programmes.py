"""Linear programmes of many blocks at once, solved by HiGHS in floating point.

Blocks do not touch, so their programmes are joined into one with a common objective and solved
in chunks: the time per block stays the same however many there are. What comes back is a
suggestion (a point and the multipliers of the equations); ``certificates`` decides with exact
numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from dandong_analysis.audit.systems import Floats, Indexes, Number, System

# Unknowns solved together: large enough that the call itself costs little.
_CHUNK = 4000


@dataclass(frozen=True)
class Suggestion:
    """A solution in the units of the system: values of the unknowns, a multiplier for each row.

    ``value`` is what was minimised; a stretch or violation above zero means no solution.
    """

    point: Floats
    multipliers: Floats
    value: float


@dataclass(frozen=True)
class _Programme:
    """Minimise ``cost @ x`` where ``sum(x[columns] * values)`` by row equals ``right``."""

    cost: Floats
    rows: Indexes
    columns: Indexes
    values: Floats
    right: Floats
    low: Floats
    high: Floats


def minimise(
    systems: Sequence[System], objectives: Sequence[Mapping[int, Number]]
) -> list[Suggestion | None]:
    """For each system, where its objective (coefficients by column) is smallest.

    None where the solver found no end.
    """
    pairs = list(zip(systems, objectives, strict=True))
    sizes = [_size(system, objective) for system, objective in pairs]
    return _suggestions(systems, [_minimum(s, o) for s, o in pairs], sizes)


def least_violation(systems: Sequence[System]) -> list[Suggestion | None]:
    """For each system, a point within the bounds that breaks its equations least."""
    return _suggestions(systems, [_violation(system) for system in systems])


def least_stretch(systems: Sequence[System]) -> list[Suggestion | None]:
    """For each system, a solution with all figures' bounds moved out as little as possible.

    All bounds move by the same number of last digits; those of other unknowns stay.
    """
    return _suggestions(systems, [_stretch(system) for system in systems])


def _suggestions(
    systems: Sequence[System],
    programmes: Sequence[_Programme],
    sizes: Sequence[float] | None = None,
) -> list[Suggestion | None]:
    """Solutions in the units of the systems; the objectives were divided by ``sizes``."""
    found = _solve(programmes)
    divided = sizes or [1.0] * len(systems)
    return [
        None if answer is None else _suggestion(system, programme, size, *answer)
        for system, programme, size, answer in zip(systems, programmes, divided, found, strict=True)
    ]


def _suggestion(
    system: System, programme: _Programme, size: float, point: Floats, multipliers: Floats
) -> Suggestion:
    return Suggestion(
        point[: len(system.unknowns)] * system.units,
        multipliers[: len(system.rows)] * size / system.row_sizes,
        float(programme.cost @ point) * size,
    )


def _size(system: System, objective: Mapping[int, Number]) -> float:
    return max(abs(float(c)) * float(system.units[j]) for j, c in objective.items())


def _base(system: System) -> _Programme:
    """The equations and bounds of a system, without an objective."""
    image = system.image
    return _Programme(
        np.zeros(len(image.low)), image.rows, image.columns, image.values, image.right,
        image.low, image.high,
    )  # fmt: skip


def _minimum(system: System, objective: Mapping[int, Number]) -> _Programme:
    base, size = _base(system), _size(system, objective)
    for j, weight in objective.items():
        base.cost[j] = float(weight) * system.units[j] / size
    return base


def _violation(system: System) -> _Programme:
    """Two more unknowns a row take up what is too much and what is too little."""
    base, n = _base(system), len(system.rows)
    rows = np.arange(n)
    extra = len(base.cost) + rows
    return _Programme(
        np.concatenate([base.cost, np.ones(2 * n)]),
        np.concatenate([base.rows, rows, rows]),
        np.concatenate([base.columns, extra, extra + n]),
        np.concatenate([base.values, np.ones(n), -np.ones(n)]),
        base.right,
        np.concatenate([base.low, np.zeros(2 * n)]),
        np.concatenate([base.high, np.full(2 * n, np.inf)]),
    )


def _stretch(system: System) -> _Programme:
    """The stretch is one more unknown; each figure gets a row for either of its bounds.

    ``x - stretch + rest == high`` and ``-x - stretch + rest == -low``; both rests are not negative.
    """
    base, m = _base(system), len(system.rows)
    stretch = len(base.cost)
    figures = np.array([j for j in system.figures if np.isfinite(base.low[j])], dtype=np.intp)
    n = len(figures)
    above, below = m + np.arange(n), m + n + np.arange(n)
    at, rests = np.full(n, stretch), stretch + 1 + np.arange(2 * n)
    ones = np.ones(n)
    low, high = base.low.copy(), base.high.copy()
    low[figures], high[figures] = -np.inf, np.inf
    return _Programme(
        np.concatenate([base.cost, [1.0], np.zeros(2 * n)]),
        np.concatenate([base.rows, above, above, above, below, below, below]),
        np.concatenate([base.columns, figures, at, rests[:n], figures, at, rests[n:]]),
        np.concatenate([base.values, ones, -ones, ones, -ones, -ones, ones]),
        np.concatenate([base.right, base.high[figures], -base.low[figures]]),
        np.concatenate([low, np.zeros(1 + 2 * n)]),
        np.concatenate([high, np.full(1 + 2 * n, np.inf)]),
    )


def _solve(programmes: Sequence[_Programme]) -> list[tuple[Floats, Floats] | None]:
    """Solution and multipliers of each; None where it has none."""
    found: list[tuple[Floats, Floats] | None] = []
    for chunk in _chunks(programmes):
        together = _run(_joined(chunk))
        if together is None and len(chunk) > 1:
            found += [_run(p) for p in chunk]
        elif together is None:
            found.append(None)
        else:
            found += _parted(chunk, *together)
    return found


def _chunks(programmes: Sequence[_Programme]) -> Iterator[list[_Programme]]:
    chunk: list[_Programme] = []
    size = 0
    for programme in programmes:
        if chunk and size + len(programme.cost) > _CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(programme)
        size += len(programme.cost)
    if chunk:
        yield chunk


def _joined(parts: Sequence[_Programme]) -> _Programme:
    """Programmes side by side: no row has unknowns of two of them."""
    if len(parts) == 1:
        return parts[0]
    row_at = np.cumsum([0, *(len(p.right) for p in parts)])
    column_at = np.cumsum([0, *(len(p.cost) for p in parts)])
    return _Programme(
        np.concatenate([p.cost for p in parts]),
        np.concatenate([p.rows + at for p, at in zip(parts, row_at[:-1], strict=True)]),
        np.concatenate([p.columns + at for p, at in zip(parts, column_at[:-1], strict=True)]),
        np.concatenate([p.values for p in parts]),
        np.concatenate([p.right for p in parts]),
        np.concatenate([p.low for p in parts]),
        np.concatenate([p.high for p in parts]),
    )


def _parted(
    parts: Sequence[_Programme], point: Floats, multipliers: Floats
) -> Iterator[tuple[Floats, Floats]]:
    points = np.split(point, np.cumsum([len(p.cost) for p in parts])[:-1])
    rows = np.split(multipliers, np.cumsum([len(p.right) for p in parts])[:-1])
    return zip(points, rows, strict=True)


def _run(programme: _Programme) -> tuple[Floats, Floats] | None:
    shape = (len(programme.right), len(programme.cost))
    matrix = coo_array((programme.values, (programme.rows, programme.columns)), shape=shape)
    bounds = np.column_stack([programme.low, programme.high])
    answer = linprog(  # type: ignore[call-overload] # the stubs know no sparse matrices
        programme.cost, A_eq=matrix.tocsr(), b_eq=programme.right, bounds=bounds, method="highs-ds"
    )
    return (answer.x, answer.eqlin.marginals) if answer.status == 0 else None
