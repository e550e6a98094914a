"""Whether grading rules fit the tables, units and closed lists of a study."""

from collections.abc import Iterator, Mapping

from dandong_analysis.errors import Problem
from dandong_analysis.schemas import Field, Schemas
from dandong_analysis.units import units
from dandong_analysis.zoning.criteria import Group, Measure, RuleSet
from dandong_analysis.zoning.faults import rule_problem

_NUMBERS = ("decimal", "integer")


def check_rules(rules: RuleSet, schemas: Schemas, *, file: str = "dzt0223.toml") -> list[Problem]:
    """Problems of a rule set against the tables, fields, units and lists of a study."""
    return [
        rule_problem(code, name, value, file=file)
        for group in rules.groups
        for code, name, value in _group_faults(group, schemas)
    ]


_Fault = tuple[str, str, str]


def _group_faults(group: Group, schemas: Schemas) -> Iterator[_Fault]:
    if group.table not in schemas.tables or "mine_id" not in schemas[group.table]:
        yield "rule-table", group.id, group.table
        return
    for alternative in group.expected:
        yield from _code_faults(group.id, "mines", alternative, schemas)
    for measure in group.measures:
        yield from _measure_faults(measure, group.table, schemas)


def _measure_faults(measure: Measure, table: str, schemas: Schemas) -> Iterator[_Fault]:
    yield from _code_faults(measure.id, table, measure.where or {}, schemas)
    yield from _code_faults(measure.id, "mines", measure.where_mine or {}, schemas)
    field = next((f for f in schemas[table].fields if f.name == measure.field), None)
    if field is None or not _fits(measure, field):
        yield "rule-field", measure.id, f"{table}.{measure.field}"
    elif measure.is_number:
        held = units()[field.unit].quantity if field.unit else "count"
        if units()[measure.unit].quantity != held:
            yield "rule-unit", measure.id, measure.unit
    elif not measure.is_text:
        words = tuple(w for c in measure.criteria for w in c.words)
        yield from _code_faults(measure.id, table, {measure.field: words}, schemas)


def _fits(measure: Measure, field: Field) -> bool:
    if measure.is_number:
        return field.kind in _NUMBERS
    return field.kind in (("text",) if measure.is_text else ("category", "boolean"))


def _code_faults(
    name: str, table: str, where: Mapping[str, tuple[str, ...]], schemas: Schemas
) -> Iterator[_Fault]:
    for column, codes in where.items():
        if column not in schemas[table]:
            yield "rule-field", name, f"{table}.{column}"
            continue
        known = _known_codes(schemas[table][column], schemas)
        for code in codes:
            if code not in known:
                yield "rule-code", name, f"{column}: {code}"


def _known_codes(field: Field, schemas: Schemas) -> tuple[str, ...]:
    if field.kind == "boolean":
        return ("true", "false")
    words = schemas.vocabularies.get(field.vocabulary)
    return words.codes if words else ()
