"""Why a zone has its grade: criteria that decide its mines, factors that make up its index."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.zoning.cells import Ints
from dandong_analysis.zoning.criteria import LABELS, Criterion, Measure, RuleSet
from dandong_analysis.zoning.layers import typed_frame
from dandong_analysis.zoning.overrides import Override
from dandong_analysis.zoning.scores import Scores
from dandong_analysis.zoning.settings import BEST_SCORE
from dandong_analysis.zoning.weights import Weights

REASON_COLUMNS = {
    "zone_id": "str", "reason_kind": "str", "code": "str", "label_zh": "str", "label_en": "str",
    "mine_count": "Int64", "index_part": "Float64",
}  # fmt: skip
# How many criteria and factors a sentence names.
_SHOWN = 3
_PLACES = 3

Rows = list[dict[str, Any]]


def deciding_criteria(
    fired: pd.DataFrame, mine_ids: Sequence[str], members: Sequence[Ints], rules: RuleSet
) -> list[Rows]:
    """For each zone the criteria on which grades of its mines rest, the worst grade first.

    ``fired`` are the criteria met (:class:`~.grade.Graded`), ``members`` the positions of the
    mines of each zone in ``mine_ids``.
    """
    known = {c.id: (m, c) for _, m, c in rules.criteria}
    deciding = fired[fired["decides"].fillna(value=False)]
    of_mine: dict[str, set[str]] = {}
    for mine, criterion in zip(deciding["mine_id"], deciding["criterion"], strict=True):
        of_mine.setdefault(mine, set()).add(criterion)
    counted = (Counter(c for i in own.tolist() for c in of_mine.get(mine_ids[i], ()))
               for own in members)  # fmt: skip
    return [_criteria(counts, known) for counts in counted]


def _criteria(counts: Counter[str], known: Mapping[str, tuple[Measure, Criterion]]) -> Rows:
    ranked = sorted(counts, key=lambda code: (-known[code][1].level, -counts[code], code))
    rows = []
    for code in ranked:
        measure, grade = known[code][0], LABELS[known[code][1].grade]
        rows.append({
            "reason_kind": "criterion", "code": code, "mine_count": counts[code],
            "index_part": None, "label_zh": f"{measure.zh}（{grade.zh}）",
            "label_en": f"{measure.en} ({grade.en})",
        })  # fmt: skip
    return rows


def index_parts(scores: Scores, weights: Weights, labels: Mapping[str, Text]) -> list[Rows]:
    """For each zone what each factor adds to the least index of 1, the largest part first."""
    parts = np.round((scores.low - BEST_SCORE) * weights.array, _PLACES)
    return [
        [
            {
                "reason_kind": "factor", "code": scores.factors[f], "mine_count": None,
                "index_part": float(row[f]), "label_zh": labels[scores.factors[f]].zh,
                "label_en": labels[scores.factors[f]].en,
            }
            for f in np.argsort(-row, kind="stable").tolist() if row[f] > 0
        ]
        for row in parts
    ]  # fmt: skip


def reasons_frame(ids: Sequence[str], rows: Sequence[Rows], order: Sequence[int]) -> pd.DataFrame:
    """All reasons of all zones in the order of their ids."""
    named = [{"zone_id": ids[zone], **row} for zone in order for row in rows[zone]]
    return typed_frame(named, REASON_COLUMNS)


def say_reasons(rows: Rows, *, n_mines: int, grade: str, best: str, worst: str,
                override: Override | None) -> Text:  # fmt: skip
    """The reasons of one zone in words."""
    parts = [_criteria_words(rows), _factor_words(rows)]
    if not n_mines:
        parts.append(Text("没有调查的矿山位于本区", "no mine of the survey lies in it"))
    if best != worst:
        parts.append(Text(
            f"资料不全，可能为{LABELS[best].zh}至{LABELS[worst].zh}",
            f"input is missing: possibly {LABELS[best].en} to {LABELS[worst].en}",
        ))  # fmt: skip
    if override is not None:
        parts.append(_override_words(override, grade))
    known = [part for part in parts if part.zh]
    return Text("；".join(p.zh for p in known), "; ".join(p.en for p in known))


def _criteria_words(rows: Rows) -> Text:
    shown = [r for r in rows if r["reason_kind"] == "criterion"][:_SHOWN]
    if not shown:
        return Text("", "")
    zh = "、".join(f"{r['label_zh']}{r['mine_count']}个矿山" for r in shown)
    en = ", ".join(f"{r['label_en']} {r['mine_count']}" for r in shown)
    return Text(f"矿山定级依据：{zh}", f"mines graded by: {en}")


def _factor_words(rows: Rows) -> Text:
    shown = [r for r in rows if r["reason_kind"] == "factor"][:_SHOWN]
    if not shown:
        return Text("", "")
    zh = "、".join(f"{r['label_zh']} +{r['index_part']:.{_PLACES}f}" for r in shown)
    en = ", ".join(f"{r['label_en']} +{r['index_part']:.{_PLACES}f}" for r in shown)
    return Text(f"指数构成：{zh}", f"parts of the index: {en}")


def _override_words(override: Override, grade: str) -> Text:
    before, after = LABELS[override.before], LABELS[grade]
    day = override.date.isoformat()
    return Text(
        f"专家由{before.zh}调整为{after.zh}（{override.by}，{day}）：{override.reason}",
        f"changed by an expert from {before.en} to {after.en} "
        f"({override.by}, {day}): {override.reason}",
    )
