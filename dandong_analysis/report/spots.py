"""Where a label may stand, what each place costs, and what is in each other's way; in mm."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import shapely

from dandong_analysis.geometry import Floats

Point = tuple[float, float]
Flags = npt.NDArray[np.bool_]

# Costs in the unit of one covered symbol. A spot to the upper right of a point is the best, one
# to the lower left the worst.
_SIDE, _OUTSIDE, _LEADER, _FOREIGN = 0.2, 1.0, 0.7, 8.0
_PER_MM, _PER_MM_INSIDE = 0.09, 0.025
_BEST_ANGLE = np.pi / 6
# Angles round a point or an area, distances from it, places across an area; and how far inside
# the border of an area a leader begins.
_ANGLES = tuple(np.linspace(0, 2 * np.pi, 24, endpoint=False))
_DISTANCES = (0.0, 2.5, 5.0, 8.0, 12.0, 17.0, 24.0)
_ACROSS = 9
_INSET = 1.3
_NOWHERE = (np.nan,) * 4


@dataclass(frozen=True)
class Box:
    """A rectangle, y to the north."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.left, self.bottom, self.right, self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def holds(self, other: "Box") -> bool:
        """Whether ``other`` is inside; it may touch the border."""
        return (
            self.left <= other.left and other.right <= self.right
            and self.bottom <= other.bottom and other.top <= self.top
        )  # fmt: skip

    def nearest(self, x: float, y: float) -> Point:
        """The point of the rectangle that is nearest to a point."""
        return float(np.clip(x, self.left, self.right)), float(np.clip(y, self.bottom, self.top))


@dataclass(frozen=True)
class Label:
    """A label to be placed: the point that it names, and the size of its text.

    ``reach`` is the radius of the symbol at the point. A label with a ``room`` names that area
    and best stands inside it; its point is the middle of the area.
    """

    id: str
    x: float
    y: float
    width: float
    height: float
    reach: float = 0.0
    room: shapely.Geometry | None = None


@dataclass(frozen=True)
class Spot:
    """A place for a label and its cost; a leader runs from the label's point to the box."""

    box: Box
    cost: float
    leader: tuple[Point, Point] | None = None

    @property
    def line(self) -> tuple[float, float, float, float]:
        return _NOWHERE if self.leader is None else (*self.leader[0], *self.leader[1])


def spots_of(
    label: Label, *, frame: Box, symbols: Floats, areas: Sequence[shapely.Geometry] = ()
) -> list[Spot]:
    """The places of a label inside ``frame``; each covered symbol costs one.

    ``symbols``: x, y and radius, a row each. The name of an area had better not stand on one of
    the other ``areas``.
    """
    spots = [*_inside(label), *_around(label)]
    fitting = [spot for spot in spots if frame.holds(spot.box)]
    boxes = np.array([s.box.bounds for s in fitting]).reshape(-1, 4)
    costs = _covered(boxes, symbols) + _FOREIGN * _on_others(label, fitting, areas)
    return [
        Spot(spot.box, spot.cost + float(more), spot.leader)
        for spot, more in zip(fitting, costs, strict=True)
    ]


def _inside(label: Label) -> list[Spot]:
    """Places whose middle is in the area of the label; cheap where the whole box is."""
    if label.room is None:
        return []
    west, south, east, north = label.room.bounds
    grid = product(np.linspace(west, east, _ACROSS), np.linspace(south, north, _ACROSS))
    middles = np.array([(label.x, label.y), *grid])
    boxes = [Box.around(x, y, label.width, label.height) for x, y in middles.tolist()]
    shapely.prepare(label.room)
    within = shapely.contains_xy(label.room, middles)
    whole = shapely.contains(label.room, shapely.box(*np.array([b.bounds for b in boxes]).T))
    away = np.hypot(*(middles - (label.x, label.y)).T) * _PER_MM_INSIDE
    costs = np.where(whole, 0, _OUTSIDE) + away
    chosen = np.flatnonzero(within | whole)
    return [Spot(boxes[n], float(costs[n])) for n in chosen]


def _around(label: Label) -> list[Spot]:
    """Places round the symbol or the area, close by and farther away with a leader."""
    base = 0.0 if label.room is None else _OUTSIDE
    reaches = _reaches(label)
    spots = []
    for distance, (angle, reach) in product(_DISTANCES, zip(_ANGLES, reaches, strict=True)):
        # Beside a circle a box touches it with a side, at less than its distance along the angle;
        # the border of an area is just where the angle meets it.
        stretch = 1 if label.room is not None else max(abs(np.cos(angle)), abs(np.sin(angle)))
        clear = reach / stretch
        box = _beside(label, angle, clear + distance)
        cost = base + _SIDE * (1 - np.cos(angle - _BEST_ANGLE)) / 2 + _PER_MM * distance
        leader = None
        if distance > 0:
            cost += _LEADER
            start = _start(label, angle, reach)
            leader = start, box.nearest(*start)
        spots.append(Spot(box, float(cost), leader))
    return spots


