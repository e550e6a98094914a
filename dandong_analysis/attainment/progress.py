"""The attainment of every target at a date: done, expected, grade and margins, as a frame."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from dandong_analysis.attainment.cells import Cell, Grid
from dandong_analysis.attainment.counting import Tally
from dandong_analysis.attainment.frames import ATTAINMENT_COLUMNS, address_of, make_frame
from dandong_analysis.attainment.grading import Graded, Standing, grade
from dandong_analysis.attainment.kinds import ASSESSED, Progress, Question, path_share, progress_of
from dandong_analysis.attainment.settings import Grade
from dandong_analysis.attainment.targets import ADDITIVE
from dandong_analysis.attainment.works import Context

# Binding targets are judged first.
_ATTRIBUTES = ("binding", "anticipated")
# A pace has a meaning only for what is done piece by piece.
_PACED = ("period", "plan")


def evaluate_progress(
    grid: Grid, tallies: Mapping[str, Tally], context: Context
) -> tuple[pd.DataFrame, list[Question]]:
    """One row a cell, binding targets first, then as in the plan.

    Returns
    -------
    tuple
        The frame (columns :data:`~.frames.ATTAINMENT_COLUMNS`) and the question of each row.

    Notes
    -----
    ``time_progress`` is elapsed days over all days of the period, the first and the last
    included; ``path_progress`` the share that the plan's own periods put before the date.
    ``expected_*`` is target × progress, ``ratio_*`` done ÷ expected (the schedule ratio).
    ``pace_per_year`` and ``needed_per_year`` count calendar years, a day being one part of the
    days of its year.
    """
    questions = [Question(c, grid, tallies, context) for c in grid.cells.values()]
    questions.sort(key=lambda q: _rank(q.cell))
    return make_frame((_row(q) for q in questions), ATTAINMENT_COLUMNS), questions


def _rank(cell: Cell) -> int:
    attribute = cell.printed.attribute if cell.printed else ""
    return _ATTRIBUTES.index(attribute) if attribute in _ATTRIBUTES else len(_ATTRIBUTES)


def _row(question: Question) -> dict[str, object]:
    made = _due_only(progress_of(question), question)
    return {
        **_target_columns(question), **_time_columns(question),
        **_progress_columns(made), **_grade_columns(made, question),
        **_pace_columns(made, question),
    }  # fmt: skip


def _due_only(made: Progress, question: Question) -> Progress:
    """``nothing_due`` where nothing was expected yet and the target is not met either."""
    expected = made.expected_path if _uses_path(question) else made.expected
    if made.status == ASSESSED and _graded(made, expected, question).grade is None:
        return replace(made, status="nothing_due")
    return made


def _uses_path(question: Question) -> bool:
    return question.context.definitions.schedule == "path"


def _target_columns(question: Question) -> dict[str, object]:
    cell, model = question.cell, question.cell.model
    indicator, region, liability, period = cell.key
    printed = cell.printed
    own = {
        **address_of(printed.address), "target_id": printed.id,
        "restated_ids": "、".join(cell.restated) or None,
        "target_kind": printed.attribute or None, "printed_target": printed.printed or None,
        "section": printed.section or None,
    } if printed else {}  # fmt: skip
    return {
        "indicator_id": indicator, "region": region, "liability": liability, "period": period,
        "indicator_name": model.name, "indicator_name_en": model.name_en or None,
        "indicator_kind": model.kind,
        "measure": question.measure.code,
        "unit": "year" if model.kind == "sign" else question.measure.unit,
        "target_origin": cell.origin, "is_dated": _is_dated(question), **own,
    }  # fmt: skip


def _is_dated(question: Question) -> bool:
    """Whether the rows say when; if not, the state delivered stands for every date."""
    settings, measure = question.context.settings, question.measure
    top = settings.measures[measure.numerator] if measure.is_rate else measure
    return settings.sources[top.source].is_dated


def _time_columns(question: Question) -> dict[str, object]:
    span, as_of = question.span, question.context.as_of
    return {
        "as_of": as_of, "start": span.start, "end": span.end, "is_over": question.is_over,
        "days_elapsed": span.elapsed(as_of), "days_total": span.days,
        "time_progress": span.progress(as_of), "path_progress": path_share(question),
    }  # fmt: skip


def _progress_columns(made: Progress) -> dict[str, object]:
    return {
        "status": made.status, "done": made.done, "target": made.target,
        "attainment": _ratio(made.done, made.target) if made.status == ASSESSED else None,
        "numerator": made.numerator or None, "numerator_value": made.numerator_value,
        "denominator": made.denominator or None, "denominator_value": made.denominator_value,
        "reached_on": made.reached_on, "n_counted": len(made.entries),
        "evidence_ids": "、".join(sorted(e.id for e in made.entries)) or None,
    }  # fmt: skip


def _ratio(value: Decimal | Fraction | None, of: Decimal | Fraction | None) -> Fraction | None:
    return Fraction(value) / Fraction(of) if value is not None and of else None


def _grade_columns(made: Progress, question: Question) -> dict[str, object]:
    """Grades against both schedules; the margins are those of the schedule chosen."""
    if made.status != ASSESSED:
        return {}
    linear, path = (
        _graded(made, made.expected, question),
        _graded(made, made.expected_path, question),
    )
    chosen = path if _uses_path(question) else linear
    columns = {
        "expected_linear": made.expected, "ratio_linear": _ratio(made.done, made.expected),
        "expected_path": made.expected_path, "ratio_path": _ratio(made.done, made.expected_path),
        "grade_linear": _code(linear.grade), "grade_path": _code(path.grade),
        "grade": _code(chosen.grade),
    }  # fmt: skip
    has_margin = made.margin_unit in question.context.settings.resolution
    margins = {
        "margin_unit": made.margin_unit, "next_grade": _code(chosen.next_grade),
        "ratio_to_next": chosen.ratio_to_next, "amount_to_next": chosen.amount_to_next,
        "lower_grade": _code(chosen.lower_grade), "amount_to_lower": chosen.amount_to_lower,
    }  # fmt: skip
    return {**columns, **(margins if has_margin else {})}


def _graded(made: Progress, expected: Fraction | None, question: Question) -> Graded:
    settings = question.context.settings
    standing = Standing(
        Fraction(made.done or 0) * made.scale, Fraction(made.target or 0) * made.scale,
        (expected or Fraction(0)) * made.scale, question.is_over,
        Fraction(made.done_early or 0) * made.scale,
    )  # fmt: skip
    return grade(standing, settings.grades, step=settings.step(made.margin_unit))


def _code(found: Grade | None) -> str | None:
    return found.code if found else None


def _pace_columns(made: Progress, question: Question) -> dict[str, object]:
    """What remains, and the pace so far and from now on; only where it has a meaning."""
    if made.done is None or made.target is None or question.cell.model.kind == "sign":
        return {}
    gap = Fraction(made.target) - Fraction(made.done)
    columns: dict[str, object] = {
        "remaining": max(gap, Fraction(0)), "surplus": max(-gap, Fraction(0))
    }  # fmt: skip
    if question.cell.model.kind in ADDITIVE and question.measure.basis in _PACED:
        columns |= dict(_paces(Fraction(made.done), max(gap, Fraction(0)), question))
    return columns


def _paces(
    done: Fraction, remaining: Fraction, question: Question
) -> Iterator[tuple[str, Fraction | None]]:
    span, as_of = question.span, question.context.as_of
    passed, left = span.years_elapsed(as_of), span.years_left(as_of)
    yield "pace_per_year", done / passed if passed else None
    yield "years_left", left
    yield "needed_per_year", remaining / left if left else (None if remaining else Fraction(0))
