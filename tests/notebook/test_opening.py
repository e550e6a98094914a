"""A chapter is opened with the data of its study, its region and its language."""

import json

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.facts import Ledger
from dandong_analysis.notebook import open_chapter
from tests.notebook.two_counties import FACTS, FILES, RULES, opened


def test_a_chapter_knows_study_facts_frames_and_scope(folder):
    chapter = opened(folder)
    assert (chapter.study.zh, chapter.lang, chapter.scope) == ("试验", "zh", {})
    assert [f.id for f in chapter.ledger] == [f.id for f in FACTS]
    assert chapter.frames["rows"]["fate"].tolist() == [
        "accepted",
        "quarantined",
        "excluded",
        "excluded",
    ]
    assert chapter.schemas.vocabularies["code"]["r1"].zh == "甲应大于零"


@pytest.mark.parametrize("region", ["2", "乙县", "Yi", "yi"])
def test_a_region_is_a_county_by_any_of_its_names(folder, region):
    assert opened(folder, region=region).scope == {"county": "2"}


def test_an_unknown_region_is_an_error_that_lists_those_known(folder):
    with pytest.raises(UsageError) as caught:
        opened(folder, region="丙县")
    assert caught.value.problems[0].code == "unknown-region"
    assert "甲县、乙县" in caught.value.problems[0].action.zh


def test_a_study_that_was_not_built_is_an_error_that_says_what_to_run(folder):
    for path in (folder / "data" / "processed").glob("*.parquet"):
        path.unlink()
    with pytest.raises(DandongError) as caught:
        open_chapter(study=str(folder), lang="zh")
    assert caught.value.problems[0].code == "not-built"
    assert "dandong build" in caught.value.problems[0].message().zh


def test_what_the_build_gives_replaces_the_notebooks_own_values(folder):
    chapter = opened(folder, overrides=json.dumps({"region": "1", "lang": "en"}))
    assert (chapter.lang, chapter.scope) == ("en", {"county": "1"})


def test_the_build_says_where_study_and_data_are(folder, tmp_path, monkeypatch):
    work = tmp_path / "work"
    storage.write_frames(
        work, {"facts": Ledger.of(FACTS[:1]).to_frame(), "rules": RULES, "files": FILES}
    )
    monkeypatch.setenv("DANDONG_STUDY", str(folder))
    monkeypatch.setenv("DANDONG_WORK", str(work))
    chapter = opened("/nowhere")
    assert ([f.id for f in chapter.ledger], chapter.study.slug) == (["MON.SITES"], "t")
