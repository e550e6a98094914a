"""The step of a build that writes the layers."""

import sqlite3
from contextlib import closing

import pytest

from dandong_analysis import storage
from dandong_analysis.pipeline.build import bring_facts_up_to_date, build, opened
from dandong_analysis.pipeline.layers import run_layers
from dandong_analysis.pipeline.plan import Request

from .conftest import MINES, PROFILE, write

ONE = Request(("01_first",), formats=())
NAME = "three_layers.gpkg"


@pytest.fixture
def placed(study):
    """The study of three mines, two of which have coordinates."""
    places = ("经度,纬度", "124.1,40.1", "124.2,40.2", ",")
    lines = [f"{a},{b}" for a, b in zip(MINES.split(), places, strict=True)]
    columns = '"面积" = "mine_area_mu"\n"经度" = "longitude"\n"纬度" = "latitude"\n'
    profile = PROFILE.replace('"面积" = "mine_area_mu"\n', columns)
    profile = profile.replace('table = "mines"', 'table = "mines"\ncrs = "EPSG:4490"')
    write(study, "data/raw/survey/team/profile.toml", profile)
    write(study, "data/raw/survey/team/mines.csv", "\n".join(lines) + "\n")
    return study


def contents(data: bytes) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        return database.execute("SELECT table_name, identifier FROM gpkg_contents").fetchall()


@pytest.mark.parametrize(
    ("lang", "title"), [("zh", "矿山影响程度（模拟数据）"), ("en", "Mines by impact grade (Synthetic data)")]
)  # fmt: skip
def test_the_layers_are_written_in_the_language(placed, lang, title):
    with opened(placed) as (layout, study):
        bring_facts_up_to_date(layout, study)
        run_layers(layout, study, lang)
        (path,) = storage.list_files(layout.layers)
        first = path.read_bytes()
        run_layers(layout, study, lang)
        assert path.read_bytes() == first
    assert path.name == NAME
    assert dict(contents(first))["mines"] == title


def test_without_anything_to_draw_no_file_is_written(study):
    with opened(study) as (layout, opened_study):
        bring_facts_up_to_date(layout, opened_study)
        run_layers(layout, opened_study, "zh")
        assert storage.list_files(layout.layers) == []


def test_a_build_publishes_the_layers_and_writes_them_once(placed):
    result = build(placed, ONE)
    assert result.errors == ()
    manifest = storage.read_json(placed / "reports/manifest.json")
    path = placed / "reports" / NAME
    assert manifest["outputs"][f"reports/{NAME}"] == storage.digest(path)
    assert "language of layers" not in manifest["inputs"]
    again = {o.name: o.status for o in build(placed, ONE).outcomes}
    assert again["export:layers"] == "unchanged"


def test_a_study_whose_mines_lose_their_places_loses_its_file(placed):
    assert build(placed, ONE).errors == ()
    write(placed, "data/raw/survey/team/profile.toml", PROFILE)
    write(placed, "data/raw/survey/team/mines.csv", MINES)
    assert build(placed, ONE).errors == ()
    assert not (placed / "reports" / NAME).exists()
