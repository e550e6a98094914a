"""Targets as printed, and the cells that they span."""

from decimal import Decimal

import pytest

from dandong_analysis.attainment.frames import records
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.attainment.targets import read_value
from dandong_analysis.errors import DandongError
from tests.attainment.world import cells_of, codes

SETTINGS = standard_settings()
AREA = SETTINGS.measures["treated_area"]


def read(printed, unit="亩", kind="cumulative", measure=AREA):
    return read_value(printed, unit, kind, measure, SETTINGS.sign_spellings)


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("120", "亩", "120"),
        ("120", "", "120"),
        ("１２０", "亩", "120"),
        ("0.5", "km²", "750"),  # 1 km² is 1500 mu
        ("2", "公顷", "30"),
    ],
)
def test_a_number_is_held_in_the_unit_of_its_measure(printed, unit, value):
    assert read(printed, unit) == (Decimal(value), "given")


@pytest.mark.parametrize(
    ("printed", "unit", "status"),
    [
        ("", "亩", "target_blank"),
        (" ", "亩", "target_blank"),
        ("-5", "亩", "target_negative"),
        ("约120", "亩", "target_unreadable"),
        ("1,200", "亩", "target_unreadable"),
        ("≥80", "亩", "target_unreadable"),
        ("120", "万元", "target_unit"),
        ("120", "箩筐", "target_unit"),
    ],
)
def test_what_is_no_such_number_has_no_value(printed, unit, status):
    assert read(printed, unit) == (None, status)


def test_zero_is_a_number_of_its_own_status():
    assert read("0") == (Decimal(0), "target_zero")


def test_a_counting_word_stands_for_any_other():
    assert read("2", "处", "count", SETTINGS.measures["social_projects"]) == (2, "given")


@pytest.mark.parametrize("printed", ["应为正值", "＞0", ">0"])
def test_a_sign_is_spelled_as_declared(printed):
    assert read(printed, "", "sign") == (None, "given")


def test_a_sign_in_other_words_is_unreadable_and_a_milestone_is_not():
    assert read("有序增长", "", "sign") == (None, "target_unreadable")
    assert read("初步建立", "", "milestone") == (1, "given")


def test_an_unknown_measure_is_unreadable():
    assert read("5", measure=None) == (None, "target_unreadable")


def test_the_frame_of_targets_keeps_what_was_printed(world):
    tables = world.tables(plan_indicators=[
        {"target_id": "T", "printed_target": "0.5", "printed_unit": "km²", "section": "三",
         "target_kind": "binding", "printed_baseline": "0.1"},
    ])  # fmt: skip
    (row,) = records(world.evaluate(tables, "2020-06-30")["targets"])
    assert (row["printed_target"], row["printed_unit"]) == ("0.5", "km²")
    assert (row["held_target"], row["unit"], row["baseline"]) == (750, "mu", 150)
    assert (row["section"], row["target_kind"], row["source_row"]) == ("三", "binding", 2)


# cells

COMPANY = ("A", "company", "near"), ("A", "company", "far"), ("B", "company", "near"), ("B", "company", "far")  # fmt: skip


def county(world, *areas, extra=()):
    cells = [(*cell, area) for cell, area in zip(COMPANY, areas, strict=True)]
    return {**world.mines(), "targets": world.targets(*cells, *extra),
            "restoration": world.works(("W1", "A", "company", "2019-05-01", "10"))}  # fmt: skip


def target_of(world, tables, *key, **definitions):
    cell = cells_of(world.assess(tables, "2020-12-31", **definitions).attainment)[key]
    return cell["target"], cell["status"], cell["target_origin"]


def test_a_cell_that_is_not_printed_is_the_sum_of_its_parts(world):
    tables = county(world, "100", "50", "60", "30")
    assert target_of(world, tables, "A", "company", "all") == (150, "assessed", "summed")
    assert target_of(world, tables, "all", "company", "near") == (160, "assessed", "summed")
    assert target_of(world, tables, "all", "company", "all") == (240, "assessed", "summed")


def test_a_blank_target_is_not_assessable_nor_part_of_a_sum(world):
    tables = county(world, "100", None, "60", "30")
    assert target_of(world, tables, "A", "company", "far") == (None, "target_blank", "printed")
    assert target_of(world, tables, "A", "company", "all") == (None, "target_incomplete", "none")
    assert target_of(world, tables, "all", "company", "all")[1] == "target_incomplete"
    assert target_of(world, tables, "all", "company", "near") == (160, "assessed", "summed")
    found = world.assess(tables, "2020-12-31")
    assert codes(found) == ["target-blank"]
    row = cells_of(found.attainment)["A", "company", "all"]
    assert (row["done"], row["attainment"], row["grade"]) == (10, None, None)


def test_a_target_of_zero_has_no_attainment_but_counts_in_a_sum(world):
    tables = county(world, "0", "50", "60", "30")
    assert target_of(world, tables, "A", "company", "near") == (0, "target_zero", "printed")
    # all 50 of the plan fall into its second period, so the 10 done are ahead
    assert target_of(world, tables, "A", "company", "all") == (50, "assessed", "summed")
    found = world.assess(tables, "2020-12-31")
    assert codes(found) == ["target-zero"]
    assert cells_of(found.attainment)["A", "company", "near"]["done"] == 10


def test_a_negative_target_is_an_error_and_not_assessable(world):
    tables = county(world, "-1", "50", "60", "30")
    assert target_of(world, tables, "A", "company", "near") == (None, "target_negative", "printed")
    assert codes(world.assess(tables, "2020-12-31")) == ["target-negative"]


