"""A grid of square cells over mining districts, and which cells border on which."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]

# Areas and lengths are whole square centimetres and centimetres, so that sums are exact.
CM2_PER_M2 = 10_000
_CM_PER_M = 100


@dataclass(frozen=True)
class Grid:
    """Squares of ``cell_m`` metres whose corners lie at ``offset_m`` plus whole multiples."""

    cell_m: float
    offset_m: float = 0.0

    @property
    def square(self) -> int:
        """The area of a whole square in square centimetres."""
        return round(self.cell_m**2 * CM2_PER_M2)

    def places(self, points: Floats) -> Ints:
        """Column and row of the cell of each point; left and lower sides belong to a cell."""
        return np.floor((points - self.offset_m) / self.cell_m).astype(np.int64)

    def boxes(self, places: Ints) -> Shapes:
        """The squares at columns and rows."""
        low, high = self.corners(places), self.corners(places + 1)
        boxes: Shapes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
        return boxes

    def centres(self, places: Ints) -> Floats:
        """Centres of the squares at columns and rows."""
        return (self.offset_m + (places + 0.5) * self.cell_m).astype(np.float64)

    def cover(self, shape: shapely.Geometry) -> Ints:
        """Columns and rows of all squares over the bounds of a shape, row by row."""
        bounds = np.array(shapely.bounds(shape)).reshape(2, 2)
        low, high = self.places(bounds)
        columns, rows = np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1)
        return np.column_stack([np.tile(columns, len(rows)), np.repeat(rows, len(columns))])

    def corners(self, places: Ints) -> Floats:
        """The lower left corners of the squares at columns and rows."""
        return (self.offset_m + places * self.cell_m).astype(np.float64)


@dataclass(frozen=True)
class Cells:
    """The parts of squares that lie in mining districts, by district, row and column.

    Attributes
    ----------
    grid
        The squares.
    district
        Position of the district of each cell; a square that two districts share is two cells.
    place
        Column and row of each cell.
    area
        Square centimetres within the district.
    borders
        Pairs of cells of one district that share a part of a side, a row each.
    lengths
        Length of that part in centimetres.
    """

    grid: Grid
    district: Ints
    place: Ints
    area: Ints
    borders: Ints
    lengths: Ints

    def __len__(self) -> int:
        return len(self.district)

    @property
    def centres(self) -> Floats:
        """Centres of the squares in the plane."""
        return self.grid.centres(self.place)

    def of_district(self, district: int) -> slice:
        """The cells of one district."""
        low, high = np.searchsorted(self.district, [district, district + 1])
        return slice(int(low), int(high))

    def at(self, district: Ints, places: Ints) -> Ints:
        """The cell at each column and row of a district; -1 where the district has none."""
        low = self.place.min(axis=0, initial=0)
        size = self.place.max(axis=0, initial=0) - low + 1
        own = _keys(self.district, self.place - low, size)
        inside = ((places >= low) & (places - low < size)).all(axis=1)
        asked = np.where(inside, _keys(district, places - low, size), -1)
        found = np.minimum(np.searchsorted(own, asked), max(len(own) - 1, 0))
        hit = own[found] == asked if len(own) else np.zeros(len(asked), bool)
        return np.where(hit, found, -1).astype(np.int64)

    def containing(self, district: Ints, points: Floats) -> Ints:
        """The cell of each point of a district, or the nearest one on the district's edge."""
        cells = self.at(district, self.grid.places(points))
        for i in np.flatnonzero(cells < 0):
            own = self.of_district(int(district[i]))
            distance = ((self.centres[own] - points[i]) ** 2).sum(axis=1)
            cells[i] = own.start + int(np.argmin(distance))
        return cells


def _keys(district: Ints, places: Ints, size: Ints) -> Ints:
    """One rising number for each cell in the order district, row, column."""
    keys: Ints = (district * size[1] + places[:, 1]) * size[0] + places[:, 0]
    return keys


