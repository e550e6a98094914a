"""Legally protected areas: which part is whose, and which working mines lie inside."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dandong_analysis.geometry import Plane, plane_area_mu
from dandong_analysis.schemas import ADDRESS, Schemas
from dandong_analysis.zoning.cells import Shapes
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.layers import addressed, addresses, plane_shapes, texts, typed_frame
from dandong_analysis.zoning.overlay import common_areas
from dandong_analysis.zoning.partition import areal
from dandong_analysis.zoning.zone_frames import cells_mu

WORKING = ("producing", "under_construction")
_RANKS = ("national", "provincial", "municipal", "county")
_ADDRESS = dict.fromkeys(ADDRESS, "str") | {"source_row": "Int64"}
CONFLICT_COLUMNS = _ADDRESS | {
    "mine_id": "str", "protected_id": "str", "protected_name": "str", "protected_kind": "str",
    "protected_rank": "str", "production_status": "str", "is_inside_by_point": "boolean",
    "is_inside_by_parcel": "boolean", "parcel_count": "Int64", "unlocated_parcels": "Int64",
    "overlap_area_mu": "object",
}  # fmt: skip
CUT_COLUMNS = {"protected_id": "str", "taken_by": "str", "overlap_area_mu": "object"}


@dataclass(frozen=True)
class Protected:
    """The protected areas by precedence.

    ``frame`` holds the rows: the higher rank first, an unknown rank last, then by id. ``shapes``
    are their whole outlines in the plane, ``own`` what no area of higher precedence takes.
    """

    frame: pd.DataFrame
    shapes: Shapes
    own: Shapes

    def __len__(self) -> int:
        return len(self.frame)


def protect(frame: pd.DataFrame | None, plane: Plane, schemas: Schemas) -> Protected:
    """The protected areas of the typed frame ``protected_areas`` (None: there are none)."""
    if frame is None:
        names = ("protected_id", "name", "protected_kind", "protected_rank", "county")
        frame = pd.DataFrame({name: [] for name in (*ADDRESS, *names, "geometry_wkt")})
    words = schemas.vocabularies.get("protected_rank")
    ranks = words.codes if words else _RANKS
    precedence = [
        ranks.index(r) if r in ranks else len(ranks) for r in texts(frame, "protected_rank")
    ]
    ids = texts(frame, "protected_id")
    order = sorted(range(len(frame)), key=lambda i: (precedence[i], ids[i]))
    ordered = frame.iloc[order].reset_index(drop=True)
    shapes = plane_shapes(ordered, plane)
    return Protected(ordered, shapes, _cut(shapes))


def _cut(shapes: Shapes) -> Shapes:
    """Each shape without those before it."""
    own = shapes.copy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    before: dict[int, list[int]] = {}
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        if b < a:
            before.setdefault(a, []).append(b)
    for a, taken in before.items():
        own[a] = areal(shapely.difference(shapes[a], shapely.union_all(shapes[sorted(taken)])))
    return own


def cut_frame(protected: Protected) -> pd.DataFrame:
    """Pairs of protected areas that overlap: the common part belongs to ``taken_by``."""
    ids = texts(protected.frame, "protected_id")
    first, second, area = common_areas(protected.shapes, protected.shapes)
    rows = [
        {"protected_id": ids[a], "taken_by": ids[b], "overlap_area_mu": cells_mu(cm2)}
        for a, b, cm2 in sorted(zip(first.tolist(), second.tolist(), area.tolist(), strict=True))
        if b < a
    ]
    return typed_frame(rows, CUT_COLUMNS)


def conflict_frame(ground: Ground, protected: Protected) -> pd.DataFrame:
    """One row for each working mine and protected area that holds its point or a parcel.

    ``parcel_count`` is the number of its outlines that reach inside, ``overlap_area_mu`` their
    area inside (where outlines overlap, once). ``unlocated_parcels`` counts the parcels of the
    mine without an outline, of which nobody can tell.
    """
    points, parcels = _points_inside(ground, protected), _parcels_inside(ground, protected)
    status = texts(ground.mines.frame, "production_status")
    owners = ground.parcels.mines[~ground.parcels.has_shape]
    unlocated = np.bincount(owners[owners >= 0], minlength=len(ground.mines))
    pairs = sorted(pair for pair in points | set(parcels) if status[pair[0]] in WORKING)
    rows = [
        {
            **_named(ground, protected, *pair), "unlocated_parcels": int(unlocated[pair[0]]),
            "is_inside_by_point": pair in points, "is_inside_by_parcel": pair in parcels,
            "parcel_count": len(parcels.get(pair, ())),
            "overlap_area_mu": _overlap(ground, protected.shapes[pair[1]], parcels.get(pair, [])),
        }
        for pair in pairs
    ]  # fmt: skip
    return typed_frame(rows, CONFLICT_COLUMNS)


def _points_inside(ground: Ground, protected: Protected) -> set[tuple[int, int]]:
    """Pairs of a mine and a protected area that holds its delivered point."""
    known = np.flatnonzero(ground.mines.is_point)
    points = shapely.points(ground.mines.points[known])
    mine, area = shapely.STRtree(protected.shapes).query(points, predicate="intersects")
    return set(zip(known[mine].tolist(), area.tolist(), strict=True))


def _parcels_inside(ground: Ground, protected: Protected) -> dict[tuple[int, int], list[int]]:
    """Pairs of a mine and a protected area that holds a part of its parcels: which parcels."""
    parcel, area, _ = common_areas(ground.parcels.shapes, protected.shapes)
    inside: dict[tuple[int, int], list[int]] = {}
    for p, a in zip(parcel.tolist(), area.tolist(), strict=True):
        if (mine := int(ground.parcels.mines[p])) >= 0:
            inside.setdefault((mine, a), []).append(p)
    return inside


def _named(ground: Ground, protected: Protected, mine: int, area: int) -> dict[str, Any]:
    own = protected.frame.iloc[area]
    row = ground.mines.frame.iloc[[mine]]
    return {
        **addressed(addresses(row)[0]), "mine_id": row["mine_id"].iloc[0],
        "production_status": row["production_status"].iloc[0],
        "protected_id": own["protected_id"], "protected_name": own["name"],
        "protected_kind": own["protected_kind"], "protected_rank": own["protected_rank"],
    }  # fmt: skip


def _overlap(ground: Ground, area: shapely.Geometry, parcels: list[int]) -> Decimal:
    inside = shapely.intersection(shapely.union_all(ground.parcels.shapes[sorted(parcels)]), area)
    return plane_area_mu(inside)
