"""Cells of districts, counted by hand on squares of 1 km (100 ha, 10^10 square centimetres)."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.zoning.cells import Grid, cut_cells, neighbours

KM, KM2 = 1000, 10**10


def box(west, south, east, north):
    return shapely.box(west * KM, south * KM, east * KM, north * KM)


def sides(cells):
    """Pairs of columns and rows that share a side, with its length in metres."""
    places = [tuple(p) for p in cells.place.tolist()]
    pairs = zip(cells.borders.tolist(), cells.lengths.tolist(), strict=True)
    return {(places[a], places[b]): length / 100 for (a, b), length in pairs}


def test_a_rectangle_of_three_columns_the_last_one_half():
    cells = cut_cells([box(0, 0, 2.5, 2)], Grid(KM))
    assert cells.place.tolist() == [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1]]
    assert cells.area.tolist() == [KM2, KM2, KM2 // 2] * 2
    assert sides(cells) == {
        ((0, 0), (1, 0)): 1000, ((1, 0), (2, 0)): 1000, ((0, 1), (1, 1)): 1000,
        ((1, 1), (2, 1)): 1000, ((0, 0), (0, 1)): 1000, ((1, 0), (1, 1)): 1000,
        ((2, 0), (2, 1)): 500,
    }  # fmt: skip


def test_a_moved_grid_cuts_elsewhere():
    cells = cut_cells([box(0, 0, 2, 1)], Grid(KM, 500))
    assert cells.place.tolist() == [[-1, -1], [0, -1], [1, -1], [-1, 0], [0, 0], [1, 0]]
    assert cells.area.tolist() == [KM2 // 4, KM2 // 2, KM2 // 4] * 2
    assert cells.centres[4].tolist() == [1000.0, 1000.0]


def test_cells_west_and_south_of_the_origin_have_negative_places():
    cells = cut_cells([box(-1, -1, 0, 0)], Grid(KM))
    assert cells.place.tolist() == [[-1, -1]]


def test_a_slit_parts_cells_that_lie_side_by_side():
    """Two rooms with a wall of 200 m on the line between them, open only in the upper 300 m."""
    house = shapely.difference(box(0, 0, 2, 1), box(0.9, 0, 1.1, 0.7))
    assert sides(cut_cells([house], Grid(KM))) == {((0, 0), (1, 0)): 300}
    closed = shapely.difference(box(0, 0, 2, 1), box(0.9, 0, 1.1, 1))
    assert sides(cut_cells([closed], Grid(KM))) == {}


def test_a_square_that_two_districts_share_is_two_cells():
    cells = cut_cells([box(0, 0, 0.5, 1), box(0.5, 0, 1, 1)], Grid(KM))
    assert cells.district.tolist() == [0, 1]
    assert cells.area.tolist() == [KM2 // 2, KM2 // 2]
    assert len(cells.borders) == 0
    assert cells.of_district(1) == slice(1, 2)


def test_a_cell_is_found_by_its_place_within_its_district_only():
    cells = cut_cells([box(0, 0, 2, 1), box(2, 0, 3, 1)], Grid(KM))
    places = np.array([[0, 0], [1, 0], [2, 0], [2, 0], [9, 9], [-5, 0]])
    assert cells.at(np.array([0, 0, 0, 1, 0, 0]), places).tolist() == [0, 1, -1, 2, -1, -1]


def test_a_point_on_a_side_belongs_to_the_cell_beyond_or_on_the_edge_to_the_nearest():
    cells = cut_cells([box(0, 0, 2, 1)], Grid(KM))
    points = np.array([[500, 500], [1000, 500], [2000, 500], [2000, 1000.0]])
    assert cells.containing(np.zeros(4, int), points).tolist() == [0, 1, 1, 1]


def test_no_districts_no_cells():
    cells = cut_cells([], Grid(KM))
    assert len(cells) == 0
    assert cells.at(np.array([0]), np.array([[0, 0]])).tolist() == [-1]


def test_neighbours_of_cells_that_are_not_there():
    first, second = neighbours(np.zeros((0, 2), int), [1, 0])
    assert first.tolist() == second.tolist() == []


CORNER = st.tuples(st.integers(-4000, 4000), st.integers(-4000, 4000))


@given(corners=st.lists(CORNER, min_size=3, max_size=8, unique=True),
       cell=st.sampled_from([300, 1000, 1700]), offset=st.sampled_from([0, 500]))  # fmt: skip
def test_cells_hold_the_whole_area_and_no_more(corners, cell, offset):
    shape = shapely.convex_hull(shapely.multipoints(corners))
    if shape.area < 1:
        return
    cells = cut_cells([shape], Grid(cell, offset))
    assert cells.area.sum() == pytest.approx(shape.area * 10_000, abs=len(cells) + 1)
    assert (cells.area <= cells.grid.square).all()
    assert cells.lengths.max(initial=0) <= cell * 100
