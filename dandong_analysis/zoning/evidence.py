"""What grades rest on: criteria that were met and inputs that are missing, as tidy frames."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dandong_analysis.schemas import Schemas
from dandong_analysis.zoning.criteria import LEVELS, WORST, Group, Measure, RuleSet
from dandong_analysis.zoning.outcome import Fired, Gap, Levels, Outcome

Evidence = tuple[Group, list[Outcome], list[Gap]]

FIRED_COLUMNS = {
    "mine_id": "str", "group": "str", "criterion": "str", "grade": "str", "table": "str",
    "field": "str", "value": "object", "word": "str", "unit": "str", "threshold_zh": "str",
    "threshold_en": "str", "n_rows": "Int64", "decides": "boolean", "source": "str",
    "verified": "boolean",
}  # fmt: skip
MISSING_COLUMNS = {
    "mine_id": "str", "group": "str", "table": "str", "field": "str", "reason": "str",
    "found": "str", "n_rows": "Int64", "worst_grade": "str", "matters": "boolean",
}  # fmt: skip
CRITERIA_COLUMNS = {
    "group": "str", "criterion": "str", "grade": "str", "zh": "str", "en": "str",
    "threshold_zh": "str", "threshold_en": "str", "source": "str", "verified": "bool",
    "n_mines": "int64",
}  # fmt: skip


def fired_frame(
    evidence: Sequence[Evidence], mines: pd.DataFrame, low: Levels, schemas: Schemas
) -> pd.DataFrame:
    """One row for each criterion that a mine met, in the order of mines and rules."""
    ids, certain = mines["mine_id"].tolist(), low.tolist()
    rows = [
        (fired.mine, _fired_row(group, measure, fired, ids, certain, schemas))
        for group, outcomes, _ in evidence
        for measure, outcome in zip(group.measures, outcomes, strict=True)
        for fired in outcome.fired
    ]
    rows.sort(key=lambda pair: pair[0])
    return _frame([row for _, row in rows], FIRED_COLUMNS)


def _fired_row(
    group: Group, measure: Measure, fired: Fired, ids: Sequence[str], low: Sequence[int],
    schemas: Schemas,
) -> tuple[Any, ...]:  # fmt: skip
    met = measure.criteria[fired.criterion]
    number, word = (None, fired.value) if isinstance(fired.value, str) else (fired.value, None)
    field = schemas[group.table][measure.field]
    words = schemas.vocabularies.get(field.vocabulary)
    return (
        ids[fired.mine], group.id, met.id, met.grade, group.table, field.name, number, word,
        field.unit or measure.unit, measure.threshold(met, words, "zh"),
        measure.threshold(met, words, "en"), fired.n_rows, met.level == low[fired.mine], met.source, met.verified,
    )  # fmt: skip


def missing_frame(evidence: Sequence[Evidence], mines: pd.DataFrame, low: Levels) -> pd.DataFrame:
    """One row for each input that a mine lacks, in the order of mines and rules."""
    ids, certain = mines["mine_id"].tolist(), low.tolist()
    rows: list[tuple[Any, ...]] = []
    for group, outcomes, absences in evidence:
        for gap, (n_rows, worst) in _joined(outcomes, absences).items():
            row = (ids[gap.mine], group.id, group.table, gap.field or None, gap.reason,
                   gap.found or None, n_rows, LEVELS[worst], worst > certain[gap.mine])  # fmt: skip
            rows.append((gap.mine, row))
    rows.sort(key=lambda pair: pair[0])
    return _frame([row for _, row in rows], MISSING_COLUMNS)


def _joined(outcomes: Sequence[Outcome], absences: Sequence[Gap]) -> dict[Gap, tuple[int, int]]:
    """Rows with each gap and the worst level that it leaves possible.

    Several measures may need the same cell; it is missing once.
    """
    joined = dict.fromkeys(absences, (1, WORST))
    for outcome in outcomes:
        for gap, n in Counter(outcome.gaps).items():
            rows, worst = joined.get(gap, (0, 0))
            joined[gap] = (max(rows, n), max(worst, int(outcome.high[gap.mine])))
    return joined


def criteria_frame(rules: RuleSet, fired: pd.DataFrame, schemas: Schemas) -> pd.DataFrame:
    """Every criterion of the rules with its source and the number of mines that met it."""
    met, rows = Counter(fired["criterion"].tolist()), []
    for group, measure, c in rules.criteria:
        words = schemas.vocabularies.get(schemas[group.table][measure.field].vocabulary)
        limits = [measure.threshold(c, words, lang) for lang in ("zh", "en")]
        rows.append((group.id, c.id, c.grade, measure.zh, measure.en, *limits, c.source,
                     c.verified, met[c.id]))  # fmt: skip
    return _frame(rows, CRITERIA_COLUMNS)


def _frame(rows: Sequence[tuple[Any, ...]], dtypes: dict[str, str]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(dtypes)
    return pd.DataFrame({
        name: pd.Series(list(values), dtype=dtype)
        for (name, dtype), values in zip(dtypes.items(), columns, strict=True)
    })  # fmt: skip
