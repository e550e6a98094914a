"""Settings of the composite index and the fuzzy evaluation, from their rule file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, Literal

from dandong_analysis.errors import Problem, Text, raise_all
from dandong_analysis.standards import load_standard
from dandong_analysis.zoning.criteria import GRADES
from dandong_analysis.zoning.faults import rule_problem
from dandong_analysis.zoning.weights import RandomIndex

Principle = Literal["confidence", "maximum"]
Operator = Literal["weighted_sum", "max_min"]
Corners = tuple[float, float, float, float]

BEST_SCORE, WORST_SCORE = 1.0, 3.0
_SECTIONS = {"format", "zh", "en", "factor", "weights", "breaks", "fuzzy", "random_index"}
# A sum of memberships has a meaning only where they sum to 1.
_DECISIONS = (("weighted_sum", "confidence"), ("weighted_sum", "maximum"), ("max_min", "maximum"))


@dataclass(frozen=True)
class Factor:
    """What a mine is scored by: the grade of a group, or the sum of a field on a broken line.

    ``points`` are (value in the unit held, score from 1 to 3), rising.
    """

    id: str
    zh: str
    en: str
    group: str = ""
    table: str = ""
    field: str = ""
    points: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class FuzzySettings:
    """Trapezoid of each grade over the score, how they are composed, and how to decide."""

    trapezoids: tuple[Corners, ...]
    principle: Principle
    confidence: float
    source: str = ""
    verified: bool = False
    operator: Operator = "weighted_sum"


@dataclass(frozen=True)
class Chosen:
    """Numbers that a rule file gives, with their source."""

    numbers: tuple[tuple[str, Decimal], ...]
    source: str
    verified: bool


@dataclass(frozen=True)
class IndexSettings:
    """Everything in the rule file of the index."""

    zh: str
    en: str
    factors: tuple[Factor, ...]
    weights: Chosen
    judgements: tuple[tuple[float, ...], ...]
    breaks: Chosen
    fuzzy: FuzzySettings
    random_indices: Mapping[str, RandomIndex]

    @property
    def factor_ids(self) -> tuple[str, ...]:
        return tuple(f.id for f in self.factors)


@cache
def standard_settings() -> IndexSettings:
    """The example settings shipped with the package."""
    return parse_settings(load_standard("impact_index"), file="impact_index.toml")


def parse_settings(data: Mapping[str, Any], *, file: str = "index.toml") -> IndexSettings:
    """Settings from a parsed rule file (format: head of ``standards/impact_index.toml``).

    Raises
    ------
    DandongError
        With every entry that is missing, unknown or contradictory.
    """
    reader = _Reader(file)
    missing = [rule_problem("rule-entry-missing", "", k, file=file)
               for k in sorted(_SECTIONS - set(data))]  # fmt: skip
    raise_all(missing)
    settings = reader.settings(data)
    raise_all(reader.problems)
    return settings


class _Reader:
    """Reads the entries and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def settings(self, data: Mapping[str, Any]) -> IndexSettings:
        for key in sorted(set(data) - _SECTIONS):
            self._add("rule-entry-unknown", "", key)
        factors = tuple(self._factor(e) for e in data["factor"])
        weights = self._weights(data["weights"], [f.id for f in factors])
        return IndexSettings(
            data["zh"], data["en"], factors, weights,
            self._matrix(data["weights"].get("judgements", ()), len(factors)),
            self._breaks(data["breaks"]), self._fuzzy(data["fuzzy"]),
            {n: self._random_index(n, e) for n, e in data["random_index"].items()},
        )  # fmt: skip

    def _factor(self, entry: Mapping[str, Any]) -> Factor:
        name = str(entry.get("id", ""))
        given = set(entry) - {"id", "zh", "en"}
        if given not in ({"group"}, {"table", "field", "points"}):
            self._add("rule-entry-unknown", f"factor {name}", "、".join(sorted(given)))
        points = tuple(
            (self._number(name, v), self._number(name, s)) for v, s in entry.get("points", ())
        )
        scores = [s for _, s in points]
        rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(points))
        if points and not (rising and scores[0] >= 1 and scores[-1] <= Decimal(WORST_SCORE)):
            self._add("rule-scores", name, entry["points"])
        return Factor(
            name, entry.get("zh", ""), entry.get("en", ""), entry.get("group", ""),
            entry.get("table", ""), entry.get("field", ""), points,
        )  # fmt: skip

    def _weights(self, entry: Mapping[str, Any], factors: Sequence[str]) -> Chosen:
        given = {k: self._number("weights", v) for k, v in entry.get("given", {}).items()}
        if set(given) != set(factors):
            self._add("weights-factors", "weights", "、".join(sorted(set(given) ^ set(factors))))
        if sum(given.values()) != 1 or min(given.values(), default=Decimal(0)) < 0:
            self._add("rule-weights", "weights", ", ".join(f"{k} {v}" for k, v in given.items()))
        return self._chosen("weights", entry, {k: given.get(k, Decimal(0)) for k in factors})

    def _breaks(self, entry: Mapping[str, Any]) -> Chosen:
        values = [self._number("breaks", v) for v in entry.get("given", ())]
        if len(values) != len(GRADES) - 1 or any(b <= a for a, b in pairwise(values)):
            self._add("rule-breaks", "breaks", values)
        return self._chosen("breaks", entry, dict(zip(GRADES, values, strict=False)))

    def _chosen(self, name: str, entry: Mapping[str, Any], values: dict[str, Decimal]) -> Chosen:
        if not entry.get("source"):
            self._add("rule-source", name, "source")
        return Chosen(
            tuple(values.items()), str(entry.get("source", "")), entry.get("verified") is True
        )

    def _matrix(self, rows: Sequence[Sequence[str]], order: int) -> tuple[tuple[float, ...], ...]:
        """The whole judgement matrix from the part above its diagonal."""
        if [len(row) for row in rows] != list(range(order - 1, 0, -1)):
            self._add("judgement-matrix", "judgements", rows)
            return ()
        matrix = [[1.0] * order for _ in range(order)]
        for i, row in enumerate(rows):
            for j, text in enumerate(row, start=i + 1):
                judged = self._fraction(text)
                matrix[i][j], matrix[j][i] = float(judged), float(1 / judged)
        return tuple(tuple(row) for row in matrix)

    def _fraction(self, text: str) -> Fraction:
        try:
            judged = Fraction(text)
        except (ValueError, ZeroDivisionError):
            judged = Fraction(0)
        if judged <= 0:
            self._add("judgement-matrix", "judgements", text)
            return Fraction(1)
        return judged

    def _fuzzy(self, entry: Mapping[str, Any]) -> FuzzySettings:
        corners = [tuple(float(self._number(g, v)) for v in entry.get(g, ())) for g in GRADES]
        rising = all(len(c) == 4 and list(c) == sorted(c) for c in corners)  # noqa: PLR2004 - a trapezoid has four corners
        if not rising or any(a[2:] != b[:2] for a, b in pairwise(corners)):
            self._add("rule-membership", "fuzzy", corners)
        principle, operator = entry.get("principle"), entry.get("operator", "weighted_sum")
        confidence = self._number("fuzzy", entry.get("confidence", "0.5"))
        if (operator, principle) not in _DECISIONS or not 0 < confidence <= 1:
            self._add("rule-value-unknown", "fuzzy", f"{operator}, {principle}, {confidence}")
        trapezoids: Any = tuple(corners)
        return FuzzySettings(
            trapezoids, principle or "confidence", float(confidence),
            str(entry.get("source", "")), entry.get("verified") is True, operator,
        )  # fmt: skip

    def _random_index(self, name: str, entry: Mapping[str, Any]) -> RandomIndex:
        values = tuple(float(self._number(name, v)) for v in entry.get("values", ()))
        return RandomIndex(
            name, values, str(entry.get("source", "")), entry.get("verified") is True
        )

    def _number(self, name: str, text: object) -> Decimal:
        try:
            value = Decimal(text) if isinstance(text, str) else None
        except InvalidOperation:
            value = None
        if value is None or not value.is_finite():
            self._add("rule-number", name, text)
            return Decimal(0)
        return value

    def _add(self, code: str, name: str, value: object) -> None:
        self.problems.append(rule_problem(code, name, value, file=self.file))
