import copy
import tomllib

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.survey.profile import Profile, parse_profile

GOOD = """
format = 1
team = "凤城市调查组"
provenance = "synthetic"

[[sheet]]
file = "灾害.csv"
table = "hazards"
header_rows = [1, 2]
encoding = "gb18030"
declared_rows = 24
missing = ["/"]
ignore = ["序号"]
[sheet.columns]
"灾害编号" = "hazard_id"
"矿山编号" = "mine_id"
"灾害种类" = "hazard_type"
"体积" = "volume_m3"
"影响面积" = "affected_area_mu"
[sheet.units]
affected_area_mu = "hm2"
[sheet.cell_units]
volume_m3 = ["立方米", "万方"]
[sheet.spellings.hazard_type]
"塌方" = "rockfall"
[sheet.constants]
occurrence = "已发生"

[[sheet]]
file = "监测.gpkg"
sheet = "监测点"
table = "schemes"
crs = "EPSG:4529"
zone_prefix = true
[sheet.columns]
"@fid" = "mine_id"
"应编" = "is_required"
"已编" = "is_prepared"
"时间" = "prepared_date"
[sheet.formats]
prepared_date = "%Y年%m月%d日"
[sheet.spellings.is_required]
"√" = true
"×" = "false"
"""


SCHEMAS = standard_schemas()


@pytest.fixture
def data():
    return copy.deepcopy(tomllib.loads(GOOD))


def problems(data):
    with pytest.raises(DandongError) as caught:
        parse_profile(data, SCHEMAS, delivery="fengcheng")
    found = caught.value.problems
    assert all(p.place.file == "profile.toml" for p in found)
    assert all(p.place.delivery == "fengcheng" for p in found)
    return found


def only(data):
    (found,) = problems(data)
    return found


def test_a_good_profile(data):
    profile = parse_profile(data, SCHEMAS)
    assert isinstance(profile, Profile)
    assert (profile.team, profile.provenance, profile.contact) == ("凤城市调查组", "synthetic", "")
    hazards, layer = profile.sheets
    assert hazards.header_rows == (1, 2)
    assert hazards.missing == ("/",)
    assert hazards.subtotal_words == ("合计", "小计", "总计")
    assert hazards.note_words == ("注", "填表人", "审核", "说明")
    assert hazards.columns["体积"] == "volume_m3"
    assert hazards.cell_units == {"volume_m3": ("立方米", "万方")}
    assert hazards.declared_rows == 24
    assert hazards.delimiter == ","
    assert layer.spellings == {"is_required": {"√": "true", "×": "false"}}
    assert layer.zone_prefix
    assert layer.declared_rows is None


def test_the_parsed_file_is_left_alone(data):
    before = copy.deepcopy(data)
    parse_profile(data, SCHEMAS)
    assert data == before


def test_a_parsed_profile_does_not_change(data):
    profile = parse_profile(data, SCHEMAS)
    with pytest.raises(AttributeError):
        profile.team = "别的"


