"""Declared corrections of delivered cells: found by content, applied or refused loudly.

A correction whose row or old value is no longer there stops the build, so that none can
outlive the fault that it mends.
"""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, raise_all
from dandong_analysis.survey.corrections_messages import problem
from dandong_analysis.survey.corrections_shape import check_corrections
from dandong_analysis.vocabulary import normalise

# How many values or rows a message lists.
SHOWN = 5

Change = tuple[int, str, str, str, "Correction"]


@dataclass(frozen=True)
class Correction:
    """One declared correction.

    Parameters
    ----------
    where
        Delivered header → delivered text, which together match exactly one row.
    action
        ``change`` puts ``new`` for ``old`` in the cell under ``column``; ``exclude`` leaves
        the row out.
    """

    id: str
    delivery: str
    file: str
    sheet: str
    where: Mapping[str, str]
    reason: str
    by: str
    date: date
    action: Literal["change", "exclude"] = "change"
    column: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Corrected:
    """Cells of one sheet after its corrections.

    ``changed`` holds row, column address, old raw text, new raw text and the correction.
    """

    cells: pd.DataFrame
    changed: tuple[Change, ...] = ()
    excluded: Mapping[int, Correction] = field(default_factory=dict)


def parse_corrections(data: Mapping[str, Any]) -> tuple[Correction, ...]:
    """The corrections of a parsed ``corrections.toml``.

    Raises
    ------
    DandongError
        With every entry that is unknown, missing, of a wrong type or given twice.
    """
    raise_all(list(check_corrections(data)))
    return tuple(Correction(**entry) for entry in data.get("correction", ()))


def apply_corrections(
    cells: pd.DataFrame,
    headers: Mapping[str, str],
    corrections: Sequence[Correction],
    place: Place,
) -> Corrected:
    """The cells of one sheet with its corrections made.

    Every correction is located in the cells as delivered, so their order does not matter.

    Parameters
    ----------
    cells
        Text frame of the sheet's data rows: index = row, columns = addresses.
    headers
        Column address → delivered header, flattened.
    corrections
        Of the whole study; only those of this delivery, file and sheet are used.
    place
        Delivery, file and sheet.

    Raises
    ------
    DandongError
        With every correction that matches no row, several rows or another old value.
    """
    own = [c for c in corrections if _key(c) == (place.delivery, place.file, place.sheet)]
    problems: list[Problem] = []
    rows: dict[str, int] = {}
    for correction in own:
        try:
            rows[correction.id] = locate(correction, headers, cells)
        except DandongError as error:
            problems.extend(error.problems)
    located = [(c, rows[c.id]) for c in own if c.id in rows]
    problems.extend(_conflicts(located))
    raise_all(problems)
    return _corrected(cells, headers, located)


def locate(correction: Correction, headers: Mapping[str, str], frame: pd.DataFrame) -> int:
    """The row that ``correction`` means; its old value is there.

    Texts are compared after :func:`~dandong_analysis.vocabulary.normalise`.

    Raises
    ------
    DandongError
        When a header is absent or ambiguous, when no row or several rows match, or when the
        cell holds another value than ``old``.
    """
    wanted = {
        _address(correction, header, headers): normalise(text)
        for header, text in correction.where.items()
    }
    row = _only_row(correction, frame, wanted)
    if correction.action == "change":
        _require_old(correction, headers, frame, row)
    return row


def unplaced(
    corrections: Iterable[Correction], places: Collection[tuple[str, str, str]]
) -> tuple[Problem, ...]:
    """Corrections for a delivery, file and sheet that are not among ``places``."""
    known = {" / ".join(place): place for place in places}
    return tuple(
        problem("correction-place", _place(c), " / ".join(_key(c)), id=c.id,
                near=_nearest(" / ".join(_key(c)), known))
        for c in corrections if _key(c) not in places
    )  # fmt: skip


def _key(correction: Correction) -> tuple[str, str, str]:
    return correction.delivery, correction.file, correction.sheet


def _place(correction: Correction, row: int | None = None, column: str = "") -> Place:
    return Place(correction.file, correction.sheet, row, column, correction.delivery)


def _address(correction: Correction, header: str, headers: Mapping[str, str]) -> str:
    """The address of the column under ``header``."""
    plain = normalise(header)
    found = [address for address, text in headers.items() if normalise(text) == plain]
    if len(found) == 1:
        return found[0]
    place = _place(correction)
    if found:
        listed = "、".join(found)
        raise DandongError(
            problem("correction-header-twice", place, header, id=correction.id, found=listed)
        )
    near = _nearest(header, headers.values())
    raise DandongError(problem("correction-header", place, header, id=correction.id, near=near))


def _only_row(correction: Correction, frame: pd.DataFrame, wanted: Mapping[str, str]) -> int:
    matches = pd.Series(data=True, index=frame.index)
    for address, text in wanted.items():
        matches &= frame[address].map(normalise) == text
    rows = [int(row) for row in frame.index[matches]]
    if len(rows) == 1:
        return rows[0]
    raise DandongError(_not_one(correction, frame, wanted, rows))


def _not_one(
    correction: Correction, frame: pd.DataFrame, wanted: Mapping[str, str], rows: Sequence[int]
) -> Problem:
    value = "，".join(f"{header} = {text}" for header, text in correction.where.items())
    if rows:
        listed = "、".join(map(str, rows[:SHOWN])) + ("…" if len(rows) > SHOWN else "")
        return problem("correction-many-rows", _place(correction), value, id=correction.id,
                       count=len(rows), found=listed)  # fmt: skip
    address, text = next(iter(wanted.items()))
    near = _nearest(text, frame[address])
    return problem("correction-no-row", _place(correction), value, id=correction.id, found=near)


def _require_old(
    correction: Correction, headers: Mapping[str, str], frame: pd.DataFrame, row: int
) -> None:
    found = str(frame.loc[row, _address(correction, correction.column, headers)])
    if normalise(found) != normalise(correction.old):
        place = _place(correction, row, correction.column)
        raise DandongError(
            problem("correction-old", place, found, id=correction.id, old=correction.old)
        )


def _conflicts(located: Iterable[tuple[Correction, int]]) -> Iterator[Problem]:
    """Two changes of one cell, or two exclusions of one row."""
    first: dict[tuple[int, str], Correction] = {}
    for correction, row in located:
        target = (row, normalise(correction.column) if correction.action == "change" else "")
        other = first.setdefault(target, correction)
        if other is not correction:
            code = "correction-cell-twice" if target[1] else "correction-row-twice"
            where = _place(correction, row, correction.column)
            yield problem(code, where, id=correction.id, other=other.id)


def _corrected(
    cells: pd.DataFrame,
    headers: Mapping[str, str],
    located: Iterable[tuple[Correction, int]],
) -> Corrected:
    new, changed, excluded = cells.copy(), [], {}
    for correction, row in located:
        if correction.action == "exclude":
            excluded[row] = correction
            continue
        address = _address(correction, correction.column, headers)
        changed.append((row, address, str(cells.loc[row, address]), correction.new, correction))
        new.loc[row, address] = correction.new
    return Corrected(new, tuple(changed), excluded)


def _nearest(text: str, known: Iterable[str]) -> str:
    return (difflib.get_close_matches(text, list(dict.fromkeys(known)), 1, 0) or ["—"])[0]
