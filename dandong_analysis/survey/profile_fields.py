"""Entries of a sheet that name fields, units and codes of the survey tables."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dandong_analysis.errors import Place, Problem
from dandong_analysis.schemas import Field, Schema, Schemas
from dandong_analysis.survey.profile_messages import problem
from dandong_analysis.survey.profile_shape import nearest
from dandong_analysis.units import unit_of, units
from dandong_analysis.vocabulary import Vocabulary, normalise

DEGREE_FORMATS = ("dms", "decimal")
# The codes of yes and no in a field that is one or the other.
YES_NO = ("true", "false")

# Entries whose keys are fields that are read from a column.
_BY_FIELD = ("units", "cell_units", "formats", "spellings")

# A day whose year, month and day cannot be mistaken for each other.
_SOME_DAY = datetime(2013, 11, 25)  # noqa: DTZ001 - only its calendar day is used


@dataclass(frozen=True)
class Scope:
    """One sheet of a profile under examination, and its table."""

    sheet: Mapping[str, Any]
    schema: Schema
    vocabularies: Mapping[str, Vocabulary]
    place: Place
    path: str

    def say(self, code: str, at: str, **parts: object) -> Problem:
        return problem(code, self.place, f"{self.path}.{at}", **parts)

    def entries(self, key: str) -> Iterator[tuple[Field, Any, str]]:
        """The entries of a table by field, where the field is known, and where they stand."""
        for name, value in self.sheet.get(key, {}).items():
            if name in self.schema:
                yield self.schema[name], value, f"{key}.{name}"


def check_fields(
    sheet: Mapping[str, Any], schemas: Schemas, place: Place, path: str
) -> Iterator[Problem]:
    """Problems of fields, units, formats, spellings and constants of one sheet."""
    scope = Scope(sheet, schemas[sheet["table"]], schemas.vocabularies, place, path)
    for check in (_unknown, _twice, _required, _unmapped, _units, _cell_units, _formats,
                  _spellings, _constants):  # fmt: skip
        yield from check(scope)


def _unknown(scope: Scope) -> Iterator[Problem]:
    named = [(f"columns.{header}", field) for header, field in scope.sheet["columns"].items()]
    for key in (*_BY_FIELD, "constants"):
        named += [(f"{key}.{field}", field) for field in scope.sheet.get(key, {})]
    for at, field in named:
        if field not in scope.schema:
            near = nearest(field, scope.schema.names)
            shown = at if at.endswith(f".{field}") else f"{at} = {field}"
            yield scope.say("profile-field", shown, table=scope.schema.name, near=near)


def _given(scope: Scope) -> list[str]:
    return [*scope.sheet["columns"].values(), *scope.sheet.get("constants", {})]


def _twice(scope: Scope) -> Iterator[Problem]:
    for field, count in Counter(_given(scope)).items():
        if count > 1:
            yield scope.say("profile-field-twice", f"columns: {field}")


def _required(scope: Scope) -> Iterator[Problem]:
    given = set(_given(scope))
    for field in scope.schema.fields:
        if field.required and field.name not in given:
            yield scope.say("profile-field-required", f"columns: {field.name} ({field.zh})")


def _unmapped(scope: Scope) -> Iterator[Problem]:
    given = set(_given(scope))
    for key in _BY_FIELD:
        for field, _, at in scope.entries(key):
            if field.name not in given:
                yield scope.say("profile-field-unmapped", at)


def _units(scope: Scope) -> Iterator[Problem]:
    for field, code, at in scope.entries("units"):
        if code not in units():
            yield scope.say("profile-unit", f"{at} = {code}", known=_units_of(field))
        else:
            yield from _quantity(scope, field, code, f"{at} = {code}")


def _cell_units(scope: Scope) -> Iterator[Problem]:
    for field, words, at in scope.entries("cell_units"):
        for word in words:
            unit = unit_of(word)
            if unit is None:
                yield scope.say("profile-unit", f"{at}: {word}", known=_units_of(field))
            else:
                yield from _quantity(scope, field, unit.code, f"{at}: {word}")


def _quantity(scope: Scope, field: Field, code: str, at: str) -> Iterator[Problem]:
    if not field.unit:
        yield scope.say("profile-field-kind", at)
    elif units()[code].quantity != units()[field.unit].quantity:
        yield scope.say("profile-quantity", at, known=_units_of(field))


def _units_of(field: Field) -> str:
    quantity = units()[field.unit].quantity if field.unit else ""
    return "、".join(u.code for u in units().values() if quantity in ("", u.quantity))


def _formats(scope: Scope) -> Iterator[Problem]:
    for field, text, at in scope.entries("formats"):
        if field.kind == "degree":
            if text not in DEGREE_FORMATS:
                known = "、".join(DEGREE_FORMATS)
                yield scope.say("profile-choice", f"{at} = {text}", known=known)
        elif field.kind not in ("date", "year"):
            yield scope.say("profile-field-kind", at)
        elif not _is_date_format(text):
            yield scope.say("profile-date-format", f"{at} = {text}")


def _is_date_format(text: str) -> bool:
    """Whether a date written in this form can be read back, at least its year."""
    try:
        read = datetime.strptime(_SOME_DAY.strftime(text), text)  # noqa: DTZ007 - a calendar day
    except ValueError:
        return False
    return read.year == _SOME_DAY.year


def _spellings(scope: Scope) -> Iterator[Problem]:
    for field, words, at in scope.entries("spellings"):
        codes = _codes(scope, field)
        if not codes:
            yield scope.say("profile-field-kind", at)
            continue
        for word, code in words.items():
            if code_text(code) not in codes:
                yield scope.say("profile-code", f"{at}.{word} = {code}", known="、".join(codes))


def code_text(code: str | bool) -> str:
    """A code as text; TOML's true and false are codes of a yes-or-no field."""
    return str(code).lower() if isinstance(code, bool) else code


def _codes(scope: Scope, field: Field) -> tuple[str, ...]:
    if field.kind == "boolean":
        return YES_NO
    return scope.vocabularies[field.vocabulary].codes if field.kind == "category" else ()


def _constants(scope: Scope) -> Iterator[Problem]:
    for field, text, at in scope.entries("constants"):
        if field.kind != "category" or _is_spelt(scope, field, text):
            continue
        near = scope.vocabularies[field.vocabulary].nearest(text) or "—"
        yield scope.say("profile-constant", f"{at} = {text}", near=near)


def _is_spelt(scope: Scope, field: Field, text: str) -> bool:
    own = scope.sheet.get("spellings", {}).get(field.name, {})
    known = scope.vocabularies[field.vocabulary].code_of(text)
    return known is not None or normalise(text) in map(normalise, own)
