"""The thresholds that a chapter lists: every number of the rule file, with its source."""

import copy
from decimal import Decimal

import pytest

from dandong_analysis.attainment.frames import records
from dandong_analysis.attainment.rules import parse_settings, standard_settings
from dandong_analysis.attainment.thresholds import THRESHOLD_COLUMNS, threshold_frame
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.standards import load_standard

RULES = load_standard("attainment")


@pytest.fixture
def rows():
    return records(threshold_frame(standard_settings()))


def test_every_limit_of_a_grade_is_listed_before_and_after_the_end(rows):
    declared = {
        g["code"]: (g["from"], g.get("from_after_end", g["from"]))
        for g in RULES["grade"]
        if "from" in g
    }
    listed = {
        r["of_grade"]: (str(r["value"]), r["value_after_end"] and str(r["value_after_end"]))
        for r in rows if r["threshold"] == "grade"
    }  # fmt: skip
    assert listed == declared


def test_what_a_projection_and_a_cost_need_is_listed(rows):
    listed = {r["threshold"]: r["value"] for r in rows if r["threshold"] != "grade"}
    numbers = {f"{name}.{key}": Decimal(str(value)) for name in ("projection", "costs")
               for key, value in RULES[name].items() if key not in ("source", "source_zh", "verified")}  # fmt: skip
    assert listed == numbers


def test_each_has_a_source_in_both_languages_and_says_whether_it_was_verified(rows):
    assert rows
    for row in rows:
        assert set(row) == set(THRESHOLD_COLUMNS)
        assert row["source_zh"] != row["source_en"]
        assert row["is_verified"] is False
        assert row["threshold"] in standard_schemas().vocabularies["threshold"]


def test_a_source_in_one_language_stands_in_both():
    data = copy.deepcopy(RULES)
    del data["costs"]["source_zh"]
    (row, *_) = [r for r in records(threshold_frame(parse_settings(data)))
                 if r["threshold"].startswith("costs")]  # fmt: skip
    assert row["source_zh"] == row["source_en"] == RULES["costs"]["source"]
