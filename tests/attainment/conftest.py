"""A small plan with hand-counted works, and builders of rows for the tests of attainment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from dandong_analysis.attainment.assessment import Assessment, assess
from dandong_analysis.attainment.definitions import Definitions
from dandong_analysis.attainment.evaluation import evaluate_plan
from dandong_analysis.attainment.frames import records
from dandong_analysis.attainment.plan import Plan, plan_of
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.attainment.works import Context, mines_by_id
from dandong_analysis.schemas import Schemas
from dandong_analysis.study import parse_study

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
        address = {"delivery": "one", "source_file": f"{table}.csv", "source_sheet": ""}
        full = [
            {**address, "source_row": i, KEYS[table]: f"X{i}", **USUAL.get(table, {}), **row}
            for i, row in enumerate(rows, start=2)
        ]
        return pd.DataFrame({
            name: pd.Series([_cell(row.get(name), dtype) for row in full], dtype=dtype)
            for name, dtype in self.schemas[table].dtypes.items()
        })  # fmt: skip

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


def _cell(value: Any, dtype: str) -> Any:
    if dtype == "object":
        return None if value is None else Decimal(value)
    if dtype == "datetime64[ms]":
        return pd.NaT if value is None else pd.Timestamp(value)
    return value


@pytest.fixture(scope="session")
def world() -> World:
    study = parse_study(STUDY)
    return World(study.schemas, plan_of(study))


@pytest.fixture(scope="session")
def hand(world: World) -> dict[str, pd.DataFrame]:
    """The study that is worked by hand.

    Targets in mu (county table), and nothing printed for the whole:

    ============  =====  ====  =====
    .             near   far   plan
    ============  =====  ====  =====
    A company      100     50   150
    A government    40     20    60
    B company       60     30    90
    B government    20     10    30
    all            220    110   330
    ============  =====  ====  =====

    Works, each accepted under a number of its own:

    ====  ============  ==========  =====
    id    cell          accepted     mu
    ====  ============  ==========  =====
    W1    A company     2019-06-30     40
    W2    A company     2020-03-01     55
    W3    A company     2020-12-31      5
    W4    A government  2019-12-31     44
    W5    B company     2020-07-01     33
    W6    B government  2020-12-30   17.5
    W7    A company     2021-01-01     10
    W8    B company     2021-06-30     18
    W9    A company     not yet         7
    ====  ============  ==========  =====
    """
    return {
        **world.mines(),
        "targets": world.targets(
            ("A", "company", "near", "100"), ("A", "company", "far", "50"),
            ("A", "government", "near", "40"), ("A", "government", "far", "20"),
            ("B", "company", "near", "60"), ("B", "company", "far", "30"),
            ("B", "government", "near", "20"), ("B", "government", "far", "10"),
        ),
        "restoration": world.works(
            ("W1", "A", "company", "2019-06-30", "40"),
            ("W2", "A", "company", "2020-03-01", "55"),
            ("W3", "A", "company", "2020-12-31", "5"),
            ("W4", "A", "government", "2019-12-31", "44"),
            ("W5", "B", "company", "2020-07-01", "33"),
            ("W6", "B", "government", "2020-12-30", "17.5"),
            ("W7", "A", "company", "2021-01-01", "10"),
            ("W8", "B", "company", "2021-06-30", "18"),
            ("W9", "A", "company", None, "7"),
        ),
    }  # fmt: skip


@pytest.fixture(scope="session")
def crowded(world: World, hand: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The study with everything that can be odd about targets and works.

    Beside the targets of ``hand``: C government has a blank and a target of 0; a rate for the
    whole and for A, a sign, a milestone, a count, an area that only reports can show, and
    targets that are negative, blank or in a unit of something else.

    ====  =============  ==========  =====  ==========================================
    work  mine           accepted     mu    what is odd
    ====  =============  ==========  =====  ==========================================
    X1    A-company      2017-05-01    950  before the plan
    X2    A-company      2019-02-01     20  number 验W1号 is that of W1, a larger work
    X3    A-closed       2019-05-01     30  a closed mine
    X4    B-government   2020-06-01    150  above the 100 mu of its mine
    X5    C-government   2020-05-05     12  its mine is unknown
    X6    A-company      2022-03-01      9  after the plan
    X7    A-company      2020-05-01      6  no number
    ====  =============  ==========  =====  ==========================================
    """
    targets = pd.concat([
        hand["targets"],
        world.targets(("C", "government", "near", None), ("C", "government", "far", "0")),
    ], ignore_index=True)  # fmt: skip
    targets["source_row"] = pd.Series(range(2, len(targets) + 2), dtype="Int64")
    odd = world.works(
        ("X1", "A", "company", "2017-05-01", "950"), ("X2", "A", "company", "2019-02-01", "20"),
        ("X3", "A", "government", "2019-05-01", "30"), ("X4", "B", "government", "2020-06-01", "150"),
        ("X5", "C", "government", "2020-05-05", "12"), ("X6", "A", "company", "2022-03-01", "9"),
        ("X7", "A", "company", "2020-05-01", "6"),
    )  # fmt: skip
    odd.loc[odd["project_id"] == "X2", "acceptance_number"] = "验W1号"
    odd.loc[odd["project_id"] == "X3", "mine_id"] = "A-closed"
    odd.loc[odd["project_id"] == "X7", "acceptance_number"] = None
    works = pd.concat([hand["restoration"], odd], ignore_index=True)
    works["source_row"] = pd.Series(range(2, len(works) + 2), dtype="Int64")
    money = {"W1": "120.5", "W2": "80", "W4": "30", "W5": "0", "X1": "400"}
    works["mine_funds_cny_10k"] = [_cell(money.get(i), "object") for i in works["project_id"]]
    works["social_funds_cny_10k"] = [
        _cell({"W5": "7.25", "W2": "1"}.get(i), "object") for i in works["project_id"]
    ]
    return hand | _odd_plan(world) | {"targets": targets, "restoration": works}


