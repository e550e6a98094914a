"""Grades, margins and the least amount that changes a grade."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.attainment.grading import Standing, grade, grade_of
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.attainment.settings import Grade

GRADES = standard_settings().grades
CENT = Decimal("0.01")


def standing(done, target, expected, *, over=False, early=None):
    early = done if early is None else early
    return Standing(
        *(Fraction(str(v)) for v in (done, target, expected)), over, Fraction(str(early))
    )


def code(*args, **options):
    found = grade_of(standing(*args, **options), GRADES)
    return found and found.code


@pytest.mark.parametrize(
    ("done", "expected_grade"),
    [
        ("44.99", "behind"),
        ("45", "on_track"),  # 0.9 × 50 exactly
        ("54.99", "on_track"),
        ("55", "faster"),  # 1.1 × 50 exactly
        ("99.99", "faster"),
        ("100", "early"),
    ],
)
def test_limits_are_reached_when_met_exactly(done, expected_grade):
    """Target 100, of which 50 were to be done by now."""
    assert code(done, 100, 50) == expected_grade


@pytest.mark.parametrize(
    ("done", "early", "expected_grade"),
    [
        ("99.99", "99.99", "behind"),  # after the end nothing is left to expect
        ("100", "99", "on_track"),  # reached on the last day
        ("109.99", "99", "on_track"),
        ("110", "99", "faster"),
        ("100", "100", "early"),
    ],
)
def test_after_the_end_a_target_is_reached_or_not(done, early, expected_grade):
    assert code(done, 100, 100, over=True, early=early) == expected_grade


def test_nothing_due_and_nothing_done_has_no_grade():
    assert code(0, 1, 0) is None
    assert grade(standing(0, 1, 0), GRADES, step=Decimal(1)).grade is None
    assert code(1, 1, 0) == "early"


def test_something_done_while_nothing_is_due_is_ahead():
    found = grade(standing(1, 3, 0), GRADES, step=Decimal(1))
    assert (found.grade.code, found.next_grade.code, found.amount_to_next) == ("faster", "early", 2)
    assert (found.ratio_to_next, found.amount_to_lower) == (None, None)


def test_margins_of_a_lagging_target():
    """Done 30, expected 50 of 100: 45 is the next limit, so 15 are missing, 0.3 of the ratio."""
    found = grade(standing(30, 100, 50), GRADES, step=CENT)
    assert (found.grade.code, found.next_grade.code) == ("behind", "on_track")
    assert found.amount_to_next == 15
    assert found.ratio_to_next == Fraction(3, 10)
    assert found.lower_grade is None
    assert found.amount_to_lower is None


def test_an_amount_that_is_no_decimal_is_rounded_up_to_the_step():
    """Expected 100/3: the limit 0.9 is 30 exactly, 1.1 is 36.666…; done 30.5."""
    third = Standing(Fraction("30.5"), Fraction(100), Fraction(100, 3), False, Fraction("30.5"))
    found = grade(third, GRADES, step=CENT)
    assert (found.grade.code, found.next_grade.code) == ("on_track", "faster")
    assert found.amount_to_next == Decimal("6.17")  # 6.1666… up
    assert found.amount_to_lower == Decimal("0.51")  # at 0.50 less the limit still holds


def test_the_target_comes_before_the_faster_limit_late_in_a_period():
    """Expected 95 of 100: 1.1 × 95 = 104.5 lies beyond the target, which is early already."""
    found = grade(standing(96, 100, 95), GRADES, step=CENT)
    assert (found.next_grade.code, found.amount_to_next) == ("early", 4)


def test_an_early_target_falls_to_what_its_ratio_says():
    """Done 44 of 40, 20 expected: without 4.01 it is no longer met, but still above 22."""
    found = grade(standing(44, 40, 20), GRADES, step=CENT)
    assert (found.grade.code, found.next_grade) == ("early", None)
    assert (found.lower_grade.code, found.amount_to_lower) == ("faster", Decimal("4.01"))


def test_after_the_end_early_is_out_of_reach_and_lost_by_early_work():
    late = grade(standing(95, 100, 100, over=True), GRADES, step=CENT)
    assert (late.next_grade.code, late.amount_to_next) == ("on_track", 5)
    early = grade(standing(120, 100, 100, over=True, early=103), GRADES, step=CENT)
    assert early.amount_to_lower == Decimal("3.01")
    assert early.lower_grade.code == "faster"  # 116.99 is above 110


def test_a_limit_above_the_target_is_still_the_next_one_after_the_end():
    grades = (
        Grade("early", "", "", early=True), Grade("good", "", "", Decimal("0.9"), Decimal("1.2")),
        Grade("poor", "", ""),
    )  # fmt: skip
    found = grade(standing(90, 100, 100, over=True), grades, step=CENT)
    assert (found.next_grade.code, found.amount_to_next) == ("good", 30)


def test_a_count_moves_in_whole_pieces():
    found = grade(standing(1, 10, 4), GRADES, step=Decimal(1))
    assert (found.grade.code, found.amount_to_next) == ("behind", 3)  # 3.6 needed, so 4


# A shared machine may pause at any example.
untimed = settings(deadline=None)
amounts = st.decimals("0.01", "500", places=2)


@untimed
@given(amounts, amounts, st.fractions("1/400", 1), st.booleans())
def test_the_amount_told_changes_the_grade_and_one_step_less_does_not(done, target, share, over):
    now = Standing(
        Fraction(done), Fraction(target), Fraction(target) * (1 if over else share), over,
        Fraction(done) / 2 if over else Fraction(done),
    )  # fmt: skip
    found = grade(now, GRADES, step=CENT)
    if found.amount_to_next is not None:
        assert grade_of(now.more(Fraction(found.amount_to_next)), GRADES) != found.grade
        less = Fraction(found.amount_to_next - CENT)
        assert grade_of(now.more(less), GRADES) == found.grade
    if found.amount_to_lower is not None:
        assert grade_of(now.less(Fraction(found.amount_to_lower)), GRADES) != found.grade
        less = Fraction(found.amount_to_lower - CENT)
        assert grade_of(now.less(less), GRADES) == found.grade


@untimed
@given(amounts, amounts, st.fractions("1/400", 1), amounts)
def test_more_done_is_never_a_worse_grade(done, target, share, more):
    now = Standing(
        Fraction(done), Fraction(target), Fraction(target) * share, False, Fraction(done)
    )
    assert GRADES.index(grade_of(now.more(Fraction(more)), GRADES)) <= GRADES.index(
        grade_of(now, GRADES)
    )
