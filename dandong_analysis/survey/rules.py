"""Named rules as data, confronted with the typed tables: valid, invalid or undecided."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Severity, Text
from dandong_analysis.schemas import Schema, Schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.survey import rule_checks, rule_geometry
from dandong_analysis.survey.cell import shown
from dandong_analysis.survey.rule_checks import Check, Tables

RULE_COLUMNS = (
    "rule", "severity", "table", "statement_zh", "statement_en", "valid", "invalid", "undecided",
)  # fmt: skip

CHECKS: Mapping[str, Check] = rule_checks.CHECKS | rule_geometry.CHECKS

# Arguments that name fields of the rule's own table, and those whose cell a finding points at.
_FIELDS = ("field", "first", "second", "when", "whole", "key", "longitude", "latitude", "county",
           "geometry")  # fmt: skip
_SHOWN = ("field", "second", "whole", "longitude", "geometry")

_CONSEQUENCE = Text("该行照常计入", "the row is counted all the same")
_ACTION = Text("请核对并改正，或声明一条更正", "check and mend it, or declare a correction")


@dataclass(frozen=True)
class Rule:
    """One rule: what must hold for each row of ``table``, and what to say when it does not.

    ``shown`` is the field whose cell a finding points at. ``{name}`` in the statement of a
    definition stands for the argument of that name.
    """

    id: str
    table: str
    kind: str
    statement: Text
    severity: Severity = "error"
    shown: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


def parse_rules(entries: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Rules from the ``[[rule]]`` entries of a definition or study file.

    Raises
    ------
    DandongError
        When the kind of a rule is unknown.
    """
    return tuple(_parse_rule(entry) for entry in entries)


def _parse_rule(entry: Mapping[str, Any]) -> Rule:
    own = {"id", "table", "kind", "zh", "en", "severity", "source", "verified"}
    arguments = {name: value for name, value in entry.items() if name not in own}
    if entry["kind"] not in CHECKS:
        raise DandongError(_unknown_kind(entry["id"], entry["kind"]))
    cell = next((arguments[name] for name in _SHOWN if name in arguments), "")
    statement = Text(_filled(entry["zh"], arguments), _filled(entry["en"], arguments))
    return Rule(entry["id"], entry["table"], entry["kind"], statement, entry["severity"], cell,
                arguments)  # fmt: skip


def _filled(statement: str, arguments: Mapping[str, Any]) -> str:
    for name, value in arguments.items():
        statement = statement.replace(f"{{{name}}}", str(value))
    return statement


def survey_rules(schemas: Schemas) -> tuple[Rule, ...]:
    """The rules of ``survey_rules.toml`` that the tables have fields for, and of references."""
    standard = parse_rules(load_standard("survey_rules")["rule"])
    return (*reference_rules(schemas), *(r for r in standard if _is_applicable(r, schemas)))


def _is_applicable(rule: Rule, schemas: Schemas) -> bool:
    schema = schemas.tables.get(rule.table)
    fields = [rule.arguments[n] for n in _FIELDS if n in rule.arguments]
    return schema is not None and all(f in schema for f in fields)


def reference_rules(schemas: Schemas) -> tuple[Rule, ...]:
    return tuple(rule for s in schemas.tables.values() for rule in _references(s, schemas))


def _references(schema: Schema, schemas: Schemas) -> Iterator[Rule]:
    for f in schema.fields:
        if f.references:
            parent = schemas[f.references]
            statement = Text(
                f"“{f.zh}”应是{parent.zh}表中计入的一行",
                f"'{f.en}' must be a counted row of {parent.en}",
            )
            arguments = {"field": f.name, "to": parent.name, "to_field": parent.key[0]}
            rule_id = f"{schema.name}-{f.name}-reference"
            yield Rule(rule_id, schema.name, "reference", statement, "error", f.name, arguments)


def key_rules(schemas: Schemas) -> tuple[Rule, ...]:
    """One rule for each table: its key occurs once, in all deliveries together."""
    return tuple(
        Rule(f"{s.name}-key", s.name, "unique_key",
             Text(f"{s.zh}表的主键不得重复", f"a key of {s.en} must occur once"),
             "error", s.key[0], {"fields": s.key})
        for s in schemas.tables.values()
    )  # fmt: skip


@dataclass(frozen=True)
class Confrontation:
    """A rule and its outcome for each row of its table (True, False, or NA for undecided)."""

    rule: Rule
    outcome: pd.Series


