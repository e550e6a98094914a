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

from dandong_analysis.attainment.cells import PERIOD, Cell, Key
from dandong_analysis.attainment.counting import NEVER, Tally, total, window
from dandong_analysis.attainment.damage import damaged_land
from dandong_analysis.attainment.frames import RATE_COLUMNS, Tables, make_frame, text
from dandong_analysis.attainment.kinds import Question
from dandong_analysis.attainment.settings import Measure
from dandong_analysis.attainment.works import Context
from dandong_analysis.study import WHOLE
from dandong_analysis.units import exact_sum

TREATMENT = "treatment"
"""Name of the rates of treated area; the other rates have the code of their measure."""

_Term = tuple[str, Decimal | None, str]


@dataclass(frozen=True)
class Damage:
    """Damaged land when the plan began, by mine, and the mines whose land is not known in full."""

    land: Mapping[str, Decimal]
    unknown: AbstractSet[str]
    context: Context

    def of(self, region: str, liability: str, *, with_open: bool) -> tuple[Decimal, bool]:
        """Area of the mines of a region and liable party, and whether all of them are known.

        ``with_open`` puts mines in a state that the plan leaves open on government's side.
        """
        mines = [m for m in self.context.mines if self._is_meant(m, region, liability, with_open)]
        area = exact_sum(self.land[m] for m in mines if m in self.land)
        return area, all(m in self.land and m not in self.unknown for m in mines)

    def _is_meant(self, mine: str, region: str, liability: str, with_open: bool) -> bool:
        row, settings = self.context.mines[mine], self.context.settings
        state = text(row.get("production_status"))
        is_open = state in settings.open_states
        party = "government" if is_open and with_open else settings.duty_of(state)
        return region in (WHOLE, text(row.get("county"))) and liability in (WHOLE, party)


def rate_frame(
    questions: Sequence[Question],
    tables: Tables,
    tallies: Mapping[str, Tally],
    context: Context,
    *,
    incomplete: AbstractSet[str] = frozenset(),
) -> pd.DataFrame:
    """All rates: of treated area by cell, and the declared rates with their variants by county.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`~.frames.RATE_COLUMNS`. Of treated area, ``numerator`` is ``target`` or
        ``done`` of the cell; ``denominator`` is ``target``, ``plan_target`` (of the whole plan),
        ``damaged_land`` or ``damaged_land_with_open`` (with the mines that the plan leaves
        open). ``reading`` is ``plan`` for the share of its own target that the plan prints as
        a rate, ``chosen`` for the variant in use, else ``alternative``. ``status`` says why
        there is no value, or ``denominator_incomplete`` where land of some mine is unknown.
    """
    land = damaged_land(tables, context)
    damage = Damage(land, incomplete, context)
    treated = [q for q in questions if q.cell.key[0] == context.settings.county_targets.indicator]
    plan_targets = {q.cell.key: q.cell for q in treated if q.cell.key[PERIOD] == WHOLE}
    rows = [r for q in treated for r in _treatment_rates(q, plan_targets, damage)]
    declared = [q for q in questions if q.cell.model.kind == "rate"]
    rows += [r for q in declared for r in _declared_rates(q, tallies)]
    return make_frame(rows, RATE_COLUMNS)


def _treatment_rates(
    question: Question, plan_targets: Mapping[Key, Cell], damage: Damage
) -> Iterator[dict[str, object]]:
    indicator, region, liability, _ = key = question.cell.key
    if not question.tallies[question.measure.code].delivered:
        return
    whole = plan_targets.get((indicator, region, liability, WHOLE))
    done = total(question.entries(question.measure))
    target, plan_target = question.cell.value, whole.value if whole else None
    land = [
        (name, *damage.of(region, liability, with_open=with_open))
        for name, with_open in (("damaged_land", False), ("damaged_land_with_open", True))
    ]
    denominators: list[_Term] = [
        ("target", target, ""), ("plan_target", plan_target, ""),
        *((name, area, "" if known else "denominator_incomplete") for name, area, known in land),
    ]  # fmt: skip
    for numerator, value in (("target", target), ("done", done)):
        for denominator in denominators:
            if numerator != denominator[0]:
                is_plans = (numerator, denominator[0]) == ("target", "plan_target")
                yield _rate(TREATMENT, key, (numerator, value, ""), denominator,
                            question.measure.unit, "plan" if is_plans else "alternative")  # fmt: skip


def _declared_rates(
    question: Question, tallies: Mapping[str, Tally]
) -> Iterator[dict[str, object]]:
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


def _term(measure: Measure, key: Key, question: Question, tallies: Mapping[str, Tally]) -> _Term:
    span = window(measure, question.span, question.context)
    tally = tallies[measure.code]
    if not tally.delivered or span == NEVER:
        return measure.code, None, "not_delivered" if not tally.delivered else "no_whole_year"
    return measure.code, total(tally.within([key], [span])), ""


def _rate(
    name: str, key: Key, top: _Term, bottom: _Term, unit: str, reading: str
) -> dict[str, object]:
    reason = top[2] or bottom[2]
    if not bottom[1]:
        reason = reason or ("denominator_blank" if bottom[1] is None else "denominator_zero")
    elif top[1] is None:
        reason = reason or "numerator_blank"
    value = (
        100 * Fraction(top[1]) / Fraction(bottom[1]) if top[1] is not None and bottom[1] else None
    )
    return {
        "rate": name, "indicator_id": key[0], "region": key[1], "liability": key[2],
        "period": key[3], "numerator": top[0], "numerator_value": top[1],
        "denominator": bottom[0], "denominator_value": bottom[1], "unit": unit, "value": value,
        "reading": reading, "status": reason or "computed",
    }  # fmt: skip
