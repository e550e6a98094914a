"""Counts, rates, signs and milestones at a date."""

from datetime import date
from decimal import Decimal

import pytest

from dandong_analysis.attainment.frames import records
from tests.attainment.world import codes


def row_of(found):
    (row,) = records(found.attainment)
    return row


def indicator(world, kind, measure, printed, **more):
    return world.tables(plan_indicators=[{
        "target_id": "T", "indicator_kind": kind, "target_measure": measure,
        "printed_target": printed, **more,
    }])  # fmt: skip


# counts


def social(world, *days):
    rows = [
        {"accepted_date": day, "acceptance_number": f"验{i}号", "social_funds_cny_10k": "5",
         "mine_id": "A-company"}
        for i, day in enumerate(days)
    ]  # fmt: skip
    return {**world.mines(), **world.tables(restoration=rows)}


@pytest.mark.parametrize(
    ("as_of", "n_done", "status", "grade"),
    [
        ("2019-12-31", 0, "nothing_due", None),  # floor(2 × 365/731) = 0 whole pieces due
        ("2020-01-01", 0, "assessed", "behind"),  # 366/731 is past the half: one is due
        ("2020-01-01", 1, "assessed", "on_track"),
        ("2020-01-01", 2, "assessed", "early"),
        ("2020-12-31", 1, "assessed", "behind"),
    ],
)
def test_of_a_count_only_whole_pieces_are_due(world, as_of, n_done, status, grade):
    days = ["2019-03-01", "2019-04-01"][:n_done]
    tables = indicator(world, "count", "social_projects", "2", printed_unit="项")
    row = row_of(world.assess(social(world, *days) | tables, as_of))
    assert (row["done"], row["status"], row["grade"]) == (n_done, status, grade)


def test_work_without_private_capital_is_no_private_project(world):
    tables = social(world, "2019-03-01")
    tables["restoration"]["social_funds_cny_10k"] = [None]
    found = world.assess(tables | indicator(world, "count", "social_projects", "1"), "2020-12-31")
    assert (row_of(found)["done"], codes(found)) == (0, [])


def test_sites_without_a_date_show_the_state_delivered(world):
    rows = [{"is_built": True}, {"is_built": True}, {"is_built": False}, {"is_built": None}]
    tables = indicator(world, "count", "monitoring_sites", "3", printed_unit="处")
    found = world.assess(tables | world.tables(monitoring=rows), "2020-12-31")
    row = row_of(found)
    assert (row["done"], row["is_dated"], row["reached_on"]) == (2, False, None)
    assert (row["grade"], row["amount_to_next"]) == ("behind", 1)
    assert codes(found) == ["work-filter-unknown"]  # a blank is not built


def test_an_area_printed_in_square_kilometres_is_compared_in_mu(world):
    tables = indicator(world, "cumulative", "monitored_area", "2", printed_unit="km²")
    found = world.assess(tables | world.tables(monitoring=[{"is_built": True}]), "2020-12-31")
    assert (row_of(found)["target"], row_of(found)["done"]) == (3000, 1500)


def test_the_corridor_counts_only_mines_that_are_known_to_lie_in_it(world):
    mines = [
        {"mine_id": "M1", "is_in_protected_view": True},
        {"mine_id": "M2", "is_in_protected_view": False},
        {"mine_id": "M3", "is_in_protected_view": None},
    ]  # fmt: skip
    works = [
        {"mine_id": m, "accepted_date": "2019-02-01", "acceptance_number": f"验{m}号",
         "treated_area_mu": area}
        for m, area in (("M1", "3"), ("M2", "5"), ("M3", "7"))
    ]  # fmt: skip
    land = [{"mine_id": f"M{i}"} for i in (1, 2, 3)]
    tables = world.tables(mines=mines, land_damage=land, restoration=works)
    found = world.assess(
        tables | indicator(world, "cumulative", "corridor_area", "10"), "2020-12-31"
    )
    assert row_of(found)["done"] == 3
    assert codes(found) == ["work-filter-unknown"]


# rates

SCHEMES = [
    {"mine_id": "M1", "is_prepared": True, "prepared_date": "2015-05-01"},
    {"mine_id": "M2", "is_prepared": True, "prepared_date": "2020-05-01"},
    {"mine_id": "M3", "is_prepared": True, "prepared_date": None},
    {"mine_id": "M4"},
    {"mine_id": "M5", "is_required": False},
]  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "value", "status", "grade"),
    [
        # 1 of the 4 that need one; before the end a rate without baseline has no schedule
        ("2020-04-30", "25", "baseline_missing", None),
        ("2020-05-01", "50", "assessed", "early"),  # as much as the target
        ("2020-12-31", "50", "assessed", "on_track"),
    ],
)
def test_a_rate_names_both_terms(world, as_of, value, status, grade):
    tables = indicator(world, "rate", "scheme_rate", "50", printed_unit="%")
    found = world.assess(tables | world.tables(schemes=SCHEMES), as_of)
    row = row_of(found)
    assert (row["done"], row["status"], row["grade"]) == (Decimal(value), status, grade)
    assert (row["numerator"], row["denominator"]) == ("schemes_prepared", "schemes_required")
    assert row["denominator_value"] == 4
    assert codes(found) == ["work-date-missing"]  # M3 is prepared, but nobody knows since when


