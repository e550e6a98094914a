"""The indicator catalogue: what is counted, summed and compared.

:mod:`dandong_analysis.stats.catalogue` reads it from files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from dandong_analysis.errors import Text
from dandong_analysis.facts import ASSESSMENT, Measure
from dandong_analysis.schemas import Schema
from dandong_analysis.units import Rounding
from dandong_analysis.vocabulary import Term

DimensionKind = Literal["field", "class", "group", "period", "year"]


@dataclass(frozen=True)
class Band:
    """One code of a derived dimension: the codes (``of``) or days (both included) it joins."""

    term: Term
    of: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Dimension:
    """What rows can be counted by.

    ``field``: a column of the table; ``class``: the broader term of a code; ``group``: several
    codes under one; ``period``: days joined to periods; ``year``: the year of a date. ``of``
    names the dimensions that it is derived from, first that the table has. The list of an
    ``observed`` dimension is open: only codes that occur are shown.
    """

    name: str
    zh: str = ""
    en: str = ""
    kind: DimensionKind = "field"
    of: tuple[str, ...] = ()
    vocabulary: str = ""
    bands: tuple[Band, ...] = ()
    observed: bool = False


@dataclass(frozen=True)
class Part:
    """A term of a derived indicator: another one, narrowed to ``where``.

    ``keep`` are the dimensions of the crossing that apply to it; None means all.
    """

    indicator: str
    where: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Each:
    """What the rows of a computed frame say about their own values; the entries name columns.

    There is one fact a row, by the columns ``keys``. Without a value, ``reason`` has the code of
    why; beside a value, ``caution`` that of what is not certain about it. Its lineage is the rows
    of the frame ``rows`` with the same keys, which add up to it, or the facts of the indicator
    ``made_of`` that ``parts`` lists, joined by ``|``; that indicator has one key.
    """

    keys: tuple[str, ...] = ()
    unit: str = ""
    places: str = ""
    reason: str = ""
    caution: str = ""
    rows: str = ""
    made_of: str = ""
    parts: str = ""


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue; each crossing of ``by`` (and the total) gives facts."""

    id: str
    zh: str
    en: str
    unit: str
    table: str = ""
    measure: Measure = "count"
    column: str = ""
    where: Mapping[str, str | None] = field(default_factory=dict)
    by: tuple[tuple[str, ...], ...] = ((),)
    places: int = 0
    rounding: Rounding | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    each: Each | None = None

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @property
    def made_of(self) -> frozenset[str]:
        """The ids of the indicators that this one is made of; rows may list others of their own."""
        listed = {self.each.made_of} - {"", self.id} if self.each else set()
        return frozenset({p.indicator for p in self.parts} | listed)


@dataclass(frozen=True)
class NotComputable:
    """Why published figures whose id matches one of ``ids`` (``*`` and ``?``) have no rows."""

    ids: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class Catalogue:
    """Indicators and dimensions by id, described system frames, and reasons.

    ``bases`` names the tables that a frame was computed from, so that nothing in it is trusted
    more than they are.
    """

    indicators: Mapping[str, Indicator]
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    frames: Mapping[str, Schema] = field(default_factory=dict)
    not_computable: tuple[NotComputable, ...] = ()
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def assessed(self) -> frozenset[str]:
        """The frames that belong to one assessment: they say which, in a column of that name."""
        return frozenset(name for name, schema in self.frames.items() if ASSESSMENT in schema)


def merge_catalogues(catalogues: Sequence[Catalogue]) -> Catalogue:
    """One catalogue of several; an entry of a later one replaces that of the same id."""
    return Catalogue(
        {k: v for c in catalogues for k, v in c.indicators.items()},
        {k: v for c in catalogues for k, v in c.dimensions.items()},
        {k: v for c in catalogues for k, v in c.frames.items()},
        tuple(n for c in reversed(catalogues) for n in c.not_computable),
        {k: v for c in catalogues for k, v in c.bases.items()},
    )


def divide_catalogue(catalogue: Catalogue) -> tuple[Catalogue, Catalogue]:
    """What is measured of the survey, and what of each assessment of the plan.

    An indicator belongs to an assessment when anything that it is made of does. What it is made
    of beside that, of the survey, is measured in both.
    """
    assessed: set[str] = set()
    while more := {
        i.id for i in catalogue.indicators.values()
        if i.id not in assessed
        and (i.table in catalogue.assessed or not assessed.isdisjoint(i.made_of))
    }:  # fmt: skip
        assessed |= more
    needed = set(assessed)
    while more := {
        part for n in needed if n in catalogue.indicators
        for part in catalogue.indicators[n].made_of if part not in needed
    }:  # fmt: skip
        needed |= more
    own = {n: i for n, i in catalogue.indicators.items() if n in needed}
    rest = {n: i for n, i in catalogue.indicators.items() if n not in assessed}
    return replace(catalogue, indicators=rest), replace(catalogue, indicators=own)
