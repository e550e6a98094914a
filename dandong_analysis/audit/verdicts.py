"""The verdict on each relation by itself, with exact numbers.

======================== ================================================================
``exact``                holds at the printed precision
``within_input_rounding`` fails as printed, but unrounded values that print as these can
                         satisfy it; never for counts of things, which are not rounded
``truncated_not_rounded`` the computed value was cut off where it should have been rounded
``inconsistent``         no unrounded values explain it
``incomplete``           cannot be judged; the reason is given
======================== ================================================================

Where a value was cut off, the rounding of its terms may explain the print as well: the verdict
is then ``truncated_not_rounded``, and ``is_explained`` says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from dandong_analysis.audit.figures import Figure
from dandong_analysis.audit.relations import Relation
from dandong_analysis.audit.spans import Span

Verdict = Literal[
    "inconsistent", "incomplete", "truncated_not_rounded", "within_input_rounding", "exact"
]
# The most serious first. What cannot be judged comes before what rounding explains.
SEVERITY: tuple[Verdict, ...] = (
    "inconsistent", "incomplete", "truncated_not_rounded", "within_input_rounding", "exact",
)  # fmt: skip
Reason = Literal[
    "", "absent", "blank", "not_a_number", "unit_unknown", "units_differ", "factor_differs",
    "not_a_ratio", "divided_by_zero",
]  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A relation with its verdict.

    ``computed`` is what the terms come to and ``printed`` what is printed, both in the unit of
    the figure ``unit_of`` (for a part, that of the whole). ``at`` names the figures that the
    ``reason`` of an incomplete relation is about.
    """

    relation: Relation
    verdict: Verdict
    computed: Span | None = None
    printed: Span | None = None
    unit_of: str = ""
    is_explained: bool = False
    reason: Reason = ""
    at: tuple[str, ...] = ()

    @property
    def difference(self) -> Fraction:
        """Printed less computed; the smallest such difference where one is an interval."""
        if self.computed is None or self.printed is None:
            return Fraction(0)
        gap = self.printed - self.computed
        return gap.low if gap.low > 0 else min(gap.high, Fraction(0))


@dataclass(frozen=True)
class _Sides:
    """What is compared: as printed, and with all that rounding leaves open."""

    shown: Span
    possible: Span


def judge(relation: Relation, figures: Mapping[str, Figure]) -> Judged:
    """The verdict on ``relation``."""
    reason, at = _obstacle(relation, figures)
    if reason == "not_a_number" and relation.kind == "same":
        return _same_words(relation, figures, at)
    if reason:
        return Judged(relation, "incomplete", reason=reason, at=at)
    try:
        return _JUDGES[relation.kind](relation, figures)
    except ZeroDivisionError:
        return Judged(relation, "incomplete", reason="divided_by_zero", at=relation.terms)


def _obstacle(relation: Relation, figures: Mapping[str, Figure]) -> tuple[Reason, tuple[str, ...]]:
    """Why the relation cannot be judged, and the figures that stand in the way."""
    names = (relation.figure, *relation.terms)
    absent = tuple(n for n in names if n not in figures)
    if absent:
        return "absent", absent
    here = [figures[n] for n in names]
    tests: tuple[tuple[Reason, Iterable[Figure]], ...] = (
        ("blank", (f for f in here if not f.text)),
        ("not_a_number", (f for f in here if f.printed is None)),
        ("unit_unknown", (f for f in here if f.unit is None and relation.kind != "named")),
    )
    for reason, found in tests:
        if at := tuple(f.id for f in found):
            return reason, at
    return _unit_obstacle(relation, here)


def _unit_obstacle(relation: Relation, here: list[Figure]) -> tuple[Reason, tuple[str, ...]]:
    figure, *terms = here
    quantities = {f.unit.quantity for f in (terms if relation.kind == "pct" else here) if f.unit}
    at = tuple(f.id for f in here)
    if relation.kind == "pct" and figure.unit and figure.unit.quantity != "ratio":
        return "not_a_ratio", (figure.id,)
    if relation.kind == "converted_subset" and len(quantities) == 1:
        agrees = figure.factor == terms[0].factor * relation.number
        return ("", ()) if agrees else ("factor_differs", at)
    needs_one = relation.kind not in ("named", "converted_subset") and _adds(relation)
    return ("units_differ", at) if needs_one and len(quantities) > 1 else ("", ())


def _adds(relation: Relation) -> bool:
    return relation.kind != "eq" or relation.affine() is not None