def test_margins_of_a_rate_are_told_in_the_unit_of_its_numerator(world):
    """2 of 4 mines are 50 %, 80 % are wanted: 3.2 mines, so 2 more, which make 100 %."""
    tables = indicator(world, "rate", "scheme_rate", "80", printed_unit="%")
    row = row_of(world.assess(tables | world.tables(schemes=SCHEMES), "2020-12-31"))
    assert (row["grade"], row["next_grade"]) == ("behind", "faster")
    assert (row["amount_to_next"], row["margin_unit"]) == (2, "mine")
    assert (row["remaining"], row["needed_per_year"]) == (30, None)


def test_a_blank_target_of_a_rate_shows_the_rate_alone(world):
    tables = indicator(world, "rate", "scheme_rate", None, printed_unit="%")
    row = row_of(world.assess(tables | world.tables(schemes=SCHEMES), "2020-12-31"))
    assert (row["status"], row["done"], row["grade"]) == ("target_blank", 50, None)


def test_a_rate_with_a_baseline_is_expected_on_the_way_to_its_target(world):
    """From 20 to 80 %: 20 + 60 × 487/731 = 59.97 due, 50 are 0.83 of it."""
    tables = indicator(world, "rate", "scheme_rate", "80", printed_unit="%", printed_baseline="20")
    row = row_of(world.assess(tables | world.tables(schemes=SCHEMES), "2020-05-01"))
    due = 20 + 60 * Decimal(487) / 731  # 2020-05-01 is day 365 + 122
    assert row["expected_linear"].quantize(Decimal("0.000001")) == due.quantize(Decimal("0.000001"))
    assert row["grade"] == "behind"


FUNDS = [
    {"mine_id": "M1", "year": 2019, "due_cny_10k": "10", "deposited_cny_10k": "4"},
    {"mine_id": "M1", "year": 2020, "due_cny_10k": "10", "deposited_cny_10k": "10"},
    {"mine_id": "M2", "year": 2019, "due_cny_10k": "10", "deposited_cny_10k": "2"},
    {"mine_id": "M2", "year": 2020, "due_cny_10k": "20", "deposited_cny_10k": "8"},
    {"mine_id": "M3", "year": 2020, "due_cny_10k": "0", "deposited_cny_10k": "0"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "variant", "top", "bottom", "value"),
    [
        ("2020-12-30", "fund_rate", 6, 20, "30"),  # 2019 is the last whole year
        ("2020-12-31", "fund_rate", 18, 30, "60"),
        ("2021-12-31", "fund_rate", 18, 30, "60"),  # the period ended with 2020
        ("2020-12-31", "fund_rate_since", 24, 50, "48"),
        ("2020-12-31", "fund_rate_mines", 1, 2, "50"),  # M3 owes nothing
    ],
)
def test_a_deposit_rate_is_that_of_the_last_whole_year_unless_read_otherwise(
    world, as_of, variant, top, bottom, value
):
    tables = indicator(world, "rate", "fund_rate", "70", printed_unit="%")
    found = world.assess(
        tables | world.tables(funds=FUNDS), as_of, rates={"fund_rate": variant}
    )  # fmt: skip
    row = row_of(found)
    assert (row["numerator_value"], row["denominator_value"]) == (top, bottom)
    assert (row["done"], row["measure"]) == (Decimal(value), variant)


def test_a_rate_without_a_whole_year_or_a_denominator_says_so(world):
    tables = indicator(world, "rate", "fund_rate", "70", printed_unit="%")
    early = world.assess(tables | world.tables(funds=FUNDS), "2019-06-30")
    assert row_of(early)["status"] == "no_whole_year"
    nothing = [{"mine_id": "M1", "year": 2020, "due_cny_10k": "0", "deposited_cny_10k": "0"}]
    empty = world.assess(tables | world.tables(funds=nothing), "2020-12-31")
    assert (row_of(empty)["status"], row_of(empty)["done"]) == ("denominator_zero", None)


# signs


