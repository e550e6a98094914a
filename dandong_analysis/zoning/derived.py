"""Mining districts for a study that delivers none: connected land round the mines of a county."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from scipy.spatial import cKDTree

from dandong_analysis.zoning.cells import Bools, Floats, Grid, Ints, neighbours
from dandong_analysis.zoning.districts import District
from dandong_analysis.zoning.layers import Address
from dandong_analysis.zoning.partition import areal
from dandong_analysis.zoning.regions import connected_cells


def derive_districts(
    points: Floats,
    counties: Sequence[str],
    addresses: Sequence[Address],
    *,
    outlines: Mapping[str, shapely.Geometry],
    cell_m: float,
    reach_m: float,
) -> tuple[District, ...]:
    """One district for each connected group of cells near the mines of one county.

    A cell belongs to a county when its centre lies within ``reach_m`` of a mine of the county,
    or a mine lies in it. Where all counties with mines have an outline, a district ends at the
    outline of its county; else a cell that two counties claim goes to the nearer mine's county,
    of equal distances to the lower code. Cells are connected over common sides.

    Parameters
    ----------
    points, counties, addresses
        Of the mines that have a place, ordered by mine id; points in the plane.
    outlines
        Shapes of counties in the plane by code.
    cell_m, reach_m
        Side of a cell, and distance from a mine.

    Returns
    -------
    tuple of District
        With the address of their first mine, ids ``<county>-<number>`` from south to north.
    """
    grid, codes = Grid(cell_m), np.array(counties)
    bounded = all(code in outlines for code in counties)
    claims = [
        (code, *_claimed(points[codes == code], grid, reach_m)) for code in sorted(set(counties))
    ]
    parts = claims if bounded else _nearest_only(claims)
    own = grid.places(points)
    return tuple(
        district for code, places, _ in parts
        for district in _county_districts(
            code, places, grid, own[codes == code],
            [a for a, c in zip(addresses, counties, strict=True) if c == code],
            outlines[code] if bounded else None,
        )
    )  # fmt: skip


_Claim = tuple[str, Ints, Floats]


def _claimed(points: Floats, grid: Grid, reach_m: float) -> tuple[Ints, Floats]:
    """The cells near the points, and the distance of their centres from the nearest one."""
    own = grid.places(points)
    steps = np.arange(-(reach := int(np.ceil(reach_m / grid.cell_m))), reach + 1)
    window = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    places = np.unique((own[:, None] + window).reshape(-1, 2), axis=0)
    places = places[np.lexsort((places[:, 0], places[:, 1]))]
    distance = np.asarray(cKDTree(points).query(grid.centres(places))[0])
    near = (distance <= reach_m) | _contained(places, own)
    return places[near], distance[near]


def _contained(places: Ints, wanted: Ints) -> Bools:
    known = set(map(tuple, wanted.tolist()))
    return np.array([tuple(place) in known for place in places.tolist()], bool)


def _nearest_only(claims: Sequence[_Claim]) -> list[_Claim]:
    """Every cell with the county whose mine is nearest."""
    best: dict[tuple[int, int], tuple[float, str]] = {}
    for code, places, distance in claims:
        for place, d in zip(map(tuple, places.tolist()), distance.tolist(), strict=True):
            best[place] = min((d, code), best.get(place, (d, code)))
    kept = []
    for code, places, distance in claims:
        own = np.array([best[tuple(p)][1] == code for p in places.tolist()], bool)
        kept.append((code, places[own], distance[own]))
    return kept


def _county_districts(
    code: str, places: Ints, grid: Grid, mines: Ints, addresses: Sequence[Address],
    outline: shapely.Geometry | None,
) -> list[District]:  # fmt: skip
    pairs = np.concatenate([np.column_stack(neighbours(places, s)) for s in ([1, 0], [0, 1])])
    groups = connected_cells(np.zeros(len(places), np.int8), pairs)
    group_of = dict(zip(map(tuple, places.tolist()), groups.tolist(), strict=True))
    first: dict[int, Address] = {}
    for place, address in zip(map(tuple, mines.tolist()), addresses, strict=True):
        if place in group_of:
            first.setdefault(group_of[place], address)
    districts: list[District] = []
    for group in sorted(first):
        shape = shapely.coverage_union_all(grid.boxes(places[groups == group]))
        shape = shape if outline is None else areal(shapely.intersection(shape, outline))
        if shape.area > 0:
            name = f"{code}-{len(districts) + 1:02d}"
            districts.append(District(name, "", code, shape, first[group], is_derived=True))
    return districts
