"""Reading indicator catalogues from files.

The file format is described at the top of ``standards/indicators.toml``. A study adds
indicators with a file of its own in the same format; the catalogues are merged, and an entry
of a later one replaces the entry of the same id (:func:`.indicators.merge_catalogues`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, get_args

from dandong_analysis.errors import Problem, Text, raise_all
from dandong_analysis.facts import Measure
from dandong_analysis.schemas import Field, Schema
from dandong_analysis.standards import COMPANIONS, load_standard
from dandong_analysis.stats.faults import catalogue_problem
from dandong_analysis.stats.indicators import (
    Band,
    Catalogue,
    Dimension,
    DimensionKind,
    Each,
    Indicator,
    NotComputable,
    Part,
)
from dandong_analysis.units import Rounding, units
from dandong_analysis.vocabulary import Term

_KINDS: tuple[str, ...] = get_args(DimensionKind)
_MEASURES: tuple[str, ...] = get_args(Measure)
_ROUNDINGS: tuple[str, ...] = get_args(Rounding)
_SECTIONS = {"format", "frame", "dimension", "indicator", "not_computable"}
_DIMENSION_KEYS = {"zh", "en", "kind", "of", "vocabulary", "terms", "observed"}
_TERM_KEYS = {"code", "zh", "en", "of", "start", "end"}
_INDICATOR_KEYS = {
    "id", "zh", "en", "table", "measure", "column", "where", "by", "unit", "places", "rounding",
    "names", "numerator", "denominator", "of", "each",
}  # fmt: skip
_EACH_KEYS = {f.name for f in fields(Each)} - {"keys"} | {"key"}
_PART_KEYS = {"indicator", "where", "keep"}


@cache
def standard_catalogue() -> Catalogue:
    """The catalogue of the survey tables that is shipped with the package."""
    return parse_catalogue(load_standard("indicators"))


@cache
def companion_catalogues() -> tuple[Catalogue, ...]:
    """What is counted about grades, impact zones, management zones and the audited plan."""
    return tuple(parse_catalogue(load_standard(n), file=f"{n}.toml") for n in COMPANIONS)


def parse_catalogue(data: Mapping[str, Any], *, file: str = "indicators.toml") -> Catalogue:
    """Catalogue from a parsed indicator file.

    Tables, columns and dimensions are checked when the catalogue meets a study
    (:func:`dandong_analysis.stats.validate.check_catalogue`).

    Parameters
    ----------
    data
        The parsed TOML file.
    file
        Its name, for messages.

    Raises
    ------
    DandongError
        With every entry that is missing, unknown or misspelt.
    """
    reader = _Reader(file)
    catalogue = reader.catalogue(data)
    raise_all(reader.problems)
    return catalogue


class _Reader:
    """Reads the entries and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def catalogue(self, data: Mapping[str, Any]) -> Catalogue:
        self._known("", data, _SECTIONS)
        indicators = [self._indicator(e) for e in data.get("indicator", ())]
        self._unique([i.id for i in indicators])
        return Catalogue(
            {i.id: i for i in indicators},
            {n: self._dimension(n, e) for n, e in data.get("dimension", {}).items()},
            {n: _frame(n, e) for n, e in data.get("frame", {}).items()},
            tuple(self._reason(e) for e in data.get("not_computable", ())),
            {
                n: _strings(e["rests_on"])
                for n, e in data.get("frame", {}).items()
                if "rests_on" in e
            },
        )

    def _indicator(self, entry: Mapping[str, Any]) -> Indicator:
        name = self._text("indicator", entry, "id")
        self._known(name, entry, _INDICATOR_KEYS)
        measure = self._one_of(name, entry.get("measure", "count"), _MEASURES)
        return Indicator(
            name, self._text(name, entry, "zh"), self._text(name, entry, "en"),
            self._one_of(name, entry.get("unit", ""), tuple(units())),
            entry.get("table", ""), measure, entry.get("column", ""),
            self._where(name, entry.get("where", {})), self._by(entry),
            entry.get("places", 0), self._rounding(name, entry),
            {_ordered(k): _strings(v) for k, v in entry.get("names", {}).items()},
            self._parts(name, entry, measure), self._each(name, entry, measure),
        )  # fmt: skip

    def _each(self, name: str, entry: Mapping[str, Any], measure: str) -> Each | None:
        declared = entry.get("each")
        if (measure == "each") != (declared is not None):
            self._add("catalogue-entry-missing", name, "each")
        if declared is None:
            return None
        self._known(name, declared, _EACH_KEYS)
        if not declared.get("key"):
            self._add("catalogue-entry-missing", name, "key")
        columns = {k: str(v) for k, v in declared.items() if k in _EACH_KEYS - {"key"}}
        return Each(_strings(declared.get("key", ())), **columns)

    def _by(self, entry: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
        """The crossings; a frame that lists its facts row by row has no total."""
        if "each" in entry:
            return (_strings(entry["each"].get("key", ())),)
        return _crossings(entry.get("by", ()))

    def _parts(self, name: str, entry: Mapping[str, Any], measure: str) -> tuple[Part, ...]:
        if measure != "ratio":
            return tuple(self._part(name, p) for p in entry.get("of", ()))
        both = [k for k in ("numerator", "denominator") if k in entry]
        for missing in {"numerator", "denominator"} - set(both):
            self._add("catalogue-entry-missing", name, missing)
        return tuple(self._part(name, entry[k]) for k in both)

    def _part(self, name: str, entry: str | Mapping[str, Any]) -> Part:
        if isinstance(entry, str):
            return Part(entry)
        self._known(name, entry, _PART_KEYS)
        keep = tuple(entry["keep"]) if "keep" in entry else None
        return Part(self._text(name, entry, "indicator"), dict(entry.get("where", {})), keep)

    def _where(self, name: str, entry: Mapping[str, Any]) -> dict[str, str | None]:
        for dimension, code in entry.items():
            if not isinstance(code, str):
                self._add("catalogue-filter", name, f"{dimension} = {code}")
        return {k: None if v == "?" else v for k, v in entry.items()}

    def _rounding(self, name: str, entry: Mapping[str, Any]) -> Rounding | None:
        if "rounding" not in entry:
            return None
        rounding: Rounding = self._one_of(name, entry["rounding"], _ROUNDINGS)
        return rounding

    def _dimension(self, name: str, entry: Mapping[str, Any]) -> Dimension:
        self._known(name, entry, _DIMENSION_KEYS)
        return Dimension(
            name, entry.get("zh", ""), entry.get("en", ""),
            self._one_of(name, entry.get("kind", "field"), _KINDS),
            _strings(entry.get("of", ())), entry.get("vocabulary", ""),
            tuple(self._band(name, t) for t in entry.get("terms", ())),
            entry.get("observed", False),
        )  # fmt: skip

    def _band(self, name: str, entry: Mapping[str, Any]) -> Band:
        self._known(name, entry, _TERM_KEYS)
        code, zh, en = (self._text(name, entry, key) for key in ("code", "zh", "en"))
        return Band(
            Term(code, zh, en), _strings(entry.get("of", ())), entry.get("start"), entry.get("end")
        )

    def _reason(self, entry: Mapping[str, Any]) -> NotComputable:
        ids = _strings(entry.get("ids", ()))
        name = "not_computable"
        return NotComputable(
            ids, Text(self._text(name, entry, "zh"), self._text(name, entry, "en"))
        )

    def _text(self, name: str, entry: Mapping[str, Any], key: str) -> str:
        if not entry.get(key):
            self._add("catalogue-entry-missing", name, key)
        return str(entry.get(key, ""))

    def _one_of(self, name: str, value: Any, allowed: Sequence[str]) -> Any:  # noqa: ANN401 - a Literal of the caller
        if value not in allowed:
            self._add("catalogue-value-unknown", name, str(value))
        return value

    def _known(self, name: str, entry: Mapping[str, Any], known: set[str]) -> None:
        for key in entry:
            if key not in known:
                self._add("catalogue-entry-unknown", name, key)

    def _unique(self, names: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self._add("catalogue-id-twice", name, "id")
            seen.add(name)

    def _add(self, code: str, name: str, value: str) -> None:
        self.problems.append(catalogue_problem(code, name, value, file=self.file))


def _frame(name: str, entry: Mapping[str, Any]) -> Schema:
    row = Text(entry.get("row_zh", ""), entry.get("row_en", ""))
    fields = tuple(Field(**f) for f in entry.get("fields", ()))
    return Schema(name, entry.get("zh", name), entry.get("en", name), row, (), fields)


def _crossings(entry: Iterable[str | Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The total, then the crossings in the order of the file."""
    return ((), *(_strings(c) for c in entry))


def _ordered(crossing: str) -> str:
    """The crossing with its dimensions in the order of fact ids."""
    return ",".join(sorted(crossing.split(","))) if crossing else ""


def _strings(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
