from datetime import date
from decimal import Decimal

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.layout import parse_sheets, profile_text, with_declared_rows
from dandong_analysis.demo.records import Parcel, Scheme
from dandong_analysis.demo.render import Office, converted, dms, plain_number, render_row
from dandong_analysis.demo.shapes import parcel_outline
from dandong_analysis.schemas import standard_schemas

SCHEMAS = standard_schemas()
OFFICE = Office(SCHEMAS.vocabularies, {})


def sheet_of(slug, table):
    return next(s for s in parse_sheets(profile_text(slug)) if s.table == table)


def written(record, slug, table):
    return render_row(
        record,
        3,
        sheet=sheet_of(slug, table),
        schema=SCHEMAS[table],
        office=OFFICE,
        chance=Chance(1),
    )


def parcel(area, unit=""):
    return Parcel("T1", "M1", "industrial_yard", "unused", Decimal(area), unit)


def test_areas_are_written_in_the_unit_of_the_column():
    assert written(parcel("4.53"), "urban", "land_damage")["占用破坏土地面积(亩)"] == "4.53"
    assert written(parcel("4.53"), "kuandian", "land_damage")["破坏土地/面积(公顷)"] == "0.302"


def test_areas_of_a_cell_carry_their_own_unit():
    cells = written(parcel("4.5", "hm2"), "fengcheng", "land_damage")
    assert cells["破坏面积(亩)"] == "0.3公顷"
    assert written(parcel("4.5", "m2"), "fengcheng", "land_damage")["破坏面积(亩)"] == "3000平方米"


def test_an_area_that_the_unit_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="no exact decimal"):
        converted(Decimal("0.01"), "mu", "hm2")


def test_dates_follow_the_habits_of_the_team():
    row = Scheme("M1", is_required=True, is_prepared=True, prepared_date=date(2016, 5, 9))
    assert written(row, "urban", "schemes")["编制时间"] == "2016年5月9日"
    assert written(row, "kuandian", "schemes")["方案/编制时间"] == "2016-05-09"
    assert written(row, "fengcheng", "schemes")["编制年月"] == "2016.05"


def test_missing_values_are_tokens_where_the_team_has_some():
    row = Scheme("M1", is_required=False, is_prepared=False, prepared_date=None)
    assert written(row, "urban", "schemes")["编制时间"] == ""
    assert written(row, "fengcheng", "schemes")["编制年月"] in ("/", "无")
    assert written(row, "fengcheng", "schemes")["应编"] == "否"


@given(st.floats(123, 126))
def test_degrees_minutes_seconds_lose_less_than_two_metres(value):
    degrees, rest = dms(value).split("°")
    minutes, seconds = rest.rstrip("″").split("′")
    assert int(minutes) < 60
    assert float(seconds) < 60
    back = int(degrees) + int(minutes) / 60 + float(seconds) / 3600
    assert abs(back - value) <= 0.05 / 3600 + 1e-9


@given(st.decimals(0, 10**6, places=4))
def test_plain_numbers_keep_their_value(value):
    text = plain_number(value)
    assert Decimal(text) == value
    assert "E" not in text


@given(st.floats(5, 500_000), st.integers(0, 500))
def test_outlines_have_their_area(area, seed):
    shape = shapely.from_wkt(parcel_outline(Chance(seed), (41_530_000.0, 4_420_000.0), area))
    assert shape.is_valid
    assert shape.area == pytest.approx(area, rel=0.02, abs=0.5)


def test_declared_rows_are_filled_in_sheet_by_sheet():
    text = profile_text("donggang")
    counts = {s.table: n for n, s in enumerate(parse_sheets(text), start=10)}
    filled = with_declared_rows(text, counts)
    assert "declared_rows = 0\n" not in filled
    assert filled.index("declared_rows = 10\n") < filled.index("declared_rows = 18\n")
