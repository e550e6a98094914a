"""Scores, composite index and classes, counted on paper."""

import copy
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.standards import load_standard
from dandong_analysis.zoning.breaks import given_breaks
from dandong_analysis.zoning.index import (
    choose_weights,
    composite_index,
    natural_breaks,
    rule_breaks,
)
from dandong_analysis.zoning.scores import Scores, score_mines
from dandong_analysis.zoning.settings import parse_settings, standard_settings
from dandong_analysis.zoning.weights import Weights

SETTINGS = standard_settings()
HALVES = Weights(("a", "b"), (0.5, 0.5), "given")


def scores(low, high=None):
    least, most = np.array(low, float), np.array(low if high is None else high, float)
    ids = tuple(f"M{i}" for i in range(1, len(least) + 1))
    return Scores(ids, tuple("abcde"[: least.shape[1]]), least, most)


def test_scores_of_a_mine(world):
    tables = world.tables(
        aquifer=[{"mine_id": "M1", "leakage": "moderate"}, {"mine_id": "M2", "leakage": "severe"}],
        land_damage=[
            {"mine_id": "M1", "land_class": "orchard", "damaged_area_mu": "10"},
            {"mine_id": "M1", "land_class": "orchard", "damaged_area_mu": "5"},
            {"mine_id": "M2", "land_class": "orchard", "damaged_area_mu": "45"},
        ],
    )
    made = score_mines(world.grade(tables), tables, SETTINGS.factors)
    assert made.factors == ("hazard", "aquifer", "landscape", "land", "extent")
    # 15 mu lie halfway between 0 (score 1) and 30 (score 2), 45 between 30 and 60 (score 3).
    assert made.low.tolist() == [[1, 2, 1, 1, 1.5], [1, 3, 1, 1, 2.5]]
    assert made.is_known.all()
    index = composite_index(made, choose_weights(SETTINGS, made), rule_breaks(SETTINGS)).frame
    # 1 + 0.20 · 1 + 0.10 · 0.5 ; 1 + 0.20 · 2 + 0.10 · 1.5
    assert index["index_low"].tolist() == [1.25, 1.55]
    assert index["grade"].tolist() == ["slight", "moderate"]


def test_missing_input_leaves_the_score_open(world):
    tables = world.tables(
        aquifer=[{"mine_id": "M1", "leakage": None}, {"mine_id": "M2"}],
        land_damage=[{"mine_id": "M1", "damaged_area_mu": None, "land_class": "orchard"}],
    )
    made = score_mines(world.grade(tables), tables, SETTINGS.factors)
    assert made.low.tolist() == [[1, 1, 1, 1, 1], [1, 1, 1, 1, 1]]
    assert made.high.tolist() == [[1, 3, 1, 1, 3], [1, 1, 1, 3, 3]]
    tidy = made.to_frame()
    assert tidy.loc[tidy["mine_id"] == "M1", "high"].tolist() == [1, 3, 1, 1, 3]
    index = composite_index(made, choose_weights(SETTINGS, made), rule_breaks(SETTINGS)).frame
    assert index[["grade", "best_grade", "worst_grade"]].to_numpy().tolist() == [
        ["ungraded", "slight", "moderate"], ["ungraded", "slight", "moderate"],
    ]  # fmt: skip


def test_a_mine_is_classified_when_missing_input_cannot_matter():
    made = composite_index(scores([[1, 1]], [[1, 1.4]]), HALVES, given_breaks([1.5, 2.5])).frame
    assert made["grade"].tolist() == ["slight"]
    assert made["index_high"].tolist() == [1.2]


def test_a_limit_that_the_index_meets_exactly_belongs_to_the_lower_class():
    # 1 + 0.20 · 2 + 0.15 · 2 is 1.7; summed in binary numbers it is 1.7000000000000002.
    made = composite_index(
        scores([[1, 1, 3, 3, 1]]),
        Weights(tuple("abcde"), (0.35, 0.2, 0.2, 0.15, 0.1), "given"),
        given_breaks([1.35, 1.7]),
    ).frame
    assert made["index_low"].tolist() == [1.7]
    assert made["grade"].tolist() == ["moderate"]


def test_natural_limits_are_stored_and_leave_out_what_is_not_known():
    made = scores(
        [[1, 1], [1.2, 1], [2, 2], [3, 3], [1, 1]], [[1, 1], [1.2, 1], [2, 2], [3, 3], [1, 3]]
    )
    breaks = natural_breaks(made, HALVES)
    assert (breaks.values, breaks.method, breaks.n_values) == ((1.1, 2.0), "fisher_jenks", 4)


