"""Typed frames built from rows given as dicts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from dandong_analysis.schemas import Schema


def typed_frame(schema: Schema, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of delivery ``one``, file ``TABLE.csv``, counted from 2, unless a row says otherwise.

    Fields that a row does not name are missing; numbers given as text become decimals.
    """
    usual = {"delivery": "one", "source_file": f"{schema.name}.csv", "source_sheet": ""}
    full = [{**usual, "source_row": i, **row} for i, row in enumerate(rows, start=2)]
    return pd.DataFrame({
        name: pd.Series([typed_cell(row.get(name), dtype) for row in full], dtype=dtype)
        for name, dtype in schema.dtypes.items()
    })  # fmt: skip


def typed_cell(value: Any, dtype: str) -> Any:
    """A value as a column of this type holds it."""
    if dtype == "object":
        return None if value is None else Decimal(value)
    if dtype == "datetime64[ms]":
        return pd.NaT if value is None else pd.Timestamp(value)
    return value
