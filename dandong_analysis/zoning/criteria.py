"""Criteria of impact grading as data: groups, measures, and the grades that they divide into."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dandong_analysis.errors import Text
from dandong_analysis.schemas import Schemas
from dandong_analysis.units import convert, units
from dandong_analysis.vocabulary import Vocabulary

Aggregate = Literal["max", "sum"]

# From the lightest to the worst; the position is the level that comparisons work with.
LEVELS = ("none", "slight", "moderate", "severe")
GRADES = LEVELS[1:]
WORST = len(LEVELS) - 1
UNGRADED = "ungraded"

LABELS: Mapping[str, Text] = {
    "none": Text("无此问题", "no such problem"),
    "slight": Text("较轻", "slight"),
    "moderate": Text("较严重", "moderate"),
    "severe": Text("严重", "severe"),
    UNGRADED: Text("未定级", "ungraded"),
}


def grade_between(low: int, high: int) -> str:
    """The grade when it lies between two levels: theirs when they agree, else ``ungraded``.

    >>> grade_between(3, 3), grade_between(1, 3)
    ('severe', 'ungraded')
    """
    return LEVELS[low] if low == high else UNGRADED


@dataclass(frozen=True)
class Interval:
    """Numbers between two limits, each open or closed; None is no limit."""

    lower: Decimal | None
    upper: Decimal | None
    lower_closed: bool = False
    upper_closed: bool = False

    def __contains__(self, value: Decimal) -> bool:
        return self._above(value) and self._below(value)

    def _above(self, value: Decimal) -> bool:
        if self.lower is None:
            return True
        return value >= self.lower if self.lower_closed else value > self.lower

    def _below(self, value: Decimal) -> bool:
        if self.upper is None:
            return True
        return value <= self.upper if self.upper_closed else value < self.upper

    def converted(self, source: str, target: str) -> "Interval":
        """The same numbers in another unit."""
        lower, upper = (
            None if limit is None else convert(limit, source, target)
            for limit in (self.lower, self.upper)
        )
        return Interval(lower, upper, self.lower_closed, self.upper_closed)

    def describe(self) -> str:
        """As a table prints it.

        >>> Interval(Decimal(2), Decimal(4), upper_closed=True).describe()
        '> 2, ≤ 4'
        """
        parts = []
        if self.lower is not None:
            parts.append(f"{'≥' if self.lower_closed else '>'} {self.lower}")
        if self.upper is not None:
            parts.append(f"{'≤' if self.upper_closed else '<'} {self.upper}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Criterion:
    """What gives one grade: an interval of numbers, codes of a list, or words of a text.

    ``source`` says where the limit stands; ``verified`` whether it was checked there.
    """

    id: str
    grade: str
    source: str
    verified: bool
    interval: Interval | None = None
    words: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        return LEVELS.index(self.grade)


@dataclass(frozen=True)
class Measure:
    """One quantity of a survey table, divided into grades.

    ``where`` limits it to rows with these codes, ``where_mine`` to rows of mines with these
    codes. ``aggregate`` "max" grades every row and keeps the worst, "sum" grades the exact
    total of a mine. ``unit`` is the unit in which the standard prints the limits. ``is_text``:
    the cell is free text, whose parts must each be a known word.
    """

    id: str
    zh: str
    en: str
    field: str
    criteria: tuple[Criterion, ...]
    aggregate: Aggregate = "max"
    unit: str = ""
    where: Mapping[str, tuple[str, ...]] | None = None
    where_mine: Mapping[str, tuple[str, ...]] | None = None
    is_text: bool = False

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @property
    def is_number(self) -> bool:
        return bool(self.unit)

    @property
    def top(self) -> int:
        """The worst level that the measure can give."""
        return max(c.level for c in self.criteria)

    def held(self, schemas: Schemas, table: str) -> "HeldMeasure":
        """The measure with its limits in the unit that the field of ``table`` is held in."""
        unit = schemas[table][self.field].unit or self.unit
        intervals = tuple(
            c.interval.converted(self.unit, unit) if c.interval else None for c in self.criteria
        )
        return HeldMeasure(self, unit, intervals)

    def threshold(self, criterion: Criterion, words: Vocabulary | None, lang: str) -> str:
        """What a criterion asks as the standard prints it: limits and unit, or words.

        ``words`` labels the codes of the field; None for free text.
        """
        if criterion.interval is not None:
            return f"{criterion.interval.describe()} {units()[self.unit].label(lang)}"
        labels = [words[w].label.in_language(lang) if words and w in words else w
                  for w in criterion.words]  # fmt: skip
        return ("、" if lang == "zh" else ", ").join(labels)


@dataclass(frozen=True)
class HeldMeasure:
    """A measure whose limits are expressed in the unit of the typed frames."""

    measure: Measure
    unit: str
    intervals: tuple[Interval | None, ...]

    def of_number(self, value: Decimal) -> int | None:
        """Position of the criterion that a number meets, or None when it meets none."""
        for i, interval in enumerate(self.intervals):
            if interval is not None and value in interval:
                return i
        return None

    def of_word(self, word: str) -> int | None:
        """Position of the criterion that names ``word``, or None."""
        for i, criterion in enumerate(self.measure.criteria):
            if word in criterion.words:
                return i
        return None


@dataclass(frozen=True)
class Group:
    """One group of criteria over one survey table.

    ``expected`` holds alternatives of mine attributes under which a mine must have a row;
    ``inventory`` marks a table that lists what exists.
    """

    id: str
    zh: str
    en: str
    table: str
    measures: tuple[Measure, ...]
    expected: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    inventory: bool = False

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class RuleSet:
    """All groups of a grading rule file, and what the standard asks but the survey lacks."""

    id: str
    zh: str
    en: str
    groups: tuple[Group, ...]
    not_assessed: tuple[tuple[str, Text], ...] = ()

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    def __getitem__(self, group: str) -> Group:
        return next(g for g in self.groups if g.id == group)

    @property
    def criteria(self) -> tuple[tuple[Group, Measure, Criterion], ...]:
        """Every criterion with the measure and group that it belongs to."""
        return tuple((g, m, c) for g in self.groups for m in g.measures for c in m.criteria)
