"""Overrides by experts: what fits, what does not, what is printed."""

from datetime import date

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.zoning.overrides import parse_overrides

FILE = "data/raw/zone-overrides.toml"
GOOD = {
    "district": "D1", "from": "slight", "to": "severe", "reason": "新发现塌陷", "by": "王工",
    "date": date(2018, 3, 1),
}  # fmt: skip
PLAIN = {"surface": "grade", "breaks": "given", "bandwidth_m": 1000, "min_zone_km2": 4}
WEST, EAST = (-0.9, 0.1, 4.9, 3.9), (5.1, 0.1, 9.9, 3.9)


def codes(data):
    with pytest.raises(DandongError) as caught:
        parse_overrides(data)
    return [p.code for p in caught.value.problems]


def test_an_override_by_district_or_by_point():
    by_point = {**{k: v for k, v in GOOD.items() if k != "district"}, "point": [124.1, 40]}
    one, other = parse_overrides({"override": [GOOD, by_point]})
    assert (one.district, one.before, one.after, one.by) == ("D1", "slight", "severe", "王工")
    assert (other.point, other.where) == ((124.1, 40.0), "124.100000, 40.000000")


def test_a_file_without_overrides():
    assert parse_overrides({}) == ()


@pytest.mark.parametrize(("change", "code"), [
    ({"reason": ""}, "override-entry"), ({"by": None}, "override-entry"),
    ({"date": "2018-03-01"}, "override-entry"), ({"zone": "Z01"}, "override-entry"),
    ({"to": "ungraded"}, "override-grade"), ({"to": "slight"}, "override-grade"),
    ({"from": "很重"}, "override-grade"), ({"point": [124, 40]}, "override-place"),
    ({"district": ""}, "override-place"), ({"district": 7}, "override-place"),
])  # fmt: skip
def test_a_wrong_entry_is_refused(change, code):
    assert codes({"override": [{**GOOD, **change}]}) == [code]


@pytest.mark.parametrize("point", [[124], [124, "40"], "124, 40", [True, 40], [124, 40, 1]])
def test_a_wrong_point_is_refused(point):
    entry = {**{k: v for k, v in GOOD.items() if k != "district"}, "point": point}
    assert codes({"override": [entry]}) == ["override-place"]


def test_every_fault_is_listed_at_once():
    bad = {**GOOD, "to": "slight", "by": ""}
    assert codes({"override": [bad, {}], "overide": []}) == [
        "override-entry", "override-entry", "override-grade", *["override-entry"] * 5,
        "override-place", "override-grade",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def zoned(country, chart):
    """D1 is severe in the west and slight in the east, D2 is slight."""
    tables = country.survey(
        {
            "M1": (-0.5, 2.2, "severe"), "M2": (0.5, 2.2, "severe"), "M3": (2.5, 2.2, "slight"),
            "M4": (3.5, 2.2, "slight"), "M5": (6.5, 2.2, "slight"),
        },
        districts=chart.districts(D1=WEST, D2=EAST),
    )  # fmt: skip

    def run(*entries):
        overrides = parse_overrides({"override": list(entries)}, file=FILE)
        return country.zones(tables, overrides=overrides, **PLAIN)

    return run


def at(chart, x, y):
    place = chart.at(x, y)
    base = {k: v for k, v in GOOD.items() if k != "district"}
    return {**base, "point": [place["longitude"], place["latitude"]]}


def stopped(run, *entries):
    with pytest.raises(DandongError) as caught:
        run(*entries)
    return [(p.code, p.place.file) for p in caught.value.problems]


def test_an_override_changes_grade_order_reasons_and_log(zoned, chart):
    before = zoned()["impact_zones"]
    assert before["zone_grade"].tolist() == ["severe", "slight", "slight"]
    frames = zoned(at(chart, 4, 2))
    zones = frames["impact_zones"]
    # The eastern part of D1 is larger than the western and comes first among severe zones.
    assert zones["zone_grade"].tolist() == ["severe", "severe", "slight"]
    changed = zones[zones["is_override"]].iloc[0]
    assert changed["zone_id"] == "Z01"
    assert (changed["best_grade"], changed["worst_grade"]) == ("severe", "severe")
    assert changed["p_grade"] is None
    assert "专家由较轻调整为严重（王工，2018-03-01）：新发现塌陷" in changed["reasons_zh"]
    assert "from slight to severe (王工, 2018-03-01)" in changed["reasons_en"]
    log = frames["zone_overrides"].iloc[0]
    assert log[["zone_id", "from_grade", "to_grade", "reason", "changed_by"]].tolist() == [
        "Z01", "slight", "severe", "新发现塌陷", "王工",
    ]  # fmt: skip
    # The runs count what was computed.
    assert frames["zone_runs"]["severe_zones"].tolist()[0] == 1


def test_mines_and_management_follow_the_override(zoned, chart):
    frames = zoned(at(chart, 4, 2))
    assert (frames["zone_mines"]["zone_grade"] == "severe").sum() == 4
    kinds = frames["management_zones"]["management_kind"].value_counts()
    assert kinds.to_dict() == {"treatment": 2, "prevention": 1}


def test_an_override_by_district_needs_a_district_of_one_zone(zoned):
    frames = zoned({**GOOD, "district": "D2"})
    assert frames["zone_overrides"]["place"].tolist() == ["D2"]
    assert stopped(zoned, GOOD) == [("override-several-zones", FILE)]
    assert stopped(zoned, {**GOOD, "district": "D9"}) == [("override-no-zone", FILE)]


def test_an_override_that_no_longer_holds_stops_the_build(zoned, chart):
    assert stopped(zoned, at(chart, 0, 2)) == [("override-stale", FILE)]
    assert stopped(zoned, at(chart, 40, 2)) == [("override-no-zone", FILE)]
    twice = [at(chart, 4, 2), at(chart, 4.1, 2)]
    assert stopped(zoned, *twice) == [("override-twice", FILE)] * 2
    everything = [{**GOOD, "district": "D9"}, at(chart, 0, 2)]
    assert [c for c, _ in stopped(zoned, *everything)] == ["override-no-zone", "override-stale"]


def test_the_message_says_what_to_do(zoned, chart):
    with pytest.raises(DandongError) as caught:
        zoned(at(chart, 0, 2))
    message = caught.value.problems[0].message()
    assert "severe ≠ slight" in message.zh
    assert "请重新判断后修改或删除这条调整" in message.zh
    assert "judge it anew" in message.en.lower()


def test_an_expert_may_grade_what_is_ungraded(country, chart):
    tables = country.survey({"M1": (1, 1, "slight")}, districts=chart.districts(D1=WEST, D2=EAST))
    overrides = parse_overrides(
        {"override": [{**GOOD, "district": "D2", "from": "ungraded", "to": "slight"}]}
    )
    zones = country.zones(tables, overrides=overrides, **PLAIN)["impact_zones"]
    assert zones["zone_grade"].tolist() == ["slight", "slight"]
    assert zones["worst_grade"].tolist() == ["slight", "slight"]
