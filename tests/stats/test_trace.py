"""Facts opened down to invented cells; the cells re-add to the fact."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.stats.trace import trace

CELLS = ("delivery", "file", "sheet", "table", "row", "column", "header", "field", "raw")


@pytest.fixture
def cells(small):
    """Mine id in column A, area in column C as delivered in hectares; parcels likewise."""
    rows = [
        ("one", f"{t}.csv", "", t, int(row.source_row), *cell)
        for t, key, area in (("mines", "mine_id", "mine_area_mu"),
                             ("land_damage", "parcel_id", "damaged_area_mu"))
        for row in small[t].itertuples()
        for cell in (("A", "编号", key, f" {getattr(row, key)} "),
                     ("C", "面积", area, f"{getattr(row, area)}亩"))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(CELLS))


@pytest.fixture
def files():
    return pd.DataFrame({
        "delivery": ["one", "one"], "file": ["mines.csv", "land_damage.csv"],
        "sha256": ["aa", "bb"], "size": [1, 1], "provenance": ["survey", "survey"],
    })  # fmt: skip


@pytest.fixture
def opened(trial, small, cells, files):
    ledger = trial.ledger(small)
    return lambda key: trace(ledger[key], ledger, small, cells, files, trial.schemas)


def test_a_sum_opens_to_the_summed_cells(opened):
    found = opened("LAND.PIT")
    assert found["value"] == "11.0"
    assert [(r["row"], r["column"], r["header"], r["raw"], r["value"]) for r in found["rows"]] == [
        (2, "C", "面积", "5.5亩", "5.5"),
        (4, "C", "面积", "1.5亩", "1.5"),
        (6, "C", "面积", "4亩", "4"),
    ]
    assert {r["sha256"] for r in found["rows"]} == {"bb"}
    assert {r["file"] for r in found["rows"]} == {"land_damage.csv"}


def test_a_count_opens_to_the_keys(opened):
    found = opened("MINE.SMALL")
    assert [(r["row"], r["column"], r["raw"], r["value"]) for r in found["rows"]] == [
        (3, "A", " M2 ", "1"), (4, "A", " M3 ", "1"), (5, "A", " M4 ", "1"),
    ]  # fmt: skip
    assert "计数" in found["definition"]["zh"]
    assert found["definition"]["where"] == {"size_class": "small"}


def test_a_ratio_opens_to_both_terms(opened):
    found = opened("LAND.PER_MINE@county=A")
    assert [row["of"] for row in found["rows"]] == 3 * ["LAND.DAMAGED@county=A"] + 2 * [
        "MINE.TOTAL@county=A"
    ]
    assert [p["value"] for p in found["parents"]] == ["9.25", "2"]
    assert [len(p["rows"]) for p in found["parents"]] == [3, 2]
    assert found["definition"]["zh"] == "“甲县占用破坏土地面积” ÷ “甲县矿山数量”"


def test_every_count_and_sum_re_adds(trial, small, opened):
    for fact in trial.ledger(small):
        measure, value = fact.definition.measure, fact.value
        if value is None or measure not in {"count", "sum"} or "." not in fact.id:
            continue
        found = opened(fact.id)
        assert sum((Decimal(r["value"]) for r in found["rows"]), Decimal(0)) == value, fact.id


def test_the_largest_row_is_the_maximum_and_distinct_values_are_told(opened):
    largest = opened("LAND.PARCEL_MAX")
    assert max(Decimal(r["value"]) for r in largest["rows"]) == Decimal(largest["value"])
    several = opened("LAND.MINES")
    assert len({r["value"] for r in several["rows"]}) == int(several["value"])


def test_a_sum_of_facts_re_adds_over_its_terms(trial, files):
    work = trial.restoration(
        {"accepted_date": "2010-05-01", "central_funds_cny_10k": "1.25", "mine_funds_cny_10k": "2"}
    )
    ledger = trial.ledger({"restoration": work})
    none = pd.DataFrame(columns=list(CELLS))
    found = trace(ledger["HIST.FUND"], ledger, {"restoration": work}, none, files, trial.schemas)
    assert [r["value"] for r in found["rows"]] == ["1.25", "2"]
    assert len(found["parents"]) == 4
    assert found["rows"][0]["raw"] == ""
    first = trace(ledger["HIST.START"], ledger, {"restoration": work}, none, files, trial.schemas)
    assert [r["value"] for r in first["rows"]] == ["2010"]


def test_a_field_without_a_cell_shows_the_first_cell_of_its_row(trial, small, cells, files):
    ledger = trial.ledger(small)
    found = trace(ledger["MINE.COMMODITIES"], ledger, small, cells, files, trial.schemas)
    assert [r["value"] for r in found["rows"]] == ["gold", "iron", "gold", "gold"]
    assert {r["column"] for r in found["rows"]} == {"A"}


def test_a_row_of_a_computed_frame_shows_the_cell_of_what_it_is_about(trial, small, cells, files):
    address = [{"name": n, "zh": n, "en": n, "kind": "text"}
               for n in ("delivery", "source_file", "source_sheet", "source_row")]  # fmt: skip
    mine = {"name": "mine_id", "zh": "矿山", "en": "mine", "kind": "id", "references": "mines"}
    zone = {"name": "zone_id", "zh": "区", "en": "zone", "kind": "id"}
    described = {"zh": "区", "en": "zones", "fields": [*address, mine, zone]}
    counted = trial.catalogue(
        {"id": "Z.MINES", "table": "zones", "column": "zone_id"}, frame={"zones": described}
    )
    frame = small["mines"].head(2).assign(zone_id=["Z1", None])
    tables = {**small, "zones": frame[[*(a["name"] for a in address), "mine_id", "zone_id"]]}
    ledger = trial.ledger(tables, counted)
    found = trace(ledger["Z.MINES"], ledger, tables, cells, files, trial.schemas, catalogue=counted)
    assert [(r["file"], r["header"], r["raw"], r["value"]) for r in found["rows"]] == [
        ("mines.csv", "编号", " M1 ", "1")
    ]


def test_rows_of_a_system_frame_have_an_address(trial, files):
    rows = pd.DataFrame(
        [("one", "mines.csv", "", "mines", 7, "blank", "")],
        columns=["delivery", "file", "sheet", "table", "row", "fate", "code"],
    )
    ledger = trial.ledger({"rows": rows})
    none = pd.DataFrame(columns=list(CELLS))
    found = trace(
        ledger["ROWS.COUNT@fate=blank"], ledger, {"rows": rows}, none, files, trial.schemas
    )
    assert [(r["file"], r["row"], r["value"], r["sha256"]) for r in found["rows"]] == [
        ("mines.csv", 7, "1", "aa")
    ]


def test_a_fact_that_is_not_computable_has_no_rows(opened):
    found = opened("HAZ.COUNT")
    assert (found["value"], found["rows"]) == (None, [])
