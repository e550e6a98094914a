"""The rule file of an evaluation, and every way in which it can be wrong."""

import copy
from decimal import Decimal

import pytest

from dandong_analysis.attainment.rules import check_settings, parse_settings, standard_settings
from dandong_analysis.errors import DandongError
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.standards import load_standard


def test_the_shipped_settings_fit_the_shipped_tables():
    assert check_settings(standard_settings(), standard_schemas()) == []


def test_every_measure_that_a_target_may_name_is_defined():
    """The closed list of measures is in step with the rule file; terms and variants are not in it."""
    named = set(standard_schemas().vocabularies["target_measure"].codes)
    measures = standard_settings().measures
    assert named <= set(measures)
    behind = {c for m in measures.values() for c in (m.numerator, m.denominator, *m.variants) if c}
    assert set(measures) - named == behind - named


def test_no_threshold_claims_to_be_verified():
    settings = standard_settings()
    for threshold in (settings.bands, settings.projection, settings.costs):
        assert threshold.source
        assert not threshold.verified


def test_grades_are_the_four_words_of_national_reviews():
    assert [(g.code, g.zh) for g in standard_settings().grades] == [
        ("early", "提前实现"), ("faster", "快于预期"), ("on_track", "基本符合预期"), ("behind", "滞后"),
    ]  # fmt: skip


def problems(change):
    data = copy.deepcopy(load_standard("attainment"))
    change(data)
    with pytest.raises(DandongError) as error:
        parse_settings(data)
    return {(p.code, p.value) for p in error.value.problems}


def put(path, value):
    *parents, last = path.split("/")

    def change(data):
        for part in parents:
            data = data[int(part) if part.isdigit() else part]
        data[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        (lambda d: d.pop("grade"), "rule-entry-missing", "grade"),
        (put("other", {}), "rule-entry-unknown", "other"),
        (put("format", 2), "rule-value-unknown", "format: 2"),
        (put("grade/1/from", 1.1), "rule-number", "faster: 1.1"),
        (put("grade/1/from", "much"), "rule-number", "faster: much"),
        (put("grade/2/from", "1.2"), "rule-limits",
         "grade: early None, faster 1.1, on_track 1.2, behind None"),
        (put("grade/3/from", "0.5"), "rule-limits",
         "grade: early None, faster 1.1, on_track 0.9, behind 0.5"),
        (put("grade/1/colour", "red"), "rule-entry-unknown", "grade faster: colour"),
        (put("bands/source", " "), "rule-source", "bands: source"),
        (put("projection/min_years", None), "rule-number", "projection: None"),
        (put("resolution/mile", "1"), "rule-value-unknown", "resolution: mile = 1"),
        (put("resolution/mu", "0"), "rule-value-unknown", "resolution: mu = 0"),
        (put("source/restoration/when", "x"), "rule-entry-unknown", "source restoration: when"),
        (put("source/mines/id", ""), "rule-entry-missing", "source mines: id"),
        (put("measure/treated_area/basis", "week"), "rule-value-unknown", "measure treated_area: week"),
        (put("measure/treated_area/unit", "mile"), "rule-value-unknown",
         "measure treated_area: unit = mile"),
        (put("measure/treated_area/numerator", "reports"), "rule-entry-missing",
         "measure treated_area: source | numerator"),
        (put("measure/treated_area/source", "nowhere"), "rule-reference",
         "measure treated_area: nowhere"),
        (put("measure/fund_rate/denominator", "scheme_rate"), "rule-reference",
         "measure fund_rate: funds_deposited、scheme_rate、fund_rate_since、fund_rate_mines"),
        (put("county_targets/measure", "nothing"), "rule-reference", "county_targets: nothing"),
        (put("county_targets/indicator", "A/B"), "rule-code", "county_targets: A/B"),
        (put("county_targets/indicator", ""), "rule-code", "county_targets: "),
        (put("measure/a.b", {"zh": "x", "en": "x", "source": "mines", "unit": "mine"}), "rule-code",
         "measure: a.b"),
        (put("measure/a|b", {"zh": "x", "en": "x", "source": "mines", "unit": "mine"}), "rule-code",
         "measure: a|b"),
        (put("grade/0/code", "a,b"), "rule-code", "grade: a,b"),
    ],
)  # fmt: skip
def test_each_fault_of_the_file_is_named(change, code, value):
    assert (code, value) in problems(change)


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        (put("source/nowhere", {"id": "x"}), "rule-table", "source nowhere: nowhere"),
        (put("source/funds/year", "age"), "rule-field", "source funds: age"),
        (put("measure/treated_area/sum", "size"), "rule-field", "measure treated_area: size"),
        (put("measure/treated_area/where_mine", {"mood": ["x"]}), "rule-field",
         "measure treated_area: mood"),
        (put("measure/treated_area/unit", "item"), "rule-unit",
         "measure treated_area: treated_area_mu, item"),
    ],
)  # fmt: skip
def test_each_misfit_with_the_tables_is_named(change, code, value):
    data = copy.deepcopy(load_standard("attainment"))
    change(data)
    found = check_settings(parse_settings(data), standard_schemas())
    assert [(p.code, p.value) for p in found] == [(code, value)]


def test_a_misfit_names_the_file_that_the_study_gave():
    data = copy.deepcopy(load_standard("attainment"))
    put("source/funds/year", "age")(data)
    (problem,) = check_settings(parse_settings(data), standard_schemas(), file="own.toml")
    assert problem.place.file == "own.toml"
    assert "own.toml" in problem.action.en


def test_a_limit_after_the_end_is_that_before_it_unless_given():
    grades = {g.code: g for g in standard_settings().grades}
    assert grades["faster"].limit_after_end == grades["faster"].limit == Decimal("1.1")
    assert grades["on_track"].limit_after_end == 1
