"""Work of a county, liable party or period that has no target of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dandong_analysis.attainment.cells import LIABILITY, PERIOD, REGION, Cell, Grid
from dandong_analysis.attainment.counting import Entry, Tally
from dandong_analysis.attainment.faults import finding
from dandong_analysis.attainment.parts import Key
from dandong_analysis.attainment.targets import ADDITIVE, Target
from dandong_analysis.attainment.works import Context
from dandong_analysis.errors import Problem
from dandong_analysis.study import WHOLE

_MISSING = "target_missing"


def with_orphans(grid: Grid, tallies: Mapping[str, Tally], context: Context) -> Grid:
    """The grid with a cell for all work that no target covers, each found and named.

    Looks at indicators whose targets are divided over several counties. Such work counts where
    the plan prints a target for the whole region, and in no total that is summed from counties.
    """
    cells, problems = dict(grid.cells), list(grid.problems)
    for indicator in dict.fromkeys(key[0] for key in grid.cells):
        own = {k: c for k, c in grid.cells.items() if k[0] == indicator}
        model = next(iter(own.values())).model
        if not _is_divided(own, model, context):
            continue
        for key, entry in _orphans(own, tallies[model.measure], context):
            problems.append(_found(entry, key, model, context))
            if all(key) and key not in cells:
                cells[key] = Cell(key, None, _MISSING, "none", (key,), model)
    return replace(grid, cells=cells, problems=tuple(problems))


def _named(cells: Mapping[Key, Cell], axis: int) -> set[str]:
    return {key[axis] for key in cells} - {WHOLE}


def _is_divided(cells: Mapping[Key, Cell], model: Target, context: Context) -> bool:
    measure = context.settings.measures[model.measure]
    dated = not measure.is_rate and measure.basis == "period"
    return model.kind in ADDITIVE and dated and len(_named(cells, REGION)) > 1


def _orphans(
    cells: Mapping[Key, Cell], tally: Tally, context: Context
) -> Iterator[tuple[Key, Entry]]:
    axes = [bool(_named(cells, axis)) for axis in (REGION, LIABILITY, PERIOD)]
    for entry in tally.entries:
        period = context.plan.period_of(entry.day) if entry.day else ""
        codes = (entry.county, entry.liability, period)
        fine = [code if named else WHOLE for code, named in zip(codes, axes, strict=True)]
        key: Key = (next(iter(cells))[0], fine[0], fine[1], fine[2])
        if key not in cells or cells[key].status == _MISSING:
            yield key, entry


def _found(entry: Entry, key: Key, model: Target, context: Context) -> Problem:
    table = context.settings.measures[model.measure].source
    return finding("work-without-target", entry.row, table, "", f"{entry.id} {'、'.join(key)}")
