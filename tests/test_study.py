"""What study.toml declares."""

import tomllib
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


@pytest.mark.parametrize("entry", ["study", "county", "delivery"])
def test_a_missing_entry_is_named(declared, entry):
    del declared[entry]
    with pytest.raises(DandongError) as caught:
        parse_study(declared)
    assert caught.value.problems[0].value == entry
