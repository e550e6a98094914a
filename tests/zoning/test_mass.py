"""Where the weight of mines goes: counted on squares of 1 km."""

from decimal import Decimal

import numpy as np
import pytest
import shapely

from dandong_analysis.zoning.cells import Grid, cut_cells
from dandong_analysis.zoning.ground import survey_ground
from dandong_analysis.zoning.mass import weigh_mines
from dandong_analysis.zoning.zone_settings import standard_zone_settings

DISTRICTS = {"D1": (0.05, 0.05, 2.95, 0.95), "D2": (3.05, 0.05, 3.95, 0.95)}


@pytest.fixture
def shares(country, chart):
    """The share of each mine's weight by column of the grid, and its whole weight."""

    def run(mines, parcels, weight="mine"):
        tables = country.survey(
            mines, districts=chart.districts(**DISTRICTS),
            land_damage=country.world.typed("land_damage", parcels),
        )  # fmt: skip
        ground = survey_ground(tables, standard_zone_settings())
        cells = cut_cells([d.shape for d in ground.districts], Grid(1000))
        mass = weigh_mines(ground, cells, weight)
        found: dict[str, dict[int, int]] = {}
        for m, c, w in zip(
            *map(np.ndarray.tolist, (mass.mine, mass.cell, mass.weight)), strict=True
        ):
            found.setdefault(sorted(mines)[m], {})[cells.place[c, 0]] = w
        return found

    return run


ONE = {"M1": (0.5, 0.5, "slight")}


def test_a_mine_without_outlines_weighs_at_its_point(shares):
    assert shares(ONE, [{"mine_id": "M1", "damaged_area_mu": "7"}]) == {"M1": {0: 1_000_000}}


def test_a_mine_without_parcels_weighs_at_its_point_too(shares):
    assert shares(ONE, [{"mine_id": "other"}]) == {"M1": {0: 1_000_000}}
    assert shares(ONE, [{"mine_id": "other"}], "damaged_area") == {}


def test_an_outline_weighs_where_it_lies(shares, chart):
    """Half a kilometre of it in the second column, one and a half in the third."""
    outline = chart.box(1.5, 0.2, 2.95, 0.8)
    found = shares(ONE, [{"mine_id": "M1", "geometry_wkt": outline}])["M1"]
    assert found == {
        1: pytest.approx(1e6 * 0.5 / 1.45, abs=2),
        2: pytest.approx(1e6 * 0.95 / 1.45, abs=2),
    }


def test_stated_land_without_an_outline_weighs_beside_outlines(shares, chart):
    """10 ha outlined in the third column (150 mu), 75 mu stated at the point."""
    parcels = [
        {"mine_id": "M1", "geometry_wkt": chart.box(2.1, 0.2, 2.6, 0.4), "damaged_area_mu": "1"},
        {"mine_id": "M1", "damaged_area_mu": "75"},
    ]
    found = shares(ONE, parcels)["M1"]
    assert found == {0: pytest.approx(1e6 / 3, abs=20), 2: pytest.approx(2e6 / 3, abs=20)}
    whole = shares(ONE, parcels, "damaged_area")["M1"]
    assert sum(whole.values()) == 76_000
    assert whole[0] == pytest.approx(76_000 / 3, abs=2)


def test_dividing_a_parcel_changes_nothing(shares, chart):
    one = [{"mine_id": "M1", "geometry_wkt": chart.box(0.2, 0.2, 2.6, 0.4), "damaged_area_mu": "30"},
           {"mine_id": "M1", "damaged_area_mu": "40.5"}]  # fmt: skip
    two = [{"mine_id": "M1", "geometry_wkt": chart.box(1.3, 0.2, 2.6, 0.4), "damaged_area_mu": "11"},
           {"mine_id": "M1", "geometry_wkt": chart.box(0.2, 0.2, 1.3, 0.4), "damaged_area_mu": "19"},
           {"mine_id": "M1", "damaged_area_mu": "0.5"}, {"mine_id": "M1", "damaged_area_mu": "40"}]  # fmt: skip
    for weight in ("mine", "damaged_area"):
        assert shares(ONE, one, weight) == shares(ONE, two, weight)


def test_outlines_in_another_district_do_not_weigh_there(shares, chart):
    parcels = [{"mine_id": "M1", "geometry_wkt": chart.box(3.2, 0.2, 3.6, 0.4)},
               {"mine_id": "M2", "geometry_wkt": chart.box(2.5, 0.2, 3.5, 0.4)}]  # fmt: skip
    mines = {**ONE, "M2": (3.5, 0.5, "slight")}
    assert shares(mines, parcels) == {"M1": {0: 1_000_000}, "M2": {3: 1_000_000}}


def test_a_mine_without_a_point_weighs_where_its_outlines_lie(shares, chart):
    parcels = [{"mine_id": "M1", "geometry_wkt": chart.box(1.2, 0.2, 1.6, 0.4)},
               {"mine_id": "M1", "damaged_area_mu": "1000"}]  # fmt: skip
    nowhere = (float("nan"), float("nan"), "slight")
    assert shares({"M1": nowhere, "M2": (0.5, 0.5, "slight")}, parcels)["M1"] == {1: 1_000_000}


def test_without_a_point_stated_land_follows_the_outlines(shares, chart):
    """Half of the outline in each of two columns; 1000 mu more lie somewhere."""
    parcels = [{"mine_id": "M1", "geometry_wkt": chart.box(0.5, 0.2, 1.5, 0.4)},
               {"mine_id": "M1", "damaged_area_mu": "1000"}]  # fmt: skip
    mines = {"M1": (float("nan"), float("nan"), "slight"), "M2": (0.5, 0.5, "slight")}
    half = pytest.approx(500_000, abs=50)
    assert shares(mines, parcels)["M1"] == {0: half, 1: half}


def test_weights_are_exact_sums(shares):
    parcels = [{"mine_id": "M1", "damaged_area_mu": Decimal("0.1")} for _ in range(3)]
    assert shares(ONE, parcels, "damaged_area") == {"M1": {0: 300}}


def test_a_shape_is_cut_by_whole_squares_only_once(country, chart):
    """A square with a hole weighs as much as its ring."""
    ring = shapely.difference(shapely.box(0.1, 0.1, 0.9, 0.9), shapely.box(0.3, 0.3, 0.7, 0.7))
    tables = country.survey(ONE, districts=chart.districts(**DISTRICTS),
                            land_damage=country.world.typed("land_damage", [
                                {"mine_id": "M1", "geometry_wkt": chart.wkt(ring)}]))  # fmt: skip
    ground = survey_ground(tables, standard_zone_settings())
    assert ground.parcels.shapes[0].area == pytest.approx(480_000, abs=10)
