"""Layers as deliveries: the same faults give the same findings in each carrier."""

import io
import json
import re
import tempfile
import tomllib
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from deliveries import SCHEMAS, delivered, fates, findings

from dandong_analysis.errors import DandongError
from dandong_analysis.schemas import Schemas
from dandong_analysis.study import parse_study
from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.deliver import Delivered, accounting, deliver
from dandong_analysis.survey.profile import parse_profile
from dandong_analysis.survey.replay import replay

COLUMNS = {"编号": "district_id", "名称": "name", "县": "county", "@geometry": "geometry_wkt"}
ELLIPSOID = pyproj.Geod(ellps="GRS80")

Rows = Sequence[tuple[str, str, str, shapely.Geometry]]


def frame(rows: Rows, crs: str | None) -> geopandas.GeoDataFrame:
    columns = {name: [row[i] for row in rows] for i, name in enumerate(("编号", "名称", "县"))}
    return geopandas.GeoDataFrame(columns, geometry=[row[3] for row in rows], crs=crs)


def geojson(rows: Rows, crs: str | None) -> dict[str, bytes]:
    features = [
        {"type": "Feature", "properties": {"编号": i, "名称": n, "县": c},
         "geometry": json.loads(shapely.to_geojson(shape))}
        for i, n, c, shape in rows
    ]  # fmt: skip
    name = {"name": f"urn:ogc:def:crs:EPSG::{str(crs).removeprefix('EPSG:')}"}
    member = {"crs": {"type": "name", "properties": name}} if crs else {}
    whole = {"type": "FeatureCollection", **member, "features": features}
    return {"区.geojson": json.dumps(whole, ensure_ascii=False).encode()}


def gpkg(rows: Rows, crs: str | None) -> dict[str, bytes]:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it has no system on purpose
        pyogrio.write_dataframe(frame(rows, crs), buffer, layer="区", driver="GPKG")
    return {"区.gpkg": buffer.getvalue()}


def shp(rows: Rows, crs: str | None) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        pyogrio.write_dataframe(frame(rows, crs), str(Path(folder) / "区.shp"), encoding="UTF-8")
        return {p.name: p.read_bytes() for p in Path(folder).iterdir()}


CARRIERS: dict[str, Callable[[Rows, str | None], dict[str, bytes]]] = {
    ".geojson": geojson, ".gpkg": gpkg, ".shp": shp,
}  # fmt: skip


def sheet(carrier: str, **more) -> dict:
    name = {"sheet": "区"} if carrier == ".gpkg" else {}
    return {"file": f"区{carrier}", "table": "districts", "columns": COLUMNS, **name, **more}


def read(carrier: str, rows: Rows, stated: str | None = "EPSG:4490", **more) -> Delivered:
    return delivered(CARRIERS[carrier](rows, stated), sheet(carrier, **more))


def outlines() -> Delivered:
    """Jia: a tenth of a degree; Yi east of it."""
    boxes = [("A", "甲县", shapely.box(124, 40, 124.1, 40.1)),
             ("B", "乙县", shapely.box(124.1, 40, 124.2, 40.1))]  # fmt: skip
    features = [
        {"type": "Feature", "properties": {"code": code, "zh": name},
         "geometry": json.loads(shapely.to_geojson(shape))}
        for code, name, shape in boxes
    ]  # fmt: skip
    whole = {"type": "FeatureCollection", "features": features}
    columns = {"code": "county", "zh": "name", "@geometry": "geometry_wkt"}
    declared = {"file": "县界.geojson", "table": "counties", "columns": columns, "crs": "EPSG:4490"}
    return delivered({"县界.geojson": json.dumps(whole).encode()}, declared, entry="layers")


INSIDE = shapely.box(124.02, 40.02, 124.04, 40.04)
BESIDE = shapely.box(124.06, 40.02, 124.08, 40.04)
BOW = shapely.Polygon([(124, 40), (124.1, 40.1), (124.1, 40), (124, 40.1)])

in_each_carrier = pytest.mark.parametrize("carrier", CARRIERS)


@in_each_carrier
def test_sound_outlines_are_counted_and_have_no_findings(carrier):
    survey = read(carrier, [("K1", "东", "甲县", INSIDE), ("K2", "西", "甲县", BESIDE)])
    table = survey.tables["districts"]
    assert table["district_id"].tolist() == ["K1", "K2"]
    assert table["county"].tolist() == ["A", "A"]
    shapes = shapely.from_wkt(table["geometry_wkt"].tolist())
    assert shapely.equals(shapes, [INSIDE, BESIDE]).all()
    assert survey.findings.empty
    (row,) = accounting(survey).to_dict("records")
    assert (row["rows"], row["accepted"]) == (2, 2)
    assert combine([survey, outlines()], SCHEMAS).findings.empty
    assert replay(survey, SCHEMAS)["districts"].equals(table)


