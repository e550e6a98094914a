"""Where mines and damaged parcels lie: points and outlines in the plane."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import shapely

from dandong_analysis.geometry import Plane
from dandong_analysis.schemas import ADDRESS
from dandong_analysis.zoning.cells import Bools, Floats, Ints, Shapes
from dandong_analysis.zoning.layers import (
    degree_points,
    is_place,
    plane_points,
    plane_shapes,
    texts,
)


@dataclass(frozen=True)
class Parcels:
    """The damaged parcels.

    ``frame`` holds the rows by id, ``mines`` the position of the mine of each (-1: not a mine
    of the survey), ``shapes`` its outline in the plane or None.
    """

    frame: pd.DataFrame
    mines: Ints
    shapes: Shapes

    @cached_property
    def has_shape(self) -> Bools:
        return np.array([s is not None and not s.is_empty for s in self.shapes], bool)


@dataclass(frozen=True)
class Mines:
    """The mines.

    ``frame`` holds the rows by id. ``points`` is the place in the plane: the delivered point
    (``is_point``), else a point inside the outlines of the mine's parcels; not a number where
    there is neither.
    """

    frame: pd.DataFrame
    points: Floats
    is_point: Bools

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def is_placed(self) -> Bools:
        return is_place(self.points)


def place_parcels(frame: pd.DataFrame | None, mine_ids: Sequence[str], plane: Plane) -> Parcels:
    """The parcels of the typed frame ``land_damage`` (None: there are none).

    ``mine_ids`` are the ids of the mines in rising order.
    """
    if frame is None:
        columns = (*ADDRESS, "parcel_id", "mine_id", "damaged_area_mu")
        frame = pd.DataFrame({name: [] for name in columns})
    ordered = frame.sort_values(["parcel_id", "mine_id"], ignore_index=True)
    position = {mine: i for i, mine in enumerate(mine_ids)}
    owners = [position.get(mine, -1) for mine in texts(ordered, "mine_id")]
    return Parcels(ordered, np.array(owners, np.int64), plane_shapes(ordered, plane))


def place_mines(frame: pd.DataFrame, parcels: Parcels, plane: Plane) -> Mines:
    """The mines of the typed frame ``mines``."""
    ordered = frame.sort_values("mine_id", ignore_index=True)
    points = plane_points(degree_points(ordered), plane)
    is_point = is_place(points)
    for mine, shapes in _outlines(parcels, ~is_point).items():
        inside = shapely.point_on_surface(shapely.union_all(shapes))
        points[mine] = inside.x, inside.y
    return Mines(ordered, points, is_point)


def _outlines(parcels: Parcels, wanted: Bools) -> dict[int, list[shapely.Geometry]]:
    """The parcels' outlines of the wanted mines, by mine."""
    found: dict[int, list[shapely.Geometry]] = {}
    for i in np.flatnonzero(parcels.has_shape & (parcels.mines >= 0)).tolist():
        mine = int(parcels.mines[i])
        if wanted[mine]:
            found.setdefault(mine, []).append(parcels.shapes[i])
    return found
