"""The catalogue's format: what is refused, and how catalogues merge."""

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.stats.catalogue import parse_catalogue, standard_catalogue
from dandong_analysis.stats.indicators import merge_catalogues
from dandong_analysis.stats.validate import check_catalogue, in_order
from dandong_analysis.units import units

ENTRY = {"id": "X", "zh": "某数", "en": "a number", "table": "mines", "unit": "mine"}


def problems_of_parsing(*entries, **sections):
    with pytest.raises(DandongError) as caught:
        parse_catalogue({"indicator": list(entries), **sections}, file="own.toml")
    return [(p.code, p.value) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        ({"zh": ""}, "catalogue-entry-missing", "X: zh"),
        ({"colour": "red"}, "catalogue-entry-unknown", "X: colour"),
        ({"measure": "average"}, "catalogue-value-unknown", "X: average"),
        ({"unit": "furlong"}, "catalogue-value-unknown", "X: furlong"),
        ({"rounding": "up"}, "catalogue-value-unknown", "X: up"),
        ({"where": {"county": ["A", "B"]}}, "catalogue-filter", "X: county = ['A', 'B']"),
        ({"measure": "ratio", "numerator": "Y"}, "catalogue-entry-missing", "X: denominator"),
        ({"of": [{"indicator": "Y", "keeps": []}]}, "catalogue-entry-unknown", "X: keeps"),
    ],
)
def test_faults_of_an_entry(change, code, value):
    assert problems_of_parsing({**ENTRY, **change}) == [(code, value)]


def test_faults_are_collected_and_name_the_file():
    found = problems_of_parsing(
        {**ENTRY, "unit": "furlong"}, ENTRY,
        dimension={"d": {"kind": "odd", "terms": [{"code": "c", "zh": "某"}]}}, extra={},
    )  # fmt: skip
    assert [code for code, _ in found] == [
        "catalogue-entry-unknown", "catalogue-value-unknown", "catalogue-id-twice",
        "catalogue-value-unknown", "catalogue-entry-missing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        ({"table": "mine"}, "catalogue-table", "X: mine"),
        ({"measure": "sum"}, "catalogue-column", "X: mines."),
        ({"measure": "sum", "column": "area"}, "catalogue-column", "X: mines.area"),
        ({"measure": "sum", "column": "name"}, "catalogue-column", "X: mines.name"),
        (
            {"measure": "first", "column": "mine_area_mu"},
            "catalogue-column",
            "X: mines.mine_area_mu",
        ),
        ({"measure": "sum", "column": "mine_area_mu"}, "catalogue-unit", "X: mine"),
        ({"unit": "mu"}, "catalogue-unit", "X: mu"),
        (
            {"measure": "first", "column": "year_opened", "unit": "month"},
            "catalogue-unit",
            "X: month",
        ),
        ({"by": ["colour"]}, "catalogue-dimension", "X: colour"),
        ({"by": ["longitude"]}, "catalogue-dimension", "X: longitude"),
        ({"where": {"colour": "red"}}, "catalogue-dimension", "X: colour"),
        ({"names": {"county=A": "Y"}}, "catalogue-name", "X: county=A"),
        ({"by": ["county"], "names": {"county=A": ["Y", "Y"]}}, "catalogue-id-twice", "X: Y"),
        ({"of": ["Y"], "measure": "sum"}, "catalogue-part", "X: Y × "),
        ({"of": ["X"], "measure": "sum"}, "catalogue-cycle", "X → X"),
    ],
)
def test_faults_against_the_tables_of_a_study(trial, change, code, value):
    catalogue = trial.catalogue({**ENTRY, **change})
    assert [(p.code, p.value) for p in check_catalogue(catalogue, trial.schemas)] == [(code, value)]


@pytest.mark.parametrize(
    ("unit", "parts", "found"),
    [
        ("percent", {"numerator": "N", "denominator": "A"}, ["catalogue-unit"]),
        ("percent", {"numerator": "N", "denominator": "N"}, []),
        ("mine", {"numerator": "N", "denominator": "A"}, []),
        ("mu", {"numerator": "N", "denominator": "A"}, ["catalogue-unit"]),
        ("mu", {"numerator": "A", "denominator": {"indicator": "N", "where": {"county": "A"}}},
         ["catalogue-part"]),
    ],
)  # fmt: skip
def test_units_and_crossings_of_the_terms_of_a_ratio(trial, unit, parts, found):
    number = {**ENTRY, "id": "N"}
    area = {**ENTRY, "id": "A", "measure": "sum", "column": "mine_area_mu", "unit": "mu"}
    ratio = {"id": "R", "measure": "ratio", "unit": unit, **parts}
    catalogue = trial.catalogue(number, area, ratio)
    assert [p.code for p in check_catalogue(catalogue, trial.schemas)] == found


def test_an_error_in_the_catalogue_stops_the_evaluation(trial, small):
    catalogue = trial.catalogue({**ENTRY, "by": ["colour", "taste"]})
    with pytest.raises(DandongError) as caught:
        trial.ledger(small, catalogue)
    assert len(caught.value.problems) == 2


def test_the_standard_catalogue_fits_the_standard_tables(trial):
    assert check_catalogue(standard_catalogue(), trial.schemas) == []


def test_the_standard_catalogue_is_bilingual_and_has_known_units():
    for indicator in standard_catalogue().indicators.values():
        assert indicator.zh
        assert indicator.en.isascii(), indicator.id
        assert indicator.unit in units()


def test_a_derived_indicator_comes_after_its_terms(trial):
    catalogue = trial.catalogue(
        {"id": "S", "measure": "sum", "of": ["A", "B"]}, {**ENTRY, "id": "A"}, {**ENTRY, "id": "B"}
    )
    assert [i.id for i in in_order(catalogue)][-1] == "S"


def test_a_later_catalogue_replaces_entries_of_an_earlier_one(trial):
    first = trial.catalogue({**ENTRY, "zh": "一"}, {**ENTRY, "id": "Y"},
                            not_computable=[{"ids": "A*", "zh": "一", "en": "one"}])  # fmt: skip
    second = trial.catalogue({**ENTRY, "zh": "二"},
                             not_computable=[{"ids": ["AB"], "zh": "二", "en": "two"}])  # fmt: skip
    merged = merge_catalogues([first, second])
    assert [(i.id, i.zh) for i in merged.indicators.values()] == [("X", "二"), ("Y", "某数")]
    assert [n.reason.zh for n in merged.not_computable] == ["二", "一"]
