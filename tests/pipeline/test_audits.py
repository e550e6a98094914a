"""Auditing the figures of a study, or a file by itself; nothing is written."""

from pathlib import Path

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.pipeline.audits import audit

ROOT = Path(__file__).parents[2]
RESERVOIR = ROOT / "tests" / "plans" / "reservoir"
SMALL = ROOT / "tests" / "studies" / "two_counties"


def test_a_study_is_audited_with_its_notes():
    before = storage.digest(RESERVOIR)
    found = audit(RESERVOIR)
    assert found.notes["id"].tolist() == ["no-baseline", "terrace-name"]
    assert "14.2平方千米" in found.notes["zh"][1]
    assert len(found.relations) == 23
    assert storage.digest(RESERVOIR) == before


def test_the_notes_of_the_plan_cite_figures_that_exist():
    found = audit(ROOT)
    notes = found.notes
    assert len(notes) >= 20
    assert set(notes["kind"]) == {"contradiction", "omission", "time", "definition", "label"}
    assert not (notes["zh"] + notes["en"]).str.contains(r"[{}]").any()
    touched = set(",".join(notes["figures"]).split(","))
    assert {"PROJ.ANNOUNCED", "META.DOC_DATE", "BOX1.N.LEGACY"} <= touched


def test_a_file_by_itself_needs_no_study(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("id,value,unit,derived_from\na,3,亩,\nb,3,亩,same(a)\n", encoding="utf-8")
    found = audit(tmp_path, path)
    assert found.relations["verdict"].tolist() == ["exact"]
    assert len(found.notes) == 0


def test_without_relations_there_is_nothing_to_judge():
    found = audit(SMALL)
    assert len(found.relations) == len(found.blocks) == 0
    assert not found.fails


def test_a_study_without_figures_asks_for_a_file(tmp_path):
    text = (RESERVOIR / "study.toml").read_text("utf-8").partition("[files]")[0]
    (tmp_path / "study.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        audit(tmp_path)
    assert caught.value.problems[0].code == "no-figures"


@pytest.mark.parametrize("name", ["../figures.csv", "gone.csv"])
def test_figures_outside_or_absent_are_an_error(tmp_path, name):
    text = (RESERVOIR / "study.toml").read_text("utf-8").replace("figures.csv", name)
    (tmp_path / "study.toml").write_text(text, "utf-8")
    with pytest.raises(DandongError) as caught:
        audit(tmp_path)
    assert caught.value.problems[0].code in ("path-outside", "file-unreadable")
