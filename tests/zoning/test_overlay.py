"""Which shapes lie in which."""

import numpy as np
import shapely

from dandong_analysis.zoning.overlay import common_areas, first_within, largest_parts

PARTS = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(0, 0, 3, 3)]


def shapes(*given):
    made = np.empty(len(given), dtype=object)
    made[:] = given
    return made


def test_the_first_part_that_holds_a_point_or_has_it_on_its_border():
    points = np.array([[1, 1], [15, 5], [10, 5], [30, 5], [np.nan, np.nan]])
    assert first_within(PARTS, points).tolist() == [0, 1, 0, -1, -1]
    assert first_within([], points[:1]).tolist() == [-1]


def test_areas_in_common_in_square_centimetres():
    shape, part, area = common_areas(shapes(shapely.box(8, 0, 11, 1), None), PARTS)
    assert (shape.tolist(), part.tolist(), area.tolist()) == ([0, 0], [0, 1], [20_000, 10_000])


def test_the_part_that_holds_most_and_of_equal_ones_the_first():
    asked = shapes(
        shapely.box(8, 0, 11, 1), shapely.box(9, 0, 14, 1), None, shapely.box(9, 0, 11, 1),
        shapely.box(40, 0, 41, 1), shapely.box(0, 0, 2, 2),
    )  # fmt: skip
    assert largest_parts(asked, PARTS).tolist() == [0, 1, -1, 0, -1, 0]
    assert largest_parts(asked, []).tolist() == [-1] * 6


def test_touching_is_no_area_in_common():
    assert largest_parts(shapes(shapely.box(20, 0, 30, 10)), PARTS).tolist() == [-1]
