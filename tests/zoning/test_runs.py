"""How stable zones are, and how they came about."""

import pytest

PLAIN = {"surface": "grade", "breaks": "given", "bandwidth_m": 1000, "min_zone_km2": 3}
STRIP = (0.1, 0.1, 9.9, 3.9)


@pytest.fixture(scope="module")
def frames(country, chart):
    """Severe in the west, slight in the east, one mine outside, one without a place."""
    mines = {
        "M1": (1.7, 2.2, "severe"), "M2": (2.7, 2.2, "severe"), "M3": (7.3, 2.2, "slight"),
        "M4": (8.3, 2.2, "slight"), "M5": (50, 2, "slight"),
        "M6": (float("nan"), float("nan"), "slight"),
    }  # fmt: skip
    districts = chart.districts(D1=STRIP, D2=(20.1, 0.1, 29.9, 3.9))
    return country.zones(country.survey(mines, districts=districts), **PLAIN)


def test_a_grid_moved_by_half_a_cell_moves_the_border(frames):
    """Their cells end at 5 km, midway between mines in the columns of 2.5 and 7.5 km.

    On the moved grid the mines are in the columns of 3 and 7 km, and midway lies the column from
    4.5 to 5.5 km with a mean of 2: a moderate zone, where half was severe and half slight.
    """
    shift = frames["zone_shift"].set_index("district_id")
    # 9.8 by 3.8 km are 55 860 mu, 1 by 3.8 km are 5 700 mu.
    assert float(shift.loc["D1", "studied_area_mu"]) == pytest.approx(55860, abs=0.5)
    assert float(shift.loc["D1", "changed_area_mu"]) == pytest.approx(5700, abs=0.5)
    assert float(shift.loc["D2", "changed_area_mu"]) == 0
    assert shift["county"].tolist() == ["A", "A"]


def test_the_share_is_held_against_the_limit(frames, country, chart):
    drawn, shifted = frames["zone_runs"].itertuples()
    assert (drawn.run, drawn.offset_m, shifted.run, shifted.offset_m) == (
        "drawn",
        0,
        "shifted",
        500,
    )
    assert shifted.changed_share == pytest.approx(5700 / (2 * 55860), abs=1e-5)
    assert shifted.is_within_limit
    tables = country.survey({"M1": (1, 1, "severe"), "M2": (9, 1, "slight")},
                            districts=chart.districts(D1=STRIP))  # fmt: skip
    strict = country.zones(tables, shift_limit="0.01", **PLAIN)["zone_runs"]
    assert strict["is_within_limit"].tolist()[1] is False


def test_a_run_says_what_went_in_and_what_came_out(frames):
    run = frames["zone_runs"].iloc[0]
    counts = ["n_mines", "no_coordinates", "outside_districts", "n_districts", "n_zones",
              "severe_zones", "slight_zones", "ungraded_zones", "n_cells"]  # fmt: skip
    assert run[counts].tolist() == [6, 1, 1, 2, 3, 1, 1, 1, 80]
    made = ["surface", "weight", "break_method", "cell_m", "bandwidth_m", "shift_limit"]
    assert run[made].tolist() == ["grade", "mine", "given", 1000, 1000, 0.1]
    assert (run["plane_longitude"], run["plane_latitude"]) == (124, 40)
    assert not run["is_derived"]


def test_reasons_count_the_criteria_that_decide(frames):
    """The severe zone rests on the loss of its two mines; parts of a surface of grades are one."""
    reasons = frames["zone_reasons"].query("zone_id == 'Z01' and reason_kind == 'criterion'")
    assert reasons[["code", "mine_count"]].to_numpy().tolist() == [["HAZ.LOSS.SEVERE", 2]]
    zone = frames["impact_zones"].iloc[0]
    assert zone["reasons_zh"].startswith(
        "矿山定级依据：直接经济损失（严重）2个矿山；指数构成：影响程度 +1."
    )
    assert zone["reasons_en"].startswith("mines graded by: direct economic loss (severe) 2;")


def test_the_worst_criteria_are_named_first(country, chart):
    """One severe mine among three slight ones."""
    mines = {f"M{i}": (i + 0.5, 2, "slight") for i in range(3)} | {"M9": (4.5, 2, "severe")}
    tables = country.survey(mines, districts=chart.districts(D1=STRIP))
    zone = country.zones(tables, **{**PLAIN, "min_zone_km2": 99})["impact_zones"].iloc[0]
    assert zone["reasons_zh"].startswith("矿山定级依据：直接经济损失（严重）1个矿山、")
