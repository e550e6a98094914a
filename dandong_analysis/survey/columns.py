"""The delivered columns of one sheet as cells of their fields, before rows are judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pyproj

from dandong_analysis.errors import DandongError, Place, Problem, raise_all
from dandong_analysis.schemas import Field, Schema, Schemas
from dandong_analysis.survey.cell import Cell, Parser, faulty
from dandong_analysis.survey.coordinates import (
    PROJECTED,
    Grid,
    grid_of,
    locate,
    maybe_dms,
    place_shapes,
)
from dandong_analysis.survey.faults import fault
from dandong_analysis.survey.headers import Headers
from dandong_analysis.survey.parse import Reading, parser_for
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.quantities import Measure, decimal_parser
from dandong_analysis.units import unit_of
from dandong_analysis.vocabulary import normalise

POINT = ("longitude", "latitude")

# From this many swapped points on, and when they are most of the sheet, the declaration is at
# fault and not the rows.
_SWAPPED_ROWS = 3

Columns = dict[str, list[Cell]]


def sheet_grid(sheet: SheetProfile, crs: str, place: Place) -> Grid:
    """The coordinate system of a sheet, as its layer or else its profile states it.

    Raises
    ------
    DandongError
        When the system is unknown.
    """
    try:
        return grid_of(crs or sheet.crs, sheet.axis, zone_prefix=sheet.zone_prefix)
    except pyproj.exceptions.CRSError as error:
        raise DandongError(fault("crs-unknown", place, crs or sheet.crs)) from error


def readings(
    sheet: SheetProfile, schema: Schema, schemas: Schemas, grid: Grid
) -> dict[str, Reading]:
    """How each field of the table is to be read from this sheet."""
    missing = frozenset(map(normalise, sheet.missing))
    return {
        field.name: Reading(
            field, _measure(field, sheet), _pattern(field, sheet, grid), missing,
            {normalise(w): c for w, c in sheet.spellings.get(field.name, {}).items()},
            schemas.vocabularies.get(field.vocabulary),
        )
        for field in schema.fields
    }  # fmt: skip


def _measure(field: Field, sheet: SheetProfile) -> Measure:
    words = sheet.cell_units.get(field.name, ())
    suffixes = {normalise(w): unit.code for w in words if (unit := unit_of(w))}
    return Measure(sheet.units.get(field.name, field.unit), field.unit, sheet.thousands, suffixes)


def _pattern(field: Field, sheet: SheetProfile, grid: Grid) -> str:
    is_projected = field.name in POINT and grid.projected
    return PROJECTED if is_projected else sheet.formats.get(field.name, "")


def delivered_number_parser(reading: Reading) -> Parser:
    """Reads the numbers of a column in the unit in which they are delivered.

    Only a column whose cells carry units of their own has to be converted for comparison.
    """
    own = reading.measure
    measure = own if own.suffixes else replace(own, unit="", target="")
    return (
        parser_for(replace(reading, measure=measure)) if own.suffixes else _plain(reading, measure)
    )


def _plain(reading: Reading, measure: Measure) -> Parser:
    number = decimal_parser(measure)
    return lambda raw: Cell("") if normalise(raw) in {"", *reading.missing} else number(raw)


def parse_columns(
    cells: pd.DataFrame, columns: Mapping[str, str], plans: Mapping[str, Reading]
) -> Columns:
    """Each mapped column as cells of its field, aligned with the rows of ``cells``.

    Every different text of a column is parsed once.
    """
    parsed: Columns = {}
    for name, address in columns.items():
        texts = cells[address].tolist()
        values = set(texts)
        parse = parser_for(plans[name], values)
        known = {text: parse(text) for text in values}
        parsed[name] = [known[text] for text in texts]
    return parsed


def constant_columns(
    sheet: SheetProfile, plans: Mapping[str, Reading], size: int, place: Place
) -> Columns:
    """The declared constants as columns.

    Raises
    ------
    DandongError
        When a constant does not suit its field.
    """
    made = {name: parser_for(plans[name])(text) for name, text in sheet.constants.items()}
    raise_all([
        fault("bad-constant", replace(place, column=name), sheet.constants[name])
        for name, cell in made.items() if cell.code
    ])  # fmt: skip
    return {name: [Cell(cell.text, ("constant",))] * size for name, cell in made.items()}


def with_places(parsed: Columns, schema: Schema, grid: Grid, place: Place) -> Columns:
    """Coordinates and outlines in EPSG:4490.

    Raises
    ------
    DandongError
        When most points or outlines of the sheet lie in the area of its system only if
        swapped.
    """
    moved = dict(parsed)
    if all(name in parsed for name in POINT):
        moved |= _located(parsed, grid)
        _refuse_swapped(moved[POINT[0]], place)
    for field in schema.fields:
        if field.kind == "geometry" and field.name in parsed:
            moved[field.name] = _shapes(parsed[field.name], grid)
            _refuse_swapped(moved[field.name], place)
    return moved


def _refuse_swapped(cells: Sequence[Cell], place: Place) -> None:
    swapped = sum(cell.code == "axes-swapped" for cell in cells)
    given = sum(bool(cell.text) for cell in cells)
    if swapped >= _SWAPPED_ROWS and swapped * 2 > given:
        raise DandongError(fault("axes-swapped-sheet", place))


def _located(parsed: Columns, grid: Grid) -> Columns:
    xs, ys = list(parsed[POINT[0]]), list(parsed[POINT[1]])
    whole = []
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        if x.code or y.code:
            continue
        if x.text and y.text:
            whole.append(i)
        elif x.text or y.text:
            half = faulty("", "coordinate-half")
            xs[i], ys[i] = (x, half) if x.text else (half, y)
    points = locate([xs[i].text for i in whole], [ys[i].text for i in whole], grid)
    for i, (x, y) in zip(whole, points, strict=True):
        xs[i] = x._replace(rules=xs[i].rules + x.rules)
        ys[i] = y._replace(rules=ys[i].rules + y.rules)
    return {POINT[0]: xs, POINT[1]: ys}


def _shapes(cells: Sequence[Cell], grid: Grid) -> list[Cell]:
    given = [i for i, cell in enumerate(cells) if cell.text and not cell.code]
    made = list(cells)
    for i, shape in zip(given, place_shapes([cells[i].text for i in given], grid), strict=True):
        made[i] = shape._replace(rules=cells[i].rules + shape.rules)
    return made


def with_required(parsed: Columns, schema: Schema) -> Columns:
    """Blank cells of required fields as faults."""
    return {
        name: [_required(cell) for cell in cells] if schema[name].required else cells
        for name, cells in parsed.items()
    }


def _required(cell: Cell) -> Cell:
    return cell if cell.text or cell.code else faulty("", "required-missing")


def doubtful_degrees(
    parsed: Columns, plans: Mapping[str, Reading], headers: Headers, place: Place
) -> Iterator[Problem]:
    """A warning for columns of decimal degrees that look like degrees, minutes and seconds."""
    for name in POINT:
        is_decimal = name in parsed and plans[name].pattern in {"", "decimal"}
        if is_decimal and maybe_dms([cell.text for cell in parsed[name]]):
            yield fault("maybe-dms", replace(place, column=headers.of_field(name)))
