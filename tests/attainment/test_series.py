"""What was done in each year."""

from dandong_analysis.attainment.frames import SERIES_COLUMNS, records


def series(frame, region, liability):
    return [
        (r["year"], r["amount"], r["cumulative"], r["n_counted"], r["is_whole"])
        for r in records(frame) if (r["region"], r["liability"]) == (region, liability)
    ]  # fmt: skip


def test_years_of_the_study(world, hand):
    frame = world.evaluate(hand, "2021-06-30")["series"]
    assert {n: str(t) for n, t in frame.dtypes.items()} == SERIES_COLUMNS
    assert series(frame, "A", "company") == [
        (2019, 40, 40, 1, True), (2020, 60, 100, 2, True), (2021, 10, 110, 1, False),
    ]  # fmt: skip
    assert series(frame, "B", "government")[0] == (2019, 0, 0, 0, True)


def test_the_parts_of_a_year_add_up_to_the_whole(world, hand):
    frame = world.evaluate(hand, "2021-12-31")["series"]
    parts = [series(frame, r, p) for r in "AB" for p in ("company", "government")]
    for year, amount, *_ in series(frame, "all", "all"):
        assert sum(a for rows in parts for y, a, *_ in rows if y == year) == amount


def test_a_year_is_whole_on_its_last_day(world, hand):
    def last(as_of):
        return series(world.evaluate(hand, as_of)["series"], "all", "all")[-1]

    assert last("2020-12-30")[0::4] == (2020, False)
    assert last("2020-12-31")[0::4] == (2020, True)


def test_before_the_plan_there_is_no_year(world, hand):
    assert world.evaluate(hand, "2018-12-31")["series"].empty
