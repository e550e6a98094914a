"""Many facts opened at once: the same rows and cells as one by one."""

import pandas as pd
import pytest

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.stats.evidence import evidence, with_ancestors
from dandong_analysis.stats.trace import trace

CELLS = ("delivery", "file", "sheet", "table", "row", "column", "header", "field", "raw")
FILES = pd.DataFrame({
    "delivery": ["one", "one"], "file": ["mines.csv", "land_damage.csv"], "sha256": ["aa", "bb"],
})  # fmt: skip
SYSTEM = ["delivery", "table", "file", "sheet", "row"]


@pytest.fixture(scope="module")
def cells(small):
    """Key, county and area of each mine and parcel; the header of the area is 面积."""
    columns = {
        "mines": (("A", "编号", "mine_id"), ("B", "县", "county"), ("C", "面积", "mine_area_mu")),
        "land_damage": (("A", "图斑", "parcel_id"), ("C", "面积", "damaged_area_mu")),
    }
    rows = [
        ("one", f"{table}.csv", "", table, int(row.source_row), *head, str(getattr(row, head[2])))
        for table, heads in columns.items()
        for row in small[table].itertuples() for head in heads
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(CELLS))


@pytest.fixture(scope="module")
def tables(small):
    """The four mines and five parcels, with rows and findings of them as system frames."""
    rows = [("one", "mines", "mines.csv", "", n, "accepted", "") for n in (2, 3, 4, 5)]
    rows += [("one", "land_damage", "land_damage.csv", "", 2, "accepted", ""),
             ("one", "", "mines.csv", "", 1, "header", "")]  # fmt: skip
    found = [("warning", "area-zero", "one", "mines", "mines.csv", "", 3, "mine_area_mu", "0", "零", "nil"),
             ("warning", "area-zero", "one", "mines", "mines.csv", "", 4, "面积", "0", "零", "nil"),
             ("error", "lost", "one", "mines", "mines.csv", "", None, "", "", "缺", "lost")]  # fmt: skip
    return {
        **small,
        "rows": pd.DataFrame(rows, columns=[*SYSTEM, "fate", "code"]).astype({"row": "Int64"}),
        "findings": pd.DataFrame(
            found,
            columns=["severity", "code", *SYSTEM, "column", "value", "message_zh", "message_en"],
        ).astype({"row": "Int64"}),
    }


@pytest.fixture(scope="module")
def ledger(trial, tables):
    return trial.ledger(tables)


def expanded(found, fact):
    """The rows of a fact as ``trace`` gives them, without hashes."""
    own = found.facts[fact.id]
    rows = found.rows[own.rows]
    return [
        {**found.cells[rows.cells[place]]._asdict(), "value": rows.amounts[place]}
        for place in own.places
    ]


def test_every_fact_has_the_rows_of_its_trace(trial, tables, ledger, cells):
    found = evidence(ledger, tables, cells, trial.schemas)
    kinds = set()
    for fact in ledger:
        traced = trace(fact, ledger, tables, cells, FILES, trial.schemas)
        own = [{k: v for k, v in row.items() if k != "sha256"} for row in traced["rows"]]
        if fact.definition.parents or fact.value is None:
            assert fact.id not in found.facts
        else:
            assert expanded(found, fact) == own, fact.id
            kinds |= {(fact.definition.table, fact.definition.measure)} if own else set()
    assert {("mines", "count"), ("mines", "sum"), ("land_damage", "sum"), ("rows", "count"),
            ("findings", "count"), ("mines", "distinct")} <= kinds  # fmt: skip


def test_what_facts_have_in_common_is_held_once(trial, tables, ledger, cells):
    found = evidence(ledger, tables, cells, trial.schemas)
    assert len(found.cells) == len(set(found.cells))
    whole, pits = found.facts["LAND.DAMAGED"], found.facts["LAND.PIT"]
    assert whole.rows == pits.rows
    assert (whole.places.tolist(), pits.places.tolist()) == ([0, 1, 2, 3, 4], [0, 2, 4])
    assert found.rows[whole.rows].amounts == ("5.5", "2.25", "1.5", "0.75", "4")


def test_a_row_without_an_address_is_a_row_without_a_cell(trial, small, cells):
    field = {"name": "reading", "zh": "口径", "en": "reading", "kind": "id"}
    described = {"zh": "口径", "en": "readings", "fields": [field]}
    counted = trial.catalogue({"id": "R.ALL", "table": "readings"}, frame={"readings": described})
    tables = {**small, "readings": pd.DataFrame({"reading": ["a", "b"]}, dtype="str")}
    own = trial.ledger(tables, counted)
    found = evidence(own, tables, cells, trial.schemas, catalogue=counted)
    rows = expanded(found, own["R.ALL"])
    assert [(r["file"], r["row"], r["raw"], r["value"]) for r in rows] == 2 * [("", None, "", "1")]
    traced = trace(own["R.ALL"], own, tables, cells, FILES, trial.schemas, catalogue=counted)
    assert [{**row, "sha256": ""} for row in rows] == traced["rows"]


def made(name: str, *parents: str) -> Fact:
    return Fact(name, None, "mine", "", name, name, Definition(parents=parents), name)


def test_ancestors_come_after_those_asked_for_and_each_once():
    ledger = Ledger.of([made("A", "B", "C"), made("B", "D"), made("C", "D"), made("D"), made("E")])
    found = with_ancestors(["A", "unknown", "C", "A"], ledger)
    assert [fact.id for fact in found] == ["A", "C", "B", "D"]
    assert with_ancestors([], ledger) == []
