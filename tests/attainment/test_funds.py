"""Money by source, unit costs and what the rest will need."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dandong_analysis.attainment.frames import FUNDS_COLUMNS, decimal_of, records
from dandong_analysis.attainment.funds import BEFORE, unit_cost
from dandong_analysis.attainment.rules import standard_settings

COSTS = standard_settings().costs


def paid(*pairs):
    return [(Decimal(m), Decimal(a)) for m, a in pairs]


def test_the_mean_weighs_works_by_their_area():
    """10 000 yuan for 1 mu and 20 for 9 mu: 30 for 10, not the mean of 10 and 20/9."""
    assert unit_cost(paid(("10", "1"), ("20", "9")), COSTS).mean == 3


def test_the_range_holds_the_middle_half_of_the_area():
    """Unit costs 1, 2, 3, 4 on 10, 20, 30, 40 mu: 25 and 75 of 100 mu lie in 2 and in 4."""
    found = unit_cost(paid(("160", "40"), ("10", "10"), ("90", "30"), ("40", "20")), COSTS)
    assert (found.mean, found.low, found.high, found.reason) == (3, 2, 4, "")


def test_too_few_works_have_a_mean_but_no_range():
    found = unit_cost(paid(("1", "1"), ("2", "1"), ("3", "1")), COSTS)
    assert (found.mean, found.low, found.reason) == (2, None, "too_few_works")


def test_no_work_has_no_cost():
    assert unit_cost([], COSTS).reason == "no_money"


@pytest.fixture
def funded(world, hand):
    """The works of the study with money: W1 by its mine, W4 from two sources, W2 without any."""
    rows = [
        {"project_id": "W1", "mine_id": "A-company", "accepted_date": "2019-06-30",
         "treated_area_mu": "40", "acceptance_number": "验1号", "mine_funds_cny_10k": "120"},
        {"project_id": "W2", "mine_id": "A-company", "accepted_date": "2020-03-01",
         "treated_area_mu": "55", "acceptance_number": "验2号"},
        {"project_id": "W4", "mine_id": "A-government", "liability": "government",
         "accepted_date": "2019-12-31", "treated_area_mu": "10", "acceptance_number": "验4号",
         "central_funds_cny_10k": "30", "local_funds_cny_10k": "20.5"},
        {"project_id": "W0", "mine_id": "A-company", "accepted_date": "2016-12-31",
         "treated_area_mu": "8", "acceptance_number": "验0号", "mine_funds_cny_10k": "40"},
        {"project_id": "W9", "mine_id": "A-company", "treated_area_mu": "7",
         "mine_funds_cny_10k": "99"},
    ]  # fmt: skip
    return hand | world.tables(restoration=rows)


def row_of(frame, *key):
    (row,) = [r for r in records(frame) if (r["region"], r["liability"], r["period"]) == key]
    return row


def test_money_by_source_of_counted_work(world, funded):
    frame = world.evaluate(funded, "2020-12-31")["funds"]
    assert {n: str(t) for n, t in frame.dtypes.items()} == FUNDS_COLUMNS
    row = row_of(frame, "A", "all", "near")
    assert [row[f"{s}_cny_10k"] for s in ("central", "local", "mine", "social", "total")] == [
        30, Decimal("20.5"), 120, 0, Decimal("170.5"),
    ]  # fmt: skip
    assert (row["n_works"], row["n_without_money"]) == (3, 1)
    assert (row["area_mu"], row["area_without_money_mu"]) == (105, 55)


def test_work_without_money_does_not_lower_the_unit_cost(world, funded):
    """170.5 for the 50 mu that were paid for; 35 of 140 mu remain."""
    row = row_of(world.evaluate(funded, "2020-12-31")["funds"], "A", "all", "near")
    assert row["unit_cost"] == Decimal("3.41")
    assert row["remaining_mu"] == 35
    assert row["needed_cny_10k"] == Decimal("119.35")
    assert (row["needed_low_cny_10k"], row["reason"]) == (None, "too_few_works")


def test_the_work_before_the_plan_stands_beside_it(world, funded):
    row = row_of(world.evaluate(funded, "2020-12-31")["funds"], "A", "company", BEFORE)
    assert (row["area_mu"], row["unit_cost"], row["needed_cny_10k"]) == (8, 5, None)


def test_nothing_paid_yet_gives_no_need(world, funded):
    row = row_of(world.evaluate(funded, "2020-12-31")["funds"], "B", "company", "far")
    assert (row["unit_cost"], row["needed_cny_10k"], row["reason"]) == (None, None, "no_money")
    assert row["remaining_mu"] == 30


def test_a_range_of_need_follows_the_range_of_the_cost(world, hand):
    rows = [
        {"mine_id": "A-company", "accepted_date": f"2019-0{i}-01", "treated_area_mu": "10",
         "acceptance_number": f"验{i}号", "mine_funds_cny_10k": str(10 * i)}
        for i in (1, 2, 3, 4)
    ]  # fmt: skip
    row = row_of(world.evaluate(hand | world.tables(restoration=rows), "2020-12-31")["funds"],
                 "A", "company", "near")  # fmt: skip
    # unit costs 1 to 4 on 10 mu each; 60 of 100 mu remain
    assert (row["unit_cost"], row["unit_cost_low"], row["unit_cost_high"]) == (Decimal("2.5"), 1, 3)
    assert [row[f"needed_{n}cny_10k"] for n in ("low_", "", "high_")] == [60, 150, 180]
    assert row["reason"] is None


def test_a_unit_cost_that_is_no_decimal_is_kept_to_its_places(world, hand):
    rows = [{"mine_id": "A-company", "accepted_date": "2019-01-01", "treated_area_mu": "3",
             "acceptance_number": "验1号", "mine_funds_cny_10k": "1"}]  # fmt: skip
    row = row_of(world.evaluate(hand | world.tables(restoration=rows), "2020-12-31")["funds"],
                 "A", "company", "near")  # fmt: skip
    assert row["unit_cost"] == decimal_of(Fraction(1, 3))
