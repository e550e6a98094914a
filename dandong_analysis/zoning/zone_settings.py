"""The settings of zoning, read from ``standards/zoning.toml`` and a study's ``[zoning]``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, cast, get_args

import pandas as pd

from dandong_analysis.errors import Problem, Text, raise_all
from dandong_analysis.standards import load_standard
from dandong_analysis.zoning.criteria import GRADES
from dandong_analysis.zoning.zone_faults import settings_problem

Surface = Literal["index", "grade"]
WeightBy = Literal["mine", "damaged_area"]
BreaksBy = Literal["fisher_jenks", "given"]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "surface": get_args(Surface), "weight": get_args(WeightBy), "breaks": get_args(BreaksBy),
}  # fmt: skip
# What a study may say about a number that it gives.
_STATED = {"value", "source", "verified"}


@dataclass(frozen=True)
class Parameter:
    """One number of the method; ``is_own`` when the study gives it."""

    name: str
    value: Decimal
    unit: str
    zh: str
    en: str
    source: str
    verified: bool
    is_own: bool = False

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class ZoneSettings:
    """How zones are made: three choices and the numbers of the method.

    ``settings["cell_m"]`` is the number of that name, in the unit that its name ends in.
    """

    surface: Surface
    weight: WeightBy
    breaks: BreaksBy
    parameters: Mapping[str, Parameter]
    grade_limits: tuple[Decimal, ...]
    limits_source: str
    place_suffixes: tuple[str, ...]

    def __getitem__(self, name: str) -> float:
        return float(self.parameters[name].value)

    def whole(self, name: str) -> int:
        """The whole number ``name``."""
        return int(self.parameters[name].value)

    def to_frame(self) -> pd.DataFrame:
        """One row a parameter: ``parameter``, ``value``, ``unit``, labels, source, ``is_own``."""
        rows = [(p.name, p.value, p.unit, p.zh, p.en, p.source, p.verified, p.is_own)
                for p in self.parameters.values()]  # fmt: skip
        names = ["parameter", "value", "unit", "zh", "en", "source", "is_verified", "is_own"]
        flags = dict.fromkeys(names[-2:], "boolean")
        return pd.DataFrame(rows, columns=names).astype(
            {**dict.fromkeys(names, "str"), "value": "object", **flags}
        )


@cache
def standard_zone_settings() -> ZoneSettings:
    """The settings shipped with the package."""
    return parse_zone_settings({})


def parse_zone_settings(own: Mapping[str, Any], *, file: str = "study.toml") -> ZoneSettings:
    """The standard settings with what a study gives under ``[zoning]``.

    Parameters
    ----------
    own
        Name of a choice or parameter -> its value; a number is whole or in quotation marks, or
        a table with ``value``, ``source`` and ``verified``.

    Raises
    ------
    DandongError
        With every name that is unknown and every value that is not allowed.
    """
    reader = _Reader(load_standard("zoning"), own, file)
    settings = reader.settings()
    raise_all(reader.problems)
    return settings


class _Reader:
    """Reads the entries and collects what is wrong with those of the study."""

    def __init__(self, standard: Mapping[str, Any], own: Mapping[str, Any], file: str) -> None:
        self.standard, self.own, self.file = standard, own, file
        self.problems: list[Problem] = []

    def settings(self) -> ZoneSettings:
        known = {*_CHOICES, *self.standard["parameter"]}
        for name in sorted(set(self.own) - known):
            self._add("zoning-entry-unknown", name, self.own[name])
        limits = self.standard["limits"]
        return ZoneSettings(
            cast("Surface", self._choice("surface")), cast("WeightBy", self._choice("weight")),
            cast("BreaksBy", self._choice("breaks")),
            {n: self._parameter(n, e) for n, e in self.standard["parameter"].items()},
            tuple(Decimal(v) for v in limits["grade"][: len(GRADES) - 1]), limits["source"],
            tuple(self.standard["names"]["place_suffixes"]),
        )  # fmt: skip

    def _choice(self, name: str) -> str:
        standard = str(self.standard["choice"][name])
        chosen = self.own.get(name, standard)
        if chosen in _CHOICES[name]:
            return str(chosen)
        self._add("zoning-choice", name, chosen)
        return standard

    def _parameter(self, name: str, entry: Mapping[str, Any]) -> Parameter:
        standard = Parameter(
            name, Decimal(entry["value"]), entry["unit"], entry["zh"], entry["en"],
            entry["source"], entry["verified"],
        )  # fmt: skip
        if name not in self.own:
            return standard
        given = self.own[name]
        stated = given if isinstance(given, Mapping) else {"value": given}
        value = _number(stated.get("value"))
        if value is None or set(stated) - _STATED or not _allowed(value, entry):
            self._add("zoning-number", name, given)
            return standard
        source, verified = str(stated.get("source", self.file)), stated.get("verified") is True
        return replace(standard, value=value, source=source, verified=verified, is_own=True)

    def _add(self, code: str, name: str, value: object) -> None:
        self.problems.append(settings_problem(code, name, value, file=self.file))


def _number(given: object) -> Decimal | None:
    """A whole number or one in quotation marks; a binary fraction is not what was written."""
    if isinstance(given, bool) or not isinstance(given, int | str):
        return None
    try:
        value = Decimal(given)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _allowed(value: Decimal, entry: Mapping[str, Any]) -> bool:
    above, least, most = (
        Decimal(entry[k]) if k in entry else None for k in ("above", "least", "most")
    )
    return not (
        (above is not None and value <= above)
        or (least is not None and value < least)
        or (most is not None and value > most)
        or (entry.get("whole") and value != value.to_integral_value())
    )
