"""The four deliveries as files: how each team writes, and what it got wrong."""

import re
import sqlite3
import struct
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

ROOT = Path(__file__).parents[2]
SURVEY = ROOT / "data/raw/survey"
TABLES = {
    "mines", "land_damage", "hazards", "aquifer", "landscape", "restoration", "funds", "schemes",
    "monitoring",
}  # fmt: skip


def only(team: str, suffix: str) -> Path:
    (path,) = (SURVEY / team).glob(f"*{suffix}")
    return path


def sheet_of(profile, table):
    return next(s for s in profile["sheet"] if s["table"] == table)


def header_of(sheet, field):
    return next(h for h, f in sheet["columns"].items() if f == field)


def data(rows):
    words = ("合计", "小计", "注", "说明", "填表人")
    texts = [next((v for v in r.values() if isinstance(v, str) and v), "") for r in rows]
    return [r for r, t in zip(rows, texts, strict=True) if t and not t.startswith(words)]


def test_each_team_delivers_all_tables(profiles):
    for team, profile in profiles.items():
        assert {s["table"] for s in profile["sheet"]} == TABLES, team
        assert profile["provenance"] == "synthetic"


def test_declared_rows_are_the_data_rows(profiles, raw):
    for (team, table), rows in raw.items():
        assert sheet_of(profiles[team], table)["declared_rows"] == len(data(rows)), (team, table)


def test_profiles_name_every_delivered_column(profiles, raw):
    for (team, table), rows in raw.items():
        sheet = sheet_of(profiles[team], table)
        named = {*sheet["columns"], *sheet.get("ignore", ()), "fid", "geom"}
        assert not rows or set(rows[0]) <= named, (team, table)


@pytest.fixture(scope="module")
def urban():
    return openpyxl.load_workbook(only("urban", ".xlsx"))


def texts(book):
    return [
        c
        for ws in book
        for row in ws.iter_rows(values_only=True)
        for c in row
        if isinstance(c, str)
    ]


