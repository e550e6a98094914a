"""Small graded worlds built from rows given as dicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from dandong_analysis.schemas import Schemas
from dandong_analysis.study import parse_study
from dandong_analysis.zoning.grade import Graded, grade_mines
from dandong_analysis.zoning.rules import standard_rules

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


@dataclass(frozen=True)
class World:
    """Builds typed tables of a study with the counties A and B and grades them."""

    schemas: Schemas

    def typed(self, table: str, rows: Rows) -> pd.DataFrame:
        """A typed frame; what a row does not say is as in :data:`USUAL`."""
        address = {"delivery": "one", "source_file": f"{table}.csv", "source_sheet": ""}
        full = [
            {**address, "source_row": i, _KEYS.get(table, "mine_id"): f"X{i}", **USUAL[table], **r}
            for i, r in enumerate(rows, start=2)
        ]
        return pd.DataFrame({
            name: pd.Series([_cell(row.get(name), dtype) for row in full], dtype=dtype)
            for name, dtype in self.schemas[table].dtypes.items()
        })  # fmt: skip

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


def _cell(value: Any, dtype: str) -> Any:
    if dtype == "object":
        return None if value is None else Decimal(value)
    return value


@pytest.fixture(scope="session")
def world() -> World:
    return World(parse_study(STUDY).schemas)
