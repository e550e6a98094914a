"""The amounts of an evaluation, as on paper: what they are, what has none, what they are made of."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.attainment.definitions import Definitions
from dandong_analysis.attainment.frames import (
    AMOUNT_COLUMNS,
    AMOUNT_ROW_COLUMNS,
    records,
)
from dandong_analysis.attainment.parts import Amount, Part, cell_code, joined
from tests.attainment.behind import amounts_of, columns_of_codes


@pytest.fixture(scope="module")
def near_end(world, crowded):
    frames = world.evaluate(crowded, "2020-12-31")
    return frames, amounts_of(frames)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("target/TREATED/A/company/near", "100"),
        ("target/TREATED/A/all/near", "140"),
        ("done/TREATED/A/company/near", "100"),  # 40 + 55 + 5: X2 lost its number, X7 has none
        ("done/TREATED/A/government/near", "44"),  # without the closed mine's 30
        ("done/TREATED/B/government/near", "100"),  # X4 and W6 treat 167.5 of a mine's 100
        ("done/TREATED/C/government/near", "12"),
        ("target/TREATED/C/government/far", "0"),
        ("schemes_prepared/RATE/all/all/near", "1"),
        ("schemes_required/RATE/all/all/near", "2"),
        ("schemes_required/RATE/B/all/near", "1"),
        ("done/SIGN/all/all/near", "289"),  # 100 + 44 + 33 + 100 + 12, of every county
        ("done/LAND/all/all/near", "31.25"),
        ("target/STONE/all/all/near", "1"),
        ("in-2019/TREATED/A/company/all", "40"),
        ("by-2020/TREATED/A/company/all", "100"),
        ("damaged_land/A/company", "1000"),
        ("damaged_land/A/government", "500"),
        ("damaged_land_with_open/A/government", "750"),
        ("money/A/company/near", "201.5"),  # 120.5 + 80 + 1
        ("money-social/A/company/near", "1"),
        ("paid_area/A/company/near", "95"),  # W1 and W2; W3 has no money recorded
        ("money/A/company/before_plan", "400"),
        ("money/B/company/near", "7.25"),  # 0 is an amount
        ("paid_area/B/company/near", "33"),
    ],
)
def test_amounts_as_on_paper(near_end, code, value):
    assert near_end[1][code] == Decimal(value)


ABSENT = [
    ("2020-12-31", "target/TREATED/C/government/near"),  # blank
    ("2020-12-31", "target/TREATED/all/all/near"),  # one part is blank
    ("2020-12-31", "target/NEGATIVE/all/all/near"),
    ("2020-12-31", "target/BLANK/all/all/near"),
    ("2020-12-31", "target/UNIT/all/all/near"),
    ("2020-12-31", "target/SIGN/all/all/near"),  # a sign has no number
    ("2020-12-31", "done/WATCH/all/all/near"),  # monitoring was not delivered
    ("2020-12-31", "funds_deposited/FUND/all/all/far"),  # no whole year of the period yet
    ("2018-12-31", "in-2019/TREATED/A/company/all"),  # the plan has not begun
]


@pytest.mark.parametrize(("day", "code"), ABSENT)
def test_what_has_no_value_is_absent_and_not_zero(world, crowded, day, code):
    assert code not in amounts_of(world.evaluate(crowded, day))


def test_what_is_not_delivered_has_no_amount_of_work_but_keeps_its_targets(world, crowded):
    tables = {n: f for n, f in crowded.items() if n != "restoration"}
    frames = world.evaluate(tables, "2020-12-31")
    found = amounts_of(frames)
    assert "done/TREATED/A/company/near" not in found
    assert found["target/TREATED/A/company/near"] == 100
    assert set(columns_of_codes(frames)) <= set(found)


def test_gross_damage_is_told_by_parcels_less_the_works_before(world, crowded):
    """The company mine of A has 1000 mu, of which 950 were treated in 2017."""
    frames = world.evaluate(crowded, "2020-12-31", definitions=Definitions(damaged_area="gross"))
    rows = [
        (r["table"], r["column"], r["amount"]) for r in records(frames["amount_rows"])
        if r["plan_amount"] == "damaged_land/A/company"
    ]  # fmt: skip
    assert rows == [
        ("land_damage", "damaged_area_mu", 1000), ("restoration", "treated_area_mu", -950),
    ]  # fmt: skip
    assert amounts_of(frames)["done/TREATED/A/company/near"] == 50  # of 100, up to the 50 left


def test_more_treated_before_than_damaged_leaves_nothing_and_not_less(world, hand):
    works = world.works(
        ("W0", "B", "government", "2016-05-01", "70"), ("W00", "B", "government", "2017-05-01", "80")
    )  # fmt: skip
    gross = Definitions(damaged_area="gross")
    for order in ([0, 1], [1, 0]):
        tables = hand | {"restoration": works.iloc[order].reset_index(drop=True)}
        frames = world.evaluate(tables, "2020-12-31", definitions=gross)
        rows = {
            r["source_row"]: r["amount"] for r in records(frames["amount_rows"])
            if (r["plan_amount"], r["table"]) == ("damaged_land/B/government", "restoration")
        }  # fmt: skip
        assert rows == {2: -70, 3: -30}  # the earlier work in full, whatever the order of rows
        assert amounts_of(frames)["damaged_land/B/government"] == 0


def test_the_frames_have_their_columns(near_end):
    frames, _ = near_end
    dtypes = {n: {c: str(t) for c, t in frames[n].dtypes.items()} for n in frames}
    assert dtypes["amounts"] == AMOUNT_COLUMNS
    assert dtypes["amount_rows"] == AMOUNT_ROW_COLUMNS


def test_decimals_are_those_of_the_target_or_those_that_are_told(near_end):
    frames, _ = near_end
    places = frames["amounts"].set_index("plan_amount")["places"]
    assert places["target/TREATED/A/company/near"] == 0
    assert places["done/TREATED/A/company/near"] == 2
    assert places["schemes_prepared/RATE/all/all/near"] == 0
    assert places["money/A/company/near"] == 2


def test_a_target_keeps_its_own_decimals(world, hand):
    frames = world.evaluate(
        hand | {"targets": world.targets(("A", "company", "near", "12.505"))}, "2020-12-31"
    )
    places = frames["amounts"].set_index("plan_amount")["places"]
    assert places["target/TREATED/A/company/near"] == 3


def test_an_amount_is_the_sum_of_its_parts_and_of_other_amounts():
    one = Amount("a", "mu", (Part({}, "t", "c", None, Decimal("0.1")),))
    assert Amount("b", "mu", (Part({}, "t", "c", None, Decimal("0.2")),), (one, one)).value == (
        Decimal("0.4")
    )
    assert Amount("c", "mu").value == 0
    assert joined([]) is None
    assert cell_code("ab") == "a/b"


def test_an_evaluation_of_nothing_has_no_amount(world):
    frames = world.evaluate({}, "2020-12-31")
    assert frames["amounts"].empty
    assert frames["amount_rows"].empty
    assert isinstance(frames["amounts"], pd.DataFrame)
