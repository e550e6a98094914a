"""Zones of small maps, counted by hand.

Smoothing over 1 km, mines 1 km apart on a line through the middle of a strip four cells high:
far from the other kind a cell has the grade of the mines nearest to it.
"""

from decimal import Decimal

import numpy as np
import pytest
import shapely

from dandong_analysis.zoning.breaks import given_breaks
from dandong_analysis.zoning.cells import Grid, cut_cells
from dandong_analysis.zoning.scores import Scores
from dandong_analysis.zoning.surface import Surface
from dandong_analysis.zoning.weights import given_weights
from dandong_analysis.zoning.zone_settings import parse_zone_settings
from dandong_analysis.zoning.zones import Evidence, _zones, class_limits, mean_scores

# A grade of 1, 2 or 3 is smoothed and divided at 1.5 and 2.5; zones of at least 3 km2.
PLAIN = {
    "surface": "grade", "breaks": "given", "bandwidth_m": 1000, "min_zone_km2": 3,
}  # fmt: skip
# 9.8 km by 3.8 km in ten columns and four rows of cells.
STRIP = (0.1, 0.1, 9.9, 3.9)


def line(grades):
    """Mines on the line y = 2.2 km, in the middle of the first columns: a letter each."""
    names = {"s": "severe", "m": "moderate", "l": "slight"}
    return {f"M{i:02d}": (i + 0.5, 2.2, names[g]) for i, g in enumerate(grades) if g in names}


def drawn(frames):
    """Grade, cells and mines of each zone, in the order of ids."""
    cells = frames["zone_cells"]["zone_id"].value_counts()
    zones = frames["impact_zones"]
    return [
        (grade, int(cells[i]), mines)
        for i, grade, mines in zip(
            zones["zone_id"], zones["zone_grade"], zones["mine_count"], strict=True
        )
    ]


def test_severe_mines_west_and_slight_mines_east(country, chart):
    tables = country.survey(line("sss....lll"), districts=chart.districts(D1=STRIP))
    # The fifth column is 2 km from the severe and 3 km from the slight mines:
    # (3 e^-2 + e^-4.5) / (e^-2 + e^-4.5) = 2.85; the sixth has 1.15.
    assert drawn(country.zones(tables, **PLAIN)) == [("severe", 20, 3), ("slight", 20, 3)]


def test_classes_between_are_zones_when_they_are_large_enough(country, chart):
    tables = country.survey(line("sss.mmm..."), districts=chart.districts(D1=STRIP))
    # The fourth column is 1 km from both kinds: 2.5, which still belongs to moderate.
    assert drawn(country.zones(tables, **PLAIN)) == [("severe", 12, 3), ("moderate", 28, 3)]


def test_a_strip_narrower_than_the_least_area_joins_its_larger_neighbour(country, chart):
    """One moderate column (4 cells, 3.8 km2) between equal borders."""
    tables = country.survey(line("sssss.llll"), districts=chart.districts(D1=STRIP))
    wide = drawn(country.zones(tables, **PLAIN))
    # Column 6 is 1 km from both: 2.0, moderate.
    assert wide == [("severe", 20, 5), ("moderate", 4, 0), ("slight", 16, 4)]
    narrow = drawn(country.zones(tables, **{**PLAIN, "min_zone_km2": 4}))
    # Severe cells outnumber the others, and the mean of 24 cells stays above 2.5.
    assert narrow == [("severe", 24, 5), ("slight", 16, 4)]


def test_the_mean_decides_the_grade_of_a_zone(country, chart):
    """One severe and one moderate column, absorbed by a slight zone.

    By hand the columns have 2.74, 1.89, 1.25, 1.03 and then 1: over 6.8 km the mean is 1.4, over
    2.8 km it is above 1.5.
    """
    settings = {**PLAIN, "min_zone_km2": 10}
    long = country.survey(line("s.lllll"), districts=chart.districts(D1=(0.1, 0.1, 6.9, 3.9)))
    (zone,) = country.zones(long, **settings)["impact_zones"].itertuples()
    assert (zone.zone_grade, float(zone.index_mean)) == ("slight", pytest.approx(1.4, abs=0.02))
    short = country.survey(line("s.l"), districts=chart.districts(D1=(0.1, 0.1, 2.9, 3.9)))
    assert drawn(country.zones(short, **settings)) == [("moderate", 12, 2)]


def test_zones_end_at_their_district(country, chart):
    west, east = (0.1, 0.1, 4.9, 3.9), (5.1, 0.1, 9.9, 3.9)
    tables = country.survey(
        line("sss....sss"), districts=chart.districts(D1=west, D2=east)
    )  # fmt: skip
    assert drawn(country.zones(tables, **PLAIN)) == [("severe", 20, 3), ("severe", 20, 3)]


def test_a_small_district_stays_whole(country, chart):
    tables = country.survey(
        {"M1": (0.5, 0.5, "severe"), "M2": (5, 0.5, "slight")},
        districts=chart.districts(D1=(0.1, 0.1, 0.9, 0.9), D2=(4.1, 0.1, 5.9, 1.9)),
    )
    assert drawn(country.zones(tables, **{**PLAIN, "min_zone_km2": 100})) == [
        ("severe", 1, 1), ("slight", 4, 1),
    ]  # fmt: skip


def test_a_district_without_mines_is_ungraded(country, chart):
    tables = country.survey(
        line("lll"), districts=chart.districts(D1=STRIP, D2=(20.1, 0.1, 29.9, 3.9))
    )
    zones = country.zones(tables, **PLAIN)["impact_zones"].set_index("district_id")
    assert zones.loc["D2", ["zone_grade", "best_grade", "worst_grade"]].tolist() == [
        "ungraded", "slight", "severe",
    ]  # fmt: skip
    assert "no mine of the survey" in zones.loc["D2", "reasons_en"]


