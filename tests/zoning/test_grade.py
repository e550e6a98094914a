"""Grades of mines: upper grade first, and what missing input leaves open."""

from decimal import Decimal

import pytest

from dandong_analysis.errors import DandongError

GRADED = ("slight", "slight", "slight")
OPEN = ("ungraded", "slight", "severe")


def other(**row):
    """M1 as given, M2 as usual: county A has delivered the table."""
    return [{"mine_id": "M1", **row}, {"mine_id": "M2"}]


def test_a_mine_that_is_slight_everywhere_is_slight(world):
    graded = world.grade(world.tables())
    row = graded.mines.set_index("mine_id").loc["M1"]
    groups = ["hazard_grade", "aquifer_grade", "landscape_grade", "land_grade"]
    assert row[groups].tolist() == ["slight"] * 4
    assert world.grade_of() == GRADED
    assert graded.missing.empty


@pytest.mark.parametrize("rows", [
    {"hazards": other(threatened_people=101)},
    {"aquifer": other(leakage="severe")},
    {"landscape": other(landscape_degree="severe")},
    {"land_damage": other(land_class="basic_farmland")},
], ids=["hazard", "aquifer", "landscape", "land"])  # fmt: skip
def test_the_worst_group_fixes_the_grade(world, rows):
    assert world.grade_of(**rows) == ("severe", "severe", "severe")


def test_one_criterion_fixes_the_grade_of_its_group(world):
    row = other(leakage="none", supply_affected="partial", inflow_m3_per_day="10")
    graded = world.grade(world.tables(aquifer=row))
    assert graded.mines["aquifer_grade"].tolist() == ["moderate", "slight"]


@pytest.mark.parametrize("rows", [
    {"hazards": other(threatened_people=None)},
    {"hazards": other(potential_loss_cny_10k=None)},
    {"hazards": other(threatened_objects=None)},
    {"hazards": other(threatened_objects="某重要设施")},
    {"hazards": other(threatened_objects="远离村庄")},
    {"hazards": other(hazard_type="landslide", volume_m3=None)},
    {"aquifer": other(inflow_m3_per_day=None)},
    {"aquifer": other(leakage=None)},
    {"aquifer": other(supply_affected=None)},
    {"aquifer": [{"mine_id": "M2"}]},
    {"landscape": other(landscape_degree=None)},
    {"landscape": [{"mine_id": "M2"}]},
    {"land_damage": other(damaged_area_mu=None)},
    {"land_damage": [{"mine_id": "M2"}]},
    {"hazards": []},
    {"mines": other(mining_method=None), "aquifer": [{"mine_id": "M2"}]},
    {"mines": other(mining_method="underground", is_in_protected_view=None),
     "landscape": [{"mine_id": "M2"}]},
], ids=str)  # fmt: skip
def test_what_is_missing_is_never_slight(world, rows):
    assert world.grade_of(**rows) == OPEN


def test_a_missing_land_class_matters_only_as_far_as_its_area_goes(world):
    def graded(area):
        return world.grade_of(land_damage=[
            {"mine_id": "M1", "land_class": "unused", "damaged_area_mu": "100"},
            {"mine_id": "M1", "land_class": None, "damaged_area_mu": area},
        ])  # fmt: skip

    # Basic farmland of any size is severe, so every unknown parcel leaves that open.
    assert graded("0.1") == OPEN
    assert graded("0") == GRADED


def test_known_arable_land_stays_moderate_whatever_the_unknown_parcel_is(world):
    rows = [
        {"mine_id": "M1", "land_class": "arable", "damaged_area_mu": "20"},
        {"mine_id": "M1", "land_class": None, "damaged_area_mu": "20"},
    ]
    assert world.grade_of(land_damage=rows) == ("ungraded", "moderate", "severe")


def test_what_is_missing_does_not_matter_beside_a_severe_criterion(world):
    rows = {"hazards": other(threatened_people=None), "aquifer": other(leakage="severe")}
    graded = world.grade(world.tables(**rows))
    assert world.grade_of(**rows) == ("severe", "severe", "severe")
    missing = graded.missing.set_index("mine_id").loc["M1"]
    assert missing["field"] == "threatened_people"
    assert not missing["matters"]


def test_a_known_word_counts_beside_an_unlisted_one(world):
    rows = other(threatened_objects="乡村公路、某设施")
    graded = world.grade(world.tables(hazards=rows))
    assert world.grade_of(hazards=rows) == ("ungraded", "moderate", "severe")
    assert graded.missing["found"].tolist() == ["某设施"]


def test_no_hazard_row_is_no_hazard_where_the_county_delivered_hazards(world):
    graded = world.grade(world.tables(hazards=[{"mine_id": "M2"}]))
    assert graded.mines["hazard_grade"].tolist() == ["none", "slight"]
    assert graded.mines["grade"].tolist() == ["slight", "slight"]


def test_another_county_delivering_hazards_says_nothing(world):
    mines = [{"mine_id": "M1", "delivery": "two", "county": "B"}, {"mine_id": "M2"}]
    assert world.grade_of(mines=mines, hazards=[{"mine_id": "M2"}]) == OPEN


