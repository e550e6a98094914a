"""A real inventory goes the same way: a profile, an indicator file and a study file, no code.

The counts and acres are those of the README beside the inventory; ranks and counties are
counted again here by the csv module.
"""

import csv
import os
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.e2e.studies import ROOT, Study

NAME = "va_mineral_mines.csv"
HOMES = [os.environ.get("DANDONG_REAL_DATA"), ROOT.parent / "shared" / "real-data"]
FOUND = [p for home in HOMES if home and (p := Path(home) / "us-aml-wv-va" / NAME).is_file()]

pytestmark = pytest.mark.skipif(not FOUND, reason="the inventory is not on this machine")


@pytest.fixture(scope="module")
def virginia(tmp_path_factory) -> Study:
    root = tmp_path_factory.mktemp("virginia")
    delivery = root / "data" / "raw" / "survey" / "virginia"
    delivery.mkdir(parents=True)
    home = ROOT / "tests" / "inventories" / "virginia"
    shutil.copy(home / "study.toml", root)
    shutil.copy(home / "indicators.toml", root)
    shutil.copy(home / "profile.toml", delivery)
    shutil.copy(FOUND[0], delivery)
    return Study(root)


def test_all_rows_are_accounted_for(virginia):
    (sheet,) = virginia.json("check")["accounting"]
    assert (sheet["rows"], sheet["header"], sheet["accepted"]) == (706, 1, 705)


def test_the_counts_by_rank_and_county_and_the_acres_come_out(virginia):
    facts = virginia.facts()
    assert facts["SITE.TOTAL"]["value"] == "705"
    assert facts["SITE.TOTAL@rank=reclaimed"]["value"] == "28"
    assert facts["SITE.TOTAL@rank=?"]["value"] == "8"
    assert Decimal(facts["SITE.AREA"]["value"]) == Decimal("1323.95")
    with FOUND[0].open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for column, dimension in (("OlacRank", "rank"), ("County", "county")):
        counted = Counter(row[column].strip().casefold() for row in rows)
        stem = f"SITE.TOTAL@{dimension}="
        found = [int(f["value"]) for i, f in facts.items() if i.startswith(stem) and "," not in i]
        assert sorted(found) == sorted(counted.values())


def test_its_chapters_are_built(virginia):
    done = virginia.run("build", "--formats", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    quality = (virginia.root / "reports" / "01_data_quality.html").read_text(encoding="utf-8")
    assert NAME in quality
