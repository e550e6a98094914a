"""The composite index: weighted scores, divided into classes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.breaks import Breaks, fisher_jenks, given_breaks
from dandong_analysis.zoning.criteria import GRADES
from dandong_analysis.zoning.faults import data_problem
from dandong_analysis.zoning.scores import Floats, Scores, classified
from dandong_analysis.zoning.settings import IndexSettings
from dandong_analysis.zoning.weights import (
    WeightMethod,
    Weights,
    ahp_weights,
    entropy_weights,
    given_weights,
)

# Decimals that an index keeps: sums of the same scores in another order stay equal, and equal
# to a limit that they meet exactly.
_PLACES = 9


@dataclass(frozen=True)
class Indexed:
    """The index of each row, its class, and the weights and limits that made them.

    ``frame``: ``mine_id``, ``index_low`` and ``index_high`` (equal unless input is missing),
    ``grade``, ``best_grade``, ``worst_grade``.
    """

    frame: pd.DataFrame
    weights: Weights
    breaks: Breaks


def choose_weights(
    settings: IndexSettings,
    scores: Scores,
    *,
    method: WeightMethod = "given",
    random_index: str = "saaty",
) -> Weights:
    """The weights of the settings by one of the methods.

    Entropy is taken over the mines that miss nothing; their number is in the result.
    """
    chosen = settings.weights
    if method == "given":
        return given_weights(dict(chosen.numbers), source=chosen.source, verified=chosen.verified)
    if method == "entropy":
        return entropy_weights(scores.factors, scores.low[scores.is_known])
    return ahp_weights(
        settings.factor_ids, settings.judgements,
        random_index=settings.random_indices[random_index],
        source=chosen.source, verified=chosen.verified,
    )  # fmt: skip


def rule_breaks(settings: IndexSettings) -> Breaks:
    """The class limits that the settings give."""
    chosen = settings.breaks
    limits = [float(limit) for _, limit in chosen.numbers]
    return given_breaks(limits, source=chosen.source, verified=chosen.verified)


def natural_breaks(scores: Scores, weights: Weights) -> Breaks:
    """Fisher-Jenks limits of the index of the rows that miss nothing.

    They depend on all mines given: keep and reuse them for a part of the region.
    """
    values = weighted(scores.low, weights)[scores.is_known]
    return fisher_jenks(values, len(GRADES))


def composite_index(scores: Scores, weights: Weights, breaks: Breaks) -> Indexed:
    """``R = Σ wᵢ sᵢ`` of each row, from 1 to 3, and its class.

    A row that misses input is classified when its class is the same for every score still
    possible.

    Raises
    ------
    DandongError
        When the weights are not those of the factors scored.
    """
    if weights.factors != scores.factors:
        named = "、".join(weights.factors) + " ≠ " + "、".join(scores.factors)
        raise DandongError(data_problem("weights-factors", named))
    low, high = weighted(scores.low, weights), weighted(scores.high, weights)
    classes = classified(scores.ids, breaks.classes(low), breaks.classes(high))
    frame = classes.assign(index_low=low, index_high=high)
    order = ["mine_id", "index_low", "index_high", "grade", "best_grade", "worst_grade"]
    return Indexed(frame[order], weights, breaks)


def weighted(scores: Floats, weights: Weights) -> Floats:
    """``Σ wᵢ sᵢ`` of each row."""
    total: Floats = np.round((scores * weights.array).sum(axis=1), _PLACES)
    return total
