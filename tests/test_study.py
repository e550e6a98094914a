"""What study.toml declares."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.study import parse_study

SMALL = Path(__file__).parent / "studies" / "two_counties" / "study.toml"


@pytest.fixture
def declared() -> dict:
    return tomllib.loads(SMALL.read_text(encoding="utf-8"))


def test_counties_deliveries_and_settings_are_read(declared):
    study = parse_study(declared)
    assert [c.zh for c in study.counties] == ["甲县", "乙县"]
    assert [d.id for d in study.deliveries] == ["north", "south"]
    assert study.rounding == "half_even"
    assert study.indicators == ("standard",)
    assert study.schemas.vocabularies["county"].codes == ("990101", "990102")


@pytest.mark.parametrize("name", ["990101", "甲县", "Jia", "jia", " 甲县 "])
def test_a_region_is_known_by_code_label_and_slug(declared, name):
    county = parse_study(declared).county_of(name)
    assert county is not None
    assert county.code == "990101"


def test_an_alias_names_its_county(declared):
    declared["county"][1]["aliases"] = ["乙"]
    county = parse_study(declared).county_of("乙")
    assert county is not None
    assert county.slug == "yi"


def test_all_is_no_county(declared):
    assert parse_study(declared).county_of("all") is None


def test_an_unknown_region_names_those_that_exist(declared):
    with pytest.raises(UsageError) as caught:
        parse_study(declared).county_of("丙县")
    assert "甲县、乙县" in caught.value.problems[0].message().zh


def test_the_report_bears_the_declared_date(declared):
    assert parse_study(declared).issued is None
    declared["study"]["issued"] = date(2020, 12, 31)
    assert parse_study(declared).issued == date(2020, 12, 31)


@pytest.mark.parametrize("given", ["2020-12-31", datetime(2020, 12, 31, 8, tzinfo=UTC), 2020])
def test_what_is_no_date_is_not_taken_for_one(declared, given):
    declared["study"]["issued"] = given
    with pytest.raises(DandongError) as caught:
        parse_study(declared)
    assert (caught.value.problems[0].code, caught.value.problems[0].value) == (
        "study-date",
        str(given),
    )


@pytest.mark.parametrize("entry", ["study", "county", "delivery"])
def test_a_missing_entry_is_named(declared, entry):
    del declared[entry]
    with pytest.raises(DandongError) as caught:
        parse_study(declared)
    assert caught.value.problems[0].value == entry