def test_an_empty_hazard_table_that_was_delivered_is_no_hazard(world):
    tables = world.tables(hazards=[])
    graded = world.grade(tables, delivered={"hazards": {"one"}})
    assert graded.mines["hazard_grade"].tolist() == ["none", "none"]
    again = world.grade(tables, delivered={"hazards": {"two"}})
    assert again.mines["hazard_grade"].tolist() == ["ungraded", "ungraded"]


def test_a_row_set_aside_leaves_what_was_accepted_as_the_best_grade(world):
    tables = world.tables(land_damage=[
        {"mine_id": "M1", "land_class": "arable", "damaged_area_mu": "3"}, {"mine_id": "M2"},
    ])  # fmt: skip
    graded = world.grade(tables, set_aside={"land_damage": {"M1"}})
    row = graded.mines.set_index("mine_id").loc["M1"]
    assert (row["grade"], row["best_grade"], row["worst_grade"]) == (
        "ungraded", "moderate", "severe",
    )  # fmt: skip
    assert graded.missing["reason"].tolist() == ["row_set_aside"]


def test_open_pits_without_aquifer_row_have_no_aquifer_problem(world):
    graded = world.grade(
        world.tables(mines=other(mining_method="open_pit"), aquifer=[{"mine_id": "M2"}])
    )
    assert graded.mines["aquifer_grade"].tolist() == ["none", "slight"]


def test_open_pits_with_aquifer_row_are_graded_by_it(world):
    rows = {"mines": other(mining_method="open_pit"), "aquifer": other(leakage="severe")}
    assert world.grade_of(**rows)[0] == "severe"


def test_underground_mines_need_a_landscape_row_only_in_protected_view(world):
    def grade(*, seen):
        mines = other(mining_method="underground", is_in_protected_view=seen)
        return world.grade_of(mines=mines, landscape=[{"mine_id": "M2"}])

    assert grade(seen=False) == GRADED
    assert grade(seen=True) == OPEN


def test_what_fired_shows_value_limit_source_and_whether_it_decides(world):
    tables = world.tables(land_damage=[
        {"mine_id": "M1", "land_class": "arable", "damaged_area_mu": "20.5"},
        {"mine_id": "M1", "land_class": "arable", "damaged_area_mu": "9.75"},
        {"mine_id": "M2"},
    ])  # fmt: skip
    fired = world.grade(tables).fired.query("mine_id == 'M1'").set_index("criterion")
    row = fired.loc["LND.ARABLE.SEVERE"]
    assert row["value"] == Decimal("30.25")
    assert (row["unit"], row["threshold_en"], row["threshold_zh"]) == ("mu", "> 2 hm²", "> 2 公顷")
    assert (row["n_rows"], row["verified"], row["decides"]) == (2, True, True)
    assert row["source"]
    leak = fired.loc["AQF.LEAKAGE.SLIGHT"]
    assert (leak["word"], leak["threshold_en"], leak["decides"]) == ("none", "none", False)


def test_the_worst_of_several_hazards_counts_and_names_its_value(world):
    rows = [{"mine_id": "M1", "threatened_people": n} for n in (3, 45, 12)]
    fired = world.grade(world.tables(hazards=rows)).fired.set_index("criterion")
    row = fired.loc["HAZ.PEOPLE.MODERATE"]
    assert (row["value"], row["n_rows"], row["mine_id"]) == (Decimal(45), 3, "M1")
    assert "HAZ.PEOPLE.SLIGHT" not in fired.index


def test_criteria_not_checked_against_the_standard_are_listed(world):
    graded = world.grade(world.tables())
    unverified = set(graded.unverified["criterion"])
    assert "HAZ.LOSS.SEVERE" in unverified
    assert "LND.FOREST.SEVERE" not in unverified
    assert graded.criteria["n_mines"].sum() == len(graded.fired)


def test_rows_of_unknown_mines_are_reported_and_do_not_count(world):
    rows = [{"mine_id": "M9", "land_class": "basic_farmland"}, {"mine_id": "M1"}, {"mine_id": "M2"}]
    graded = world.grade(world.tables(land_damage=rows))
    assert graded.unmatched.set_index("table")["n_rows"].to_dict() == {
        "hazards": 0, "aquifer": 0, "landscape": 0, "land_damage": 1,
    }  # fmt: skip
    assert graded.mines["grade"].tolist() == ["slight", "slight"]


def test_a_mine_that_occurs_twice_is_refused(world):
    with pytest.raises(DandongError, match="M1") as caught:
        world.grade(world.tables(mines=[{"mine_id": "M1"}, {"mine_id": "M1"}]))
    assert caught.value.problems[0].code == "mine-twice"


def test_a_table_that_is_not_there_is_unknown(world):
    tables = world.tables()
    del tables["landscape"]
    assert set(world.grade(tables).mines["landscape_grade"]) == {"ungraded"}


def test_inputs_stay_untouched(world):
    tables = world.tables()
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    world.grade(tables)
    assert all(before[name].equals(frame) for name, frame in tables.items())
