"""Fuzzy evaluation against examples worked out on paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.fuzzy import compose, decide, fuzzy_evaluation, trapezoid
from dandong_analysis.zoning.scores import Scores
from dandong_analysis.zoning.settings import FuzzySettings, standard_settings
from dandong_analysis.zoning.weights import Weights

FUZZY = standard_settings().fuzzy
MAXIMUM = FuzzySettings(FUZZY.trapezoids, "maximum", 0.5)
ORDER = ["slight", "moderate", "severe"]


def scores(low, high=None):
    least, most = np.array(low, float), np.array(low if high is None else high, float)
    ids = tuple(f"M{i}" for i in range(1, len(least) + 1))
    return Scores(ids, tuple("abc"), least, most)


WEIGHTS = Weights(("a", "b", "c"), (0.4, 0.35, 0.25), "given")


def test_composition_worked_on_paper():
    # b1 = 0.4·0.5 + 0.35·0.2 + 0.25·0.1, b2 = 0.4·0.3 + 0.35·0.5 + 0.25·0.3,
    # b3 = 0.4·0.2 + 0.35·0.3 + 0.25·0.6
    relation = np.array([[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.1, 0.3, 0.6]])
    assert compose(WEIGHTS.array, relation).tolist() == [0.295, 0.37, 0.335]


# How two groups of customers receive a garment: pattern, cut, durability and price, each from
# "very welcome" to "unwelcome". A standing example of Chinese textbooks of fuzzy mathematics;
# relation, weights and results by max and min as printed at
# e-com-net.com/article/1276296104417181696 (Example 8.4).
GARMENT = np.array([
    [0.2, 0.5, 0.2, 0.1], [0.7, 0.2, 0.1, 0.0], [0.0, 0.4, 0.5, 0.1], [0.2, 0.3, 0.5, 0.0],
])  # fmt: skip


@pytest.mark.parametrize(("weights", "published"), [
    ((0.1, 0.2, 0.3, 0.4), [0.2, 0.3, 0.4, 0.1]), ((0.4, 0.35, 0.15, 0.1), [0.35, 0.4, 0.2, 0.1]),
])  # fmt: skip
def test_the_garment_of_the_textbooks(weights, published):
    assert compose(np.array(weights), GARMENT, operator="max_min").tolist() == published


def test_the_garment_by_weighted_sums():
    # First customers: 0.1·0.2 + 0.2·0.7 + 0 + 0.4·0.2; 0.05 + 0.04 + 0.12 + 0.12;
    # 0.02 + 0.02 + 0.15 + 0.2; 0.01 + 0 + 0.03 + 0.
    made = compose(np.array([0.1, 0.2, 0.3, 0.4]), GARMENT)
    assert made.tolist() == [0.24, 0.33, 0.39, 0.04]


# A restaurant's taste, service, surroundings and prices, good to poor: weights and relation of
# dtcms.com/a/298653, which composes them by weighted sums; the sums by hand.
def test_the_restaurant_by_weighted_sums():
    relation = [
        [0.5, 0.3, 0.2, 0.0],
        [0.2, 0.4, 0.3, 0.1],
        [0.1, 0.3, 0.5, 0.1],
        [0, 0.2, 0.4, 0.4],
    ]
    made = compose(np.array([0.4, 0.3, 0.2, 0.1]), np.array(relation))
    assert made.tolist() == [0.28, 0.32, 0.31, 0.09]


def test_the_leading_factor_alone_decides_by_max_and_min():
    settings = FuzzySettings(FUZZY.trapezoids, "maximum", 0.5, operator="max_min")
    frame = fuzzy_evaluation(scores([[3, 1.5, 1]]), WEIGHTS, settings).frame
    # Severe min(0.4, 1); slight max(min(0.35, 0.5), min(0.25, 1)); moderate min(0.35, 0.5).
    assert frame[ORDER].to_numpy().tolist() == [[0.35, 0.35, 0.4]]
    assert frame["grade"].tolist() == ["severe"]


@pytest.mark.parametrize(("membership", "confidence", "maximum"), [
    ((0.295, 0.370, 0.335), 1, 1), ((0.60, 0.30, 0.10), 0, 0), ((0.10, 0.40, 0.50), 2, 2),
    ((0.50, 0.25, 0.25), 1, 0), ((0.45, 0.10, 0.45), 1, 2), ((1.0, 0.0, 0.0), 0, 0),
])  # fmt: skip
def test_principles_of_decision(membership, confidence, maximum):
    row = np.array([membership])
    assert decide(row, principle="confidence", confidence=0.5).tolist() == [confidence]
    assert decide(row, principle="maximum", confidence=0.5).tolist() == [maximum]


def test_greatest_membership_can_improve_with_a_worse_score():
    before, after = np.array([[0.35, 0.40, 0.25]]), np.array([[0.35, 0.33, 0.32]])
    assert decide(before, principle="maximum", confidence=0.5).tolist() == [1]
    assert decide(after, principle="maximum", confidence=0.5).tolist() == [0]
    assert decide(before, principle="confidence", confidence=0.5).tolist() == [1]
    assert decide(after, principle="confidence", confidence=0.5).tolist() == [1]


def test_trapezoid_at_its_corners():
    values = np.array([1.0, 1.25, 1.5, 1.75, 2.25, 2.5, 2.75, 3.0])
    slight, moderate, severe = (trapezoid(values, c) for c in FUZZY.trapezoids)
    assert moderate.tolist() == [0, 0, 0.5, 1, 1, 0.5, 0, 0]
    assert slight.tolist() == [1, 1, 0.5, 0, 0, 0, 0, 0]
    assert severe.tolist() == [0, 0, 0, 0, 0, 0.5, 1, 1]
    assert trapezoid(np.array([1.0, 2.0]), (1.0, 1.0, 1.0, 1.0)).tolist() == [1, 0]


@given(st.floats(1, 3))
def test_memberships_of_a_score_sum_to_one(value):
    total = sum(trapezoid(np.array([value]), c)[0] for c in FUZZY.trapezoids)
    assert total == pytest.approx(1)


def test_a_mine_worked_on_paper():
    # Scores 3, 1.5, 1: severe 0.4; 0.35 half slight, half moderate; slight 0.25.
    frame = fuzzy_evaluation(scores([[3, 1.5, 1]]), WEIGHTS, FUZZY).frame
    assert frame[ORDER].to_numpy().tolist() == [[0.425, 0.175, 0.4]]
    assert frame["grade"].tolist() == ["moderate"]
    assert fuzzy_evaluation(scores([[3, 1.5, 1]]), WEIGHTS, MAXIMUM).frame["grade"][0] == "slight"


def test_missing_input_leaves_the_grade_open():
    made = scores([[3, 1, 1], [3, 3, 1]], [[3, 3, 1], [3, 3, 3]])
    frame = fuzzy_evaluation(made, WEIGHTS, FUZZY).frame
    assert frame["grade"].tolist() == ["ungraded", "severe"]
    assert frame.loc[0, ["best_grade", "worst_grade"]].tolist() == ["slight", "severe"]
    assert frame[ORDER].isna().all(axis=None)
    assert fuzzy_evaluation(made, WEIGHTS, MAXIMUM).frame["grade"].tolist() == ["ungraded"] * 2


def test_weights_of_other_factors_are_refused():
    with pytest.raises(DandongError):
        fuzzy_evaluation(scores([[1, 1, 1]]), Weights(("a", "b"), (0.5, 0.5), "given"), FUZZY)


@given(
    st.lists(st.floats(1, 3), min_size=3, max_size=3), st.integers(0, 2), st.floats(0, 2),
    st.tuples(*[st.integers(1, 20)] * 3),
)  # fmt: skip
def test_a_worse_score_never_improves_the_grade_by_confidence(row, which, more, parts):
    weights = Weights(("a", "b", "c"), tuple(p / sum(parts) for p in parts), "given")
    worse = list(row)
    worse[which] = min(3.0, row[which] + more)
    grades = fuzzy_evaluation(scores([row, worse]), weights, FUZZY).frame["grade"]
    assert ORDER.index(grades[1]) >= ORDER.index(grades[0])