def test_weights_of_other_factors_are_refused():
    with pytest.raises(DandongError) as caught:
        composite_index(scores([[1, 1, 1]]), HALVES, given_breaks([1.5, 2.5]))
    assert caught.value.problems[0].code == "weights-factors"


def test_weights_by_each_method():
    made = scores([[1, 2, 1, 1, 1], [2, 1, 3, 1, 2], [3, 1, 1, 2, 1]])
    named = Scores(made.ids, SETTINGS.factor_ids, made.low, made.high)
    for method in ("given", "ahp", "entropy"):
        weights = choose_weights(SETTINGS, named, method=method)
        assert weights.method == method
        assert abs(sum(weights.values) - 1) < 1e-12
    assert choose_weights(SETTINGS, named, method="ahp").consistency.is_acceptable
    other = choose_weights(SETTINGS, named, method="ahp", random_index="pymcdm")
    assert (other.consistency.ri_table, other.consistency.ri) == ("pymcdm", 1.1159)


@given(
    st.lists(st.floats(1, 3), min_size=3, max_size=3), st.integers(0, 2), st.floats(0, 2),
    st.tuples(*[st.integers(1, 20)] * 3),
)  # fmt: skip
def test_a_worse_score_never_improves_the_class(row, which, more, parts):
    weights = Weights(("a", "b", "c"), tuple(p / sum(parts) for p in parts), "given")
    worse = list(row)
    worse[which] = min(3.0, row[which] + more)
    frame = composite_index(scores([row, worse]), weights, given_breaks([1.4, 2.2])).frame
    assert frame["index_low"][1] >= frame["index_low"][0]
    order = ["slight", "moderate", "severe"]
    assert order.index(frame["grade"][1]) >= order.index(frame["grade"][0])


@pytest.fixture
def data():
    return copy.deepcopy(load_standard("impact_index"))


@pytest.mark.parametrize(("section", "change", "code"), [
    ("weights", {"given": {"hazard": "1"}}, "weights-factors"),
    ("weights", {"judgements": [["2"]]}, "judgement-matrix"),
    ("weights", {"judgements": [["2", "2", "2", "0"], ["1", "1", "2"], ["1", "2"], ["2"]]},
     "judgement-matrix"),
    ("weights", {"source": ""}, "rule-source"),
    ("breaks", {"given": ["2", "1"]}, "rule-breaks"), ("breaks", {"given": ["2"]}, "rule-breaks"),
    ("breaks", {"given": [1.2, "2"]}, "rule-number"),
    ("fuzzy", {"slight": ["1", "1", "1.5", "1.7"]}, "rule-membership"),
    ("fuzzy", {"slight": ["1", "1", "1.25"]}, "rule-membership"),
    ("fuzzy", {"principle": "vote"}, "rule-value-unknown"),
    ("fuzzy", {"operator": "max_min"}, "rule-value-unknown"),
    ("fuzzy", {"confidence": "0"}, "rule-value-unknown"),
])  # fmt: skip
def test_bad_settings_are_refused(data, section, change, code):
    data[section] |= change
    with pytest.raises(DandongError) as caught:
        parse_settings(data)
    assert code in {p.code for p in caught.value.problems}


def test_weights_that_do_not_sum_to_one_are_refused(data):
    data["weights"]["given"]["hazard"] = "0.36"
    with pytest.raises(DandongError) as caught:
        parse_settings(data)
    assert [p.code for p in caught.value.problems] == ["rule-weights"]


@pytest.mark.parametrize("points", [
    [["0", "1"], ["0", "2"]], [["0", "2"], ["9", "1"]], [["0", "0"], ["9", "3"]],
    [["0", "1"], ["9", "4"]],
])  # fmt: skip
def test_scores_must_rise_from_one_to_three(data, points):
    data["factor"][4]["points"] = points
    with pytest.raises(DandongError) as caught:
        parse_settings(data)
    assert [p.code for p in caught.value.problems] == ["rule-scores"]


def test_a_factor_is_either_a_group_or_a_sum(data):
    data["factor"][0]["field"] = "volume_m3"
    data["extra"] = 1
    with pytest.raises(DandongError) as caught:
        parse_settings(data)
    assert [p.code for p in caught.value.problems] == ["rule-entry-unknown"] * 2


def test_a_missing_section_is_named(data):
    del data["fuzzy"]
    with pytest.raises(DandongError, match="fuzzy"):
        parse_settings(data)


def test_what_is_shipped_is_marked_as_a_placeholder():
    for chosen in (SETTINGS.weights, SETTINGS.breaks, SETTINGS.fuzzy):
        assert not chosen.verified
        assert "placeholder" in chosen.source
    assert sum(v for _, v in SETTINGS.weights.numbers) == Decimal(1)
    assert SETTINGS.judgements[4][0] == pytest.approx(1 / 3)
