"""What is done of a target at a date, by the kind of its indicator.

Cumulative amounts and counts are added up over the period; a rate is the ratio of two
measures; a sign must be positive in each year that is over; a milestone is reached or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from dandong_analysis.attainment.cells import Cell, Grid
from dandong_analysis.attainment.counting import NEVER, Entry, Tally, total, window
from dandong_analysis.attainment.schedule import Span, path_progress
from dandong_analysis.attainment.settings import Measure
from dandong_analysis.attainment.targets import GIVEN
from dandong_analysis.attainment.works import Context

ASSESSED = "assessed"
# What a rate or a year-by-year sign cannot tell: whether it was reached before the last day.
_NOT_EARLY = Fraction(-1)


@dataclass(frozen=True)
class Progress:
    """What is done of one cell.

    ``done`` and ``target`` are in the unit of the measure. ``scale`` turns them into the unit in
    which margins are told (``margin_unit``): of a rate that is the unit of its numerator.
    ``expected`` is None where nothing can be expected before the end.
    """

    status: str
    done: Decimal | Fraction | None = None
    target: Decimal | None = None
    done_early: Decimal | Fraction | None = None
    expected: Fraction | None = None
    expected_path: Fraction | None = None
    numerator: str = ""
    numerator_value: Decimal | None = None
    denominator: str = ""
    denominator_value: Decimal | None = None
    scale: Fraction = Fraction(1)
    margin_unit: str = ""
    reached_on: date | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Question:
    """One cell with everything that its answer is looked up in."""

    cell: Cell
    grid: Grid
    tallies: Mapping[str, Tally]
    context: Context

    @property
    def measure(self) -> Measure:
        """The measure of the target, or the variant that the reading of the plan puts for it."""
        code = self.cell.model.measure
        return self.context.settings.measures[self.context.definitions.rates.get(code, code)]

    @property
    def span(self) -> Span:
        return self.context.plan.span_of(self.cell.key[3])

    @property
    def is_over(self) -> bool:
        return self.span.is_over(self.context.as_of)

    def entries(self, measure: Measure) -> list[Entry]:
        """Rows that count for the cell, or for the printed cells that it was summed from."""
        tally, leaves = self.tallies[measure.code], self.cell.leaves
        spans = [
            window(measure, self.context.plan.span_of(leaf[3]), self.context) for leaf in leaves
        ]
        return [e for e in tally.within(leaves, spans) if self._is_meant(e, measure)]

    def _is_meant(self, entry: Entry, measure: Measure) -> bool:
        """A report counts only for the target that it names."""
        source = self.context.settings.sources[measure.source]
        return not source.target or entry.target in self.target_ids

    @property
    def target_ids(self) -> set[str]:
        cells = [self.grid.cells[leaf] for leaf in self.cell.leaves if leaf in self.grid.cells]
        return {i for c in cells if c.printed for i in (c.printed.id, *c.restated)}


def progress_of(question: Question) -> Progress:
    """What is done of a cell at the date; ``status`` says why nothing can be said."""
    reason = _obstacle(question)
    if not is_delivered(question):
        return Progress(reason, target=question.cell.value)
    kinds = {"rate": _rate, "sign": _sign, "milestone": _milestone}
    made = kinds.get(question.cell.model.kind, _amount)(question)
    if not reason:
        return made
    return Progress(
        reason, made.done, made.target, entries=made.entries, numerator=made.numerator,
        numerator_value=made.numerator_value, denominator=made.denominator,
        denominator_value=made.denominator_value,
    )  # fmt: skip


def is_delivered(question: Question) -> bool:
    """Whether the tables that a cell is counted from were delivered."""
    measure = question.measure
    terms = (measure.numerator, measure.denominator) if measure.is_rate else (measure.code,)
    return all(question.tallies[t].delivered for t in terms)


def _obstacle(question: Question) -> str:
    """What keeps a cell from being assessed, whatever was done; the target comes first."""
    if question.cell.status != GIVEN:
        return question.cell.status
    if not is_delivered(question):
        return "not_delivered"
    if question.context.as_of < question.span.start:
        return "not_started"
    return "not_reported" if _is_unreported(question, question.measure) else ""


def _is_unreported(question: Question, measure: Measure) -> bool:
    """Whether nobody has reported on a target that only reports can show."""
    if measure.is_rate or not question.context.settings.sources[measure.source].target:
        return False
    return not any(e.target in question.target_ids for e in question.tallies[measure.code].entries)


def _amount(question: Question) -> Progress:
    cell, measure, context = question.cell, question.measure, question.context
    entries = question.entries(measure)
    done, target = total(entries), cell.value
    time = question.span.progress(context.as_of)
    share = path_share(question)
    return Progress(
        ASSESSED, done, target, done_early(entries, question),
        _due(target, time, cell), None if share is None else _due(target, share, cell),
        measure.code, done, "target", target, margin_unit=measure.unit,
        reached_on=reached_on(entries, target), entries=tuple(entries),
    )  # fmt: skip


def _due(target: Decimal | None, share: Fraction, cell: Cell) -> Fraction | None:
    """What was to be done by now; of a count only whole pieces."""
    if target is None:
        return None
    due = Fraction(target) * share
    return Fraction(floor(due)) if cell.model.kind == "count" else due


def path_share(question: Question) -> Fraction | None:
    """Share of the target that the plan's own periods put before the date.

    Within a single period, and where the periods have no targets of their own, linear time.
    """
    plan, as_of = question.context.plan, question.context.as_of
    parts = question.grid.periods_of(question.cell, plan)
    if not parts or not all(p.is_known for p in parts):
        return question.span.progress(as_of)
    known = [(plan.span_of(p.key[3]), p.value) for p in parts if p.value is not None]
    return path_progress(known, as_of)


def done_early(entries: Sequence[Entry], question: Question) -> Decimal:
    """What was done before the last day; while that has not come, all that was done."""
    if not question.is_over:
        return total(entries)
    return total([e for e in entries if e.day is not None and e.day < question.span.end])


def reached_on(entries: Iterable[Entry], target: Decimal | None) -> date | None:
    """The day on which the target was reached; None when it was not, or no day is known."""
    if target is None:
        return None
    so_far = Fraction(0)
    dated = [(e.day, e.amount) for e in entries if e.day is not None]
    for day, amount in sorted(dated):
        so_far += Fraction(amount)
        if so_far >= target:
            return day
    return None


def _rate(question: Question) -> Progress:
    measures, measure = question.context.settings.measures, question.measure
    top, bottom = measures[measure.numerator], measures[measure.denominator]
    target = question.cell.value
    if window(top, question.span, question.context) == NEVER:
        return Progress("no_whole_year", target=target)
    entries = question.entries(top)
    terms = Progress(
        "denominator_zero", None, target, numerator=top.code, numerator_value=total(entries),
        denominator=bottom.code, denominator_value=total(question.entries(bottom)),
        margin_unit=top.unit, entries=tuple(entries),
    )  # fmt: skip
    return _rated(terms, question) if terms.denominator_value else terms


def _rated(terms: Progress, question: Question) -> Progress:
    numerator, denominator = (
        Fraction(v or 0) for v in (terms.numerator_value, terms.denominator_value)
    )
    value, target = 100 * numerator / denominator, question.cell.value
    expected = _expected_rate(question, target)
    graded = expected is not None or (target is not None and value >= target)
    return replace(
        terms, status=ASSESSED if graded else "baseline_missing", done=value,
        done_early=_NOT_EARLY if question.is_over else value,
        expected=expected, expected_path=expected, scale=denominator / 100,
    )  # fmt: skip


def _expected_rate(question: Question, target: Decimal | None) -> Fraction | None:
    """A rate is due at the end of its period; before that only a baseline gives its path."""
    if target is None:
        return None
    if question.is_over:
        return Fraction(target)
    baseline = question.cell.model.baseline
    if baseline is None:
        return None
    start, time = Fraction(baseline), question.span.progress(question.context.as_of)
    return start + (Fraction(target) - start) * time


def _sign(question: Question) -> Progress:
    """Years that are over, and those of them with more than nothing."""
    measure = question.measure
    entries = question.entries(measure)
    due = [p for p in question.span.yearly_parts() if p.end <= question.context.as_of]
    met = [p for p in due if total([e for e in entries if e.day and e.day in p]) > 0]
    if not due:
        return Progress("nothing_due", entries=tuple(entries))
    target, done = Decimal(len(due)), Decimal(len(met))
    return Progress(
        ASSESSED, done, target, _NOT_EARLY, Fraction(target), Fraction(target),
        "years_positive", done, "years_over", target, margin_unit="year", entries=tuple(entries),
    )  # fmt: skip


def _milestone(question: Question) -> Progress:
    """Reached when a report in time says so; a late report shows that it was missed."""
    entries = question.entries(question.measure)
    target, done = Decimal(1), Decimal(min(len(entries), 1))
    early = min(done_early(entries, question), target)
    expected = Fraction(1 if question.is_over else 0)
    return Progress(
        ASSESSED, done, target, early, expected, expected, "reports", done, "target", target,
        margin_unit=question.measure.unit, reached_on=reached_on(entries, target),
        entries=tuple(entries),
    )  # fmt: skip
