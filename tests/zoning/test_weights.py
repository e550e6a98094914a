"""Weights against published worked examples and an independent computation."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.settings import standard_settings
from dandong_analysis.zoning.weights import ahp_weights, entropy_weights, given_weights

SAATY = standard_settings().random_indices["saaty"]
PYMCDM = standard_settings().random_indices["pymcdm"]

# Relative consumption of drinks in the USA, T. L. Saaty, Decision making with the analytic
# hierarchy process, International Journal of Services Sciences 1, 2008, 83-98, table 2.
DRINKS = ("coffee", "wine", "tea", "beer", "sodas", "milk", "water")
JUDGED = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]


def test_ahp_gives_saatys_drinks():
    weights = ahp_weights(DRINKS, JUDGED, random_index=SAATY)
    assert np.round(weights.values, 3).tolist() == [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    consistency = weights.consistency
    assert round(consistency.cr, 3) == 0.022
    assert (consistency.ri_table, consistency.ri) == ("saaty", 1.32)
    assert consistency.is_acceptable


def test_ahp_agrees_with_the_power_method():
    matrix = np.array(JUDGED)
    vector = np.full(7, 1 / 7)
    for _ in range(200):
        vector = matrix @ vector
        vector /= vector.sum()
    weights = ahp_weights(DRINKS, JUDGED, random_index=SAATY)
    np.testing.assert_allclose(weights.values, vector, rtol=1e-12)
    np.testing.assert_allclose(weights.consistency.lambda_max, (matrix @ vector / vector).mean())


def test_consistent_judgements_give_back_their_weights():
    true = np.array([0.5, 0.3, 0.2])
    weights = ahp_weights("abc", true[:, None] / true, random_index=SAATY)
    np.testing.assert_allclose(weights.values, true)
    assert abs(weights.consistency.cr) < 1e-12


def test_contradictory_judgements_are_marked():
    circle = [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
    assert not ahp_weights("abc", circle, random_index=SAATY).consistency.is_acceptable


def test_two_factors_are_always_consistent():
    weights = ahp_weights("ab", [[1, 3], [1 / 3, 1]], random_index=SAATY)
    np.testing.assert_allclose(weights.values, [0.75, 0.25])
    assert weights.consistency.cr == 0


@pytest.mark.parametrize("matrix", [
    [[1, 2], [2, 1]], [[1, -2], [-0.5, 1]], [[2, 2], [0.5, 1]], [[1, 2, 3], [0.5, 1, 1]],
    [[1, float("nan")], [1, 1]],
])  # fmt: skip
def test_a_matrix_that_is_not_reciprocal_is_refused(matrix):
    with pytest.raises(DandongError) as caught:
        ahp_weights("ab", matrix, random_index=SAATY)
    assert caught.value.problems[0].code == "judgement-matrix"


def test_an_order_beyond_the_table_is_refused():
    short = standard_settings().random_indices["ahpsurvey"]
    with pytest.raises(DandongError) as caught:
        ahp_weights(DRINKS, JUDGED, random_index=short)
    assert caught.value.problems[0].code == "judgement-size"


# E. A. Elsayed, A. K. Shaik Dawood, R. Karthikeyan, Evaluating alternatives through the
# application of TOPSIS method with entropy weight, International Journal of Engineering Trends
# and Technology 46(2), 2017, 60-66; also the test of pymcdm.
DECISION = [
    [7, 312, 1891, 6613, 163], [72, 88, 728, 941804, 1078], [10, 252, 2594, 3466, 117471],
    [10, 145, 980, 2371, 86329], [65, 54, 350, 501, 29897], [29, 48, 380, 912, 34051],
    [7, 476, 3300, 78470, 2212], [70, 87, 650, 733, 819000], [4, 86, 591, 3015, 103],
    [12, 79, 579, 3240, 96098], [21, 45, 261, 1253, 453], [1, 72, 530, 4333, 0.1048],
]  # fmt: skip


def test_entropy_gives_the_published_weights():
    weights = entropy_weights("abcde", np.array(DECISION))
    assert np.round(weights.values, 6).tolist() == [
        0.104991,
        0.069124,
        0.071373,
        0.449937,
        0.304575,
    ]
    assert weights.n_rows == 12


def test_a_factor_that_is_everywhere_the_same_weighs_nothing():
    scores = np.array([[1.0, 2.0], [3.0, 2.0], [2.0, 2.0]])
    assert entropy_weights("ab", scores).values == (1.0, 0.0)


@pytest.mark.parametrize("scores", [[[1.0, 1.0]], [[1.0, 2.0], [1.0, 2.0]], [[0.0, 1], [0, 2]]])
def test_scores_without_differences_give_no_entropy_weights(scores):
    with pytest.raises(DandongError) as caught:
        entropy_weights("ab", np.array(scores))
    assert caught.value.problems[0].code == "weights-undecided"


def test_given_weights_must_sum_to_one():
    assert given_weights({"a": Decimal("0.7"), "b": Decimal("0.3")}).values == (0.7, 0.3)
    for second in ("0.31", "0.2999"):
        with pytest.raises(DandongError):
            given_weights({"a": Decimal("0.7"), "b": Decimal(second)})
    with pytest.raises(DandongError):
        given_weights({"a": Decimal("1.5"), "b": Decimal("-0.5")})


@given(st.lists(st.lists(st.floats(1, 3), min_size=4, max_size=4), min_size=2, max_size=30))
def test_entropy_weights_sum_to_one(rows):
    scores = np.array(rows)
    if (np.ptp(scores, axis=0) > 0.01).any():
        values = entropy_weights("abcd", scores).values
        assert abs(sum(values) - 1) < 1e-12
        assert min(values) >= -1e-12


@given(st.lists(st.sampled_from([1 / 9, 1 / 5, 1 / 2, 1, 2, 3, 7, 9]), min_size=6, max_size=6))
def test_ahp_weights_sum_to_one_and_are_positive(upper):
    matrix = np.ones((4, 4))
    matrix[np.triu_indices(4, 1)] = upper
    matrix.T[np.triu_indices(4, 1)] = 1 / np.array(upper)
    weights = ahp_weights("abcd", matrix, random_index=SAATY)
    assert abs(sum(weights.values) - 1) < 1e-12
    assert min(weights.values) > 0
    assert weights.consistency.ci > -1e-12


# Computed with pymcdm 1.4.0 (MIT): weights.entropy_weights and weights.subjective.AHP.
def test_entropy_agrees_with_pymcdm():
    scores = [[1, 2, 3, 1.5], [3, 2, 1, 1], [2, 2, 2, 1.2], [1, 3, 2, 2.9], [1, 1, 3, 1.1]]
    expected = [0.3594597823, 0.1631807539, 0.1959711174, 0.2813883464]
    np.testing.assert_allclose(
        entropy_weights("abcd", np.array(scores)).values, expected, atol=1e-9
    )


def test_ahp_agrees_with_pymcdm():
    judged = [[1, 3, 1 / 2, 2], [1 / 3, 1, 1 / 4, 1], [2, 4, 1, 2], [1 / 2, 1, 1 / 2, 1]]
    weights = ahp_weights("abcd", judged, random_index=PYMCDM)
    expected = [0.2868691329, 0.1173438274, 0.4397889149, 0.1559981249]
    np.testing.assert_allclose(weights.values, expected, atol=1e-9)
    np.testing.assert_allclose(weights.consistency.cr, 0.030367770181332365, rtol=1e-9)
