"""Scenarios are exact; a trend has an interval, or is refused."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from dandong_analysis.attainment.frames import PROJECTION_COLUMNS, decimal_of, records
from dandong_analysis.attainment.projection import project_trend
from dandong_analysis.attainment.schedule import Span

TEN_YEARS = Span(date(2011, 1, 1), date(2020, 12, 31))


def yearly(*amounts, first=2011):
    return [(date(first + i, 7, 1), Decimal(a)) for i, a in enumerate(amounts)]


def trend(days, as_of, span=TEN_YEARS, *, min_years=5, confidence=0.9):
    return project_trend(
        days, span, date.fromisoformat(as_of), min_years=min_years, confidence=confidence
    )


def test_a_line_through_the_years_goes_on_to_the_end():
    """Amounts 2, 4, 6, 8, 10 in 2011–2015: 12 + 14 + 16 + 18 + 20 follow, without any scatter."""
    found = trend(yearly(2, 4, 6, 8, 10), "2015-12-31")
    assert found.projected == pytest.approx(30 + 80)
    assert found.low == pytest.approx(110)
    assert found.high == pytest.approx(110)
    assert found.n_years == 5


def test_the_interval_is_that_of_the_textbook():
    """Amounts 3, 5, 4, 6, 7 in five years, two years left.

    With x = -2 … 2: mean 5, Sxy = 9, Sxx = 10, slope 0.9; residuals -0.2, 0.9, -1, 0.1, 0.2, so
    s² = 1.9 / 3. Years x = 3 and 4 add 5 + 2.7 and 5 + 3.6; their sum has the variance
    s² (2 + 2²/5 + 7²/10), and Student's t for 3 degrees of freedom and 90 % is 2.353363.
    """
    span = Span(date(2011, 1, 1), date(2017, 12, 31))
    found = trend(yearly(3, 5, 4, 6, 7), "2015-12-31", span)
    error = ((1.9 / 3) * (2 + 4 / 5 + 49 / 10)) ** 0.5
    assert found.projected == pytest.approx(25 + 7.7 + 8.6)
    assert found.high - found.projected == pytest.approx(2.353363 * error, rel=1e-6)
    assert found.projected - found.low == pytest.approx(2.353363 * error, rel=1e-6)


def test_a_part_of_a_year_counts_with_its_part():
    """The period ends on 2 July 2016, the 184th of 366 days."""
    span = Span(date(2011, 1, 1), date(2016, 7, 2))
    found = trend(yearly(2, 4, 6, 8, 10), "2015-12-31", span)
    assert found.projected == pytest.approx(30 + 12 * 184 / 366)


def test_three_years_carry_no_interval():
    found = trend(yearly(3, 5, 4), "2013-12-31")
    assert (found.reason, found.n_years) == ("too_few_years", 3)
    assert (found.projected, found.low, found.high) == (None, None, None)


def test_a_year_that_is_not_over_is_no_point():
    assert trend(yearly(3, 5, 4, 6, 7), "2015-12-30").reason == "too_few_years"
    assert trend(yearly(3, 5, 4, 6, 7), "2015-12-31").reason == ""


def test_two_points_never_make_a_trend_whatever_the_settings_say():
    assert trend(yearly(3, 5), "2012-12-31", min_years=1).reason == "too_few_years"
    assert trend(yearly(3, 5, 4), "2013-12-31", min_years=1).reason == ""


def test_a_falling_line_takes_back_nothing_that_was_done():
    found = trend(yearly(10, 8, 6, 4, 2), "2015-12-31")
    assert found.projected == found.low == pytest.approx(30)


def test_work_of_the_running_year_is_a_floor():
    days = [*yearly(1, 1, 1, 1, 1), (date(2016, 2, 1), Decimal(50))]
    found = trend(days, "2016-06-30")
    assert found.low == found.projected == pytest.approx(55)  # the line alone says 10


# scenarios of the hand-worked study


def scenarios(frame, *key):
    return {
        r["scenario"]: r for r in records(frame)
        if (r["region"], r["liability"], r["period"]) == key
    }  # fmt: skip


def test_scenarios_of_a_target_under_way(world, hand):
    """All of the plan on 2020-12-31: 194.5 of 330, 2 years have passed and 1 is left."""
    frame = world.evaluate(hand, "2020-12-31")["projections"]
    assert {n: str(t) for n, t in frame.dtypes.items()} == PROJECTION_COLUMNS
    found = scenarios(frame, "all", "all", "all")
    told = {n: (r["per_year"], r["projected"]) for n, r in found.items() if n != "trend"}
    assert told == {
        "as_so_far": (Decimal("97.25"), Decimal("291.75")),
        "as_planned": (110, Decimal("304.5")),  # the plan leaves 110 for 2021
        "needed": (Decimal("135.5"), 330),
    }
    assert found["as_so_far"]["attainment"] == decimal_of(Fraction("291.75") / 330)
    assert (found["trend"]["reason"], found["trend"]["n_years"]) == ("too_few_years", 2)


def test_nothing_is_projected_for_a_period_that_is_over_or_has_not_begun(world, hand):
    frame = world.evaluate(hand, "2020-12-31")["projections"]
    assert set(frame["period"]) == {"all"}
    assert world.evaluate(hand, "2021-12-31")["projections"].empty
    assert set(world.evaluate(hand, "2020-12-30")["projections"]["period"]) == {"near", "all"}


def test_what_is_met_already_needs_nothing(world, hand):
    found = scenarios(world.evaluate(hand, "2020-06-30")["projections"], "A", "government", "near")
    assert (found["needed"]["per_year"], found["needed"]["projected"]) == (0, 44)


@pytest.mark.parametrize("area", [None, "0"])
def test_a_blank_or_zero_target_is_not_projected(world, hand, area):
    tables = hand | {"targets": world.targets(("A", "company", "near", area))}
    assert world.evaluate(tables, "2020-06-30")["projections"].empty
