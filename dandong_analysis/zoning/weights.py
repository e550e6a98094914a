"""Weights of factors: by pairwise judgement (AHP), by entropy, or given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt

from dandong_analysis.errors import DandongError
from dandong_analysis.units import exact_sum
from dandong_analysis.zoning.faults import data_problem

Floats = npt.NDArray[np.float64]
WeightMethod = Literal["given", "ahp", "entropy"]

# Saaty's limit of an acceptable consistency ratio.
ACCEPTABLE_RATIO = 0.1
_SMALLEST_ORDER_WITH_INDEX = 3


@dataclass(frozen=True)
class Consistency:
    """How consistent a judgement matrix is: principal eigenvalue, CI, RI with its table, CR."""

    lambda_max: float
    ci: float
    ri: float
    ri_table: str
    cr: float

    @property
    def is_acceptable(self) -> bool:
        return self.cr < ACCEPTABLE_RATIO


@dataclass(frozen=True)
class Weights:
    """A weight for each factor, summing to 1, and how they came about."""

    factors: tuple[str, ...]
    values: tuple[float, ...]
    method: WeightMethod
    source: str = ""
    verified: bool = False
    consistency: Consistency | None = None
    n_rows: int | None = None

    @property
    def array(self) -> Floats:
        return np.array(self.values)


@dataclass(frozen=True)
class RandomIndex:
    """Mean consistency index of random judgement matrices, from order 3 on."""

    name: str
    values: tuple[float, ...]
    source: str = ""
    verified: bool = False

    def of_order(self, order: int) -> float:
        """The index; 0 up to order 2, where every reciprocal matrix is consistent.

        Raises
        ------
        DandongError
            When the table does not reach this order.
        """
        if order < _SMALLEST_ORDER_WITH_INDEX:
            return 0.0
        position = order - _SMALLEST_ORDER_WITH_INDEX
        if position >= len(self.values):
            raise DandongError(data_problem("judgement-size", f"{self.name}: n = {order}"))
        return self.values[position]


def given_weights(
    weights: Mapping[str, Decimal], *, source: str = "", verified: bool = False
) -> Weights:
    """Weights as given.

    Raises
    ------
    DandongError
        When one is negative or they do not sum to exactly 1.
    """
    if exact_sum(weights.values()) != 1 or min(weights.values()) < 0:
        listed = ", ".join(f"{k} {v}" for k, v in weights.items())
        raise DandongError(data_problem("rule-weights", listed))
    values = tuple(float(v) for v in weights.values())
    return Weights(tuple(weights), values, "given", source, verified)


def ahp_weights(
    factors: Sequence[str],
    matrix: Sequence[Sequence[float]] | Floats,
    *,
    random_index: RandomIndex,
    source: str = "",
    verified: bool = False,
) -> Weights:
    """Weights by the analytic hierarchy process.

    The weights are the principal right eigenvector of the judgement matrix, scaled to sum to
    1; ``CI = (λmax - n) / (n - 1)``, ``CR = CI / RI`` (T. L. Saaty, How to make a decision:
    the analytic hierarchy process, European Journal of Operational Research 48, 1990, 9-26).
    A ratio of 0.1 or more is stored, not refused: see :attr:`Consistency.is_acceptable`.

    Parameters
    ----------
    factors
        Names, in the order of the matrix.
    matrix
        Judgements: ``matrix[i][j]`` says how many times factor i outweighs factor j.
    random_index
        The table of RI; its name is kept with the result, because tables differ.

    Raises
    ------
    DandongError
        When the matrix is not square, positive and reciprocal, or the table is too short.
    """
    judgements = np.asarray(matrix, dtype=float)
    _check_judgements(judgements, len(factors))
    values, vectors = np.linalg.eig(judgements)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    weights = tuple((vector / vector.sum()).tolist())
    consistency = _consistency(float(values[principal].real), len(factors), random_index)
    return Weights(tuple(factors), weights, "ahp", source, verified, consistency)


def _check_judgements(matrix: Floats, order: int) -> None:
    if matrix.shape != (order, order):
        raise DandongError(data_problem("judgement-matrix", f"{matrix.shape} ≠ {order} × {order}"))
    wrong = ~(np.isfinite(matrix) & (matrix > 0)) | ~np.isclose(matrix * matrix.T, 1.0)
    if wrong.any():
        i, j = np.argwhere(wrong)[0].tolist()
        place = f"a({i + 1},{j + 1}) = {matrix[i, j]:g}, a({j + 1},{i + 1}) = {matrix[j, i]:g}"
        raise DandongError(data_problem("judgement-matrix", place))


def _consistency(lambda_max: float, order: int, table: RandomIndex) -> Consistency:
    ri = table.of_order(order)
    ci = (lambda_max - order) / (order - 1) if order > 1 else 0.0
    return Consistency(lambda_max, ci, ri, table.name, ci / ri if ri else 0.0)


def entropy_weights(factors: Sequence[str], scores: Floats) -> Weights:
    """Weights by information entropy: a factor that tells mines apart weighs more.

    ``p = x / Σx`` over the mines, ``e = -Σ p ln p / ln n``, ``w ∝ 1 - e`` (C. E. Shannon
    1948; as used for weighting by Hwang & Yoon, Multiple Attribute Decision Making, 1981,
    section 4.2.1). ``0 ln 0`` is 0.

    Parameters
    ----------
    factors
        Names of the columns of ``scores``.
    scores
        One row a mine, not negative, without missing values.

    Raises
    ------
    DandongError
        When no factor differs between mines, or a total is not positive.
    """
    total = scores.sum(axis=0)
    n_rows = len(scores)
    if n_rows < 2 or not (total > 0).all() or (scores < 0).any():  # noqa: PLR2004 - one row has no entropy
        raise DandongError(data_problem("weights-undecided", f"n = {n_rows}"))
    share = scores / total
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    spread = 1.0 + (share * logs).sum(axis=0) / np.log(n_rows)
    # Equal scores give a spread that differs from zero only by rounding.
    spread = np.where(np.ptp(scores, axis=0) == 0, 0.0, np.maximum(spread, 0.0))
    if not spread.sum() > 0:
        raise DandongError(data_problem("weights-undecided", "、".join(factors)))
    values = tuple((spread / spread.sum()).tolist())
    return Weights(tuple(factors), values, "entropy", n_rows=n_rows)