def cut_cells(shapes: Sequence[shapely.Geometry], grid: Grid) -> Cells:
    """The cells of districts whose shapes (in the plane) are given."""
    parts = [_cut(shape, grid) for shape in shapes]
    sizes = [len(places) for places, *_ in parts]
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    return Cells(
        grid,
        np.repeat(np.arange(len(parts)), sizes),
        _stack([p[0] for p in parts], (0, 2)),
        _stack([p[1] for p in parts], (0,)),
        _stack([p[2] + start for p, start in zip(parts, starts, strict=True)], (0, 2)),
        _stack([p[3] for p in parts], (0,)),
    )


def _stack(arrays: Sequence[Ints], empty: tuple[int, ...]) -> Ints:
    return np.concatenate([np.zeros(empty, np.int64), *arrays])


def _cut(shape: shapely.Geometry, grid: Grid) -> tuple[Ints, Ints, Ints, Ints]:
    """Places and areas of the cells of one shape, their borders and the lengths of these."""
    shapely.prepare(shape)
    places = grid.cover(shape)
    boxes = grid.boxes(places)
    whole = shapely.contains_properly(shape, boxes)
    partial = shapely.intersects(shape, boxes) & ~whole
    area = np.where(whole, grid.square, 0)
    cut = shapely.area(_in_rows(shape, grid, places[partial], boxes[partial]))
    area[partial] = np.rint(cut * CM2_PER_M2).astype(np.int64)
    kept = area > 0
    places, area, partial = places[kept], area[kept], partial[kept]
    borders, lengths = _borders(shape, grid, places, partial)
    return places, area, borders, lengths


def _in_rows(shape: shapely.Geometry, grid: Grid, places: Ints, boxes: Shapes) -> Shapes:
    """The parts of a shape in boxes, cut row by row: few corners are then left in each cut."""
    rows, which = np.unique(places[:, 1], return_inverse=True)
    west, _, east, _ = shapely.bounds(shape)
    south = rows * grid.cell_m + grid.offset_m
    strips = shapely.intersection(shape, shapely.box(west, south, east, south + grid.cell_m))
    parts: Shapes = shapely.intersection(strips[which], boxes)
    return parts


def _borders(
    shape: shapely.Geometry, grid: Grid, places: Ints, partial: Bools
) -> tuple[Ints, Ints]:
    """Pairs of cells with a common side inside the shape, and how much of it lies inside."""
    pairs, sides = [], []
    for step in ([1, 0], [0, 1]):
        first, second = neighbours(places, step)
        pairs.append(np.column_stack([first, second]))
        ends = grid.corners(places[first] + step), grid.corners(places[first] + 1)
        sides.append(shapely.linestrings(np.stack(ends, axis=1)))
    both, lines = np.concatenate(pairs), np.concatenate(sides)
    lengths = np.full(len(both), round(grid.cell_m * _CM_PER_M))
    # A side between two cells on the edge of the shape may itself leave the shape.
    edge = np.flatnonzero(partial[both].all(axis=1))
    edge = edge[~shapely.contains_properly(shape, lines[edge])]
    inside = shapely.length(shapely.intersection(shape, lines[edge]))
    lengths[edge] = np.rint(inside * _CM_PER_M)
    return both[lengths > 0], lengths[lengths > 0]


def grouped(labels: Ints, n: int) -> list[Ints]:
    """The positions that have each label from 0 to ``n - 1``.

    >>> [g.tolist() for g in grouped(np.array([1, 0, -1, 1]), 3)]
    [[1], [0, 3], []]
    """
    order = np.argsort(labels, kind="stable")
    cuts = np.searchsorted(labels[order], np.arange(n + 1)).tolist()
    return [order[a:b] for a, b in pairwise(cuts)]


def neighbours(places: Ints, step: Sequence[int]) -> tuple[Ints, Ints]:
    """Positions of the cells that have a neighbour one step on, and of that neighbour."""
    if not len(places):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low = places.min(axis=0)
    positions = np.full(places.max(axis=0) - low + 2, -1)
    positions[tuple((places - low).T)] = np.arange(len(places))
    found = positions[tuple((places + np.array(step) - low).T)]
    return np.flatnonzero(found >= 0), found[found >= 0]
