"""The committed demonstration survey is what the generator writes, byte for byte."""

import shutil
from pathlib import Path

import pytest

from dandong_analysis.pipeline.demonstration import compare_demo, write_demo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def study(tmp_path) -> Path:
    """The raw data of the demonstration study."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    return tmp_path


def test_the_committed_files_are_what_is_written():
    assert compare_demo(ROOT) == []


def test_every_difference_is_named_and_writing_mends_it(study):
    team = study / "data" / "raw" / "survey" / "urban"
    workbook = next(team.glob("*.xlsx"))
    workbook.write_bytes(workbook.read_bytes() + b"x")
    (team / "profile.toml").unlink()
    (team / "added.csv").write_bytes(b"")
    names = {"data/raw/survey/urban/" + n for n in (workbook.name, "profile.toml", "added.csv")}
    assert set(compare_demo(study)) == names
    written = write_demo(study)
    assert {n for n in names if not n.endswith("added.csv")} <= set(written)
    assert compare_demo(study) == ["data/raw/survey/urban/added.csv"]
