"""A small plan with hand-counted works."""

import pandas as pd
import pytest

from dandong_analysis.attainment.plan import plan_of
from dandong_analysis.study import parse_study
from tests.attainment.world import STUDY, World
from tests.typed_rows import typed_cell


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
    works["mine_funds_cny_10k"] = [typed_cell(money.get(i), "object") for i in works["project_id"]]
    works["social_funds_cny_10k"] = [
        typed_cell({"W5": "7.25", "W2": "1"}.get(i), "object") for i in works["project_id"]
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
