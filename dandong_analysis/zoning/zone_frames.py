"""Impact zones as frames that the indicator catalogue counts like survey tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dandong_analysis.geometry import Plane, plane_area_mu, write_shape
from dandong_analysis.schemas import ADDRESS
from dandong_analysis.units import exact_sum, round_to
from dandong_analysis.zoning.cells import CM2_PER_M2, Ints, grouped
from dandong_analysis.zoning.contents import Contents
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.identity import Identity
from dandong_analysis.zoning.layers import addressed, addresses, texts, typed_frame
from dandong_analysis.zoning.partition import areal
from dandong_analysis.zoning.zones import CELL_CLASSES, Zoned

_ADDRESS = dict.fromkeys(ADDRESS, "str") | {"source_row": "Int64"}
_MU_PER_CM2 = Decimal("0.0015") / CM2_PER_M2

ZONE_COLUMNS = _ADDRESS | {
    "zone_id": "str", "zone_name": "str", "zone_name_en": "str", "district_id": "str",
    "county": "str", "zone_grade": "str", "best_grade": "str", "worst_grade": "str",
    "zone_area_mu": "object", "mine_count": "Int64", "severe_mines": "Int64",
    "moderate_mines": "Int64", "slight_mines": "Int64", "ungraded_mines": "Int64",
    "damaged_area_mu": "object", "hazard_count": "Int64", "threatened_people": "Int64",
    "hazards_without_people": "Int64", "index_mean": "object", "index_worst": "object",
    "severe_area_mu": "object", "moderate_area_mu": "object", "slight_area_mu": "object",
    "ungraded_area_mu": "object",
    "p_grade": "object", "is_override": "boolean", "reasons_zh": "str", "reasons_en": "str",
    "label_lon": "Float64", "label_lat": "Float64", "geometry_wkt": "str",
}  # fmt: skip
MINE_COLUMNS = _ADDRESS | {
    "mine_id": "str", "zone_id": "str", "zone_grade": "str", "unplaced_reason": "str",
    "impact_grade": "str", "is_point": "boolean",
}  # fmt: skip
PARCEL_COLUMNS = _ADDRESS | {
    "parcel_id": "str", "mine_id": "str", "zone_id": "str", "zone_grade": "str",
    "damaged_area_mu": "object",
}  # fmt: skip
HAZARD_COLUMNS = _ADDRESS | {
    "hazard_id": "str", "mine_id": "str", "zone_id": "str", "zone_grade": "str",
    "hazard_type": "str",
}  # fmt: skip
CELL_COLUMNS = {
    "cell_column": "Int64", "cell_row": "Int64", "longitude": "Float64", "latitude": "Float64",
    "district_id": "str", "zone_id": "str", "index_low": "Float64", "index_high": "Float64",
    "cell_class": "str", "area_mu": "object",
}  # fmt: skip
_PLACES, _AREA_PLACES = 9, 4
# The last decimal of a written coordinate.
_DEGREE_STEP = 1e-8


@dataclass(frozen=True)
class Extras:
    """What else an impact zone shows: share of weightings that keep its grade, reasons."""

    p_grade: Sequence[float | None]
    reasons_zh: Sequence[str]
    reasons_en: Sequence[str]


def impact_zone_frame(
    ground: Ground, zoned: Zoned, contents: Contents, identity: Identity, extras: Extras,
    impact_grades: Mapping[str, str],
) -> pd.DataFrame:  # fmt: skip
    """One row a zone in the order of its id: the address of its district, and ZONE_COLUMNS.

    Areas in mu: of the zone on the ellipsoid, exact sum of the stated areas of its parcels, and
    of the zone's cells by their own class. ``index_mean`` is the area-weighted mean index with
    missing input at its least score, ``index_worst`` with it at its greatest. ``p_grade`` is the
    share of random weightings that give the zone's grade, empty where an expert set it.
    """
    counted: list[list[dict[str, Any]]] = [
        _mines(ground, contents, impact_grades, len(zoned)), _parcels(ground, contents, len(zoned)),
        _hazards(contents, len(zoned)), _areas(zoned), _indices(zoned),
    ]  # fmt: skip
    rows = [
        {
            **addressed(ground.districts[zoned.district[zone]].address),
            "zone_id": identity.ids[zone], "zone_name": identity.names[zone].zh,
            "zone_name_en": identity.names[zone].en,
            "district_id": ground.districts[zoned.district[zone]].id,
            "county": identity.counties[zone] or None, "zone_grade": identity.grades[zone],
            "best_grade": identity.best[zone], "worst_grade": identity.worst[zone],
            "is_override": zone in identity.overrides,
            "p_grade": as_decimal(extras.p_grade[zone]),
            "reasons_zh": extras.reasons_zh[zone], "reasons_en": extras.reasons_en[zone],
            **drawn(zoned.shapes[zone], ground.plane, "zone_area_mu"),
            **{name: value for part in counted for name, value in part[zone].items()},
        }
        for zone in identity.order
    ]  # fmt: skip
    return typed_frame(rows, ZONE_COLUMNS)


def drawn(shape: shapely.Geometry, plane: Plane, area: str) -> dict[str, Any]:
    """Area in mu (as ``area``), place of a label and outline of a shape in the plane."""
    parts = shapely.get_parts(shape)
    widest = parts[int(np.argmax(shapely.area(parts)))]
    label = plane.to_degrees(shapely.point_on_surface(widest))
    return {
        area: plane_area_mu(shape), "label_lon": float(label.x), "label_lat": float(label.y),
        "geometry_wkt": write_shape(_outline(shape, plane)),
    }  # fmt: skip


def _outline(shape: shapely.Geometry, plane: Plane) -> shapely.Geometry:
    """The outline in degrees; where rounding makes it cross itself, parts below a millimetre go."""
    outline = shapely.remove_repeated_points(plane.to_degrees(shape))
    if shapely.is_valid(outline):
        return outline
    return areal(shapely.set_precision(shapely.make_valid(outline), _DEGREE_STEP))


def as_decimal(value: float | None) -> Decimal | None:
    """A computed number as a decimal with nine places; empty stays empty."""
    return None if value is None else Decimal(repr(round(value, _PLACES)))


def _mines(
    ground: Ground, contents: Contents, impact_grades: Mapping[str, str], n_zones: int
) -> list[dict[str, int]]:
    grades = [impact_grades[mine] for mine in texts(ground.mines.frame, "mine_id")]
    counted = []
    for own in grouped(contents.mines, n_zones):
        found = [grades[i] for i in own.tolist()]
        counts = {f"{g}_mines": found.count(g) for g in CELL_CLASSES}
        counted.append({"mine_count": len(found), **counts})
    return counted


def _parcels(ground: Ground, contents: Contents, n_zones: int) -> list[dict[str, Decimal]]:
    areas = ground.parcels.frame["damaged_area_mu"].tolist()
    return [
        {"damaged_area_mu": exact_sum(areas[i] for i in own.tolist())}
        for own in grouped(contents.parcels, n_zones)
    ]


def _hazards(contents: Contents, n_zones: int) -> list[dict[str, int]]:
    people = contents.hazard_frame["threatened_people"].tolist()
    counted = []
    for own in grouped(contents.hazards, n_zones):
        known = [int(people[i]) for i in own.tolist() if not pd.isna(people[i])]
        counted.append({
            "hazard_count": len(own), "threatened_people": sum(known),
            "hazards_without_people": len(own) - len(known),
        })  # fmt: skip
    return counted


def _areas(zoned: Zoned) -> list[dict[str, Decimal]]:
    """The area of the cells of each class in each zone."""
    total = np.zeros((len(zoned), len(CELL_CLASSES)), np.int64)
    np.add.at(total, (zoned.zone, zoned.cell_classes), zoned.cells.area)
    return [
        {f"{grade}_area_mu": cells_mu(row[k]) for k, grade in enumerate(CELL_CLASSES)}
        for row in total.tolist()
    ]


def cells_mu(cm2: int) -> Decimal:
    """Whole square centimetres in mu, rounded to 0.0001 mu like all measured areas."""
    return round_to(Decimal(cm2) * _MU_PER_CM2, _AREA_PLACES)


def _indices(zoned: Zoned) -> list[dict[str, Decimal | None]]:
    frame = zoned.indexed.frame
    return [
        {"index_mean": as_decimal(low), "index_worst": as_decimal(high)}
        for low, high in zip(frame["index_low"], frame["index_high"], strict=True)
    ]


def zone_mine_frame(
    ground: Ground, contents: Contents, identity: Identity, impact_grades: Mapping[str, str]
) -> pd.DataFrame:
    """One row a mine: its zone, or why it has none; ``is_point``: placed by its own point."""
    ids = texts(ground.mines.frame, "mine_id")
    extra = [
        {
            "mine_id": m,
            "unplaced_reason": r or None,
            "impact_grade": impact_grades[m],
            "is_point": bool(p),
        }
        for m, r, p in zip(ids, ground.reasons, ground.mines.is_point, strict=True)
    ]
    return _placed_frame(ground.mines.frame, contents.mines, identity, extra, MINE_COLUMNS)


def zone_parcel_frame(ground: Ground, contents: Contents, identity: Identity) -> pd.DataFrame:
    """One row a parcel with its zone, empty where it has none."""
    extra = ground.parcels.frame[["parcel_id", "mine_id", "damaged_area_mu"]].to_dict("records")
    return _placed_frame(ground.parcels.frame, contents.parcels, identity, extra, PARCEL_COLUMNS)


def zone_hazard_frame(contents: Contents, identity: Identity) -> pd.DataFrame:
    """One row a hazard with the zone of its mine, empty where it has none."""
    frame = contents.hazard_frame
    extra = frame[["hazard_id", "mine_id", "hazard_type"]].to_dict("records")
    return _placed_frame(frame, contents.hazards, identity, extra, HAZARD_COLUMNS)


def _placed_frame(
    frame: pd.DataFrame, zones: Ints, identity: Identity, extra: Sequence[Mapping[Any, Any]],
    columns: Mapping[str, str],
) -> pd.DataFrame:  # fmt: skip
    rows = [
        {
            **addressed(address), **own,
            "zone_id": identity.ids[zone] if zone >= 0 else None,
            "zone_grade": identity.grades[zone] if zone >= 0 else None,
        }
        for address, own, zone in zip(addresses(frame), extra, zones.tolist(), strict=True)
    ]  # fmt: skip
    return typed_frame(rows, columns)


def zone_cell_frame(ground: Ground, zoned: Zoned, identity: Identity) -> pd.DataFrame:
    """One row a cell: column and row in the grid, centre, index, own class, area."""
    centres = ground.plane.to_degrees(shapely.points(zoned.cells.centres))
    grades = np.array(CELL_CLASSES, dtype=object)[zoned.cell_classes]
    districts = np.array([d.id for d in ground.districts], dtype=object)
    values = {
        "cell_column": zoned.cells.place[:, 0], "cell_row": zoned.cells.place[:, 1],
        "longitude": shapely.get_x(centres), "latitude": shapely.get_y(centres),
        "district_id": districts[zoned.cells.district],
        "zone_id": np.array(identity.ids, dtype=object)[zoned.zone],
        "index_low": zoned.index_low, "index_high": zoned.index_high, "cell_class": grades,
        "area_mu": [cells_mu(area) for area in zoned.cells.area.tolist()],
    }  # fmt: skip
    return pd.DataFrame({n: pd.Series(values[n], dtype=t) for n, t in CELL_COLUMNS.items()})
