"""The mining districts within which zones are drawn."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd
import shapely

from dandong_analysis.errors import Place, Problem, raise_all
from dandong_analysis.geometry import Plane, plane_area_mu
from dandong_analysis.zoning.layers import Address, addresses, plane_shapes, texts
from dandong_analysis.zoning.zone_faults import layer_problem


@dataclass(frozen=True)
class District:
    """A mining district: its shape in the plane, its county where stated, where it comes from."""

    id: str
    name: str
    county: str
    shape: shapely.Geometry
    address: Address
    is_derived: bool = False

    @property
    def place(self) -> Place:
        """Where the district was delivered."""
        delivery, file, sheet, row = self.address
        return Place(file=file, sheet=sheet, row=row, delivery=delivery, table="districts")


def read_districts(
    frame: pd.DataFrame, plane: Plane, *, tolerance_m2: float
) -> tuple[District, ...]:
    """The delivered districts, by id.

    Parameters
    ----------
    frame
        Typed frame ``districts``.
    plane
        The plane to draw in.
    tolerance_m2
        Overlap of two districts that counts as rounding.

    Raises
    ------
    DandongError
        When an id occurs twice, a district has no area, or two districts overlap.
    """
    columns = texts(frame, "district_id"), texts(frame, "name"), texts(frame, "county")
    shapes = plane_shapes(frame, plane)
    rows = zip(*columns, shapes, addresses(frame), strict=True)
    districts = sorted((District(*row) for row in rows), key=lambda d: (d.id, d.address))
    raise_all([*_twice(districts), *_empty(districts)])
    raise_all(_overlaps(districts, tolerance_m2))
    return tuple(districts)


def _twice(districts: list[District]) -> list[Problem]:
    counts = Counter(d.id for d in districts)
    return [layer_problem("district-twice", d.id, d.place) for d in districts if counts[d.id] > 1]


def _empty(districts: list[District]) -> list[Problem]:
    return [
        layer_problem("district-empty", d.id, d.place)
        for d in districts if d.shape is None or d.shape.area == 0
    ]  # fmt: skip


def _overlaps(districts: list[District], tolerance_m2: float) -> list[Problem]:
    shapes = [d.shape for d in districts]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist()
    problems = []
    for a, b in sorted(pair for pair in pairs if pair[0] < pair[1]):
        common = shapely.intersection(shapes[a], shapes[b])
        if common.area > tolerance_m2:
            value = f"{districts[a].id}、{districts[b].id}: {plane_area_mu(common)} mu"
            problems.append(layer_problem("districts-overlap", value, districts[b].place))
    return problems
