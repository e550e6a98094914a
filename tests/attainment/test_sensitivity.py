"""Which conclusions turn over under another reading."""

import pytest

from dandong_analysis.attainment.definitions import Definitions, value_of, variations
from dandong_analysis.attainment.frames import SENSITIVITY_COLUMNS, records
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.attainment.sensitivity import SUMMARY_COLUMNS, summarise_sensitivity


def flips(frame):
    return {
        (r["parameter"], r["value"], r["region"], r["liability"], r["period"]):
        (r["base_grade"], r["grade"])
        for r in records(frame) if r["flips"]
    }  # fmt: skip


def test_every_other_value_of_every_parameter_is_tried_once():
    tried = [(name, value) for name, value, _ in variations(Definitions(), standard_settings())]
    assert tried == [
        ("closed_mines", "government"), ("closed_mines", "as_reported"), ("damaged_area", "gross"),
        ("whole_target", "summed"), ("shared_number", "all"), ("shared_number", "none"),
        ("above_damage", "count"), ("proof", "date"), ("schedule", "linear"),
        ("rate:scheme_rate", "scheme_rate_listed"), ("rate:scheme_rate", "scheme_rate_active"),
        ("rate:fund_rate", "fund_rate_since"), ("rate:fund_rate", "fund_rate_mines"),
    ]  # fmt: skip


def test_a_variation_differs_in_its_parameter_alone():
    base = Definitions(proof="date", rates={"fund_rate": "fund_rate_since"})
    for name, value, other in variations(base, standard_settings()):
        assert value_of(other, name) == value != value_of(base, name)
        rest = [n for n, *_ in variations(base, standard_settings()) if n != name]
        assert all(value_of(other, n) == value_of(base, n) for n in rest)


@pytest.fixture
def closed(hand):
    """Instead of W3 on the last day, 5 mu were treated at a closed mine on that day."""
    works = hand["restoration"].copy()
    works.loc[works["project_id"] == "W3", "mine_id"] = "A-closed"
    return hand | {"restoration": works}


def test_the_closed_mine_decides_whether_the_target_is_reached(world, closed):
    """Companies in A: 95 of 100 without it, 100 with it; both parties in A: 139 or 144 of 140."""
    frame = world.evaluate(closed, "2020-12-31")["sensitivity"]
    assert {n: str(t) for n, t in frame.dtypes.items()} == SENSITIVITY_COLUMNS
    found = {k: v for k, v in flips(frame).items() if k[:2] == ("closed_mines", "as_reported")}
    assert found == {
        ("closed_mines", "as_reported", "A", "company", "near"): ("behind", "on_track"),
        ("closed_mines", "as_reported", "A", "all", "near"): ("behind", "on_track"),
    }  # fmt: skip


def test_a_reading_that_changes_nothing_flips_nothing(world, hand):
    """At the end of 2020 every work of the study is beyond doubt."""
    frame = world.evaluate(hand, "2020-12-31")["sensitivity"]
    for parameter in ("closed_mines", "damaged_area", "shared_number", "above_damage", "proof"):
        assert not frame.loc[frame["parameter"] == parameter, "flips"].any()


def test_the_summary_counts_cells_changes_and_flips(world, closed):
    """Under ``as_reported`` 5 mu more in: A, A company, all, all company; near and plan each."""
    summary = summarise_sensitivity(world.evaluate(closed, "2020-12-31")["sensitivity"])
    assert {n: str(t) for n, t in summary.dtypes.items()} == SUMMARY_COLUMNS
    rows = {(r["parameter"], r["value"]): r for r in records(summary)}
    row = rows["closed_mines", "as_reported"]
    assert (row["base_value"], row["n_cells"]) == ("excluded", 27)
    assert (row["n_changed"], row["n_flips"]) == (8, 2)


def test_a_cell_that_only_one_reading_can_assess_flips(world):
    """No mine is under construction or producing, so one reading of the rate has no denominator."""
    target = {
        "target_id": "T", "indicator_kind": "rate", "target_measure": "scheme_rate",
        "printed_target": "50", "printed_unit": "%",
    }  # fmt: skip
    schemes = [{"mine_id": "M1", "is_prepared": True, "prepared_date": "2019-01-01"}]
    mines = [{"mine_id": "M1", "production_status": "abandoned"}]
    tables = world.tables(plan_indicators=[target], schemes=schemes, mines=mines)
    frame = world.evaluate(tables, "2020-12-31")["sensitivity"]
    assert flips(frame) == {
        ("rate:scheme_rate", "scheme_rate_active", "all", "all", "near"): ("faster", None)
    }
