"""The change log alone rebuilds every typed table."""

from dataclasses import replace

import pandas as pd
from deliveries import COLUMNS, SCHEMAS, correction, csv, delivered, mine_sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dandong_analysis.survey.deliver import accounting
from dandong_analysis.survey.replay import replay

IDS = st.sampled_from(["M1", "Ｍ1", "M2 ", "M3", "", "2.1E+17", "合计"])
NAMES = st.sampled_from(["甲矿", " 乙（二）矿", "", "/", "说明书矿"])
COUNTIES = st.sampled_from(["甲县", "乙县 ", "丙县", ""])
COMMODITIES = st.sampled_from(["煤", "金矿", "coal", "煤 炭"])
SIZES = st.sampled_from(["小型", "大", "小形", "在产"])
STATES = st.sampled_from(["闭坑", "在产", "停产", "/"])
AREAS = st.one_of(
    st.sampled_from(["１２．5", "1,234.50", "3公顷", "约3", "", "/", "-1", "1e-3"]),
    st.decimals(0, 10**6, places=3).map("{:f}".format),
)
YEARS = st.sampled_from(["1958", "1958年", "２００１", "58", "", "/"])
ROWS = st.lists(
    st.tuples(IDS, NAMES, COUNTIES, COMMODITIES, SIZES, STATES, AREAS, YEARS, YEARS), max_size=8
)

SHEET = mine_sheet(
    units={"mine_area_mu": "hm2"}, cell_units={"mine_area_mu": ["公顷", "亩"]}, thousands=",",
    missing=["/"], spellings={"production_status": {"停产": "closed"}},
)  # fmt: skip


def quoted(row):
    return ",".join(f'"{text}"' for text in row)


def survey_of(rows):
    return delivered({"mines.csv": csv(",".join(COLUMNS), *map(quoted, rows))}, SHEET)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_any_sheet_replays_exactly_and_adds_up(rows):
    survey = survey_of(rows)
    pd.testing.assert_frame_equal(replay(survey, SCHEMAS)["mines"], survey.tables["mines"])
    (account,) = accounting(survey).to_dict("records")
    assert account["rows"] == len(rows) + 1
    assert account["accepted"] == len(survey.tables["mines"])


ROW = ("Ｍ1", "甲矿", "甲县", "煤", "小型", "停产", "3公顷", "1958年", "/")


def test_every_changed_cell_is_in_the_log():
    survey = survey_of([ROW])
    assert survey.changes[["field", "raw", "parsed"]].to_numpy().tolist() == [
        ["mine_id", "Ｍ1", "M1"], ["county", "甲县", "A"], ["commodity", "煤", "coal"],
        ["size_class", "小型", "small"], ["production_status", "停产", "closed"],
        ["mine_area_mu", "3公顷", "45"], ["year_opened", "1958年", "1958"], ["year_closed", "/", ""],
    ]  # fmt: skip


def test_a_log_with_a_line_missing_or_altered_does_not_replay():
    survey = survey_of([ROW])
    index = survey.changes.index[survey.changes["field"] == "mine_id"]
    short = replace(survey, changes=survey.changes.drop(index))
    assert replay(short, SCHEMAS)["mines"]["mine_id"].tolist() == ["Ｍ1"]
    other = survey.changes.assign(parsed=survey.changes["parsed"].replace("45", "46"))
    altered = replay(replace(survey, changes=other), SCHEMAS)["mines"]
    assert not altered.equals(survey.tables["mines"])


def test_corrections_constants_and_coordinates_replay():
    columns = {h: f for h, f in COLUMNS.items() if f != "county"} | {
        "X": "longitude",
        "Y": "latitude",
    }
    sheet = mine_sheet(columns=columns, ignore=["县"], constants={"county": "乙县"}, crs="EPSG:4529",
                       zone_prefix=True)  # fmt: skip
    header = ",".join((*COLUMNS, "X", "Y"))
    data = csv(
        header, "M1,甲矿,,煤,小型,闭坑,1,,,41541000,4429529", "M2,甲矿,,煤,小型,闭坑,约2,,,,"
    )
    mend = correction(where={"编号": "M2"}, column="面积", old="约2", new="2")
    survey = delivered({"mines.csv": data}, sheet, corrections=mend)
    assert survey.tables["mines"]["county"].tolist() == ["B", "B"]
    assert survey.tables["mines"]["longitude"].round(2).tolist() == [123.48, pd.NA]
    pd.testing.assert_frame_equal(replay(survey, SCHEMAS)["mines"], survey.tables["mines"])