def _same_words(relation: Relation, figures: Mapping[str, Figure], at: tuple[str, ...]) -> Judged:
    """Words printed twice: equal or not."""
    names = (relation.figure, *relation.terms)
    if len(at) < len(names):
        return Judged(relation, "incomplete", reason="not_a_number", at=at)
    words = {figures[name].text for name in names}
    return Judged(relation, "exact" if len(words) == 1 else "inconsistent", at=at)


def _equality(relation: Relation, figures: Mapping[str, Figure]) -> Judged:
    figure = figures[relation.figure]
    return _compared(relation, figure, _right_side(relation, figures))


def _right_side(relation: Relation, figures: Mapping[str, Figure]) -> _Sides:
    """What the terms of a sum, a restatement or an equation come to, in the printed unit."""
    figure, terms = figures[relation.figure], [figures[n] for n in relation.terms]
    affine = relation.affine()
    if affine is None and relation.expression:
        return _Sides(
            relation.expression.over({f.id: f.shown for f in terms}),
            relation.expression.over({f.id: f.possible for f in terms}),
        )
    weights = affine.weights if affine else {}
    shown = possible = Span.at(affine.constant if affine else 0)
    for term in terms:
        weight = weights[term.id] * term.factor / figure.factor
        shown += term.shown.times(weight)
        possible += term.possible.times(weight)
    return _Sides(shown, possible)


def _ratio(relation: Relation, figures: Mapping[str, Figure]) -> Judged:
    figure = figures[relation.figure]
    above, below = (figures[n] for n in relation.terms)
    scale = above.factor / below.factor / figure.factor
    sides = _Sides(
        (above.shown / below.shown).times(scale), (above.possible / below.possible).times(scale)
    )
    return _compared(relation, figure, sides)


def _compared(relation: Relation, figure: Figure, right: _Sides) -> Judged:
    """The verdict on a figure that should equal ``right``."""
    explained = right.possible.meets(figure.possible)
    verdict: Verdict = "within_input_rounding" if explained else "inconsistent"
    if _prints_as(figure, right.shown, _roundings):
        verdict = "exact"
    elif _prints_as(figure, right.shown, _cut_off):
        verdict = "truncated_not_rounded"
    return Judged(relation, verdict, right.shown, figure.shown, figure.id, explained)


def _prints_as(
    figure: Figure, value: Span, rule: Callable[[Fraction], tuple[Fraction, ...]]
) -> bool:
    """Whether ``value`` brought to the printed precision by ``rule`` is what is printed.

    A count of things is printed as it is.
    """
    if not figure.slack:
        return value == figure.shown
    step = figure.step
    return all(
        end in [n * step for n in rule(computed / step)]
        for computed, end in ((value.low, figure.shown.low), (value.high, figure.shown.high))
    )


def _roundings(value: Fraction) -> tuple[Fraction, ...]:
    """``value`` rounded half to even (GB/T 8170) and half up, the custom of many offices."""
    half_up = floor(abs(value) + Fraction(1, 2))
    return Fraction(round(value)), Fraction(half_up if value >= 0 else -half_up)


def _cut_off(value: Fraction) -> tuple[Fraction, ...]:
    return (Fraction(int(value)),)


def _part(relation: Relation, figures: Mapping[str, Figure]) -> Judged:
    figure, whole = figures[relation.figure], figures[relation.terms[0]]
    same = relation.kind == "subset"
    factor = figure.factor / whole.factor if same else relation.number
    shown, possible = figure.shown.times(factor), figure.possible.times(factor)
    verdict: Verdict = "exact"
    if shown.low > whole.shown.high:
        explained = possible.low <= whole.possible.high
        verdict = "within_input_rounding" if explained else "inconsistent"
    return Judged(relation, verdict, whole.shown, shown, whole.id, verdict != "inconsistent")


def _named(relation: Relation, figures: Mapping[str, Figure]) -> Judged:
    figure, named = figures[relation.figure], Span.at(relation.number)
    verdict: Verdict = "exact" if figure.shown == named else "inconsistent"
    return Judged(relation, verdict, named, figure.shown, figure.id)


_JUDGES: dict[str, Callable[[Relation, Mapping[str, Figure]], Judged]] = {
    "sum": _equality, "same": _equality, "eq": _equality, "pct": _ratio,
    "subset": _part, "converted_subset": _part, "named": _named,
}  # fmt: skip
