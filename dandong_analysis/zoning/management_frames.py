"""Management zones as frames that the indicator catalogue counts like survey tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.geometry import plane_area_mu
from dandong_analysis.schemas import ADDRESS, Schemas
from dandong_analysis.units import EXACT, exact_sum
from dandong_analysis.zoning.cells import grouped
from dandong_analysis.zoning.identity import zone_members
from dandong_analysis.zoning.impact_zones import ImpactZones
from dandong_analysis.zoning.layers import addressed, addresses, plane_shapes, texts, typed_frame
from dandong_analysis.zoning.management import KINDS, Managed, ManagementZone
from dandong_analysis.zoning.names import PREVENTION, TREATMENT, name_zones
from dandong_analysis.zoning.overlay import largest_parts
from dandong_analysis.zoning.protection import WORKING, Protected
from dandong_analysis.zoning.zone_frames import drawn

Tables = Mapping[str, pd.DataFrame]

_ADDRESS = dict.fromkeys(ADDRESS, "str") | {"source_row": "Int64"}
MANAGEMENT_COLUMNS = _ADDRESS | {
    "management_zone_id": "str", "management_name": "str", "management_name_en": "str",
    "management_kind": "str", "county": "str", "management_area_mu": "object",
    "mine_count": "Int64", "working_mine_count": "Int64", "damaged_area_mu": "object",
    "treated_area_mu": "object", "to_restore_mu": "object", "impact_zone_id": "str",
    "impact_grade": "str", "protected_id": "str", "protected_kind": "str",
    "protected_rank": "str", "is_provisional": "boolean", "site_ids": "str",
    "label_lon": "Float64", "label_lat": "Float64", "geometry_wkt": "str",
}  # fmt: skip
MINE_COLUMNS = _ADDRESS | {
    "mine_id": "str", "management_zone_id": "str", "management_kind": "str",
    "unplaced_reason": "str",
    "damaged_area_mu": "object", "treated_area_mu": "object", "to_restore_mu": "object",
}  # fmt: skip
_STATED = {
    "site_id": "str", "name": "str", "site_kind": "str", "county": "str", "period": "str",
    "stated_area_mu": "object",
}  # fmt: skip
SITE_COLUMNS = _ADDRESS | _STATED | {
    "measured_area_mu": "object", "zone_id": "str", "management_zone_id": "str",
}  # fmt: skip
_LETTERS = {"protection": "P", "treatment": "T", "prevention": "V"}


def management_ids(zones: Sequence[ManagementZone]) -> list[str]:
    """Ids by kind: P of protection, T of treatment, V of prevention, each numbered from 1."""
    counts = Counter(zone.kind for zone in zones)
    width = max(2, *(len(str(counts[kind])) for kind in KINDS))
    seen: Counter[str] = Counter()
    ids = []
    for zone in zones:
        seen[zone.kind] += 1
        ids.append(f"{_LETTERS[zone.kind]}{seen[zone.kind]:0{width}d}")
    return ids


@dataclass(frozen=True)
class MineLand:
    """Of each mine, in mu: stated damaged land, accepted treated land, what is left of it."""

    damaged: tuple[Decimal, ...]
    treated: tuple[Decimal, ...]

    @cached_property
    def to_restore(self) -> tuple[Decimal, ...]:
        pairs = zip(self.damaged, self.treated, strict=True)
        return tuple(max(EXACT.subtract(d, t), Decimal(0)) for d, t in pairs)

    def of(self, mines: Sequence[int]) -> dict[str, Decimal]:
        """The exact sums over some mines; what is left is summed mine by mine."""
        return {
            "damaged_area_mu": exact_sum(self.damaged[i] for i in mines),
            "treated_area_mu": exact_sum(self.treated[i] for i in mines),
            "to_restore_mu": exact_sum(self.to_restore[i] for i in mines),
        }


def mine_land(ids: Sequence[str], tables: Tables) -> MineLand:
    """The land of each mine; work counts when it has an acceptance number."""
    damaged, treated = dict.fromkeys(ids, Decimal(0)), dict.fromkeys(ids, Decimal(0))
    if "land_damage" in tables:
        frame = tables["land_damage"]
        _add(damaged, texts(frame, "mine_id"), frame["damaged_area_mu"].tolist())
    if "restoration" in tables:
        work = tables["restoration"]
        accepted = work[[bool(n.strip()) for n in texts(work, "acceptance_number")]]
        _add(treated, texts(accepted, "mine_id"), accepted["treated_area_mu"].tolist())
    return MineLand(tuple(damaged.values()), tuple(treated.values()))


def _add(totals: dict[str, Decimal], mines: Sequence[str], areas: Sequence[Decimal]) -> None:
    """Add areas to the totals of known mines."""
    for mine, area in zip(mines, areas, strict=True):
        if mine in totals:
            totals[mine] = EXACT.add(totals[mine], area)


def management_frames(
    impact: ImpactZones, protected: Protected, managed: Managed, tables: Tables, schemas: Schemas
) -> dict[str, pd.DataFrame]:
    """Frames ``management_zones``, ``management_mines`` and ``site_areas``.

    - ``management_zones``, one row a zone: address of its protected area or of the district of
      its impact zone, :data:`MANAGEMENT_COLUMNS`. ``management_area_mu`` is measured on the
      ellipsoid. Land is that of the mines in the zone: exact sums of stated damaged and of
      accepted treated land, and ``to_restore_mu``, the sum over mines of damaged less treated,
      where that is not negative.
    - ``management_mines``, one row a mine: address, zone and kind, or why it has none, and its
      land.
    - ``site_areas``, one row a site of the plan: what is stated of it, its area measured on the
      ellipsoid, and the zones that hold most of it. There is no such frame without the table
      ``sites``, or when it is a study's own table of that name with other columns.
    """
    ids = management_ids(managed.zones)
    land = mine_land(texts(impact.ground.mines.frame, "mine_id"), tables)
    sites = _sites(impact, managed, ids, tables)
    names = _names(impact, protected, managed, schemas)
    members = [own.tolist() for own in grouped(managed.mines, len(managed.zones))]
    status = texts(impact.ground.mines.frame, "production_status")
    held = _held(sites)
    rows = [
        {
            **_origin(impact, protected, zone), "management_zone_id": ids[i],
            "management_name": names[i].zh, "management_name_en": names[i].en,
            "management_kind": zone.kind, "is_provisional": zone.is_provisional,
            "mine_count": len(members[i]), "site_ids": held.get(ids[i]),
            "working_mine_count": sum(status[m] in WORKING for m in members[i]),
            **land.of(members[i]),
            **drawn(zone.shape, impact.ground.plane, "management_area_mu"),
        }
        for i, zone in enumerate(managed.zones)
    ]  # fmt: skip
    return {
        "management_zones": typed_frame(rows, MANAGEMENT_COLUMNS),
        "management_mines": _mine_frame(impact, managed, ids, land),
        **({} if sites is None else {"site_areas": sites}),
    }


def _origin(impact: ImpactZones, protected: Protected, zone: ManagementZone) -> dict[str, Any]:
    """Address, county and parents of a zone."""
    if zone.kind == "protection":
        row = protected.frame.iloc[[zone.source]]
        named = {n: row[n].iloc[0] for n in ("protected_id", "protected_kind", "protected_rank")}
        return {
            **addressed(addresses(row)[0]), **named, "impact_zone_id": None,
            "impact_grade": None, "county": _county(impact, protected, zone.source),
        }  # fmt: skip
    district = impact.ground.districts[impact.zoned.district[zone.source]]
    return {
        **addressed(district.address), "impact_zone_id": impact.identity.ids[zone.source],
        "impact_grade": impact.identity.grades[zone.source],
        "county": impact.identity.counties[zone.source] or None,
        **dict.fromkeys(("protected_id", "protected_kind", "protected_rank")),
    }  # fmt: skip


def _county(impact: ImpactZones, protected: Protected, area: int) -> str | None:
    """The county that a protected area states, else the one that holds most of it."""
    stated = texts(protected.frame, "county")[area]
    codes = sorted(impact.ground.counties)
    outlines = [impact.ground.counties[code] for code in codes]
    largest = int(largest_parts(protected.shapes[[area]], outlines)[0])
    return stated or (codes[largest] if largest >= 0 else None)


def _names(
    impact: ImpactZones, protected: Protected, managed: Managed, schemas: Schemas
) -> list[Text]:
    """The names of protected areas as delivered, of the other zones after their mines."""
    legal = texts(protected.frame, "name")
    names = [Text(legal[z.source], legal[z.source])
             for z in managed.zones if z.kind == "protection"]  # fmt: skip
    members = grouped(managed.mines, len(managed.zones))
    for kind, ending in (("treatment", TREATMENT), ("prevention", PREVENTION)):
        own = [i for i, zone in enumerate(managed.zones) if zone.kind == kind]
        sources = [managed.zones[i].source for i in own]
        districts = [impact.ground.districts[impact.zoned.district[s]].name for s in sources]
        counties = [impact.identity.counties[s] for s in sources]
        named = zone_members(impact.ground, [members[i] for i in own], districts, counties, schemas)
        words = schemas.vocabularies["commodity"]
        names += name_zones(named, ending, words, impact.settings)
    return names


def _mine_frame(
    impact: ImpactZones, managed: Managed, ids: Sequence[str], land: MineLand
) -> pd.DataFrame:
    frame = impact.ground.mines.frame
    kinds = [zone.kind for zone in managed.zones]
    described = zip(
        addresses(frame), texts(frame, "mine_id"), managed.mines.tolist(), impact.ground.reasons,
        land.damaged, land.treated, land.to_restore, strict=True,
    )  # fmt: skip
    rows = [
        {
            **addressed(address), "mine_id": mine,
            "management_zone_id": ids[zone] if zone >= 0 else None,
            "management_kind": kinds[zone] if zone >= 0 else None,
            "unplaced_reason": None if zone >= 0 else reason or None, "damaged_area_mu": damaged,
            "treated_area_mu": treated, "to_restore_mu": left,
        }
        for address, mine, zone, reason, damaged, treated, left in described
    ]  # fmt: skip
    return typed_frame(rows, MINE_COLUMNS)


def _held(sites: pd.DataFrame | None) -> Mapping[str, str]:
    """The ids of the sites in each management zone that holds any."""
    if sites is None:
        return {}
    joined = sites.groupby("management_zone_id")["site_id"].agg("、".join)
    return {str(zone): ids for zone, ids in joined.items()}


def _sites(
    impact: ImpactZones, managed: Managed, ids: Sequence[str], tables: Tables
) -> pd.DataFrame | None:
    """The sites of the plan by id; None without a table of them."""
    if not {*_STATED, "geometry_wkt"} <= set(tables.get("sites", ())):
        return None
    frame = tables["sites"].sort_values("site_id", ignore_index=True)
    shapes = plane_shapes(frame, impact.ground.plane)
    zone = largest_parts(shapes, impact.zoned.shapes).tolist()
    managing = largest_parts(shapes, [z.shape for z in managed.zones]).tolist()
    rows = [
        {
            **addressed(address), **stated, "measured_area_mu": plane_area_mu(shape),
            "zone_id": impact.identity.ids[z] if z >= 0 else None,
            "management_zone_id": ids[m] if m >= 0 else None,
        }
        for address, stated, shape, z, m in zip(
            addresses(frame), frame[[*_STATED]].to_dict("records"), shapes, zone, managing,
            strict=True,
        )
    ]  # fmt: skip
    return typed_frame(rows, SITE_COLUMNS)
