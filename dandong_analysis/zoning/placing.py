"""Where mines and damaged parcels lie: points and outlines in the plane."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
import shapely

from dandong_analysis.geometry import Plane
from dandong_analysis.schemas import ADDRESS
from dandong_analysis.zoning.cells import Bools, Floats, Ints, Shapes
from dandong_analysis.zoning.layers import (
    Address,
    addresses,
    degree_points,
    is_place,
    plane_points,
    plane_shapes,
    texts,
)


@dataclass(frozen=True)
class Parcels:
    """The damaged parcels by id.

    ``mines`` is the position of the mine of each (-1: not a mine of the survey), ``shapes``
    its outline in the plane or None, ``areas`` the stated area in mu.
    """

    ids: tuple[str, ...]
    mine_ids: tuple[str, ...]
    addresses: tuple[Address, ...]
    mines: Ints
    shapes: Shapes
    areas: tuple[Decimal | None, ...]

    @property
    def has_shape(self) -> Bools:
        return np.array([s is not None and not s.is_empty for s in self.shapes], bool)


@dataclass(frozen=True)
class Mines:
    """The mines by id.

    ``points`` is the place in the plane: the delivered point (``is_point``), else a point inside
    the outlines of the mine's parcels; not a number where there is neither.
    """

    ids: tuple[str, ...]
    counties: tuple[str, ...]
    addresses: tuple[Address, ...]
    points: Floats
    is_point: Bools

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_placed(self) -> Bools:
        return is_place(self.points)


def place_parcels(frame: pd.DataFrame | None, mine_ids: Sequence[str], plane: Plane) -> Parcels:
    """The parcels of the typed frame ``land_damage`` (None: there are none).

    ``mine_ids`` are the ids of the mines in rising order.
    """
    if frame is None:
        frame = pd.DataFrame({name: [] for name in (*ADDRESS, "damaged_area_mu")})
    ids, owners = texts(frame, "parcel_id"), texts(frame, "mine_id")
    order = sorted(range(len(frame)), key=lambda i: (ids[i], owners[i]))
    position = {mine: i for i, mine in enumerate(mine_ids)}
    places, areas = addresses(frame), frame["damaged_area_mu"].tolist()
    return Parcels(
        tuple(ids[i] for i in order), tuple(owners[i] for i in order),
        tuple(places[i] for i in order),
        np.array([position.get(owners[i], -1) for i in order], np.int64),
        plane_shapes(frame, plane)[order],
        tuple(None if pd.isna(areas[i]) else Decimal(areas[i]) for i in order),
    )  # fmt: skip


def place_mines(frame: pd.DataFrame, parcels: Parcels, plane: Plane) -> Mines:
    """The mines of the typed frame ``mines``."""
    ids = texts(frame, "mine_id")
    order = sorted(range(len(ids)), key=ids.__getitem__)
    points = plane_points(degree_points(frame), plane)[order]
    is_point = is_place(points)
    for mine, shapes in _outlines(parcels, ~is_point).items():
        inside = shapely.point_on_surface(shapely.union_all(shapes))
        points[mine] = inside.x, inside.y
    counties, places = texts(frame, "county"), addresses(frame)
    return Mines(
        tuple(ids[i] for i in order), tuple(counties[i] for i in order),
        tuple(places[i] for i in order), points, is_point,
    )  # fmt: skip


def _outlines(parcels: Parcels, wanted: Bools) -> dict[int, list[shapely.Geometry]]:
    """The parcels' outlines of the wanted mines, by mine."""
    found: dict[int, list[shapely.Geometry]] = {}
    for i in np.flatnonzero(parcels.has_shape & (parcels.mines >= 0)).tolist():
        mine = int(parcels.mines[i])
        if wanted[mine]:
            found.setdefault(mine, []).append(parcels.shapes[i])
    return found
