"""The study of twelve mines, counted on paper in its README, built without any code."""

import csv
import io
from decimal import Decimal

import pytest

HAND_COUNTED = {
    "MINE.TOTAL": "12", "MINE.ACTIVE": "5", "MINE.CLOSED": "2", "MINE.POLICY": "2",
    "MINE.ABAND": "3", "MINE.LARGE": "1", "MINE.MEDIUM": "2", "MINE.SMALL": "9",
    "LAND.MINE_AREA": "1500", "LAND.DAMAGED": "200", "LAND.PIT": "99.5", "LAND.YARD": "45",
    "LAND.WASTE": "10.5", "LAND.TAIL": "30", "LAND.GANGUE": "9", "LAND.SUBS": "6",
    "LAND.OTHER": "0", "LAND.ST.ACTIVE": "130.5", "LAND.ST.CLOSED": "18", "LAND.ST.POLICY": "15",
    "LAND.ST.ABAND": "36.5", "LEG.DAMAGED": "51.5", "LAND.DAMAGED@county=990101": "135",
    "LAND.DAMAGED@county=990102": "65", "LAND.MINE_AREA@county=990101": "787.5",
}  # fmt: skip

VERDICTS = {
    "MINE.TOTAL": "equal",
    "LAND.DAMAGED": "equal",
    "LAND.MINE_AREA": "equal_in_unit",  # printed as 100 hectares
    "LAND.PIT": "equal",  # 99.5 goes to the even 100
    "LAND.ST.ABAND": "equal_rounded",  # 36.5 goes to the even 36; 37 is printed, half-up
    "LAND.TAIL": "differs",
    "HAZ.SLIDE": "not_computable",
    "MINE.ACTIVE": "not_published",
}


def test_every_hand_counted_number_comes_out(small):
    facts = small.facts()
    computed = {i: Decimal(facts[i]["value"]) for i in HAND_COUNTED}
    assert computed == {i: Decimal(v) for i, v in HAND_COUNTED.items()}


def test_each_verdict_occurs_where_the_printed_figure_calls_for_it(small):
    facts = small.facts()
    assert {i: facts[i]["verdict"] for i in VERDICTS} == VERDICTS
    assert facts["HAZ.SLIDE"]["reason_zh"]


def test_all_rows_are_accounted_for_and_nothing_is_set_aside(small):
    checked = small.json("check")
    fates = {(a["delivery"], a["file"]): a for a in checked["accounting"]}
    assert fates["north", "矿山.csv"]["accepted"] == 7
    assert fates["north", "图斑.csv"]["subtotal"] == 1
    assert fates["south", "mines.csv"]["accepted"] == 5
    assert sum(a["quarantined"] + a["excluded"] for a in checked["accounting"]) == 0
    assert small.run("check").returncode == 0


def test_projected_coordinates_with_northing_first_become_degrees(small):
    small.facts()
    traced = small.json("trace", "MINE.TOTAL")
    assert len(traced["rows"]) == 12


def test_the_chapters_are_built_and_name_the_study_not_dandong(small):
    done = small.run("build", "--formats", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    status = (small.root / "reports" / "02_status.html").read_text(encoding="utf-8")
    assert "两县" in status
    assert "丹东" not in status
    assert "模拟数据" not in status
    quality = (small.root / "reports" / "01_data_quality.html").read_text(encoding="utf-8")
    assert "矿山.csv" in quality


def test_a_chapter_about_one_county_speaks_only_of_it(small):
    done = small.run("build", "--formats", "html", "--region", "乙县", "--chapters", "02_status")
    assert done.returncode == 0, done.stdout + done.stderr
    (chapter,) = (small.root / "reports").glob("02_status*.html")
    text = chapter.read_text(encoding="utf-8")
    assert "乙县" in text
    assert "甲县" not in text


def drop_line(number: int):
    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(lines[: number - 1] + lines[number:])

    return change


def test_one_row_less_changes_the_total_by_one_and_breaks_nothing_else(small):
    before = small.facts()
    small.edit("data/raw/survey/south/mines.csv", drop_line(3))  # Y02, which has no parcel
    after = small.facts()
    assert int(after["MINE.TOTAL"]["value"]) == int(before["MINE.TOTAL"]["value"]) - 1
    assert after["MINE.TOTAL"]["verdict"] == "differs"
    assert after["LAND.DAMAGED"]["value"] == before["LAND.DAMAGED"]["value"]
    done = small.run("build", "--formats", "html")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_second_build_does_nothing_and_a_touched_file_changes_nothing(small):
    first = small.run("build", "--formats", "html")
    assert first.returncode == 0, first.stdout + first.stderr
    (small.root / "study.toml").touch()
    explained = small.run("build", "--formats", "html", "--explain")
    manifest = (small.root / "reports" / "manifest.json").read_bytes()
    second = small.run("build", "--formats", "html")
    assert second.returncode == 0
    assert "需要运行" not in explained.stdout or "0" in explained.stdout
    assert (small.root / "reports" / "manifest.json").read_bytes() == manifest


@pytest.mark.parametrize("delivery", ["north", "south"])
def test_the_readers_agree_with_a_plain_csv_reader(small, delivery):
    parcels = {"north": ("图斑.csv", ",", 15), "south": ("parcels.csv", ";", 1)}
    name, delimiter, factor = parcels[delivery]
    path = small.root / "data" / "raw" / "survey" / delivery / name
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=delimiter)
    column = next(c for c in rows.fieldnames if c.startswith("面积"))
    total = sum(Decimal(r[column]) * factor for r in rows if r["图斑"] != "合计")
    county = {"north": "990101", "south": "990102"}[delivery]
    assert Decimal(small.facts()[f"LAND.DAMAGED@county={county}"]["value"]) == total


def test_mines_are_graded_by_what_the_study_has_and_missing_is_never_slight(small):
    """Only mines and parcels were delivered: hazards, aquifer and landscape stay open.

    Land: J01 has 45 mu of forest and 30 of grass, above 4 hm2 (60 mu), severe; J05 15 mu of
    arable land, moderate; Y05 exactly 2 hm2 (30 mu) of forest and six others less, slight; J04,
    J06 and Y02 have no parcel. Severe is settled whatever is missing; all others may be worse.
    """
    facts = small.facts()
    graded = {g: facts[f"GRADE.MINES@impact_grade={g}"]["value"] for g in
              ("severe", "moderate", "slight", "ungraded")}  # fmt: skip
    assert graded == {"severe": "1", "moderate": "0", "slight": "0", "ungraded": "11"}
    land = {g: facts[f"GRADE.GROUP@criteria_group=land,group_grade={g}"]["value"] for g in
            ("severe", "moderate", "slight", "ungraded")}  # fmt: skip
    assert land == {"severe": "1", "moderate": "1", "slight": "7", "ungraded": "3"}
    assert facts["GRADE.LAND@impact_grade=severe"]["value"] == "75"
