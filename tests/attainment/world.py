"""Builders of typed rows for the tests of attainment, and readers of what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dandong_analysis.attainment.assessment import Assessment, assess
from dandong_analysis.attainment.definitions import Definitions
from dandong_analysis.attainment.evaluation import evaluate_plan
from dandong_analysis.attainment.frames import records
from dandong_analysis.attainment.plan import Plan
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.attainment.works import Context, mines_by_id
from dandong_analysis.schemas import Schemas
from tests.typed_rows import typed_frame

STUDY = {
    "study": {
        "zh": "试验研究", "en": "trial", "slug": "trial", "region_zh": "试验市",
        "region_en": "Trial", "base_year": 2018,
    },
    "county": [
        {"code": "A", "zh": "甲县", "en": "County A", "slug": "a"},
        {"code": "B", "zh": "乙县", "en": "County B", "slug": "b"},
        {"code": "C", "zh": "丙县", "en": "County C", "slug": "c"},
    ],
    # 365 + 366 = 731 days, then 365
    "period": [
        {"code": "near", "zh": "近期", "en": "near", "start": date(2019, 1, 1), "end": date(2020, 12, 31)},
        {"code": "far", "zh": "远期", "en": "far", "start": date(2021, 1, 1), "end": date(2021, 12, 31)},
    ],
    "delivery": [{"id": "one", "folder": "one"}, {"id": "two", "folder": "two"}],
}  # fmt: skip
USUAL: Mapping[str, Mapping[str, Any]] = {
    "mines": {
        "name": "某矿", "county": "A", "commodity": "gold", "size_class": "small",
        "production_status": "producing", "mine_area_mu": "1000", "liability": "company",
        "is_in_protected_view": False,
    },
    "land_damage": {"damage_type": "open_pit_site", "damaged_area_mu": "1000"},
    "restoration": {"county": "A", "liability": "company", "treated_area_mu": "1"},
    "plan_indicators": {
        "indicator_id": "I", "indicator_name": "某指标", "indicator_kind": "cumulative",
        "target_measure": "treated_area", "period": "near",
    },
    "funds": {"due_cny_10k": "10", "deposited_cny_10k": "10"},
    "schemes": {"is_required": True, "is_prepared": False},
    "monitoring": {"county": "A", "region": "某区", "monitored_area_mu": "1500"},
}  # fmt: skip
KEYS = {
    "mines": "mine_id", "land_damage": "parcel_id", "restoration": "project_id",
    "targets": "target_id", "plan_indicators": "target_id", "plan_reports": "report_id",
    "schemes": "mine_id", "monitoring": "site_id", "funds": "mine_id",
}  # fmt: skip
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class World:
    """Builds typed tables of the study with the counties A, B and C, and evaluates them."""

    schemas: Schemas
    plan: Plan

    def typed(self, table: str, rows: Rows) -> pd.DataFrame:
        """A typed frame; what a row does not say is as in :data:`USUAL`."""
        full = [
            {KEYS[table]: f"X{i}", **USUAL.get(table, {}), **row}
            for i, row in enumerate(rows, start=2)
        ]
        return typed_frame(self.schemas[table], full)

    def tables(self, **rows: Rows) -> dict[str, pd.DataFrame]:
        return {name: self.typed(name, given) for name, given in rows.items()}

    def targets(self, *cells: tuple[str, str, str, str | None]) -> pd.DataFrame:
        """The county table from (county, liable party, period, area); ids like A-company-near."""
        return self.typed("targets", [
            {"target_id": f"{c}-{who}-{when}", "county": c, "liability": who, "period": when,
             "target_area_mu": area, "section": "表"}
            for c, who, when, area in cells
        ])  # fmt: skip

    def works(self, *works: tuple[str, str, str, str | None, str]) -> pd.DataFrame:
        """Accepted works from (id, county, liable party, day, area), each with its own number.

        The mine is that of :meth:`mines` in this county and of this party.
        """
        return self.typed("restoration", [
            {"project_id": name, "county": c, "liability": who, "accepted_date": day,
             "treated_area_mu": area, "acceptance_number": f"验{name}号" if day else None,
             "mine_id": f"{c}-{who}"}
            for name, c, who, day, area in works
        ])  # fmt: skip

    def mines(self) -> dict[str, pd.DataFrame]:
        """Damaged land in mu: A company 1000, A government 500, B company 400, B government 100.

        Company mines produce, those of government are abandoned; mine ``A-closed`` is closed
        and has 250.
        """
        land = {
            "A-company": ("A", "producing", "1000"), "A-government": ("A", "abandoned", "500"),
            "B-company": ("B", "producing", "400"), "B-government": ("B", "abandoned", "100"),
            "A-closed": ("A", "closed", "250"),
        }  # fmt: skip
        mines = [
            {"mine_id": m, "county": c, "production_status": state}
            for m, (c, state, _) in land.items()
        ]
        parcels = [{"mine_id": m, "damaged_area_mu": area} for m, (*_, area) in land.items()]
        return self.tables(mines=mines, land_damage=parcels)

    def context(self, rows: Mapping[str, Any], as_of: str, **definitions: Any) -> Context:
        return Context(
            mines_by_id(rows), self.plan, date.fromisoformat(as_of), standard_settings(),
            Definitions(**definitions),
        )  # fmt: skip

    def assess(
        self, tables: Mapping[str, pd.DataFrame], as_of: str, *,
        incomplete: frozenset[str] = frozenset(), **definitions: Any,
    ) -> Assessment:  # fmt: skip
        rows = {name: records(frame) for name, frame in tables.items()}
        return assess(rows, self.context(rows, as_of, **definitions), incomplete=incomplete)

    def evaluate(
        self, tables: Mapping[str, pd.DataFrame], as_of: str, **options: Any
    ) -> dict[str, pd.DataFrame]:
        return evaluate_plan(tables, self.plan, as_of=date.fromisoformat(as_of), **options)


def cells_of(frame: pd.DataFrame, indicator: str = "TREATED") -> dict[tuple[str, ...], dict]:
    """The rows of one indicator by (region, liable party, period), missing values as None."""
    return {
        (row["region"], row["liability"], row["period"]): row
        for row in records(frame) if row["indicator_id"] == indicator
    }  # fmt: skip


def statuses(found: Assessment) -> dict[str, str]:
    """The status of each work."""
    return {w.id: w.status for w in found.evidence.works}


def codes(found: Assessment) -> list[str]:
    """The codes of the findings, sorted."""
    return sorted(p.code for p in found.problems)
