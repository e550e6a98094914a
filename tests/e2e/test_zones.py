"""Impact zones and management zones of the demonstration study, from rows to printed numbers."""

import json
import re
import shutil
from decimal import Decimal

import pandas as pd
import pyproj
import pytest
import shapely

from dandong_analysis import storage
from tests.e2e.studies import Study

pytestmark = pytest.mark.xdist_group("demo")

# Where the plan's section 一(一)3 places its zones: townships of which the zone holds most mines.
# It names all four severe zones and five of the seven moderately severe ones.
SEVERE = ({"赛马镇", "爱阳镇"}, {"青城子镇"}, {"金矿街道", "五龙背镇"}, {"西城街道"})
MODERATE = ({"灌水镇"}, {"太平哨镇", "步达远镇"}, {"大西岔镇", "振江镇", "下露河朝鲜族乡"},
            {"同兴镇", "楼房镇", "九连城镇"}, {"汤池镇", "安民镇"})  # fmt: skip


@pytest.fixture(scope="module")
def facts(demo):
    return demo.facts()


@pytest.fixture(scope="module")
def frames(demo):
    built = demo.root / "data" / "processed"
    return storage.read_frames(built) | storage.read_frames(built / "tables")


def number(facts, name):
    return Decimal(facts[name]["value"])


def outline(frame) -> shapely.Geometry:
    return shapely.union_all(shapely.from_wkt(frame["geometry_wkt"].tolist()))


def ellipsoidal_mu(shape) -> float:
    """Area by geodesics between corners a kilometre apart, an independent computation."""
    dense = shapely.segmentize(shape, 0.01)
    return abs(pyproj.Geod(ellps="GRS80").geometry_area_perimeter(dense)[0]) * 0.0015


@pytest.mark.parametrize(("name", "published"), [
    ("ZONE.SEVERE", "4"), ("ZONE.MODERATE", "7"), ("ZONE.LIGHT", "10"), ("MGMT.PROTECT_N", "11"),
    ("MGMT.PREVENT_N", "10"), ("MGMT.TREAT_N", "34"), ("MGMT.PROTECT_AREA", "1559.78"),
    ("MGMT.PREVENT_AREA", "2396.66"),
])  # fmt: skip
def test_zones_come_out_in_the_number_and_area_that_the_plan_prints(facts, name, published):
    fact = facts[name]
    assert (fact["printed"], fact["published"], fact["verdict"]) == (published, published, "equal")
    assert fact["provenance"] == "synthetic"


@pytest.mark.parametrize(("grade", "places"), [("severe", SEVERE), ("moderate", MODERATE)])
def test_zones_lie_where_the_plan_names_them(frames, grade, places):
    mines = frames["mines"].set_index("mine_id")["township"]
    zoned = frames["zone_mines"]
    zoned = zoned[zoned["zone_grade"] == grade].assign(town=zoned["mine_id"].map(mines))
    towns = [set(group) for _, group in zoned.groupby("zone_id")["town"]]
    assert all(any(found <= named for found in towns) for named in places)


def test_every_zone_has_a_name_of_its_own_made_of_place_and_commodity(frames):
    names = frames["impact_zones"]["zone_name"]
    assert names.is_unique
    assert names.str.fullmatch(r".+开采区").all()
    assert frames["management_zones"]["management_name"].is_unique


def test_impact_zones_divide_the_mining_districts_without_gap_or_overlap(frames):
    zones, districts = (outline(frames[n]) for n in ("impact_zones", "districts"))
    apart = shapely.from_wkt(frames["impact_zones"]["geometry_wkt"].tolist())
    whole = ellipsoidal_mu(districts)
    assert sum(map(ellipsoidal_mu, apart)) == pytest.approx(whole, rel=1e-6)
    assert ellipsoidal_mu(shapely.symmetric_difference(zones, districts)) < 1e-5 * whole


def test_management_zones_divide_districts_and_protected_areas(frames):
    apart = shapely.from_wkt(frames["management_zones"]["geometry_wkt"].tolist())
    whole = shapely.union(outline(frames["districts"]), outline(frames["protected_areas"]))
    assert sum(map(ellipsoidal_mu, apart)) == pytest.approx(ellipsoidal_mu(whole), rel=1e-6)


