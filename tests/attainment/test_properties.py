"""What holds for every set of works: monotone, free of order, additive, and exact to the day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dandong_analysis.attainment.rules import standard_settings
from tests.attainment.world import cells_of

GRADES = [g.code for g in standard_settings().grades]
DAYS = st.dates(date(2018, 6, 1), date(2022, 6, 30))
AREA = st.decimals("0.01", "30", places=2)
WORK = st.tuples(st.sampled_from("AB"), st.sampled_from(["company", "government"]), DAYS, AREA)
few = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def study(world, hand, works, names=None):
    names = names or [f"W{i}" for i in range(len(works))]
    made = [(n, c, who, str(day), str(a)) for n, (c, who, day, a) in zip(names, works, strict=True)]
    return hand | {"restoration": world.works(*made)}


def cells(world, hand, works, as_of, **options):
    return cells_of(world.assess(study(world, hand, works, **options), str(as_of)).attainment)


@few
@given(st.lists(WORK, max_size=6), WORK, DAYS)
def test_one_more_accepted_work_never_lowers_anything(world, hand, works, more, as_of):
    before = cells(world, hand, works, as_of)
    after = cells(world, hand, [*works, more], as_of)
    for key, row in before.items():
        assert after[key]["done"] >= row["done"]
        if row["grade"]:
            assert GRADES.index(after[key]["grade"]) <= GRADES.index(row["grade"])


@few
@given(st.lists(WORK, min_size=2, max_size=7), st.randoms(use_true_random=False), DAYS)
def test_the_order_of_rows_changes_nothing(world, hand, works, random, as_of):
    tables = study(world, hand, works)
    shuffled = {}
    for name, frame in tables.items():
        order = list(range(len(frame)))
        random.shuffle(order)
        shuffled[name] = frame.iloc[order].reset_index(drop=True)
    expected = cells_of(world.assess(tables, str(as_of)).attainment)
    assert cells_of(world.assess(shuffled, str(as_of)).attainment) == expected


@few
@given(st.lists(WORK, min_size=1, max_size=5), st.decimals("0.01", "0.99", places=2), DAYS)
def test_splitting_a_work_in_two_acceptances_changes_no_area(world, hand, works, share, as_of):
    (county, who, day, area), *rest = works
    part = area * share
    split = [(county, who, day, part), (county, who, day, area - part), *rest]
    whole, parts = (cells(world, hand, w, as_of) for w in (works, split))
    for key, row in whole.items():
        told = ("done", "attainment", "grade", "remaining", "reached_on")
        assert [parts[key][c] for c in told] == [row[c] for c in told]


@few
@given(st.lists(WORK, max_size=7), DAYS)
def test_counties_and_parties_add_up_to_the_whole(world, hand, works, as_of):
    found = cells(world, hand, works, as_of)
    for period in ("near", "far", "all"):
        parts = [found[c, who, period]["done"] for c in "AB" for who in ("company", "government")]
        assert found["all", "all", period]["done"] == sum(parts)
    both = found["all", "all", "near"]["done"] + found["all", "all", "far"]["done"]
    assert found["all", "all", "all"]["done"] == both


@few
@given(WORK)
def test_a_work_counts_from_its_own_day_on(world, hand, work):
    county, who, day, area = work
    inside = date(2019, 1, 1) <= day <= date(2021, 12, 31)
    period = "near" if day <= date(2020, 12, 31) else "far"
    for as_of, done in ((day - timedelta(1), 0), (day, area if inside else 0)):
        assert cells(world, hand, [work], as_of)[county, who, period]["done"] == Decimal(done)


@few
@given(st.lists(WORK, max_size=6), DAYS, st.integers(1, 400))
def test_what_is_done_of_a_period_never_falls_with_time_and_stays_after_its_end(
    world, hand, works, as_of, later
):
    now, then = (cells(world, hand, works, d) for d in (as_of, as_of + timedelta(later)))
    for key, row in now.items():
        assert then[key]["done"] >= row["done"]
        if row["is_over"]:
            assert then[key]["done"] == row["done"]
            assert then[key]["grade"] == row["grade"]
