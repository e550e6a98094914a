"""What grades rest on: criteria that were met and inputs that are missing, as tidy frames."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dandong_analysis.schemas import Schemas
from dandong_analysis.zoning.criteria import LEVELS, WORST, Group, Measure, RuleSet
from dandong_analysis.zoning.layers import typed_frame
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
    return typed_frame([row for _, row in rows], FIRED_COLUMNS)


def _fired_row(
    group: Group, measure: Measure, fired: Fired, ids: Sequence[str], low: Sequence[int],
    schemas: Schemas,
) -> dict[str, Any]:  # fmt: skip
    met = measure.criteria[fired.criterion]
    number, word = (None, fired.value) if isinstance(fired.value, str) else (fired.value, None)
    field = schemas[group.table][measure.field]
    words = schemas.vocabularies.get(field.vocabulary)
    return {
        "mine_id": ids[fired.mine], "group": group.id, "criterion": met.id, "grade": met.grade,
        "table": group.table, "field": field.name, "value": number, "word": word,
        "unit": field.unit or measure.unit,
        "threshold_zh": measure.threshold(met, words, "zh"),
        "threshold_en": measure.threshold(met, words, "en"), "n_rows": fired.n_rows,
        "decides": met.level == low[fired.mine], "source": met.source, "verified": met.verified,
    }  # fmt: skip


def missing_frame(evidence: Sequence[Evidence], mines: pd.DataFrame, low: Levels) -> pd.DataFrame:
    """One row for each input that a mine lacks, in the order of mines and rules."""
    ids, certain = mines["mine_id"].tolist(), low.tolist()
    rows: list[tuple[int, dict[str, Any]]] = []
    for group, outcomes, absences in evidence:
        for gap, (n_rows, worst) in _joined(outcomes, absences).items():
            rows.append((gap.mine, {
                "mine_id": ids[gap.mine], "group": group.id, "table": group.table,
                "field": gap.field or None, "reason": gap.reason, "found": gap.found or None,
                "n_rows": n_rows, "worst_grade": LEVELS[worst],
                "matters": worst > certain[gap.mine],
            }))  # fmt: skip
    rows.sort(key=lambda pair: pair[0])
    return typed_frame([row for _, row in rows], MISSING_COLUMNS)


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
        rows.append({
            "group": group.id, "criterion": c.id, "grade": c.grade, "zh": measure.zh,
            "en": measure.en, "threshold_zh": measure.threshold(c, words, "zh"),
            "threshold_en": measure.threshold(c, words, "en"), "source": c.source,
            "verified": c.verified, "n_mines": met[c.id],
        })  # fmt: skip
    return typed_frame(rows, CRITERIA_COLUMNS)
