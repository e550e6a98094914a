"""Grades as frames of the catalogue, and what the row accounting tells the grader."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.standards import load_standard
from dandong_analysis.stats.behind import rows_behind
from dandong_analysis.stats.catalogue import parse_catalogue, standard_catalogue
from dandong_analysis.stats.evaluate import evaluate
from dandong_analysis.stats.indicators import merge_catalogues
from dandong_analysis.storage import frame_bytes
from dandong_analysis.zoning.delivery import delivered_tables, set_aside_rows
from dandong_analysis.zoning.evaluation import COUNTED
from dandong_analysis.zoning.frames import result_frames
from dandong_analysis.zoning.fuzzy import fuzzy_evaluation
from dandong_analysis.zoning.index import choose_weights, composite_index, rule_breaks
from dandong_analysis.zoning.scores import score_mines
from dandong_analysis.zoning.settings import standard_settings


@pytest.fixture(scope="module")
def three(world):
    """M1 severe by arable land (45 mu), M2 slight (1 mu), M3 in county B without parcels."""
    tables = world.tables(
        mines=[{"mine_id": "M1"}, {"mine_id": "M2"}, {"mine_id": "M3", "county": "B"}],
        land_damage=[
            {"mine_id": "M1", "land_class": "arable", "damaged_area_mu": "45"}, {"mine_id": "M2"},
        ],
        hazards=[{"mine_id": "M3"}, {"mine_id": "M1"}],
        aquifer=[{"mine_id": f"M{i}"} for i in (1, 2, 3)],
        landscape=[{"mine_id": f"M{i}"} for i in (1, 2, 3)],
    )  # fmt: skip
    settings = standard_settings()
    graded = world.grade(tables)
    scores = score_mines(graded, tables, settings.factors)
    weights = choose_weights(settings, scores)
    return tables, result_frames(
        graded, tables,
        indexed=composite_index(scores, weights, rule_breaks(settings)),
        fuzzy=fuzzy_evaluation(scores, weights, settings.fuzzy),
    )  # fmt: skip


@pytest.fixture(scope="module")
def facts(world, three):
    tables, frames = three
    own = parse_catalogue(load_standard("impact_indicators"), file="impact_indicators.toml")
    catalogue = merge_catalogues([standard_catalogue(), own])
    return catalogue, evaluate(
        catalogue, {**tables, **frames}, world.schemas, provenance={"one": "synthetic"}
    )


@pytest.mark.parametrize(("fact", "value"), [
    ("GRADE.MINES", 3), ("GRADE.MINES@impact_grade=severe", 1),
    ("GRADE.MINES@county=A,impact_grade=severe", 1), ("GRADE.MINES@county=B,impact_grade=severe", 0),
    ("GRADE.MINES@county=B,impact_grade=ungraded", 1), ("GRADE.LAND@impact_grade=severe", 45),
    ("GRADE.GROUP@criteria_group=hazard,group_grade=none", 1),
    ("GRADE.GROUP@criteria_group=land,group_grade=ungraded", 1),
    ("GRADE.INDEX@index_class=slight", 1), ("GRADE.INDEX@index_class=moderate", 1),
    ("GRADE.INDEX@index_class=ungraded", 1), ("GRADE.FUZZY@fuzzy_class=severe", 0),
    ("GRADE.CRITERIA@criterion=LND.ARABLE.SEVERE", 1), ("GRADE.MISSING@reason=table_not_delivered", 1),
    ("GRADE.MISSING@reason=value_missing", 0),
])  # fmt: skip
def test_the_catalogue_counts_grades(facts, fact, value):
    assert facts[1][fact].value == value


def test_a_fact_leads_back_to_delivered_rows_and_carries_their_provenance(world, three, facts):
    tables, frames = three
    catalogue, ledger = facts
    fact = ledger["GRADE.MINES@county=A,impact_grade=severe"]
    rows = rows_behind(fact, ledger, {**tables, **frames}, world.schemas, catalogue=catalogue)
    assert rows[["mine_id", "source_file", "source_row"]].to_numpy().tolist() == [
        ["M1", "mines.csv", 2]
    ]
    assert (fact.provenance, fact.sources) == ("synthetic", ("one/mines.csv",))
    assert fact.label_zh == "甲县影响程度严重的矿山数量"


def test_frames_have_the_columns_that_the_catalogue_describes(three):
    described = parse_catalogue(load_standard("impact_indicators")).frames
    assert set(described) == set(COUNTED) > set(three[1])
    for name, frame in three[1].items():
        assert sorted(described[name].names) == sorted(frame.columns)
        assert frame_bytes(frame)


def test_values_are_exact(three):
    grades = three[1]["grades"].set_index("mine_id")
    assert grades.loc["M1", "damaged_area_mu"] == Decimal(45)
    # 1 + 0.15 · 2 + 0.10 · 1.5
    assert grades.loc["M1", "index_value"] == Decimal("1.45")
    assert grades.loc["M3", "index_value"] is None


def test_methods_that_were_not_computed_are_empty(world):
    tables = world.tables()
    grades = result_frames(world.grade(tables), tables)["grades"]
    assert grades[["index_class", "fuzzy_class", "index_value"]].isna().all(axis=None)


ROWS = pd.DataFrame(
    [("one", "h.csv", "", "hazards", 1, "header"), ("one", "h.csv", "", "hazards", 2, "accepted"),
     ("one", "h.csv", "", "hazards", 3, "quarantined"), ("one", "h.csv", "", "hazards", 4, "quarantined"),
     ("one", "h.csv", "", "hazards", 5, "excluded"), ("two", "e.csv", "", "hazards", 1, "header")],
    columns=["delivery", "file", "sheet", "table", "row", "fate"],
)  # fmt: skip
CELLS = pd.DataFrame(
    [("one", "h.csv", "", row, field, raw) for row, field, raw in [
        (2, "mine_id", "M1"), (3, "mine_id", " M2 "), (3, "hazard_id", "H3"), (4, "mine_id", ""),
        (5, "mine_id", "M5"),
    ]],
    columns=["delivery", "file", "sheet", "row", "field", "raw"],
)  # fmt: skip


def test_an_empty_sheet_counts_as_delivered():
    assert delivered_tables(ROWS) == {"hazards": {"one", "two"}}


def test_only_quarantined_rows_leave_their_mine_in_doubt():
    assert set_aside_rows(ROWS, CELLS) == {"hazards": {"M2"}}