@in_each_carrier
def test_a_layer_without_coordinate_system_says_where_and_what_to_do(carrier):
    with pytest.raises(DandongError) as caught:
        read(carrier, [("K1", "东", "甲县", INSIDE)], None)
    (found,) = caught.value.problems
    assert (found.code, found.place.file) == ("crs-missing", f"区{carrier}")
    assert "profile.toml" in found.action.zh
    declared = read(carrier, [("K1", "东", "甲县", INSIDE)], None, crs="EPSG:4490")
    assert len(declared.tables["districts"]) == 1


FAULTS = {
    "bow-tie": (BOW, "bad-geometry", "边界自相交，124.05 40.05"),
    "swapped axes": (shapely.box(40.02, 124.02, 40.04, 124.04), "axes-swapped", "交换两个坐标"),
    "another country": (shapely.box(12, 40, 12.1, 40.1), "outside-area", "适用范围之外"),
    "metres": (shapely.box(541000, 4429529, 541100, 4429629), "outside-area", "适用范围之外"),
}


@in_each_carrier
@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_outline_is_set_aside_with_place_reason_and_remedy(carrier, fault):
    shape, code, reason = FAULTS[fault]
    survey = read(carrier, [("K1", "东", "甲县", INSIDE), ("K2", "西", "甲县", shape)])
    second = 1 if carrier == ".shp" else 2
    assert fates(survey)[1] == (second, "quarantined", code)
    assert survey.tables["districts"]["district_id"].tolist() == ["K1"]
    (found,) = findings(survey, code).to_dict("records")
    assert (found["file"], found["row"], found["column"]) == (f"区{carrier}", second, "@geometry")
    assert reason in found["message_zh"]
    assert found["message_zh"].count("。") == 4
    assert len(found["value"]) <= 81


@in_each_carrier
def test_a_layer_of_swapped_outlines_stops_with_the_remedy_and_axis_mends_it(carrier):
    turned = [shapely.transform(s, lambda xy: xy[:, ::-1]) for s in (INSIDE, BESIDE, INSIDE)]
    rows = [(f"K{n}", "东", "甲县", shape) for n, shape in enumerate(turned)]
    with pytest.raises(DandongError) as caught:
        read(carrier, rows)
    (found,) = caught.value.problems
    assert found.code == "axes-swapped-sheet"
    assert "axis" in found.action.zh
    mended = read(carrier, rows, axis="northing_easting").tables["districts"]
    assert shapely.equals(shapely.from_wkt(mended["geometry_wkt"][0]), INSIDE)


@in_each_carrier
def test_a_wrong_meridian_is_found_by_the_distance_from_the_county(carrier):
    """Drawn in the zone of 126 degrees and delivered as of 123: three degrees too far west."""
    into = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4551", always_xy=True)
    drawn = shapely.transform(INSIDE, into.transform, interleaved=False)
    survey = combine(
        [read(carrier, [("K1", "东", "甲县", drawn)], "EPSG:4550"), outlines()], SCHEMAS
    )
    (found,) = findings(survey, "districts-within-county").to_dict("records")
    km = float(re.search(r"距“甲县”([0-9.]+) 千米", found["message_zh"])[1])
    # From the east side of the moved outline to the west side of Jia.
    expected = ELLIPSOID.inv(121.04, 40.02, 124.0, 40.02)[2] / 1000
    assert km == pytest.approx(expected, rel=0.001)
    assert "3000米" in found["message_zh"]
    assert found["severity"] == "warning"


@in_each_carrier
def test_points_are_not_taken_for_outlines(carrier):
    survey = read(carrier, [("K1", "东", "甲县", shapely.Point(124, 40))])
    (found,) = findings(survey, "not-an-area").to_dict("records")
    assert found["value"].startswith("POINT (124")
    assert "Polygon" in found["message_zh"]


def demonstration() -> Schemas:
    path = Path(__file__).parents[2] / "study.toml"
    return parse_study(tomllib.loads(path.read_text(encoding="utf-8"))).schemas


