"""The committed survey is what the generator writes, and nothing else."""

from pathlib import Path

import pytest

from dandong_analysis.demo import make_demo

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(arguments):
    return make_demo(**arguments)


def test_committed_files_are_what_the_generator_writes(made):
    for path, data in made.items():
        assert (ROOT / path).read_bytes() == data, path


def test_nothing_else_is_committed(made):
    survey = {p.relative_to(ROOT).as_posix() for p in (ROOT / "data/raw/survey").rglob("*.*")}
    assert survey == {p for p in made if p.startswith("data/raw/survey/")}


def test_every_file_says_that_it_is_synthetic(made):
    for path, data in made.items():
        if path.endswith("profile.toml"):
            assert 'provenance = "synthetic"' in data.decode()
        elif path.endswith(("corrections.toml", ".geojson")):
            assert "模拟数据" in data.decode()
        else:
            assert "模拟数据" in path


def test_files_stay_small(made):
    assert sum(map(len, made.values())) < 3_000_000


def test_another_seed_gives_another_survey_of_the_same_files(made, arguments):
    other = make_demo(7, **arguments)
    assert other.keys() == made.keys()
    assert other["data/raw/corrections.toml"] != made["data/raw/corrections.toml"]
