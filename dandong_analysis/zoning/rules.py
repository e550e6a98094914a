"""Grading rules from a rule file: reading, checking, and confronting with a study's tables."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from typing import Any

from dandong_analysis.errors import Problem, Text, raise_all
from dandong_analysis.standards import load_standard
from dandong_analysis.units import units
from dandong_analysis.zoning.criteria import (
    GRADES,
    Criterion,
    Group,
    Interval,
    Measure,
    RuleSet,
)
from dandong_analysis.zoning.faults import rule_problem

_FORMAT = 1
_TOP = ({"format", "id", "zh", "en", "group"}, {"not_assessed"})
_GROUP = ({"id", "zh", "en", "table", "expected", "inventory", "measure"}, set[str]())
_MEASURE = (
    {"id", "zh", "en", "field", "criteria"},
    {"aggregate", "unit", "where", "where_mine"},
)
_CRITERION = (
    {"grade", "source", "verified"},
    {"over", "from", "below", "to", "codes", "words"},
)
_LIMITS = ("over", "from", "below", "to")


@cache
def standard_rules() -> RuleSet:
    """DZ/T 0223-2011, appendix E, as shipped."""
    return parse_rules(load_standard("dzt0223"), file="dzt0223.toml")


def parse_rules(data: Mapping[str, Any], *, file: str = "rules.toml") -> RuleSet:
    """Grading rules from a parsed rule file (format: head of ``standards/dzt0223.toml``).

    Raises
    ------
    DandongError
        With every entry that is missing, unknown, contradictory or without source.
    """
    reader = _Reader(file)
    rules = reader.rules(data)
    raise_all(reader.problems)
    return rules


class _Reader:
    """Reads the entries and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._ids: set[str] = set()

    def rules(self, data: Mapping[str, Any]) -> RuleSet:
        self._keys("", data, *_TOP)
        if data.get("format") != _FORMAT:
            self._add("rule-value-unknown", "format", data.get("format"))
        groups = tuple(self._group(e) for e in data.get("group", ()))
        open_points = tuple(
            (e.get("group", ""), Text(e.get("zh", ""), e.get("en", "")))
            for e in data.get("not_assessed", ())
        )
        return RuleSet(
            data.get("id", ""), data.get("zh", ""), data.get("en", ""), groups, open_points
        )

    def _group(self, entry: Mapping[str, Any]) -> Group:
        name = self._id("group", entry)
        self._keys(name, entry, *_GROUP)
        return Group(
            name, entry.get("zh", ""), entry.get("en", ""), entry.get("table", ""),
            tuple(self._measure(e) for e in entry.get("measure", ())),
            tuple(_codes(e) for e in entry.get("expected", ())),
            bool(entry.get("inventory", False)),
        )  # fmt: skip

    def _measure(self, entry: Mapping[str, Any]) -> Measure:
        name = self._id("measure", entry)
        self._keys(name, entry, *_MEASURE)
        aggregate = entry.get("aggregate", "max")
        if aggregate not in ("max", "sum"):
            self._add("rule-value-unknown", name, aggregate)
        given = entry.get("criteria", ())
        criteria = tuple(self._criterion(name, e) for e in given)
        self._shape(name, entry, criteria)
        return Measure(
            name, entry.get("zh", ""), entry.get("en", ""), entry.get("field", ""), criteria,
            aggregate, entry.get("unit", ""), _codes(entry.get("where", {})),
            _codes(entry.get("where_mine", {})), any("words" in e for e in given),
        )  # fmt: skip

    def _criterion(self, measure: str, entry: Mapping[str, Any]) -> Criterion:
        grade = str(entry.get("grade", ""))
        name = f"{measure}.{grade.upper()}"
        self._keys(name, entry, *_CRITERION)
        if grade not in GRADES:
            self._add("rule-value-unknown", measure, grade)
            grade = GRADES[0]
        if not isinstance(entry.get("verified"), bool):
            self._add("rule-value-unknown", name, f"verified = {entry.get('verified')}")
        if not str(entry.get("source", "")).strip():
            self._add("rule-source", name, entry.get("source", ""))
        words = tuple(entry.get("codes", entry.get("words", ())))
        return Criterion(
            name, grade, str(entry.get("source", "")), entry.get("verified") is True,
            self._interval(name, entry), words,
        )  # fmt: skip

    def _interval(self, name: str, entry: Mapping[str, Any]) -> Interval | None:
        limits = {k: self._number(name, entry[k]) for k in _LIMITS if k in entry}
        if not limits:
            return None
        if {"over", "from"} <= set(limits) or {"below", "to"} <= set(limits):
            self._add("rule-limits", name, "、".join(limits))
        return Interval(
            limits.get("from", limits.get("over")), limits.get("to", limits.get("below")),
            "from" in limits, "to" in limits,
        )  # fmt: skip

    def _number(self, name: str, text: object) -> Decimal:
        try:
            value = Decimal(text) if isinstance(text, str) else None
        except InvalidOperation:
            value = None
        if value is None or not value.is_finite():
            self._add("rule-number", name, text)
            return Decimal(0)
        return value

    def _shape(self, name: str, entry: Mapping[str, Any], criteria: Sequence[Criterion]) -> None:
        """A measure is of numbers with a unit, or of words without; grades do not overlap."""
        unit = entry.get("unit", "")
        if unit and unit not in units():
            self._add("rule-value-unknown", name, unit)
        of_numbers = [c.interval is not None for c in criteria]
        if not criteria or any(n != bool(unit) or n == bool(c.words)
                               for n, c in zip(of_numbers, criteria, strict=True)):  # fmt: skip
            self._add("rule-limits", name, "、".join(c.id for c in criteria))
        elif unit and not _is_staircase(criteria):
            self._add("rule-limits", name, "; ".join(_described(criteria)))
        for word in _twice([w for c in criteria for w in c.words]):
            self._add("rule-words-twice", name, word)
        for grade in _twice([c.grade for c in criteria]):
            self._add("rule-id-twice", name, grade)

    def _id(self, kind: str, entry: Mapping[str, Any]) -> str:
        name = str(entry.get("id", kind))
        if name in self._ids:
            self._add("rule-id-twice", kind, name)
        self._ids.add(name)
        return name

    def _keys(
        self, name: str, entry: Mapping[str, Any], required: set[str], optional: set[str]
    ) -> None:
        for key in sorted(required - set(entry)):
            self._add("rule-entry-missing", name, key)
        for key in sorted(set(entry) - required - optional):
            self._add("rule-entry-unknown", name, key)

    def _add(self, code: str, name: str, value: object) -> None:
        self.problems.append(rule_problem(code, name, value, file=self.file))


def _codes(entry: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(codes) for name, codes in entry.items()}


def _twice(values: Sequence[str]) -> list[str]:
    return sorted({v for v in values if values.count(v) > 1})


def _described(criteria: Sequence[Criterion]) -> Iterator[str]:
    return (f"{c.grade} {c.interval.describe()}" for c in criteria if c.interval)


def _is_staircase(criteria: Sequence[Criterion]) -> bool:
    """Intervals meet without overlap or gap, upwards from slight to severe without end."""
    rising = sorted(criteria, key=lambda c: c.level)
    steps = [c.interval for c in rising if c.interval]
    meet = all(
        a.upper is not None and a.upper == b.lower and a.upper_closed != b.lower_closed
        for a, b in pairwise(steps)
    )
    return meet and steps[-1].upper is None and all(_is_wide(s) for s in steps)


def _is_wide(interval: Interval) -> bool:
    lower, upper = interval.lower, interval.upper
    return lower is not None and lower >= 0 and (upper is None or lower < upper)
