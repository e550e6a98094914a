"""The kinds of rules: each gives valid (True), invalid (False) or undecided (NA) per row.

A check takes the rule's arguments and all typed tables, and answers for each row of the
rule's table, aligned with it. What a rule needs and a row lacks leaves the row undecided. A
condition that does not apply is met.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from dandong_analysis.units import exact_sum

Tables = Mapping[str, pd.DataFrame]
Arguments = Mapping[str, Any]
Check = Callable[[str, Arguments, Tables], pd.Series]

TRI = "boolean"


def _undecided(frame: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.NA, frame.index, dtype=TRI)


def _decided(result: pd.Series, known: pd.Series) -> pd.Series:
    """``result`` where ``known``, else undecided."""
    return result.astype(TRI).where(known.astype(bool), pd.NA)


def unique_key(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """The fields ``fields`` together occur once; undecided when one of them is blank."""
    frame, fields = tables[table], list(args["fields"])
    return _decided(~frame.duplicated(fields, keep=False), frame[fields].notna().all(axis=1))


def reference(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is the ``to_field`` of a row of table ``to``; undecided without that table."""
    frame, field = tables[table], args["field"]
    if args["to"] not in tables:
        return _undecided(frame)
    known = tables[args["to"]][args["to_field"]]
    return _decided(frame[field].isin(known), frame[field].notna())


def in_range(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is not below ``min`` and not above ``max`` (each optional, both included);
    above ``more_than`` when that is given."""
    values = tables[table][args["field"]]
    low, high, beyond = (_number(args.get(k)) for k in ("min", "max", "more_than"))
    made = [
        None if pd.isna(v)
        else bool((low is None or v >= low) and (high is None or v <= high)
                  and (beyond is None or v > beyond))
        for v in values
    ]  # fmt: skip
    return pd.Series(made, values.index, dtype=TRI)


def _number(text: str | int | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def order(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``first`` is not above ``second``."""
    first, second = tables[table][args["first"]], tables[table][args["second"]]
    made = [
        None if pd.isna(a) or pd.isna(b) else bool(a <= b)
        for a, b in zip(first, second, strict=True)
    ]
    return pd.Series(made, first.index, dtype=TRI)


def required_when(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is given where ``when`` is one of ``is``."""
    frame = tables[table]
    applies = frame[args["when"]].isin(args["is"])
    return _decided(~applies | frame[args["field"]].notna(), frame[args["when"]].notna())


def empty_when(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is blank where ``when`` is one of ``is``."""
    frame = tables[table]
    applies = frame[args["when"]].isin(args["is"])
    return _decided(~applies | frame[args["field"]].isna(), frame[args["when"]].notna())


def some_given(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """At least one of ``fields`` is given."""
    return tables[table][list(args["fields"])].notna().any(axis=1).astype(TRI)


def parent_is(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """Where ``field`` is one of ``is``, the parent's ``parent_field`` is one of ``allowed``.

    The parent is the row of table ``parent`` whose ``key`` is the row's ``key``. Undecided
    when the rule applies and there is no parent or it has no value.
    """
    frame = tables[table]
    if args["parent"] not in tables:
        return _undecided(frame)
    above = _looked_up(
        frame[args["key"]], tables[args["parent"]], args["key"], args["parent_field"]
    )
    applies = frame[args["field"]].isin(args["is"])
    known = frame[args["field"]].notna() & (~applies | above.notna())
    return _decided(~applies | above.isin(args["allowed"]), known)


def _looked_up(keys: pd.Series, parents: pd.DataFrame, key: str, field: str) -> pd.Series:
    unique = parents.drop_duplicates(key).set_index(key)[field]
    return keys.map(unique)


def parts_not_above_whole(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """The exact sum of ``part`` over the rows of ``parts`` with the row's ``key`` is not above
    ``whole``; undecided without the table of parts, or when the whole or a part is blank."""
    frame, whole = tables[table], tables[table][args["whole"]]
    if args["parts"] not in tables:
        return _undecided(frame)
    grouped = tables[args["parts"]].groupby(args["key"])[args["part"]]
    sums = {key: None if v.isna().any() else exact_sum(v) for key, v in grouped}
    made = [
        None if pd.isna(limit) or (total := sums.get(key, Decimal(0))) is None
        else bool(total <= limit)
        for key, limit in zip(frame[args["key"]], whole, strict=True)
    ]  # fmt: skip
    return pd.Series(made, frame.index, dtype=TRI)


CHECKS: dict[str, Check] = {
    "unique_key": unique_key, "reference": reference, "range": in_range, "order": order,
    "required_when": required_when, "empty_when": empty_when, "some_given": some_given,
    "parent_is": parent_is, "parts_not_above_whole": parts_not_above_whole,
}  # fmt: skip
