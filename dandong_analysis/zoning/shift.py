"""How much of the study area changes its grade when the grid is moved."""

import numpy as np
import shapely

from dandong_analysis.zoning.cells import Shapes
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.zones import Zoned


def changed_share(ground: Ground, one: Zoned, other: Zoned) -> float:
    """The share of the study area that two runs grade differently, from 0 to 1."""
    total = sum(float(district.shape.area) for district in ground.districts)
    alike = 0.0
    for district in range(len(ground.districts)):
        first, second = _by_grade(one, district), _by_grade(other, district)
        alike += sum(
            float(shapely.intersection(first[grade], second[grade]).area)
            for grade in sorted(set(first) & set(second))
        )
    return min(max(1.0 - alike / total, 0.0), 1.0)


def _by_grade(zoned: Zoned, district: int) -> dict[str, shapely.Geometry]:
    grades = zoned.indexed.frame["grade"].to_numpy()
    own = np.flatnonzero(zoned.district == district)
    shapes: Shapes = zoned.shapes[own]
    return {g: shapely.union_all(shapes[grades[own] == g]) for g in sorted(set(grades[own]))}
