"""Damaged parcels, whose areas meet the printed totals by kind and by state at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dandong_analysis.demo.balance import (
    Cell,
    Margin,
    balanced_cells,
    fitted,
    split_exactly,
)
from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Commodity, Gazetteer
from dandong_analysis.demo.mixture import dealt_by_field, spread_over_fields
from dandong_analysis.demo.records import Mine, Parcel
from dandong_analysis.units import exact_sum

KIND_FIGURES = {
    "open_pit_site": "LAND.PIT",
    "industrial_yard": "LAND.YARD",
    "waste_dump": "LAND.WASTE",
    "tailings_facility": "LAND.TAIL",
    "gangue_heap": "LAND.GANGUE",
    "ground_collapse": "LAND.SUBS",
    "other": "LAND.OTHER",
}
STATE_FIGURES = {
    "active": "LAND.ST.ACTIVE",
    "closed": "LAND.ST.CLOSED",
    "policy_closed": "LAND.ST.POLICY",
    "abandoned": "LAND.ST.ABAND",
}
LEGACY = ("policy_closed", "abandoned")
COLLAPSE = "ground_collapse"

# Multiples of these are exact in the unit that the team writes: 0.03 mu = 0.002 hm2 = 20 m2,
# 0.15 mu = 0.01 hm2.
STEPS = {"mu": Decimal("0.01"), "m2": Decimal("0.03"), "hm2": Decimal("0.15")}
COUNTY_STEPS = {"210624": Decimal("0.03"), "210681": Decimal("0.03")}
MIXED_COUNTY = "210682"
MIXED_UNITS = {"": 0.8, "hm2": 0.12, "m2": 0.08}

# Old damage weighs more where the plan sets a higher target for it than others.
LEGACY_FACTOR = {"210601": 0.7, "210624": 1.1, "210682": 1.0, "210681": 2.0}
SEVERITY_FACTOR = {"severe": 1.35, "moderate": 1.1, "light": 0.9}
LARGEST_DRAW = 6.0
SIZE_FACTOR = {"large": 6.0, "medium": 3.0, "small": 1.0}


@dataclass(frozen=True)
class _Draft:
    """A parcel before its area is known; ``raw`` is the area relative to others."""

    mine: Mine
    kind: str
    raw: float
    unit: str = ""
    fixed: Decimal | None = None

    @property
    def step(self) -> Decimal:
        default = COUNTY_STEPS.get(self.mine.county, STEPS["mu"])
        return STEPS[self.unit] if self.unit else default

    @property
    def cell(self) -> Cell:
        return self.kind, self.mine.state


def make_parcels(
    chance: Chance, figures: Figures, gazetteer: Gazetteer, mines: Sequence[Mine]
) -> list[Parcel]:
    """Parcels of all mines, in the order of the mines."""
    drafts = _collapses(chance.stream("collapse"), figures, gazetteer, mines)
    for mine in mines:
        drafts += _drafts(chance.stream(mine.mine_id), figures, gazetteer, mine)
    order = {mine.mine_id: n for n, mine in enumerate(mines)}
    drafts.sort(key=lambda d: order[d.mine.mine_id])
    areas = _areas(drafts, figures)
    return _parcels(chance.stream("class"), gazetteer, drafts, areas)


def with_mine_areas(
    chance: Chance, figures: Figures, mines: Sequence[Mine], parcels: Sequence[Parcel]
) -> list[Mine]:
    """The mines with areas that contain their parcels and add up to the printed total."""
    damaged = damaged_by_mine(parcels)
    inside = [damaged.get(m.mine_id, Decimal(0)) for m in mines]
    spare = _total_near(figures, "LAND.MINE_AREA") - exact_sum(inside)
    weights = [chance.lognormal(1.0, 1.1) * _extent(m) for m in mines]
    steps = [COUNTY_STEPS.get(m.county, STEPS["mu"]) for m in mines]
    extra = split_exactly(spare, weights, steps)
    areas = [a + b for a, b in zip(inside, extra, strict=True)]
    return [replace(m, mine_area_mu=a) for m, a in zip(mines, areas, strict=True)]


def damaged_by_mine(parcels: Sequence[Parcel]) -> dict[str, Decimal]:
    """Damaged area (mu) by mine id."""
    total: dict[str, Decimal] = {}
    for parcel in parcels:
        total[parcel.mine_id] = total.get(parcel.mine_id, Decimal(0)) + parcel.damaged_area_mu
    return total


def _total_near(figures: Figures, key: str) -> Decimal:
    """A total that prints as the figure without being equal to it."""
    return figures.value(key) + figures.half_step(key) * Decimal("0.36")


def _extent(mine: Mine) -> float:
    wide = 3.0 if mine.is_underground else 1.0
    return wide * SIZE_FACTOR[mine.size_class] * (2.0 if mine.state == "active" else 1.0)


def _drafts(chance: Chance, figures: Figures, gazetteer: Gazetteer, mine: Mine) -> list[_Draft]:
    if mine.name == gazetteer.pinned.name:
        area = figures.value(gazetteer.pinned.project_figure) + gazetteer.pinned.margin_mu
        return [_Draft(mine, gazetteer.pinned.land, float(area), fixed=area)]
    commodity = gazetteer.commodities[mine.commodity]
    base = _base(chance, gazetteer, commodity, mine)
    drafts = []
    for kind, (probability, share) in _kinds(commodity, mine).items():
        if chance.happens(probability):
            raw = base * share * chance.lognormal(1.0, 0.5)
            drafts.append(_Draft(mine, kind, raw, _unit(chance, mine)))
    return drafts


def _kinds(commodity: Commodity, mine: Mine) -> Mapping[str, tuple[float, float]]:
    """Kinds of damage by method: an open pit always has a pit, an underground mine none."""
    kinds = dict(commodity.land)
    if mine.mining_method == "underground":
        kinds.pop("open_pit_site", None)
    else:
        kinds["open_pit_site"] = (1.0, kinds.get("open_pit_site", (1.0, 1.0))[1])
    return kinds


def _base(chance: Chance, gazetteer: Gazetteer, commodity: Commodity, mine: Mine) -> float:
    legacy = LEGACY_FACTOR[mine.county] if mine.state in LEGACY else 1.0
    severity = SEVERITY_FACTOR[gazetteer.districts[mine.district].severity]
    size: float = SIZE_FACTOR[mine.size_class] ** 0.8
    drawn = min(chance.lognormal(1.0, 0.95), LARGEST_DRAW)
    return commodity.area_mu * drawn * legacy * severity * size


def _unit(chance: Chance, mine: Mine) -> str:
    return chance.weighted(MIXED_UNITS) if mine.county == MIXED_COUNTY else ""


def _collapses(
    chance: Chance, figures: Figures, gazetteer: Gazetteer, mines: Sequence[Mine]
) -> list[_Draft]:
    """One parcel for each ground collapse that has occurred."""
    weights = [
        gazetteer.districts[m.district].hazards.get("collapse", 0.0) * m.is_underground
        * (m.commodity != "mineral_water")
        for m in mines
    ]  # fmt: skip
    places = spread_over_fields(chance, mines, weights, figures.count("HAZ.SUBS"))
    return [
        _Draft(mines[i], COLLAPSE, chance.lognormal(7.0, 0.8), _unit(chance, mines[i]))
        for i in places
    ]


def _areas(drafts: Sequence[_Draft], figures: Figures) -> list[Decimal]:
    """An area for each draft; the cells of kind and state are balanced first."""
    members: dict[Cell, list[int]] = {}
    for i, draft in enumerate(drafts):
        members.setdefault(draft.cell, []).append(i)
    cells = _cells(drafts, members, figures)
    areas = [d.fixed or Decimal(0) for d in drafts]
    for cell, indices in members.items():
        free = [i for i in indices if drafts[i].fixed is None]
        rest = cells[cell] - exact_sum(areas[i] for i in indices)
        shares = split_exactly(rest, [drafts[i].raw for i in free], [drafts[i].step for i in free])
        for i, share in zip(free, shares, strict=True):
            areas[i] = share
    return areas


def _cells(
    drafts: Sequence[_Draft], members: Mapping[Cell, Sequence[int]], figures: Figures
) -> dict[Cell, Decimal]:
    seed = {cell: sum(drafts[i].raw for i in ids) for cell, ids in members.items()}
    steps = {cell: min(drafts[i].step for i in ids) for cell, ids in members.items()}
    kinds = {kind: figures.value(key) for kind, key in KIND_FIGURES.items()}
    states = {state: figures.value(key) for state, key in STATE_FIGURES.items()}
    return balanced_cells(fitted(seed, kinds, states), _margins(figures), steps)


def _margins(figures: Figures) -> list[Margin]:
    """Every printed figure of damaged land that is a sum of cells."""
    cells = [(kind, state) for kind in KIND_FIGURES for state in STATE_FIGURES]
    parts = {
        "LAND.DAMAGED": cells,
        "LEG.DAMAGED": [c for c in cells if c[1] in LEGACY],
        "PROD.DAMAGED": [c for c in cells if c[1] == "active"],
        "HAZ.SUBS_AREA": [c for c in cells if c[0] == COLLAPSE],
    }
    parts |= {key: [c for c in cells if c[0] == kind] for kind, key in KIND_FIGURES.items()}
    parts |= {key: [c for c in cells if c[1] == state] for state, key in STATE_FIGURES.items()}
    return [
        Margin(frozenset(members), figures.value(key), figures.half_step(key))
        for key, members in parts.items()
    ]


# Severity -> weights of land classes; farmland only where the plan sees serious problems,
# because any loss of it is at least moderately severe damage.
_CLASSES: dict[str, Mapping[str, float]] = {
    "severe": {
        "forest": 45,
        "arable": 20,
        "basic_farmland": 6,
        "grass": 8,
        "construction": 12,
        "unused": 9,
    },
    "moderate": {
        "forest": 52,
        "arable": 8,
        "orchard": 6,
        "grass": 12,
        "construction": 12,
        "unused": 10,
    },
    "light": {"forest": 40, "grass": 14, "orchard": 4, "construction": 24, "unused": 18},
}
_LARGE_LIGHT = {"unused": 30.0, "construction": 60.0, "grass": 10.0}
_LARGE_MU = 30


def _parcels(
    chance: Chance, gazetteer: Gazetteer, drafts: Sequence[_Draft], areas: Sequence[Decimal]
) -> list[Parcel]:
    classes = _land_classes(chance, gazetteer, drafts, areas)
    parcels = []
    numbers = dict.fromkeys(gazetteer.counties, 0)
    for draft, area, land_class in zip(drafts, areas, classes, strict=True):
        county = gazetteer.counties[draft.mine.county]
        numbers[county.code] += 1
        key = f"{county.prefix}-T{numbers[county.code]:04d}"
        parcels.append(Parcel(key, draft.mine.mine_id, draft.kind, land_class, area, draft.unit))
    return parcels


def _land_classes(
    chance: Chance, gazetteer: Gazetteer, drafts: Sequence[_Draft], areas: Sequence[Decimal]
) -> list[str]:
    """Large and small parcels are dealt apart, because only large ones weigh in a grade."""
    classes = [""] * len(drafts)
    for word, weights in (("large", _CLASSES | {"light": _LARGE_LIGHT}), ("small", _CLASSES)):
        members = [i for i, a in enumerate(areas) if (a > _LARGE_MU) == (word == "large")]
        mines = [drafts[i].mine for i in members]
        dealt = dealt_by_field(chance.stream(word), gazetteer, mines, weights)
        for i, land_class in zip(members, dealt, strict=True):
            classes[i] = land_class
    return classes
