"""The amounts behind an evaluation, each with the delivered rows that add up to it."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from dandong_analysis.attainment.cells import Cell, Grid
from dandong_analysis.attainment.counting import NEVER, Entry, Tally, window
from dandong_analysis.attainment.frames import (
    AMOUNT_COLUMNS,
    AMOUNT_ROW_COLUMNS,
    Row,
    address_of,
    make_frame,
    text,
)
from dandong_analysis.attainment.kinds import Question, is_delivered
from dandong_analysis.attainment.parts import (
    DONE,
    TARGET,
    Amount,
    Part,
    amount_code,
    joined,
    year_code,
)
from dandong_analysis.attainment.series import series_groups, series_years
from dandong_analysis.attainment.settings import Measure
from dandong_analysis.attainment.works import Context
from dandong_analysis.units import decimals_of


def question_amounts(questions: Iterable[Question]) -> Iterator[Amount]:
    """Target and work done of each cell; of a rate, its two terms."""
    for question in questions:
        yield from _target(question)
        if is_delivered(question):
            yield from _work(question)


def _target(question: Question) -> Iterator[Amount]:
    """The printed targets that make up the target of a cell, where it is a number."""
    cell = question.cell
    if cell.value is None:
        return
    parts = _printed(cell, question.grid)
    yield Amount(amount_code(TARGET, cell.key), question.measure.unit, parts)


def _printed(cell: Cell, grid: Grid) -> tuple[Part, ...]:
    """The printed targets that a target is, or is summed from."""
    leaves = [grid.cells[leaf].printed for leaf in cell.leaves]
    return tuple(
        Part(t.address, text(t.address.get("table")), _target_column(t.address), None, t.value)
        for t in leaves if t is not None and t.value is not None
    )  # fmt: skip


def _target_column(address: Row) -> str:
    return "target_area_mu" if address.get("table") == "targets" else "printed_target"


def _work(question: Question) -> Iterator[Amount]:
    measure, measures = question.measure, question.context.settings.measures
    if not measure.is_rate:
        parts = parts_of(question.entries(measure), measure)
        yield Amount(amount_code(DONE, question.cell.key), measure.unit, parts)
        return
    for term in (measures[measure.numerator], measures[measure.denominator]):
        if window(term, question.span, question.context) != NEVER:
            parts = parts_of(question.entries(term), term)
            yield Amount(amount_code(term.code, question.cell.key), term.unit, parts)


def parts_of(entries: Iterable[Entry], measure: Measure) -> tuple[Part, ...]:
    """The entries of a measure as parts of an amount."""
    return tuple(Part(e.row, measure.source, measure.column, e.day, e.amount) for e in entries)


def series_amounts(grid: Grid, tallies: Mapping[str, Tally], context: Context) -> Iterator[Amount]:
    """What was done in each year, and by the end of each year."""
    for key, code in series_groups(grid, context).items():
        tally: Tally = tallies[code]
        so_far: tuple[Amount, ...] = ()
        for year in series_years(tally, context):
            parts = parts_of(tally.within([key], [year]), tally.measure)
            own = Amount(year_code(key, year.start.year), tally.measure.unit, parts)
            so_far = (*so_far, own)
            yield own
            yield Amount(
                year_code(key, year.start.year, by_end=True), tally.measure.unit, of=so_far
            )


def target_amounts(grid: Grid, context: Context) -> Iterator[Amount]:
    """The target by the end of each period, where all periods of a cell have one."""
    for cell in grid.cells.values():
        parts = grid.periods_of(cell, context.plan)
        if not parts or not all(p.is_known for p in parts):
            continue
        unit = context.settings.measures[cell.model.measure].unit
        so_far: tuple[Amount, ...] = ()
        for part in sorted(parts, key=lambda p: context.plan.span_of(p.key[3]).start):
            so_far = (*so_far, Amount(amount_code(TARGET, part.key), unit, _printed(part, grid)))
            yield Amount(amount_code(f"target_by-{part.key[3]}", cell.key), unit, of=so_far)


def amount_frames(amounts: Iterable[Amount], context: Context) -> dict[str, pd.DataFrame]:
    """``amounts`` (columns :data:`~.frames.AMOUNT_COLUMNS`) and ``amount_rows``.

    An amount that several frames name stands there once. ``amounts`` in a row are the codes of
    the amounts that it is the sum of, joined by ``|``; the parts of all others are the rows of
    ``amount_rows`` (:data:`~.frames.AMOUNT_ROW_COLUMNS`) with their code, and add up to them.
    """
    listed = list({a.code: a for a in amounts}.values())
    return {
        "amounts": make_frame((_amount_row(a, context) for a in listed), AMOUNT_COLUMNS),
        "amount_rows": make_frame(
            (_part_row(a, p) for a in listed for p in a.parts), AMOUNT_ROW_COLUMNS
        ),
    }


def _amount_row(amount: Amount, context: Context) -> dict[str, object]:
    return {
        "plan_amount": amount.code, "amount_kind": amount.code.partition("/")[0],
        "amount": amount.value, "unit": amount.unit,
        "places": _places(amount, context), "amounts": joined(a.code for a in amount.of),
    }  # fmt: skip


def _places(amount: Amount, context: Context) -> int:
    """Decimals that are printed: of a target as many as it has, else those that are told."""
    if not amount.code.startswith((f"{TARGET}/", f"{TARGET}_by-")):
        return context.settings.places(amount.unit)
    return decimals_of(amount.value)


def _part_row(amount: Amount, part: Part) -> dict[str, object]:
    return {
        **address_of(part.row), "plan_amount": amount.code, "table": part.table,
        "column": part.column or None, "date": part.day, "amount": part.amount,
    }  # fmt: skip