def _reaches(label: Label) -> list[float]:
    """How far the symbol or the area reaches from the label's point, by angle."""
    if label.room is None:
        return [label.reach] * len(_ANGLES)
    west, south, east, north = label.room.bounds
    beyond = east - west + north - south
    middle = np.array([label.x, label.y])
    ends = middle + beyond * np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    rays = shapely.linestrings([[middle, end] for end in ends])
    inside = shapely.intersection(rays, label.room)
    return [_farthest(shapely.get_coordinates(part), middle) for part in inside]


def _farthest(points: Floats, start: Floats) -> float:
    return float(np.hypot(*(points - start).T).max(initial=0))


def _start(label: Label, angle: float, reach: float) -> Point:
    """Where a leader begins: at the symbol, or a little inside the border of the area."""
    inset = 0 if label.room is None else min(_INSET, reach)
    at = reach - inset
    return float(label.x + at * np.cos(angle)), float(label.y + at * np.sin(angle))


def _beside(label: Label, angle: float, away: float) -> Box:
    """The box at a distance from the label's point, in the direction of ``angle``."""
    cos, sin = np.cos(angle), np.sin(angle)
    # Along a side of the circle the box slides from corner to corner.
    slide = np.clip(np.sqrt(2) * np.array([cos, sin]), -1, 1)
    x = label.x + away * cos + slide[0] * label.width / 2
    y = label.y + away * sin + slide[1] * label.height / 2
    return Box.around(float(x), float(y), label.width, label.height)


def _covered(boxes: Floats, symbols: Floats) -> npt.NDArray[np.int_]:
    """How many symbols each box touches."""
    x, y, radius = symbols.reshape(-1, 3).T
    left, bottom, right, top = boxes.T[:, :, np.newaxis]
    aside = np.maximum(np.maximum(left - x, x - right), 0)
    above = np.maximum(np.maximum(bottom - y, y - top), 0)
    return np.asarray(np.sum(np.hypot(aside, above) < radius, axis=1))


def _on_others(
    label: Label, spots: Sequence[Spot], areas: Sequence[shapely.Geometry]
) -> npt.NDArray[np.int_]:
    """How many other areas the name of an area stands on, with its leader."""
    others = [area for area in areas if area is not label.room]
    if label.room is None or not others:
        return np.zeros(len(spots), dtype=int)
    shapes = [shapely.box(*spot.box.bounds) for spot in spots]
    shapes += [shapely.LineString(spot.leader) for spot in spots if spot.leader]
    owners = [*range(len(spots)), *(n for n, spot in enumerate(spots) if spot.leader)]
    touching, _ = shapely.STRtree(others).query(shapes, predicate="intersects")
    return np.bincount(np.array(owners, dtype=np.intp)[touching], minlength=len(spots))


def overlaps(boxes: Floats, others: Floats) -> Flags:
    """Which boxes (rows) overlap which others (columns); touching is no overlap."""
    left, bottom, right, top = boxes.T[:, :, np.newaxis]
    west, south, east, north = others.T[:, np.newaxis, :]
    return np.array((left < east) & (west < right) & (bottom < north) & (south < top))


def hits(lines: Floats, boxes: Floats) -> Flags:
    """Which lines (rows: x, y, x, y) run through which boxes (columns); none at NaN does."""
    x, y, to_x, to_y = lines.T[:, :, np.newaxis]
    left, bottom, right, top = boxes.T[:, np.newaxis, :]
    # The parts of a line between the two sides of a box, from 0 to 1 along the line.
    enters_x, leaves_x = _between(x, to_x - x, left, right)
    enters_y, leaves_y = _between(y, to_y - y, bottom, top)
    enters, leaves = np.maximum(enters_x, enters_y), np.minimum(leaves_x, leaves_y)
    return np.array((enters < leaves) & (enters < 1) & (leaves > 0))


def _between(start: Floats, step: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / step, (high - start) / step
    return np.minimum(first, second), np.maximum(first, second)


def cross(lines: Floats, others: Floats) -> Flags:
    """Which lines (rows) cross which others (columns); none at NaN does."""
    a, b = _ends(lines.T[:, :, np.newaxis])
    c, d = _ends(others.T[:, np.newaxis, :])
    return np.array((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


Ends = tuple[Floats, Floats]


def _ends(lines: Floats) -> tuple[Ends, Ends]:
    return (lines[0], lines[1]), (lines[2], lines[3])


def _side(a: Ends, b: Ends, point: Ends) -> Floats:
    """On which side of the line from a to b a point lies: the sign of the result."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
