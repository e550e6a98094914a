"""Names of zones: by hand from townships and commodities of invented mines."""

import pytest

from dandong_analysis.errors import Text
from dandong_analysis.vocabulary import Term, Vocabulary
from dandong_analysis.zoning.names import (
    MINING_AREA,
    Members,
    leading,
    name_zones,
    ore_word,
    place_stem,
)
from dandong_analysis.zoning.zone_settings import parse_zone_settings, standard_zone_settings

WORDS = Vocabulary("commodity", "矿种", "commodity", (
    Term("gold", "金", "gold", ("金矿",)), Term("iron", "铁", "iron", ("铁矿",)),
    Term("talc", "滑石", "talc"), Term("pyrite", "硫铁矿", "pyrite"),
))  # fmt: skip
COUNTY = Text("甲县", "County A")


def members(townships="", commodities="", district="", county=COUNTY):
    """Letters: a 甲山镇, b 乙河满族乡, c 丙沟街道, d 丁岭镇; g gold, i iron, t talc, p pyrite."""
    places = {"a": "甲山镇", "b": "乙河满族乡", "c": "丙沟街道", "d": "丁岭镇"}
    kinds = {"g": "gold", "i": "iron", "t": "talc", "p": "pyrite"}
    return Members(
        [places[x] for x in townships], [kinds[x] for x in commodities], district, county
    )


def names(*zones, **own):
    made = name_zones(list(zones), MINING_AREA, WORDS, parse_zone_settings(own))
    return [(n.zh, n.en) for n in made]


@pytest.mark.parametrize(("townships", "commodities", "expected"), [
    # One township holds 60 %, and one commodity.
    ("aaabb", "gggii", "甲山金矿开采区"),
    ("aabbb", "iiigg", "乙河铁矿开采区"),
    # Half is not enough; the second, of equals the first by spelling or in the list.
    ("aabc", "ggit", "甲山-丙沟金矿、铁矿开采区"),
    # No more than two townships and three commodities.
    ("abcd", "gitp", "丁岭-丙沟金矿、铁矿、滑石开采区"),
    ("a", "p", "甲山硫铁矿开采区"),
    ("a", "", "甲山开采区"),
])  # fmt: skip
def test_the_townships_and_commodities_of_most_mines(townships, commodities, expected):
    assert names(members(townships, commodities))[0][0] == expected


def test_the_order_of_mines_does_not_matter():
    assert names(members("abab", "gigi")) == names(members("bbaa", "iigg"))


def test_in_english_places_stay_as_delivered():
    assert names(members("aab", "git"))[0][1] == "甲山 gold, iron mining area"


def test_limits_are_settings():
    assert (
        names(members("abcd", "gitp"), name_places=1, name_commodities=1)[0][0] == "丁岭金矿开采区"
    )
    assert names(members("aaab", "gggi"), name_share="0.8")[0][0] == "甲山-乙河金矿、铁矿开采区"


def test_without_a_township_the_district_or_county_stands_for_it():
    assert names(members("", "g", "东矿集区"))[0] == (
        "东矿集区金矿开采区",
        "东矿集区 gold mining area",
    )
    assert names(members("", "g"))[0] == ("甲县金矿开采区", "County A gold mining area")
    blank = Members(["", "　"], ["gold"], "", COUNTY)
    assert names(blank)[0][0] == "甲县金矿开采区"


def test_equal_names_are_told_apart_by_district_then_by_number():
    zones = [members("a", "g", "东区"), members("a", "g", "西区"), members("a", "g", "西区")]
    assert [zh for zh, _ in names(*zones)] == [
        "甲山金矿开采区（东区）", "甲山金矿开采区（西区）（1）", "甲山金矿开采区（西区）（2）",
    ]  # fmt: skip


def test_zones_of_one_district_are_told_apart_by_number_alone():
    zones = [members("a", "g", "东区"), members("a", "g", "东区"), members("b", "g", "东区")]
    assert names(*zones) == [
        ("甲山金矿开采区（1）", "甲山 gold mining area (1)"),
        ("甲山金矿开采区（2）", "甲山 gold mining area (2)"),
        ("乙河金矿开采区", "乙河 gold mining area"),
    ]


@pytest.mark.parametrize(("township", "stem"), [
    ("爱阳镇", "爱阳"), ("合隆满族乡", "合隆"), ("下露河朝鲜族乡", "下露河"), ("金矿街道办事处", "金矿"),
    ("红镇", "红镇"), ("镇", "镇"), ("", ""), (" 爱阳镇 ", "爱阳"), ("石城", "石城"),
    ("满族自治乡镇", "满族自治乡"),
])  # fmt: skip
def test_a_township_loses_its_ending_once(township, stem):
    assert place_stem(township, standard_zone_settings().place_suffixes) == stem


def test_a_township_named_after_an_ore_keeps_its_ending():
    mines = Members(["金矿街道"], ["gold"], "", COUNTY)
    assert names(mines)[0][0] == "金矿街道金矿开采区"


def test_a_word_for_an_ore_is_one_of_the_list():
    assert [ore_word(term) for term in WORDS.terms] == ["金矿", "铁矿", "滑石", "硫铁矿"]


def test_delivered_words_stay_words():
    odd = Members(["{{x}}<b>镇"], ["gold"], "", COUNTY)
    assert names(odd)[0][0] == "{{x}}<b>金矿开采区"


def test_an_unknown_commodity_is_left_out():
    assert names(Members(["甲山镇"], ["amber"], "", COUNTY))[0][0] == "甲山开采区"


def test_leading_values_of_nothing():
    assert leading([], most=2, share=0.6) == []
