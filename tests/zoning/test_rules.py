"""A rule file is read with all its faults collected, and fits the study."""

import copy

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.standards import load_standard
from dandong_analysis.zoning.criteria import LABELS
from dandong_analysis.zoning.fitting import check_rules
from dandong_analysis.zoning.rules import parse_rules, standard_rules

LOSS, OBJECTS, BASIC = (0, 0), (0, 5), (3, 0)


@pytest.fixture
def data():
    return copy.deepcopy(load_standard("dzt0223"))


def measure(data, at):
    return data["group"][at[0]]["measure"][at[1]]


def codes(data):
    with pytest.raises(DandongError) as caught:
        parse_rules(data)
    assert all(p.message().zh and p.message().en for p in caught.value.problems)
    return [p.code for p in caught.value.problems]


def test_the_shipped_rules_fit_the_standard_tables(world):
    assert check_rules(standard_rules(), world.schemas) == []
    assert [g.id for g in standard_rules().groups] == ["hazard", "aquifer", "landscape", "land"]
    assert len(standard_rules().not_assessed) == 4


def test_only_the_land_limits_with_a_source_are_verified():
    verified = {c.id for _, _, c in standard_rules().criteria if c.verified}
    assert verified == {
        f"LND.{name}.{grade}"
        for name, grades in {
            "ARABLE": ("MODERATE", "SEVERE"), "FOREST": ("SLIGHT", "MODERATE", "SEVERE"),
            "UNUSED": ("SLIGHT", "MODERATE", "SEVERE"),
        }.items()
        for grade in grades
    }  # fmt: skip
    assert all(c.source for _, _, c in standard_rules().criteria)


@pytest.mark.parametrize(("change", "code"), [
    ({"over": 500}, "rule-number"), ({"over": "viel"}, "rule-number"),
    ({"over": "NaN"}, "rule-number"), ({"grade": "schwer"}, "rule-value-unknown"),
    ({"verified": "yes"}, "rule-value-unknown"), ({"source": " "}, "rule-source"),
    ({"limit": "1"}, "rule-entry-unknown"), ({"from": "500"}, "rule-limits"),
    ({"over": "600"}, "rule-limits"), ({"over": "400"}, "rule-limits"),
    ({"to": "900"}, "rule-limits"), ({"codes": ["severe"]}, "rule-limits"),
    ({"grade": "moderate"}, "rule-id-twice"),
])  # fmt: skip
def test_a_bad_criterion_is_refused(data, change, code):
    measure(data, LOSS)["criteria"][0] |= change
    assert code in codes(data)


def test_both_sides_closed_overlap(data):
    first = measure(data, LOSS)["criteria"][0]
    first["from"] = first.pop("over")
    assert codes(data) == ["rule-limits"]


def test_both_sides_open_leave_a_gap(data):
    second = measure(data, LOSS)["criteria"][1]
    second["below"] = second.pop("to")
    assert codes(data) == ["rule-limits"]


def test_all_faults_are_reported_at_once(data):
    del data["group"][0]["table"]
    measure(data, LOSS)["criteria"][0]["source"] = ""
    measure(data, BASIC)["unit"] = "furlong"
    measure(data, OBJECTS)["criteria"][1]["words"].append("铁路")
    data["group"][3]["measure"].append(copy.deepcopy(measure(data, BASIC)))
    data["format"] = 9
    assert set(codes(data)) == {
        "rule-entry-missing", "rule-source", "rule-value-unknown", "rule-words-twice",
        "rule-id-twice",
    }  # fmt: skip


@pytest.mark.parametrize(("change", "code"), [
    ({"field": "length"}, "rule-field"), ({"field": "hazard_type"}, "rule-field"),
    ({"unit": "hm2"}, "rule-unit"), ({"where": {"hazard_type": ["flood"]}}, "rule-code"),
    ({"where": {"kind": ["flood"]}}, "rule-field"),
    ({"where_mine": {"is_in_protected_view": ["yes"]}}, "rule-code"),
])  # fmt: skip
def test_rules_that_do_not_fit_the_tables_are_refused(world, data, change, code):
    measure(data, LOSS).update(change)
    problems = check_rules(parse_rules(data), world.schemas)
    assert [p.code for p in problems] == [code]


def test_a_code_that_the_list_lacks_is_refused(world, data):
    data["group"][1]["measure"][1]["criteria"][0]["codes"] = ["gone"]
    data["group"][1]["expected"] = [{"mining_method": ["magic"]}]
    problems = check_rules(parse_rules(data), world.schemas)
    assert [p.code for p in problems] == ["rule-code", "rule-code"]


def test_an_unknown_table_is_refused(world, data):
    data["group"][2]["table"] = "views"
    assert [p.code for p in check_rules(parse_rules(data), world.schemas)] == ["rule-table"]


def test_labels_are_those_of_the_survey_list(world):
    degree = world.schemas.vocabularies["degree"]
    assert {c: degree[c].label for c in degree.codes} == {c: LABELS[c] for c in degree.codes}
