"""The file of remarks: TOML with ``format = 1`` and one ``[[remark]]`` for each field.

A remark has ``field`` (the id), ``text`` (each line is a paragraph), and, where known, ``by``
and ``on`` (a date).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dandong_analysis.errors import Place, Problem, raise_all
from dandong_analysis.remarks.fields import is_field_id, paragraphs
from dandong_analysis.remarks.messages import problem

FORMAT = 1
FILE = "remarks.toml"
COLUMNS = ("field", "text", "by", "on")
# In characters.
LONGEST_TEXT = 20_000
LONGEST_NAME = 100
MOST_REMARKS = 5_000

_REQUIRED = ("field", "text")


@dataclass(frozen=True)
class Remark:
    """What was written for a field: paragraphs, by whom and when, as far as known."""

    field: str
    text: tuple[str, ...]
    by: str = ""
    on: date | None = None


def parse_remarks(data: Mapping[str, Any], *, file: str = FILE) -> tuple[Remark, ...]:
    """The remarks of the parsed file.

    Raises
    ------
    DandongError
        With every entry that is unknown, missing, of a wrong type, too long or given twice.
    """
    raise_all(list(_faults(data, Place(file=file))))
    return tuple(
        Remark(e["field"], paragraphs(e["text"]), e.get("by", "").strip(), e.get("on"))
        for e in data.get("remark", ())
    )


def remarks_frame(remarks: Sequence[Remark]) -> pd.DataFrame:
    """Remarks as a frame, columns :data:`COLUMNS`, all text.

    Paragraphs are separated by line breaks, dates are ISO; what is not known is empty.
    """
    rows = [(r.field, "\n".join(r.text), r.by, r.on.isoformat() if r.on else "") for r in remarks]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _faults(data: Mapping[str, Any], place: Place) -> Iterator[Problem]:
    if data.get("format") != FORMAT:
        yield problem("remark-format", place, str(data.get("format", "")), format=FORMAT)
    for key in sorted(set(data) - {"format", "remark"}):
        yield problem("remark-key", place, key)
    entries = data.get("remark", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        yield problem("remark-tables", place)
        return
    if len(entries) > MOST_REMARKS:
        yield problem("remark-many", place, str(len(entries)), limit=MOST_REMARKS)
        return
    for number, entry in enumerate(entries, 1):
        yield from _entry_faults(entry, f"remark[{number}]", place)
    for name, count in Counter(str(e.get("field")) for e in entries if "field" in e).items():
        if count > 1:
            yield problem("remark-twice", place, name)


def _entry_faults(entry: Mapping[str, Any], name: str, place: Place) -> Iterator[Problem]:
    for key in sorted(set(entry) - set(_KNOWN)):
        yield problem("remark-key", place, f"{name}.{key}")
    for key in _REQUIRED:
        if key not in entry:
            yield problem("remark-missing", place, f"{name}.{key}")
    for key, value in entry.items():
        code = _KNOWN[key](value) if key in _KNOWN else ""
        if code:
            shown = f"{name}.{key} = {str(value)[:80]}"
            yield problem(code, place, shown, text=LONGEST_TEXT, name=LONGEST_NAME)


def _text_fault(value: object) -> str:
    if not isinstance(value, str):
        return "remark-type"
    length = len("\n".join(paragraphs(value)))
    if not length:
        return "remark-empty"
    return "remark-long" if length > LONGEST_TEXT else ""


def _name_fault(value: object) -> str:
    if not isinstance(value, str):
        return "remark-type"
    return "remark-long" if len(value) > LONGEST_NAME else ""


# The entries of a remark, and the code of what is wrong with a value, if anything.
_KNOWN: Mapping[str, Callable[[object], str]] = {
    "field": lambda value: "" if is_field_id(value) else "remark-field",
    "text": _text_fault,
    "by": _name_fault,
    "on": lambda value: "" if type(value) is date else "remark-type",
}
