"""The numbers of a block as linear equations between bounded unknowns, all exact.

An unknown is the deviation of a true value from its print. Figures that print the same number
again share one unknown, whose weight is how often it is printed. An inequality becomes an
equation with one more unknown for what is left over. Everything is scaled to integers, so that
checks are fast and exact; a fraction appears only where a solution needs one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Number = int | Fraction
Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]


@dataclass(frozen=True)
class Unknown:
    """A column: a figure with its restatements, or (``figures`` empty) what an inequality leaves.

    A bound that is None is no limit. ``half_width`` is that of a printed interval, nothing for a
    plain number; ``step`` one last digit. ``owner`` is the column whose figure, once doubted,
    frees this one from its bounds. ``is_counted``: other values lie whole steps away.
    """

    figures: tuple[str, ...]
    low: Number | None
    high: Number | None
    step: Number = 0
    half_width: Number = 0
    owner: int | None = None
    is_counted: bool = False


@dataclass(frozen=True)
class Ratio:
    """The figure in ``column`` prints the quotient of those in ``above`` and ``below``."""

    column: int
    above: int
    below: int


@dataclass(frozen=True)
class Image:
    """A system in floating-point numbers: unknowns in last digits, rows of ordinary size.

    Entry ``k`` of the matrix is ``values[k]`` in row ``rows[k]`` and column ``columns[k]``.
    """

    rows: Indexes
    columns: Indexes
    values: Floats
    right: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class System:
    """``sum(row[j] * x[j]) == right`` for each row, each ``x[j]`` within its bounds.

    ``keys`` names the relation of each row. Columns that are figures come first: the true value
    of the one in column ``j`` is ``centres[j] + x[j] / scale``, in the unit in which its
    quantity is held. A ratio is tied to its terms by inequalities, and
    named in ``ratios`` besides.
    """

    unknowns: tuple[Unknown, ...]
    rows: tuple[Mapping[int, Number], ...]
    right: tuple[Number, ...]
    keys: tuple[str, ...]
    centres: tuple[Fraction, ...]
    scale: int = 1
    ratios: tuple[Ratio, ...] = ()

    @property
    def figures(self) -> range:
        """The columns that are figures."""
        return range(len(self.centres))

    @cached_property
    def column_of(self) -> dict[str, int]:
        """The column of each figure's id."""
        return {name: j for j in self.figures for name in self.unknowns[j].figures}

    @cached_property
    def columns(self) -> tuple[Mapping[int, Number], ...]:
        """The coefficients of each unknown, by row."""
        found: list[dict[int, Number]] = [{} for _ in self.unknowns]
        for i, row in enumerate(self.rows):
            for j, value in row.items():
                found[j][i] = value
        return tuple(found)

    @cached_property
    def row_sizes(self) -> Floats:
        """The largest change of each row when one figure moves by one last digit."""
        sizes = [
            max((abs(float(v * self.unknowns[j].step)) for j, v in row.items()), default=0.0)
            for row in self.rows
        ]
        return np.array([size or 1.0 for size in sizes])

    @cached_property
    def units(self) -> Floats:
        """The size in which floating-point programmes measure each unknown: a last digit."""
        own = [float(u.step) for u in self.unknowns]
        left_over = [self.row_sizes[next(iter(self.columns[j]))]
                     for j in range(len(self.centres), len(own))]  # fmt: skip
        return np.array([*own[: len(self.centres)], *left_over])

    @cached_property
    def image(self) -> Image:
        """The system as the solver takes it."""
        entries = [(i, j) for i, row in enumerate(self.rows) for j in row]
        rows, columns = np.array(entries, dtype=np.intp).reshape(-1, 2).T
        values = np.array([float(v) for row in self.rows for v in row.values()])
        low = [-np.inf if u.low is None else float(u.low) for u in self.unknowns]
        high = [np.inf if u.high is None else float(u.high) for u in self.unknowns]
        return Image(
            rows, columns, values * self.units[columns] / self.row_sizes[rows],
            np.array([float(r) for r in self.right]) / self.row_sizes,
            np.array(low) / self.units, np.array(high) / self.units,
        )  # fmt: skip

    def released(self, doubted: Iterable[int]) -> "System":
        """The same without the bounds of the doubted figures."""
        free = set(doubted)
        unknowns = [
            replace(u, low=None, high=None) if u.owner in free else u for u in self.unknowns
        ]
        return replace(self, unknowns=tuple(unknowns))

    def value(self, column: int, deviation: Number) -> Fraction:
        """The true value of a figure that deviates so from its print, in held units."""
        return self.centres[column] + Fraction(deviation) / self.scale
