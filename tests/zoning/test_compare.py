"""Agreement of methods, changed mines, and classes under random weights."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.zoning.breaks import given_breaks
from dandong_analysis.zoning.compare import (
    agreement,
    changed_mines,
    cohen_kappa,
    cross_table,
    join_methods,
)
from dandong_analysis.zoning.index import choose_weights, composite_index, rule_breaks
from dandong_analysis.zoning.scores import Scores, score_mines
from dandong_analysis.zoning.sensitivity import random_weights, weight_sensitivity
from dandong_analysis.zoning.settings import standard_settings
from dandong_analysis.zoning.weights import Weights

GRADES = st.sampled_from(["slight", "moderate", "severe", "ungraded"])
WEIGHTS = Weights(("a", "b", "c"), (0.5, 0.3, 0.2), "given")
BREAKS = given_breaks([1.5, 2.5])


def graded(*grades):
    return pd.DataFrame({"mine_id": [f"M{i}" for i in range(len(grades))], "grade": grades})


def scores(low, high=None):
    least, most = np.array(low, float), np.array(low if high is None else high, float)
    ids = tuple(f"M{i}" for i in range(1, len(least) + 1))
    return Scores(ids, tuple("abc"), least, most)


@pytest.mark.parametrize(("table", "kappa"), [
    # J. Cohen 1960, table 2; R. Artstein, M. Poesio, Computational Linguistics 34, 2008, table 1.
    ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492), ([[20, 20], [10, 50]], 0.348),
])  # fmt: skip
def test_published_kappas(table, kappa):
    assert round(cohen_kappa(np.array(table)), 3) == kappa


def test_kappa_at_its_ends():
    assert cohen_kappa(np.array([[5, 0], [0, 5]])) == 1
    assert cohen_kappa(np.array([[7, 0], [0, 0]])) == 1
    assert cohen_kappa(np.array([[0, 5], [5, 0]])) == -1
    assert cohen_kappa(np.array([[1, 1], [1, 1]])) == 0
    assert cohen_kappa(np.zeros((2, 2), int)) is None


@given(st.lists(GRADES, min_size=1, max_size=20))
def test_a_method_agrees_with_itself(grades):
    joined = join_methods({"one": graded(*grades), "two": graded(*grades)})
    row = agreement(joined).iloc[0]
    known = sum(g != "ungraded" for g in grades)
    assert (row["n_compared"], row["n_left_out"]) == (known, len(grades) - known)
    assert pd.isna(row["kappa"]) if known == 0 else row["kappa"] == 1


@given(st.lists(st.tuples(GRADES, GRADES), min_size=1, max_size=20))
def test_the_cross_table_counts_every_mine_once(pairs):
    one, two = zip(*pairs, strict=True)
    joined = join_methods({"one": graded(*one), "two": graded(*two)})
    table = cross_table(joined)
    assert table["n_mines"].sum() == len(pairs)
    assert len(table) == 16


def test_methods_are_joined_by_mine_and_not_by_place():
    two = graded("slight", "severe").iloc[::-1].reset_index(drop=True)
    joined = join_methods({"one": graded("slight", "severe"), "two": two})
    assert (joined["one"] == joined["two"]).all()
    with pytest.raises(ValueError, match="two"):
        join_methods({"one": graded("slight"), "two": graded("slight", "severe")})


def test_changed_mines_say_why(world):
    settings = standard_settings()
    tables = world.tables(aquifer=[{"mine_id": "M1", "leakage": "severe"}, {"mine_id": "M2"}])
    result = world.grade(tables)
    made = score_mines(result, tables, settings.factors)
    indexed = composite_index(made, choose_weights(settings, made), rule_breaks(settings))
    joined = join_methods({"rules": result.mines, "index": indexed.frame})
    changed = changed_mines(joined, result, indexed, made)
    assert changed[["mine_id", "rules", "index"]].to_numpy().tolist() == [
        ["M1", "severe", "moderate"]
    ]
    assert changed["criteria"].tolist() == ["AQF.LEAKAGE.SEVERE"]
    # 0.20 · 2, and 0.10 · 1/30 for one mu.
    assert changed["factors"].tolist() == ["aquifer +0.400、extent +0.003"]


@pytest.mark.parametrize("law", ["uniform", "dirichlet"])
def test_random_weights_sum_to_one_around_the_chosen(law):
    made = random_weights(WEIGHTS, draws=4000, seed=1, law=law)
    np.testing.assert_allclose(made.sum(axis=1), 1)
    assert (made >= 0).all()
    np.testing.assert_allclose(made.mean(axis=0), WEIGHTS.values, atol=0.01)
    again = random_weights(WEIGHTS, draws=4000, seed=1, law=law)
    assert (made == again).all()
    assert (made != random_weights(WEIGHTS, draws=4000, seed=2, law=law)).any()


def test_uniform_weights_stay_within_their_spread():
    made = random_weights(WEIGHTS, draws=2000, seed=3, spread=0.2)
    ratio = made / WEIGHTS.array
    # Scaling adds at most the factor 1.2 / 0.8.
    assert ratio.min() >= 0.8 / 1.2
    assert ratio.max() <= 1.2 / 0.8


def test_dirichlet_spread_is_as_described():
    half = Weights(("a", "b", "c"), (0.5, 0.5, 0.0), "given")
    made = random_weights(half, draws=20000, seed=4, law="dirichlet", spread=0.2)
    assert made[:, 0].std() == pytest.approx(0.1, rel=0.03)
    assert (made[:, 2] == 0).all()


@pytest.mark.parametrize("wrong", [{"spread": 0}, {"spread": 1}, {"draws": 0}])
def test_senseless_settings_are_refused(wrong):
    with pytest.raises(ValueError, match="spread"):
        random_weights(WEIGHTS, **{"draws": 10, "seed": 1, **wrong})


def test_equal_scores_are_sure_and_scores_near_a_limit_are_not():
    made = weight_sensitivity(scores([[3, 3, 3], [2, 1, 1], [1, 1, 1]]), WEIGHTS, BREAKS, seed=5)
    frame = made.frame
    assert frame["grade"].tolist() == ["severe", "slight", "slight"]
    assert frame["p_grade"].tolist()[::2] == [1.0, 1.0]
    # The index 1.5 lies on the limit: about half of the weightings exceed it.
    assert 0.4 < frame["p_grade"][1] < 0.6
    shares = frame[["p_slight", "p_moderate", "p_severe", "p_ungraded"]]
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert (made.draws, made.seed, made.law, made.spread) == (1000, 5, "uniform", 0.2)


def test_missing_input_is_ungraded_and_batches_do_not_matter(monkeypatch):
    given_scores = scores([[1, 1, 1], [2, 1, 1.2]], [[3, 1, 1], [2, 1, 1.2]])
    whole = weight_sensitivity(given_scores, WEIGHTS, BREAKS, seed=6, draws=100).frame
    assert whole["p_ungraded"].tolist() == [1.0, 0.0]
    assert whole["grade"][0] == "ungraded"
    monkeypatch.setattr("dandong_analysis.zoning.sensitivity._BATCH", 7)
    again = weight_sensitivity(given_scores, WEIGHTS, BREAKS, seed=6, draws=100).frame
    pd.testing.assert_frame_equal(whole, again)


def test_a_part_of_the_mines_has_the_same_probabilities():
    rows = [[2, 1, 1], [1.4, 1.7, 1.5], [3, 2, 2]]
    whole = weight_sensitivity(scores(rows), WEIGHTS, BREAKS, seed=8, draws=200).frame
    part = weight_sensitivity(scores(rows[:2]), WEIGHTS, BREAKS, seed=8, draws=200).frame
    pd.testing.assert_frame_equal(whole.iloc[:2], part)
