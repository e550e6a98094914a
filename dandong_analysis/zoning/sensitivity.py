"""How sure a class is when the weights are not: classes under random weights."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.schemas import ADDRESS
from dandong_analysis.zoning.breaks import Breaks
from dandong_analysis.zoning.criteria import GRADES, UNGRADED
from dandong_analysis.zoning.scores import Floats, Scores
from dandong_analysis.zoning.weights import Weights

Law = Literal["uniform", "dirichlet"]

# Weightings worked through at once: bounds memory at 100 000 mines to some tens of megabytes.
_BATCH = 32
_PLACES = 9

MOST_UNSURE = 20
"""How many of the least certain mines are told of, as many as a chapter lists."""


@dataclass(frozen=True)
class Sensitivity:
    """Probability of each class of each row, and the random weights behind it.

    ``frame``: ``mine_id``, ``p_slight``, ``p_moderate``, ``p_severe``, ``p_ungraded``, ``grade``
    (with the weights chosen) and ``p_grade``, the share of weightings that give this grade.
    """

    frame: pd.DataFrame
    draws: int
    seed: int
    law: Law
    spread: float


def random_weights(
    weights: Weights, *, draws: int, seed: int, law: Law = "uniform", spread: float = 0.2
) -> Floats:
    """Weightings around the chosen one, a row each; every row sums to 1.

    Parameters
    ----------
    weights
        The weighting to vary.
    draws, seed
        How many, and the seed of NumPy's PCG64 generator.
    law
        ``uniform``: each weight times a number between ``1 - spread`` and ``1 + spread``, then
        all scaled to sum to 1. ``dirichlet``: the Dirichlet law whose mean is the weighting and
        under which a weight of one half has the standard deviation ``spread`` / 2; a weight of
        zero stays zero.
    spread
        Relative spread, above 0 and below 1.

    Raises
    ------
    ValueError
        When ``spread`` is not between 0 and 1 or ``draws`` is not positive.
    """
    if not 0 < spread < 1 or draws < 1:
        raise ValueError(f"spread {spread}, draws {draws}")
    generator = np.random.default_rng(seed)
    chosen = weights.array
    if law == "dirichlet":
        made = np.zeros((draws, len(chosen)))
        concentration = 1.0 / spread**2 - 1.0
        positive = chosen > 0
        made[:, positive] = generator.dirichlet(concentration * chosen[positive], draws)
        return made
    made = chosen * generator.uniform(1 - spread, 1 + spread, (draws, len(chosen)))
    scaled: Floats = made / made.sum(axis=1, keepdims=True)
    return scaled


def weight_sensitivity(
    scores: Scores,
    weights: Weights,
    breaks: Breaks,
    *,
    draws: int = 1000,
    seed: int,
    law: Law = "uniform",
    spread: float = 0.2,
) -> Sensitivity:
    """The share of random weightings that put each row into each class.

    The class limits stay as they are. A row that misses input is ungraded under the weightings
    for which its class depends on what is missing. Rows do not influence each other.
    """
    tried = random_weights(weights, draws=draws, seed=seed, law=law, spread=spread)
    counts = np.zeros((len(scores.ids), len(GRADES) + 1), np.int64)
    for start in range(0, draws, _BATCH):
        classes = _classes(scores, tried[start : start + _BATCH], breaks)
        for column in range(counts.shape[1]):
            counts[:, column] += (classes == column).sum(axis=1)
    own = _classes(scores, weights.array[None, :], breaks)[:, 0]
    names = (*GRADES, UNGRADED)
    frame = pd.DataFrame({"mine_id": pd.Series(list(scores.ids), dtype="str")})
    for column, name in enumerate(names):
        frame[f"p_{name}"] = counts[:, column] / draws
    frame["grade"] = pd.Series([names[c] for c in own], dtype="str")
    frame["p_grade"] = counts[np.arange(len(own)), own] / draws
    return Sensitivity(frame, draws, seed, law, spread)


def _classes(scores: Scores, weightings: Floats, breaks: Breaks) -> npt.NDArray[np.int8]:
    """The class of each row (rows) under each weighting (columns); the last one is ungraded."""
    low, high = (
        breaks.classes(np.round(s @ weightings.T, _PLACES)) for s in (scores.low, scores.high)
    )
    return np.where(low == high, low, len(GRADES)).astype(np.int8)


def least_certain(
    sensitivity: pd.DataFrame, mines: pd.DataFrame, *, number: int = MOST_UNSURE
) -> pd.DataFrame:
    """The mines whose class the fewest random weightings give, the least certain first.

    Parameters
    ----------
    sensitivity
        As :attr:`Sensitivity.frame`; mines without a class are left out.
    mines
        The address, ``mine_id`` and ``county`` of each mine.
    number
        How many of all mines, and how many of each county.

    Returns
    -------
    pandas.DataFrame
        The address of each mine, ``mine_id``, ``index_class``, ``p_grade`` and the share of each
        class.
    """
    graded = sensitivity[sensitivity["grade"] != UNGRADED]
    placed = mines[[*ADDRESS, "mine_id", "county"]].merge(
        graded.rename(columns={"grade": "index_class"}), on="mine_id", validate="one_to_one"
    )
    ordered = placed.sort_values(["p_grade", "mine_id"], ignore_index=True)
    in_county = ordered.groupby("county", dropna=False).cumcount()
    kept = ordered[(ordered.index < number) | (in_county < number)]
    return kept.drop(columns=["county", "p_ungraded"]).reset_index(drop=True)
