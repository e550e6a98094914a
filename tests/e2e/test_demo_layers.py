"""The layers of the demonstration study, read by SQLite and counted against its facts."""

import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest

from dandong_analysis.errors import Place
from dandong_analysis.survey.guard_gpkg import check_gpkg

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def data(demo) -> bytes:
    return (demo.root / "reports" / "dandong_layers.gpkg").read_bytes()


def rows(data: bytes, query: str) -> list[tuple]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        return database.execute(query).fetchall()


def test_every_mine_and_parcel_is_there(demo, data):
    facts = demo.facts()
    assert rows(data, "SELECT count(*) FROM mines") == [(int(facts["MINE.TOTAL"]["value"]),)]
    areas = rows(data, "SELECT damaged_area_mu FROM parcels")
    assert sum(Decimal(repr(area)) for (area,) in areas) == Decimal(facts["LAND.DAMAGED"]["value"])


def test_a_grade_has_as_many_mines_as_the_facts_say(demo, data):
    facts = demo.facts()
    counted = rows(data, "SELECT impact_grade, count(*) FROM mines GROUP BY 1")
    assert len(counted) >= 3
    for grade, number in counted:
        assert facts[f"GRADE.MINES@impact_grade={grade}"]["value"] == str(number)


def test_every_layer_has_a_style_and_says_that_it_is_synthetic(data):
    check_gpkg(Place(), data)
    contents = rows(
        data, "SELECT table_name, identifier FROM gpkg_contents WHERE data_type = 'features'"
    )
    styled = rows(data, "SELECT f_table_name FROM layer_styles WHERE useAsDefault = 1")
    assert {name for name, _ in contents} == {name for (name,) in styled}
    assert all("模拟数据" in title for name, title in contents if name != "counties")
