"""Which mines, parcels and hazards lie in which zone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dandong_analysis.schemas import ADDRESS
from dandong_analysis.zoning.cells import Ints
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.layers import texts
from dandong_analysis.zoning.overlay import largest_parts
from dandong_analysis.zoning.zones import Zoned


@dataclass(frozen=True)
class Contents:
    """The zone of each mine, parcel and hazard, -1 for none.

    ``mine_cells`` is the cell of each mine, -1 for none; ``hazard_frame`` holds the rows by id.
    """

    mines: Ints
    mine_cells: Ints
    parcels: Ints
    hazards: Ints
    hazard_frame: pd.DataFrame


def zone_contents(ground: Ground, zoned: Zoned, tables: Mapping[str, pd.DataFrame]) -> Contents:
    """Place everything in the zones.

    A mine lies in the zone of the cell that holds its point. A parcel lies where most of its
    outline lies; without an outline, or with one that meets no zone, with its mine. A hazard
    lies with its mine.
    """
    cells = _cell_of_mines(ground, zoned)
    mines = np.append(zoned.zone, -1)[cells]
    hazards = _hazards(tables)
    position = {mine: i for i, mine in enumerate(texts(ground.mines.frame, "mine_id"))}
    owners = [position.get(mine, -1) for mine in texts(hazards, "mine_id")]
    by_mine = np.append(mines, -1)
    outlined = largest_parts(ground.parcels.shapes, zoned.shapes)
    parcels = np.where(outlined >= 0, outlined, by_mine[ground.parcels.mines])
    return Contents(mines, cells, parcels, by_mine[np.array(owners, np.int64)], hazards)


def _cell_of_mines(ground: Ground, zoned: Zoned) -> Ints:
    cell = np.full(len(ground.mines), -1)
    placed = np.flatnonzero(ground.mine_district >= 0)
    districts, points = ground.mine_district[placed], ground.mines.points[placed]
    cell[placed] = zoned.cells.containing(districts, points)
    return cell


def _hazards(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    if "hazards" in tables:
        return tables["hazards"].sort_values("hazard_id", ignore_index=True)
    names = (*ADDRESS, "hazard_id", "mine_id", "hazard_type", "threatened_people")
    return pd.DataFrame({name: [] for name in names})
