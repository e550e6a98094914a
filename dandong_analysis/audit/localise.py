"""The smallest weighted sets of printed figures that must be wrong: error localisation.

Fellegi and Holt (1976): change as few values as possible so that all relations hold. The implied
relations that fail, which they derive beforehand, come here one at a time from linear
programmes: each proves exactly that the figures behind it cannot all be right. An integer
programme finds the lightest set that touches every such conflict; when doubting that set leaves
a solution it is an answer, else the new conflict joins the others. Answers are excluded, with
whatever contains them, until the next set would weigh more. No large constant stands for "any
value", so no tolerance of the solver can pass for a change.

The weight of a figure is how often it is printed: a number that a document repeats is less likely
to be the slip.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dandong_analysis.audit.intervals import Point, Tight, tight_intervals
from dandong_analysis.audit.rounding import feasibility
from dandong_analysis.audit.systems import System

# Sets reported for one question; when there are more, the result says so.
MOST_SETS = 100
# Conflicts and sets examined for one question.
_MOST_STEPS = 300
_HALF = 0.5
# What the solver answers when no set is left, and not that it failed.
_INFEASIBLE = 2


@dataclass(frozen=True)
class Mend:
    """A set of columns whose doubt leaves a solution, one such solution, and all values."""

    columns: frozenset[int]
    point: Point
    wanted: Mapping[int, Tight] = field(default_factory=dict)


@dataclass(frozen=True)
class Mending:
    """All smallest sets that mend a system, in a stable order.

    ``is_complete`` is False when a limit was hit or a step could not be proved. Complete without
    any set means that no change of figures can mend the relations.
    """

    mends: tuple[Mend, ...]
    weight: int
    is_complete: bool


@dataclass
class _Search:
    """What is known while sets are sought."""

    weights: Sequence[int]
    conflicts: list[frozenset[int]] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)
    least: int = 0
    is_exhausted: bool = False

    def weight_of(self, columns: frozenset[int]) -> int:
        return sum(self.weights[j] for j in columns)

    def next_set(self) -> frozenset[int] | None:
        """The lightest set that touches every conflict and contains no answer; None without one.

        Weights never fall from one set to the next; once there is an answer, only sets as light
        are wanted, whichever comes first.
        """
        if not self.conflicts and not self.mends:
            return frozenset()
        weights = np.array(self.weights, dtype=float)
        answers = [mend.columns for mend in self.mends]
        sets = [*self.conflicts, *answers]
        rows = np.zeros((len(sets) + 1, len(weights)))
        for i, columns in enumerate(sets):
            rows[i, sorted(columns)] = 1
        rows[-1] = weights
        found = milp(
            np.zeros_like(weights) if answers else weights,
            integrality=np.ones(len(weights), dtype=int), bounds=Bounds(0, 1),
            constraints=LinearConstraint(
                rows,
                [*(1.0 for _ in self.conflicts), *(-np.inf for _ in answers), self.least],
                [*(np.inf for _ in self.conflicts), *(len(a) - 1.0 for a in answers),
                 self.least if answers else np.inf],
            ),
            options={"mip_rel_gap": 0},
        )  # fmt: skip
        self.is_exhausted = found.status == _INFEASIBLE
        if found.x is None:
            return None
        chosen = frozenset(np.flatnonzero(found.x > _HALF).tolist())
        self.least = self.weight_of(chosen)
        return chosen


def smallest_sets(system: System, *, most: int = MOST_SETS) -> Mending:
    """The lightest sets of figures whose doubt leaves a solution.

    Parameters
    ----------
    system
        A block's equations; one that has a solution gives the empty set.
    most
        The largest number of sets looked for.
    """
    search = _Search([len(system.unknowns[j].figures) for j in system.figures])
    is_complete = _run(search, system, most)
    mends = sorted(search.mends, key=lambda mend: sorted(mend.columns))
    return Mending(tuple(_with_values(system, mends)), search.least, is_complete)


def _run(search: _Search, system: System, most: int) -> bool:
    """Search to the end, or to a limit; whether nothing was left out."""
    for _ in range(_MOST_STEPS):
        found = search.next_set()
        if found is None:
            return search.is_exhausted
        if len(search.mends) == most or not _learned(search, system, found):
            return False
    return False


def _learned(search: _Search, system: System, columns: frozenset[int]) -> bool:
    """Examine one set: an answer, or conflicts that it does not touch; False without proof.

    Doubting the figures of one conflict as well shows the next, which shares none with it.
    """
    doubted = columns
    while True:
        answer = feasibility([system.released(doubted)])[0]
        if answer.conflict is None:
            break
        conflict = _doubtful(system, answer.conflict)
        search.conflicts.append(conflict)
        if not conflict:
            return True
        doubted |= conflict
    if answer.point is not None and doubted == columns:
        _examine(search, system, Mend(columns, answer.point))
    return answer.point is not None or doubted != columns


def _examine(search: _Search, system: System, mend: Mend) -> None:
    """An answer when its counts can be whole; else something outside the set is wrong too."""
    if _is_whole(system, mend.columns, mend.point):
        search.mends.append(mend)
    else:
        search.conflicts.append(frozenset(system.figures) - mend.columns)


def _is_whole(system: System, columns: frozenset[int], point: Point) -> bool:
    """Whether every count of the set has a whole number among the values that it could have."""
    counts = frozenset(j for j in columns if system.unknowns[j].is_counted)
    if not counts:
        return True
    (found,) = tight_intervals([system.released(columns)], [point], columns=[sorted(counts)])
    ends = [_in_steps(system, j, tight) for j, tight in found.items()]
    return all(
        t.low.value is None or t.high.value is None or t.low.value <= t.high.value for t in ends
    )


def _with_values(system: System, mends: Sequence[Mend]) -> Iterator[Mend]:
    """The sets with what each figure could be when nothing else is wrong."""
    intervals = tight_intervals(
        [system.released(mend.columns) for mend in mends], [mend.point for mend in mends],
        columns=[sorted(mend.columns) for mend in mends],
    )  # fmt: skip
    for mend, found in zip(mends, intervals, strict=True):
        yield replace(mend, wanted={
            j: _in_steps(system, j, t) if system.unknowns[j].is_counted else t
            for j, t in found.items()
        })  # fmt: skip


def _in_steps(system: System, column: int, tight: Tight) -> Tight:
    """The interval drawn in to whole steps from the printed count."""
    step, printed = Fraction(system.unknowns[column].step, system.scale), system.centres[column]
    low, high = tight.low.value, tight.high.value
    first = None if low is None else printed + ceil((low - printed) / step) * step
    last = None if high is None else printed + floor((high - printed) / step) * step
    return Tight(replace(tight.low, value=first), replace(tight.high, value=last))


def _doubtful(system: System, columns: frozenset[int]) -> frozenset[int]:
    """The figures behind the columns of a conflict."""
    owners = {system.unknowns[j].owner for j in columns}
    return frozenset(owner for owner in owners if owner is not None)


@dataclass(frozen=True)
class Slip:
    """One independent error of a set: its columns, and the relations that fail because of it."""

    columns: frozenset[int]
    keys: tuple[str, ...]


def independent_slips(system: System, columns: frozenset[int]) -> list[Slip]:
    """The independent errors that a set of wrong figures amounts to.

    A relation that holds as printed and must go on holding ties the changes of its figures
    together: a subtotal is wrong because its part is. Figures so tied are one error.
    """
    broken = [is_broken(system, i) for i in range(len(system.rows))]
    touched = [_touched(system, i) & columns for i in range(len(system.rows))]
    groups = [frozenset([j]) for j in sorted(columns)]
    for i, together in enumerate(touched):
        if not broken[i] and together:
            joined = [g for g in groups if g & together]
            groups = [g for g in groups if not g & together] + [frozenset().union(*joined)]
    return [
        Slip(group, tuple(sorted({
            system.keys[i] for i, here in enumerate(touched) if broken[i] and here & group
        })))
        for group in sorted(groups, key=sorted)
    ]  # fmt: skip


def is_broken(system: System, row: int) -> bool:
    """Whether the printed values do not satisfy a row."""
    rest = system.right[row]
    left_over = [system.unknowns[j] for j in system.rows[row] if j not in system.figures]
    if not left_over:
        return rest != 0
    low, high = left_over[0].low, left_over[0].high
    return (low is not None and -rest < low) or (high is not None and -rest > high)


def _touched(system: System, row: int) -> frozenset[int]:
    """The figures that a row depends on, the printed ratio among them."""
    return _doubtful(system, frozenset(system.rows[row]))
