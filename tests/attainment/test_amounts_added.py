"""Every number of an evaluation is what the delivered rows behind it add up to."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dandong_analysis.attainment.definitions import Definitions, variations
from dandong_analysis.attainment.frames import (
    decimal_of,
    records,
)
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.schemas import ADDRESS
from tests.attainment.behind import amounts_of, columns_of_codes

READINGS = [
    Definitions(),
    *(changed for *_, changed in variations(Definitions(), standard_settings())),
]
# Before the plan, its first day, around the turn of the periods, within a year, the end, after.
DATES = (
    "2018-12-31", "2019-01-01", "2020-02-29", "2020-12-30", "2020-12-31", "2021-01-01",
    "2021-06-30", "2021-12-31", "2023-01-01",
)  # fmt: skip
CELL = ("indicator_id", "region", "liability", "period")


def key_of(row):
    return "/".join(str(row[c]) for c in CELL)


@pytest.fixture(scope="module")
def evaluated(world, crowded):
    """The crowded study at every date in the usual reading, and at one date in every reading."""
    asked = {(day, 0) for day in DATES} | {("2021-06-30", i) for i in range(len(READINGS))}
    return {
        (day, reading): world.evaluate(crowded, day, definitions=READINGS[reading])
        for day, reading in sorted(asked)
    }


def test_the_rows_add_up_to_every_amount(evaluated):
    for asked, frames in evaluated.items():
        told = {r["plan_amount"]: r["amount"] for r in records(frames["amounts"])}
        assert told == amounts_of(frames), asked


def test_a_code_stands_for_one_amount_and_every_code_that_is_named_exists(evaluated):
    for asked, frames in evaluated.items():
        listed = frames["amounts"]["plan_amount"]
        assert listed.is_unique, asked
        assert set(columns_of_codes(frames)) <= set(listed), asked


def test_done_and_target_of_every_cell_are_their_amounts(evaluated):
    """Of what adds up; a rate has the amounts of its two terms."""
    for asked, frames in evaluated.items():
        found = amounts_of(frames)
        for row in records(frames["attainment"]):
            code, kind = key_of(row), row["indicator_kind"]
            if kind in ("cumulative", "count"):
                assert found.get(f"done/{code}") == row["done"], (asked, code)
            if kind != "sign":
                assert found.get(f"target/{code}") == row["target"], (asked, code)


def test_a_rate_is_the_ratio_of_its_two_amounts(evaluated):
    told = Counter()
    for asked, frames in evaluated.items():
        found = amounts_of(frames)
        for row in records(frames["rates"]):
            terms = [row[f"{t}_amount"] for t in ("numerator", "denominator")]
            values = [found[t] if t else None for t in terms]
            assert values == [row["numerator_value"], row["denominator_value"]], (asked, row)
            if row["value"] is not None:
                told[row["rate"]] += 1
                assert row["value"] == decimal_of(100 * Fraction(values[0]) / Fraction(values[1]))
    assert min(told[r] for r in ("treatment", "scheme_rate", "fund_rate", "fund_rate_mines")) > 0


def test_a_declared_rate_of_a_cell_is_the_ratio_of_its_amounts(evaluated):
    for asked, frames in evaluated.items():
        found = amounts_of(frames)
        for row in records(frames["attainment"]):
            if row["indicator_kind"] == "rate" and row["done"] is not None:
                top, bottom = (
                    found[f"{row[t]}/{key_of(row)}"] for t in ("numerator", "denominator")
                )
                assert row["done"] == decimal_of(100 * Fraction(top) / Fraction(bottom)), asked


def test_each_rate_stands_once(evaluated):
    """A rate with targets for the whole and for a county is not told twice."""
    for asked, frames in evaluated.items():
        named = ["rate", *CELL, "numerator", "denominator"]
        assert not frames["rates"].duplicated(named).any(), asked


def test_the_cost_is_money_over_the_area_that_was_paid_for(evaluated):
    paid = 0
    for asked, frames in evaluated.items():
        found = amounts_of(frames)
        for row in records(frames["funds"]):
            place = "/".join(row[c] for c in CELL[1:])
            for source in ("central", "local", "mine", "social"):
                assert found[f"money-{source}/{place}"] == row[f"{source}_cny_10k"], asked
            money, area = found[f"money/{place}"], found[f"paid_area/{place}"]
            assert money == row["total_cny_10k"]
            assert area == row["area_mu"] - row["area_without_money_mu"]
            if row["unit_cost"] is not None:
                paid += 1
                assert row["unit_cost"] == decimal_of(Fraction(money) / Fraction(area))
    assert paid


def test_each_year_and_all_years_so_far_are_their_amounts(evaluated):
    for asked, frames in evaluated.items():
        found = amounts_of(frames)
        for row in records(frames["series"]):
            assert found[row["in_year"]] == row["amount"], asked
            assert found[row["by_year"]] == row["cumulative"], asked


def test_a_row_behind_is_a_delivered_row_and_brings_no_more_than_its_cell(evaluated, crowded):
    """A cell may count in part, where more was treated than damaged, and is never exceeded."""
    given = {
        (table, *(row[c] for c in ADDRESS)): row
        for table, frame in crowded.items() for row in records(frame)
    }  # fmt: skip
    for asked, frames in evaluated.items():
        for row in records(frames["amount_rows"]):
            delivered = given[row["table"], *(row[c] for c in ADDRESS)]
            cell = delivered[row["column"]] if row["column"] else Decimal(1)
            if row["column"] != "printed_target":
                assert abs(row["amount"]) <= cell, (asked, row)


def test_the_order_of_rows_changes_no_row_behind(world, crowded):
    turned = {n: f.iloc[::-1].reset_index(drop=True) for n, f in crowded.items()}
    gross = Definitions(damaged_area="gross")
    told = []
    for tables in (crowded, turned):
        frames = world.evaluate(tables, "2021-06-30", definitions=gross)
        told.append(sorted(
            (r["plan_amount"], r["table"], r["source_row"], str(r["column"]), r["amount"])
            for r in records(frames["amount_rows"])
        ))  # fmt: skip
    assert told[0] == told[1]


WORKS = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.sampled_from(["company", "government"]),
        st.none() | st.dates(date(2018, 6, 1), date(2022, 6, 30)),
        st.decimals("0.01", "700", places=2),
    ),
    max_size=7,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORKS, st.dates(date(2018, 6, 1), date(2022, 6, 30)), st.sampled_from(READINGS), st.data())
def test_any_works_are_behind_their_numbers_in_any_order(world, hand, works, day, reading, data):
    made = world.works(*(
        (f"W{i}", county, who, when and str(when), str(area))
        for i, (county, who, when, area) in enumerate(works)
    ))  # fmt: skip
    order = data.draw(st.permutations(range(len(made))))
    told = []
    for frame in (made, made.iloc[order].reset_index(drop=True)):
        frames = world.evaluate(hand | {"restoration": frame}, str(day), definitions=reading)
        found = amounts_of(frames)
        assert {r["plan_amount"]: r["amount"] for r in records(frames["amounts"])} == found
        assert set(columns_of_codes(frames)) <= set(found)
        for row in records(frames["attainment"]):
            assert row["done"] == found[f"done/{key_of(row)}"]
        told.append(sorted(
            (r["plan_amount"], r["table"], r["source_row"], r["amount"])
            for r in records(frames["amount_rows"])
        ))  # fmt: skip
    assert told[0] == told[1]
