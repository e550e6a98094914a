"""Typed frames from canonical texts; the only way in which a typed value is made."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pandas as pd

from dandong_analysis.schemas import ADDRESS, Field, Schema

Texts = Sequence[str]


def typed_frame(address: pd.DataFrame, texts: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The typed frame of one table.

    Parameters
    ----------
    address
        Columns ``delivery``, ``file``, ``sheet``, ``row`` of each row.
    texts
        Canonical texts, aligned with ``address``; a field without a column has no values.

    Returns
    -------
    pandas.DataFrame
        Columns and dtypes of ``schema.dtypes``, rows in the given order, a fresh index.
    """
    places = zip(ADDRESS, ("delivery", "file", "sheet", "row"), strict=True)
    columns = {name: pd.Series(address[source].to_numpy()) for name, source in places}
    blank = [""] * len(address)
    for field in schema.fields:
        given = texts[field.name].tolist() if field.name in texts else blank
        columns[field.name] = typed_series(given, field)
    frame = pd.DataFrame(columns)
    return frame.astype({n: schema.dtypes[n] for n in ADDRESS})


def typed_series(texts: Texts, field: Field) -> pd.Series:
    """The values that canonical ``texts`` stand for, in the dtype of the field."""
    made = [_MAKERS[field.kind](text) if text else None for text in texts]
    return pd.Series(made, dtype=field.dtype)


_MAKERS: dict[str, Callable[[str], object]] = {
    "id": str, "text": str, "category": str, "geometry": str, "integer": int, "year": int,
    "decimal": Decimal, "degree": float, "date": pd.Timestamp, "boolean": "true".__eq__,
}  # fmt: skip
