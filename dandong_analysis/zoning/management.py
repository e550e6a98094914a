"""Management zones: protection by law, treatment and prevention by impact zones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely

from dandong_analysis.zoning.cells import Ints, grouped
from dandong_analysis.zoning.criteria import UNGRADED
from dandong_analysis.zoning.groups import group_mines, nearest_groups
from dandong_analysis.zoning.impact_zones import ImpactZones
from dandong_analysis.zoning.overlay import first_within
from dandong_analysis.zoning.partition import areal, check_partition
from dandong_analysis.zoning.protection import Protected
from dandong_analysis.zoning.zones import cut_squares

ManagementKind = Literal["protection", "treatment", "prevention"]

KINDS: tuple[ManagementKind, ...] = ("protection", "treatment", "prevention")
_TREATED = ("severe", "moderate")
# Less than this is rounding of coordinates along a border, not land.
_LEAST_M2 = 1.0


@dataclass(frozen=True)
class ManagementZone:
    """One management zone: kind, shape in the plane, and where it comes from.

    ``source`` is the position of its protected area or impact zone, ``cells`` are its cells in
    the latter. ``is_provisional`` marks a zone of an ungraded impact zone.
    """

    kind: ManagementKind
    shape: shapely.Geometry
    source: int
    cells: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    is_provisional: bool = False


@dataclass(frozen=True)
class Managed:
    """All management zones in the order of :data:`KINDS`; the zone of each mine, -1 for none."""

    zones: tuple[ManagementZone, ...]
    mines: Ints


def manage(impact: ImpactZones, protected: Protected) -> Managed:
    """Divide the study into management zones.

    - Protection: every protected area; where two overlap, the common part belongs to the one of
      higher precedence. They take precedence over all else, also outside the mining districts.
    - Treatment: severe and moderate impact zones, without protection, divided among groups of
      their mines (:func:`~.groups.group_mines`): every cell goes to the group whose mine is
      nearest to its centre; a group whose mines are all protected gets none. An ungraded zone with mines is treated likewise, because what is
      missing may be severe; the result is provisional.
    - Prevention: slight impact zones, without protection, one each. An ungraded zone without
      mines has nothing to treat and is a provisional prevention zone.

    Parts that a protected area cuts off stay with their zone. A mine belongs to the zone in
    which it lies.

    Raises
    ------
    DandongError
        When the parts of an impact zone and the protection in it do not fill it.
    """
    zones = [
        ManagementZone("protection", shape, i)
        for i, shape in enumerate(protected.own.tolist()) if shape.area > _LEAST_M2
    ]  # fmt: skip
    mines = grouped(impact.contents.mines, len(impact.zoned))
    cells = grouped(impact.zoned.zone, len(impact.zoned))
    for zone in impact.identity.order:
        zones += _divided(impact, protected, zone, mines[zone], cells[zone])
    zones.sort(key=lambda z: KINDS.index(z.kind))
    return Managed(tuple(zones), _zone_of_mines(impact, protected, zones))


def _divided(
    impact: ImpactZones, protected: Protected, zone: int, mines: Ints, cells: Ints
) -> list[ManagementZone]:
    """The management zones of one impact zone with these mines and cells."""
    grade = impact.identity.grades[zone]
    is_open = grade == UNGRADED
    is_treated = grade in _TREATED or (is_open and len(mines) > 0)
    kind: ManagementKind = "treatment" if is_treated else "prevention"
    parts = _parts(impact, protected, mines, cells) if is_treated else [cells]
    whole = impact.zoned.shapes[zone]
    taken = _taken(whole, protected)
    shapes = [areal(shapely.difference(s, taken)) for s in _shapes(impact, zone, parts)]
    district = impact.ground.districts[impact.zoned.district[zone]]
    check_partition(
        whole, [*shapes, areal(shapely.intersection(whole, taken))],
        name=impact.identity.ids[zone], place=district.place,
    )  # fmt: skip
    return [
        ManagementZone(kind, shape, zone, part, is_open)
        for part, shape in zip(parts, shapes, strict=True) if shape.area > _LEAST_M2
    ]  # fmt: skip


def _taken(whole: shapely.Geometry, protected: Protected) -> shapely.Geometry:
    """All protection that touches an impact zone."""
    touching = shapely.STRtree(protected.own).query(whole, predicate="intersects")
    return shapely.union_all(protected.own[np.sort(touching)])


def _parts(impact: ImpactZones, protected: Protected, mines: Ints, cells: Ints) -> list[Ints]:
    """The cells of an impact zone by group of mines; all together without a group."""
    settings, squares = impact.settings, impact.zoned.cells
    points = impact.ground.mines.points[mines]
    groups = group_mines(points, link_m=settings["link_m"], least=settings.whole("min_group"))
    free = first_within(protected.shapes, points) < 0
    kept = np.isin(groups, groups[free])
    if not kept.any():
        return [cells]
    centres = squares.grid.centres(squares.place[cells])
    nearest, _ = nearest_groups(points[kept], groups[kept], centres)
    return [cells[nearest == g] for g in np.unique(nearest)]


def _shapes(impact: ImpactZones, zone: int, parts: Sequence[Ints]) -> list[shapely.Geometry]:
    if len(parts) == 1:
        return [impact.zoned.shapes[zone]]
    cells = impact.zoned.cells
    district = impact.ground.districts[impact.zoned.district[zone]]
    return [cut_squares(cells.grid.boxes(cells.place[part]), district.shape) for part in parts]


def _zone_of_mines(
    impact: ImpactZones, protected: Protected, zones: Sequence[ManagementZone]
) -> Ints:
    """The zone of each mine: protection first, then that of its cell."""
    of_cell = np.full(len(impact.zoned.cells) + 1, -1)
    of_area = np.full(len(protected) + 1, -1)
    for i, zone in enumerate(zones):
        of_cell[zone.cells] = i
        if zone.kind == "protection":
            of_area[zone.source] = i
    points = impact.ground.mines.points
    area = first_within(protected.shapes, points)
    # All land round a mine may be protected, and its point a hair outside.
    beside = (area < 0) & (impact.contents.mine_cells >= 0)
    beside &= of_cell[impact.contents.mine_cells] < 0
    if beside.any():
        tree = shapely.STRtree(protected.shapes)
        area[beside] = tree.nearest(shapely.points(points[beside]))
    return np.where(area >= 0, of_area[area], of_cell[impact.contents.mine_cells])
