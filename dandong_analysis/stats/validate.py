"""Whether a catalogue fits the tables of a study: every fault is collected."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from dandong_analysis.errors import Problem
from dandong_analysis.schemas import Field, Schemas
from dandong_analysis.stats.dimensions import Model
from dandong_analysis.stats.faults import catalogue_problem
from dandong_analysis.stats.indicators import Catalogue, Each, Indicator, Part
from dandong_analysis.units import units

_NUMBERS = ("decimal", "integer")
_COLUMN_KINDS: Mapping[str, tuple[str, ...]] = {
    "sum": _NUMBERS, "max": _NUMBERS, "min": _NUMBERS, "each": _NUMBERS,
    "first": ("date", "year"), "last": ("date", "year"),
}  # fmt: skip
_MOMENT_UNITS = {"date": ("year", "month"), "year": ("year",)}


def check_catalogue(catalogue: Catalogue, schemas: Schemas) -> list[Problem]:
    """Problems of a catalogue against the tables, columns and units of a study.

    A filter may name a code that the study's list does not have: its facts are then not
    computable, because one standard catalogue serves studies with lists of their own.
    """
    model = Model(catalogue, schemas)
    problems = [p for i in catalogue.indicators.values() for p in _indicator(i, model)]
    return [*problems, *_names_twice(catalogue), *_cycles(catalogue)]


def _indicator(indicator: Indicator, model: Model) -> Iterator[Problem]:
    yield from _names(indicator)
    if indicator.parts:
        for part in indicator.parts:
            yield from _part(indicator, part, model.catalogue)
        yield from _part_units(indicator, model.catalogue)
        return
    if model.schema(indicator.table) is None:
        yield catalogue_problem("catalogue-table", indicator.id, indicator.table)
        return
    yield from _column(indicator, model)
    yield from _dimensions(indicator, model)
    if indicator.each:
        yield from _each(indicator, indicator.each, model)


def _each(indicator: Indicator, each: Each, model: Model) -> Iterator[Problem]:
    """Columns that the frame or the frame behind it lacks, and an indicator that is no such."""
    named = [
        (indicator.table, c)
        for c in (*each.keys, each.unit, each.places, each.reason, each.caution, each.parts)
    ]
    named += [(each.rows, c) for c in (*each.keys, indicator.column) if each.rows]
    for table, column in named:
        schema = model.schema(table)
        if column and (schema is None or column not in schema):
            yield catalogue_problem("catalogue-column", indicator.id, f"{table}.{column}")
    source = model.catalogue.indicators.get(each.made_of)
    lists_one = source is not None and source.each is not None and len(source.each.keys) == 1
    if bool(each.made_of) != bool(each.parts) or (each.made_of and not lists_one):
        yield catalogue_problem("catalogue-part", indicator.id, each.made_of or each.parts)


def _column(indicator: Indicator, model: Model) -> Iterator[Problem]:
    schema, name = model.schema(indicator.table), indicator.column
    kinds = _COLUMN_KINDS.get(indicator.measure)
    field = schema[name] if schema is not None and name in schema else None
    absent = field is None and (name or indicator.measure != "count")
    if absent or (kinds and field and field.kind not in kinds):
        yield catalogue_problem("catalogue-column", indicator.id, f"{indicator.table}.{name}")
    elif not (indicator.each and indicator.each.unit) and not _fits(
        indicator.unit, field if kinds else None
    ):
        yield catalogue_problem("catalogue-unit", indicator.id, indicator.unit)


def _fits(unit: str, measured: Field | None) -> bool:
    """Whether ``unit`` can express the measured column, or a number of rows without one."""
    if measured is not None and measured.kind in _MOMENT_UNITS:
        return unit in _MOMENT_UNITS[measured.kind]
    held = measured.unit if measured else ""
    return units()[unit].quantity == (units()[held].quantity if held else "count")


def _dimensions(indicator: Indicator, model: Model) -> Iterator[Problem]:
    named = {*indicator.where, *(d for crossing in indicator.by for d in crossing)}
    for name in sorted(named):
        if model.route(indicator.table, name) is None:
            yield catalogue_problem("catalogue-dimension", indicator.id, name)


def _names(indicator: Indicator) -> Iterator[Problem]:
    crossings = {frozenset(c) for c in indicator.by}
    for crossing in indicator.names:
        pairs = crossing.split(",") if crossing else []
        if frozenset(p.partition("=")[0] for p in pairs) not in crossings:
            yield catalogue_problem("catalogue-name", indicator.id, crossing)


def _part(indicator: Indicator, part: Part, catalogue: Catalogue) -> Iterator[Problem]:
    source = catalogue.indicators.get(part.indicator)
    known = {frozenset(c) for c in source.by} if source else set()
    for crossing in indicator.by:
        if frozenset({*part.where, *kept(part, crossing)}) not in known:
            narrowed = "、".join([*part.where, *kept(part, crossing)])
            yield catalogue_problem(
                "catalogue-part", indicator.id, f"{part.indicator} × {narrowed}"
            )


def kept(part: Part, crossing: tuple[str, ...]) -> tuple[str, ...]:
    """The dimensions of a crossing that narrow ``part``."""
    return crossing if part.keep is None else tuple(d for d in crossing if d in part.keep)


def _part_units(indicator: Indicator, catalogue: Catalogue) -> Iterator[Problem]:
    """A sum has the unit of its terms, a share two equal quantities, a mean the numerator's."""
    held = [catalogue.indicators[p.indicator].unit for p in indicator.parts
            if p.indicator in catalogue.indicators]  # fmt: skip
    if indicator.measure != "ratio":
        fits = set(held) <= {indicator.unit}
    elif units()[indicator.unit].quantity == "ratio":
        fits = len({units()[u].quantity for u in held}) == 1
    else:
        fits = held[:1] == [indicator.unit]
    if not fits:
        yield catalogue_problem("catalogue-unit", indicator.id, indicator.unit)


def _names_twice(catalogue: Catalogue) -> Iterator[Problem]:
    """An indicator's own id may also head the list of names of its total."""
    seen = set(catalogue.indicators)
    for indicator in catalogue.indicators.values():
        for name in (n for names in indicator.names.values() for n in names):
            if name in seen - {indicator.id}:
                yield catalogue_problem("catalogue-id-twice", indicator.id, name)
            seen.add(name)


def _cycles(catalogue: Catalogue) -> Iterator[Problem]:
    try:
        in_order(catalogue)
    except CycleError as error:
        yield catalogue_problem("catalogue-cycle", "", " → ".join(error.args[1]))


def in_order(catalogue: Catalogue) -> list[Indicator]:
    """Indicators such that each comes after those that it is derived from.

    Raises
    ------
    graphlib.CycleError
        When indicators refer to each other in a circle.
    """
    known = catalogue.indicators
    graph = {i.id: sorted(i.made_of) for i in known.values()}
    return [known[name] for name in TopologicalSorter(graph).static_order() if name in known]