def test_a_missing_row_is_named_and_work_in_it_listed_without_attainment(world):
    """The row of county B, far term, is missing while its neighbours are there."""
    works = world.works(("W1", "B", "company", "2021-05-01", "10"))
    tables = county(world, "100", "50", "60", "30") | {"restoration": works}
    tables["targets"] = tables["targets"][:3]
    found = world.assess(tables, "2021-12-31")
    row = cells_of(found.attainment)["B", "company", "far"]
    assert (row["status"], row["target"], row["done"]) == ("target_missing", None, 10)
    assert cells_of(found.attainment)["all", "company", "far"]["status"] == "target_incomplete"
    assert codes(found) == ["target-missing", "work-without-target"]


def test_work_in_a_county_without_target_counts_in_no_sum_of_counties(world):
    """County C has no target at all: its 7 mu are listed and the whole stays at 10 of 160."""
    works = world.works(("W1", "A", "company", "2019-05-01", "10"),
                        ("W2", "C", "company", "2019-06-01", "7"))  # fmt: skip
    tables = county(world, "100", "50", "60", "30") | {"restoration": works}
    found = world.assess(tables, "2020-12-31")
    cells = cells_of(found.attainment)
    assert cells["C", "company", "near"]["status"] == "target_missing"
    assert cells["C", "company", "near"]["done"] == 7
    assert cells["all", "company", "near"]["done"] == 10
    assert "work-without-target" in codes(found)


TOTAL = {
    "target_id": "T", "indicator_id": "TREATED", "liability": "company", "printed_target": "162",
}  # fmt: skip


def test_work_in_a_county_without_target_counts_where_the_whole_is_printed(world):
    works = world.works(("W1", "A", "company", "2019-05-01", "10"),
                        ("W2", "C", "company", "2019-06-01", "7"))  # fmt: skip
    tables = county(world, "100", "50", "60", "30") | {
        "restoration": works, **world.tables(plan_indicators=[TOTAL]),
    }  # fmt: skip
    cells = cells_of(world.assess(tables, "2020-12-31").attainment)
    assert cells["all", "company", "near"]["done"] == 17


def test_a_printed_total_that_differs_from_its_parts_is_told_and_may_be_summed(world):
    """Printed 162, counties 100 + 60."""
    tables = county(world, "100", "50", "60", "30") | world.tables(plan_indicators=[TOTAL])
    key = ("all", "company", "near")
    assert target_of(world, tables, *key) == (162, "assessed", "printed")
    assert target_of(world, tables, *key, whole_target="summed") == (160, "assessed", "summed")
    found = world.assess(tables, "2020-12-31")
    (problem,) = [p for p in found.problems if p.code == "target-sum-differs"]
    assert problem.value == "T 162, Σ 160"
    # and the whole plan, which is not printed, adds the printed 162 to the counties' 80
    assert target_of(world, tables, "all", "company", "all") == (242, "assessed", "summed")


def test_the_same_target_printed_twice_is_one_cell(world):
    again = {**TOTAL, "target_id": "U", "target_kind": "binding"}
    tables = county(world, "100", "50", "60", "30") | world.tables(plan_indicators=[TOTAL, again])
    row = cells_of(world.assess(tables, "2020-12-31").attainment)["all", "company", "near"]
    assert (row["target_id"], row["restated_ids"], row["target_kind"]) == ("U", "T", "binding")


def test_two_values_for_one_target_leave_it_unassessed(world):
    other = {**TOTAL, "target_id": "U", "printed_target": "170"}
    tables = county(world, "100", "50", "60", "30") | world.tables(plan_indicators=[TOTAL, other])
    assert target_of(world, tables, "all", "company", "near")[1] == "target_conflict"
    assert "target-conflict" in codes(world.assess(tables, "2020-12-31"))


def test_a_value_fills_the_blank_of_the_same_target(world):
    blank = {**TOTAL, "target_id": "U", "printed_target": None, "target_kind": "binding"}
    tables = county(world, "100", "50", "60", "30") | world.tables(plan_indicators=[blank, TOTAL])
    row = cells_of(world.assess(tables, "2020-12-31").attainment)["all", "company", "near"]
    assert (row["target"], row["target_id"], row["restated_ids"]) == (162, "T", "U")


@pytest.mark.parametrize(
    ("kind", "measure"),
    [("cumulative", "unheard_of"), ("cumulative", "fund_rate"), ("rate", "treated_area")],
)
def test_a_measure_that_does_not_exist_or_fit_stops_the_evaluation(world, kind, measure):
    tables = world.tables(plan_indicators=[
        {"target_id": "T", "indicator_kind": kind, "target_measure": measure, "printed_target": "5"},
    ])  # fmt: skip
    with pytest.raises(DandongError) as error:
        world.evaluate(tables, "2020-12-31")
    (problem,) = error.value.problems
    assert (problem.code, problem.value) == ("target-measure", f"T {kind} {measure}")
    assert (problem.place.file, problem.place.row) == ("plan_indicators.csv", 2)


@pytest.mark.parametrize("odd", [*"/|,=@+{}"])
def test_an_indicator_id_that_would_break_other_codes_stops_the_evaluation(world, odd):
    tables = world.tables(plan_indicators=[
        {"target_id": "T", "indicator_id": f"A{odd}B", "printed_target": "5"},
        {"target_id": "U", "indicator_id": "A.B-2 丙", "printed_target": "5"},
    ])  # fmt: skip
    with pytest.raises(DandongError) as error:
        world.evaluate(tables, "2020-12-31")
    (problem,) = error.value.problems
    assert (problem.code, problem.value) == ("target-id", f"T A{odd}B")
    assert (problem.place.file, problem.place.row) == ("plan_indicators.csv", 2)
    assert (problem.place.table, problem.place.column) == ("plan_indicators", "indicator_id")
    assert problem.action.zh
    assert problem.action.en