SHEETS = {
    "districts": {"编号": "district_id", "名称": "name", "县(市、区)": "county"},
    "protected_areas": {
        "编号": "protected_id", "名称": "name", "类型": "protected_kind",
        "级别": "protected_rank", "县(市、区)": "county",
    },
    "sites": {
        "编号": "site_id", "名称": "name", "类型": "site_kind", "县(市、区)": "county",
        "乡(镇)": "township", "时期": "period", "面积(亩)": "stated_area_mu",
    },
}  # fmt: skip
WORDS: Mapping[str, Mapping[str, object]] = {
    "districts": {"编号": "KQ01", "名称": "某矿集区", "县(市、区)": "凤城市"},
    "protected_areas": {"编号": "BH01", "名称": "某模拟保护区", "类型": "饮用水水源保护区",
                        "级别": "县级", "县(市、区)": "丹东市城区"},
    "sites": {"编号": "XM01", "名称": "某模拟项目", "类型": "引入社会资金治理示范项目",
              "县(市、区)": "宽甸满族自治县", "乡(镇)": "某镇", "时期": "近期", "面积(亩)": 5120.5},
}  # fmt: skip
CODES = {
    "protected_areas": {"protected_kind": "water_source", "protected_rank": "county",
                        "county": "210601"},
    "sites": {"site_kind": "private_capital", "period": "near", "county": "210624"},
    "districts": {"county": "210682"},
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_the_headers_and_words_of_the_other_layers_are_read(name):
    feature = {"type": "Feature", "properties": WORDS[name],
               "geometry": json.loads(shapely.to_geojson(INSIDE))}  # fmt: skip
    whole = {"type": "FeatureCollection", "features": [feature]}
    schemas = demonstration()
    declared = {
        "format": 1, "team": "甲队", "provenance": "published",
        "sheet": [{"file": "层.geojson", "table": name, "crs": "EPSG:4490", "provenance": "synthetic",
                   "declared_rows": 1, "columns": {**SHEETS[name], "@geometry": "geometry_wkt"}}],
    }  # fmt: skip
    survey = deliver(
        "layers", parse_profile(declared, schemas),
        {"层.geojson": json.dumps(whole, ensure_ascii=False).encode()}, schemas, (),
    )  # fmt: skip
    (row,) = survey.tables[name].to_dict("records")
    assert {field: row[field] for field in CODES[name]} == CODES[name]
    assert survey.files["provenance"].tolist() == ["synthetic"]
    codes = survey.findings["code"].tolist()
    assert set(codes) <= {"sites-area-of-outline"}
    assert (name == "sites") == (str(row.get("stated_area_mu")) == "5120.5")


MINE = {"编号": "M1", "名称": "甲矿", "县": "甲县", "矿种": "煤", "规模": "小型", "状态": "生产",
        "面积": 12.50}  # fmt: skip
MINE_COLUMNS = {
    "编号": "mine_id", "名称": "name", "县": "county", "矿种": "commodity", "规模": "size_class",
    "状态": "production_status", "面积": "mine_area_mu", "@geometry.x": "longitude",
    "@geometry.y": "latitude",
}  # fmt: skip


def mines(*places: Sequence[float] | None, crs: str) -> Delivered:
    features = [
        {"type": "Feature", "properties": {**MINE, "编号": f"M{n}"},
         "geometry": place and {"type": "Point", "coordinates": place}}
        for n, place in enumerate(places, 1)
    ]  # fmt: skip
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    declared = {"file": "矿山.geojson", "table": "mines", "columns": MINE_COLUMNS, "crs": crs,
                "units": {"mine_area_mu": "mu"}}  # fmt: skip
    return delivered({"矿山.geojson": data}, declared)


def test_mines_are_read_from_points_and_their_area_keeps_its_digits():
    survey = mines([124.05, 40.05], None, [40.05, 124.05], crs="EPSG:4490")
    assert fates(survey) == [
        (1, "accepted", ""), (2, "accepted", ""), (3, "quarantined", "axes-swapped"),
    ]  # fmt: skip
    table = survey.tables["mines"]
    assert table["longitude"].tolist() == [124.05, pd.NA]
    assert [str(area) for area in table["mine_area_mu"]] == ["12.5", "12.5"]
    whole = combine([survey, outlines()], SCHEMAS)
    rule = whole.rules.set_index("rule").loc["mines-within-county"]
    assert rule[["valid", "invalid", "undecided"]].tolist() == [1, 0, 1]


def test_points_in_a_wrong_zone_land_in_china_and_far_from_their_county():
    into = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4551", always_xy=True)
    whole = combine([mines(into.transform(124.05, 40.05), crs="EPSG:4550"), outlines()], SCHEMAS)
    (found,) = findings(whole, "mines-within-county").to_dict("records")
    assert (found["row"], found["column"]) == (1, "@geometry.x")
    km = float(re.search(r"距“甲县”([0-9.]+) 千米", found["message_zh"])[1])
    assert km == pytest.approx(ELLIPSOID.inv(121.05, 40.05, 124.0, 40.05)[2] / 1000, rel=0.001)
    assert re.search(r"it is [0-9.]+ km from '甲县'", found["message_en"])
