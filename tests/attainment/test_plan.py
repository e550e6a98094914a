"""The periods of a plan."""

from datetime import date

import pytest

from dandong_analysis.attainment.plan import Plan, check_periods, plan_of
from dandong_analysis.errors import DandongError
from dandong_analysis.study import Period, parse_study
from tests.attainment.world import STUDY


def period(code, start, end):
    return Period(code, code, code, date.fromisoformat(start), date.fromisoformat(end))


ONE = period("one", "2019-01-01", "2019-12-31")
TWO = period("two", "2021-01-01", "2021-12-31")


def test_a_plan_runs_from_its_first_day_to_its_last_whatever_the_order():
    plan = Plan(("A",), ("company",), (TWO, ONE))
    assert (plan.span.start, plan.span.end) == (date(2019, 1, 1), date(2021, 12, 31))
    assert plan.span_of("all") == plan.span
    assert plan.span_of("one").days == 365


@pytest.mark.parametrize(
    ("day", "code"),
    [("2018-12-31", ""), ("2019-01-01", "one"), ("2019-12-31", "one"), ("2020-06-01", ""),
     ("2021-01-01", "two")],
)  # fmt: skip
def test_a_day_belongs_to_one_period_or_none(day, code):
    assert Plan((), (), (ONE, TWO)).period_of(date.fromisoformat(day)) == code


@pytest.mark.parametrize(
    ("periods", "code"),
    [
        ((), "plan-no-period"),
        ((period("x", "2020-01-01", "2019-01-01"),), "plan-period-order"),
        ((ONE, period("x", "2019-12-31", "2020-12-31")), "plan-period-overlap"),
    ],
)
def test_each_fault_of_the_periods_is_named(periods, code):
    assert [p.code for p in check_periods(periods)] == [code]


@pytest.mark.parametrize("code", ["all", "before_plan", "", "a/b", "a=b", "a,b"])
def test_a_period_whose_code_would_break_others_is_named(code):
    found = check_periods((period(code, "2019-01-01", "2020-12-31"),))
    assert [(p.code, p.value) for p in found] == [("plan-period-code", code)]
    assert check_periods((period("2019-2020 近", "2019-01-01", "2020-12-31"),)) == []


def test_a_study_without_periods_is_refused():
    with pytest.raises(DandongError, match="没有声明规划时期"):
        plan_of(parse_study({**STUDY, "period": []}))


def test_the_plan_of_a_study_has_its_counties_and_parties():
    plan = plan_of(parse_study(STUDY))
    assert (plan.counties, plan.liabilities) == (("A", "B", "C"), ("company", "government"))
    assert check_periods((ONE, TWO)) == []
