"""Delivered headers: flattening header rows, and finding the column of each field."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dandong_analysis.errors import Place, Problem, Text, raise_all
from dandong_analysis.schemas import Schema
from dandong_analysis.survey.cell import visible
from dandong_analysis.survey.faults import fault, same, suggestion
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet
from dandong_analysis.units import Unit, unit_of, units
from dandong_analysis.vocabulary import normalise

_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNIT_WORD = re.compile(r"^单位[:\s]*")


@dataclass(frozen=True)
class Headers:
    """The header of every column by address, and the column and header of each field."""

    labels: Mapping[str, str]
    columns: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    def of_field(self, name: str) -> str:
        return self.labels.get(self.columns.get(name, ""), "")


def read_headers(raw: RawSheet, sheet: SheetProfile, schema: Schema, place: Place) -> Headers:
    """Flatten the headers of ``raw`` and find the columns that the profile maps.

    Returns
    -------
    Headers
        With a warning for each column that is neither mapped nor to be ignored.

    Raises
    ------
    DandongError
        When a declared header is missing or stands over several columns, or a unit in a
        header contradicts the unit in which the column would be read.
    """
    labels = flatten_headers(raw, sheet.header_rows, place)
    found = _addresses(labels)
    wanted = {header_key(header): (header, field) for header, field in sheet.columns.items()}
    problems = [*_missing(wanted, found, labels, place), *_ambiguous(wanted, found, labels, place)]
    raise_all(problems)
    columns = {field: found[key][0] for key, (_, field) in wanted.items()}
    raise_all(list(_contradictions(columns, labels, sheet, schema, place)))
    notes = (*_extra(raw, sheet, labels, wanted, place),
             *_assumed_units(columns, labels, sheet, schema, place))  # fmt: skip
    return Headers(labels, columns, notes)


def header_key(header: str) -> str:
    """What two headers must share to be the same: no blanks, no line breaks, narrow signs.

    >>> header_key("矿区面积\\n（公顷）") == header_key("矿区面积(公顷)")
    True
    """
    return "".join(normalise(header).split())


def flatten_headers(raw: RawSheet, rows: tuple[int, ...], place: Place) -> dict[str, str]:
    """The header of each column by address, parts of several rows joined with ``/``.

    A merged range stands over (and beside) all its cells. Where no header cells are merged,
    as in csv, a blank upper cell over a filled one belongs to the group on its left.
    """
    if not rows:
        return {str(name): str(name) for name in raw.cells.columns}
    absent = [n for n in rows if n not in raw.cells.index]
    raise_all([fault("header-row-absent", place, str(n)) for n in absent])
    grid = {n: [_label(text) for text in raw.cells.loc[n]] for n in rows}
    if not _spread(grid, raw):
        _group(grid, rows)
    joined = zip(*(grid[n] for n in rows), strict=True)
    names = map(str, raw.cells.columns)
    return {name: _join(parts) for name, parts in zip(names, joined, strict=True)}


def _label(text: str) -> str:
    lines = (visible(line) for line in text.splitlines())
    return " ".join(normalise("".join(lines)).split())


def _spread(grid: dict[int, list[str]], raw: RawSheet) -> bool:
    """Fill merged header cells with the text of their first cell; whether there were any."""
    order = {str(name): i for i, name in enumerate(raw.cells.columns)}
    last = len(order) - 1
    touched = [m for m in raw.merged if any(m[0] <= n <= m[2] for n in grid) and m[1] in order]
    for top, left, bottom, right in touched:
        text = _label(raw.cells.at[top, left])  # noqa: PD008 - .at reads one cell
        for n in grid:
            if top <= n <= bottom:
                for i in range(order[left], order.get(right, last) + 1):
                    grid[n][i] = text
    return bool(touched)


def _group(grid: dict[int, list[str]], rows: tuple[int, ...]) -> None:
    for upper, lower in zip(rows, rows[1:], strict=False):
        for i in range(1, len(grid[upper])):
            if not grid[upper][i] and grid[lower][i]:
                grid[upper][i] = grid[upper][i - 1]


def _join(parts: Iterable[str]) -> str:
    kept: list[str] = []
    for part in parts:
        if part and (not kept or kept[-1] != part):
            kept.append(part)
    return "/".join(kept)


def _addresses(labels: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for address, label in labels.items():
        if label:
            found.setdefault(header_key(label), []).append(address)
    return found


Wanted = Mapping[str, tuple[str, str]]


def _missing(
    wanted: Wanted, found: Mapping[str, list[str]], labels: Mapping[str, str], place: Place
) -> Iterable[Problem]:
    free = [labels[found[key][0]] for key in found if key not in wanted]
    for key, (header, _) in wanted.items():
        if key not in found:
            near = difflib.get_close_matches(header, free, 1, 0.3)
            yield fault("header-missing", place, header, hint=suggestion(next(iter(near), None)))


def _ambiguous(
    wanted: Wanted, found: Mapping[str, list[str]], labels: Mapping[str, str], place: Place
) -> Iterable[Problem]:
    for key, addresses in found.items():
        if key in wanted and len(addresses) > 1:
            where = same("、".join(addresses))
            yield fault("header-duplicate", place, labels[addresses[0]], hint=where)


def _extra(
    raw: RawSheet, sheet: SheetProfile, labels: Mapping[str, str], wanted: Wanted, place: Place
) -> Iterable[Problem]:
    known = {*wanted, *map(header_key, sheet.ignore)}
    body = raw.cells.loc[raw.cells.index > max(sheet.header_rows, default=-1)]
    for address, label in labels.items():
        is_blank = not label and not body[address].str.strip().any()
        if address.startswith("@") or is_blank or header_key(label) in known:
            continue
        near = difflib.get_close_matches(label, list(sheet.columns), 1, 0.6)
        hint = suggestion(next(iter(near), None))
        yield fault("header-extra", _in_column(place, label or address), label, hint=hint)


def _stated_unit(label: str) -> Unit | None:
    """The unit that a header states in brackets, innermost part last.

    >>> _stated_unit("矿区面积(公顷)").code
    'hm2'
    """
    for inside in reversed(_BRACKETED.findall(label)):
        unit = unit_of(_UNIT_WORD.sub("", inside).strip())
        if unit:
            return unit
    return None


def _contradictions(
    columns: Mapping[str, str], labels: Mapping[str, str], sheet: SheetProfile, schema: Schema,
    place: Place,
) -> Iterable[Problem]:  # fmt: skip
    for name, address in columns.items():
        stated, held = _stated_unit(labels[address]), schema[name].unit
        read = sheet.units.get(name, held)
        if stated and held and stated.code != read:
            unit = units()[read]
            hint = Text(f"{stated.zh}、{unit.zh}", f"{stated.en}, {unit.en}")
            where = _in_column(place, labels[address])
            yield fault("unit-contradiction", where, stated.zh, hint=hint)


def _assumed_units(
    columns: Mapping[str, str], labels: Mapping[str, str], sheet: SheetProfile, schema: Schema,
    place: Place,
) -> Iterable[Problem]:  # fmt: skip
    for name, address in columns.items():
        held = schema[name].unit
        if held and name not in sheet.units and not _stated_unit(labels[address]):
            unit = units()[held]
            where = _in_column(place, labels[address])
            yield fault("unit-assumed", where, hint=Text(unit.zh, unit.en))


def _in_column(place: Place, header: str) -> Place:
    return Place(place.file, place.sheet, place.row, header, place.delivery, place.table)