@pytest.mark.parametrize(
    ("as_of", "days", "told"),
    [
        ("2019-12-30", [], ("nothing_due", None, None, None)),
        ("2019-12-31", [], ("assessed", 0, 1, "behind")),
        ("2019-12-31", ["2019-05-01"], ("assessed", 1, 1, "on_track")),
        ("2020-06-30", ["2019-05-01"], ("assessed", 1, 1, "on_track")),  # 2020 is not over
        ("2020-12-31", ["2019-05-01"], ("assessed", 1, 2, "behind")),
        ("2020-12-31", ["2019-05-01", "2020-12-31"], ("assessed", 2, 2, "on_track")),
        ("2022-06-01", ["2020-05-01", "2021-05-01"], ("assessed", 1, 2, "behind")),
    ],
)
def test_a_sign_asks_for_something_in_every_year_that_is_over(world, as_of, days, told):
    works = world.works(*((f"W{d}", "A", "company", d, "1") for d in days))
    tables = {**world.mines(), "restoration": works}
    row = row_of(world.assess(tables | indicator(world, "sign", "treated_area", "应为正值"), as_of))
    assert (row["status"], row["done"], row["target"], row["grade"]) == told
    assert row["unit"] == "year"


# milestones


def reports(world, *rows):
    return world.tables(plan_reports=[
        {"target_id": "T", "acceptance_number": f"函{i}号", **r} for i, r in enumerate(rows)
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("reported", "as_of", "told"),
    [
        ([], "2020-12-31", ("not_reported", 0, None)),
        ([{"reported_date": "2020-12-30"}], "2020-12-29", ("not_reported", 0, None)),
        ([{"reported_date": "2020-12-30"}], "2020-12-30", ("assessed", 1, "early")),
        ([{"reported_date": "2020-12-31"}], "2020-12-31", ("assessed", 1, "on_track")),
        # a day late: it was not reached in time
        ([{"reported_date": "2021-01-01"}], "2021-01-01", ("assessed", 0, "behind")),
        ([{"reported_date": "2020-05-01", "acceptance_number": None}], "2020-12-31", ("not_reported", 0, None)),
        ([{"reported_date": "2018-05-01"}], "2020-12-31", ("not_reported", 0, None)),
    ],
)  # fmt: skip
def test_a_milestone_is_reached_when_a_report_in_time_says_so(world, reported, as_of, told):
    tables = indicator(world, "milestone", "reports", "初步建立") | reports(world, *reported)
    row = row_of(world.assess(tables, as_of))
    assert (row["status"], row["done"], row["grade"]) == told


def test_the_day_of_a_milestone_is_that_of_its_first_report(world):
    two = reports(world, {"reported_date": "2020-05-01"}, {"reported_date": "2020-03-01"})
    row = row_of(world.assess(indicator(world, "milestone", "reports", "建立") | two, "2020-12-31"))
    assert (row["done"], row["reached_on"]) == (1, date(2020, 3, 1))


def test_a_report_counts_for_the_target_that_it_names_and_no_other(world):
    tables = world.tables(plan_indicators=[
        {"target_id": "T", "indicator_id": "I", "indicator_kind": "count", "target_measure": "reports",
         "printed_target": "2"},
        {"target_id": "U", "indicator_id": "K", "target_measure": "reported_area",
         "printed_target": "100"},
    ])  # fmt: skip
    given = reports(
        world, {"reported_date": "2020-03-01"},
        {"target_id": "U", "reported_date": "2020-03-01", "reported_area_mu": "40"},
        {"target_id": "U", "reported_date": "2020-04-01"},
        {"target_id": "nowhere", "reported_date": "2020-03-01"},
    )  # fmt: skip
    found = world.assess(tables | given, "2020-12-31")
    assert [(r["target_id"], r["done"]) for r in records(found.attainment)] == [("T", 1), ("U", 40)]
    assert codes(found) == ["report-without-target", "work-area-missing"]


def test_one_document_may_report_on_several_targets_but_on_each_once(world):
    rows = [{"reported_date": "2020-03-01", "acceptance_number": "函1号", "target_id": t}
            for t in ("T", "T", "U")]  # fmt: skip
    tables = world.tables(plan_indicators=[
        {"target_id": t, "indicator_id": t, "indicator_kind": "count", "target_measure": "reports",
         "printed_target": "2"} for t in ("T", "U")
    ])  # fmt: skip
    found = world.assess(tables | reports(world, *rows), "2020-12-31")
    assert [r["done"] for r in records(found.attainment)] == [1, 1]
    assert codes(found) == ["work-number-repeated"]


def test_a_blank_target_stays_blank_whatever_was_reported(world):
    tables = indicator(world, "cumulative", "reported_area", None)
    given = reports(world, {"reported_date": "2020-03-01", "reported_area_mu": "40"})
    row = row_of(world.assess(tables | given, "2020-12-31"))
    assert (row["status"], row["done"], row["attainment"]) == ("target_blank", 40, None)
    assert row_of(world.assess(tables, "2020-12-31"))["status"] == "target_blank"
