"""The reading commands' answers on the study of three mines; nothing is published by them."""

from decimal import Decimal

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.pipeline import queries

from .conftest import MINES, write

TABLE = "data/raw/survey/team/mines.csv"


def published_files(root) -> set[str]:
    return {p.name for f in ("reports", "data/processed") for p in storage.list_files(root / f)}


def test_checking_counts_every_row_once_and_writes_nothing(study):
    checked = queries.check(study)
    (sheet,) = checked.as_json()["accounting"]
    fates = {k: v for k, v in sheet.items() if isinstance(v, int)}
    assert fates == {
        "rows": 4, "header": 1, "blank": 0, "subtotal": 0, "note": 0, "accepted": 3,
        "quarantined": 0, "excluded": 0,
    }  # fmt: skip
    assert (sheet["delivery"], sheet["file"], sheet["table"]) == ("team", "mines.csv", "mines")
    assert not checked.blocking
    assert not (study / ".dandong").exists()


def test_a_row_that_is_set_aside_blocks_and_is_a_finding_with_its_place(study):
    write(study, TABLE, MINES.replace("20.5", "约20"))
    checked = queries.check(study, "team")
    assert checked.blocking
    (finding,) = [f for f in checked.as_json()["findings"] if f["severity"] == "error"]
    assert (finding["file"], finding["row"], finding["column"]) == ("mines.csv", 3, "面积")
    assert finding["value"] == "约20"
    assert finding["message_zh"]
    assert finding["message_en"]


OUTLINE = """{"type": "FeatureCollection", "features": [{"type": "Feature",
"properties": {"code": "990101"}, "geometry": {"type": "Polygon", "coordinates":
[[[124, 40], [124.1, 40], [124.1, 40.1], [124, 40.1], [124, 40]]]}}]}"""
LAYERS = """format = 1
team = "测试组"
provenance = "published"
[[sheet]]
file = "counties.geojson"
table = "counties"
crs = "EPSG:4490"
[sheet.columns]
"code" = "county"
"@geometry" = "geometry_wkt"
"""


@pytest.fixture
def placed(study):
    """The study with county outlines of their own delivery; A2 lies 4.3 km outside of them."""
    ends = ("经度,纬度", "124.05,40.05", "124.15,40.05", ",")
    lines = (f"{line},{end}" for line, end in zip(MINES.split(), ends, strict=True))
    write(study, TABLE, "\n".join(lines))
    profile = (study / "data/raw/survey/team/profile.toml").read_text(encoding="utf-8")
    degrees = '[sheet.columns]\n"经度" = "longitude"\n"纬度" = "latitude"'
    write(study, "data/raw/survey/team/profile.toml", profile.replace("[sheet.columns]", degrees))
    write(study, "data/raw/layers/counties.geojson", OUTLINE)
    write(study, "data/raw/layers/profile.toml", LAYERS)
    entry = '[[delivery]]\nid = "layers"\nfolder = "data/raw/layers"\n'
    write(study, "study.toml", f"{(study / 'study.toml').read_text(encoding='utf-8')}{entry}")
    return study


def within_county(checked):
    return [f for f in checked.as_json()["findings"] if f["code"] == "mines-within-county"]


@pytest.mark.parametrize("delivery", ["", "team"])
def test_one_delivery_is_checked_beside_the_outlines_of_another(placed, delivery):
    checked = queries.check(placed, delivery)
    (found,) = within_county(checked)
    assert (found["delivery"], found["row"], found["column"]) == ("team", 3, "经度")
    assert "4.3 千米" in found["message_zh"]
    teams = {"team", "layers"} if delivery == "" else {"team"}
    assert {row["delivery"] for row in checked.as_json()["accounting"]} == teams


def test_outlines_that_cannot_be_read_leave_the_other_deliveries_to_be_checked(placed):
    write(placed, "data/raw/layers/counties.geojson", OUTLINE[:40])
    checked = queries.check(placed, "team")
    assert within_county(checked) == []
    assert len(checked.accounting) == 1
    assert not checked.blocking


