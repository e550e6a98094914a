"""The rows of the nine survey tables, with the field names of the schemas.

These are the true rows, before any team writes them in its own way. Areas are in mu, money
in 10 000 yuan, coordinates in degrees (EPSG:4490).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Mine:
    """``district`` and ``field`` are positions in the generator's own lists; no team writes them."""

    mine_id: str
    name: str
    county: str
    township: str
    commodity: str
    mining_method: str
    size_class: str
    production_status: str
    mine_area_mu: Decimal
    licence_number: str | None
    longitude: float
    latitude: float
    is_in_protected_view: bool
    year_opened: int | None
    year_closed: int | None
    liability: str
    district: int
    field: int

    @property
    def state(self) -> str:
        """The status class in which the plan counts the mine."""
        active = self.production_status in ("producing", "under_construction")
        return "active" if active else self.production_status

    @property
    def is_underground(self) -> bool:
        return self.mining_method != "open_pit"


@dataclass(frozen=True)
class Parcel:
    """``unit`` is the unit in which the team wrote the area, when not that of the column."""

    parcel_id: str
    mine_id: str
    damage_type: str
    land_class: str
    damaged_area_mu: Decimal
    unit: str = ""
    geometry_wkt: str | None = None


@dataclass(frozen=True)
class Hazard:
    hazard_id: str
    mine_id: str
    hazard_type: str
    occurrence: str
    volume_m3: Decimal | None
    affected_area_mu: Decimal | None
    length_m: Decimal | None
    threatened_people: int | None
    potential_loss_cny_10k: Decimal | None
    threatened_objects: str | None


@dataclass(frozen=True)
class Aquifer:
    mine_id: str
    inflow_m3_per_day: Decimal
    drawdown_m: Decimal
    drained_area_mu: Decimal
    leakage: str
    supply_affected: str


@dataclass(frozen=True)
class Landscape:
    mine_id: str
    landscape_degree: str
    seen_from: str | None


@dataclass(frozen=True)
class Work:
    project_id: str
    mine_id: str | None
    county: str
    liability: str
    accepted_date: date | None
    treated_area_mu: Decimal
    central_funds_cny_10k: Decimal | None
    local_funds_cny_10k: Decimal | None
    mine_funds_cny_10k: Decimal | None
    social_funds_cny_10k: Decimal | None
    acceptance_number: str | None


@dataclass(frozen=True)
class Fund:
    mine_id: str
    year: int
    due_cny_10k: Decimal
    deposited_cny_10k: Decimal


@dataclass(frozen=True)
class Scheme:
    mine_id: str
    is_required: bool
    is_prepared: bool
    prepared_date: date | None


@dataclass(frozen=True)
class Site:
    site_id: str
    county: str
    region: str
    content: str
    monitored_area_mu: Decimal
    is_built: bool


Record = Mine | Parcel | Hazard | Aquifer | Landscape | Work | Fund | Scheme | Site
Tables = Mapping[str, Sequence[Record]]
