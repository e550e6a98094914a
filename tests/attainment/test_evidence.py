"""One fixture for each fate of a piece of work, with its finding."""

from decimal import Decimal

import pytest

from dandong_analysis.attainment.faults import finding_codes
from dandong_analysis.attainment.frames import EVIDENCE_COLUMNS, records
from dandong_analysis.attainment.works import number_of
from dandong_analysis.errors import findings_frame
from tests.attainment.world import cells_of, codes, statuses

TARGETS = (("A", "company", "near", "100"), ("A", "company", "far", "50"),
           ("A", "government", "near", "40"), ("A", "government", "far", "20"))  # fmt: skip
GOOD = {
    "project_id": "W", "mine_id": "A-company", "accepted_date": "2020-05-01",
    "treated_area_mu": "10", "acceptance_number": "验1号",
}  # fmt: skip


def study(world, *works):
    """The mines, the targets of county A, and works that are good but for what is given."""
    rows = [{**GOOD, "project_id": f"W{i}", **w} for i, w in enumerate(works, start=1)]
    return {**world.mines(), "targets": world.targets(*TARGETS), **world.tables(restoration=rows)}


def counted(found):
    return {w.id: w.counted for w in found.evidence.works}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({}, "counted", None),
        ({"accepted_date": None, "acceptance_number": None}, "not_accepted", "work-not-accepted"),
        ({"acceptance_number": None}, "number_missing", "work-number-missing"),
        ({"accepted_date": None}, "date_missing", "work-date-missing"),
        ({"accepted_date": "2021-07-02"}, "after_date", "work-after-date"),
        ({"accepted_date": "2099-01-01"}, "after_date", "work-after-date"),
        ({"accepted_date": "2018-12-31"}, "before_plan", "work-before-plan"),
        ({"accepted_date": "2019-01-01"}, "counted", None),
        ({"accepted_date": "2021-07-01"}, "counted", None),
        ({"treated_area_mu": "0"}, "area_zero", "work-area-zero"),
        ({"treated_area_mu": "-3"}, "area_negative", "work-area-negative"),
        ({"treated_area_mu": None}, "area_missing", "work-area-missing"),
        ({"mine_id": "A-closed"}, "closed_mine", "work-closed-mine"),
        ({"mine_id": None}, "counted", "work-mine-unknown"),
        ({"mine_id": "unheard-of"}, "counted", "work-mine-unknown"),
        ({"treated_area_mu": "1000"}, "counted", None),
        ({"treated_area_mu": "1000.01"}, "counted", "work-above-damage"),
    ],
)
def test_each_fate_of_a_work(world, change, status, code):
    """Evaluated on 2021-07-01, in the middle of the second period; the mine has 1000 mu."""
    found = world.assess(study(world, change), "2021-07-01")
    assert statuses(found) == {"W1": status}
    assert codes(found) == ([code] if code else [])
    assert (counted(found)["W1"] > 0) == (status == "counted")


def test_work_after_the_plan_is_told_from_work_after_the_date(world):
    tables = study(world, {"accepted_date": "2022-01-01"})
    assert statuses(world.assess(tables, "2021-12-31")) == {"W1": "after_date"}
    assert statuses(world.assess(tables, "2022-01-01")) == {"W1": "after_plan"}


def test_every_finding_says_where_what_and_what_to_do(world):
    found = world.assess(study(world, {"accepted_date": None}), "2021-07-01")
    (row,) = records(findings_frame(found.problems))
    assert (row["file"], row["row"], row["column"]) == ("restoration.csv", 2, "验收文号")
    assert row["value"] == "W1 验1号 10"
    assert "列出，不计入" in row["message_zh"]
    assert "Listed, not counted." in row["message_en"]


def test_every_status_has_words():
    wanted = {
        "work-not-accepted",
        "work-number-shared",
        "work-above-damage",
        "report-without-target",
    }
    assert wanted <= set(finding_codes())


# acceptance numbers


def test_the_same_row_twice_counts_once(world):
    found = world.assess(study(world, {}, {}), "2021-07-01")
    assert statuses(found) == {"W1": "counted", "W2": "number_repeated"}
    assert codes(found) == ["work-number-repeated"]
    assert counted(found) == {"W1": 10, "W2": 0}


def test_parts_of_one_acceptance_all_count(world):
    parts = {"treated_area_mu": "6"}, {"treated_area_mu": "4"}
    found = world.assess(study(world, *parts), "2021-07-01")
    assert counted(found) == {"W1": 6, "W2": 4}
    assert codes(found) == []


SHARED = {"treated_area_mu": "10"}, {"treated_area_mu": "12", "mine_id": "A-government"}


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("largest", {"W1": "number_shared", "W2": "counted"}),
        ("all", {"W1": "counted", "W2": "counted"}),
        ("none", {"W1": "number_shared", "W2": "number_shared"}),
    ],
)
def test_one_number_for_two_mines(world, rule, wanted):
    found = world.assess(study(world, *SHARED), "2021-07-01", shared_number=rule)
    assert statuses(found) == wanted


def test_on_a_tie_the_earlier_acceptance_stays_whatever_the_order(world):
    late, early = {"accepted_date": "2020-06-02"}, {"accepted_date": "2020-06-01"}
    for works in ((late, early), (early, late)):
        found = world.assess(study(world, *works), "2021-07-01")
        (kept,) = [w for w in found.evidence.works if w.status == "counted"]
        assert str(kept.day) == "2020-06-01"


