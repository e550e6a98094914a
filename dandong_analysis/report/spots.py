"""Where a label may stand, what each place costs, and what is in each other's way."""

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
_SIDE, _OUTSIDE, _LEADER = 0.3, 1.0, 1.5
_PER_HEIGHT = 0.15
_BEST_ANGLE = np.pi / 6
# Angles round an anchor, distances from it in heights of the label, and places across an area.
_ANGLES = tuple(np.linspace(0, 2 * np.pi, 16, endpoint=False))
_DISTANCES = (0.0, 0.8, 1.8, 3.2, 5.0, 7.5)
_ACROSS = 9
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

    ``reach`` is the radius of the symbol at the point. A label with a ``room`` names an area and
    best stands inside it; its point is where a leader would begin.
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


def spots_of(label: Label, *, frame: Box, symbols: Floats) -> list[Spot]:
    """The places of a label inside ``frame``; each covered symbol costs one.

    ``symbols``: x, y and radius, a row each.
    """
    spots = [*_inside(label), *_around(label)]
    fitting = [spot for spot in spots if frame.holds(spot.box)]
    covered = _covered(np.array([s.box.bounds for s in fitting]).reshape(-1, 4), symbols)
    return [
        Spot(spot.box, spot.cost + float(n), spot.leader)
        for spot, n in zip(fitting, covered, strict=True)
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
    away = np.hypot(*(middles - (label.x, label.y)).T) / label.height * _PER_HEIGHT
    costs = np.where(whole, 0, _OUTSIDE) + away
    chosen = np.flatnonzero(within | whole)
    return [Spot(boxes[n], float(costs[n])) for n in chosen]


def _around(label: Label) -> list[Spot]:
    """Places round the point, near and farther away with a leader."""
    base = 0.0 if label.room is None else _OUTSIDE + _LEADER
    spots = []
    for distance, angle in product(_DISTANCES, _ANGLES):
        box = _beside(label, angle, distance * label.height)
        cost = base + _SIDE * (1 - np.cos(angle - _BEST_ANGLE)) / 2 + _PER_HEIGHT * distance
        needs = distance > 0 or label.room is not None
        leader = ((label.x, label.y), box.nearest(label.x, label.y)) if needs else None
        spots.append(Spot(box, float(cost + (_LEADER if distance > 0 else 0)), leader))
    return spots


def _beside(label: Label, angle: float, distance: float) -> Box:
    """The box that touches a circle round the label's point, in the direction of ``angle``."""
    cos, sin = np.cos(angle), np.sin(angle)
    away = label.reach + distance
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


def overlaps(boxes: Floats, others: Floats) -> Flags:
    """Which boxes (rows) overlap which others (columns); touching is no overlap."""
    left, bottom, right, top = boxes.T[:, :, np.newaxis]
    west, south, east, north = others.T[:, np.newaxis, :]
    return np.array((left < east) & (west < right) & (bottom < north) & (south < top))


def hits(lines: Floats, boxes: Floats) -> Flags:
    """Which lines (rows: x, y, x, y) run through which boxes (columns); none at NaN does."""
    start, step = lines[:, np.newaxis, :2], lines[:, np.newaxis, 2:] - lines[:, np.newaxis, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        near = (boxes[np.newaxis, :, :2] - start) / step
        far = (boxes[np.newaxis, :, 2:] - start) / step
    enters, leaves = np.minimum(near, far).max(axis=2), np.maximum(near, far).min(axis=2)
    return np.array((enters < leaves) & (enters < 1) & (leaves > 0))


def cross(lines: Floats, others: Floats) -> Flags:
    """Which lines (rows) cross which others (columns); none at NaN does."""
    a, b = lines[:, np.newaxis, :2], lines[:, np.newaxis, 2:]
    c, d = others[np.newaxis, :, :2], others[np.newaxis, :, 2:]
    return np.array((_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0))


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    """On which side of the line from a to b a point lies: the sign of the result."""
    along, to = b - a, point - a
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
