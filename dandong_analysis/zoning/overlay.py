"""Which shapes lie in which, and by how much."""

from collections.abc import Sequence

import numpy as np
import shapely

from dandong_analysis.zoning.cells import CM2_PER_M2, Floats, Ints, Shapes
from dandong_analysis.zoning.layers import is_place

Several = Shapes | Sequence[shapely.Geometry]


def first_within(shapes: Several, points: Floats) -> Ints:
    """The first of the shapes that holds each point, its border included; -1 for none."""
    found = np.full(len(points), len(shapes), np.int64)
    known = np.flatnonzero(is_place(points))
    asked, hit = shapely.STRtree(shapes).query(
        shapely.points(points[known]), predicate="intersects"
    )
    np.minimum.at(found, known[asked], hit)
    return np.where(found < len(shapes), found, -1)


def common_areas(shapes: Shapes, parts: Several) -> tuple[Ints, Ints, Ints]:
    """Pairs of a shape and a part that share an area, and this in square centimetres.

    Shapes may be None.
    """
    known = np.flatnonzero([s is not None for s in shapes])
    shape, part = shapely.STRtree(parts).query(shapes[known], predicate="intersects")
    shape = known[shape]
    common = shapely.intersection(shapes[shape], np.asarray(parts, dtype=object)[part])
    area = np.rint(shapely.area(common) * CM2_PER_M2).astype(np.int64)
    return shape[area > 0], part[area > 0], area[area > 0]


def largest_parts(shapes: Shapes, parts: Several) -> Ints:
    """The part that holds most of each shape, of equal ones the first; -1 for none."""
    shape, part, area = common_areas(shapes, parts)
    order = np.lexsort((part, -area, shape))
    found = np.full(len(shapes), -1, np.int64)
    ranked, first = np.unique(shape[order], return_index=True)
    found[ranked] = part[order][first]
    return found
