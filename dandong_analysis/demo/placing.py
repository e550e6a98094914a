"""Mines to be: in which field and township they lie and what they dig."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dandong_analysis.demo.balance import largest_remainder
from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.fields import Field
from dandong_analysis.demo.gazetteer import County, District, Gazetteer
from dandong_analysis.demo.plane import Point, point_to_degrees, point_to_km

# How uneven the numbers of mines of the fields of one district are.
_FIELD_WEIGHT = (0.85, 1.2)


@dataclass(frozen=True)
class Place:
    """A mine to be.

    ``district`` is a position in the gazetteer, ``field`` one among the fields of the district,
    ``point`` in degrees; state class and size are drawn later.
    """

    district: int
    field: int
    township: str
    commodity: str
    point: Point
    pinned: bool = False
    state: str = ""
    size: str = "small"


def make_places(
    chance: Chance, total: int, gazetteer: Gazetteer, fields: Sequence[Sequence[Field]]
) -> list[Place]:
    """``total`` places, ordered by county and township.

    Raises
    ------
    ValueError
        When a field has no room, or no place fits the project site that the plan names.
    """
    counts = largest_remainder([d.share for d in gazetteer.districts], total)
    places: list[Place] = []
    for i, (district, count) in enumerate(zip(gazetteer.districts, counts, strict=True)):
        county = gazetteer.counties[district.county]
        places += _district_places(chance.stream(district.zh), i, district, county, fields[i], count)  # fmt: skip
    _pin(places, gazetteer)
    order = {code: n for n, code in enumerate(gazetteer.counties)}
    return sorted(places, key=lambda p: (order[gazetteer.districts[p.district].county], p.township))


def _district_places(
    chance: Chance, i: int, district: District, county: County, fields: Sequence[Field], count: int
) -> list[Place]:
    numbers = largest_remainder(list(district.commodities.values()), count)
    pairs = zip(district.commodities, numbers, strict=True)
    codes = [code for code, number in pairs for _ in range(number)]
    sizes = largest_remainder([chance.between(*_FIELD_WEIGHT) for _ in fields], count)
    places = []
    for code, n in zip(codes, evenly_mixed(sizes), strict=True):
        point = fields[n].point(chance)
        town = _nearest_township(point, district, county)
        places.append(Place(i, n, town, code, point_to_degrees(point)))
    return places


def evenly_mixed(sizes: Sequence[int]) -> list[int]:
    """Positions of ``sizes``, each as often as its size says, spread evenly over the list.

    >>> evenly_mixed([4, 2])
    [0, 1, 0, 0, 1, 0]
    """
    marks = [((k + 0.5) / size, i) for i, size in enumerate(sizes) for k in range(size)]
    return [i for _, i in sorted(marks)]


def _nearest_township(point: Point, district: District, county: County) -> str:
    def away(name: str) -> float:
        seat = county.townships[name]
        x, y = point_to_km(seat.lon, seat.lat)
        return (x - point[0]) ** 2 + (y - point[1]) ** 2

    return min(district.townships, key=away)


def _pin(places: list[Place], gazetteer: Gazetteer) -> None:
    """Let one place of the right township be the project site that the plan names.

    It takes the commodity of another place of its district, which gets its own.
    """
    pinned = gazetteer.pinned
    here = next((n for n, p in enumerate(places) if p.township == pinned.township), None)
    if here is None:
        raise ValueError(f"no place for {pinned.name} lies in {pinned.township}")
    place = places[here]
    for n, other in enumerate(places):
        if other.district == place.district and other.commodity == pinned.commodity:
            places[n] = replace(other, commodity=place.commodity)
            places[here] = replace(place, commodity=pinned.commodity, pinned=True)
            return
    raise ValueError(f"no district has a place for {pinned.name}")