def test_a_number_of_an_old_acceptance_does_not_serve_again(world):
    old = {"accepted_date": "2015-06-01", "treated_area_mu": "30"}
    found = world.assess(study(world, old, {}), "2021-07-01")
    assert statuses(found) == {"W1": "before_plan", "W2": "number_shared"}


def test_a_number_that_is_used_again_later_is_not_known_yet(world):
    later = {"accepted_date": "2021-12-01", "treated_area_mu": "30"}
    found = world.assess(study(world, {}, later), "2021-07-01")
    assert statuses(found) == {"W1": "counted", "W2": "after_date"}


def test_numbers_are_compared_without_brackets_blanks_and_width():
    assert number_of("丹自然资验字〔2019〕7号") == number_of(" 丹自然资验字[２０１９] 7号")
    assert number_of("验7号") != number_of("验17号")


def test_the_date_alone_may_be_chosen_as_proof(world):
    tables = study(world, {"acceptance_number": None})
    assert statuses(world.assess(tables, "2021-07-01", proof="date")) == {"W1": "counted"}


# mines that the plan leaves open


@pytest.mark.parametrize(
    ("reading", "status", "company", "government"),
    [
        ("excluded", "closed_mine", "0", "0"),
        ("government", "counted", "0", "10"),
        ("as_reported", "counted", "10", "0"),
    ],
)
def test_whose_is_the_work_at_a_closed_mine(world, reading, status, company, government):
    found = world.assess(study(world, {"mine_id": "A-closed"}), "2021-07-01", closed_mines=reading)
    cells = cells_of(found.attainment)
    assert statuses(found) == {"W1": status}
    assert cells["A", "company", "near"]["done"] == Decimal(company)
    assert cells["A", "government", "near"]["done"] == Decimal(government)


# damaged land


def areas(*given):
    return [
        {"treated_area_mu": area, "accepted_date": day, "acceptance_number": f"验{i}号"}
        for i, (area, day) in enumerate(given)
    ]  # fmt: skip


def test_damaged_land_is_used_up_in_order_of_acceptance(world):
    """1000 mu of damage: the later 700 leave 400 of the earlier 600 untouched, so 400 count."""
    works = areas(("700", "2020-05-02"), ("600", "2020-05-01"), ("5", "2020-05-03"))
    found = world.assess(study(world, *works), "2021-07-01")
    assert counted(found) == {"W1": 400, "W2": 600, "W3": 0}
    assert [w.excess for w in found.evidence.works] == [300, 0, 5]
    assert statuses(found)["W3"] == "above_damage"
    assert codes(found) == ["work-above-damage", "work-above-damage"]
    assert cells_of(found.attainment)["A", "company", "near"]["done"] == 1000


def test_the_excess_may_be_chosen_to_count(world):
    tables = study(world, *areas(("1200", "2020-05-02")))
    found = world.assess(tables, "2021-07-01", above_damage="count")
    assert counted(found) == {"W1": 1200}
    assert codes(found) == ["work-above-damage"]


def test_gross_damage_includes_what_was_treated_before(world):
    """Of 1000 mu 300 were treated in 2017: 700 are left if the survey includes them."""
    tables = study(world, *areas(("300", "2017-05-02"), ("800", "2020-05-01")))
    assert counted(world.assess(tables, "2021-07-01", damaged_area="net"))["W2"] == 800
    assert counted(world.assess(tables, "2021-07-01", damaged_area="gross"))["W2"] == 700


def test_a_mine_without_any_damage_leaves_nothing_to_treat(world):
    tables = study(world, {})
    tables["land_damage"] = tables["land_damage"][tables["land_damage"]["mine_id"] != "A-company"]
    assert statuses(world.assess(tables, "2021-07-01")) == {"W1": "above_damage"}


def test_damage_that_is_not_known_in_full_limits_nothing(world):
    tables = study(world, {"treated_area_mu": "5000"})
    found = world.assess(tables, "2021-07-01", incomplete=frozenset({"A-company"}))
    assert counted(found) == {"W1": 5000}
    assert codes(found) == ["work-damage-unknown"]


def test_a_team_without_damaged_land_limits_nothing(world):
    tables = study(world, {"treated_area_mu": "5000"})
    tables["mines"]["delivery"] = "two"
    found = world.assess(tables, "2021-07-01")
    assert codes(found) == ["work-damage-unknown"]
    del tables["land_damage"]
    assert codes(world.assess(tables, "2021-07-01")) == ["work-damage-unknown"]


def test_the_frame_keeps_the_address_of_every_row(world):
    tables = study(world, {}, {"accepted_date": None})
    frame = world.evaluate(tables, "2021-07-01")["evidence"]
    assert {n: str(t) for n, t in frame.dtypes.items()} == EVIDENCE_COLUMNS
    rows = [(r["row_id"], r["source_row"], r["period"], r["acceptance_number"], r["status"])
            for r in records(frame)]  # fmt: skip
    assert rows == [
        ("W1", 2, "near", "验1号", "counted"), ("W2", 3, None, "验1号", "date_missing"),
    ]  # fmt: skip
