"""Small graded worlds built from rows given as dicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
import shapely
from hypothesis import settings

from dandong_analysis.geometry import Plane, write_shape
from dandong_analysis.schemas import Schemas
from dandong_analysis.study import parse_study
from dandong_analysis.zoning.delineation import delineate
from dandong_analysis.zoning.evaluation import Evaluation, evaluate_survey
from dandong_analysis.zoning.grade import Graded, grade_mines
from dandong_analysis.zoning.overrides import Override
from dandong_analysis.zoning.rules import standard_rules
from dandong_analysis.zoning.zone_settings import parse_zone_settings
from tests.typed_rows import typed_frame

# Tests do not measure time: a busy machine must not fail them.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

STUDY = {
    "study": {
        "zh": "试验研究", "en": "trial", "slug": "trial", "region_zh": "试验市",
        "region_en": "Trial", "base_year": 2017,
    },
    "county": [
        {"code": "A", "zh": "甲县", "en": "County A", "slug": "a"},
        {"code": "B", "zh": "乙县", "en": "County B", "slug": "b"},
    ],
    "delivery": [{"id": "one", "folder": "one"}, {"id": "two", "folder": "two"}],
}  # fmt: skip

# A mine that is slight in every group, and the rows that make it so.
MINE = {
    "name": "某矿", "county": "A", "commodity": "gold", "size_class": "small",
    "production_status": "producing", "mine_area_mu": "100", "mining_method": "combined",
    "liability": "company", "is_in_protected_view": False,
}  # fmt: skip
USUAL = {
    "mines": MINE,
    "land_damage": {
        "damage_type": "open_pit_site", "land_class": "forest", "damaged_area_mu": "1",
    },
    "hazards": {
        "hazard_type": "ground_fissure", "occurrence": "occurred", "threatened_people": 1,
        "potential_loss_cny_10k": "1", "threatened_objects": "农田",
    },
    "aquifer": {"inflow_m3_per_day": "1", "leakage": "none", "supply_affected": "none"},
    "landscape": {"landscape_degree": "slight"},
}  # fmt: skip
_KEYS = {"land_damage": "parcel_id", "hazards": "hazard_id"}

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, pd.DataFrame]


class Named:
    """A fixture that Hypothesis names instead of printing all that it holds."""

    def __repr__(self) -> str:
        return type(self).__name__

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - its protocol
        printer.text(repr(self))


@dataclass(frozen=True, repr=False)
class World(Named):
    """Builds typed tables of a study with the counties A and B and grades them."""

    schemas: Schemas

    def typed(self, table: str, rows: Rows) -> pd.DataFrame:
        """A typed frame; what a row does not say is as in :data:`USUAL`."""
        key = _KEYS.get(table, "mine_id")
        full = [{key: f"X{i}", **USUAL[table], **row} for i, row in enumerate(rows, start=2)]
        return typed_frame(self.schemas[table], full)

    def tables(self, **rows: Rows) -> dict[str, pd.DataFrame]:
        """Mine M1 with one slight row in each table, and mine M2 likewise, in county A.

        A table given by name replaces those rows.
        """
        usual: dict[str, Rows] = {name: [{"mine_id": "M1"}, {"mine_id": "M2"}] for name in USUAL}
        return {name: self.typed(name, given) for name, given in {**usual, **rows}.items()}

    def grade(self, tables: Mapping[str, pd.DataFrame], **options: Any) -> Graded:
        return grade_mines(tables, standard_rules(), self.schemas, **options)

    def grade_of(self, mine: str = "M1", **rows: Rows) -> tuple[str, str, str]:
        """Grade, best and worst grade possible of one mine."""
        return grade_row(self.grade(self.tables(**rows)), mine)


def grade_row(graded: Graded, mine: str = "M1") -> tuple[str, str, str]:
    row = graded.mines.set_index("mine_id").loc[mine]
    return row["grade"], row["best_grade"], row["worst_grade"]


@pytest.fixture(scope="session")
def world() -> World:
    return World(parse_study(STUDY).schemas)


PLANE = Plane(124.0, 40.0)


@dataclass(frozen=True, repr=False)
class Chart(Named):
    """Layers and places of a small map, given in kilometres east and north of 124 E, 40 N.

    The map lies in the plane round that point, so that a kilometre is a kilometre.
    """

    schemas: Schemas
    plane: Plane = PLANE

    def wkt(self, shape: shapely.Geometry) -> str:
        """The WKT in degrees of a shape in kilometres."""
        metres = shapely.transform(shape, lambda xy: xy * 1000)
        return write_shape(self.plane.to_degrees(metres))

    def box(self, west: float, south: float, east: float, north: float) -> str:
        return self.wkt(shapely.box(west, south, east, north))

    def at(self, x: float, y: float) -> dict[str, float]:
        """The longitude and latitude of a place."""
        point = self.plane.to_degrees(shapely.Point(x * 1000, y * 1000))
        return {"longitude": point.x, "latitude": point.y}

    def layer(self, table: str, rows: Rows) -> pd.DataFrame:
        """A typed layer frame; a row gives its fields and ``geometry_wkt``."""
        address = {"delivery": "layers", "source_file": f"{table}.geojson", "source_sheet": ""}
        full = [{**address, "source_row": i, **row} for i, row in enumerate(rows, start=1)]
        return pd.DataFrame({
            name: pd.Series([row.get(name) for row in full], dtype=dtype)
            for name, dtype in self.schemas[table].dtypes.items()
        })  # fmt: skip

    def districts(self, **boxes: tuple[float, float, float, float]) -> pd.DataFrame:
        """Rectangular districts of county A by id."""
        return self.layer("districts", [
            {"district_id": i, "name": f"{i}矿集区", "county": "A", "geometry_wkt": self.box(*b)}
            for i, b in boxes.items()
        ])  # fmt: skip


@pytest.fixture(scope="session")
def chart(world: World) -> Chart:
    return Chart(world.schemas)


_NO_ROWS = pd.DataFrame(
    columns=["delivery", "file", "sheet", "table", "row", "fate", "code"], dtype="str"
)
_NO_CELLS = pd.DataFrame(
    columns=["delivery", "file", "sheet", "row", "field", "table", "raw"], dtype="str"
)
# A hazard that makes its mine severe, and one that makes it moderate.
SEVERE, MODERATE = {"potential_loss_cny_10k": "600"}, {"potential_loss_cny_10k": "200"}


@dataclass(frozen=True, repr=False)
class Country(Named):
    """Surveys whose mines have a place and a grade, evaluated and zoned."""

    world: World
    chart: Chart

    def survey(self, mines: Mapping[str, tuple[float, float, str]], **tables: Any) -> Tables:
        """Mines by id: east, north, grade (``severe``, ``moderate``, ``slight``).

        Every mine has one hazard (which gives the grade), parcel (1 mu), aquifer and landscape
        row. Tables given by name are added or replace those.
        """
        danger = {"severe": SEVERE, "moderate": MODERATE, "slight": {}}
        ids = list(mines)
        made = self.world.tables(
            mines=[{"mine_id": i, "township": "甲镇", **self.chart.at(x, y)}
                   for i, (x, y, _) in mines.items()],
            land_damage=[{"mine_id": i, "parcel_id": f"P{i}"} for i in ids],
            hazards=[{"mine_id": i, "hazard_id": f"H{i}", **danger[g]} for i, (*_, g) in mines.items()],
            aquifer=[{"mine_id": i} for i in ids], landscape=[{"mine_id": i} for i in ids],
        )  # fmt: skip
        return {**made, **tables}

    def evaluate(self, tables: Tables) -> Evaluation | None:
        return evaluate_survey(tables, _NO_ROWS, _NO_CELLS, self.world.schemas)

    def zones(self, tables: Tables, *, overrides: Sequence[Override] = (), **own: Any) -> Tables:
        """All zone frames, with settings of one's own."""
        return delineate(
            tables, self.evaluate(tables), self.world.schemas,
            settings=parse_zone_settings(own), overrides=overrides,
        )  # fmt: skip


@pytest.fixture(scope="session")
def country(world: World, chart: Chart) -> Country:
    return Country(world, chart)
