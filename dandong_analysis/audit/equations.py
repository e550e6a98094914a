"""From relations to the linear equations of a block.

The question decides the bounds: with ``exact``, printed values must add up as they stand, as far
as their printed precisions allow; otherwise each may lie anywhere in its rounding interval.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from dandong_analysis.audit.figures import Figure, Held
from dandong_analysis.audit.relations import Relation
from dandong_analysis.audit.systems import Number, Ratio, System, Unknown

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class _Row:
    """A weighted sum of figures in held units that must lie between two ends; None is no limit."""

    key: str
    weights: Mapping[str, Fraction]
    low: Fraction | None
    high: Fraction | None
    owner: str = ""

    @property
    def is_void(self) -> bool:
        """Whether it says nothing: no figure in it, and zero allowed."""
        low, high = self.low, self.high
        return not self.weights and (low is None or low <= 0) and (high is None or high >= 0)

    @property
    def multiplier(self) -> int:
        """What makes all its coefficients whole."""
        return lcm(*(w.denominator for w in self.weights.values()))


def build_system(
    relations: Sequence[Relation],
    names: Iterable[str],
    figures: Mapping[str, Figure],
    *,
    exact: bool,
) -> System:
    """The equations of ``relations`` between the figures ``names``.

    Parameters
    ----------
    relations
        Relations that can be judged, none with a product of figures.
    names
        The ids of the figures; each becomes an unknown or shares one.
    figures
        Figures by id.
    exact
        Whether the printed values themselves must satisfy the relations.
    """
    groups = _restated(relations, names, figures)
    first = {name: group[0] for group in groups for name in group}
    rows = [
        merged
        for relation in relations
        for row in _rows(relation, figures, exact=exact)
        if not (merged := _merged(row, first)).is_void
    ]
    held = [figures[group[0]].held for group in groups]
    system = _assembled(groups, held, rows, exact=exact)
    ratios = [_ratio(relation, system) for relation in relations if relation.kind == "pct"]
    return replace(system, ratios=tuple(ratios))


def _ratio(relation: Relation, system: System) -> Ratio:
    above, below = relation.terms
    at = system.column_of
    return Ratio(at[relation.figure], at[above], at[below])


def _restated(
    relations: Iterable[Relation], names: Iterable[str], figures: Mapping[str, Figure]
) -> list[tuple[str, ...]]:
    """Figures grouped with those that print the same number again, equally precise."""
    group = {name: [name] for name in names}
    for relation in relations:
        if relation.kind == "same":
            one, other = group[relation.figure], group[relation.terms[0]]
            alike = figures[one[0]].held == figures[other[0]].held
            if alike and one is not other:
                one += other
                group.update(dict.fromkeys(other, one))
    return sorted({tuple(sorted(members)) for members in group.values()})


def _rows(relation: Relation, figures: Mapping[str, Figure], *, exact: bool) -> list[_Row]:
    """The equation or inequalities that one relation states."""
    figure = figures[relation.figure]
    if relation.kind == "pct":
        return _ratio_rows(relation, figure)
    if relation.is_part:
        return [_part_row(relation, figure, figures[relation.terms[0]])]
    affine = relation.affine()
    if affine is None:
        raise ValueError(relation.text)
    weights = {figure.id: _ONE}
    for name, weight in affine.weights.items():
        weights[name] = weights.get(name, _ZERO) - weight
    tolerance = _tolerance(weights, figures) if exact else _ZERO
    constant = affine.constant * figure.factor
    return [_Row(relation.key, weights, constant - tolerance, constant + tolerance)]


def _tolerance(weights: Mapping[str, Fraction], figures: Mapping[str, Figure]) -> Fraction:
    """Half of the coarsest last digit where the printed precisions differ."""
    steps = {abs(w) * figures[n].step * figures[n].factor for n, w in weights.items()}
    return max(steps) / 2 if len(steps) > 1 else _ZERO


def _ratio_rows(relation: Relation, figure: Figure) -> list[_Row]:
    """The numerator lies between the printed ratio's ends times the denominator.

    For a positive denominator this is linear, and equivalent to the ratio being possible.
    """
    above, below = relation.terms
    ends = figure.possible.times(figure.factor)
    return [
        _Row(relation.key, {above: _ONE, below: -ends.low}, _ZERO, None, figure.id),
        _Row(relation.key, {above: _ONE, below: -ends.high}, None, _ZERO, figure.id),
    ]


def _part_row(relation: Relation, figure: Figure, whole: Figure) -> _Row:
    same = relation.kind == "subset"
    factor = 1 / whole.factor if same else relation.number / figure.factor
    return _Row(relation.key, {figure.id: factor, whole.id: -1 / whole.factor}, None, _ZERO)


def _merged(row: _Row, first: Mapping[str, str]) -> _Row:
    """The row with every restated figure replaced by the first that prints the number."""
    weights: dict[str, Fraction] = {}
    for name, weight in row.weights.items():
        weights[first[name]] = weights.get(first[name], _ZERO) + weight
    kept = {name: weight for name, weight in weights.items() if weight}
    return _Row(row.key, kept, row.low, row.high, first.get(row.owner, ""))


def _assembled(
    groups: Sequence[tuple[str, ...]],
    held: Sequence[Held],
    rows: Sequence[_Row],
    *,
    exact: bool,
) -> System:
    scale = _scale(held, rows)
    at = {group[0]: j for j, group in enumerate(groups)}
    unknowns = [
        _figure(group, number, j, scale, exact=exact)
        for j, (group, number) in enumerate(zip(groups, held, strict=True))
    ]
    coefficients: list[dict[int, Number]] = []
    right: list[Number] = []
    for row in rows:
        factor = row.multiplier * scale
        whole: dict[int, Number] = {
            at[name]: int(weight * row.multiplier) for name, weight in row.weights.items()
        }
        there = sum((w * held[at[name]].centre for name, w in row.weights.items()), _ZERO)
        if row.low is not None and row.low == row.high:
            right.append(int((row.low - there) * factor))
        else:
            whole[len(unknowns)] = -1
            right.append(int(-there * factor))
            unknowns.append(Unknown((), _times(row.low, factor), _times(row.high, factor),
                                    owner=at.get(row.owner)))  # fmt: skip
        coefficients.append(whole)
    return System(
        tuple(unknowns), tuple(coefficients), tuple(right), tuple(row.key for row in rows),
        tuple(number.centre for number in held), scale,
    )  # fmt: skip


def _scale(held: Iterable[Held], rows: Iterable[_Row]) -> int:
    """What makes all bounds, printed values and constants whole."""
    numbers = [n for h in held for n in (h.centre, h.half_width, h.step, h.slack)]
    numbers += [end for row in rows for end in (row.low, row.high) if end is not None]
    return lcm(*(n.denominator for n in numbers))


def _figure(
    group: tuple[str, ...], number: Held, column: int, scale: int, *, exact: bool
) -> Unknown:
    reach = int((number.half_width + (_ZERO if exact else number.slack)) * scale)
    return Unknown(
        group, -reach, reach, int(number.step * scale), int(number.half_width * scale), column,
        is_counted=not number.slack,
    )  # fmt: skip


def _times(end: Fraction | None, factor: int) -> int | None:
    return None if end is None else int(end * factor)