def test_areas_of_zones_are_those_on_the_ellipsoid(facts, frames):
    zones = frames["impact_zones"].set_index("zone_id")["geometry_wkt"]
    for zone, wkt in zones.items():
        km2 = ellipsoidal_mu(shapely.from_wkt(wkt)) / 1500
        assert float(facts[f"ZONE.AREA@zone_id={zone}"]["value"]) == pytest.approx(km2, rel=2e-6)


def test_mines_and_land_of_the_zones_add_up_to_the_survey(facts):
    grades = ("severe", "moderate", "slight", "ungraded")
    for indicator, whole in (("ZONE.MINES", "MINE.TOTAL"), ("ZONE.LAND", "LAND.DAMAGED")):
        parts = [number(facts, f"{indicator}@zone_grade={g}") for g in grades]
        if indicator == "ZONE.MINES":
            parts.append(number(facts, "ZONE.UNPLACED"))
        assert sum(parts) == number(facts, whole)


def test_a_zone_opens_down_to_its_district_its_mines_and_their_cells(demo, frames):
    zone = frames["impact_zones"].iloc[0]
    area = demo.json("trace", f"ZONE.AREA@zone_id={zone['zone_id']}")
    (polygon,) = area["rows"]
    assert (polygon["file"], polygon["row"]) == ("districts.geojson", zone["source_row"])
    assert polygon["sha256"]
    mines = demo.json("trace", f"ZONE.MINES@zone_id={zone['zone_id']}")
    assert len(mines["rows"]) == zone["mine_count"]
    ids = set(frames["zone_mines"].query("zone_id == @zone.zone_id")["mine_id"])
    assert {row["raw"] for row in mines["rows"]} == ids


def test_working_mines_in_protected_areas_are_listed_one_by_one(demo, facts, frames):
    listed = frames["protection_conflicts"]
    assert number(facts, "CONFLICT.MINES") == listed["mine_id"].nunique() > 0
    assert set(listed["production_status"]) <= {"producing", "under_construction"}
    page = (demo.root / "reports" / "04_management_zones.html").read_text("utf-8")
    assert all(mine in page for mine in listed["mine_id"])


def test_moving_the_grid_changes_no_more_than_the_share_that_is_stated(facts, frames):
    limit = frames["zone_settings"].set_index("parameter")["value"]["shift_limit"]
    assert number(facts, "ZONE.SHIFT_SHARE") <= 100 * limit


def test_a_chapter_about_one_county_has_the_grades_of_the_whole(demo, frames, tmp_path):
    """The facts of a county are those of the whole; its chapter says so of each of its mines."""
    own = Study(shutil.copytree(demo.root, tmp_path / "study"))
    done = own.run(
        "build", "--region", "凤城市", "--chapters", "03_impact_zones", "--formats", "html"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = (own.root / "reports").glob("03_impact_zones-fengcheng.html")
    zones = frames["impact_zones"]
    text = page.read_text("utf-8")
    inside = zones.loc[zones["county"] == "210682", "zone_name"]
    assert len(inside) > 3
    assert all(name in text for name in inside)
    assert not any(name in text for name in zones.loc[zones["county"] != "210682", "zone_name"])


def test_the_chapter_says_that_limits_are_not_verified(demo):
    page = (demo.root / "reports" / "03_impact_zones.html").read_text("utf-8")
    assert "尚未与标准的印刷文本核对" in page
    assert page.count("界线未核实") > 10


def test_maps_are_there_in_every_format(demo):
    for chapter, maps in (("03_impact_zones", 3), ("04_management_zones", 3)):
        executed = json.loads(
            (demo.root / "reports" / "executed" / f"{chapter}.ipynb").read_text("utf-8")
        )
        mime = "application/vnd.dandong.block+json"
        blocks = [
            o["data"][mime]
            for c in executed["cells"]
            for o in c.get("outputs", ())
            if mime in o.get("data", {})
        ]
        drawn = [b for b in blocks if b["type"] == "map"]
        assert len(drawn) == maps
        assert all("示意图" in b["alt"] or b["layers"] for b in drawn)
        assert all(re.search(r"<svg", b["svg"]) for b in drawn)


def test_mines_without_a_place_are_never_lost(frames):
    zoned = frames["zone_mines"]
    assert sorted(zoned["mine_id"]) == sorted(frames["mines"]["mine_id"])
    assert (zoned["zone_id"].isna() == zoned["unplaced_reason"].notna()).all()
    assert pd.notna(zoned["impact_grade"]).all()