@pytest.mark.parametrize(
    ("path", "value", "code", "says"),
    [
        (["format"], 2, "profile-format", "2"),
        (["provenance"], "real", "profile-choice", "survey"),
        (["team"], " ", "profile-type", "team"),
        (["contact"], 7, "profile-type", "contact"),
        (["contakt"], "x", "profile-key", "contact"),
        (["sheet", 0, "header_row"], [1], "profile-key", "header_rows"),
        (["sheet", 0, "header_rows"], "1", "profile-type", "header_rows"),
        (["sheet", 0, "header_rows"], [2, 1], "profile-header-rows", "[2, 1]"),
        (["sheet", 0, "header_rows"], [0], "profile-header-rows", "[0]"),
        (["sheet", 0, "header_rows"], [], "profile-header-rows", "[]"),
        (["sheet", 1, "header_rows"], [1], "profile-header-rows", "[1]"),
        (["sheet", 0, "declared_rows"], -1, "profile-type", "-1"),
        (["sheet", 0, "declared_rows"], True, "profile-type", "True"),
        (["sheet", 0, "file"], "../别组/灾害.csv", "profile-file", "../"),
        (["sheet", 0, "file"], "/灾害.csv", "profile-file", "/"),
        (["sheet", 0, "file"], "http://x/灾害.csv", "profile-file", "http"),
        (["sheet", 0, "file"], "C:\\灾害.csv", "profile-file", "C:"),
        (["sheet", 0, "sheet"], "一", "profile-sheet-name", "一"),
        (["sheet", 1, "sheet"], "", "profile-sheet-name", "''"),
        (["sheet", 1, "encoding"], "utf-8", "profile-not-for-carrier", "gpkg"),
        (["sheet", 0, "table"], "hazard", "profile-table", "hazards"),
        (["sheet", 0, "encoding"], "gb99", "profile-encoding", "gb99"),
        (["sheet", 0, "encoding"], "base64", "profile-encoding", "base64"),
        (["sheet", 0, "delimiter"], ",,", "profile-one-character", ",,"),
        (["sheet", 0, "thousands"], "", "profile-one-character", "thousands"),
        (["sheet", 1, "crs"], "EPSG:999999", "profile-crs", "999999"),
        (["sheet", 1, "crs"], "/etc/passwd", "profile-crs", "passwd"),
        (["sheet", 1, "crs"], "EPSG:4490", "profile-zone", "zone_prefix"),
        (["sheet", 1, "axis"], "xy", "profile-choice", "northing_easting"),
        (["sheet", 0, "columns", "长度"], "lenght_m", "profile-field", "length_m"),
        (["sheet", 0, "columns", "长度"], "volume_m3", "profile-field-twice", "volume_m3"),
        (["sheet", 0, "columns", "发生"], "occurrence", "profile-field-twice", "occurrence"),
        (["sheet", 0, "columns", "序号"], "length_m", "profile-ignored", "序号"),
        (["sheet", 0, "columns", " 体积"], "length_m", "profile-header-twice", "体积"),
        (["sheet", 0, "columns", "@fid"], "length_m", "profile-place", "@fid"),
        (["sheet", 1, "columns", "@geom"], "mine_id", "profile-place", "@geom"),
        (["sheet", 0, "units", "affected_area_mu"], "hectare", "profile-unit", "hm2"),
        (["sheet", 0, "units", "affected_area_mu"], "m3", "profile-quantity", "km2"),
        (["sheet", 0, "units", "affected_aera_mu"], "mu", "profile-field", "affected_area_mu"),
        (["sheet", 0, "units", "hazard_type"], "mu", "profile-field-kind", "hazard_type"),
        (["sheet", 0, "units", "length_m"], "m", "profile-field-unmapped", "length_m"),
        (["sheet", 0, "cell_units", "volume_m3"], ["方方"], "profile-unit", "方方"),
        (["sheet", 0, "cell_units", "volume_m3"], ["公顷"], "profile-quantity", "m3_10k"),
        (["sheet", 0, "formats"], {"volume_m3": "dms"}, "profile-field-kind", "volume_m3"),
        (["sheet", 1, "formats", "prepared_date"], "YYYY", "profile-date-format", "YYYY"),
        (["sheet", 1, "formats", "prepared_date"], "%d.%m", "profile-date-format", "%d.%m"),
        (["sheet", 0, "spellings", "hazard_type", "塌方"], "fall", "profile-code", "rockfall"),
        (["sheet", 0, "spellings", "mine_id"], {"甲": "a"}, "profile-field-kind", "mine_id"),
        (["sheet", 1, "spellings", "is_required", "√"], "yes", "profile-code", "true"),
        (["sheet", 0, "provenance"], "real", "profile-choice", "published"),
        (["sheet", 0, "provenance"], "", "profile-type", "provenance"),
        (["sheet", 0, "is_sketch"], "yes", "profile-type", "is_sketch"),
        (["sheet", 0, "source"], 7, "profile-type", "source"),
        (["sheet", 0, "doubt_zh"], "有疑", "profile-language", "doubt_zh"),
        (["sheet", 0, "use_en"], "a sketch", "profile-language", "use_en"),
        (["sheet", 0, "constants", "occurrence"], "已发现", "profile-constant", "已发生"),
        (["sheet", 0, "constants", "occurrence"], 3, "profile-type", "constants"),
    ],
)
def test_one_fault_gives_one_message(data, path, value, code, says):
    target = data
    for key in path[:-1]:
        target = target.setdefault(key, {}) if isinstance(target, dict) else target[key]
    target[path[-1]] = value
    found = [p for p in problems(data) if p.code == code]
    assert len(found) == 1
    for text in (found[0].message().zh, found[0].message().en):
        assert says in text
    others = {p.code for p in problems(data)} - {code}
    # A table whose mapping is broken may also break what refers to it.
    assert others <= {"profile-place", "profile-field-twice"}


