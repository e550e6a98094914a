"""The entries that a profile may have, and the type of each."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dandong_analysis.errors import Place, Problem
from dandong_analysis.survey.profile_messages import problem

Test = Callable[[object], bool]


@dataclass(frozen=True)
class Entry:
    """One entry: the test of its value, and what it must be in words."""

    fits: Test
    zh: str
    en: str
    required: bool = False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _list_of(fits: Test) -> Test:
    return lambda value: isinstance(value, list) and all(fits(item) for item in value)


def _table_of(fits: Test) -> Test:
    return lambda value: isinstance(value, dict) and all(fits(item) for item in value.values())


def _is_code(value: object) -> bool:
    return isinstance(value, str | bool)


_TABLES = _list_of(lambda value: isinstance(value, dict))

TEXT = Entry(_is_text, "文字", "text")
NAME = Entry(
    lambda v: isinstance(v, str) and bool(v.strip()), "非空的文字", "text, not blank", True
)
NAME_IF_GIVEN = replace(NAME, required=False)
TEXTS = Entry(_list_of(_is_text), "文字的列表", "a list of texts")
TEXT_TABLE = Entry(_table_of(_is_text), "文字对文字的表", "a table of texts")

PROFILE: dict[str, Entry] = {
    "format": Entry(_is_whole, "整数", "a whole number", True),
    "team": NAME,
    "provenance": NAME,
    "contact": TEXT,
    "sheet": Entry(
        lambda v: _TABLES(v) and bool(v), "至少一个 [[sheet]]", "one or more [[sheet]]", True
    ),
}

YES_NO = Entry(lambda value: isinstance(value, bool), "true 或 false", "true or false")

# Where a layer comes from and what it may be used for.
ORIGIN: dict[str, Entry] = {
    "source": TEXT,
    "licence": TEXT,
    "notice": TEXT,
    "is_sketch": YES_NO,
    "approval": TEXT,
    "use_zh": TEXT,
    "use_en": TEXT,
    "doubt_zh": TEXT,
    "doubt_en": TEXT,
}

SHEET: dict[str, Entry] = {
    "file": NAME,
    "table": NAME,
    "sheet": TEXT,
    "header_rows": Entry(_list_of(_is_whole), "整数的列表", "a list of whole numbers"),
    "encoding": TEXT,
    "delimiter": TEXT,
    "declared_rows": Entry(
        lambda v: isinstance(v, int) and _is_whole(v) and v >= 0, "不小于0的整数", "a whole number from 0"
    ),
    "missing": TEXTS,
    "subtotal_words": TEXTS,
    "note_words": TEXTS,
    "ignore": TEXTS,
    "thousands": TEXT,
    "crs": TEXT,
    "axis": TEXT,
    "zone_prefix": YES_NO,
    "columns": Entry(_table_of(_is_text), "文字对文字的表", "a table of texts", True),
    "units": TEXT_TABLE,
    "cell_units": Entry(_table_of(_list_of(_is_text)), "文字列表的表", "a table of lists of texts"),
    "formats": TEXT_TABLE,
    "spellings": Entry(_table_of(_table_of(_is_code)), "每个字段一个“写法 = 代码”的表",
                       "one table of spelling = code for each field"),
    "constants": TEXT_TABLE,
    "provenance": NAME_IF_GIVEN,
    **ORIGIN,
}  # fmt: skip


def misshapen(
    data: Mapping[str, Any], entries: Mapping[str, Entry], path: str
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What is wrong (``key``, ``type`` or ``missing``), where, and parts of the message."""
    for key, value in data.items():
        at = f"{path}.{key}".lstrip(".")
        if key not in entries:
            yield "key", at, {"near": nearest(key, entries)}
        elif not entries[key].fits(value):
            yield "type", f"{at} = {value!r}", {"zh": entries[key].zh, "en": entries[key].en}
    for key, entry in entries.items():
        if entry.required and key not in data:
            yield "missing", f"{path}.{key}".lstrip("."), {}


def check_shape(
    data: Mapping[str, Any], entries: Mapping[str, Entry], place: Place, path: str
) -> Iterator[Problem]:
    """Unknown entries, missing ones and those of a wrong type."""
    for what, at, parts in misshapen(data, entries, path):
        yield problem(f"profile-{what}", place, at, **parts)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like ``name``, as a suggestion for a message."""
    names = list(known)
    return (difflib.get_close_matches(name, names, 1, 0) or ["—"])[0]
