"""The same work as several rates: every ratio with the names and values of both terms.

A plan may call the near-term part of its own target a treatment rate; against damaged land the
same area is a much smaller share. Both stand side by side here, with whatever else the words
of the plan allow as a denominator.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from dandong_analysis.attainment.amounts import parts_of
from dandong_analysis.attainment.cells import PERIOD, Cell
from dandong_analysis.attainment.counting import NEVER, Tally, total, window
from dandong_analysis.attainment.damage import damage_parts
from dandong_analysis.attainment.frames import RATE_COLUMNS, Tables, make_frame, text
from dandong_analysis.attainment.kinds import Question
from dandong_analysis.attainment.parts import (
    DONE,
    TARGET,
    Amount,
    Key,
    Part,
    amount_code,
    cell_code,
)
from dandong_analysis.attainment.settings import Measure
from dandong_analysis.attainment.works import Context
from dandong_analysis.study import WHOLE

TREATMENT = "treatment"
"""Name of the rates of treated area; the other rates have the code of their measure."""

LAND, LAND_WITH_OPEN = "damaged_land", "damaged_land_with_open"


@dataclass(frozen=True)
class Term:
    """Numerator or denominator: its value, or the reason why there is none.

    ``code`` is the code of the amount; ``amount`` itself where no cell of the plan has it.
    """

    name: str
    value: Decimal | None
    code: str = ""
    reason: str = ""
    amount: Amount | None = None


@dataclass(frozen=True)
class Rate:
    """One row of the frame of rates, and the amounts that are in no cell of the plan."""

    row: Mapping[str, object]
    amounts: tuple[Amount, ...]


@dataclass(frozen=True)
class Damage:
    """Damaged land when the plan began, by mine, and the mines whose land is not known in full."""

    parts: Mapping[str, Sequence[Part]]
    unknown: AbstractSet[str]
    context: Context

    def of(self, region: str, liability: str, *, with_open: bool) -> tuple[Amount, bool]:
        """Land of the mines of a region and liable party, and whether all of them are known.

        ``with_open`` puts mines in a state that the plan leaves open on government's side.
        """
        mines = [m for m in self.context.mines if self._is_meant(m, region, liability, with_open)]
        name = LAND_WITH_OPEN if with_open else LAND
        land = Amount(
            cell_code((name, region, liability)), "mu",
            tuple(part for m in mines for part in self.parts.get(m, ())),
        )  # fmt: skip
        return land, all(m in self.parts and m not in self.unknown for m in mines)

    def _is_meant(self, mine: str, region: str, liability: str, with_open: bool) -> bool:
        row, settings = self.context.mines[mine], self.context.settings
        state = text(row.get("production_status"))
        is_open = state in settings.open_states
        party = "government" if is_open and with_open else settings.duty_of(state)
        return region in (WHOLE, text(row.get("county"))) and liability in (WHOLE, party)


def plan_rates(
    questions: Sequence[Question],
    tables: Tables,
    tallies: Mapping[str, Tally],
    context: Context,
    *,
    incomplete: AbstractSet[str] = frozenset(),
) -> list[Rate]:
    """All rates: of treated area by cell, and the declared rates with their variants by county.

    Of treated area, ``numerator`` is ``target`` or ``done`` of the cell; ``denominator`` is
    ``target``, ``plan_target`` (of the whole plan), ``damaged_land`` or
    ``damaged_land_with_open`` (with the mines that the plan leaves open). ``reading`` is
    ``plan`` for the share of its own target that the plan prints as a rate, ``chosen`` for the
    variant in use, else ``alternative``. ``status`` says why there is no value, or
    ``denominator_incomplete`` where land of some mine is unknown.
    """
    damage = Damage(damage_parts(tables, context), incomplete, context)
    treated = [q for q in questions if q.cell.key[0] == context.settings.county_targets.indicator]
    plan_targets = {q.cell.key: q.cell for q in treated if q.cell.key[PERIOD] == WHOLE}
    # A rate is told for every county once, also where several of them have a target of it.
    declared = {
        (q.cell.key[0], q.cell.model.measure, q.cell.key[PERIOD]): q
        for q in questions if q.cell.model.kind == "rate"
    }  # fmt: skip
    return [
        *(r for q in treated for r in _treatment_rates(q, plan_targets, damage)),
        *(r for q in declared.values() for r in _declared_rates(q, tallies)),
    ]


def rate_frame(rates: Sequence[Rate]) -> pd.DataFrame:
    """Rates as a frame with the columns :data:`~.frames.RATE_COLUMNS`."""
    return make_frame((r.row for r in rates), RATE_COLUMNS)


def _treatment_rates(
    question: Question, plan_targets: Mapping[Key, Cell], damage: Damage
) -> Iterator[Rate]:
    if not question.tallies[question.measure.code].delivered:
        return
    target, done = _own_terms(question)
    denominators = [target, _plan_target(question, plan_targets), *_land(question, damage)]
    for numerator in (target, done):
        for denominator in denominators:
            if numerator.name != denominator.name:
                is_plans = (numerator.name, denominator.name) == (TARGET, "plan_target")
                yield _rate(TREATMENT, question.cell.key, numerator, denominator,
                            question.measure.unit, "plan" if is_plans else "alternative")  # fmt: skip


def _own_terms(question: Question) -> tuple[Term, Term]:
    """Target and work of a cell."""
    cell, done = question.cell, total(question.entries(question.measure))
    return (
        _target_term(TARGET, cell),
        Term(DONE, done, amount_code(DONE, cell.key)),
    )


def _target_term(name: str, cell: Cell) -> Term:
    """A target; without a value it is no amount, so that it has no code."""
    return Term(name, cell.value, "" if cell.value is None else amount_code(TARGET, cell.key))


def _plan_target(question: Question, plan_targets: Mapping[Key, Cell]) -> Term:
    """The target of the same region and liable party for the whole plan."""
    indicator, region, liability, _ = question.cell.key
    whole = plan_targets.get((indicator, region, liability, WHOLE))
    return Term("plan_target", None) if whole is None else _target_term("plan_target", whole)


def _land(question: Question, damage: Damage) -> Iterator[Term]:
    _, region, liability, _ = question.cell.key
    for with_open in (False, True):
        land, is_known = damage.of(region, liability, with_open=with_open)
        name = land.code.partition("/")[0]
        yield Term(name, land.value, land.code, "" if is_known else "denominator_incomplete", land)


def _declared_rates(question: Question, tallies: Mapping[str, Tally]) -> Iterator[Rate]:
    context, period = question.context, question.cell.key[PERIOD]
    measure = context.settings.measures[question.cell.model.measure]
    chosen = context.definitions.rates.get(measure.code, measure.code)
    for code in (measure.code, *measure.variants):
        variant = context.settings.measures[code]
        terms = [context.settings.measures[c] for c in (variant.numerator, variant.denominator)]
        for region in (WHOLE, *context.plan.counties):
            key: Key = (question.cell.key[0], region, WHOLE, period)
            top, bottom = (_term(m, key, question, tallies) for m in terms)
            reading = "chosen" if code == chosen else "alternative"
            yield _rate(code, key, top, bottom, terms[1].unit, reading)


def _term(measure: Measure, key: Key, question: Question, tallies: Mapping[str, Tally]) -> Term:
    span = window(measure, question.span, question.context)
    tally = tallies[measure.code]
    if not tally.delivered or span == NEVER:
        reason = "not_delivered" if not tally.delivered else "no_whole_year"
        return Term(measure.code, None, reason=reason)
    parts = parts_of(tally.within([key], [span]), measure)
    made = Amount(amount_code(measure.code, key), measure.unit, parts)
    return Term(measure.code, made.value, made.code, amount=made)


def _rate(name: str, key: Key, top: Term, bottom: Term, unit: str, reading: str) -> Rate:
    value = None
    if top.value is not None and bottom.value:
        value = 100 * Fraction(top.value) / Fraction(bottom.value)
    row = {
        "rate": name, "indicator_id": key[0], "region": key[1], "liability": key[2],
        "period": key[3], "numerator": top.name, "numerator_value": top.value,
        "denominator": bottom.name, "denominator_value": bottom.value, "unit": unit,
        "value": value, "reading": reading, "status": _reason(top, bottom) or "computed",
        "numerator_amount": top.code or None, "denominator_amount": bottom.code or None,
    }  # fmt: skip
    return Rate(row, tuple(t.amount for t in (top, bottom) if t.amount))


def _reason(top: Term, bottom: Term) -> str:
    """Why a rate has no value, or one that is not certain."""
    if top.reason or bottom.reason:
        return top.reason or bottom.reason
    if not bottom.value:
        return "denominator_blank" if bottom.value is None else "denominator_zero"
    return "numerator_blank" if top.value is None else ""
