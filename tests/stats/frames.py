"""Typed frames for tests: rows as dicts, everything that a test does not name is missing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from dandong_analysis.schemas import Schemas
from dandong_analysis.study import parse_study

# Two counties, one period: enough to tell crossings apart, few enough to count on paper.
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

PROVENANCE = {"one": "synthetic", "two": "survey", "plan": "published"}


def trial_schemas(extension: Mapping[str, Any] | None = None) -> Schemas:
    """The standard tables with the counties A and B, and a study's own tables."""
    return parse_study({**STUDY, **(extension or {})}).schemas


def typed(schemas: Schemas, table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A typed frame; the address is delivery ``one``, file ``TABLE.csv`` unless a row says so.

    Numbers given as text become exact decimals; rows count from 2, below one header row.
    """
    schema = schemas[table]
    columns: dict[str, list[Any]] = {name: [] for name in schema.dtypes}
    for number, row in enumerate(rows, start=2):
        address = {"delivery": "one", "source_file": f"{table}.csv", "source_sheet": "",
                   "source_row": number}  # fmt: skip
        full = {**address, **row}
        for name, values in columns.items():
            values.append(_cell(full.get(name), schema.dtypes[name]))
    return pd.DataFrame(
        {n: pd.Series(v, dtype=schema.dtypes[n]) for n, v in columns.items()}
    )  # fmt: skip


def _cell(value: Any, dtype: str) -> Any:
    if dtype == "object":
        return None if value is None else Decimal(value)
    if dtype == "datetime64[ms]":
        return pd.NaT if value is None else pd.Timestamp(value)
    return value


def mine(mine_id: str, **fields: Any) -> dict[str, Any]:
    """A small, producing gold mine of 10 mu in county A, unless ``fields`` say otherwise."""
    usual = {"mine_id": mine_id, "name": f"矿{mine_id}", "county": "A", "commodity": "gold",
             "size_class": "small", "production_status": "producing", "mine_area_mu": "10",
             "mining_method": "underground", "liability": "company"}  # fmt: skip
    return {**usual, **fields}


def parcel(parcel_id: str, mine_id: str, area: str | None, **fields: Any) -> dict[str, Any]:
    """A parcel of open pit, unless ``fields`` say otherwise."""
    usual = {"parcel_id": parcel_id, "mine_id": mine_id, "damage_type": "open_pit_site",
             "damaged_area_mu": area}  # fmt: skip
    return {**usual, **fields}
