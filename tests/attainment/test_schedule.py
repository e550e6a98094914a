"""Days, calendar years and the plan's own path."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.attainment.schedule import Span, calendar_years, path_progress

NEAR = Span(date(2018, 1, 1), date(2020, 12, 31))  # 365 + 365 + 366
FAR = Span(date(2021, 1, 1), date(2022, 12, 31))  # 365 + 365
PLAN = Span(date(2018, 1, 1), date(2022, 12, 31))
DAYS = st.dates(date(2017, 1, 1), date(2024, 12, 31))
# A shared machine may pause at any example.
untimed = settings(deadline=None)


def test_the_first_and_the_last_day_both_count():
    assert (NEAR.days, FAR.days, PLAN.days) == (1096, 730, 1826)
    assert NEAR.elapsed(date(2017, 12, 31)) == 0
    assert NEAR.elapsed(date(2018, 1, 1)) == 1
    assert NEAR.elapsed(date(2020, 12, 30)) == 1095
    assert NEAR.elapsed(date(2020, 12, 31)) == NEAR.elapsed(date(2025, 1, 1)) == 1096


def test_a_period_is_over_on_its_last_day():
    assert not NEAR.is_over(date(2020, 12, 30))
    assert NEAR.is_over(date(2020, 12, 31))


def test_time_progress_of_five_years_after_three():
    assert PLAN.progress(date(2020, 12, 31)) == Fraction(1096, 1826)  # 60.02 %


def test_a_calendar_year_is_one_whether_it_leaps_or_not():
    assert calendar_years(date(2020, 1, 1), date(2020, 12, 31)) == 1
    assert calendar_years(date(2021, 1, 1), date(2021, 12, 31)) == 1
    assert calendar_years(date(2020, 7, 1), date(2020, 12, 31)) == Fraction(184, 366)
    assert calendar_years(date(2021, 1, 2), date(2021, 1, 1)) == 0


def test_years_left_and_elapsed_around_the_turn_of_the_year():
    assert PLAN.years_elapsed(date(2020, 12, 31)) == 3
    assert PLAN.years_left(date(2020, 12, 31)) == 2
    assert PLAN.years_left(date(2020, 12, 30)) == 2 + Fraction(1, 366)
    assert PLAN.years_left(date(2022, 12, 31)) == 0
    assert PLAN.years_left(date(2017, 1, 1)) == 5


def test_whole_years_lie_inside_and_are_over():
    odd = Span(date(2018, 7, 1), date(2022, 6, 30))
    assert odd.whole_years(date(2021, 12, 30)) == [2019, 2020]
    assert odd.whole_years(date(2021, 12, 31)) == [2019, 2020, 2021]
    assert odd.whole_years(date(2025, 1, 1)) == [2019, 2020, 2021]
    assert [p.days for p in odd.yearly_parts()] == [184, 365, 366, 365, 181]


def test_the_plan_s_own_path_puts_half_before_the_end_of_its_first_period():
    """60 of 100 in the first period, so 60 % is due at its end though 60.02 % of time passed."""
    parts = [(NEAR, Decimal(60)), (FAR, Decimal(40))]
    assert path_progress(parts, date(2020, 12, 31)) == Fraction(60, 100)
    assert path_progress(parts, date(2021, 1, 1)) == Fraction(60, 100) + Fraction(40, 100 * 730)
    assert path_progress(parts, date(2022, 12, 31)) == 1
    assert path_progress(parts, date(2017, 12, 31)) == 0


def test_a_path_without_targets_is_none():
    assert path_progress([(NEAR, Decimal(0)), (FAR, Decimal(0))], date(2020, 1, 1)) is None
    assert path_progress([], date(2020, 1, 1)) is None


@untimed
@given(DAYS)
def test_progress_never_falls_and_what_passed_and_what_is_left_make_the_whole(day):
    later = day + timedelta(1)
    assert 0 <= PLAN.progress(day) <= PLAN.progress(later) <= 1
    assert PLAN.years_elapsed(day) + PLAN.years_left(day) == 5
    parts = [(NEAR, Decimal(3)), (FAR, Decimal(1))]
    assert path_progress(parts, day) <= path_progress(parts, later)


@untimed
@given(st.lists(DAYS, min_size=3, max_size=3))
def test_years_add_up_wherever_a_span_is_cut(days):
    first, cut, last = sorted(days)
    if first <= cut < last:
        left = calendar_years(first, cut)
        assert left + calendar_years(cut + timedelta(1), last) == calendar_years(first, last)
