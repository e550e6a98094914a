"""What a zone is called: grade, id, name, county."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dandong_analysis.errors import Text
from dandong_analysis.schemas import Schemas
from dandong_analysis.zoning.cells import Ints, grouped
from dandong_analysis.zoning.contents import Contents
from dandong_analysis.zoning.criteria import GRADES, UNGRADED
from dandong_analysis.zoning.ground import Ground
from dandong_analysis.zoning.layers import texts
from dandong_analysis.zoning.names import MINING_AREA, Members, name_zones
from dandong_analysis.zoning.overlay import largest_parts
from dandong_analysis.zoning.overrides import Override
from dandong_analysis.zoning.zone_settings import ZoneSettings
from dandong_analysis.zoning.zones import Zoned

# The worst first, what nobody can tell last.
_ORDER = (*reversed(GRADES), UNGRADED)


@dataclass(frozen=True)
class Identity:
    """Of each zone: id, grade after overrides, best and worst grade, name, county.

    ``order`` lists the zones as their ids count: by grade, the severe first, then by area.
    """

    order: tuple[int, ...]
    ids: tuple[str, ...]
    grades: tuple[str, ...]
    best: tuple[str, ...]
    worst: tuple[str, ...]
    names: tuple[Text, ...]
    counties: tuple[str, ...]
    overrides: Mapping[int, Override]


def identify_zones(
    ground: Ground, zoned: Zoned, contents: Contents, overrides: Mapping[int, Override],
    schemas: Schemas, settings: ZoneSettings,
) -> Identity:  # fmt: skip
    """Ids in the order of grade and area, names by the mines, grades as experts set them."""
    grades, best, worst = (_graded(zoned, overrides, c)
                           for c in ("grade", "best_grade", "worst_grade"))  # fmt: skip
    order = _order(zoned, grades)
    width = max(2, len(str(len(order))))
    ids = {zone: f"Z{n:0{width}d}" for n, zone in enumerate(order, start=1)}
    counties = zone_counties(ground, zoned, contents)
    members = zone_members(ground, grouped(contents.mines, len(zoned)),
                           [ground.districts[d].name for d in zoned.district],
                           counties, schemas)  # fmt: skip
    named = name_zones(
        [members[z] for z in order], MINING_AREA, schemas.vocabularies["commodity"], settings
    )
    names = dict(zip(order, named, strict=True))
    zones = range(len(order))
    return Identity(
        tuple(order), tuple(ids[z] for z in zones), grades, best, worst,
        tuple(names[z] for z in zones), counties, overrides,
    )  # fmt: skip


def _graded(zoned: Zoned, overrides: Mapping[int, Override], column: str) -> tuple[str, ...]:
    computed = zoned.indexed.frame[column].tolist()
    return tuple(
        overrides[zone].after if zone in overrides else grade for zone, grade in enumerate(computed)
    )


def _order(zoned: Zoned, grades: Sequence[str]) -> list[int]:
    area = np.zeros(len(zoned), np.int64)
    np.add.at(area, zoned.zone, zoned.cells.area)
    return sorted(range(len(zoned)), key=lambda z: (_ORDER.index(grades[z]), -area[z], z))


def zone_counties(ground: Ground, zoned: Zoned, contents: Contents) -> tuple[str, ...]:
    """The county that a zone's district states, else that holds most of it or of its mines."""
    codes = sorted(ground.counties)
    largest = largest_parts(zoned.shapes, [ground.counties[code] for code in codes])
    of_mines = texts(ground.mines.frame, "county")
    members = grouped(contents.mines, len(zoned))
    return tuple(
        ground.districts[district].county
        or (codes[largest[zone]] if largest[zone] >= 0 else most_common(of_mines, members[zone]))
        for zone, district in enumerate(zoned.district.tolist())
    )


def most_common(values: Sequence[str], chosen: Ints) -> str:
    """The most frequent of the chosen values, of equal ones the first by spelling."""
    counts = Counter(values[i] for i in chosen.tolist())
    return min(counts, key=lambda v: (-counts[v], v), default="")


def zone_members(
    ground: Ground, mines: Sequence[Ints], districts: Sequence[str], counties: Sequence[str],
    schemas: Schemas,
) -> list[Members]:  # fmt: skip
    """What zones with these mines, districts and counties are named after."""
    townships = texts(ground.mines.frame, "township")
    commodities = texts(ground.mines.frame, "commodity")
    return [
        Members(
            [townships[i] for i in own.tolist()], [commodities[i] for i in own.tolist()],
            district, _county_label(county, schemas),
        )
        for own, district, county in zip(mines, districts, counties, strict=True)
    ]  # fmt: skip


def _county_label(code: str, schemas: Schemas) -> Text:
    words = schemas.vocabularies.get("county")
    return words[code].label if words and code in words else Text(code, code)
