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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dandong_analysis.audit.intervals import Tight, tight_intervals
from dandong_analysis.audit.rounding import feasibility
from dandong_analysis.audit.systems import Number, System

# Sets reported for one question; when there are more, the result says so.
MOST_SETS = 100
# Conflicts and sets examined for one question.
_MOST_STEPS = 500
_HALF = 0.5


@dataclass(frozen=True)
class Mend:
    """A set of columns whose doubt leaves a solution, one such solution, and all values."""

    columns: frozenset[int]
    point: tuple[Number, ...]
    wanted: Mapping[int, Tight]

    @property
    def is_possible(self) -> bool:
        """Whether every count has a whole number among its values."""
        ends = [(t.low.value, t.high.value) for t in self.wanted.values()]
        return all(low is None or high is None or low <= high for low, high in ends)


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

    def weight_of(self, columns: frozenset[int]) -> int:
        return sum(self.weights[j] for j in columns)

    @property
    def lightest(self) -> int:
        return self.weight_of(self.mends[0].columns) if self.mends else 0

    def next_set(self) -> frozenset[int] | None:
        """The lightest set that touches every conflict and contains no answer."""
        if not self.conflicts and not self.mends:
            return frozenset()
        answers = [mend.columns for mend in self.mends]
        sets = [*self.conflicts, *answers]
        touched = np.zeros((len(sets), len(self.weights)))
        for i, columns in enumerate(sets):
            touched[i, sorted(columns)] = 1
        least = [1.0] * len(self.conflicts) + [-np.inf] * len(answers)
        most = [np.inf] * len(self.conflicts) + [len(a) - 1.0 for a in answers]
        found = milp(
            np.array(self.weights, dtype=float), integrality=np.ones(len(self.weights), dtype=int),
            bounds=Bounds(0, 1), constraints=LinearConstraint(touched, least, most),
            options={"mip_rel_gap": 0},
        )  # fmt: skip
        return None if found.x is None else frozenset(np.flatnonzero(found.x > _HALF).tolist())


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
    return Mending(tuple(mends), search.lightest, is_complete)


def _run(search: _Search, system: System, most: int) -> bool:
    """Search to the end, or to a limit; whether nothing was left out."""
    for _ in range(_MOST_STEPS):
        found = search.next_set()
        if found is None or (search.mends and search.weight_of(found) > search.lightest):
            return True
        if len(search.mends) == most or not _learned(search, system, found):
            return False
    return False


def _learned(search: _Search, system: System, columns: frozenset[int]) -> bool:
    """Examine one set: an answer, or a conflict that it does not touch; False without proof."""
    answer = feasibility([system.released(columns)])[0]
    if answer.conflict is not None:
        search.conflicts.append(_doubtful(system, answer.conflict))
    elif answer.point is not None:
        mend = Mend(columns, answer.point, wanted_values(system, columns, answer.point))
        if mend.is_possible:
            search.mends.append(mend)
        else:
            # Less than this set cannot do either: something outside it is wrong.
            search.conflicts.append(frozenset(system.figures) - columns)
    return answer.is_feasible is not None


def wanted_values(
    system: System, columns: frozenset[int], point: tuple[Number, ...]
) -> dict[int, Tight]:
    """What each doubted figure can be when nothing else is wrong; counts in whole steps."""
    (found,) = tight_intervals([system.released(columns)], [point], columns=[sorted(columns)])
    return {j: _in_steps(system, j, t) if system.unknowns[j].is_counted else t
            for j, t in found.items()}  # fmt: skip


def _in_steps(system: System, column: int, tight: Tight) -> Tight:
    """The interval drawn in to whole steps from the printed count."""
    step, printed = Fraction(system.unknowns[column].step, system.scale), system.centres[column]
    low, high = tight.low.value, tight.high.value
    return Tight(
        replace(
            tight.low, value=None if low is None else printed + ceil((low - printed) / step) * step
        ),
        replace(
            tight.high,
            value=None if high is None else printed + floor((high - printed) / step) * step,
        ),
    )


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
