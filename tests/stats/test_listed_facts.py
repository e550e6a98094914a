"""Facts of single rows of what was computed: rules, methods, zones, sites, files."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.stats.behind import rows_behind
from dandong_analysis.stats.catalogue import companion_catalogues, standard_catalogue
from dandong_analysis.stats.indicators import merge_catalogues

ADDRESS = {"delivery": "one", "source_file": "a.csv", "source_sheet": ""}


def frame(*rows: dict, **shared: object) -> pd.DataFrame:
    return pd.DataFrame([{**shared, **row} for row in rows])


@pytest.fixture
def catalogue():
    return merge_catalogues([*companion_catalogues(), standard_catalogue()])


@pytest.fixture
def tables(trial):
    """Two rules of three rows, one pair of methods over 4 of 5 mines, one mine, zone, site."""
    return {
        "mines": trial.mines({"mine_id": "M1"}),
        "rules": frame(
            {"rule": "key", "valid": 3, "invalid": 0, "undecided": 0},
            {"rule": "year", "valid": 1, "invalid": 0, "undecided": 2},
        ),
        "methods": frame({
            "method_a": "rules", "method_b": "index", "n_compared": 4, "n_left_out": 1,
            "observed": 0.75, "expected": 0.5, "kappa": 0.5,
        }),
        "unsure": frame({
            "source_row": 2, "mine_id": "M1", "index_class": "slight", "p_grade": 0.5005,
            "p_severe": 0.0, "p_moderate": 0.4995, "p_slight": 0.5005,
        }, **ADDRESS),
        "impact_zones": frame({
            "source_row": 2, "zone_id": "Z1", "zone_grade": "slight", "county": "A",
            "index_mean": Decimal("1.23456"), "p_grade": None, "zone_area_mu": Decimal(1),
            "threatened_people": 0,
        }, **ADDRESS),
        "protection_conflicts": frame(
            *({"source_row": 2, "mine_id": "M1", "protected_id": p, "protected_kind": "park",
               "protected_rank": "national", "overlap_area_mu": area}
              for p, area in (("P1", Decimal("6.665")), ("P2", None))), **ADDRESS),
        "site_areas": frame({
            "source_row": 2, "site_id": "S1", "measured_area_mu": Decimal("209.9958"),
        }, **ADDRESS),
        "rows": frame(
            *({"sheet": s, "table": t, "row": i, "fate": f, "code": ""} for i, (s, t, f) in
              enumerate([("", "mines", "header"), ("", "mines", "accepted"),
                         ("", "land_damage", "accepted"), ("", "mines", "accepted")], 1)),
            delivery="one", file="a.csv"),
        "findings": frame(
            *({"code": c, "severity": "error", "table": t, "row": 2, "sheet": ""}
              for c, t in (("bad", "mines"), ("bad", "mines"), ("bad", "funds"))),
            delivery="one", file="a.csv"),
    }  # fmt: skip


@pytest.fixture
def ledger(trial, tables, catalogue):
    return trial.ledger(tables, catalogue)


@pytest.mark.parametrize(("fact", "printed", "unit"), [
    ("RULE.VALID@rule=year", "1", "row"), ("RULE.INVALID@rule=year", "0", "row"),
    ("RULE.UNDECIDED@rule=year", "2", "row"),
    ("METHODS.COMPARED@method_a=rules,method_b=index", "4", "mine"),
    ("METHODS.LEFT_OUT@method_a=rules,method_b=index", "1", "mine"),
    ("METHODS.OBSERVED@method_a=rules,method_b=index", "0.750", "one"),
    ("METHODS.EXPECTED@method_a=rules,method_b=index", "0.500", "one"),
    ("METHODS.KAPPA@method_a=rules,method_b=index", "0.500", "one"),
    ("CERTAINTY.CLASS@mine_id=M1", "0.500", "one"), ("CERTAINTY.SEVERE@mine_id=M1", "0.000", "one"),
    ("CERTAINTY.MODERATE@mine_id=M1", "0.500", "one"),
    ("CERTAINTY.SLIGHT@mine_id=M1", "0.500", "one"),
    ("ZONE.INDEX@zone_id=Z1", "1.235", "one"),
    ("CONFLICT.OVERLAP@mine_id=M1,protected_id=P1", "6.66", "mu"),
    ("SITE.MEASURED@site_id=S1", "210.00", "mu"),
    # Three of the four rows of the file are of mines, two of these accepted.
    ("ROWS.COUNT@delivery=one,file=a.csv,sheet=?,table=mines", "3", "row"),
    ("ROWS.COUNT@delivery=one,fate=accepted,file=a.csv,sheet=?,table=mines", "2", "row"),
    ("ROWS.COUNT@delivery=one,fate=note,file=a.csv,sheet=?,table=mines", "0", "row"),
    ("FINDING.COUNT@code=bad,delivery=one,severity=error,table=mines", "2", "item"),
])  # fmt: skip
def test_each_row_has_its_number(ledger, fact, printed, unit):
    """Half goes to the even digit: 0.5005 prints as 0.500, 6.665 as 6.66."""
    assert (ledger[fact].printed, ledger[fact].unit) == (printed, unit)


@pytest.mark.parametrize("fact", [
    "ZONE.CERTAINTY@zone_id=Z1", "CONFLICT.OVERLAP@mine_id=M1,protected_id=P2",
])  # fmt: skip
def test_what_is_not_known_is_not_zero(ledger, fact):
    assert (ledger[fact].value, ledger[fact].verdict) == (None, "not_computable")


@pytest.mark.parametrize(("fact", "zh", "en"), [
    ("CONFLICT.OVERLAP@mine_id=M1,protected_id=P1", "M1与P1：图斑重叠面积",
     "M1 and P1: overlap of parcels"),
    ("METHODS.KAPPA@method_a=rules,method_b=index", "判据定级与综合指数：Kappa系数",
     "grade by criteria and composite index: kappa"),
])  # fmt: skip
def test_a_fact_of_two_keys_names_both(ledger, fact, zh, en):
    assert (ledger[fact].label.zh, ledger[fact].label.en) == (zh, en)


def test_a_fact_of_two_keys_opens_to_its_own_row(trial, tables, catalogue, ledger):
    found = rows_behind(
        ledger["CONFLICT.OVERLAP@mine_id=M1,protected_id=P1"], ledger, tables, trial.schemas,
        catalogue=catalogue,
    )  # fmt: skip
    assert found[["mine_id", "protected_id", "source_row"]].to_numpy().tolist() == [["M1", "P1", 2]]


def test_a_computed_row_comes_from_no_file(ledger):
    assert ledger["RULE.VALID@rule=key"].sources == ()
    assert ledger["SITE.MEASURED@site_id=S1"].sources == ("one/a.csv",)
