"""The synthetic layers of the study: mining districts, protected areas and project sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import shapely

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.collection import Feature, collection_bytes, feature
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Gazetteer, load_data
from dandong_analysis.demo.outlines import irregular_outline, sized
from dandong_analysis.demo.plane import point_to_km
from dandong_analysis.demo.records import Mine
from dandong_analysis.demo.region import Region
from dandong_analysis.units import convert

LAYERS = "data/raw/layers"
NOTICE = (
    "模拟数据：边界由程序生成，不是调查成果，也不是法定界线；"
    "synthetic: drawn by a program, neither surveyed nor legal boundaries"
)

_STAMP = "模拟数据"
_CORNERS = 14
_TOLERANCE = 5e-5


@dataclass(frozen=True)
class ProjectSite:
    """A site that the plan names; ``figure`` is its printed area in ``unit``.

    It lies at the mine of the name ``mine``, or else at the largest one of its township with
    this commodity in this state.
    """

    name: str
    kind: str
    period: str
    county: str
    township: str
    figure: str
    unit: str
    mine: str = ""
    commodity: str = ""
    state: str = ""

    def is_at(self, mine: Mine) -> bool:
        if (mine.county, mine.township) != (self.county, self.township):
            return False
        if self.mine:
            return mine.name == self.mine
        return (mine.commodity, mine.state) == (self.commodity, self.state)


def make_layers(
    seed: int, figures: Figures, gazetteer: Gazetteer, region: Region, mines: Sequence[Mine]
) -> dict[str, bytes]:
    """``districts``, ``protected_areas`` and ``sites`` as GeoJSON, by path below the study."""
    layers = {
        "districts": _districts(gazetteer, region),
        "protected_areas": _protected(gazetteer, region),
        "sites": _sites(Chance(seed, "sites"), figures, gazetteer, mines),
    }
    return {
        f"{LAYERS}/{name}.geojson": collection_bytes(name, NOTICE, features)
        for name, features in layers.items()
    }


def _districts(gazetteer: Gazetteer, region: Region) -> list[Feature]:
    features = []
    for n, (district, outline) in enumerate(
        zip(gazetteer.districts, region.districts, strict=True), start=1
    ):
        features.append(feature({
            "编号": f"KQ{n:02d}", "名称": f"{district.place}矿集区（模拟）",
            "县(市、区)": gazetteer.counties[district.county].zh, "notice": _STAMP,
        }, outline))  # fmt: skip
    return features


def _protected(gazetteer: Gazetteer, region: Region) -> list[Feature]:
    features = []
    for n, (place, outline) in enumerate(
        zip(gazetteer.protected, region.protected, strict=True), start=1
    ):
        features.append(feature({
            "编号": f"BH{n:02d}", "名称": place.name, "类型": place.kind, "级别": place.rank,
            "县(市、区)": gazetteer.counties[place.county].zh, "notice": _STAMP,
        }, outline))  # fmt: skip
    return features


def _sites(
    chance: Chance, figures: Figures, gazetteer: Gazetteer, mines: Sequence[Mine]
) -> list[Feature]:
    features = []
    for n, entry in enumerate(load_data("sites")["site"], start=1):
        site = ProjectSite(**entry)
        area = convert(figures.value(site.figure), site.unit, "mu")
        outline = _site_outline(chance.stream(site.name), site, area, mines)
        features.append(feature({
            "编号": f"XM{n:02d}", "名称": site.name, "类型": site.kind,
            "县(市、区)": gazetteer.counties[site.county].zh, "乡(镇)": site.township,
            "时期": site.period, "面积(亩)": _number(area), "notice": _STAMP,
        }, outline))  # fmt: skip
    return features


def _site_outline(
    chance: Chance, site: ProjectSite, area: Decimal, mines: Sequence[Mine]
) -> shapely.Polygon:
    there = [m for m in mines if site.is_at(m)]
    if not there:
        raise ValueError(f"no mine of the survey fits {site.name}")
    mine = max(there, key=lambda m: (m.mine_area_mu, m.mine_id))
    centre = point_to_km(mine.longitude, mine.latitude)
    shape = irregular_outline(
        chance, centre, corners=_CORNERS, stretch=chance.between(1.1, 1.8),
        bearing=chance.between(0, 180),
    )  # fmt: skip
    return sized(shape, area, tolerance=_TOLERANCE)


def _number(value: Decimal) -> int | float:
    """As JSON writes it: without a fraction where there is none."""
    return int(value) if value == value.to_integral_value() else float(value)
