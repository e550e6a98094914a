import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.demo.chance import Chance


def test_the_first_draws_of_a_seed_never_change():
    """Python guarantees the sequence of Random.random for a text seed (docs of `random`)."""
    chance = Chance(2017, "survey")
    assert [chance.unit() for _ in range(2)] == [0.5531142623757597, 0.7877112869371156]


def test_streams_do_not_disturb_one_another():
    first, second = Chance(1), Chance(1)
    first.stream("a").unit()
    assert first.unit() == second.unit()
    assert first.stream("a").unit() == second.stream("a").unit()
    assert first.stream("a").unit() != first.stream("b").unit()


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 8.0]), min_size=1, max_size=50), st.integers(0, 99))
def test_sample_takes_different_positions_with_a_weight(weights, seed):
    possible = [i for i, w in enumerate(weights) if w > 0]
    count = len(possible) // 2
    drawn = Chance(seed).sample(weights, count)
    assert drawn == sorted(set(drawn))
    assert len(drawn) == count
    assert set(drawn) <= set(possible)


def test_sample_refuses_more_than_there_is():
    with pytest.raises(ValueError, match="2 wanted, 1 possible"):
        Chance(1).sample([0.0, 1.0], 2)


def test_heavier_positions_are_drawn_more_often():
    hits = sum(0 in Chance(seed).sample([9.0, 1.0], 1) for seed in range(400))
    assert 330 < hits < 390


def test_integer_reaches_both_ends():
    chance = Chance(3)
    assert {chance.integer(1, 3) for _ in range(60)} == {1, 2, 3}


def test_lognormal_has_its_median():
    chance = Chance(5)
    assert statistics.median(chance.lognormal(20, 1) for _ in range(4000)) == pytest.approx(
        20, rel=0.1
    )


def test_weighted_never_gives_a_weight_of_nothing():
    chance = Chance(6)
    assert {chance.weighted({"a": 1, "b": 0, "c": 2}) for _ in range(60)} == {"a", "c"}


def test_shuffled_keeps_all_and_leaves_the_input():
    items = list(range(30))
    mixed = Chance(7).shuffled(items)
    assert sorted(mixed) == items
    assert items == list(range(30))
    assert mixed != items


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=4, max_size=40), st.integers(0, 99))
def test_spread_gives_every_part_of_the_list_its_share(weights, seed):
    count = int(sum(weights) // 2)
    if count == 0:
        return
    drawn = Chance(seed).spread(weights, count)
    assert drawn == sorted(set(drawn))
    assert len(drawn) == count
    assert all(weights[i] > 0 for i in drawn)
    half = len(weights) // 2
    share = count * sum(weights[:half]) / sum(weights)
    assert abs(sum(i < half for i in drawn) - share) < 1 + 1e-9


def test_spread_refuses_a_weight_beyond_its_share():
    with pytest.raises(ValueError, match="exceeds its share"):
        Chance(1).spread([3.0, 1.0], 2)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5), min_size=1).filter(
        lambda weights: sum(weights.values()) > 0
    ),
    st.integers(0, 30), st.integers(0, 99),
)  # fmt: skip
def test_dealt_gives_each_key_its_share(weights, count, seed):
    dealt = Chance(seed).dealt(weights, count)
    assert len(dealt) == count
    for key, weight in weights.items():
        share = count * weight / sum(weights.values())
        assert abs(dealt.count(key) - share) < 1 + 1e-9
        assert weight > 0 or key not in dealt


def test_dealt_keys_are_mixed():
    dealt = Chance(2).dealt({"a": 1, "b": 1}, 20)
    assert dealt != sorted(dealt)
