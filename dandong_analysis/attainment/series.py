"""What was done in each calendar year of the plan."""

from collections.abc import Iterator, Mapping

import pandas as pd

from dandong_analysis.attainment.cells import Grid
from dandong_analysis.attainment.counting import Tally, total
from dandong_analysis.attainment.frames import SERIES_COLUMNS, make_frame
from dandong_analysis.attainment.parts import Key, year_code
from dandong_analysis.attainment.schedule import Span
from dandong_analysis.attainment.targets import ADDITIVE
from dandong_analysis.attainment.works import Context
from dandong_analysis.study import WHOLE
from dandong_analysis.units import EXACT


def yearly_series(grid: Grid, tallies: Mapping[str, Tally], context: Context) -> pd.DataFrame:
    """Amounts by calendar year, for each region and liable party of what adds up over time.

    Columns :data:`~.frames.SERIES_COLUMNS`; years from the first of the plan to that of the
    date, also those without work. ``is_whole`` is false for a year that is not over at the date
    or lies only in part in the plan.
    """
    groups = series_groups(grid, context)
    rows = [r for key, code in groups.items() for r in _rows(key, tallies[code], context)]
    return make_frame(rows, SERIES_COLUMNS)


def series_groups(grid: Grid, context: Context) -> dict[Key, str]:
    """The measure of each region and liable party of what adds up over time."""
    return {
        (cell.key[0], cell.key[1], cell.key[2], WHOLE): cell.model.measure
        for cell in grid.cells.values()
        if cell.model.kind in ADDITIVE and _is_flow(cell.model.measure, context)
    }  # fmt: skip


def series_years(tally: Tally, context: Context) -> list[Span]:
    """The calendar years of the plan up to the date; none without a delivery."""
    span = context.plan.span
    if not tally.delivered or context.as_of < span.start:
        return []
    return Span(span.start, min(context.as_of, span.end)).yearly_parts()


def _is_flow(code: str, context: Context) -> bool:
    """Whether the measure is what is done in a time, and delivered for no single target."""
    measure = context.settings.measures[code]
    source = context.settings.sources.get(measure.source)
    return measure.basis == "period" and source is not None and not source.target


def _rows(key: Key, tally: Tally, context: Context) -> Iterator[dict[str, object]]:
    so_far, whole = total([]), context.plan.span.whole_years(context.as_of)
    for part in series_years(tally, context):
        entries = tally.within([key], [part])
        so_far = EXACT.add(so_far, total(entries))
        yield {
            "indicator_id": key[0], "region": key[1], "liability": key[2],
            "in_year": year_code(key, part.start.year),
            "by_year": year_code(key, part.start.year, by_end=True), "year": part.start.year, "amount": total(entries), "cumulative": so_far,
            "unit": tally.measure.unit, "n_counted": len(entries),
            "is_whole": part.start.year in whole,
        }  # fmt: skip
