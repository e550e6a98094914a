"""Every number of an evaluation and the delivered rows that are said to add up to it."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dandong_analysis.attainment.definitions import Definitions, variations
from dandong_analysis.attainment.frames import (
    AMOUNT_COLUMNS,
    AMOUNT_ROW_COLUMNS,
    decimal_of,
    records,
)
from dandong_analysis.attainment.parts import Amount, Part, cell_code, joined
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.schemas import ADDRESS

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


def added(values):
    """An exact sum that is no code of the package."""
    whole = sum(map(Fraction, values), Fraction(0))
    return Decimal(whole.numerator) / Decimal(whole.denominator)


def codes(cell):
    return [] if cell is None else cell.split("|")


def amounts_of(frames):
    """Each amount as its rows or its parts add up, by code."""
    rows: dict[str, list[Decimal]] = {}
    for row in records(frames["amount_rows"]):
        rows.setdefault(row["plan_amount"], []).append(row["amount"])
    found = {}
    for row in records(frames["amounts"]):
        parts = [found[c] for c in codes(row["amounts"])]
        found[row["plan_amount"]] = added([*rows.pop(row["plan_amount"], []), *parts])
    assert not rows, "rows of an amount that is not listed"
    return found


def key_of(row):
    return "/".join(str(row[c]) for c in CELL)


def columns_of_codes(frames):
    """All codes of amounts that any frame names."""
    listed = {
        "series": ("in_year", "by_year"), "rates": ("numerator_amount", "denominator_amount"),
        "funds": ("cost_amounts", "need_amounts"), "amounts": ("amounts",),
    }  # fmt: skip
    for name, columns in listed.items():
        for row in records(frames[name]):
            for column in columns:
                yield from codes(row[column])


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


@pytest.fixture(scope="module")
def near_end(evaluated):
    frames = evaluated["2020-12-31", 0]
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
def test_what_has_no_value_is_absent_and_not_zero(evaluated, day, code):
    assert code not in amounts_of(evaluated[day, 0])


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
