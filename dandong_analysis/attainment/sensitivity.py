"""Which conclusions another reading of the plan would turn over."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import pandas as pd

from dandong_analysis.attainment.assessment import Assessment, assess
from dandong_analysis.attainment.definitions import value_of, variations
from dandong_analysis.attainment.frames import (
    SENSITIVITY_COLUMNS,
    Tables,
    make_frame,
    records,
    text,
)
from dandong_analysis.attainment.works import Context

_CELL = ("indicator_id", "region", "liability", "period")
_COMPARED = ("target_kind", "status", "attainment", "grade")
_Cells = Mapping[tuple[str, ...], Mapping[str, Any]]
SUMMARY_COLUMNS = {
    "parameter": "str", "value": "str", "base_value": "str", "n_cells": "int64",
    "n_changed": "int64", "n_flips": "int64",
}  # fmt: skip


def sensitivity_frame(
    tables: Tables,
    context: Context,
    base: Assessment,
    *,
    incomplete: AbstractSet[str] = frozenset(),
) -> pd.DataFrame:
    """Every cell under every other reading, one parameter changed at a time.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`~.frames.SENSITIVITY_COLUMNS`, a row for each parameter, other value and
        cell of either reading. ``flips`` where the grade differs, or where a cell can be
        assessed under one of the two only.
    """
    rows: list[dict[str, Any]] = []
    before = _by_cell(base.attainment)
    for parameter, value, definitions in variations(context.definitions, context.settings):
        other = assess(
            tables, replace(context, definitions=definitions), incomplete=incomplete,
            state=base.state,
        )  # fmt: skip
        named = {
            "parameter": parameter, "value": value,
            "base_value": value_of(context.definitions, parameter),
        }  # fmt: skip
        rows += ({**named, **row} for row in _compared(before, _by_cell(other.attainment)))
    return make_frame(rows, SENSITIVITY_COLUMNS)


def summarise_sensitivity(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a parameter and other value: cells, those with another attainment, and flips.

    Columns :data:`SUMMARY_COLUMNS`, in the order of ``frame``.
    """
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in records(frame):
        groups.setdefault((row["parameter"], row["value"], row["base_value"]), []).append(row)
    rows = [
        {
            **dict(zip(("parameter", "value", "base_value"), key, strict=True)),
            "n_cells": len(own), "n_flips": sum(bool(r["flips"]) for r in own),
            "n_changed": sum(r["attainment"] != r["base_attainment"] for r in own),
        }
        for key, own in groups.items()
    ]  # fmt: skip
    return make_frame(rows, SUMMARY_COLUMNS)


def _compared(before: _Cells, after: _Cells) -> Iterator[dict[str, Any]]:
    for key in {**before, **after}:
        a, b = before.get(key, {}), after.get(key, {})
        grades = text(a.get("grade")), text(b.get("grade"))
        yield {
            **dict(zip(_CELL, key, strict=True)),
            "target_kind": text((a or b)["target_kind"]) or None,
            "base_status": a.get("status"), "status": b.get("status"),
            "base_attainment": a.get("attainment"), "attainment": b.get("attainment"),
            "base_grade": grades[0] or None, "grade": grades[1] or None,
            "flips": grades[0] != grades[1],
        }  # fmt: skip


def _by_cell(attainment: pd.DataFrame) -> _Cells:
    rows = records(attainment[[*_CELL, *_COMPARED]])
    return {tuple(str(row[c]) for c in _CELL): row for row in rows}
