"""Typed frames for the tests of statistics, built from rows given as dicts."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dandong_analysis.facts import Ledger
from dandong_analysis.schemas import Schemas
from dandong_analysis.stats.catalogue import (
    companion_catalogues,
    parse_catalogue,
    standard_catalogue,
)
from dandong_analysis.stats.evaluate import evaluate
from dandong_analysis.stats.indicators import Catalogue, merge_catalogues
from dandong_analysis.study import parse_study
from tests.typed_rows import typed_frame

ROOT = Path(__file__).parents[2]

# Two counties and two periods: enough to tell crossings apart, few enough to count on paper.
STUDY = {
    "study": {
        "zh": "试验研究", "en": "trial study", "slug": "trial", "region_zh": "试验市",
        "region_en": "Trial", "base_year": 2017,
    },
    "county": [
        {"code": "A", "zh": "甲县", "en": "County A", "slug": "a"},
        {"code": "B", "zh": "乙县", "en": "County B", "slug": "b"},
    ],
    "period": [
        {"code": "near", "zh": "近期", "en": "near", "start": None, "end": None},
        {"code": "far", "zh": "远期", "en": "far", "start": None, "end": None},
    ],
    "delivery": [{"id": "one", "folder": "one"}, {"id": "two", "folder": "two"}],
}  # fmt: skip

PROVENANCE = {"one": "survey", "two": "synthetic", "plan": "published"}

USUAL_MINE = {
    "name": "某矿", "county": "A", "commodity": "gold", "size_class": "small",
    "production_status": "producing", "mine_area_mu": "10", "mining_method": "underground",
    "liability": "company",
}  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """A study with the counties A and B, and what tests do with it."""

    schemas: Schemas
    provenance: Mapping[str, str]

    def typed(self, table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """A typed frame (:func:`~tests.typed_rows.typed_frame`)."""
        return typed_frame(self.schemas[table], rows)

    def mines(self, *rows: Mapping[str, Any]) -> pd.DataFrame:
        """Small producing gold mines of 10 mu in county A, unless a row says otherwise."""
        return self.typed("mines", [{**USUAL_MINE, **row} for row in rows])

    def parcels(self, *rows: tuple[str, str, str | None]) -> pd.DataFrame:
        """Damaged land from (mine, kind of damage, area in mu); parcels P1, P2 and so on."""
        return self.typed("land_damage", [
            {"parcel_id": f"P{i}", "mine_id": m, "damage_type": d, "damaged_area_mu": a}
            for i, (m, d, a) in enumerate(rows, start=1)
        ])  # fmt: skip

    def restoration(self, *rows: Mapping[str, Any]) -> pd.DataFrame:
        """Accepted work of companies in county A, unless a row says otherwise."""
        usual = {"county": "A", "liability": "company", "treated_area_mu": "1"}
        return self.typed(
            "restoration",
            [{"project_id": f"R{i}", **usual, **row} for i, row in enumerate(rows, start=1)],
        )

    def catalogue(self, *indicators: Mapping[str, Any], **more: Any) -> Catalogue:
        """A catalogue of these indicators; labels and unit may be left out."""
        usual = {"zh": "某数", "en": "a number", "unit": "mine"}
        return parse_catalogue({"indicator": [{**usual, **i} for i in indicators], **more})

    def ledger(
        self, tables: Mapping[str, pd.DataFrame], catalogue: Catalogue | None = None, **options: Any
    ) -> Ledger:
        """The ledger of ``tables``, of the standard catalogue unless another is given."""
        known = catalogue or standard_catalogue()
        return evaluate(known, tables, self.schemas, provenance=self.provenance, **options)


@pytest.fixture(scope="session")
def trial() -> Trial:
    return Trial(parse_study(STUDY).schemas, PROVENANCE)


@pytest.fixture(scope="session")
def small(trial: Trial) -> dict[str, pd.DataFrame]:
    """Four mines and five parcels.

    ====  ======  =============  ========  ==============================
    mine  county  status         size      damaged land in mu
    ====  ======  =============  ========  ==============================
    M1    A       producing      large     pit 5.5, yard 2.25
    M2    A       closed         small     pit 1.5
    M3    B       policy closed  small     dump 0.75
    M4    B       abandoned      small     none
    ?     ?       ?              ?         pit 4 (its mine M9 is unknown)
    ====  ======  =============  ========  ==============================
    """
    mines = trial.mines(
        {"mine_id": "M1", "size_class": "large", "is_in_protected_view": True},
        {"mine_id": "M2", "production_status": "closed", "commodity": "iron"},
        {"mine_id": "M3", "county": "B", "production_status": "policy_closed"},
        {"mine_id": "M4", "county": "B", "production_status": "abandoned", "mining_method": None},
    )
    parcels = trial.parcels(
        ("M1", "open_pit_site", "5.5"),
        ("M1", "industrial_yard", "2.25"),
        ("M2", "open_pit_site", "1.5"),
        ("M3", "waste_dump", "0.75"),
        ("M9", "open_pit_site", "4"),
    )
    return {"mines": mines, "land_damage": parcels}


@pytest.fixture(scope="session")
def plan_study() -> dict[str, Any]:
    """The demonstration study, parsed."""
    return tomllib.loads((ROOT / "study.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def plan_catalogue() -> Catalogue:
    """The shipped catalogues with what is particular to the demonstration study's plan."""
    own = (ROOT / "data" / "raw" / "plan" / "indicators.toml").read_text(encoding="utf-8")
    return merge_catalogues(
        [*companion_catalogues(), standard_catalogue(), parse_catalogue(tomllib.loads(own))]
    )
