"""Years and dates in ISO form or in the one format that the profile declares."""

import re
from collections.abc import Collection
from datetime import date, datetime

from dandong_analysis.survey.cell import Cell, Parser, faulty, fold

_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR = re.compile(r"([0-9]{4})(?:年|\.0)?")
_OCTOBER = re.compile(r"[0-9]{4}\.10")
_JANUARY = re.compile(r"[0-9]{4}\.1")

_YEARS = range(1800, 2101)


def date_parser(pattern: str, values: Collection[str]) -> Parser:
    """Reads a date written by ``pattern`` (as for ``strptime``) or in ISO form.

    ``values`` are all texts of the column: with ``%Y.%m``, a number cell shows October as
    ``2018.1``; that reading is excluded only when some cell of the column shows ``.10``.
    """
    lossy = pattern == "%Y.%m" and not any(_OCTOBER.fullmatch(v.strip()) for v in values)
    return lambda raw: _date(raw, pattern, lossy)


def year_parser(pattern: str) -> Parser:
    """Reads a year of four digits, or the year of a date written by ``pattern``."""
    return lambda raw: _year(raw, pattern)


def _date(raw: str, pattern: str, lossy: bool) -> Cell:
    folded, rules = fold(raw)
    found = _parsed(folded, pattern)
    if found is None:
        return faulty(raw, "bad-date")
    if lossy and _JANUARY.fullmatch(folded):
        return faulty(raw, "date-ambiguous")
    text = found.isoformat()
    return Cell(text, rules if text == folded else (*rules, "date"))


def _year(raw: str, pattern: str) -> Cell:
    folded, rules = fold(raw)
    plain = _YEAR.fullmatch(folded)
    found = None if plain else _parsed(folded, pattern)
    text = plain[1] if plain else str(found.year) if found else ""
    if not text or int(text) not in _YEARS:
        return faulty(raw, "bad-year")
    return Cell(text, rules if text == folded else (*rules, "date"))


def _parsed(text: str, pattern: str) -> date | None:
    iso = _ISO.fullmatch(text)
    try:
        if iso:
            return date.fromisoformat(iso[1])
        found = datetime.strptime(text, pattern) if pattern else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return found.date() if found and found.year in _YEARS else None
