"""Reads the rule file of an evaluation and says everything that is wrong with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from typing import Any, get_args

from dandong_analysis.attainment.faults import settings_problem
from dandong_analysis.attainment.parts import is_plain
from dandong_analysis.attainment.settings import (
    AttainmentSettings,
    Basis,
    CountyTargets,
    Grade,
    Measure,
    Source,
    Thresholds,
)
from dandong_analysis.errors import Problem, raise_all
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.study import Study
from dandong_analysis.units import units
from dandong_analysis.vocabulary import normalise

_FORMAT = 1
_SECTIONS = {
    "format", "bands", "grade", "resolution", "projection", "costs", "duty", "sign",
    "county_targets", "source", "measure",
}  # fmt: skip
_GRADE = {"code", "zh", "en", "from", "from_after_end", "early"}
_SOURCE = {"id", "date", "year", "number", "area", "target"}
_MEASURE = {
    "zh", "en", "unit", "source", "sum", "basis", "where", "where_mine", "positive", "at_least",
    "numerator", "denominator", "variants",
}  # fmt: skip


@cache
def standard_settings() -> AttainmentSettings:
    """The settings shipped with the package (``standards/attainment.toml``)."""
    return parse_settings(load_standard("attainment"), file="attainment.toml")


def parse_settings(data: Mapping[str, Any], *, file: str = "attainment.toml") -> AttainmentSettings:
    """Settings from a parsed rule file (format: head of ``standards/attainment.toml``).

    Raises
    ------
    DandongError
        With every entry that is missing, unknown, contradictory or without source.
    """
    reader = _Reader(file)
    raise_all(list(reader.missing(data)))
    settings = reader.settings(data)
    raise_all(reader.problems)
    return settings


def study_settings(study: Study, read: Callable[[str], Mapping[str, Any]]) -> AttainmentSettings:
    """The rules of a study: those that it names, else the standard ones.

    Parameters
    ----------
    study
        ``[files] attainment`` of its file names its rules.
    read
        Gives a file of the study, parsed, by the name that the study has for it.

    Raises
    ------
    DandongError
        When the rules are not as they should be, or name what the tables do not have.
    """
    if not study.attainment:
        return standard_settings()
    settings = parse_settings(read(study.attainment), file=study.attainment)
    raise_all(check_settings(settings, study.schemas, file=study.attainment))
    return settings


def check_settings(
    settings: AttainmentSettings, schemas: Schemas, *, file: str = "attainment.toml"
) -> list[Problem]:
    """Tables, fields and units that the settings name and the study's tables do not have.

    ``file`` is the name of the rule file, for messages.
    """
    return [
        settings_problem(code, name, value, file=file)
        for code, name, value in (
            *_source_gaps(settings, schemas),
            *_measure_gaps(settings, schemas),
        )
    ]


def _source_gaps(settings: AttainmentSettings, schemas: Schemas) -> Iterator[tuple[str, str, str]]:
    for s in settings.sources.values():
        if s.table not in schemas.tables:
            yield "rule-table", f"source {s.table}", s.table
            continue
        for column in filter(None, (s.id, s.date, s.year, s.number, s.area, s.target)):
            if column not in schemas[s.table]:
                yield "rule-field", f"source {s.table}", column


def _measure_gaps(settings: AttainmentSettings, schemas: Schemas) -> Iterator[tuple[str, str, str]]:
    for m in settings.measures.values():
        if m.source not in schemas.tables:
            continue
        own, mines = schemas[m.source], schemas.tables.get("mines")
        named = (m.column, m.positive, *m.at_least, *m.where)
        absent = [c for c in named if c and c not in own]
        absent += [c for c in m.where_mine if mines is None or c not in mines]
        for column in absent:
            yield "rule-field", f"measure {m.code}", column
        if m.column in own and own[m.column].unit != m.unit:
            yield "rule-unit", f"measure {m.code}", f"{m.column}, {m.unit}"


class _Reader:
    """Reads the entries and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def missing(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        for key in sorted(_SECTIONS - set(data)):
            yield settings_problem("rule-entry-missing", "", key, file=self.file)

    def settings(self, data: Mapping[str, Any]) -> AttainmentSettings:
        self._known("", data, _SECTIONS)
        if data["format"] != _FORMAT:
            self._add("rule-value-unknown", "format", data["format"])
        county, duty = data["county_targets"], data["duty"]
        settings = AttainmentSettings(
            self._grades(data["grade"]), self._thresholds("bands", data["bands"], ()),
            self._resolution(data["resolution"]),
            self._thresholds("projection", data["projection"], ("min_years", "confidence")),
            self._thresholds("costs", data["costs"], ("min_works", "lower", "upper")),
            {k: tuple(v) for k, v in duty.items() if k != "open"}, tuple(duty.get("open", ())),
            frozenset(map(normalise, data["sign"].get("spellings", ()))),
            CountyTargets(*(str(county.get(k, "")) for k in ("indicator", "kind", "measure", "zh", "en"))),
            {k: self._source(k, e) for k, e in data["source"].items()},
            {k: self._measure(k, e) for k, e in data["measure"].items()},
        )  # fmt: skip
        self._parts_of_ids(settings)
        self._references(settings)
        return settings

    def _grades(self, entries: Sequence[Mapping[str, Any]]) -> tuple[Grade, ...]:
        grades = tuple(self._grade(e) for e in entries)
        limited = [g for g in grades if not g.early]
        falling = all(
            a.limit is not None and (b.limit is None or b.limit < a.limit)
            for a, b in pairwise(limited)
        )
        open_ended = bool(limited) and limited[-1].limit is None
        if not (falling and open_ended) or any(g.early for g in grades[1:]):
            self._add("rule-limits", "grade", ", ".join(f"{g.code} {g.limit}" for g in grades))
        return grades

    def _grade(self, entry: Mapping[str, Any]) -> Grade:
        name = str(entry.get("code", ""))
        self._known(f"grade {name}", entry, _GRADE)
        limit = self._number(name, entry["from"]) if "from" in entry else None
        after = self._number(name, entry["from_after_end"]) if "from_after_end" in entry else limit
        return Grade(
            name, str(entry.get("zh", "")), str(entry.get("en", "")), limit, after,
            entry.get("early") is True,
        )  # fmt: skip

    def _thresholds(
        self, name: str, entry: Mapping[str, Any], numbers: Sequence[str]
    ) -> Thresholds:
        self._known(name, entry, {*numbers, "source", "source_zh", "verified"})
        if not str(entry.get("source", "")).strip():
            self._add("rule-source", name, "source")
        values = {k: self._number(name, entry.get(k)) for k in numbers}
        source = str(entry.get("source", ""))
        return Thresholds(
            values, source, entry.get("verified") is True, str(entry.get("source_zh", source))
        )

    def _resolution(self, entry: Mapping[str, Any]) -> dict[str, Decimal]:
        steps = {k: self._number("resolution", v) for k, v in entry.items()}
        for unit, step in steps.items():
            if unit not in units() or step <= 0:
                self._add("rule-value-unknown", "resolution", f"{unit} = {step}")
        return steps

    def _source(self, table: str, entry: Mapping[str, Any]) -> Source:
        self._known(f"source {table}", entry, _SOURCE)
        if not entry.get("id"):
            self._add("rule-entry-missing", f"source {table}", "id")
        return Source(table, **{"id": "", **{k: str(v) for k, v in entry.items() if k in _SOURCE}})

    def _measure(self, code: str, entry: Mapping[str, Any]) -> Measure:
        name = f"measure {code}"
        self._known(name, entry, _MEASURE)
        basis = entry.get("basis", "period")
        if basis not in get_args(Basis):
            self._add("rule-value-unknown", name, basis)
        if entry.get("unit") not in units():
            self._add("rule-value-unknown", name, f"unit = {entry.get('unit')}")
        if bool(entry.get("numerator")) == bool(entry.get("source")):
            self._add("rule-entry-missing", name, "source | numerator")
        return Measure(
            code, str(entry.get("zh", "")), str(entry.get("en", "")), str(entry.get("unit", "")),
            entry.get("source", ""), entry.get("sum", ""), basis,
            _codes(entry.get("where", {})), _codes(entry.get("where_mine", {})),
            entry.get("positive", ""), tuple(entry.get("at_least", ())),
            entry.get("numerator", ""), entry.get("denominator", ""),
            tuple(entry.get("variants", ())),
        )  # fmt: skip

    def _parts_of_ids(self, settings: AttainmentSettings) -> None:
        """Codes that become parts of other codes and of fact ids; of a reading, also its values."""
        for code in settings.measures:
            if not is_plain(code) or "." in code:
                self._add("rule-code", "measure", code)
        for entry, codes in (
            ("grade", [g.code for g in settings.grades]),
            ("county_targets", [settings.county_targets.indicator]),
        ):
            for code in codes:
                if not is_plain(code):
                    self._add("rule-code", entry, code)

    def _references(self, settings: AttainmentSettings) -> None:
        """Every measure and source that an entry names exists; a rate divides plain measures."""
        measures = settings.measures
        for m in measures.values():
            terms = (m.numerator, m.denominator) if m.is_rate else ()
            plain = all(t in measures and not measures[t].is_rate for t in terms)
            rates = all(v in measures and measures[v].is_rate for v in m.variants)
            sourced = m.is_rate or m.source in settings.sources
            if not (plain and rates and sourced):
                named = "、".join(filter(None, (m.source, *terms, *m.variants)))
                self._add("rule-reference", f"measure {m.code}", named)
        if settings.county_targets.measure not in measures:
            self._add("rule-reference", "county_targets", settings.county_targets.measure)

    def _known(self, name: str, entry: Mapping[str, Any], keys: set[str]) -> None:
        for key in sorted(set(entry) - keys):
            self._add("rule-entry-unknown", name, key)

    def _number(self, name: str, value: object) -> Decimal:
        """A decimal in quotation marks, or a whole number; a binary fraction is refused."""
        try:
            number = Decimal(value) if isinstance(value, str | int) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            self._add("rule-number", name, value)
            return Decimal(0)
        return number

    def _add(self, code: str, name: str, value: object) -> None:
        self.problems.append(settings_problem(code, name, value, file=self.file))


def _codes(entry: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {column: tuple(codes) for column, codes in entry.items()}
