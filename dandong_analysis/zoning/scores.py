"""Scores of mines by factor: from 1 (slight) to 3 (severe), with what missing input leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.units import EXACT
from dandong_analysis.zoning.criteria import LEVELS, UNGRADED
from dandong_analysis.zoning.grade import Graded
from dandong_analysis.zoning.settings import BEST_SCORE, WORST_SCORE, Factor

Floats = npt.NDArray[np.float64]

_SCORE = {level: max(float(i), BEST_SCORE) for i, level in enumerate(LEVELS)}


@dataclass(frozen=True)
class Scores:
    """Scores of mines (or zones): a row each, a column for each factor.

    ``low`` and ``high`` are the least and greatest score that missing input leaves possible;
    where nothing is missing they are equal.
    """

    ids: tuple[str, ...]
    factors: tuple[str, ...]
    low: Floats
    high: Floats

    @property
    def is_known(self) -> npt.NDArray[np.bool_]:
        """Which rows miss nothing."""
        known: npt.NDArray[np.bool_] = (self.low == self.high).all(axis=1)
        return known

    def to_frame(self) -> pd.DataFrame:
        """Tidy: ``mine_id``, ``factor``, ``low``, ``high``."""
        n, f = self.low.shape
        return pd.DataFrame({
            "mine_id": pd.Series(np.repeat(np.array(self.ids, dtype=object), f), dtype="str"),
            "factor": pd.Series(list(self.factors) * n, dtype="str"),
            "low": self.low.ravel(), "high": self.high.ravel(),
        })  # fmt: skip


def score_mines(
    graded: Graded, tables: Mapping[str, pd.DataFrame], factors: Sequence[Factor]
) -> Scores:
    """Score every graded mine by every factor.

    A group's grade scores 1 (none, slight), 2 (moderate) or 3 (severe). The sum of a field
    scores by the broken line of the factor; where a mine lacks a row that it should have, or a
    row lacks the value, every score from that of the known sum up to 3 stays possible.
    """
    ids = graded.mines["mine_id"].tolist()
    columns = [
        _grade_scores(graded, f.group) if f.group else _sum_scores(f, graded, tables, ids)
        for f in factors
    ]
    low, high = (np.column_stack([c[i] for c in columns]) for i in (0, 1))
    return Scores(tuple(ids), tuple(f.id for f in factors), low, high)


def _grade_scores(graded: Graded, group: str) -> tuple[Floats, Floats]:
    rows = graded.groups[graded.groups["group"] == group]
    low, high = (
        np.array([_SCORE[g] for g in rows[f"{which}_grade"]]) for which in ("best", "worst")
    )
    return low, high


def _sum_scores(
    factor: Factor, graded: Graded, tables: Mapping[str, pd.DataFrame], ids: Sequence[str]
) -> tuple[Floats, Floats]:
    totals, incomplete = _totals(factor, tables)
    points = [float(v) for v, _ in factor.points], [float(s) for _, s in factor.points]
    low: Floats = np.interp([float(totals.get(m, Decimal(0))) for m in ids], *points)
    missing = graded.missing
    whole_rows = missing["field"].isna() | (missing["reason"] == "attribute_missing")
    lacking = set(missing.loc[whole_rows & (missing["table"] == factor.table), "mine_id"])
    open_ = np.array([mine in incomplete or mine in lacking for mine in ids], bool)
    return low, np.where(open_, WORST_SCORE, low)


def _totals(
    factor: Factor, tables: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, Decimal], set[str]]:
    """The exact sum of each mine, and the mines of which a value is missing."""
    totals: dict[str, Decimal] = {}
    incomplete: set[str] = set()
    if factor.table not in tables:
        return totals, incomplete
    frame = tables[factor.table]
    for mine, value in zip(frame["mine_id"].tolist(), frame[factor.field].tolist(), strict=True):
        if pd.isna(value):
            incomplete.add(mine)
        else:
            totals[mine] = EXACT.add(totals.get(mine, Decimal(0)), Decimal(value))
    return totals, incomplete


def classified(
    ids: Sequence[str], low: npt.NDArray[np.int8], high: npt.NDArray[np.int8]
) -> pd.DataFrame:
    """Classes of rows as grades: ``mine_id``, ``grade``, ``best_grade``, ``worst_grade``.

    Class 0 is the lightest grade.
    """
    best, worst = (np.array(LEVELS, dtype=object)[classes + 1] for classes in (low, high))
    return pd.DataFrame({
        "mine_id": pd.Series(list(ids), dtype="str"),
        "grade": pd.Series(np.where(low == high, best, UNGRADED), dtype="str"),
        "best_grade": pd.Series(best, dtype="str"),
        "worst_grade": pd.Series(worst, dtype="str"),
    })  # fmt: skip