@pytest.mark.parametrize("key", ["format", "team", "provenance", "sheet"])
def test_what_must_be_there(data, key):
    del data[key]
    found = only(data)
    assert (found.code, found.value) == ("profile-missing", key)


@pytest.mark.parametrize("key", ["file", "table", "columns"])
def test_what_a_sheet_must_have(data, key):
    del data["sheet"][0][key]
    found = only(data)
    assert (found.code, found.value) == ("profile-missing", f"sheet[1].{key}")


def test_a_required_field_needs_a_column_or_a_constant(data):
    del data["sheet"][0]["constants"]
    found = only(data)
    assert found.code == "profile-field-required"
    assert "occurrence" in found.value


def test_the_same_sheet_twice(data):
    data["sheet"].append(copy.deepcopy(data["sheet"][0]))
    assert only(data).code == "profile-sheet-twice"


def test_a_profile_without_sheets(data):
    data["sheet"] = []
    assert only(data).code == "profile-type"


def test_a_constant_may_be_one_of_the_teams_own_words(data):
    sheet = data["sheet"][0]
    sheet["constants"]["occurrence"] = "已有"
    sheet["spellings"]["occurrence"] = {"已有": "occurred"}
    assert parse_profile(data, SCHEMAS).sheets[0].constants == {"occurrence": "已有"}


def test_degrees_are_dms_or_decimal():
    sheet = {
        "file": "矿山.csv",
        "table": "mines",
        "header_rows": [1],
        "columns": {f.zh: f.name for f in SCHEMAS["mines"].fields},
        "formats": {"longitude": "dms", "latitude": "degrees"},
    }
    data = {"format": 1, "team": "甲", "provenance": "survey", "sheet": [sheet]}
    found = only(data)
    assert (found.code, found.value) == (
        "profile-choice",
        "sheet[1].formats.latitude = degrees",
    )


def test_all_problems_are_raised_at_once(data):
    data["teem"] = "x"
    data["sheet"][0]["units"]["affected_area_mu"] = "hectare"
    data["sheet"][1]["table"] = "scheme"
    assert [p.code for p in problems(data)] == [
        "profile-key",
        "profile-unit",
        "profile-table",
    ]


def test_a_sheet_that_is_no_table_is_reported_and_the_others_examined(data):
    data["sheet"] = ["矿山", data["sheet"][0] | {"axis": "xy"}]
    assert [p.code for p in problems(data)] == ["profile-type", "profile-choice"]


LAYER = """
format = 1
team = "甲队"
provenance = "published"

[[sheet]]
file = "矿集区.geojson"
table = "districts"
crs = "EPSG:4490"
provenance = "synthetic"
is_sketch = true
approval = "辽S(2023)1号"
source = "某局"
[sheet.columns]
"编号" = "district_id"
"名称" = "name"
"@geometry" = "geometry_wkt"
"""


def test_a_layer_of_geojson():
    (sheet,) = parse_profile(tomllib.loads(LAYER), SCHEMAS).sheets
    assert (sheet.provenance, sheet.is_sketch, sheet.source, sheet.use_zh) == (
        "synthetic", True, "某局", "",
    )  # fmt: skip
    assert sheet.approval == "辽S(2023)1号"


@pytest.mark.parametrize(
    ("entry", "code"),
    [('sheet = "x"', "profile-sheet-name"), ("header_rows = [1]", "profile-header-rows"),
     ('encoding = "utf-8"', "profile-not-for-carrier")],
)  # fmt: skip
def test_what_a_geojson_file_has_no_use_for(entry, code):
    declared = tomllib.loads(LAYER.replace("is_sketch = true", entry))
    with pytest.raises(DandongError) as caught:
        parse_profile(declared, SCHEMAS)
    assert [p.code for p in caught.value.problems] == [code]