def confront(rules: Iterable[Rule], tables: Tables) -> list[Confrontation]:
    """Evaluate ``rules`` on typed ``tables``; a rule whose table was not delivered is left out."""
    return [
        Confrontation(rule, CHECKS[rule.kind](rule.table, rule.arguments, tables))
        for rule in rules if rule.table in tables
    ]  # fmt: skip


def rule_frame(confrontations: Sequence[Confrontation]) -> pd.DataFrame:
    """The count of each outcome of each rule: columns :data:`RULE_COLUMNS`."""
    rows = [_counts(c) for c in confrontations]
    frame = pd.DataFrame(rows, columns=list(RULE_COLUMNS))
    counted = dict.fromkeys(("valid", "invalid", "undecided"), "int64")
    return frame.astype({**dict.fromkeys(RULE_COLUMNS[:5], "str"), **counted})


def _counts(made: Confrontation) -> tuple[object, ...]:
    rule, outcome = made.rule, made.outcome
    valid, undecided = int(outcome.sum()), int(outcome.isna().sum())
    statement = rule.statement
    return (rule.id, rule.severity, rule.table, statement.zh, statement.en, valid,
            len(outcome) - valid - undecided, undecided)  # fmt: skip


def rule_findings(
    confrontations: Iterable[Confrontation], tables: Tables, cells: pd.DataFrame
) -> list[Problem]:
    """One finding for each row that breaks a rule, at its delivered cell."""
    broken = [
        (c.rule, row, detail)
        for c in confrontations
        for frame in (_broken_rows(c, tables),)
        for row, detail in zip(frame.to_dict("records"), _details(c.rule, frame.index, tables), strict=True)
    ]  # fmt: skip
    delivered = _shown_cells([(rule, row) for rule, row, _ in broken], cells)
    return [_finding(rule, row, detail, delivered) for rule, row, detail in broken]


def _broken_rows(made: Confrontation, tables: Tables) -> pd.DataFrame:
    is_broken = (~made.outcome).fillna(value=False).astype(bool)
    return tables[made.rule.table].loc[is_broken]


def _details(rule: Rule, rows: pd.Index, tables: Tables) -> list[Text]:
    """What was found in each of ``rows``, for the kinds of rules that say it."""
    explain = rule_geometry.DETAILS.get(rule.kind)
    if explain is None or rows.empty:
        return [Text("", "")] * len(rows)
    return explain(rule.table, rule.arguments, tables, rows)


Row = Mapping[Any, Any]
CellKey = tuple[str, str, str, str, int, str]


def _key(rule: Rule, row: Row) -> CellKey:
    return (row["delivery"], row["source_file"], row["source_sheet"], rule.table,
            int(row["source_row"]), rule.shown)  # fmt: skip


def _shown_cells(
    broken: Sequence[tuple[Rule, Row]], cells: pd.DataFrame
) -> dict[CellKey, tuple[str, str]]:
    """Header and raw text of the cells that findings point at."""
    if not broken:
        return {}
    wanted = cells[cells["field"].isin({rule.shown for rule, _ in broken})]
    names = ("delivery", "file", "sheet", "table", "row", "field")
    keys = zip(*(wanted[name].tolist() for name in names), strict=True)
    values = zip(wanted["header"].tolist(), wanted["raw"].tolist(), strict=True)
    return cast("dict[CellKey, tuple[str, str]]", dict(zip(keys, values, strict=True)))


def _finding(
    rule: Rule, row: Row, detail: Text, delivered: Mapping[CellKey, tuple[str, str]]
) -> Problem:
    key = _key(rule, row)
    header, raw = delivered.get(key, ("", ""))
    place = Place(key[1], key[2], key[4], header, key[0], rule.table)
    broken = rule.statement
    if detail.zh:
        broken = Text(f"{broken.zh}：{detail.zh}", f"{broken.en}: {detail.en}")
    return Problem(rule.id, broken, _CONSEQUENCE, _ACTION, place, shown(raw), rule.severity)


def _unknown_kind(rule: str, kind: str) -> Problem:
    known = "、".join(CHECKS)
    return Problem(
        "rule-kind-unknown",
        Text(f"规则“{rule}”的种类不存在", f"the kind of rule '{rule}' does not exist"),
        Text("规则没有执行", "the rules were not applied"),
        Text(f"请从这些种类中选择：{known}", f"choose one of: {known}"),
        Place(), kind,
    )  # fmt: skip