def test_urban_cells_are_untidy(urban):
    found = texts(urban)
    assert any(re.fullmatch(r"[０-９．]+", t) for t in found)
    assert any(re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", t) for t in found)
    assert any(t != t.strip() and t.strip() for t in found)


def test_workbooks_say_synthetic_in_their_first_row(urban):
    other = openpyxl.load_workbook(only("kuandian", ".xlsx"))
    for ws in [*urban, *other]:
        assert "模拟数据" in ws["A1"].value, ws.title


def test_urban_totals_are_the_sums_of_their_rows(urban):
    for name, letter in [("矿山基本情况", "J"), ("占用破坏土地", "F"), ("恢复治理", "G")]:
        values = [c.value for c in urban[name][letter][2:]]
        words = [c.value for c in urban[name]["A"][2:]]
        at = words.index("合计")
        rows = [
            Decimal(unicodedata.normalize("NFKC", str(v)).replace(",", "")) for v in values[:at]
        ]
        assert sum(rows) == Decimal(str(values[at])), name


def test_kuandian_headers_are_merged_over_two_lines():
    ws = openpyxl.load_workbook(only("kuandian", ".xlsx"))["表1矿山基本情况"]
    merged = {str(r) for r in ws.merged_cells.ranges}
    assert {"A3:A4", "D3:F3"} <= merged
    assert (ws["D3"].value, ws["E4"].value) == ("所在位置", "经度")
    assert re.fullmatch(r"12[45]°\d\d′\d\d\.\d″", ws["E5"].value)


def test_fengcheng_files_are_gb18030_with_groups():
    text = next((SURVEY / "fengcheng").glob("*占用*.csv")).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        text.decode("utf-8")
    lines = text.decode("gb18030").split("\r\n")
    assert "模拟数据" in lines[0]
    assert sum(line.startswith("小计") for line in lines) == 7
    assert sum(line.startswith("合计") for line in lines) == 1
    assert any("公顷" in line for line in lines[2:])
    assert any("平方米" in line for line in lines[2:])


def test_fengcheng_totals_agree_but_for_the_declared_misprint(raw, corrections):
    rows = raw["fengcheng", "land_damage"]
    header = "破坏面积(亩)"
    entry = next(
        c for c in corrections if c["delivery"] == "fengcheng" and c.get("column") == header
    )
    excess = Decimal(entry["old"]) - Decimal(entry["new"])
    factor = {"": 1, "公顷": 15, "平方米": Decimal("0.0015")}
    total = Decimal(0)
    for row in data(rows):
        number, unit = re.fullmatch(r"([\d.]+)(.*)", row[header]).groups()
        total += Decimal(number) * factor[unit]
    (printed,) = [Decimal(r[header]) for r in rows if r["序号"] == "合计"]
    groups = sum(Decimal(r[header]) for r in rows if r["序号"] == "小计")
    assert printed == groups == total - excess
    assert "合计" in entry["reason"]


def test_fengcheng_groups_are_townships(raw):
    rows = raw["fengcheng", "mines"]
    seen, current = [], set()
    for row in rows:
        if row["序号"] == "小计":
            seen.append(current)
            current = set()
        elif row["序号"].isdigit():
            current.add(row["乡镇"])
    assert len(seen) > 10
    assert all(len(group) == 1 for group in seen)


def read_layer(name):
    return geopandas.read_file(only("donggang", ".gpkg"), layer=name)


def test_gdal_reads_every_layer():
    layers = dict(pyogrio.list_layers(only("donggang", ".gpkg")).tolist())
    assert len(layers) == 9
    assert (layers["矿山基本情况"], layers["占用破坏土地"]) == ("Point", "Polygon")
    assert sum(shape is None for shape in layers.values()) == 7


def test_donggang_coordinates_carry_the_zone():
    mines = read_layer("矿山基本情况")
    assert mines.crs.to_epsg() == 4529
    assert mines.geometry.x.between(41_500_000, 41_640_000).all()
    assert mines.geometry.y.between(4_390_000, 4_470_000).all()


def test_donggang_outlines_have_their_stated_areas():
    parcels = read_layer("占用破坏土地")
    stated = parcels[parcels["TBMJ"] != 9980]
    assert stated.geometry.is_valid.all()
    assert (stated.geometry.area / stated["TBMJ"]).between(0.99, 1.01).all()


def test_geopackage_says_synthetic_and_hides_its_writer():
    path = only("donggang", ".gpkg")
    with sqlite3.connect(path) as database:
        described = [d for (d,) in database.execute("SELECT description FROM gpkg_contents")]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    assert all("模拟数据" in d for d in described)
    assert struct.unpack(">I", path.read_bytes()[96:100]) == (3040001,)


def test_donggang_points_lie_near_their_parcels():
    mines = read_layer("矿山基本情况").set_index("TYBH").geometry
    parcels = read_layer("占用破坏土地")
    for key, outline in zip(parcels["TYBH"], parcels.geometry, strict=True):
        assert shapely.distance(mines[key], outline) < 2000


def test_each_correction_says_why_and_who(corrections):
    assert 6 <= len(corrections) <= 10
    assert [c["id"] for c in corrections] == [f"C{n:02d}" for n in range(1, len(corrections) + 1)]
    for entry in corrections:
        assert entry["reason"]
        assert entry["by"]
        assert (entry.get("action") == "exclude") == ("old" not in entry)
        assert entry.get("old") != entry.get("new", "")


def test_corrections_match_one_row_and_its_old_value(corrections, profiles, raw):
    for entry in corrections:
        sheet = next(s for s in profiles[entry["delivery"]]["sheet"]
                     if (s["file"], s["sheet"]) == (entry["file"], entry["sheet"]))  # fmt: skip
        rows = raw[entry["delivery"], sheet["table"]]
        where = {h: unicodedata.normalize("NFKC", v) for h, v in entry["where"].items()}
        found = [r for r in rows if all(r.get(h) == v for h, v in where.items())]
        assert len(found) == 1, entry["id"]
        if "old" in entry:
            assert found[0][entry["column"]] == unicodedata.normalize("NFKC", entry["old"])


def test_conflicting_rows_share_an_id_with_the_row_that_stays(corrections, profiles, raw):
    excluded = [c for c in corrections if c.get("action") == "exclude"]
    assert len(excluded) == 2
    for entry in excluded:
        sheet = next(
            s for s in profiles[entry["delivery"]]["sheet"] if s["sheet"] == entry["sheet"]
        )
        header, key = next(iter(entry["where"].items()))
        rows = raw[entry["delivery"], sheet["table"]]
        assert sum(r[header] == key for r in rows) == 2


def test_there_are_identical_rows(raw):
    repeated = []
    for (team, table), rows in raw.items():
        plain = [tuple(v for h, v in r.items() if h not in ("fid", "geom")) for r in data(rows)]
        repeated += [(team, table) for count in Counter(plain).values() if count > 1]
    assert sorted(repeated) == [
        ("donggang", "hazards"),
        ("kuandian", "land_damage"),
        ("urban", "landscape"),
    ]


@pytest.mark.parametrize(
    ("sheet", "field", "text"),
    [
        ("kuandian/land_damage", "damaged_area_mu", "约12亩"),
        ("kuandian/mines", "production_status", "停产整顿"),
        ("fengcheng/hazards", "hazard_id", ""),
        ("donggang/hazards", "hazard_type", "山体开裂"),
        ("urban/schemes", "mine_id", ""),
    ],
)
def test_there_are_rows_that_cannot_be_used(raw, profiles, sheet, field, text):
    team, table = sheet.split("/")
    header = header_of(sheet_of(profiles[team], table), field)
    assert [r[header] for r in data(raw[team, table])].count(text) == 1


def test_the_mine_that_cannot_be_used_is_none_of_the_counted(raw, cleaned):
    (row,) = [r for r in data(raw["kuandian", "mines"]) if r["开采情况/生产状态"] == "停产整顿"]
    assert row["矿山编号"] not in {m["mine_id"] for m in cleaned["mines"]}