def _odd_plan(world: World) -> dict[str, pd.DataFrame]:
    """Targets of every kind, and what shows how they stand."""
    given = [
        ("RATE", "rate", "scheme_rate", "80", "%", {}), ("RATE", "rate", "scheme_rate", "60", "%", {"county": "A"}),
        ("FUND", "rate", "fund_rate", "70", "%", {"period": "far"}),
        ("SIGN", "sign", "treated_area", "正值", None, {}), ("STONE", "milestone", "reports", "建立", None, {}),
        ("SOCIAL", "count", "social_projects", "3", "项", {}),
        ("LAND", "cumulative", "reported_area", "50", "亩", {}),
        ("NEGATIVE", "cumulative", "treated_area", "-5", "亩", {}),
        ("BLANK", "cumulative", "corridor_area", None, "亩", {}),
        ("UNIT", "cumulative", "corridor_area", "5", "万元", {}),
        ("WATCH", "cumulative", "monitored_area", "1500", "亩", {}),
    ]  # fmt: skip
    indicators = [
        {"target_id": f"T{i}", "indicator_id": name, "indicator_name": f"{name}指标",
         "indicator_name_en": None if name == "SIGN" else f"{name} of the plan",
         "indicator_kind": kind, "target_measure": measure, "printed_target": printed,
         "printed_unit": unit, **more}
        for i, (name, kind, measure, printed, unit, more) in enumerate(given)
    ]  # fmt: skip
    schemes = [
        {"mine_id": "A-company", "is_prepared": True, "prepared_date": "2019-05-01"},
        {"mine_id": "B-company"},
        {"mine_id": "A-government", "is_required": False},
    ]
    funds = [
        {"mine_id": "A-company", "year": year, "due_cny_10k": "10", "deposited_cny_10k": paid}
        for year, paid in ((2019, "4"), (2020, "9.5"), (2021, "10"))
    ]
    reports = [
        {"target_id": "T4", "reported_date": "2020-05-01", "acceptance_number": "函1号"},
        {"target_id": "T6", "reported_date": "2020-06-01", "acceptance_number": "函2号",
         "reported_area_mu": "31.25"},
    ]  # fmt: skip
    return world.tables(
        plan_indicators=indicators, schemes=schemes, funds=funds, plan_reports=reports
    )