def test_missing_input_leaves_a_zone_ungraded(country, chart):
    """Without a known loss the hazard of M00 may be anything; M09 is far away."""
    tables = dict(country.survey(line("l........l"), districts=chart.districts(D1=STRIP)))
    hazards = tables["hazards"].copy()
    hazards.loc[0, "potential_loss_cny_10k"] = None
    zones = country.zones({**tables, "hazards": hazards}, **PLAIN)["impact_zones"]
    assert zones["zone_grade"].tolist() == ["ungraded"]
    assert (zones["best_grade"][0], zones["worst_grade"][0]) == ("slight", "moderate")
    assert "可能为较轻至较严重" in zones["reasons_zh"][0]


def test_limits_by_fisher_and_jenks_lie_between_the_groups(country, chart):
    tables = country.survey(
        {"M1": (0.5, 0.5, "severe"), "M2": (3.5, 0.5, "moderate"), "M3": (6.5, 0.5, "slight")},
        districts=chart.districts(
            D1=(0.1, 0.1, 1.9, 0.9), D2=(3.1, 0.1, 4.9, 0.9), D3=(6.1, 0.1, 7.9, 0.9)
        ),
    )
    frames = country.zones(tables, **{**PLAIN, "breaks": "fisher_jenks"})
    run = frames["zone_runs"].iloc[0]
    assert (run["break_method"], run["break_1"], run["break_2"]) == ("fisher_jenks", 1.0, 2.0)
    assert frames["impact_zones"]["zone_grade"].tolist() == ["severe", "moderate", "slight"]


def test_fewer_values_than_classes_take_the_given_limits(country, chart):
    tables = country.survey(line("lll"), districts=chart.districts(D1=STRIP))
    run = country.zones(tables, **{**PLAIN, "breaks": "fisher_jenks"})["zone_runs"].iloc[0]
    assert (run["break_method"], run["break_1"], run["break_2"]) == ("given", 1.5, 2.5)


def test_a_corner_of_a_square_does_not_count_for_the_limits():
    """Three whole cells with values 1, 2, 3, and a quarter of a cell with the value 9."""
    cells = cut_cells([shapely.box(0, 0, 3.25, 1)], Grid(1))
    limits = class_limits(
        np.array([1.0, 2.0, 3.0, 9.0]), cells, np.ones(4, bool), given_breaks([5, 6]),
        parse_zone_settings({}),
    )  # fmt: skip
    assert limits.values == (1.0, 2.0)


@pytest.mark.parametrize("weight", ["mine", "damaged_area"])
def test_land_may_weigh_instead_of_mines(country, chart, weight):
    """A severe mine with 300 mu beside a slight one with 1 mu in the same cell."""
    parcels = [{"mine_id": "M1", "damaged_area_mu": "9"}, {"mine_id": "M2", "damaged_area_mu": "1"}]
    tables = country.survey(
        {"M1": (0.4, 0.5, "severe"), "M2": (0.6, 0.5, "slight")},
        districts=chart.districts(D1=(0.1, 0.1, 0.9, 0.9)),
        land_damage=country.world.typed("land_damage", parcels),
    )
    zone = country.zones(tables, **{**PLAIN, "weight": weight})["impact_zones"].iloc[0]
    assert float(zone["index_mean"]) == (2.0 if weight == "mine" else 2.8)


LIMITS = given_breaks([1.5, 2.5])


def row_of_cells(low, high=None):
    """The zones of cells of 1 km2 in a row with these scores; none smaller than 2 km2."""
    cells = cut_cells([shapely.box(0, 0, len(low) * 1000, 1000)], Grid(1000))
    scores = [np.array(s, float).reshape(-1, 1) for s in (low, low if high is None else high)]
    evidence = Evidence(
        Scores((), ("grade",), *scores), given_weights({"grade": Decimal(1)}), LIMITS
    )
    return _zones(
        cells, Surface(*scores, np.ones(len(low), bool)), LIMITS.classes(scores[0][:, 0]), LIMITS,
        evidence, parse_zone_settings({"min_zone_km2": 2}),
    ).tolist()  # fmt: skip


@pytest.mark.parametrize(("low", "zones"), [
    ([2.6, 2.6, 2.6, 2.0, 2.0], [0, 0, 0, 1, 1]),
    # The slight cell joins the severe ones, whose mean falls to 2.2: as moderate as the others.
    ([2.6, 2.6, 2.6, 1.0, 2.0, 2.0], [0] * 6),
    # The mean falls to 2.55 and stays severe.
    ([3.0, 3.0, 3.0, 1.2, 2.0, 2.0], [0, 0, 0, 0, 1, 1]),
])  # fmt: skip
def test_neighbours_of_one_class_join_once_means_decide(low, zones):
    assert row_of_cells(low) == zones


def test_zones_are_drawn_by_what_is_certain():
    assert row_of_cells([1, 1, 1, 2, 2, 2], [2, 2, 2, 2, 2, 2]) == [0, 0, 0, 1, 1, 1]


def test_a_mean_is_weighted_by_area():
    """Cells of 4, 4 and 2 with scores 1, 1 and 3.5: (4 + 4 + 7) / 10."""
    low, high = np.array([[1.0], [1.0], [3.5]]), np.array([[2.0], [2.0], [2.0]])
    surface = Surface(low, high, np.ones(3, bool))
    means = mean_scores(np.array([4, 4, 2]), surface, np.zeros(3, int), ("grade",))
    assert (means.low.tolist(), means.high.tolist()) == ([[1.5]], [[2.0]])
