"""The ledger of facts: every number that a report may print, and where it comes from.

A fact stores its value unrounded and its definition, not the rows behind it: the rows are
found again by evaluating the definition (``stats.behind.rows_behind``).
"""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Text

Verdict = Literal[
    "equal", "equal_rounded", "equal_in_unit", "differs", "not_published", "not_computable"
]
Measure = Literal["count", "sum", "ratio", "max", "min", "first", "last", "distinct", "each"]

ASSESSMENT = "assessment"
"""The dimension that tells the evaluations of a plan at several dates apart."""

# What a delivery may be, from the least trustworthy; of several, the first decides.
TRUST = ("synthetic", "survey", "published")


def least_trusted(provenances: Iterable[str]) -> str:
    """The least trustworthy of ``provenances``, empty when there is none.

    >>> least_trusted(["published", "synthetic", "survey"])
    'synthetic'
    """
    return min(provenances, key=TRUST.index, default="")


@dataclass(frozen=True)
class Definition:
    """How a fact is computed from typed tables.

    ``where`` maps a dimension to the code that it must have; ``None`` means that the row has
    no value for it. For a derived fact (``ratio``, or a sum of facts) ``parents`` are the ids
    of its terms, in the order numerator, denominator. An ``each`` fact is the value of
    ``column`` in the one row of a computed frame; ``parents`` are what it was computed from.
    """

    table: str = ""
    measure: Measure = "count"
    column: str = ""
    where: Mapping[str, str | None] = field(default_factory=dict)
    parents: tuple[str, ...] = ()

    def as_json(self) -> str:
        """As JSON; ``where`` keeps its order, in which words name its conditions."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True)
class Fact:
    """One number with its meaning, rounding, source and comparison with print.

    ``value`` is unrounded and in ``unit``; ``printed`` is the value at its printed precision.
    ``provenance`` is ``synthetic``, ``survey`` or ``published``; of mixed sources, the least
    trustworthy (in this order).
    """

    id: str
    value: Decimal | None
    unit: str
    printed: str
    label_zh: str
    label_en: str
    definition: Definition
    indicator: str
    dims: Mapping[str, str | None] = field(default_factory=dict)
    n_rows: int = 0
    sources: tuple[str, ...] = ()
    published: str = ""
    section: str = ""
    verdict: Verdict = "not_published"
    reason_zh: str = ""
    reason_en: str = ""
    provenance: str = "survey"

    @property
    def label(self) -> Text:
        return Text(self.label_zh, self.label_en)


_SEPARATORS = {ord(c): f"%{ord(c):02X}" for c in "%,=@"}


def _quoted(code: str) -> str:
    return code.translate(_SEPARATORS)


def fact_id(indicator: str, dims: Mapping[str, str | None]) -> str:
    """The id of an indicator's crossing; the order of the dimensions does not matter.

    >>> fact_id("LAND.DAMAGED", {"status_class": "closed", "county": "210682"})
    'LAND.DAMAGED@county=210682,status_class=closed'

    A code that holds a separator, such as a delivered number of a project, is quoted.

    >>> fact_id("WORKS.AREA", {"row_id": "A,1"})
    'WORKS.AREA@row_id=A%2C1'
    """
    inside = ",".join(f"{k}={'?' if v is None else _quoted(v)}" for k, v in sorted(dims.items()))
    return f"{indicator}@{inside}" if inside else indicator


@dataclass(frozen=True)
class Ledger:
    """Facts by id. ``names`` maps a crossing id to the published id that the fact carries.

    A figure that a document prints again under another id is a fact of its own; the crossing
    belongs to the first of them.
    """

    facts: Mapping[str, Fact]
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Ledger":
        by_id: dict[str, Fact] = {}
        names: dict[str, str] = {}
        for fact in facts:
            by_id[fact.id] = fact
            names.setdefault(fact_id(fact.indicator, fact.dims), fact.id)
        return cls(by_id, names)

    def understood(self, dimension: str) -> "Ledger":
        """The ledger in which ids may leave ``dimension`` out, where that names one fact.

        Where several facts differ in nothing else, none of them may do without it.
        """
        short: dict[str, set[str]] = {}
        for fact in self:
            if dimension in fact.dims:
                rest = {k: v for k, v in fact.dims.items() if k != dimension}
                own = self.names[fact_id(fact.indicator, fact.dims)]
                short.setdefault(fact_id(fact.indicator, rest), set()).add(own)
        understood = {key: min(ids) for key, ids in short.items() if len(ids) == 1}
        return Ledger(self.facts, {**understood, **self.names})

    def joined(self, other: "Ledger") -> "Ledger":
        """Both ledgers as one; of equal ids those of ``other`` hold."""
        return Ledger({**self.facts, **other.facts}, {**self.names, **other.names})

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __len__(self) -> int:
        return len(self.facts)

    def __contains__(self, key: object) -> bool:
        return key in self.facts or key in self.names

    def __getitem__(self, key: str) -> Fact:
        """The fact with this id, whether a published id or the id of a crossing.

        Raises
        ------
        DandongError
            When there is no such fact; names the nearest ids.
        """
        fact = self.get(key)
        if fact is None:
            raise DandongError(_unknown_fact(key, self.facts))
        return fact

    def get(self, key: str) -> Fact | None:
        """The fact with this id, or None."""
        return self.facts.get(self.names.get(key, key))

    def cross(self, indicator: str, **dims: str | None) -> Fact:
        """The crossing of ``indicator`` with ``dims``."""
        return self[fact_id(indicator, dims)]

    def within(self, key: str, **scope: str) -> Fact:
        """The fact ``key`` narrowed to ``scope`` (for example one county)."""
        fact = self[key]
        return self[fact_id(fact.indicator, {**fact.dims, **scope})]

    def select(self, indicator: str, *by: str, **fixed: str | None) -> list[Fact]:
        """Crossings of ``indicator`` whose dimensions are ``by`` plus ``fixed``, each once."""
        wanted = {*by, *fixed}
        return [
            f for f in self
            if f.indicator == indicator and set(f.dims) == wanted
            and all(f.dims[k] == v for k, v in fixed.items())
            and self.names[fact_id(indicator, f.dims)] == f.id
        ]  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """One row a fact, columns as :class:`Fact`; mappings as JSON, value as a string."""
        return pd.DataFrame([_to_row(f) for f in self], columns=[c.name for c in fields(Fact)])

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> "Ledger":
        """Inverse of :meth:`to_frame`."""
        # By columns: each chapter reads all facts, and records of a frame take four times as long.
        columns = {str(name): frame[name].tolist() for name in frame.columns}
        rows = zip(*columns.values(), strict=True)
        return cls.of(_from_row(dict(zip(columns, row, strict=True))) for row in rows)


def _to_row(fact: Fact) -> dict[str, Any]:
    row = {c.name: getattr(fact, c.name) for c in fields(Fact)}
    row["value"] = "" if fact.value is None else f"{fact.value:f}"
    row["definition"] = fact.definition.as_json()
    row["dims"] = json.dumps(dict(fact.dims), ensure_ascii=False, sort_keys=True)
    row["sources"] = json.dumps(list(fact.sources), ensure_ascii=False)
    return row


def _from_row(row: Mapping[str, Any]) -> Fact:
    plain = dict(row)
    definition = json.loads(plain["definition"])
    definition["parents"] = tuple(definition["parents"])
    plain["value"] = Decimal(plain["value"]) if plain["value"] else None
    plain["definition"] = Definition(**definition)
    plain["dims"] = json.loads(plain["dims"])
    plain["sources"] = tuple(json.loads(plain["sources"]))
    plain["n_rows"] = int(plain["n_rows"])
    return Fact(**plain)


def _unknown_fact(key: str, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(key, list(known), 5, 0.6)
    listed = "、".join(near) or "dandong facts"
    return Problem(
        "unknown-fact",
        Text("台账中没有这个数据项", "the ledger has no such fact"),
        Text("无法给出数值", "no value can be given"),
        Text(f"请从这些编号中选择：{listed}", f"choose an id such as: {listed}"),
        Place(), key,
    )  # fmt: skip
