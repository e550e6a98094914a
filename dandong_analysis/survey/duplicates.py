"""Rows that occur twice: the same row again, and different rows with one key."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dandong_analysis.errors import Place, Problem
from dandong_analysis.schemas import Schema
from dandong_analysis.survey.faults import fault, same

# How many places a message lists.
_SHOWN = 5


@dataclass(frozen=True)
class Settled:
    """A typed table without the rows that occur twice, and what became of those.

    ``moved`` holds fate and code by row address (delivery, file, sheet, table, row).
    """

    table: pd.DataFrame
    moved: dict[tuple[Hashable, ...], tuple[str, str]]
    problems: tuple[Problem, ...]


def settle_copies(frame: pd.DataFrame, schema: Schema) -> Settled:
    """Count identical rows once: all but the first are excluded as ``duplicate``."""
    names = list(schema.names)
    repeated = frame.duplicated(names, keep="first")
    groups = frame[frame.duplicated(names, keep=False)].groupby(names, dropna=False, sort=False)
    return _settled(frame, schema, repeated, groups, ("excluded", "duplicate"))


def settle_keys(frame: pd.DataFrame, schema: Schema, code: str) -> Settled:
    """Set aside all rows that share a key; none of them can be preferred to another."""
    key = list(schema.key)
    conflicting = frame.duplicated(key, keep=False)
    groups = frame[conflicting].groupby(key, dropna=False, sort=False)
    return _settled(frame, schema, conflicting, groups, ("quarantined", code))


def _settled(
    frame: pd.DataFrame, schema: Schema, out: pd.Series, groups: Iterable[tuple[object, pd.DataFrame]],
    fate: tuple[str, str],
) -> Settled:  # fmt: skip
    problems = []
    for _, group in groups if out.any() else ():
        places = [_place(row, schema) for row in group.to_dict("records")]
        key = "、".join(str(group[name].iloc[0]) for name in schema.key)
        for place, is_out in zip(places, out.loc[group.index], strict=True):
            if is_out:
                problems.append(_problem(fate[1], place, key, places))
    moved = {_address(p.place): fate for p in problems}
    return Settled(frame[~out].reset_index(drop=True), moved, tuple(problems))


def _place(row: dict[Hashable, object], schema: Schema) -> Place:
    """The place of the key; the delivered header is not known here, the field's own name is."""
    column = "、".join(schema[name].zh for name in schema.key)
    return Place(str(row["source_file"]), str(row["source_sheet"]), int(str(row["source_row"])),
                 column, str(row["delivery"]), schema.name)  # fmt: skip


def _address(place: Place) -> tuple[Hashable, ...]:
    return (place.delivery, place.file, place.sheet, place.table, place.row)


def _problem(code: str, place: Place, key: str, places: Sequence[Place]) -> Problem:
    others = [p for p in places if p != place][:_SHOWN]
    return fault(code, place, key, hint=same("; ".join(_short(p) for p in others)))


def _short(place: Place) -> str:
    where = " ".join(part for part in (place.delivery, place.file, place.sheet) if part)
    return f"{where} #{place.row}"


def with_fates(
    rows: pd.DataFrame, moved: dict[tuple[Hashable, ...], tuple[str, str]]
) -> pd.DataFrame:
    """The account of rows with the new fate and code of the rows that ``moved`` names."""
    keys = list(zip(*(rows[n].tolist() for n in ("delivery", "file", "sheet", "table", "row")),
                    strict=True))  # fmt: skip
    old = zip(rows["fate"].tolist(), rows["code"].tolist(), strict=True)
    new = [moved.get(key, pair) for key, pair in zip(keys, old, strict=True)]
    fates = pd.DataFrame(new, index=rows.index, columns=["fate", "code"], dtype="str")
    return rows.assign(fate=fates["fate"], code=fates["code"])
