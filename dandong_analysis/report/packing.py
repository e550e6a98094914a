"""The cells behind facts as compact JSON: each text, file and header once, rows as ranges.

``templates/facts.js`` reads it again.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, Generic, TypeVar

from dandong_analysis.evidence import Evidence, Rows
from dandong_analysis.report.document import printable

Spot = tuple[str, str, str, int | None, str]
"""Delivery, file, sheet, row and column of a cell."""

_Key = TypeVar("_Key", bound=Hashable)
# What a count brings in for each of its rows.
_ONE = "1"


class Numbered(Generic[_Key]):
    """Values that are held once and then told by their number."""

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}

    def __call__(self, value: _Key) -> int:
        """The number of ``value``, counted from 0 in order of first use."""
        return self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> list[_Key]:
        """The values in the order of their numbers."""
        return list(self._numbers)


def packed(numbers: Iterable[int]) -> str:
    """Numbers as steps from one to the next, beginning at 0; equal steps are counted.

    >>> packed([4, 5, 6, 7, 7, 3])
    '4 1*3 0 -4'
    """
    steps = (b - a for a, b in pairwise([0, *numbers]))
    runs = ((step, len(list(run))) for step, run in groupby(steps))
    return " ".join(f"{step}*{times}" if times > 1 else f"{step}" for step, times in runs)


def packed_evidence(
    found: Evidence, ids: Sequence[str], hashes: Mapping[tuple[str, str], str],
    readings: Mapping[Spot, str],
) -> dict[str, Any]:  # fmt: skip
    """``found`` as plain JSON values.

    Parameters
    ----------
    found
        Cells and rows behind facts.
    ids
        The facts of the page in their order.
    hashes
        The SHA-256 of each file, by delivery and file.
    readings
        What was done to read a cell, where anything was.

    Returns
    -------
    dict
        ``texts``; ``files`` (name, hash), ``sheets`` (number of the file, name) and ``heads``
        (column, header); ``cells`` with a packed list for each of ``sheet``, ``row`` (0: none),
        ``head``, ``text`` and ``read`` (a text too); ``rows`` with packed ``cells`` and ``values`` (numbers of texts;
        nothing where each row counts 1); ``places``, packed; and for each fact ``list`` and
        ``at``, the numbers of its rows and places (-1: none). Lists are as long as ``ids``.
    """
    texts, places = Numbered[str](), Numbered[str]()
    cells = _cells(found, texts, hashes, readings)
    rows = [_rows(own, texts) for own in found.rows]
    refs = [found.facts.get(name) for name in ids]
    at = [-1 if ref is None else places(packed(ref.places.tolist())) for ref in refs]
    return {
        **cells, "rows": rows, "list": [-1 if ref is None else ref.rows for ref in refs], "at": at,
        "places": places.values(), "texts": [printable(text) for text in texts.values()],
    }  # fmt: skip


def _cells(
    found: Evidence, texts: Numbered[str], hashes: Mapping[tuple[str, str], str],
    readings: Mapping[Spot, str],
) -> dict[str, Any]:  # fmt: skip
    files, sheets = Numbered[tuple[str, str]](), Numbered[tuple[int, str]]()
    heads = Numbered[tuple[str, str]]()
    columns: dict[str, list[int]] = {"sheet": [], "row": [], "head": [], "text": [], "read": []}
    for cell in found.cells:
        columns["sheet"].append(sheets((files((cell.delivery, cell.file)), printable(cell.sheet))))
        columns["row"].append(cell.row or 0)
        columns["head"].append(heads((printable(cell.column), printable(cell.header))))
        columns["text"].append(texts(cell.raw))
        columns["read"].append(texts(readings.get(cell[:5], "")))
    return {
        "files": [[_name(*file), hashes.get(file, "")] for file in files.values()],
        "sheets": sheets.values(), "heads": heads.values(),
        "cells": {name: packed(numbers) for name, numbers in columns.items()},
    }  # fmt: skip


def _name(delivery: str, file: str) -> str:
    """A file as the sources of a fact name it; nothing for a row that has none."""
    return printable("/".join(filter(None, (delivery, file))))


def _rows(own: Rows, texts: Numbered[str]) -> dict[str, str]:
    counted = {"cells": packed(own.cells.tolist())}
    if set(own.amounts) == {_ONE}:
        return counted
    return {**counted, "values": packed([texts(value or "") for value in own.amounts])}
