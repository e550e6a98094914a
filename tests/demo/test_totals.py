"""Published figures against the raw files, read by the plain reader of conftest."""

from collections import Counter
from decimal import Decimal

import pytest

ACTIVE = ("producing", "under_construction")


def total(rows, field) -> Decimal:
    return sum((r[field] for r in rows if r[field] is not None), Decimal(0))


def assert_prints(value: Decimal, printed: str) -> None:
    """Equal at the printed precision, and not by the grace of a rule for exact halves."""
    half = Decimal("0.5").scaleb(Decimal(printed).as_tuple().exponent)
    assert abs(value - Decimal(printed)) < half, (value, printed)


@pytest.fixture(scope="module")
def status(cleaned):
    return {
        m["mine_id"]: "active" if m["production_status"] in ACTIVE else m["production_status"]
        for m in cleaned["mines"]
    }


def test_mines_by_status(cleaned, status, published):
    keys = {"active": "MINE.ACTIVE", "closed": "MINE.CLOSED",
            "policy_closed": "MINE.POLICY", "abandoned": "MINE.ABAND"}  # fmt: skip
    assert len(cleaned["mines"]) == len(status) == int(published["MINE.TOTAL"])
    assert Counter(status.values()) == {s: int(published[k]) for s, k in keys.items()}


def test_mines_by_size(cleaned, published):
    keys = {"large": "MINE.LARGE", "medium": "MINE.MEDIUM", "small": "MINE.SMALL"}
    found = Counter(m["size_class"] for m in cleaned["mines"])
    assert found == {s: int(published[k]) for s, k in keys.items()}


def test_mine_area(cleaned, published):
    assert_prints(total(cleaned["mines"], "mine_area_mu"), published["LAND.MINE_AREA"])


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("open_pit_site", "LAND.PIT"),
        ("industrial_yard", "LAND.YARD"),
        ("waste_dump", "LAND.WASTE"),
        ("tailings_facility", "LAND.TAIL"),
        ("gangue_heap", "LAND.GANGUE"),
        ("ground_collapse", "LAND.SUBS"),
        ("other", "LAND.OTHER"),
    ],
)
def test_damaged_land_by_kind(cleaned, published, kind, key):
    rows = [p for p in cleaned["land_damage"] if p["damage_type"] == kind]
    assert_prints(total(rows, "damaged_area_mu"), published[key])


@pytest.mark.parametrize(
    ("states", "key"),
    [
        (("active",), "LAND.ST.ACTIVE"),
        (("active",), "PROD.DAMAGED"),
        (("closed",), "LAND.ST.CLOSED"),
        (("policy_closed",), "LAND.ST.POLICY"),
        (("abandoned",), "LAND.ST.ABAND"),
        (("policy_closed", "abandoned"), "LEG.DAMAGED"),
        (("active", "closed", "policy_closed", "abandoned"), "LAND.DAMAGED"),
    ],
)
def test_damaged_land_by_state(cleaned, published, status, states, key):
    rows = [p for p in cleaned["land_damage"] if status[p["mine_id"]] in states]
    assert_prints(total(rows, "damaged_area_mu"), published[key])


def test_hazards(cleaned, published):
    found = Counter((h["hazard_type"], h["occurrence"]) for h in cleaned["hazards"])
    assert found == {
        ("rockfall", "potential"): int(published["HAZ.ROCKFALL"]),
        ("landslide", "potential"): int(published["HAZ.SLIDE"]),
        ("debris_flow", "occurred"): int(published["HAZ.DEBRIS"]),
        ("ground_collapse", "occurred"): int(published["HAZ.SUBS"]),
        ("ground_fissure", "occurred"): int(published["HAZ.FISSURE"]),
    }


def test_collapses_have_the_areas_of_their_parcels(cleaned, published):
    hazards = {h["mine_id"]: h["affected_area_mu"] for h in cleaned["hazards"]
               if h["hazard_type"] == "ground_collapse"}  # fmt: skip
    parcels = {p["mine_id"]: p["damaged_area_mu"] for p in cleaned["land_damage"]
               if p["damage_type"] == "ground_collapse"}  # fmt: skip
    assert hazards == parcels
    assert_prints(sum(hazards.values(), Decimal(0)), published["HAZ.SUBS_AREA"])


def test_deepest_drawdown_is_ten_odd_metres(cleaned, published):
    low, high = map(Decimal, published["AQF.DRAWDOWN"].split("-"))
    assert low <= max(a["drawdown_m"] for a in cleaned["aquifer"]) <= high


def history(cleaned):
    """Works accepted until June 2017; every team writes the year into the number."""
    return [w for w in cleaned["restoration"]
            if w["acceptance_number"] and int(w["acceptance_number"].split("〔")[1][:4]) <= 2017]  # fmt: skip


def test_restoration_until_2017(cleaned, published):
    rows = history(cleaned)
    assert_prints(total(rows, "treated_area_mu"), published["HIST.AREA"])
    money = {k: total(rows, f"{k}_funds_cny_10k") for k in ("central", "local", "mine", "social")}
    assert money["central"] == Decimal(published["HIST.FUND_CENTRAL"])
    assert money["local"] == Decimal(published["HIST.FUND_LOCAL"])
    assert money["mine"] == Decimal(published["HIST.FUND_MINE"])
    assert sum(money.values()) == Decimal(published["HIST.FUND"])


def test_first_and_last_year_of_the_history(cleaned, published):
    years = [int(w["acceptance_number"].split("〔")[1][:4]) for w in history(cleaned)]
    assert min(years) == int(published["HIST.START"])
    assert max(years) == int(published["HIST.END"][:4])


def test_monitoring(cleaned, published):
    areas = sorted(s["monitored_area_mu"] / 1500 for s in cleaned["monitoring"])
    assert areas == [Decimal(published["MON.AREA_WULONG"]), Decimal(published["MON.AREA_LUANJIA"])]
    assert {s["is_built"] for s in cleaned["monitoring"]} == {"否"}


def test_private_capital_project_is_planned(cleaned, published):
    mine = next(m for m in cleaned["mines"] if m["name"] == "小孙屯前山取土场")
    work = next(w for w in cleaned["restoration"] if w["mine_id"] == mine["mine_id"])
    assert (mine["_team"], mine["township"]) == ("donggang", "菩萨庙镇")
    assert work["treated_area_mu"] == Decimal(published["BOX6.AREA"])
    assert work["accepted_date"] is None
    assert work["acceptance_number"] is None
