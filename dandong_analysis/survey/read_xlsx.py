"""Reading a worksheet: values with their addresses, formulas, merged and hidden cells."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dandong_analysis.errors import DandongError, Place, Problem
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read_messages import problem
from dandong_analysis.survey.read_raw import (
    LONGEST_NUMBER,
    Range,
    RawSheet,
    cell_text,
    spans,
    sparse_frame,
)

MAX_GRID = 10_000_000

# A control character, as the file format writes it in text.
_CONTROL = re.compile(r"_x00([01][0-9A-Fa-f])_")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

Grid = Mapping[tuple[int, int], Cell]


def read_xlsx(profile: SheetProfile, sources: Mapping[str, bytes]) -> RawSheet:
    """The declared worksheet; the file has passed :func:`guard.check_file`.

    A formula without a saved result stands as its own text, so that it cannot pass for a
    blank cell.
    """
    place = Place(file=profile.file, sheet=profile.sheet)
    values, formulas = _both_views(place, sources[profile.file])
    grid = _grid(values)
    uncomputed, remarks = _formulas(place, grid, _grid(formulas) if formulas else {})
    texts = {at: text for at, cell in grid.items() if (text := _text(cell))} | uncomputed
    last_row, last_column = _extent(place, texts)
    columns = [get_column_letter(n) for n in range(1, last_column + 1)]
    problems = (
        *remarks, *_cell_problems(place, grid), *_hidden(place, values, last_row, last_column)
    )  # fmt: skip
    cells = sparse_frame(texts, columns, last_row)
    return RawSheet(profile.file, profile.sheet, cells, tuple(_merged(values)), problems)


def _both_views(place: Place, data: bytes) -> tuple[Worksheet, Worksheet | None]:
    """The sheet with saved results, and with formulas when the file has any."""
    values = _worksheet(place, _workbook(place.file, data, values=True))
    if not _has_formulas(data):
        return values, None
    return values, _worksheet(place, _workbook(place.file, data, values=False))


# Several sheets of one file are read in turn; parsing it once for all of them is enough.
@lru_cache(maxsize=2)
def _workbook(name: str, data: bytes, *, values: bool) -> Workbook:
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions that it cannot keep; only cells matter here.
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
        except Exception as error:  # a damaged file raises any kind of error in openpyxl
            found = problem("xlsx-damaged", Place(file=name), type(error).__name__)
            raise DandongError(found) from error


@lru_cache(maxsize=2)
def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = (package.read(n) for n in package.namelist() if n.endswith(".xml"))
        # Without zero bytes, UTF-16 reads like UTF-8 as far as tags go.
        return any(_FORMULA.search(part.replace(b"\x00", b"")) for part in parts)


def _worksheet(place: Place, book: Workbook) -> Worksheet:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if place.sheet not in sheets:
        known = "、".join(sheets) or "—"
        where = Place(file=place.file)
        raise DandongError(problem("sheet-missing", where, place.sheet, known=known))
    return sheets[place.sheet]


def _grid(sheet: Worksheet) -> Grid:
    # The public iterators create every blank cell of the used range.
    stored = sheet._cells  # noqa: SLF001 - openpyxl has no public view of the stored cells only
    return {at: cell for at, cell in stored.items() if not isinstance(cell, MergedCell)}


def _text(cell: Cell) -> str:
    text = cell_text(cell.value)
    return _CONTROL.sub(lambda m: chr(int(m[1], 16)), text) if cell.data_type == "s" else text


def _formulas(
    place: Place, values: Grid, formulas: Grid
) -> tuple[dict[tuple[int, int], str], list[Problem]]:
    """Formulas without a saved result, as text, and what is to be said about formulas."""
    uncomputed: dict[tuple[int, int], str] = {}
    problems: list[Problem] = []
    for at, cell in formulas.items():
        if cell.data_type != "f":
            continue
        text = str(getattr(cell.value, "text", cell.value))
        if _is_uncomputed(values[at]):
            uncomputed[at] = text
            problems.append(problem("formula-not-computed", _at(place, cell), text))
        elif "[" in text:
            problems.append(problem("formula-external", _at(place, cell), text, severity="warning"))
    return uncomputed, problems


def _is_uncomputed(cell: Cell) -> bool:
    # A saved result of type "str" without contents is the empty text, which is a result.
    return cell.value is None and cell.data_type != "str"


def _cell_problems(place: Place, grid: Grid) -> Iterator[Problem]:
    for cell in grid.values():
        if cell.data_type == "e":
            yield problem("cell-error", _at(place, cell), str(cell.value))
        elif _is_too_long(cell.value):
            yield problem("number-too-long", _at(place, cell), _text(cell))


def _is_too_long(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) >= LONGEST_NUMBER


def _at(place: Place, cell: Cell) -> Place:
    return Place(place.file, place.sheet, cell.row, cell.column_letter)


def _extent(place: Place, texts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Last row and last column that hold anything."""
    positions = list(texts)
    last_row = max((row for row, _ in positions), default=0)
    last_column = max((column for _, column in positions), default=0)
    if last_row * last_column > MAX_GRID:
        size = f"{last_row} × {last_column}"
        raise DandongError(problem("sheet-too-large", place, size, limit=MAX_GRID))
    return last_row, last_column


def _merged(sheet: Worksheet) -> Iterator[Range]:
    for area in sorted(sheet.merged_cells.ranges, key=lambda a: (a.min_row, a.min_col)):
        first, last = get_column_letter(area.min_col), get_column_letter(area.max_col)
        yield area.min_row, first, area.max_row, last


def _hidden(place: Place, sheet: Worksheet, last_row: int, last_column: int) -> Iterator[Problem]:
    rows = [n for n, row in sheet.row_dimensions.items() if row.hidden and n <= last_row]
    columns = [n for n in _hidden_columns(sheet) if n <= last_column]
    if sheet.sheet_state != "visible":
        yield problem("sheet-hidden", place, severity="warning")
    if rows:
        yield problem("rows-hidden", place, spans(rows, str), severity="warning")
    if columns:
        yield problem("columns-hidden", place, spans(columns, get_column_letter),
                      severity="warning")  # fmt: skip


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            yield from range(dimension.min, dimension.max + 1)
