"""Impact zones as connected cells of one class of the smoothed surface."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from dandong_analysis.zoning.breaks import Breaks, fisher_jenks
from dandong_analysis.zoning.cells import (
    CM2_PER_M2,
    Bools,
    Cells,
    Floats,
    Grid,
    Ints,
    Shapes,
    cut_cells,
    grouped,
)
from dandong_analysis.zoning.criteria import GRADES, UNGRADED
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.index import Indexed, composite_index, weighted
from dandong_analysis.zoning.mass import weigh_mines
from dandong_analysis.zoning.partition import areal, check_partition
from dandong_analysis.zoning.regions import absorb_slivers, connected_cells
from dandong_analysis.zoning.scores import Scores
from dandong_analysis.zoning.surface import Surface, smooth_scores
from dandong_analysis.zoning.weights import Weights
from dandong_analysis.zoning.zone_settings import ZoneSettings

M2_PER_KM2 = 1_000_000
# Decimals of the index of a cell: more would only be noise of the mean, and class limits are
# found among these values.
CELL_PLACES = 4
CELL_CLASSES = (*GRADES, UNGRADED)


@dataclass(frozen=True)
class Evidence:
    """What is smoothed: scores of mines (in the order of their ids), weights, class limits.

    ``given`` are the limits taken when the settings ask for given ones, or when the cells have
    fewer different values than there are classes.
    """

    scores: Scores
    weights: Weights
    given: Breaks


@dataclass(frozen=True)
class Zoned:
    """Zones of one run, numbered by their first cell.

    Attributes
    ----------
    cells, surface
        The cells and the smoothed scores.
    index_low, index_high
        Least and greatest index of each cell.
    zone
        Zone of each cell.
    district
        District of each zone.
    scores
        Area-weighted mean scores of each zone; rows are named by the zone's number.
    indexed
        Index and class of each zone, weights and class limits.
    shapes
        Shape of each zone in the plane.
    """

    cells: Cells
    surface: Surface
    index_low: Floats
    index_high: Floats
    zone: Ints
    district: Ints
    scores: Scores
    indexed: Indexed
    shapes: Shapes

    def __len__(self) -> int:
        return len(self.district)

    @property
    def cell_classes(self) -> npt.NDArray[np.int8]:
        """Position in CELL_CLASSES of each cell: ungraded where missing input leaves it open."""
        low, high = (self.indexed.breaks.classes(i) for i in (self.index_low, self.index_high))
        return np.where(low == high, low, len(GRADES)).astype(np.int8)


def zone_ground(
    ground: Ground, evidence: Evidence, settings: ZoneSettings, *, offset_m: float = 0.0
) -> Zoned:
    """Draw the zones of a study.

    1. Scores are smoothed within each district (:func:`~.surface.smooth_scores`).
    2. Class limits: Fisher and Jenks over the cells of the whole study, or given
       (:func:`class_limits`).
    3. Connected cells of one class; those smaller than the least area are absorbed
       (:func:`~.regions.absorb_slivers`).
    4. A zone has the class of its area-weighted mean index; neighbours of one class join, which
       cannot move their mean out of the class.

    What is certain decides: missing input counts with its least score. Where its greatest score
    would give another class, the zone is ungraded, with the best and worst grade possible. A
    district without mines is one ungraded zone.

    Parameters
    ----------
    ground, evidence, settings
        Where everything lies, what is smoothed, and how.
    offset_m
        By how much the grid is moved east and north.

    Raises
    ------
    DandongError
        When the zones of a district do not fill it.
    """
    grid = Grid(settings["cell_m"], offset_m)
    cells = cut_cells([d.shape for d in ground.districts], grid)
    surface = smooth_scores(
        cells, weigh_mines(ground, cells, settings.weight),
        evidence.scores.low, evidence.scores.high,
        bandwidth_m=settings["bandwidth_m"], reach=settings["reach_bandwidths"],
    )  # fmt: skip
    weights = evidence.weights
    low, high = (np.round(s @ weights.array, CELL_PLACES) for s in (surface.low, surface.high))
    breaks = class_limits(low, cells, surface.is_known, evidence.given, settings)
    zone = _zones(cells, surface, breaks.classes(low), breaks, evidence, settings)
    district = cells.district[np.unique(zone, return_index=True)[1]]
    scores = mean_scores(cells.area, surface, zone, evidence.scores.factors)
    return Zoned(
        cells, surface, low, high, zone, district, scores,
        composite_index(scores, weights, breaks), _shapes(ground, cells, zone, district),
    )  # fmt: skip


def class_limits(
    index: Floats, cells: Cells, is_known: Bools, given: Breaks, settings: ZoneSettings
) -> Breaks:
    """The limits between the classes of cells.

    Fisher and Jenks over the cells that mines weigh on and of which the district holds at least
    half, so that a corner of a square does not count like a square.
    """
    is_counted = is_known & (2 * cells.area >= cells.grid.square)
    values = index[is_counted]
    if settings.breaks == "given" or len(np.unique(values)) < len(GRADES):
        return given
    return fisher_jenks(values, len(GRADES))


def _zones(
    cells: Cells, surface: Surface, classes: npt.NDArray[np.int8], breaks: Breaks,
    evidence: Evidence, settings: ZoneSettings,
) -> Ints:  # fmt: skip
    """The zone of each cell: slivers absorbed, classes by mean index, equal neighbours joined."""
    least = round(settings["min_zone_km2"] * M2_PER_KM2 * CM2_PER_M2)
    regions = absorb_slivers(classes, cells.area, cells.borders, cells.lengths, least_area=least)
    means = mean_scores(cells.area, surface, regions, evidence.scores.factors)
    kind = breaks.classes(weighted(means.low, evidence.weights))
    return connected_cells(kind[regions], cells.borders)


def mean_scores(area: Ints, surface: Surface, zone: Ints, factors: tuple[str, ...]) -> Scores:
    """The area-weighted mean scores of each zone; rows are named by its number."""
    n = int(zone.max(initial=-1)) + 1
    whole = np.bincount(zone, area, n)
    low, high = (
        np.column_stack([np.bincount(zone, area * s[:, f], n) / whole for f in range(s.shape[1])])
        for s in (surface.low, surface.high)
    )
    return Scores(tuple(str(i) for i in range(n)), factors, low, high)


def _shapes(ground: Ground, cells: Cells, zone: Ints, district: Ints) -> Shapes:
    """The shapes of the zones: their squares, cut by their district."""
    shapes = np.empty(len(district), dtype=object)
    members = grouped(zone, len(district))
    for inside, own in zip(grouped(district, len(ground.districts)), ground.districts, strict=True):
        for z in inside.tolist():
            squares = cells.grid.boxes(cells.place[members[z]])
            shapes[z] = own.shape if len(inside) == 1 else cut_squares(squares, own.shape)
        check_partition(own.shape, shapes[inside].tolist(), name=own.id, place=own.place)
    return shapes


def cut_squares(squares: Shapes, shape: shapely.Geometry) -> shapely.Geometry:
    """The part of a shape that lies in squares of the grid."""
    return areal(shapely.intersection(shapely.coverage_union_all(squares), shape))
