"""The hand-worked study at four dates; the arithmetic stands beside each expectation.

The near period has 731 days, 365 of them up to the end of 2019; the far one has 365 days. A
limit is 0.9 (on track) or 1.1 (faster) times what was due, and the target itself (early).
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from dandong_analysis.attainment.frames import ATTAINMENT_COLUMNS, decimal_of, records
from tests.attainment.world import cells_of, codes, statuses

NEAR = ("company", "near"), ("government", "near")


def told(row):
    """Done, target, grade, next grade, amount to it, lower grade, amount to it."""
    return tuple(row[c] for c in (
        "done", "target", "grade", "next_grade", "amount_to_next", "lower_grade",
        "amount_to_lower",
    ))  # fmt: skip


def expected(done, target, *rest):
    return (Decimal(done), Decimal(target), *(_number(r) for r in rest))


def _number(value):
    return Decimal(value) if value and value[0].isdigit() else value


AT = {
    # 365 of 731 days: 100 due makes 49.93…
    "2019-12-31": {
        # limit 44.938…, 40 done
        ("A", "company", "near"): ("40", "100", "behind", "on_track", "4.94", None, None),
        # 4.01 less is 39.99 of 19.97 due
        ("A", "government", "near"): ("44", "40", "early", None, None, "faster", "4.01"),
        # limit 0.9 × 60 × 365/731 = 26.963…
        ("B", "company", "near"): ("0", "60", "behind", "on_track", "26.97", None, None),
        # limit 8.987…
        ("B", "government", "near"): ("0", "20", "behind", "on_track", "8.99", None, None),
        # 140 × 365/731 = 69.904 due; faster from 76.894…
        ("A", "all", "near"): ("84", "140", "faster", "early", "56", "on_track", "7.11"),
        # 109.849… due, limit 98.864…
        ("all", "all", "near"): ("84", "220", "behind", "on_track", "14.87", None, None),
        ("all", "all", "all"): ("84", "330", "behind", "on_track", "14.87", None, None),
    },
    # the day before the end: 730 of 731 days
    "2020-12-30": {
        # 99.863 due, limit 89.876…; the target is nearer than 1.1 × 99.863
        ("A", "company", "near"): ("95", "100", "on_track", "early", "5", "behind", "5.13"),
        # 39.99 of 39.945 due
        ("A", "government", "near"): ("44", "40", "early", None, None, "on_track", "4.01"),
        # limit 53.926…
        ("B", "company", "near"): ("33", "60", "behind", "on_track", "20.93", None, None),
        # limit 17.975…
        ("B", "government", "near"): ("17.5", "20", "behind", "on_track", "0.48", None, None),
        # 40 + 55 + 44 + 33 + 17.5; limit 197.729…
        ("all", "all", "near"): ("189.5", "220", "behind", "on_track", "8.23", None, None),
    },
    # the last day: all is due, and work of this day counts
    "2020-12-31": {
        ("A", "company", "near"): ("100", "100", "on_track", "faster", "10", "behind", "0.01"),
        ("A", "government", "near"): ("44", "40", "early", None, None, "behind", "4.01"),
        ("B", "company", "near"): ("33", "60", "behind", "on_track", "27", None, None),
        ("B", "government", "near"): ("17.5", "20", "behind", "on_track", "2.5", None, None),
        ("all", "all", "near"): ("194.5", "220", "behind", "on_track", "25.5", None, None),
    },
    # the day after: the near period stays as it was, 1 of 365 days of the far one has passed
    "2021-01-01": {
        ("A", "company", "near"): ("100", "100", "on_track", "faster", "10", "behind", "0.01"),
        ("all", "all", "near"): ("194.5", "220", "behind", "on_track", "25.5", None, None),
        # 50/365 = 0.1369 due; 0.15 of it would still be on track
        ("A", "company", "far"): ("10", "50", "faster", "early", "40", "on_track", "9.85"),
        # 0.9 × 30/365 = 0.0739…
        ("B", "company", "far"): ("0", "30", "behind", "on_track", "0.08", None, None),
        # 100 + 50/365 due on the plan's path; 1.1 of it 110.150…, 0.9 of it 90.123…
        ("A", "company", "all"): ("110", "150", "on_track", "faster", "0.16", "behind", "19.88"),
        # 220 + 110/365 due: 242.331… and 198.271…
        ("all", "all", "all"): ("204.5", "330", "on_track", "faster", "37.84", "behind", "6.23"),
    },
}  # fmt: skip


@pytest.mark.parametrize("as_of", AT)
def test_the_study_comes_out_as_on_paper(world, hand, as_of):
    cells = cells_of(world.evaluate(hand, as_of)["attainment"])
    wanted = {key: expected(*row) for key, row in AT[as_of].items()}
    assert {key: told(cells[key]) for key in wanted} == wanted


def test_every_cell_of_the_crossing_is_there(world, hand):
    """Two counties and the whole, two parties and both, two periods and the plan."""
    cells = cells_of(world.evaluate(hand, "2020-12-31")["attainment"])
    assert len(cells) == 3 * 3 * 3
    assert {c["target_origin"] for c in cells.values()} == {"printed", "summed"}


def test_a_period_that_has_not_begun_is_not_assessed(world, hand):
    cells = cells_of(world.evaluate(hand, "2020-12-31")["attainment"])
    far = cells["A", "company", "far"]
    assert (far["status"], far["attainment"], far["grade"]) == ("not_started", None, None)
    assert (far["done"], far["remaining"], far["needed_per_year"]) == (0, 50, 50)


def test_attainment_and_schedule_ratios_are_exact_to_their_places(world, hand):
    row = cells_of(world.evaluate(hand, "2021-01-01")["attainment"])["A", "company", "all"]
    due = 100 + Fraction(50, 365)
    assert row["attainment"] == decimal_of(Fraction(110, 150))
    assert row["time_progress"] == decimal_of(Fraction(732, 1096))
    assert row["path_progress"] == decimal_of(due / 150)
    assert row["expected_linear"] == decimal_of(Fraction(150 * 732, 1096))
    assert row["expected_path"] == decimal_of(due)
    assert row["ratio_linear"] == decimal_of(Fraction(110 * 1096, 150 * 732))
    assert row["ratio_path"] == decimal_of(110 / due)
    assert row["ratio_to_next"] == decimal_of(Fraction(11, 10) - 110 / due)


def test_what_remains_and_the_pace_that_it_needs(world, hand):
    row = cells_of(world.evaluate(hand, "2021-01-01")["attainment"])["all", "all", "all"]
    assert row["remaining"] == Decimal("125.5")
    assert row["surplus"] == 0
    assert row["years_left"] == decimal_of(Fraction(364, 365))
    assert row["needed_per_year"] == decimal_of(Fraction("125.5") * 365 / 364)
    assert row["pace_per_year"] == decimal_of(Fraction("204.5") / (2 + Fraction(1, 365)))


def test_a_target_met_leaves_a_surplus_and_the_day_on_which_it_was_met(world, hand):
    cells = cells_of(world.evaluate(hand, "2020-12-31")["attainment"])
    done = cells["A", "government", "near"]
    assert (done["remaining"], done["surplus"], done["needed_per_year"]) == (0, 4, 0)
    assert done["reached_on"] == date(2019, 12, 31)
    assert cells["A", "company", "near"]["reached_on"] == date(2020, 12, 31)
    assert cells["B", "company", "near"]["reached_on"] is None
    assert cells["B", "company", "near"]["needed_per_year"] is None  # no time is left


def test_linear_time_may_be_chosen_in_place_of_the_plan_s_path(world, hand):
    """150 × 731/1096 = 100.04 due of the plan at the end of 2020, 100 on its path."""
    found = world.assess(hand, "2020-12-31", schedule="linear").attainment
    row = cells_of(found)["A", "company", "all"]
    assert row["grade"] == row["grade_linear"] == "on_track"
    # 1.1 × 100.045…
    assert row["amount_to_next"] == Decimal("10.06")


def test_work_counted_is_named_and_work_without_acceptance_only_listed(world, hand):
    found = world.assess(hand, "2020-12-31")
    cells = cells_of(found.attainment)
    assert cells["A", "company", "near"]["evidence_ids"] == "W1、W2、W3"
    assert cells["A", "company", "near"]["n_counted"] == 3
    assert statuses(found)["W9"] == "not_accepted"
    assert codes(found) == ["work-after-date", "work-after-date", "work-not-accepted"]


def test_a_printed_target_leads_to_its_cell_and_a_summed_one_to_none(world, hand):
    cells = cells_of(world.evaluate(hand, "2020-12-31")["attainment"])
    printed, summed = cells["A", "company", "near"], cells["A", "all", "near"]
    assert (printed["delivery"], printed["source_file"], printed["source_row"]) == (
        "one", "targets.csv", 2,
    )  # fmt: skip
    assert printed["target_id"] == "A-company-near"
    assert (summed["delivery"], summed["target_id"]) == (None, None)


def test_binding_targets_come_first(world):
    rows = [
        {"target_id": "T1", "indicator_id": "I1", "printed_target": "5"},
        {"target_id": "T2", "indicator_id": "I2", "printed_target": "5", "target_kind": "anticipated"},
        {"target_id": "T3", "indicator_id": "I3", "printed_target": "5", "target_kind": "binding"},
    ]  # fmt: skip
    tables = world.tables(plan_indicators=rows, restoration=[])
    frame = world.evaluate(tables, "2020-06-30")["attainment"]
    assert frame["target_id"].tolist() == ["T3", "T2", "T1"]


def test_a_table_that_was_not_delivered_gives_no_zero(world, hand):
    only = {"targets": hand["targets"]}
    frames = world.evaluate(only, "2020-12-31")
    assert set(frames["attainment"]["status"]) == {"not_delivered"}
    assert all(row["done"] is None for row in records(frames["attainment"]))


def test_the_frame_has_the_columns_and_types_that_it_declares(world, hand):
    frame = world.evaluate(hand, "2020-12-31")["attainment"]
    assert {n: str(t) for n, t in frame.dtypes.items()} == ATTAINMENT_COLUMNS


def test_the_input_is_not_touched(world, hand):
    before = {name: frame.copy() for name, frame in hand.items()}
    world.evaluate(hand, "2020-12-31")
    assert all(before[name].equals(frame) for name, frame in hand.items())
