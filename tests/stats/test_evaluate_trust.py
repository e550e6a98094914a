"""How far a fact can be trusted, and what is said where there is none."""

from dataclasses import replace

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError


def test_zero_facts_say_whose_table_it_was(trial, small):
    zero = trial.ledger(small)["LAND.TAIL"]
    assert (zero.value, zero.n_rows, zero.sources, zero.provenance) == (0, 0, (), "survey")


def test_provenance_is_the_least_trustworthy_behind_the_fact(trial):
    mines = trial.mines(
        {"mine_id": "M1"}, {"mine_id": "M2", "county": "B", "delivery": "two"},
    )  # fmt: skip
    ledger = trial.ledger({"mines": mines})
    assert ledger["MINE.TOTAL"].provenance == "synthetic"
    assert ledger["MINE.TOTAL"].sources == ("one/mines.csv", "two/mines.csv")
    assert ledger["MINE.TOTAL@county=A"].provenance == "survey"
    assert ledger["MINE.TOTAL@county=B"].provenance == "synthetic"


@pytest.mark.parametrize(("base", "trust"), [(["mines"], "synthetic"), ([], "survey")])
def test_a_frame_is_trusted_no_more_than_what_it_was_computed_from(trial, base, trust):
    field = {"name": "delivery", "zh": "组", "en": "team", "kind": "text"}
    zones = {"zh": "区", "en": "zones", "fields": [field], "rests_on": base}
    counted = trial.catalogue({"id": "Z.N", "table": "zones"}, frame={"zones": zones})
    mines = trial.mines({"mine_id": "M1", "delivery": "two"})
    zone = pd.DataFrame({"delivery": pd.Series(["one"], dtype="str")})
    ledger = trial.ledger({"mines": mines, "zones": zone}, counted)
    assert (ledger["Z.N"].value, ledger["Z.N"].provenance) == (1, trust)


def test_a_file_that_differs_from_its_delivery_is_trusted_by_itself(trial):
    mines = trial.mines(
        {"mine_id": "M1"}, {"mine_id": "M2", "county": "B", "source_file": "made.csv"},
    )  # fmt: skip
    mixed = replace(trial, provenance={"one": "survey", "one/made.csv": "synthetic"})
    ledger = mixed.ledger({"mines": mines})
    assert ledger["MINE.TOTAL@county=A"].provenance == "survey"
    assert ledger["MINE.TOTAL@county=B"].provenance == "synthetic"
    assert ledger["MINE.TOTAL"].provenance == "synthetic"


def test_unknown_provenance_stops(trial):
    mines = trial.mines({"mine_id": "M1", "delivery": "three"})
    with pytest.raises(DandongError, match="three"):
        trial.ledger({"mines": mines})


def test_an_absent_table_is_a_reason_not_a_zero(trial, small):
    ledger = trial.ledger(small)
    for key in ("HAZ.COUNT", "HAZ.ROCKFALL", "HAZ.COUNT@county=A", "FUND.RATE", "ROWS.COUNT"):
        assert ledger[key].value is None
        assert ledger[key].verdict == "not_computable"
        assert "没有提交" in ledger[key].reason_zh


@pytest.mark.parametrize(("table", "value"), [("mines", None), ("hazards", 0)])
def test_an_empty_table_counts_only_when_a_sheet_was_read(trial, table, value):
    rows = pd.DataFrame({
        "delivery": ["one"], "file": ["x.csv"], "sheet": [""], "table": [table], "row": [1],
        "fate": ["header"], "code": [""],
    })  # fmt: skip
    ledger = trial.ledger({"hazards": trial.typed("hazards", []), "rows": rows})
    assert ledger["HAZ.COUNT"].value == value


def test_a_filter_on_a_code_that_the_study_lacks_is_a_reason(trial, small):
    catalogue = trial.catalogue({"id": "X", "table": "mines", "where": {"size_class": "huge"}})
    fact = trial.ledger(small, catalogue)["X"]
    assert (fact.value, fact.verdict) == (None, "not_computable")
    assert "huge" in fact.reason_zh


def test_a_key_that_occurs_twice_is_refused(trial):
    mines = trial.mines({"mine_id": "M1"}, {"mine_id": "M1"})
    tables = {"mines": mines, "land_damage": trial.parcels(("M1", "other", "1"))}
    with pytest.raises(DandongError) as caught:
        trial.ledger(tables)
    assert [p.code for p in caught.value.problems] == ["join-key-twice"]
