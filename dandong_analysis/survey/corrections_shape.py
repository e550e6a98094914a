"""The entries that a declared correction may have, and the type of each."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dandong_analysis.errors import Place, Problem
from dandong_analysis.survey.corrections_messages import problem
from dandong_analysis.survey.profile_shape import (
    NAME,
    TEXT,
    TEXT_TABLE,
    Entry,
    misshapen,
)

PLACE = Place("corrections.toml")

_TABLES = Entry(
    lambda v: isinstance(v, list) and all(isinstance(item, dict) for item in v),
    "[[correction]] 的列表", "a list of [[correction]]",
)  # fmt: skip
_WHERE = Entry(
    lambda v: TEXT_TABLE.fits(v) and bool(v), "非空的表头对文字的表",
    "a table of header = text, not empty", True,
)  # fmt: skip
_DATE = Entry(lambda v: type(v) is date, "日期，如 2018-03-02", "a date such as 2018-03-02", True)

_EITHER: dict[str, Entry] = {
    "id": NAME,
    "delivery": NAME,
    "file": NAME,
    "sheet": replace(TEXT, required=True),
    "where": _WHERE,
    "reason": NAME,
    "by": NAME,
    "date": _DATE,
    "action": Entry(lambda v: v in ("change", "exclude"), "change 或 exclude", "change or exclude"),
}
_CHANGE = _EITHER | {
    "column": NAME,
    "old": replace(TEXT, required=True),
    "new": replace(TEXT, required=True),
}


def check_corrections(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Every problem in the shape of a parsed corrections file."""
    for what, at, parts in misshapen(data, {"correction": _TABLES}, ""):
        yield problem(f"correction-{what}", PLACE, at, **parts)
    entries = _entries(data.get("correction"))
    for number, entry in enumerate(entries, 1):
        known = _EITHER if entry.get("action") == "exclude" else _CHANGE
        for what, at, parts in misshapen(entry, known, f"correction[{number}]"):
            yield problem(f"correction-{what}", PLACE, at, **parts)
    for name, count in Counter(str(e["id"]) for e in entries if "id" in e).items():
        if count > 1:
            yield problem("correction-id-twice", PLACE, name)


def _entries(value: object) -> list[dict[str, Any]]:
    """The entries that can be examined; anything else is reported by its shape."""
    return [e for e in value if isinstance(e, dict)] if isinstance(value, list) else []
