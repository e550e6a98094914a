"""Where mines weigh on the surface: at their outlines, and for the rest at their points."""

from decimal import Decimal

import numpy as np
import shapely

from dandong_analysis.units import EXACT, convert
from dandong_analysis.zoning.cells import Bools, Cells, Floats, Ints, Shapes
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.placing import Parcels
from dandong_analysis.zoning.surface import Mass
from dandong_analysis.zoning.zone_settings import WeightBy

# Whole numbers into which the weight of a mine is divided: of a mine, and of a mu.
_PER_MINE = 1_000_000
_PER_MU = 1_000


def weigh_mines(ground: Ground, cells: Cells, weight: WeightBy) -> Mass:
    """Divide the weight of each mine that lies in a district over the cells of that district.

    The weight is divided in proportion to damaged land: parcels with an outline lie where the
    outline lies (square metres of it in each cell), the stated area of the others at the
    mine's point. A mine without damaged land weighs at its point. Dividing a parcel therefore
    changes nothing.

    Parameters
    ----------
    ground, cells
        Mines, parcels and the cells of the districts.
    weight
        ``mine``: all mines weigh alike; ``damaged_area``: by their stated damaged land.
    """
    placed = np.flatnonzero(ground.mine_district >= 0)
    home = np.full(len(ground.mines), -1)
    home[placed] = cells.containing(ground.mine_district[placed], ground.mines.points[placed])
    mine, cell, extent = _extents(ground, cells, home)
    total = np.zeros(len(home))
    np.add.at(total, mine, extent)
    whole = _whole_weights(ground.parcels, len(home), weight)
    share = np.rint(whole[mine] * (extent / total[mine])).astype(np.int64)
    return Mass(mine[share > 0], cell[share > 0], share[share > 0])


def _whole_weights(parcels: Parcels, n_mines: int, weight: WeightBy) -> Floats:
    """The weight of each mine as a whole number."""
    if weight == "mine":
        return np.full(n_mines, float(_PER_MINE))
    stated = _stated(parcels, n_mines, np.ones(len(parcels.frame), bool))
    return np.array([float(round(area * _PER_MU)) for area in stated])


def _stated(parcels: Parcels, n_mines: int, chosen: Bools) -> list[Decimal]:
    """The exact stated area of the chosen parcels of each mine, in mu."""
    totals, areas = [Decimal(0)] * n_mines, parcels.frame["damaged_area_mu"].tolist()
    for i in np.flatnonzero(chosen & (parcels.mines >= 0)).tolist():
        mine = int(parcels.mines[i])
        totals[mine] = EXACT.add(totals[mine], areas[i])
    return totals


def _extents(ground: Ground, cells: Cells, home: Ints) -> tuple[Ints, Ints, Floats]:
    """Mine, cell and square metres of damaged land, by mine and cell, in whole metres."""
    parcels = ground.parcels
    stated = _stated(parcels, len(home), ~parcels.has_shape)
    at_point = np.array([float(round(convert(a, "mu", "m2"))) for a in stated])
    at_point[~ground.mines.is_point] = 0
    mine, cell, extent = _outlined(ground, cells)
    keys = np.concatenate([mine * len(cells) + cell, np.arange(len(home)) * len(cells) + home])
    values = np.concatenate([extent, at_point])
    known = np.concatenate([np.ones(len(mine), bool), home >= 0])
    keys, position = np.unique(keys[known], return_inverse=True)
    total = np.zeros(len(keys))
    np.add.at(total, position, values[known])
    mine, cell = np.divmod(keys, max(len(cells), 1))
    return mine, cell, _at_least_one(mine, cell, total, home)


def _at_least_one(mine: Ints, cell: Ints, extent: Floats, home: Ints) -> Floats:
    """A mine without damaged land weighs at its point."""
    whole = np.zeros(len(home))
    np.add.at(whole, mine, extent)
    return np.where((whole[mine] == 0) & (cell == home[mine]), 1.0, extent)


def _outlined(ground: Ground, cells: Cells) -> tuple[Ints, Ints, Floats]:
    """Mine, cell and square metres of each outline in each cell of its mine's district."""
    parcels = ground.parcels
    known = parcels.has_shape & (parcels.mines >= 0)
    known[known] = ground.mine_district[parcels.mines[known]] >= 0
    order = np.flatnonzero(known)
    mine, district = parcels.mines[order], ground.mine_district[parcels.mines[order]]
    which, places = _covered(cells, parcels.shapes[order])
    cell = cells.at(district[which], places)
    inside = cell >= 0
    which, cell = which[inside], cell[inside]
    common = shapely.intersection(parcels.shapes[order][which], cells.grid.boxes(cells.place[cell]))
    return _summed(mine[which], cell, shapely.area(common), len(cells))


def _covered(cells: Cells, shapes: Shapes) -> tuple[Ints, Ints]:
    """Which shape, and column and row of every square over its bounds."""
    covers = [cells.grid.cover(shape) for shape in shapes]
    which = np.repeat(np.arange(len(covers)), [len(c) for c in covers])
    return which, np.concatenate([np.zeros((0, 2), np.int64), *covers])


def _summed(mine: Ints, cell: Ints, area: Floats, n_cells: int) -> tuple[Ints, Ints, Floats]:
    """Areas by mine and cell in whole metres, added up in the order of their size."""
    order = np.lexsort((area, cell, mine))
    keys, position = np.unique(mine[order] * n_cells + cell[order], return_inverse=True)
    total = np.zeros(len(keys))
    np.add.at(total, position, area[order])
    return *np.divmod(keys, max(n_cells, 1)), np.rint(total)
