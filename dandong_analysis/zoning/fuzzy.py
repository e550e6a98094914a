"""Fuzzy comprehensive evaluation of mines."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.criteria import GRADES
from dandong_analysis.zoning.faults import data_problem
from dandong_analysis.zoning.scores import Floats, Scores, classified
from dandong_analysis.zoning.settings import Corners, FuzzySettings, Operator, Principle
from dandong_analysis.zoning.weights import Weights

Classes = npt.NDArray[np.int8]

_PLACES = 9


@dataclass(frozen=True)
class FuzzyResult:
    """Memberships and grade of each row, and what they were made with.

    ``frame``: ``mine_id``, the membership of each grade (``slight``, ``moderate``, ``severe``;
    missing where a score is not known), ``grade``, ``best_grade``, ``worst_grade``.
    """

    frame: pd.DataFrame
    weights: Weights
    settings: FuzzySettings


def trapezoid(values: Floats, corners: Corners) -> Floats:
    """Membership that rises from the first corner to the second and falls from the third.

    A side whose corners coincide is a step; the top includes both its ends.

    >>> trapezoid(np.array([1.0, 1.5, 2.0]), (1.25, 1.75, 2.25, 2.75)).tolist()
    [0.0, 0.5, 1.0]
    """
    a, b, c, d = corners
    rise = np.where(values >= b, 1.0, 0.0) if a == b else np.clip((values - a) / (b - a), 0, 1)
    fall = np.where(values <= c, 1.0, 0.0) if c == d else np.clip((d - values) / (d - c), 0, 1)
    both: Floats = np.minimum(rise, fall)
    return both


def compose(weights: Floats, memberships: Floats, *, operator: Operator = "weighted_sum") -> Floats:
    """``B = W ∘ R``; ``memberships`` has the axes (..., factor, grade).

    ``weighted_sum``, M(·,+): ``b_j = Σ_i w_i r_ij``; all factors count by their weight, and
    memberships that sum to 1 still do. ``max_min``, M(∧,∨): ``b_j = max_i min(w_i, r_ij)``; the
    leading factor alone decides, and the result need not sum to 1.
    """
    if operator == "max_min":
        led: Floats = np.minimum(weights[:, None], memberships).max(axis=-2)
        return led
    composed: Floats = np.round(np.einsum("f,...fg->...g", weights, memberships), _PLACES)
    return composed


def decide(memberships: Floats, *, principle: Principle, confidence: float) -> Classes:
    """The grade of each row of memberships (slight, moderate, severe), 0 being the lightest.

    ``confidence``: the worst grade such that it and what is worse have at least this
    membership together (Cheng Qiansheng, Attribute recognition theoretical model with
    application, Acta Scientiarum Naturalium Universitatis Pekinensis 33, 1997, 12-20). A worse
    score can only worsen it.

    ``maximum``: the grade with the greatest membership, of equal ones the worst. It can improve
    when a score worsens: (0.35, 0.40, 0.25) is moderate, (0.35, 0.33, 0.32) slight.
    """
    if principle == "maximum":
        return _last_best(memberships)
    at_least = np.cumsum(memberships[:, ::-1], axis=1)[:, ::-1]
    reached = np.round(at_least, _PLACES) >= confidence
    return _last_best(reached)


def _last_best(values: npt.NDArray[np.generic]) -> Classes:
    """The last column that holds the greatest value of its row."""
    backwards = np.argmax(values[:, ::-1], axis=1)
    last: Classes = (values.shape[1] - 1 - backwards).astype(np.int8)
    return last


def fuzzy_evaluation(scores: Scores, weights: Weights, settings: FuzzySettings) -> FuzzyResult:
    """Fuzzy comprehensive evaluation: trapezoid memberships, an operator and a principle.

    A row that misses input is graded when the principle is ``confidence`` and the grade is the
    same for every score still possible.

    Raises
    ------
    DandongError
        When the weights are not those of the factors scored.
    """
    if weights.factors != scores.factors:
        named = "、".join(weights.factors) + " ≠ " + "、".join(scores.factors)
        raise DandongError(data_problem("weights-factors", named))
    low, high = (
        compose(weights.array, _memberships(s, settings), operator=settings.operator)
        for s in (scores.low, scores.high)
    )
    best, worst = (
        decide(b, principle=settings.principle, confidence=settings.confidence) for b in (low, high)
    )
    known = scores.is_known
    if settings.principle == "maximum":
        best = np.where(known, best, 0).astype(np.int8)
        worst = np.where(known, worst, len(GRADES) - 1).astype(np.int8)
    frame = classified(scores.ids, best, worst)
    for j, grade in enumerate(GRADES):
        frame.insert(1 + j, grade, pd.Series(low[:, j], dtype="Float64").where(known))
    return FuzzyResult(frame, weights, settings)


def _memberships(scores: Floats, settings: FuzzySettings) -> Floats:
    return np.stack([trapezoid(scores, corners) for corners in settings.trapezoids], axis=-1)
