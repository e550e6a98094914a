"""How much of the study area changes its grade when the grid is moved."""

from decimal import Decimal

import numpy as np
import pandas as pd
import shapely

from dandong_analysis.geometry import plane_area_mu
from dandong_analysis.schemas import ADDRESS
from dandong_analysis.zoning.cells import Shapes
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.layers import addressed, typed_frame
from dandong_analysis.zoning.zones import Zoned

SHIFT_COLUMNS = (
    dict.fromkeys(ADDRESS, "str")
    | {"source_row": "Int64", "district_id": "str", "county": "str"}
    | {"studied_area_mu": "object", "changed_area_mu": "object"}
)


def shift_frame(ground: Ground, one: Zoned, other: Zoned) -> pd.DataFrame:
    """One row a mining district: its area, and how much of it two runs grade differently.

    Grades are those computed, before overrides.
    """
    rows = []
    for position, district in enumerate(ground.districts):
        first, second = _by_grade(one, position), _by_grade(other, position)
        alike = [
            shapely.intersection(first[grade], second[grade])
            for grade in sorted(set(first) & set(second))
        ]
        whole, same = plane_area_mu(district.shape), sum(map(plane_area_mu, alike), Decimal(0))
        rows.append({
            **addressed(district.address), "district_id": district.id,
            "county": district.county or None, "studied_area_mu": whole,
            "changed_area_mu": max(whole - same, Decimal(0)),
        })  # fmt: skip
    return typed_frame(rows, SHIFT_COLUMNS)


def _by_grade(zoned: Zoned, district: int) -> dict[str, shapely.Geometry]:
    grades = zoned.indexed.frame["grade"].to_numpy()
    own = np.flatnonzero(zoned.district == district)
    shapes: Shapes = zoned.shapes[own]
    return {g: shapely.union_all(shapes[grades[own] == g]) for g in sorted(set(grades[own]))}
