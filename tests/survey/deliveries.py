"""Small invented deliveries that a reader can count on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dandong_analysis.schemas import Schemas
from dandong_analysis.study import parse_study
from dandong_analysis.survey.corrections import Correction, parse_corrections
from dandong_analysis.survey.deliver import Delivered, deliver
from dandong_analysis.survey.profile import parse_profile

HEADER = "编号,名称,县,矿种,规模,状态,面积,建矿,闭坑"
FIELDS = ("mine_id", "name", "county", "commodity", "size_class", "production_status",
          "mine_area_mu", "year_opened", "year_closed")  # fmt: skip
COLUMNS = dict(zip(HEADER.split(","), FIELDS, strict=True))

DAMAGE_HEADER = "图斑,编号,类型,面积"
DAMAGE_COLUMNS = dict(
    zip(DAMAGE_HEADER.split(","), ("parcel_id", "mine_id", "damage_type", "damaged_area_mu"),
        strict=True)
)  # fmt: skip


def study_schemas() -> Schemas:
    return parse_study({
        "study": {"zh": "试", "en": "trial", "slug": "trial", "region_zh": "试", "region_en": "trial",
                  "base_year": 2017},
        "county": [
            {"code": "A", "zh": "甲县", "en": "Jia", "slug": "jia"},
            {"code": "B", "zh": "乙县", "en": "Yi", "slug": "yi"},
        ],
        "delivery": [{"id": "north", "folder": "north"}],
    }).schemas  # fmt: skip


SCHEMAS = study_schemas()


def csv(header: str, *rows: str) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def mines(*rows: str) -> dict[str, bytes]:
    return {"mines.csv": csv(HEADER, *rows)}


def mine_sheet(**more: Any) -> dict[str, Any]:
    return {"file": "mines.csv", "table": "mines", "header_rows": [1], "columns": COLUMNS,
            "units": {"mine_area_mu": "mu"}, **more}  # fmt: skip


def damage_sheet(**more: Any) -> dict[str, Any]:
    return {"file": "damage.csv", "table": "land_damage", "header_rows": [1],
            "columns": DAMAGE_COLUMNS, "units": {"damaged_area_mu": "mu"}, **more}  # fmt: skip


def delivered(
    sources: Mapping[str, bytes], *sheets: Mapping[str, Any], entry: str = "north",
    corrections: Sequence[Correction] = (),
) -> Delivered:  # fmt: skip
    profile = {"format": 1, "team": "甲队", "provenance": "survey",
               "sheet": list(sheets or [mine_sheet()])}  # fmt: skip
    return deliver(entry, parse_profile(profile, SCHEMAS), sources, SCHEMAS, corrections)


def table(name: str, *rows: Mapping[str, Any]) -> pd.DataFrame:
    """A typed frame from rows that give only the fields that matter."""
    schema = SCHEMAS[name]
    address = {"delivery": "d", "source_file": "f.csv", "source_sheet": ""}
    full = [
        {**dict.fromkeys(schema.names), **address, "source_row": n, **row}
        for n, row in enumerate(rows, 2)
    ]
    return pd.DataFrame(full, columns=list(schema.dtypes)).astype(schema.dtypes)


def correction(**entry: Any) -> tuple[Correction, ...]:
    usual = {"id": "C01", "delivery": "north", "file": "mines.csv", "sheet": "",
             "reason": "原件如此", "by": "李四", "date": pd.Timestamp("2018-03-02").date()}  # fmt: skip
    return parse_corrections({"correction": [{**usual, **entry}]})


def findings(survey: Delivered, code: str) -> pd.DataFrame:
    return survey.findings[survey.findings["code"] == code]


def changes(survey: Delivered, field: str) -> list[list[object]]:
    """What the change log says about one field."""
    rows = survey.changes[survey.changes["field"] == field]
    return rows[["row", "raw", "parsed", "rule", "approver"]].to_numpy().tolist()


def fates(survey: Delivered) -> list[tuple[int, str, str]]:
    rows = survey.rows
    return list(
        zip(rows["row"].tolist(), rows["fate"].tolist(), rows["code"].tolist(), strict=True)
    )
