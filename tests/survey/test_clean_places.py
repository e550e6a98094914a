"""Points and outlines of one sheet: systems, swapped axes, faults."""

from dataclasses import replace

import pandas as pd
import pytest
from deliveries import (
    COLUMNS,
    DAMAGE_COLUMNS,
    DAMAGE_HEADER,
    SCHEMAS,
    changes,
    csv,
    damage_sheet,
    delivered,
    fates,
    findings,
    mine_sheet,
)

from dandong_analysis.errors import DandongError
from dandong_analysis.survey.clean import clean_sheet
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet


def point_sheet(**more):
    return mine_sheet(
        columns={**COLUMNS, "X": "longitude", "Y": "latitude"}, **more
    )  # fmt: skip


def points(*pairs):
    header = ",".join((*COLUMNS, "X", "Y"))
    rows = [f"M{i},甲矿,甲县,煤,小型,闭坑,1,,,{x},{y}" for i, (x, y) in enumerate(pairs)]
    return {"mines.csv": "\n".join((header, *rows, "")).encode()}


def test_points_of_a_declared_projection():
    survey = delivered(
        points(("41500000", "4429529.03"), ("", "")), point_sheet(crs="EPSG:4529", zone_prefix=True)
    )
    assert survey.tables["mines"]["longitude"].isna().tolist() == [False, True]
    assert survey.tables["mines"]["longitude"].iloc[0] == 123.0
    assert changes(survey, "longitude") == [[2, "41500000", "123", "crs", "甲队"]]


def test_half_a_point_and_a_swapped_point():
    survey = delivered(points(("124.5", ""), ("40.1", "124.5"), ("124.5", "40.1")), point_sheet())
    assert [code for _, _, code in fates(survey)] == ["", "coordinate-half", "axes-swapped", ""]
    assert findings(survey, "coordinate-half")["column"].tolist() == ["Y"]


def test_a_sheet_of_swapped_points_stops_with_the_remedy():
    with pytest.raises(DandongError) as error:
        delivered(points(*[("40.1", "124.5")] * 3), point_sheet())
    (problem,) = error.value.problems
    assert problem.code == "axes-swapped-sheet"
    assert "axis" in problem.action.zh


def test_degrees_that_may_be_minutes_are_doubted():
    pairs = [(f"124.{10 + i}{30 + i}", "40.99") for i in range(12)]
    survey = delivered(points(*pairs), point_sheet())
    assert findings(survey, "maybe-dms")["column"].tolist() == ["X"]


def test_outlines_are_moved_and_bad_ones_set_their_row_aside():
    header = f"{DAMAGE_HEADER},边界"
    square = "POLYGON ((124 40, 124.1 40, 124.1 40.1, 124 40))"
    bow = "POLYGON ((124 40, 125 41, 125 40, 124 41, 124 40))"
    rows = (f'P1,M1,尾矿库,1,"{square}"', f'P2,M1,尾矿库,1,"{bow}"', "P3,M1,尾矿库,1,")
    sheet = damage_sheet(columns={**DAMAGE_COLUMNS, "边界": "geometry_wkt"})
    survey = delivered({"damage.csv": csv(header, *rows)}, sheet)
    assert [code for _, _, code in fates(survey)] == ["", "", "bad-geometry", ""]
    assert survey.tables["land_damage"]["geometry_wkt"].fillna("").tolist() == [square, ""]
    (found,) = findings(survey, "bad-geometry").to_dict("records")
    assert (found["row"], found["column"]) == (3, "边界")
    assert "边界自相交，124.5 40.5" in found["message_zh"]
    assert "the outline crosses itself, 124.5 40.5" in found["message_en"]


def test_a_sheet_of_swapped_outlines_stops_with_the_remedy():
    swapped = '"POLYGON ((40 124, 40 124.1, 40.1 124.1, 40 124))"'
    straight = '"POLYGON ((124 40, 124.1 40, 124.1 40.1, 124 40))"'
    sheet = damage_sheet(columns={**DAMAGE_COLUMNS, "边界": "geometry_wkt"})

    def parcels(*outlines):
        rows = (f"P{n},M1,尾矿库,1,{outline}" for n, outline in enumerate(outlines))
        return {"damage.csv": csv(f"{DAMAGE_HEADER},边界", *rows)}

    with pytest.raises(DandongError) as error:
        delivered(parcels(*[swapped] * 3, straight), sheet)
    assert error.value.problems[0].code == "axes-swapped-sheet"
    survey = delivered(parcels(swapped, swapped, straight, straight), sheet)
    assert [code for _, _, code in fates(survey)][1:] == ["axes-swapped", "axes-swapped", "", ""]


def test_the_system_of_the_layer_comes_before_that_of_the_profile():
    frame = pd.DataFrame(
        [["M1", "500000", "4429529.03"]], index=[1], columns=["编号", "X", "Y"], dtype="str"
    )
    sheet = SheetProfile("a.gpkg", "mines", "l", crs="EPSG:4529",
                         columns={"编号": "mine_id", "X": "longitude", "Y": "latitude"})  # fmt: skip
    layer = RawSheet("a.gpkg", "l", frame, crs="EPSG:4549")
    clean = clean_sheet(layer, sheet, SCHEMAS, (), delivery="north", team="甲队")
    assert clean.changes["parsed"].tolist()[0] == "120"
    with pytest.raises(DandongError) as error:
        clean_sheet(
            replace(layer, crs="EPSG:999999"), sheet, SCHEMAS, (), delivery="north", team="甲队"
        )
    assert [(p.code, p.value) for p in error.value.problems] == [("crs-unknown", "EPSG:999999")]


def test_a_fault_that_is_already_told_of_one_coordinate_is_not_told_again():
    survey = delivered(points(("约124", "40.1")), point_sheet())
    assert survey.findings["code"].tolist() == ["bad-degree"]
