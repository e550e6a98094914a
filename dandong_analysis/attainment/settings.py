"""Grades, measures and thresholds of an evaluation: what its rule file declares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from dandong_analysis.units import decimals_of, units

Basis = Literal["period", "plan", "state", "year", "delivered"]


@dataclass(frozen=True)
class Grade:
    """One grade: the least ratio of done to expected, before and after the end of the period.

    ``early`` is for a target that is met before the last day. None is no limit.
    """

    code: str
    zh: str
    en: str
    limit: Decimal | None = None
    limit_after_end: Decimal | None = None
    early: bool = False


@dataclass(frozen=True)
class Source:
    """How a row of a survey table counts; the entries name its columns."""

    table: str
    id: str
    date: str = ""
    year: str = ""
    number: str = ""
    area: str = ""
    target: str = ""

    @property
    def is_dated(self) -> bool:
        return bool(self.date or self.year)


@dataclass(frozen=True)
class Measure:
    """What is counted: rows of one source or their sum, or the ratio of two measures."""

    code: str
    zh: str
    en: str
    unit: str
    source: str = ""
    column: str = ""
    basis: Basis = "period"
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where_mine: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    positive: str = ""
    at_least: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    variants: tuple[str, ...] = ()

    @property
    def is_rate(self) -> bool:
        return bool(self.numerator)


@dataclass(frozen=True)
class CountyTargets:
    """What the rows of the survey table ``targets`` are targets of."""

    indicator: str
    kind: str
    measure: str
    zh: str
    en: str


@dataclass(frozen=True)
class Thresholds:
    """A threshold of the rule file with where it comes from."""

    values: Mapping[str, Decimal]
    source: str
    verified: bool
    source_zh: str = ""

    def __getitem__(self, name: str) -> Decimal:
        return self.values[name]


@dataclass(frozen=True)
class AttainmentSettings:
    """Everything in the rule file. ``grades`` are ordered from the best on."""

    grades: tuple[Grade, ...]
    bands: Thresholds
    resolution: Mapping[str, Decimal]
    projection: Thresholds
    costs: Thresholds
    duty: Mapping[str, tuple[str, ...]]
    open_states: tuple[str, ...]
    sign_spellings: frozenset[str]
    county_targets: CountyTargets
    sources: Mapping[str, Source]
    measures: Mapping[str, Measure]

    def step(self, unit: str) -> Decimal:
        """The smallest amount of ``unit`` that is told."""
        return self.resolution.get(unit, Decimal("0.01"))

    def places(self, unit: str) -> int:
        """Decimals of the smallest amount of ``unit`` that is told; years and things are whole."""
        if unit not in self.resolution and units()[unit].quantity in ("count", "time"):
            return 0
        return decimals_of(self.step(unit))

    def duty_of(self, state: str) -> str:
        """The liable party whose mines are in this production state; empty when left open."""
        return next((party for party, states in self.duty.items() if state in states), "")
