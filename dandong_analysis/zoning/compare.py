"""How far methods of grading agree, and which mines they grade differently."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from dandong_analysis.zoning.criteria import GRADES, UNGRADED
from dandong_analysis.zoning.grade import Graded
from dandong_analysis.zoning.index import Indexed
from dandong_analysis.zoning.scores import Scores

_SHOWN = (*GRADES, UNGRADED)


def join_methods(methods: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a mine: ``mine_id`` and the grade by each method, in the order of the first.

    Parameters
    ----------
    methods
        Name of a method -> frame with ``mine_id`` and ``grade``; all over the same mines.

    Raises
    ------
    ValueError
        When the methods do not grade the same mines.
    """
    ids = next(iter(methods.values()))["mine_id"]
    joined = pd.DataFrame({"mine_id": ids.reset_index(drop=True)})
    for name, frame in methods.items():
        if set(frame["mine_id"]) != set(ids):
            raise ValueError(f"{name} does not grade the same mines")
        joined[name] = joined["mine_id"].map(frame.set_index("mine_id")["grade"]).astype("str")
    return joined


def cross_table(joined: pd.DataFrame) -> pd.DataFrame:
    """How many mines have each pair of grades, for each pair of methods.

    Tidy: ``method_a``, ``method_b``, ``grade_a``, ``grade_b``, ``n_mines``; every pair of
    grades is present, ``ungraded`` included.
    """
    rows = [
        (a, b, grade_a, grade_b, int(((joined[a] == grade_a) & (joined[b] == grade_b)).sum()))
        for a, b in combinations(joined.columns[1:], 2)
        for grade_a in _SHOWN
        for grade_b in _SHOWN
    ]
    names = ["method_a", "method_b", "grade_a", "grade_b", "n_mines"]
    return pd.DataFrame(rows, columns=names).astype({**dict.fromkeys(names[:4], "str")})


def agreement(joined: pd.DataFrame) -> pd.DataFrame:
    """Agreement of each pair of methods over the mines that both grade.

    Columns ``method_a``, ``method_b``, ``n_compared``, ``n_left_out`` (ungraded by one of
    them), ``observed`` and ``expected`` share of agreement, ``kappa``.
    """
    rows = []
    for a, b in combinations(joined.columns[1:], 2):
        counts = [
            [int(((joined[a] == x) & (joined[b] == y)).sum()) for y in GRADES] for x in GRADES
        ]
        table = np.array(counts)
        compared = int(table.sum())
        rows.append((a, b, compared, len(joined) - compared, *_kappa_terms(table)))
    names = ["method_a", "method_b", "n_compared", "n_left_out", "observed", "expected", "kappa"]
    frame = pd.DataFrame(rows, columns=names)
    shares = dict.fromkeys(names[4:], "Float64")
    return frame.astype({"method_a": "str", "method_b": "str", **shares})


def cohen_kappa(table: npt.NDArray[np.int_]) -> float | None:
    """Cohen's kappa: agreement beyond what chance would give.

    ``κ = (p_o - p_e) / (1 - p_e)`` with ``p_o = Σ nᵢᵢ / n`` and ``p_e = Σ nᵢ. n.ᵢ / n²``
    (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20, 1960, 37-46). Both methods giving all mines the same one grade is full
    agreement, 1. None when nothing was compared.

    Parameters
    ----------
    table
        Square: rows are the grades by one method, columns by the other.

    >>> round(cohen_kappa(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])), 3)
    0.492
    """
    return _kappa_terms(table)[2]


def _kappa_terms(
    table: npt.NDArray[np.int_],
) -> tuple[float | None, float | None, float | None]:
    n = int(table.sum())
    if n == 0:
        return None, None, None
    agreed = int(np.trace(table))
    # Whole numbers as long as possible: kappa of equal gradings is exactly 1.
    chance = int(table.sum(axis=0) @ table.sum(axis=1))
    kappa = 1.0 if chance == n * n else (agreed * n - chance) / (n * n - chance)
    return agreed / n, chance / n**2, kappa


def changed_mines(
    joined: pd.DataFrame, graded: Graded, indexed: Indexed, scores: Scores
) -> pd.DataFrame:
    """The mines that the methods grade differently, and what each grade rests on.

    Columns of ``joined``, then ``criteria`` (ids of the criteria that decide the grade by the
    rules) and ``factors`` (factors that raise the index above its least value, the largest
    part first, with that part, which adds up to the index less 1 where nothing is missing).
    """
    grades = joined.drop(columns="mine_id")
    changed = joined[grades.ne(grades.iloc[:, 0], axis=0).any(axis=1)].reset_index(drop=True)
    deciding = graded.fired[graded.fired["decides"]]
    criteria = deciding.groupby("mine_id")["criterion"].agg("、".join)
    parts = dict(zip(scores.ids, _parts(scores, indexed), strict=True))
    return changed.assign(
        criteria=changed["mine_id"].map(criteria).fillna("").astype("str"),
        factors=changed["mine_id"].map(parts).astype("str"),
    )


def _parts(scores: Scores, indexed: Indexed) -> list[str]:
    """What each factor adds to the index of each row, as text."""
    added = (scores.low - 1.0) * indexed.weights.array
    return [
        "、".join(
            f"{scores.factors[i]} +{row[i]:.3f}" for i in np.argsort(-row, kind="stable") if row[i]
        )
        for row in added
    ]
