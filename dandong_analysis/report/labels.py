"""Names of tables, dimensions and codes, and definitions of facts in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.facts import Definition, Fact, fact_id
from dandong_analysis.schemas import Field, Schema, Schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.study import Study
from dandong_analysis.units import unit_or_counting_word, units
from dandong_analysis.vocabulary import Term, Vocabulary

NOTHING = "—"
"""Shown where a row has no value."""

# How many of the facts that another one is computed from are named in words.
_MOST_PARENTS = 8

# The list of the catalogue's indicators among the vocabularies.
INDICATOR = "indicator"

# In an indicator's label: words for one dimension, and a code that it cannot do without.
# Dimensions whose codes may be several joined with "+": what was done to a cell, one by one.
_JOINED = ("rule", "code")
_OPTIONAL, _NAMED = re.compile(r"\[[^\]]*\]"), re.compile(r"\{(\w+)\}")


def report_schemas(study: Study, *catalogues: Mapping[str, Any]) -> Schemas:
    """The schemas of a study with everything else that a report names.

    Indicators, dimensions with their codes and frames come from parsed indicator files
    (``indicator``, ``dimension``, ``frame``), deliveries from the study. Lists of the study
    keep precedence.
    """
    entries = {n: e for c in catalogues for n, e in c.get("dimension", {}).items()}
    listed = {n: e for n, e in entries.items() if e.get("zh") and e.get("terms")}
    named = (Term(d.id, d.zh or d.id, d.en or d.id) for d in study.deliveries)
    delivery = Vocabulary("delivery", *_label("dimension", "delivery"), tuple(named))
    frames = {n: e for c in catalogues for n, e in c.get("frame", {}).items()}
    measured = (_indicator(e) for c in catalogues for e in c.get("indicator", ()))
    indicators = Vocabulary(INDICATOR, INDICATOR, INDICATOR, tuple(measured))
    return Schemas(
        {n: _frame(n, e) for n, e in frames.items()} | dict(study.schemas.tables),
        {n: _listed(n, e) for n, e in listed.items()}
        | {"delivery": delivery, INDICATOR: indicators}
        | dict(study.schemas.vocabularies),
    )


def with_rules(schemas: Schemas, rules: pd.DataFrame) -> Schemas:
    """``schemas`` with the statements of ``rules`` (rule, table, statement) as names of findings.

    A statement that several rules share is told apart by the table.
    """
    shared = rules.duplicated("statement_zh", keep=False)
    made = zip(rules.to_dict("records"), shared, strict=True)
    terms = tuple(_rule(rule, alike, schemas) for rule, alike in made)
    named = Vocabulary("code", *_label("dimension", "code"), terms)
    return replace(schemas, vocabularies={"code": named, **schemas.vocabularies})


def _rule(rule: Mapping[Any, Any], shared: bool, schemas: Schemas) -> Term:
    if not shared:
        return Term(rule["rule"], rule["statement_zh"], rule["statement_en"])
    zh, en = (
        word(lang, "code", "of_table").format(
            table=table_label(rule["table"], schemas, lang), statement=rule[f"statement_{lang}"]
        )
        for lang in ("zh", "en")
    )
    return Term(rule["rule"], zh, en)


def _indicator(entry: Mapping[str, Any]) -> Term:
    """A term whose labels are without the words for dimensions."""
    zh, en = (_OPTIONAL.sub("", entry[lang]) for lang in ("zh", "en"))
    return Term(entry["id"], zh, en)


def _listed(name: str, entry: Mapping[str, Any]) -> Vocabulary:
    terms = (Term(t["code"], t["zh"], t["en"]) for t in entry["terms"])
    return Vocabulary(name, entry["zh"], entry["en"], tuple(terms))


def _frame(name: str, entry: Mapping[str, Any]) -> Schema:
    row = Text(entry.get("row_zh", ""), entry.get("row_en", ""))
    fields = tuple(Field(**f) for f in entry.get("fields", ()))
    return Schema(name, entry.get("zh", name), entry.get("en", name), row, (), fields)


def _label(*path: str) -> tuple[str, str]:
    return word("zh", *path), word("en", *path)


def word(lang: str, *path: str) -> str:
    """An entry of ``standards/wording.toml``; without one, the last name of its path.

    >>> word("zh", "column", "total"), word("zh", "code", "year", "2018")
    ('合计', '2018')
    """
    entry: Mapping[str, Any] = load_standard("wording")
    for name in path:
        entry = entry.get(name, {})
    return str(entry.get(lang, path[-1]))


def table_label(table: str, schemas: Schemas, lang: str) -> str:
    """The name of a survey table or of one of the frames about the survey (``findings`` …)."""
    if table in schemas.tables:
        return schemas[table].label.in_language(lang)
    return word(lang, "table", table)


def dimension_label(dim: str, schemas: Schemas, lang: str) -> str:
    """The name of a dimension: of the list of that name, else of the field, else itself."""
    if dim in schemas.vocabularies:
        vocabulary = schemas.vocabularies[dim]
        return Text(vocabulary.zh, vocabulary.en).in_language(lang)
    field = field_of(dim, schemas)
    return field.label.in_language(lang) if field else word(lang, "dimension", dim)


def code_label(dim: str, code: str | None, schemas: Schemas, lang: str) -> str:
    """The name of ``code`` within a dimension; of a missing value 未填.

    A code that has no name (a year, an id) stands for itself.
    """
    if code is None:
        return word(lang, "code", "missing")
    vocabulary = vocabulary_of(dim, schemas)
    if vocabulary is not None and code in vocabulary:
        return vocabulary[code].label.in_language(lang)
    if dim == "table":
        return table_label(code, schemas, lang)
    if dim in _JOINED:
        return word(lang, "code", "between").join(_part(dim, p, lang) for p in code.split("+"))
    field = field_of(dim, schemas)
    kind = "boolean" if field is not None and field.kind == "boolean" else dim
    return word(lang, "code", kind, code)


def _part(dim: str, code: str, lang: str) -> str:
    """One of several codes; ``correction:C01`` names a correction by its id."""
    name, _, of = code.partition(":")
    return " ".join(filter(None, (word(lang, "code", dim, name), of)))


def vocabulary_of(dim: str, schemas: Schemas) -> Vocabulary | None:
    """The closed list that the codes of a dimension come from, if there is one."""
    field = field_of(dim, schemas)
    return schemas.vocabularies.get(field.vocabulary if field and field.vocabulary else dim)


def unit_label(text: str, lang: str) -> str:
    """The name of a unit, given by its code or as a document writes it.

    Where a document prints a date or a wording, what it prints is named. Any other text stands
    for itself.

    >>> unit_label("mine", "en"), unit_label("级", "en"), unit_label("text", "zh")
    ('mines', 'levels', '文字')
    """
    if text in load_standard("wording")["printed_kind"]:
        return word(lang, "printed_kind", text)
    known = units().get(text) or unit_or_counting_word(text)
    return known.label(lang) if known else text


def capitalised(text: str, lang: str) -> str:
    """English text that begins a sentence or a label.

    >>> capitalised("damaged land", "en"), capitalised("占用破坏土地", "zh")
    ('Damaged land', '占用破坏土地')
    """
    return text[:1].upper() + text[1:] if lang == "en" else text


def ordered_codes(
    dim: str, codes: Mapping[str | None, object] | set[str | None], schemas: Schemas
) -> list[str | None]:
    """``codes`` in the order in which reports show them: as listed, then others, missing last."""
    vocabulary = vocabulary_of(dim, schemas)
    listed = [c for c in (vocabulary.codes if vocabulary else ()) if c in codes]
    others = sorted(c for c in codes if c is not None and c not in listed)
    return [*listed, *others, *([None] if None in codes else [])]


def definition_in_words(definition: Definition, schemas: Schemas, lang: str) -> str:
    """How a fact is computed, as a reader is told.

    >>> from dandong_analysis.schemas import standard_schemas
    >>> mines = Definition("mines", "count", where={"size_class": "large"})
    >>> definition_in_words(mines, standard_schemas(), "zh")
    '“矿山基本情况”表中建设规模为“大型”的记录数'
    """
    if definition.parents and definition.measure != "each":
        return word(lang, "definition", f"join_{definition.measure}").join(definition.parents)
    if definition.parents:
        own = definition_in_words(replace(definition, parents=()), schemas, lang)
        return _made_of(own, definition.parents, lang)
    return word(lang, "definition", definition.measure).format(
        rows=_rows_in_words(definition, schemas, lang),
        column=_column_label(definition, schemas, lang),
    )


def _made_of(value: str, parents: Sequence[str], lang: str) -> str:
    """Of many parents the first ones; all of them open where the fact does."""
    name = "made_of_many" if len(parents) > _MOST_PARENTS else "made_of"
    listed = word(lang, "definition", "and_dimension").join(parents[:_MOST_PARENTS])
    return word(lang, "definition", name).format(value=value, parents=listed, n=len(parents))


def group_label(fact: Fact, schemas: Schemas, lang: str) -> str:
    """The indicator and the dimensions of a crossing, without its codes."""
    label = indicator_label(fact.indicator, schemas, lang)
    dims = _dimensions(fact, schemas, lang)
    return word(lang, "definition", "group").format(indicator=label, dimensions=dims)


def indicator_label(indicator: str, schemas: Schemas, lang: str) -> str:
    """The name of an indicator; a code that its label cannot do without by its dimension."""
    named = code_label(INDICATOR, indicator, schemas, lang)
    return _NAMED.sub(lambda found: dimension_label(found[1], schemas, lang), named)


def group_in_words(fact: Fact, schemas: Schemas, lang: str) -> str:
    """How the crossings of an indicator by the dimensions of ``fact`` are computed.

    Empty for a fact without dimensions, and for one made of facts whose ids do not show that
    they have these dimensions: a published id does not.
    """
    made = fact.definition
    codes = fact_id("", fact.dims).removeprefix("@").split(",")
    is_derived = bool(made.parents) and made.measure != "each"
    if not fact.dims or (is_derived and not set(codes) <= _pairs(made.parents[0])):
        return ""
    where = {dim: code for dim, code in made.where.items() if dim not in fact.dims}
    if made.measure == "each":
        made = replace(made, parents=())
    parents = tuple(_widened(parent, codes) for parent in made.parents)
    rule = definition_in_words(replace(made, where=where, parents=parents), schemas, lang)
    dims = _dimensions(fact, schemas, lang)
    return word(lang, "definition", "grouped").format(rule=rule, dimensions=dims)


def _pairs(name: str) -> set[str]:
    return set(name.partition("@")[2].split(","))


def _widened(name: str, codes: Sequence[str]) -> str:
    """A crossing's id with an ellipsis for each of ``codes``.

    >>> _widened("LAND@county=1,status_class=active", ["county=1"])
    'LAND@county=…,status_class=active'
    """
    indicator, at, inside = name.partition("@")
    pairs = [f"{p.partition('=')[0]}=…" if p in codes else p for p in inside.split(",")]
    return f"{indicator}{at}{','.join(pairs)}"


def _dimensions(fact: Fact, schemas: Schemas, lang: str) -> str:
    labels = (dimension_label(dim, schemas, lang) for dim in fact.dims)
    return word(lang, "definition", "and_dimension").join(labels)


def _rows_in_words(definition: Definition, schemas: Schemas, lang: str) -> str:
    condition = word(lang, "definition", "condition")
    conditions = [
        condition.format(
            dimension=dimension_label(dim, schemas, lang), code=code_label(dim, code, schemas, lang)
        )
        for dim, code in definition.where.items()
    ]
    joined = word(lang, "definition", "and").join(conditions)
    template = word(lang, "definition", "rows_where" if conditions else "rows")
    return template.format(table=table_label(definition.table, schemas, lang), conditions=joined)


def _column_label(definition: Definition, schemas: Schemas, lang: str) -> str:
    schema = schemas.tables.get(definition.table)
    if schema is not None and definition.column in schema:
        return schema[definition.column].label.in_language(lang)
    return definition.column


def field_of(name: str, schemas: Schemas) -> Field | None:
    """The field of this name; equal names mean the same in every table."""
    found = (schema[name] for schema in schemas.tables.values() if name in schema)
    return next(found, None)
