"""All deliveries of a study as one survey, with the rules that hold across deliveries."""

from collections.abc import Iterable, Sequence

import pandas as pd

from dandong_analysis.errors import findings_frame
from dandong_analysis.schemas import Schemas
from dandong_analysis.survey.account import ROW_COLUMNS
from dandong_analysis.survey.changes import CELL_COLUMNS, CHANGE_COLUMNS
from dandong_analysis.survey.deliver import Delivered, settled_problems, settled_rows
from dandong_analysis.survey.duplicates import settle_keys
from dandong_analysis.survey.origin import FILE_COLUMNS, LAYER_COLUMNS
from dandong_analysis.survey.rules import (
    RULE_COLUMNS,
    Rule,
    confront,
    key_rules,
    rule_findings,
    rule_frame,
    survey_rules,
)


def _empty(columns: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame({n: pd.Series(dtype=_DTYPES.get(n, "str")) for n in columns})


_DTYPES = {"row": "Int64", "size": "int64", "is_sketch": "bool"}
_NOTHING = Delivered(
    {}, _empty(ROW_COLUMNS), _empty(CELL_COLUMNS), _empty(CHANGE_COLUMNS), findings_frame([]),
    _empty(RULE_COLUMNS), _empty(FILE_COLUMNS), _empty(LAYER_COLUMNS),
)  # fmt: skip


def combine(
    parts: Sequence[Delivered], schemas: Schemas, *, rules: Sequence[Rule] | None = None
) -> Delivered:
    """Put deliveries together.

    Rows of different deliveries that share a key are all set aside, and the rules are applied
    anew to the whole, so that a reference may point into another delivery.

    Parameters
    ----------
    parts
        Deliveries; without any the survey is empty, as in a study that only audits a plan.
    rules
        What typed rows must satisfy; :func:`rules.survey_rules` unless given.

    Raises
    ------
    DandongError
        When the row equation of a sheet fails.
    """
    parts = parts or [_NOTHING]
    applied = survey_rules(schemas) if rules is None else rules
    whole = _tables(parts)
    keys = {n: settle_keys(f, schemas[n], "duplicate-key") for n, f in whole.items()}
    tables = {name: settled.table for name, settled in keys.items()}
    cells = pd.concat([p.cells for p in parts], ignore_index=True)
    made = confront(applied, tables)
    new = findings_frame([*settled_problems(keys), *rule_findings(made, tables, cells)])
    old = _without_rules(pd.concat([p.findings for p in parts], ignore_index=True), applied)
    return Delivered(
        tables, settled_rows(pd.concat([p.rows for p in parts], ignore_index=True), keys), cells,
        pd.concat([p.changes for p in parts], ignore_index=True),
        pd.concat([old, new], ignore_index=True),
        rule_frame([*confront(key_rules(schemas), whole), *made]),
        pd.concat([p.files for p in parts], ignore_index=True),
        pd.concat([p.layers for p in parts], ignore_index=True),
    )  # fmt: skip


def _tables(parts: Sequence[Delivered]) -> dict[str, pd.DataFrame]:
    names = dict.fromkeys(name for part in parts for name in part.tables)
    return {
        name: pd.concat([p.tables[name] for p in parts if name in p.tables], ignore_index=True)
        for name in names
    }


def _without_rules(findings: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """Findings other than those of rules, which are applied anew."""
    return findings[~findings["code"].isin([rule.id for rule in rules])]
