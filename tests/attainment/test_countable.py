"""The frames of an evaluation as facts are made of them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from dandong_analysis.attainment.countable import countable_frames
from dandong_analysis.attainment.frames import decimal_of, records
from dandong_analysis.attainment.rules import standard_settings

SETTINGS = standard_settings()
KEYS = {"plan_attainment": "plan_cell", "plan_amounts": "plan_amount", "plan_rates": "plan_rate",
        "plan_projections": "plan_projection", "plan_funds": "plan_money", "plan_flips": "plan_flip"}  # fmt: skip
DATES = ("2018-12-31", "2020-06-30", "2020-12-31", "2021-06-30", "2022-01-01")


def at_the_end(world, frames):
    """The frames of an evaluation at the end of 2020, countable."""
    return countable_frames(frames, SETTINGS, world.plan, as_of=date(2020, 12, 31), assessment="D")


@pytest.fixture(scope="module")
def evaluated(world, crowded):
    return {day: world.evaluate(crowded, day) for day in DATES}


@pytest.fixture(scope="module")
def counted(world, evaluated):
    return {
        d: countable_frames(
            f, SETTINGS, world.plan, as_of=date.fromisoformat(d), assessment=f"at {d}"
        )
        for d, f in evaluated.items()
    }


def test_every_frame_says_which_evaluation_it_is_of(counted):
    for day, frames in counted.items():
        for name, frame in frames.items():
            assert name.startswith("plan_")
            assert set(frame["assessment"]) <= {f"at {day}"}


def test_each_key_stands_once(counted):
    """A fact has the id of its key: a second row of the key would be lost."""
    for day, frames in counted.items():
        for name, key in KEYS.items():
            assert frames[name][key].is_unique, (day, name)
            assert frames[name][key].notna().all()


def test_amounts_are_named_only_where_they_exist(counted):
    columns = ("amounts", "done_amounts", "target_amounts", "cost_amounts", "need_amounts")
    for day, frames in counted.items():
        known = set(frames["plan_amounts"]["plan_amount"])
        for name, frame in frames.items():
            for column in set(columns) & set(frame):
                named = {c for cell in frame[column].dropna() for c in cell.split("|")}
                assert named <= known, (day, name, column)


def test_shares_are_percentages_without_loss(evaluated, counted):
    for day in DATES:
        before, after = evaluated[day]["attainment"], counted[day]["plan_attainment"]
        for share, percent in zip(before["attainment"], after["attainment_pct"], strict=True):
            assert percent == (None if pd.isna(share) else share * 100)


def test_a_ratio_with_many_digits_keeps_them_all(world, hand):
    """1 000 000 000 002.5 mu of 3: as many digits as an exact ratio is stored with, and no fewer."""
    works = world.works(("W1", "A", "company", "2020-06-01", "1000000000002.5"))
    land = world.typed(
        "land_damage", [{"mine_id": "A-company", "damaged_area_mu": "9000000000000"}]
    )
    tables = hand | {"restoration": works, "land_damage": land,
                     "targets": world.targets(("A", "company", "near", "3"))}  # fmt: skip
    frames = at_the_end(world, world.evaluate(tables, "2020-12-31"))
    (row,) = records(frames["plan_attainment"])
    assert row["attainment_pct"] == 100 * Fraction(decimal_of(Fraction("1000000000002.5") / 3))


def cell(counted, day, code):
    (row,) = [r for r in records(counted[day]["plan_attainment"]) if r["plan_cell"] == code]
    return row


@pytest.mark.parametrize(
    ("code", "done", "target"),
    [
        ("TREATED/A/company/near", "done/TREATED/A/company/near", "target/TREATED/A/company/near"),
        ("TREATED/C/government/near", "done/TREATED/C/government/near", None),  # blank
        ("RATE/A/all/near", "schemes_prepared/RATE/A/all/near|schemes_required/RATE/A/all/near",
         "target/RATE/A/all/near"),
        ("FUND/all/all/far", None, "target/FUND/all/all/far"),  # no whole year yet
        ("WATCH/all/all/near", None, "target/WATCH/all/all/near"),  # not delivered
        ("SIGN/all/all/near", "done/SIGN/all/all/near", None),
        ("STONE/all/all/near", "done/STONE/all/all/near", "target/STONE/all/all/near"),
        ("NEGATIVE/all/all/near", "done/NEGATIVE/all/all/near", None),
    ],
)  # fmt: skip
def test_what_a_cell_is_computed_from(counted, code, done, target):
    row = cell(counted, "2020-12-31", code)
    assert (row["done_amounts"], row["target_amounts"]) == (done, target)
    assert row["amounts"] == ("|".join(filter(None, (done, target))) or None)


@pytest.mark.parametrize(
    ("code", "places", "target_places"),
    [("TREATED/A/company/near", 2, 0), ("SOCIAL/all/all/near", 0, 0), ("RATE/all/all/near", 2, 0),
     ("BLANK/all/all/near", 2, None)],
)  # fmt: skip
def test_decimals_of_the_unit_and_of_the_target(counted, code, places, target_places):
    row = cell(counted, "2020-12-31", code)
    assert (row["places"], row["target_places"]) == (places, target_places)


def test_reasons_stand_in_one_column_of_one_name(counted):
    frames = counted["2020-12-31"]
    for name in ("plan_attainment", "plan_rates", "plan_projections", "plan_funds", "plan_targets"):
        assert "assessment_status" in frames[name]
        assert not {"status", "reason"} & set(frames[name])
    assert set(frames["plan_attainment"]["assessment_status"]) >= {
        "assessed", "target_blank", "target_negative", "not_delivered", "target_unit",
    }  # fmt: skip


def test_only_what_turns_over_is_a_flip(evaluated, counted):
    for day in DATES:
        wanted = int(evaluated[day]["sensitivity"]["flips"].fillna(value=False).sum())
        assert len(counted[day]["plan_flips"]) == wanted
    assert len(counted["2020-12-31"]["plan_flips"]) > 0


def test_numbers_of_a_trend_are_decimals(counted):
    for frames in counted.values():
        for column in ("low", "high"):
            values = frames["plan_projections"][column].dropna()
            assert all(isinstance(v, Decimal) for v in values)


def test_inputs_stay_as_they_are(world, crowded):
    frames = world.evaluate(crowded, "2020-12-31")
    before = {n: f.copy() for n, f in frames.items()}
    at_the_end(world, frames)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frames[name], frame)


def test_an_evaluation_of_nothing_is_counted_as_well(world):
    frames = at_the_end(world, world.evaluate({}, "2020-12-31"))
    assert all(frame.empty for name, frame in frames.items() if name != "plan_thresholds")
    assert set(KEYS) <= set(frames)


def test_a_rate_of_land_that_is_not_known_in_full_carries_a_caution(world, crowded):
    evaluated = world.evaluate(crowded, "2020-12-31", incomplete=frozenset({"A-company"}))
    frames = at_the_end(world, evaluated)
    found = {r["plan_rate"]: r for r in records(frames["plan_rates"])}
    stem = "treatment/TREATED/{}/company/near/done/damaged_land"
    assert found[stem.format("A")]["value"] is not None
    assert found[stem.format("A")]["caution"] == "denominator_incomplete"
    assert found[stem.format("B")]["caution"] is None
