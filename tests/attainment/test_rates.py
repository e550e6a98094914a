"""Every rate with both of its terms, side by side."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dandong_analysis.attainment.definitions import Definitions
from dandong_analysis.attainment.frames import RATE_COLUMNS, decimal_of, records
from dandong_analysis.attainment.rates import TREATMENT


def rates(frame, region="A", liability="company", period="near"):
    """Value of treatment rates by (numerator, denominator) of one cell."""
    return {
        (r["numerator"], r["denominator"]): r for r in records(frame)
        if (r["rate"], r["region"], r["liability"], r["period"])
        == (TREATMENT, region, liability, period)
    }  # fmt: skip


def percent(part, whole):
    return decimal_of(100 * Fraction(part) / whole)


def test_the_same_work_against_every_denominator(world, hand):
    """County A, companies, near term, at the end of 2020: 100 of 100; plan 150; damage 1000."""
    found = rates(world.evaluate(hand, "2020-12-31")["rates"])
    assert {k: r["value"] for k, r in found.items()} == {
        ("target", "plan_target"): percent(100, 150),
        ("target", "damaged_land"): 10,
        ("target", "damaged_land_with_open"): 10,
        ("done", "target"): 100,
        ("done", "plan_target"): percent(100, 150),
        ("done", "damaged_land"): 10,
        ("done", "damaged_land_with_open"): 10,
    }
    assert {r["reading"] for k, r in found.items() if k == ("target", "plan_target")} == {"plan"}
    assert found["done", "damaged_land"]["numerator_value"] == 100
    assert found["done", "damaged_land"]["denominator_value"] == 1000


def test_the_mines_that_the_plan_leaves_open_enlarge_the_denominator_of_government(world, hand):
    """Government in A answers for 500 mu, or for 750 with the closed mine's 250."""
    found = rates(world.evaluate(hand, "2020-12-31")["rates"], liability="government")
    assert found["done", "damaged_land"]["value"] == percent(44, 500)
    assert found["done", "damaged_land_with_open"]["value"] == percent(44, 750)
    whole = rates(world.evaluate(hand, "2020-12-31")["rates"], liability="all")
    assert whole["done", "damaged_land"]["denominator_value"] == 1750  # all mines of A


def test_gross_damage_is_less_what_was_treated_before(world, hand):
    earlier = world.works(("W0", "A", "company", "2017-05-01", "200"))
    tables = hand | {"restoration": earlier}
    found = rates(world.evaluate(tables, "2020-12-31")["rates"])
    assert found["target", "damaged_land"]["value"] == 10
    frames = world.evaluate(tables, "2020-12-31", definitions=Definitions(damaged_area="gross"))
    assert rates(frames["rates"])["target", "damaged_land"]["value"] == percent(100, 800)


@pytest.mark.parametrize(
    ("change", "key", "status"),
    [
        ("blank", ("done", "target"), "denominator_blank"),
        ("blank", ("target", "damaged_land"), "numerator_blank"),
        ("zero", ("done", "target"), "denominator_zero"),
        ("unknown", ("done", "damaged_land"), "denominator_incomplete"),
    ],
)
def test_a_rate_that_cannot_be_computed_says_why(world, hand, change, key, status):
    area = {"blank": None, "zero": "0"}.get(change, "100")
    tables = hand | {"targets": world.targets(("A", "company", "near", area))}
    options = {"incomplete": frozenset({"A-company"})} if change == "unknown" else {}
    row = rates(world.evaluate(tables, "2020-12-31", **options)["rates"])[key]
    assert row["status"] == status
    assert (row["value"] is None) == (change != "unknown")


def test_declared_rates_stand_with_their_variants_for_each_county(world):
    mines = [{"mine_id": "M1"}, {"mine_id": "M2", "county": "B"}, {"mine_id": "M3", "county": "B"}]
    schemes = [
        {"mine_id": "M1", "is_prepared": True, "prepared_date": "2019-05-01"},
        {"mine_id": "M2"},
        {"mine_id": "M3", "is_required": False},
    ]  # fmt: skip
    target = {
        "target_id": "T", "indicator_kind": "rate", "target_measure": "scheme_rate",
        "printed_target": "80", "printed_unit": "%",
    }  # fmt: skip
    tables = world.tables(mines=mines, schemes=schemes, plan_indicators=[target])
    found = {
        (r["rate"], r["region"]): (r["value"], r["denominator_value"], r["reading"], r["status"])
        for r in records(world.evaluate(tables, "2020-12-31")["rates"])
    }
    third = decimal_of(Fraction(100, 3))
    assert found["scheme_rate", "all"] == (50, 2, "chosen", "computed")
    assert found["scheme_rate", "A"] == (100, 1, "chosen", "computed")
    assert found["scheme_rate", "B"] == (0, 1, "chosen", "computed")
    assert found["scheme_rate", "C"] == (None, 0, "chosen", "denominator_zero")
    assert found["scheme_rate_listed", "all"] == (third, 3, "alternative", "computed")
    assert found["scheme_rate_active", "all"] == (third, 3, "alternative", "computed")


def test_a_table_that_was_not_delivered_gives_no_rate(world):
    target = {
        "target_id": "T", "indicator_kind": "rate", "target_measure": "fund_rate",
        "printed_target": "70", "printed_unit": "%",
    }  # fmt: skip
    frame = world.evaluate(world.tables(plan_indicators=[target]), "2020-12-31")["rates"]
    assert set(frame["status"]) == {"not_delivered"}
    assert {n: str(t) for n, t in frame.dtypes.items()} == RATE_COLUMNS
    assert all(isinstance(v, Decimal) or v is None for v in frame["value"])
