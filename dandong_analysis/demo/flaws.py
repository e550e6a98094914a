"""The teams' mistakes: misprints, repeated rows, rows that cannot be used.

What is mended by a declared correction is returned as one; ``where`` of a correction names
rows by their contents, never by their position.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dandong_analysis.demo.pages import Line, Page
from dandong_analysis.demo.render import plain_number
from dandong_analysis.schemas import Schema
from dandong_analysis.vocabulary import normalise

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Correction:
    """A declared correction as ``corrections.toml`` holds it; no ``column`` means exclude."""

    entry: Entry
    file: str
    sheet: str
    where: Mapping[str, str]
    column: str = ""
    old: str = ""
    new: str = ""


def with_flaws(
    page: Page, schema: Schema, delivery: str, flaws: Mapping[str, Sequence[Entry]]
) -> tuple[Page, list[Correction]]:
    """The page with all mistakes of its team and table, and the corrections that mend them."""
    corrections = []
    for entry in _own(flaws["misprint"], delivery, page):
        page, correction = _misprinted(page, schema, entry)
        corrections.append(correction)
    for entry in _own(flaws["conflict"], delivery, page):
        page, correction = _conflicting(page, schema, entry)
        corrections.append(correction)
    for entry in _own(flaws["repeat"], delivery, page):
        at = _position(page, entry)
        page = _inserted(page, at + 1, Line(page.lines[at].cells))
    for entry in _own(flaws["stray"], delivery, page):
        changed = _changed(page, page.lines[_position(page, entry)], entry["change"])
        page = _inserted(page, len(page.lines), changed)
    return page, corrections


def _own(entries: Sequence[Entry], delivery: str, page: Page) -> list[Entry]:
    mine = (delivery, page.sheet.table)
    return [e for e in entries if (e["delivery"], e["table"]) == mine]


def _position(page: Page, entry: Entry) -> int:
    """The ``nth`` line whose true row has the values of ``where`` and that can be spoilt so."""
    fits = [i for i, line in enumerate(page.lines) if _fits(page, line, entry)]
    nth: int = entry["nth"]
    return fits[nth % len(fits)]


def _fits(page: Page, line: Line, entry: Entry) -> bool:
    if line.record is None:
        return False
    same = all(getattr(line.record, name) == value for name, value in entry["where"].items())
    if not same or "swap" not in entry:
        return same
    return entry["swap"][0] in line.cells[page.sheet.header_of(entry["field"])]


def _misprinted(page: Page, schema: Schema, entry: Entry) -> tuple[Page, Correction]:
    at = _position(page, entry)
    line, header = page.lines[at], page.sheet.header_of(entry["field"])
    right = line.cells[header].strip()
    wrong = _wrong(right, entry)
    spoilt = Line({**line.cells, header: wrong}, line.record)
    where = _key(page, schema, line)
    correction = Correction(entry, page.sheet.file, page.sheet.sheet, where, header, wrong, right)
    return page.with_lines([*page.lines[:at], spoilt, *page.lines[at + 1 :]]), correction


def _wrong(right: str, entry: Entry) -> str:
    if "typed" in entry:
        return str(entry["typed"])
    if "times" in entry:
        return plain_number(Decimal(right) * entry["times"])
    return right.replace(entry["swap"][0], entry["swap"][1], 1)


def _conflicting(page: Page, schema: Schema, entry: Entry) -> tuple[Page, Correction]:
    at = _position(page, entry)
    second = _changed(page, page.lines[at], entry["change"])
    header = page.sheet.header_of(entry["column"])
    where = {**_key(page, schema, second), header: normalise(second.cells[header])}
    correction = Correction(entry, page.sheet.file, page.sheet.sheet, where)
    return _inserted(page, at + 1, second), correction


def _key(page: Page, schema: Schema, line: Line) -> dict[str, str]:
    headers = [page.sheet.header_of(name) for name in schema.key]
    return {h: normalise(line.cells[h]) for h in headers}


def _changed(page: Page, line: Line, change: Mapping[str, str]) -> Line:
    cells = {page.sheet.header_of(name): text for name, text in change.items()}
    return Line({**line.cells, **cells})


def _inserted(page: Page, at: int, line: Line) -> Page:
    return page.with_lines([*page.lines[:at], line, *page.lines[at:]])


_HEAD = """\
# 已声明的更正（模拟数据）：按内容定位，逐条说明理由。更正找不到所指的行时，生成即停止。
# Declared corrections (synthetic data), located by content; one that matches no row stops the build.
"""


def corrections_toml(corrections: Sequence[Correction]) -> bytes:
    """The file ``corrections.toml``, ordered by id."""
    ordered = sorted(corrections, key=lambda c: str(c.entry["id"]))
    return "\n".join([_HEAD, *map(_block, ordered)]).encode()


def _block(correction: Correction) -> str:
    entry = correction.entry
    where = ", ".join(f"{_quoted(k)} = {_quoted(v)}" for k, v in correction.where.items())
    lines = ["[[correction]]", f"id = {_quoted(entry['id'])}"]
    lines += [] if correction.column else ['action = "exclude"']
    lines += [f"delivery = {_quoted(entry['delivery'])}", f"file = {_quoted(correction.file)}"]
    lines += [f"sheet = {_quoted(correction.sheet)}", f"where = {{ {where} }}"]
    if correction.column:
        lines += [
            f"{key} = {_quoted(getattr(correction, key))}" for key in ("column", "old", "new")
        ]
    lines += [f"reason = {_quoted(entry['reason'])}", f"by = {_quoted(entry['by'])}"]
    return "\n".join([*lines, f"date = {entry['date'].isoformat()}", ""])


def _quoted(text: str) -> str:
    """A TOML basic string; JSON strings are a subset of them."""
    return json.dumps(text, ensure_ascii=False)
