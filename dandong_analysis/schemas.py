"""Schemas of the survey tables: fields, kinds, units, vocabularies, keys.

The standard tables come from ``standards/survey_tables.toml``; a study may add fields to
them, or whole tables, and vocabularies (``study.toml``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from dandong_analysis.errors import Text
from dandong_analysis.standards import load_standard
from dandong_analysis.vocabulary import Vocabulary, parse_vocabularies

Kind = Literal[
    "id", "text", "category", "integer", "decimal", "degree", "date", "year", "boolean", "geometry"
]

# Where a typed row came from; the first columns of every typed frame.
ADDRESS = ("delivery", "source_file", "source_sheet", "source_row")

# pandas dtypes of a typed frame. Decimals and geometry (WKT) stay Python objects and text.
DTYPES: dict[str, str] = {
    "id": "str", "text": "str", "category": "str", "geometry": "str", "integer": "Int64",
    "year": "Int64", "decimal": "object", "degree": "Float64", "date": "datetime64[ms]",
    "boolean": "boolean",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One column of a survey table. ``unit`` is the unit in which a decimal is held."""

    name: str
    zh: str
    en: str
    kind: Kind
    required: bool = False
    unit: str = ""
    vocabulary: str = ""
    references: str = ""

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @property
    def dtype(self) -> str:
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Schema:
    """One survey table."""

    name: str
    zh: str
    en: str
    row: Text
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    def __getitem__(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    @property
    def dtypes(self) -> dict[str, str]:
        """The dtype of each column of the typed frame, address columns first."""
        address = dict.fromkeys(ADDRESS, "str") | {"source_row": "Int64"}
        return address | {f.name: f.dtype for f in self.fields}


@dataclass(frozen=True)
class Schemas:
    """All tables and vocabularies of one study."""

    tables: Mapping[str, Schema]
    vocabularies: Mapping[str, Vocabulary]

    def __getitem__(self, table: str) -> Schema:
        return self.tables[table]


def standard_schemas(extension: Mapping[str, Any] | None = None) -> Schemas:
    """The standard tables and vocabularies, with a study's additions.

    ``extension`` may hold ``table`` and ``vocabulary``. A table with a ``key`` is a whole one
    and takes the place of a standard table of that name; without, its fields are added to it.
    A vocabulary of the same name replaces the standard one.
    """
    extension = extension or {}
    tables = {n: _parse_schema(n, e) for n, e in load_standard("survey_tables")["table"].items()}
    for name, entry in extension.get("table", {}).items():
        tables[name] = _extended(tables.get(name), name, entry)
    words = parse_vocabularies(load_standard("vocabularies")["vocabulary"])
    return Schemas(tables, words | parse_vocabularies(extension.get("vocabulary", {})))


def _extended(base: Schema | None, name: str, entry: Mapping[str, Any]) -> Schema:
    if base is None or "key" in entry:
        return _parse_schema(name, entry)
    added = tuple(Field(**f) for f in entry.get("fields", ()))
    kept = tuple(f for f in base.fields if f.name not in {a.name for a in added})
    return replace(base, fields=kept + added)


def _parse_schema(name: str, entry: Mapping[str, Any]) -> Schema:
    return Schema(
        name, entry["zh"], entry["en"], Text(entry.get("row_zh", ""), entry.get("row_en", "")),
        tuple(entry["key"]), tuple(Field(**f) for f in entry["fields"]),
    )  # fmt: skip
