"""What sets data rows aside: faults of cells, merged ranges, and what the reader found."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dandong_analysis.errors import Place, Problem, Text
from dandong_analysis.survey.cell import Cell, shown
from dandong_analysis.survey.columns import Columns
from dandong_analysis.survey.faults import NO_HINT, fault, shape_reason, suggestion
from dandong_analysis.survey.headers import Headers
from dandong_analysis.survey.read import RawSheet

Address = tuple[int, str]


@dataclass(frozen=True)
class Judged:
    """Problems of the rows, and the code of each row that is set aside (its first fault)."""

    problems: tuple[Problem, ...]
    codes: dict[int, str]


def judge_rows(
    raw: RawSheet, cells: pd.DataFrame, parsed: Columns, headers: Headers, place: Place, *,
    mended: Collection[Address] = (),
) -> Judged:  # fmt: skip
    """Find the rows that cannot be used.

    Parameters
    ----------
    cells
        The data rows after corrections, aligned with ``parsed``.
    mended
        Row and column address of each corrected cell; what the reader said of it is over.
    """
    told, remarks = _reader_problems(raw.problems, cells, headers, place, mended)
    known = {(p.place.row, p.place.column) for p in told}
    found = [p for p in _cell_problems(cells, parsed, headers, place)
             if (p.place.row, p.place.column) not in known]  # fmt: skip
    grave = [*told, *_merged_problems(raw, cells, headers, place), *found]
    codes: dict[int, str] = {}
    for problem in grave:
        if problem.place.row is not None:
            codes.setdefault(problem.place.row, problem.code)
    return Judged((*remarks, *grave), codes)


def _reader_problems(
    problems: Sequence[Problem], cells: pd.DataFrame, headers: Headers, place: Place,
    mended: Collection[Address],
) -> tuple[list[Problem], list[Problem]]:  # fmt: skip
    """Errors of the reader in values that are used, and everything else as remarks."""
    read = {"", *headers.columns.values()}
    grave, remarks = [], []
    for problem in problems:
        row, address = problem.place.row, problem.place.column
        where = replace(place, row=row, column=headers.labels.get(address, address))
        moved = replace(problem, place=where)
        used = row in cells.index and address in read and (row, address) not in mended
        if row is None or problem.severity != "error":
            remarks.append(moved)
        elif used:
            grave.append(moved)
        else:
            remarks.append(replace(moved, severity="warning"))
    return grave, remarks


def _merged_problems(
    raw: RawSheet, cells: pd.DataFrame, headers: Headers, place: Place
) -> Iterator[Problem]:
    """Rows under a merged range that hides the value of a field."""
    order = {str(name): i for i, name in enumerate(raw.cells.columns)}
    mapped = [order[address] for address in headers.columns.values()]
    for top, left, bottom, right in raw.merged:
        first, last = order.get(left, len(order)), order.get(right, len(order))
        hit = sum(first <= i <= last for i in mapped)
        if hit and (hit > 1 or bottom > top):
            for row in cells.index[(cells.index >= top) & (cells.index <= bottom)]:
                yield fault("merged-cells", replace(place, row=int(row)))


def _cell_problems(
    cells: pd.DataFrame, parsed: Columns, headers: Headers, place: Place
) -> Iterator[Problem]:
    for name, column in parsed.items():
        address, header = headers.columns.get(name, ""), headers.of_field(name)
        for i, cell in enumerate(column):
            if cell.code:
                value = str(cells[address].iloc[i]) if address else cell.text
                where = replace(place, row=int(cells.index[i]), column=header)
                yield fault(cell.code, where, shown(value), hint=_hint(cell))


def _hint(cell: Cell) -> Text:
    if cell.code == "unknown-term":
        return suggestion(cell.near)
    if cell.code == "bad-geometry" and cell.near:
        return shape_reason(cell.near)
    return Text(f"（{cell.near}）", f" ({cell.near})") if cell.near else NO_HINT
