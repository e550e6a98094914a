"""Mining districts from mines alone, on squares of 1 km."""

import numpy as np
import pytest
import shapely

from dandong_analysis.zoning.derived import derive_districts


def derive(mines, outlines=None, reach=600.0):
    """``mines``: (x, y) in km and county of each."""
    points = np.array([(x * 1000, y * 1000) for x, y, _ in mines], float).reshape(-1, 2)
    addresses = [("one", "mines.csv", "", i) for i in range(len(mines))]
    return derive_districts(
        points, [county for *_, county in mines], addresses,
        outlines=outlines or {}, cell_m=1000, reach_m=reach,
    )  # fmt: skip


def bounds(district):
    return tuple(v / 1000 for v in district.shape.bounds)


def test_cells_whose_centre_is_near_a_mine():
    # The mine stands on the centre of a cell; the next centres are 1 km away.
    (district,) = derive([(0.5, 0.5, "A")], reach=1000.0)
    assert district.shape.area == 5e6
    assert bounds(district) == (-1, -1, 2, 2)
    assert (district.id, district.county, district.is_derived) == ("A-01", "A", True)


def test_the_cell_of_a_mine_always_belongs():
    (district,) = derive([(0.01, 0.01, "A")], reach=10.0)
    assert bounds(district) == (0, 0, 1, 1)


def test_mines_apart_make_two_districts_from_south_to_north():
    north, south = (0.5, 9.5, "A"), (0.5, 0.5, "A")
    first, second = derive([north, south])
    assert (bounds(first)[1], bounds(second)[1]) == (0, 9)
    assert (first.address[3], second.address[3]) == (1, 0)


def test_cells_that_touch_in_a_corner_are_apart():
    assert len(derive([(0.5, 0.5, "A"), (1.5, 1.5, "A")])) == 2
    assert len(derive([(0.5, 0.5, "A"), (1.5, 0.5, "A")])) == 1


def test_a_cell_that_two_counties_claim_goes_to_the_nearer_mine():
    one, other = derive([(0.4, 0.5, "A"), (2.5, 0.5, "B")], reach=1100.0)
    # The centre of the middle cell is 1.1 km from A's mine and 1 km from B's.
    assert bounds(one)[2] == 1
    assert bounds(other)[0] == 1
    assert shapely.intersection(one.shape, other.shape).area == 0


def test_of_equal_distances_the_lower_code_has_the_cell():
    one, other = derive([(2.5, 0.5, "B"), (0.5, 0.5, "A")], reach=1000.0)
    assert (one.county, bounds(one)[2]) == ("A", 2)
    assert (other.county, bounds(other)[0]) == ("B", 2)


def test_a_district_ends_at_the_outline_of_its_county():
    outlines = {"A": shapely.box(0, 0, 1500, 1000), "B": shapely.box(1500, 0, 9000, 1000)}
    one, other = derive([(0.5, 0.5, "A"), (2.5, 0.5, "B")], outlines, reach=1100.0)
    assert bounds(one) == (0, 0, 1.5, 1)
    assert bounds(other)[:2] == (1.5, 0)


def test_a_county_without_an_outline_leaves_all_to_distance():
    outlines = {"A": shapely.box(0, 0, 100, 100)}
    one, _ = derive([(0.5, 0.5, "A"), (5.5, 0.5, "B")], outlines)
    assert bounds(one) == (0, 0, 1, 1)


def test_a_mine_outside_its_county_makes_no_district():
    outlines = {"A": shapely.box(0, 0, 1000, 1000)}
    assert derive([(7.5, 7.5, "A")], outlines) == ()
    assert derive([]) == ()


@pytest.mark.parametrize("seed", range(5))
def test_districts_do_not_overlap(seed):
    random = np.random.default_rng(seed)
    mines = [
        (*p, c) for p, c in zip(random.uniform(0, 12, (30, 2)).tolist(), "ABC" * 10, strict=True)
    ]
    districts = derive(mines, reach=2000.0)
    shapes = [d.shape for d in districts]
    assert shapely.union_all(shapes).area == pytest.approx(sum(s.area for s in shapes))
    points = [shapely.Point(x * 1000, y * 1000) for x, y, _ in mines]
    assert all(any(s.intersects(p) for s in shapes) for p in points)
