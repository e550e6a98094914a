"""The two ledgers of a sheet: every delivered cell, and every cell that reading changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dandong_analysis.errors import Place
from dandong_analysis.survey.cell import Cell
from dandong_analysis.survey.corrections import Correction

CELL_COLUMNS = ("delivery", "file", "sheet", "table", "row", "column", "header", "field", "raw")
CHANGE_COLUMNS = (*CELL_COLUMNS, "parsed", "rule", "approver")


@dataclass(frozen=True)
class Source:
    """Where the values of one field stand: column address and header, blank for a constant."""

    field: str
    address: str = ""
    header: str = ""


def cell_ledger(
    cells: pd.DataFrame, labels: Mapping[str, str], columns: Mapping[str, str], place: Place
) -> pd.DataFrame:
    """Every cell of the given rows: columns :data:`CELL_COLUMNS`, row by row."""
    fields = {address: name for name, address in columns.items()}
    names = [str(name) for name in cells.columns]
    height, width = cells.shape
    long = {
        "row": np.repeat(cells.index.to_numpy(), width),
        "column": np.tile(np.array(names, dtype=object), height),
        "header": np.tile(np.array([labels[n] for n in names], dtype=object), height),
        "field": np.tile(np.array([fields.get(n, "") for n in names], dtype=object), height),
        "raw": cells.to_numpy(dtype=object).ravel(),
    }
    return _placed(long, height * width, place, CELL_COLUMNS)


def change_log(
    raw: pd.DataFrame, parsed: Sequence[tuple[Source, Sequence[Cell]]],
    corrected: Mapping[tuple[int, str], Correction], place: Place, *, team: str,
) -> pd.DataFrame:  # fmt: skip
    """One row for each cell whose canonical text is not its delivered text.

    A corrected cell is always listed. ``rule`` names what was done in order, joined with
    ``+``; ``approver`` is who declared the correction, else the team whose profile says so.

    Parameters
    ----------
    raw
        The delivered text of the rows that ``parsed`` is aligned with.
    """
    rows: list[tuple[int, int, str, str, str, str, str, str, str]] = []
    numbers = [int(n) for n in raw.index]
    for order, (source, cells) in enumerate(parsed):
        texts = raw[source.address].tolist() if source.address else [""] * len(numbers)
        for number, text, cell in zip(numbers, texts, cells, strict=True):
            mended = corrected.get((number, source.address)) if corrected else None
            if not cell.code and (cell.text != text or mended):
                rule, by = _rule(cell, mended), mended.by if mended else team
                rows.append((number, order, source.address, source.header, source.field, text,
                             cell.text, rule, by))  # fmt: skip
    rows.sort(key=lambda row: row[:2])
    names = ("row", "order", "column", "header", "field", "raw", "parsed", "rule", "approver")
    long = {name: [row[i] for row in rows] for i, name in enumerate(names) if name != "order"}
    return _placed(long, len(rows), place, CHANGE_COLUMNS)


def _rule(cell: Cell, mended: Correction | None) -> str:
    first = (f"correction:{mended.id}",) if mended else ()
    return "+".join(dict.fromkeys((*first, *cell.rules)))


def _placed(
    long: Mapping[str, object], size: int, place: Place, columns: Sequence[str]
) -> pd.DataFrame:
    where = {"delivery": place.delivery, "file": place.file, "sheet": place.sheet,
             "table": place.table}  # fmt: skip
    data = {name: [text] * size for name, text in where.items()} | dict(long)
    frame = pd.DataFrame(data, columns=list(columns))
    return frame.astype({**dict.fromkeys(columns, "str"), "row": "Int64"})
