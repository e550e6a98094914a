"""A real foreign inventory: only a profile, an indicator file and a study file, no code.

The expected numbers are those of the README beside the inventory, counted there by hand.
"""

import csv
import io
import os
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from dandong_analysis.study import parse_study
from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.deliver import accounting, blocking, deliver
from dandong_analysis.survey.profile import parse_profile
from dandong_analysis.survey.replay import replay

ROOT = Path(__file__).parents[2]
HOME = ROOT / "tests" / "inventories" / "virginia"
NAME = "va_mineral_mines.csv"
FOLDERS = [os.environ.get("DANDONG_REAL_DATA", ""), str(ROOT / ".." / "shared" / "real-data"),
           str(ROOT / ".." / ".." / "shared" / "real-data")]  # fmt: skip
FOUND = [p for f in FOLDERS if f and (p := Path(f) / "us-aml-wv-va" / NAME).is_file()]

pytestmark = pytest.mark.skipif(not FOUND, reason="the inventory is not on this machine")

# 1 international acre = 4046.8564224 m2, 1 mu = 2000/3 m2.
MU_PER_ACRE = Decimal("4046.8564224") * 3 / 2000


def declared(name):
    return tomllib.loads((HOME / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data():
    return FOUND[0].read_bytes()


@pytest.fixture(scope="module")
def study():
    return parse_study(declared("study.toml"))


@pytest.fixture(scope="module")
def survey(study, data):
    profile = parse_profile(declared("profile.toml"), study.schemas)
    part = deliver("virginia", profile, {NAME: data}, study.schemas, ())
    return combine([part], study.schemas)


def test_all_rows_are_accounted_for(survey):
    (account,) = accounting(survey).to_dict("records")
    assert (account["rows"], account["header"], account["accepted"]) == (706, 1, 705)
    assert survey.findings.empty
    assert not blocking(survey)


def test_acres_are_exact_in_mu(survey):
    assert sum(survey.tables["sites"]["area_mu"]) == Decimal("1323.95") * MU_PER_ACRE


def test_ranks(survey):
    ranks = survey.tables["sites"]["rank"]
    assert int((ranks == "reclaimed").sum()) == 28
    assert int(ranks.isna().sum()) == 8
    assert survey.changes["raw"][survey.changes["rule"] == "spelling"].tolist() == ["RECLAIMED"]


def test_counts_by_county_are_those_of_another_reader(survey, study, data):
    plain = csv.DictReader(io.StringIO(data.decode("utf-8")))
    expected = Counter(row["County"] for row in plain)
    codes = survey.tables["sites"]["county"].fillna("")
    names = {c.code: c.en for c in study.counties} | {"": ""}
    assert Counter(names[code] for code in codes) == expected


def test_points_keep_their_degrees(survey):
    sites = survey.tables["sites"]
    assert sites["longitude"].iloc[0] == -80.484
    assert sites["latitude"].between(36.5, 39.5).all()


def test_the_change_log_replays(survey, study):
    again = replay(survey, study.schemas)["sites"]
    pd.testing.assert_frame_equal(again, survey.tables["sites"])


def test_facts(survey, study):
    catalogues = pytest.importorskip("dandong_analysis.stats.catalogue")
    stats = pytest.importorskip("dandong_analysis.stats.evaluate")
    catalogue = catalogues.parse_catalogue(declared("indicators.toml"))
    ledger = stats.evaluate(
        catalogue, survey.tables, study.schemas, provenance={"virginia": "survey"}
    )
    assert ledger["SITE.TOTAL"].value == 705
    assert ledger.cross("SITE.TOTAL", rank="reclaimed").printed == "28"
    assert ledger.cross("SITE.TOTAL", rank=None).value == 8
    assert ledger.cross("SITE.TOTAL", county="51003").n_rows == sum(
        survey.tables["sites"]["county"] == "51003"
    )
    assert ledger["SITE.AREA"].printed == "1323.95"
    assert ledger["SITE.RECLAIMED_SHARE"].printed == "3.97"
