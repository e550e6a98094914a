"""The mines: where they lie, what they dig, in which state they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import shapely

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.fields import make_fields
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Commodity, Gazetteer, load_data
from dandong_analysis.demo.placing import Place, make_places
from dandong_analysis.demo.records import Mine
from dandong_analysis.demo.region import Region

BASE_YEAR = 2017
LICENCE_YEAR = 2008

STATE_FIGURES = {
    "policy_closed": "MINE.POLICY",
    "active": "MINE.ACTIVE",
    "closed": "MINE.CLOSED",
    "abandoned": "MINE.ABAND",
}
SIZE_FIGURES = {"large": "MINE.LARGE", "medium": "MINE.MEDIUM", "small": "MINE.SMALL"}

_MEDIUM_STATES = {"active": 1.0, "closed": 0.15}
_COMPANY_STATES = ("active", "closed")
_UNDER_CONSTRUCTION_SHARE = 0.08
_PROTECTED_SHARE = 0.12


def make_mines(
    chance: Chance, figures: Figures, gazetteer: Gazetteer, region: Region
) -> list[Mine]:
    """All mines, ordered by county and township; areas are still 0 (see ``land``)."""
    fields = make_fields(chance.stream("fields"), figures, gazetteer.districts, region)
    total = figures.count("MINE.TOTAL")
    places = make_places(chance.stream("places"), total, gazetteer, fields)
    places = _with_states(chance.stream("states"), figures, places, gazetteer)
    places = _with_sizes(chance.stream("sizes"), figures, places, gazetteer)
    namer = _Namer(chance.stream("names"), gazetteer)
    protected = shapely.union_all(list(region.protected))
    numbers = dict.fromkeys(gazetteer.counties, 0)
    mines = []
    for place in places:
        county = gazetteer.districts[place.district].county
        numbers[county] += 1
        key = f"{gazetteer.counties[county].prefix}{numbers[county]:04d}"
        inside = bool(shapely.contains_xy(protected, *place.point))
        name = namer.name(place)
        mines.append(_mine(chance.stream(key), gazetteer, place, key, name, inside=inside))
    return mines


def _with_states(
    chance: Chance, figures: Figures, places: Sequence[Place], gazetteer: Gazetteer
) -> list[Place]:
    """The places with a status class each, every class as often as printed."""
    given = [replace(p, state=gazetteer.pinned.status) if p.pinned else p for p in places]
    for state in ("policy_closed", "active", "closed"):
        weights = [
            0.0 if p.state else _status_weight(gazetteer.commodities[p.commodity], state)
            for p in given
        ]
        for i in chance.sample(weights, figures.count(STATE_FIGURES[state])):
            given[i] = replace(given[i], state=state)
    return [p if p.state else replace(p, state="abandoned") for p in given]


def _status_weight(commodity: Commodity, state: str) -> float:
    """Its weight; a commodity that knows one state only is drawn before all others."""
    return commodity.status.get(state, 0.0) * (1e6 if len(commodity.status) == 1 else 1.0)


def _with_sizes(
    chance: Chance, figures: Figures, places: Sequence[Place], gazetteer: Gazetteer
) -> list[Place]:
    given = list(places)
    for size in ("large", "medium"):
        weights = [_size_weight(gazetteer.commodities[p.commodity], p, size) for p in given]
        for i in chance.sample(weights, figures.count(SIZE_FIGURES[size])):
            given[i] = replace(given[i], size=size)
    return given


def _size_weight(commodity: Commodity, place: Place, size: str) -> float:
    """Large mines are active; a few medium ones are closed already."""
    if place.size != "small":
        return 0.0
    if size == "large":
        return commodity.large if place.state == "active" else 0.0
    return commodity.medium * _MEDIUM_STATES.get(place.state, 0.0)


def _mine(
    chance: Chance, gazetteer: Gazetteer, place: Place, key: str, name: str, *, inside: bool
) -> Mine:
    """``inside``: the mine lies in a protected area, so it is in protected view, too."""
    county = gazetteer.counties[gazetteer.districts[place.district].county]
    commodity = gazetteer.commodities[place.commodity]
    status = _status(chance, place.state)
    opened, closed = _years(chance, status)
    longitude, latitude = place.point
    method = gazetteer.pinned.method if place.pinned else chance.weighted(commodity.method)
    return Mine(
        mine_id=key,
        name=name,
        county=county.code,
        township=place.township,
        commodity=place.commodity,
        mining_method=method,
        size_class=place.size,
        production_status=status,
        mine_area_mu=Decimal(0),
        licence_number=_licence(chance, county.authority, commodity, status, opened),
        longitude=longitude,
        latitude=latitude,
        is_in_protected_view=inside or chance.happens(_PROTECTED_SHARE),
        year_opened=opened,
        year_closed=closed,
        liability="company" if place.state in _COMPANY_STATES else "government",
        district=place.district,
        field=place.field,
    )


def _status(chance: Chance, state: str) -> str:
    if state != "active":
        return state
    return "under_construction" if chance.happens(_UNDER_CONSTRUCTION_SHARE) else "producing"


# Status -> years of opening, years of work until closing, chance that a year is known.
_LIFE: Mapping[str, tuple[tuple[int, int], tuple[int, int], float]] = {
    "under_construction": ((2012, BASE_YEAR), (0, 0), 1.0),
    "producing": ((1968, 2014), (0, 0), 1.0),
    "closed": ((1962, 2004), (6, 40), 0.99),
    "policy_closed": ((1975, 2004), (4, 30), 0.99),
    "abandoned": ((1956, 1996), (4, 25), 0.9),
}


def _years(chance: Chance, status: str) -> tuple[int | None, int | None]:
    (first, last), (least, most), known = _LIFE[status]
    opened = chance.integer(first, last)
    if not most:
        return opened, None
    closed = min(opened + chance.integer(least, most), BASE_YEAR - 1)
    if status == "policy_closed":
        closed = max(closed, chance.integer(2006, BASE_YEAR - 1))
    return opened if chance.happens(known) else None, closed if chance.happens(known) else None


def _licence(
    chance: Chance, authority: str, commodity: Commodity, status: str, opened: int | None
) -> str | None:
    """C, authority (6), year (4), month (2), mineral (4), serial (6): 23 characters."""
    if status not in ("producing", "under_construction") or chance.happens(0.03):
        return None
    year = max(opened or LICENCE_YEAR, chance.integer(LICENCE_YEAR + 1, BASE_YEAR))
    month, serial = chance.integer(1, 12), chance.integer(100001, 149999)
    return f"C{authority}{year}{month:02d}{commodity.mineral}{serial}"


class _Namer:
    """Gives names that no two mines share."""

    def __init__(self, chance: Chance, gazetteer: Gazetteer) -> None:
        self._chance = chance
        self._gazetteer = gazetteer
        self._parts = load_data("names")
        self._given: set[str] = set()

    def name(self, place: Place) -> str:
        if place.pinned:
            return self._gazetteer.pinned.name
        noun = self._gazetteer.commodities[place.commodity].noun
        village = self._chance.choose(self._parts["villages"])
        owner = self._chance.choose(self._parts["owners"])
        return self._unique(f"{place.township}{village}{owner}", noun)

    def _unique(self, stem: str, noun: str) -> str:
        ordinals = ("", "二", "三", "四", "五", "六", "七", "八", "九")
        name = next(n for o in ordinals if (n := f"{stem}{o}{noun}") not in self._given)
        self._given.add(name)
        return name
