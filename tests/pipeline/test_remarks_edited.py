"""A build does not overwrite what an evaluator wrote into a chapter."""

from pathlib import Path

import pytest

from dandong_analysis import storage
from dandong_analysis.pipeline import build as building
from dandong_analysis.pipeline.build import build
from dandong_analysis.pipeline.collect import collect
from tests.controls import changed, fill
from tests.pipeline.remarked import CHAPTER, DAY, DOCX, KEPT, edit, kinds, printed, refusal

from .conftest import SHOW, write, write_chapter


def test_a_build_stops_before_anything_when_a_chapter_holds_a_text_that_is_not_kept(fields_study):
    edit(fields_study, A="资金到位晚。")
    before = storage.digest(fields_study / "reports")
    problem = refusal(fields_study)
    assert (problem.code, problem.place.file, problem.value) == (
        "remark-edited",
        CHAPTER,
        "原因：甲",
    )
    assert f"dandong remarks {CHAPTER}" in problem.message().zh
    assert "--discard-edits" in problem.message().en
    assert storage.digest(fields_study / "reports") == before
    collect(fields_study, fields_study / CHAPTER, on=DAY)
    assert build(fields_study, DOCX).errors == ()
    assert printed(fields_study)["cause:A"] == ("资金到位晚。",)


def test_edits_can_be_discarded(fields_study):
    edit(fields_study, A="资金到位晚。")
    assert build(fields_study, DOCX, discard_edits=True).errors == ()
    assert printed(fields_study)["cause:A"] == ()


def test_a_chapter_saved_without_a_text_of_its_own_stops_nothing(fields_study):
    path = fields_study / CHAPTER
    path.write_bytes(changed(path.read_bytes(), lambda t: t.replace("第一章", "改过的标题")))
    assert build(fields_study, DOCX).published is True


def test_a_text_that_the_file_has_otherwise_stops_a_build_only_when_the_chapter_was_edited(
    fields_study,
):
    write(fields_study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "旧"))
    build(fields_study, DOCX)
    # The file changes; the chapter, saved again as it was printed, has nothing to say.
    write(fields_study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "新"))
    path = fields_study / CHAPTER
    path.write_bytes(changed(path.read_bytes(), lambda t: t.replace("第一章", "改过的标题")))
    assert kinds(collect(fields_study, Path(CHAPTER), on=DAY))["cause:A"] == "unchanged"
    build(fields_study, DOCX)
    assert printed(fields_study)["cause:A"] == ("新",)
    edit(fields_study, A="又写")
    assert refusal(fields_study).code == "remark-edited"
    edit(fields_study, A="")
    assert refusal(fields_study).code == "remark-edited"
    assert kinds(collect(fields_study, Path(CHAPTER), on=DAY))["cause:A"] == "emptied"
    assert build(fields_study, DOCX).errors == ()
    assert printed(fields_study)["cause:A"] == ()


@pytest.mark.parametrize("text", ["{", "[]"])
def test_without_a_manifest_every_chapter_counts_as_edited(fields_study, text):
    edit(fields_study, A="文")
    write(fields_study, "reports/manifest.json", text)
    assert refusal(fields_study).code == "remark-edited"
    collect(fields_study, Path(CHAPTER), on=DAY)
    assert build(fields_study, DOCX).errors == ()


def test_a_copy_under_another_name_is_not_lost_either(fields_study):
    copy = fields_study / "reports" / "01_first 王.docx"
    copy.write_bytes(fill((fields_study / CHAPTER).read_bytes(), {"cause:B": ["王写的"]}))
    problem = refusal(fields_study)
    assert problem.place.file == "reports/01_first 王.docx"
    collect(fields_study, copy, on=DAY)
    assert build(fields_study, DOCX).errors == ()
    assert printed(fields_study)["cause:B"] == ("王写的",)


def test_other_files_in_the_reports_stop_nothing(fields_study):
    from tests.controls import docx_of, paragraph  # noqa: PLC0415 - only this test needs them

    (fields_study / "reports" / "letter.docx").write_bytes(docx_of(paragraph("信")))
    (fields_study / "reports" / "~$_first.docx").write_bytes(b"open in Word")
    assert build(fields_study, DOCX).errors == ()


def test_an_edited_chapter_that_cannot_be_read_stops_a_build(fields_study):
    path = fields_study / CHAPTER
    path.write_bytes(path.read_bytes()[:-400])
    problem = refusal(fields_study)
    assert (problem.code, problem.place.file) == ("remark-edited-unread", CHAPTER)
    assert "zip-damaged" in problem.message().zh
    assert build(fields_study, DOCX, discard_edits=True).errors == ()


def test_a_text_written_while_the_build_ran_is_seen_before_publishing(fields_study, monkeypatch):
    write_chapter(fields_study, "02_second", SHOW % "改过")
    run_steps = building.run_steps

    def meanwhile(*args, **options):
        outcomes = run_steps(*args, **options)
        edit(fields_study, A="正在写")
        return outcomes

    monkeypatch.setattr(building, "run_steps", meanwhile)
    assert refusal(fields_study).code == "remark-edited"
    assert printed(fields_study)["cause:A"] == ("正在写",)
