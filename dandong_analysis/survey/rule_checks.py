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


def column(frame: pd.DataFrame, name: str) -> pd.Series:
    found: pd.Series = frame[name]
    return found


def values(frame: pd.DataFrame, name: str) -> list[Any]:
    return column(frame, name).tolist()


def undecided(frame: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.NA, frame.index, dtype="boolean")


def decided(result: pd.Series, known: pd.Series) -> pd.Series:
    """``result`` where ``known``, else undecided."""
    return result.astype("boolean").where(known.astype(bool), pd.NA)


def unique_key(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """The fields ``fields`` together occur once; undecided when one of them is blank."""
    keys = tables[table][list(args["fields"])]
    return decided(~keys.duplicated(keep=False), keys.notna().all(axis=1))


def reference(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is the ``to_field`` of a row of table ``to``; undecided without that table."""
    given = column(tables[table], args["field"])
    if args["to"] not in tables:
        return undecided(tables[table])
    known = values(tables[args["to"]], args["to_field"])
    return decided(given.isin(known), given.notna())


def in_range(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is from ``min`` to ``max`` (both included) and above ``more_than``, as given."""
    given = column(tables[table], args["field"])
    low, high, beyond = (_number(args.get(k)) for k in ("min", "max", "more_than"))
    made = [
        None if pd.isna(v)
        else bool((low is None or v >= low) and (high is None or v <= high)
                  and (beyond is None or v > beyond))
        for v in given
    ]  # fmt: skip
    return pd.Series(made, given.index, dtype="boolean")


def _number(text: str | int | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def order(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``first`` is not above ``second``."""
    frame = tables[table]
    pairs = zip(values(frame, args["first"]), values(frame, args["second"]), strict=True)
    made = [None if pd.isna(a) or pd.isna(b) else bool(a <= b) for a, b in pairs]
    return pd.Series(made, frame.index, dtype="boolean")


def required_when(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is given where ``when`` is one of ``is``."""
    frame = tables[table]
    applies = column(frame, args["when"]).isin(args["is"])
    return decided(
        ~applies | column(frame, args["field"]).notna(), column(frame, args["when"]).notna()
    )


def empty_when(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """``field`` is blank where ``when`` is one of ``is``."""
    frame = tables[table]
    applies = column(frame, args["when"]).isin(args["is"])
    return decided(
        ~applies | column(frame, args["field"]).isna(), column(frame, args["when"]).notna()
    )


def some_given(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """At least one of ``fields`` is given."""
    given: pd.Series = tables[table][list(args["fields"])].notna().any(axis=1)
    return given.astype("boolean")


def parent_is(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """Where ``field`` is one of ``is``, the parent's ``parent_field`` is one of ``allowed``.

    The parent is the row of table ``parent`` whose ``key`` is the row's ``key``. Undecided
    when the rule applies and there is no parent or it has no value.
    """
    frame = tables[table]
    if args["parent"] not in tables:
        return undecided(frame)
    above = _looked_up(
        column(frame, args["key"]), tables[args["parent"]], args["key"], args["parent_field"]
    )
    applies = column(frame, args["field"]).isin(args["is"])
    known = column(frame, args["field"]).notna() & (~applies | above.notna())
    return decided(~applies | above.isin(args["allowed"]), known)


def _looked_up(keys: pd.Series, parents: pd.DataFrame, key: str, field: str) -> pd.Series:
    unique = parents.drop_duplicates(key).set_index(key)[field]
    return keys.map(unique)


def parts_not_above_whole(table: str, args: Arguments, tables: Tables) -> pd.Series:
    """The exact sum of ``part`` over the rows of ``parts`` with the same ``key`` fits ``whole``.

    Undecided without the table of parts, or when the whole or a part is blank.
    """
    frame = tables[table]
    if args["parts"] not in tables:
        return undecided(frame)
    grouped = tables[args["parts"]].groupby(args["key"])[args["part"]]
    sums = {key: None if v.isna().any() else exact_sum(v) for key, v in grouped}
    made = [
        None if pd.isna(limit) or (total := sums.get(key, Decimal(0))) is None
        else bool(total <= limit)
        for key, limit in zip(values(frame, args["key"]), values(frame, args["whole"]), strict=True)
    ]  # fmt: skip
    return pd.Series(made, frame.index, dtype="boolean")


CHECKS: dict[str, Check] = {
    "unique_key": unique_key, "reference": reference, "range": in_range, "order": order,
    "required_when": required_when, "empty_when": empty_when, "some_given": some_given,
    "parent_is": parent_is, "parts_not_above_whole": parts_not_above_whole,
}  # fmt: skip
