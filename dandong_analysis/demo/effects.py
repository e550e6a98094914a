"""Hazards, aquifer damage and landscape damage; serious ones where the plan places them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Gazetteer, load_data
from dandong_analysis.demo.land import COLLAPSE
from dandong_analysis.demo.mixture import dealt_by_field, spread_over_fields
from dandong_analysis.demo.records import Aquifer, Hazard, Landscape, Mine, Parcel

# Kind -> published figure, occurrence, whether it needs underground workings, district weight.
_KINDS: Mapping[str, tuple[str, str, bool, str]] = {
    "rockfall": ("HAZ.ROCKFALL", "potential", False, "rockfall"),
    "landslide": ("HAZ.SLIDE", "potential", False, "landslide"),
    "debris_flow": ("HAZ.DEBRIS", "occurred", False, "debris"),
    "ground_fissure": ("HAZ.FISSURE", "occurred", True, "fissure"),
}
_VOLUME_M3 = {"rockfall": 6000.0, "landslide": 15000.0, "debris_flow": 12000.0}


@dataclass(frozen=True)
class _Danger:
    """How dangerous a body is.

    Medians of threatened people and of potential loss (10 000 yuan), relative volume, and how
    many times its median a value reaches at most.
    """

    people: float
    loss: float
    volume: float
    largest: float


_DANGER = {
    "severe": _Danger(22.0, 120.0, 1.0, 9.0),
    "moderate": _Danger(10.0, 60.0, 1.0, 3.5),
    "light": _Danger(2.0, 18.0, 0.3, 3.0),
}
# A hazard that endangers so many people lies at a settlement.
_SETTLED_PEOPLE = 10


@dataclass(frozen=True)
class _Spot:
    """Where a hazard lies and what it is; only a collapse has a known area."""

    mine: Mine
    kind: str
    occurrence: str
    area: Decimal | None = None


def make_hazards(
    chance: Chance,
    figures: Figures,
    gazetteer: Gazetteer,
    mines: Sequence[Mine],
    parcels: Sequence[Parcel],
) -> list[Hazard]:
    """Hazard bodies in the printed numbers; each collapse has the area of its parcel."""
    by_id = {mine.mine_id: mine for mine in mines}
    collapsed = [p for p in parcels if p.damage_type == COLLAPSE]
    spots = [_Spot(by_id[p.mine_id], COLLAPSE, "occurred", p.damaged_area_mu) for p in collapsed]
    for kind, (key, occurrence, underground, word) in _KINDS.items():
        weights = [_weight(gazetteer, m, word, underground=underground) for m in mines]
        drawn = spread_over_fields(chance.stream(kind), mines, weights, figures.count(key))
        spots += [_Spot(mines[i], kind, occurrence) for i in drawn]
    order = {mine.mine_id: n for n, mine in enumerate(mines)}
    spots.sort(key=lambda spot: order[spot.mine.mine_id])
    return _numbered(chance.stream("bodies"), gazetteer, spots)


def _weight(gazetteer: Gazetteer, mine: Mine, word: str, *, underground: bool) -> float:
    if underground and not mine.is_underground:
        return 0.0
    return gazetteer.districts[mine.district].hazards.get(word, 0.0)


def _numbered(chance: Chance, gazetteer: Gazetteer, spots: Sequence[_Spot]) -> list[Hazard]:
    numbers = dict.fromkeys(gazetteer.counties, 0)
    hazards = []
    for spot in spots:
        county = spot.mine.county
        numbers[county] += 1
        key = f"{gazetteer.counties[county].prefix}-Z{numbers[county]:03d}"
        danger = _DANGER[gazetteer.districts[spot.mine.district].severity]
        hazards.append(_hazard(chance.stream(key), key, spot, danger))
    return hazards


def _hazard(chance: Chance, key: str, spot: _Spot, danger: _Danger) -> Hazard:
    volume = _VOLUME_M3.get(spot.kind)
    size = danger.volume * min(chance.lognormal(1.0, 0.9), danger.largest)
    fissure = spot.kind == "ground_fissure"
    in_danger = round(danger.people * min(chance.lognormal(1.0, 0.8), danger.largest))
    where = "settled" if in_danger >= _SETTLED_PEOPLE else "open"
    return Hazard(
        hazard_id=key,
        mine_id=spot.mine.mine_id,
        hazard_type=spot.kind,
        occurrence=spot.occurrence,
        volume_m3=_tens(volume * size) if volume else None,
        affected_area_mu=spot.area,
        length_m=Decimal(chance.integer(40, 380)) if fissure else None,
        threatened_people=in_danger,
        potential_loss_cny_10k=_whole(
            danger.loss * min(chance.lognormal(1.0, 0.8), danger.largest)
        ),
        threatened_objects=chance.choose(load_data("names")[f"threatened_{where}"]),
    )


def _tens(value: float) -> Decimal:
    return Decimal(max(round(value / 10), 1) * 10)


def _whole(value: float) -> Decimal:
    return Decimal(max(round(value), 1))


# Severity -> inflow (m3/d) median, drawdown (m) between, weights of leakage and of supply.
_AQUIFER: Mapping[str, tuple[float, tuple[float, float]]] = {
    "severe": (2800.0, (3.0, 12.0)),
    "moderate": (900.0, (1.5, 6.0)),
    "light": (320.0, (0.2, 3.0)),
}
_LEAKAGE = {
    "severe": {"none": 40, "moderate": 46, "severe": 14},
    "moderate": {"none": 66, "moderate": 34},
    "light": {"none": 1},
}
_SUPPLY = {
    "severe": {"none": 44, "partial": 44, "central": 12},
    "moderate": {"none": 70, "partial": 30},
    "light": {"none": 1},
}
_COAL_INFLOW = 1.8
_LARGEST_INFLOW = 5.5
_DEEPEST_SHARE = Decimal("0.7")


def make_aquifers(
    chance: Chance, figures: Figures, gazetteer: Gazetteer, mines: Sequence[Mine]
) -> list[Aquifer]:
    """One row for each underground mine; the deepest drawdown is as the plan describes it."""
    under = [m for m in mines if m.is_underground]
    leakages = dealt_by_field(chance.stream("leakage"), gazetteer, under, _LEAKAGE)
    supplies = dealt_by_field(chance.stream("supply"), gazetteer, under, _SUPPLY)
    rows = [
        _aquifer(chance.stream(m.mine_id), gazetteer, m, leakage, supply)
        for m, leakage, supply in zip(under, leakages, supplies, strict=True)
    ]
    deepest = max(range(len(rows)), key=lambda i: rows[i].drawdown_m)
    low, high = figures.span("AQF.DRAWDOWN")
    depth = (low + (high - low) * _DEEPEST_SHARE).quantize(Decimal("0.1"))
    rows[deepest] = _deepened(rows[deepest], depth)
    return rows


def _deepened(row: Aquifer, drawdown: Decimal) -> Aquifer:
    return Aquifer(
        row.mine_id, row.inflow_m3_per_day, drawdown, row.drained_area_mu, "severe", "partial"
    )


def _aquifer(
    chance: Chance, gazetteer: Gazetteer, mine: Mine, leakage: str, supply: str
) -> Aquifer:
    severity = gazetteer.districts[mine.district].severity
    median, (least, most) = _AQUIFER[severity]
    inflow = median * min(chance.lognormal(1.0, 0.7), _LARGEST_INFLOW)
    inflow *= _COAL_INFLOW if mine.commodity == "coal" else 1.0
    drawdown = chance.between(least, most)
    return Aquifer(
        mine_id=mine.mine_id,
        inflow_m3_per_day=_whole(inflow),
        drawdown_m=round(Decimal(drawdown), 1),
        drained_area_mu=Decimal(max(round(drawdown * chance.between(4, 20) / 3), 1) * 3),
        leakage=leakage,
        supply_affected=supply,
    )


# Severity -> weights of the degree of landscape damage.
_DEGREE = {
    "severe": {"severe": 34, "moderate": 42, "slight": 24},
    "moderate": {"severe": 5, "moderate": 45, "slight": 50},
    "light": {"moderate": 6, "slight": 94},
}
_HIDDEN_SHARE = 0.7


def make_landscapes(chance: Chance, gazetteer: Gazetteer, mines: Sequence[Mine]) -> list[Landscape]:
    """One row for each mine with an open pit or in protected view."""
    seen = load_data("names")["seen_from"]
    shown = [m for m in mines if m.mining_method != "underground" or m.is_in_protected_view]
    degrees = dealt_by_field(chance.stream("degree"), gazetteer, shown, _DEGREE)
    rows = []
    for mine, degree in zip(shown, degrees, strict=True):
        own = chance.stream(mine.mine_id)
        hidden = not mine.is_in_protected_view and own.happens(_HIDDEN_SHARE)
        rows.append(Landscape(mine.mine_id, degree, None if hidden else own.choose(seen)))
    return rows
