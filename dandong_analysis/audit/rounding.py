"""Whether rounding explains a block: feasibility and smallest radius.

Can unrounded values exist that satisfy every relation and print as the block does? How far, in
last digits, must at least one of them lie from its print? Answers are exact and proved, or say
that they are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dandong_analysis.audit.certificates import (
    contradiction,
    exact_point,
    is_solution,
    radius_bound,
)
from dandong_analysis.audit.programmes import Suggestion, least_stretch, least_violation
from dandong_analysis.audit.systems import Number, System

# A stretch below this is taken for none at first.
_NEAR = 1e-6


@dataclass(frozen=True)
class Feasibility:
    """A point that proves a system solvable, or columns that prove that it is not, or neither."""

    point: tuple[Number, ...] | None = None
    conflict: frozenset[int] | None = None

    @property
    def is_feasible(self) -> bool | None:
        """None where neither is proved."""
        if self.point is None and self.conflict is None:
            return None
        return self.point is not None


@dataclass(frozen=True)
class Radius:
    """The smallest uniform radius in last printed digits; at least this when not proved."""

    value: Fraction
    is_proved: bool = True


def feasibility(systems: Sequence[System]) -> list[Feasibility]:
    """Whether each system has a solution within its bounds.

    The least stretch of the bounds is asked first, because the contradictions that it shows are
    the strongest and name few figures; the least violation decides what that leaves open.
    """
    found = [Feasibility(_as_printed(system)) for system in systems]
    for programme in (least_stretch, least_violation):
        asked = [i for i, answer in enumerate(found) if answer.is_feasible is None]
        suggestions = programme([systems[i] for i in asked])
        for i, suggestion in zip(asked, suggestions, strict=True):
            found[i] = _decided(systems[i], suggestion)
    return found


def smallest_radii(systems: Sequence[System]) -> list[Radius | None]:
    """For each system, the smallest number of last digits that all deviations can keep to.

    Counts are treated like measured numbers here; a ratio keeps its printed interval. None
    where the relations contradict each other whatever the figures are.
    """
    found: dict[int, Radius | None] = {
        i: Radius(Fraction(0)) for i, system in enumerate(systems) if _as_printed(system)
    }
    asked = [i for i in range(len(systems)) if i not in found]
    suggestions = least_stretch([_within(systems[i], Fraction(0)) for i in asked])
    for i, suggestion in zip(asked, suggestions, strict=True):
        found[i] = None if suggestion is None else _radius(systems[i], suggestion)
    return [found[i] for i in range(len(systems))]


def _as_printed(system: System) -> tuple[Number, ...] | None:
    """The printed values, when they are a solution."""
    point: list[Number] = [0] * len(system.unknowns)
    for row, right in zip(system.rows, system.right, strict=True):
        for j in row:
            if j not in system.figures:
                point[j] = -right
    return tuple(point) if is_solution(system, point) else None


def _decided(system: System, suggestion: Suggestion | None) -> Feasibility:
    """What the suggestion proves; the likelier answer is tried first, to save time only."""
    if suggestion is None:
        return Feasibility()
    if suggestion.value > _NEAR and (conflict := contradiction(system, suggestion)) is not None:
        return Feasibility(conflict=conflict)
    point = exact_point(system, suggestion)
    if point is not None:
        return Feasibility(point)
    return Feasibility(conflict=contradiction(system, suggestion))


def _radius(system: System, suggestion: Suggestion) -> Radius:
    value = radius_bound(system, suggestion)
    point = exact_point(_within(system, value), suggestion)
    return Radius(value, point is not None)


def _within(system: System, radius: Fraction) -> System:
    """The system with every figure bound to so many last digits around its print."""
    unknowns = list(system.unknowns)
    for j in system.figures:
        reach = unknowns[j].half_width + radius * unknowns[j].step
        unknowns[j] = replace(unknowns[j], low=-reach, high=reach)
    return replace(system, unknowns=tuple(unknowns))