def test_a_study_sets_its_own_tolerance_by_a_rule_of_the_same_id(placed):
    rule = """[[rule]]
id = "mines-within-county"
table = "mines"
kind = "within_county"
severity = "error"
longitude = "longitude"
latitude = "latitude"
county = "county"
tolerance_m = 5000
zh = "容差{tolerance_m}米"
en = "give or take {tolerance_m} m"
"""
    own = (placed / "study.toml").read_text(encoding="utf-8")
    write(placed, "study.toml", f"{own}{rule}")
    assert within_county(queries.check(placed)) == []
    write(placed, "study.toml", f"{own}{rule.replace('5000', '100')}")
    (found,) = within_county(queries.check(placed))
    assert found["severity"] == "error"
    assert "容差100米" in found["message_zh"]


def test_a_delivery_that_cannot_be_read_is_a_finding_and_not_an_error(study):
    write(study, TABLE, MINES.replace("编号", "代号"))
    checked = queries.check(study)
    assert checked.blocking
    assert {f["delivery"] for f in checked.as_json()["findings"]} == {"team"}


def test_an_unknown_delivery_is_wrong_usage(study):
    with pytest.raises(UsageError) as caught:
        queries.check(study, "nobody")
    assert "team" in caught.value.problems[0].action.en


def test_facts_follow_the_files_without_a_build_and_publish_nothing(study):
    before = published_files(study)
    first = {f["id"]: f for f in queries.facts(study)}
    assert first["MINE.TOTAL"]["value"] == "3"
    write(study, TABLE, "".join(MINES.splitlines(keepends=True)[:-1]))
    second = {f["id"]: f for f in queries.facts(study, indicator="MINE.TOTAL")}
    assert second["MINE.TOTAL"]["value"] == "2"
    assert published_files(study) == before


def test_facts_can_be_chosen_by_indicator_and_by_having_a_published_figure(study):
    chosen = queries.facts(study, indicator="LAND.MINE_AREA")
    assert chosen
    assert all(f["id"].startswith("LAND.MINE_AREA") for f in chosen)
    assert queries.facts(study, published=True) == []
    published = (
        "id,value,unit,section,description_zh,description_en\nMINE.TOTAL,3,个,一,总数,total\n"
    )
    write(study, "data/raw/plan/published-figures.csv", published)
    declared = '[files]\npublished = "data/raw/plan/published-figures.csv"\n[[county]]'
    path = study / "study.toml"
    path.write_text(path.read_text("utf-8").replace("[[county]]", declared, 1), "utf-8")
    (fact,) = queries.facts(study, published=True)
    assert (fact["id"], fact["verdict"], fact["published"]) == ("MINE.TOTAL", "equal", "3")


def test_a_traced_sum_adds_up_again_from_the_cells_of_the_file(study):
    traced = queries.trace_fact(study, "LAND.MINE_AREA@county=990101")
    assert [(r["row"], r["raw"]) for r in traced["rows"]] == [(2, "10"), (3, "20.5")]
    assert {r["sha256"] for r in traced["rows"]} == {storage.digest(study / TABLE)}
    assert sum(Decimal(r["value"]) for r in traced["rows"]) == Decimal(traced["value"])


def test_an_unknown_fact_names_others(study):
    for ask in (queries.trace_fact, lambda root, key: queries.facts(root, indicator=key)):
        with pytest.raises(DandongError) as caught:
            ask(study, "MINE.NONE")
        assert "MINE.TOTAL" in caught.value.problems[0].action.zh


def test_a_delivery_that_stops_is_told_once_with_its_place(study):
    write(study, TABLE, MINES.replace("编号", "代号"))
    with pytest.raises(DandongError) as caught:
        queries.facts(study)
    problems = caught.value.problems
    assert len(problems) == len(set(problems))
    assert problems[0].place.file
