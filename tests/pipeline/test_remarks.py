"""Texts of evaluators through a build: kept, printed, never lost."""

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.pipeline import build as building
from dandong_analysis.pipeline.build import build, explain
from dandong_analysis.pipeline.collect import collect
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.plan import Request
from dandong_analysis.report.docx_fields import read_fields
from tests.controls import changed, fill

from .conftest import SHOW, STUDY, make_study, write, write_chapter

DAY = date(2021, 3, 1)
DOCX = Request(formats=("docx",))
FIELDS = '\nchapter.field("cause:A", "原因：甲")\nchapter.field("cause:B", "原因：乙")'
CHAPTER = "reports/01_first.docx"
KEPT = '[[remark]]\nfield = "{}"\ntext = "{}"\n'


def make(root: Path) -> Path:
    make_study(root)
    study = STUDY.replace("[[county]]", '[files]\nremarks = "data/remarks.toml"\n[[county]]', 1)
    write(root, "study.toml", study)
    write(root, "data/remarks.toml", "format = 1\n")
    write_chapter(root, "01_first", SHOW % "第一章" + FIELDS)
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The study with two empty fields in its first chapter; tests copy it."""
    root = make(tmp_path_factory.mktemp("built") / "研究")
    assert build(root, DOCX).errors == ()
    return root


@pytest.fixture
def study(built, tmp_path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def edit(root: Path, **texts: str) -> None:
    """Type ``texts`` into the published chapter: A="…" for the field cause:A."""
    path = root / CHAPTER
    path.write_bytes(fill(path.read_bytes(), {f"cause:{n}": [t] for n, t in texts.items()}))


def printed(root: Path) -> dict[str, tuple[str, ...]]:
    data = (root / CHAPTER).read_bytes()
    return {w.field: w.text for w in read_fields(data, file=CHAPTER)}


def kinds(collected) -> dict[str, str]:
    return {change.field: change.kind for change in collected.changes}


def refusal(root: Path, **given):
    with pytest.raises(DandongError) as caught:
        build(root, DOCX, **given)
    (problem,) = caught.value.problems
    return problem


def test_a_text_written_into_a_chapter_is_kept_and_printed_in_every_format(study):
    edit(study, A="资金到位晚。<b>")
    collected = collect(study, Path(CHAPTER), by="王评估", on=DAY)
    assert kinds(collected) == {"cause:A": "new", "cause:B": "unfilled"}
    result = build(study, Request())
    assert (result.errors, result.warnings) == ((), ())
    assert printed(study) == {"cause:A": ("资金到位晚。<b>",), "cause:B": ()}
    page = (study / "reports/01_first.html").read_text(encoding="utf-8")
    assert "资金到位晚。&lt;b&gt;" in page
    pages = PdfReader(io.BytesIO((study / "reports/01_first.pdf").read_bytes())).pages
    text = "".join(p.extract_text() for p in pages)
    assert "资金到位晚。<b>" in text
    assert "2021-03-01" in text
    assert (study / "data/processed/remarks.parquet").exists()
    manifest = storage.read_json(study / "reports/manifest.json")
    assert manifest["fields"] == {"01_first": ["cause:A", "cause:B"]}
    assert manifest["inputs"]["data/remarks.toml"] == storage.digest(study / "data/remarks.toml")


def test_a_build_stops_before_anything_when_a_chapter_holds_a_text_that_is_not_kept(study):
    edit(study, A="资金到位晚。")
    before = storage.digest(study / "reports")
    problem = refusal(study)
    assert (problem.code, problem.place.file, problem.value) == (
        "remark-edited",
        CHAPTER,
        "原因：甲",
    )
    assert f"dandong remarks {CHAPTER}" in problem.message().zh
    assert "--discard-edits" in problem.message().en
    assert storage.digest(study / "reports") == before
    collect(study, study / CHAPTER, on=DAY)
    assert build(study, DOCX).errors == ()
    assert printed(study)["cause:A"] == ("资金到位晚。",)


def test_edits_can_be_discarded(study):
    edit(study, A="资金到位晚。")
    assert build(study, DOCX, discard_edits=True).errors == ()
    assert printed(study)["cause:A"] == ()


def test_a_chapter_saved_without_a_text_of_its_own_stops_nothing(study):
    path = study / CHAPTER
    path.write_bytes(changed(path.read_bytes(), lambda t: t.replace("第一章", "改过的标题")))
    assert build(study, DOCX).published is True


def test_a_text_that_the_file_has_otherwise_stops_a_build_only_when_the_chapter_was_edited(study):
    write(study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "旧"))
    build(study, DOCX)
    # The file changes; the chapter, saved again as it was printed, has nothing to say.
    write(study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "新"))
    path = study / CHAPTER
    path.write_bytes(changed(path.read_bytes(), lambda t: t.replace("第一章", "改过的标题")))
    assert kinds(collect(study, Path(CHAPTER), on=DAY))["cause:A"] == "unchanged"
    build(study, DOCX)
    assert printed(study)["cause:A"] == ("新",)
    edit(study, A="又写")
    assert refusal(study).code == "remark-edited"
    edit(study, A="")
    assert refusal(study).code == "remark-edited"
    assert kinds(collect(study, Path(CHAPTER), on=DAY))["cause:A"] == "emptied"
    assert build(study, DOCX).errors == ()
    assert printed(study)["cause:A"] == ()


@pytest.mark.parametrize("text", ["{", "[]"])
def test_without_a_manifest_every_chapter_counts_as_edited(study, text):
    edit(study, A="文")
    write(study, "reports/manifest.json", text)
    assert refusal(study).code == "remark-edited"
    collect(study, Path(CHAPTER), on=DAY)
    assert build(study, DOCX).errors == ()


def test_a_copy_under_another_name_is_not_lost_either(study):
    copy = study / "reports" / "01_first 王.docx"
    copy.write_bytes(fill((study / CHAPTER).read_bytes(), {"cause:B": ["王写的"]}))
    problem = refusal(study)
    assert problem.place.file == "reports/01_first 王.docx"
    collect(study, copy, on=DAY)
    assert build(study, DOCX).errors == ()
    assert printed(study)["cause:B"] == ("王写的",)


def test_other_files_in_the_reports_stop_nothing(study):
    from tests.controls import docx_of, paragraph  # noqa: PLC0415 - only this test needs them

    (study / "reports" / "letter.docx").write_bytes(docx_of(paragraph("信")))
    (study / "reports" / "~$_first.docx").write_bytes(b"open in Word")
    assert build(study, DOCX).errors == ()


def test_an_edited_chapter_that_cannot_be_read_stops_a_build(study):
    path = study / CHAPTER
    path.write_bytes(path.read_bytes()[:-400])
    problem = refusal(study)
    assert (problem.code, problem.place.file) == ("remark-edited-unread", CHAPTER)
    assert "zip-damaged" in problem.message().zh
    assert build(study, DOCX, discard_edits=True).errors == ()


def test_a_text_written_while_the_build_ran_is_seen_before_publishing(study, monkeypatch):
    write_chapter(study, "02_second", SHOW % "改过")
    run_steps = building.run_steps

    def meanwhile(*args, **options):
        outcomes = run_steps(*args, **options)
        edit(study, A="正在写")
        return outcomes

    monkeypatch.setattr(building, "run_steps", meanwhile)
    assert refusal(study).code == "remark-edited"
    assert printed(study)["cause:A"] == ("正在写",)


def test_two_evaluators_do_not_overwrite_each_other(study, tmp_path):
    """Both got the same empty chapter; one fills the first field, one the second."""
    for name, field in (("li", "cause:A"), ("wang", "cause:B")):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(fill((study / CHAPTER).read_bytes(), {field: [f"{name}写"]}))
    collect(study, tmp_path / "li.docx", by="李", on=DAY)
    collected = collect(study, tmp_path / "wang.docx", by="王", on=DAY)
    assert kinds(collected) == {"cause:A": "unfilled", "cause:B": "new"}
    build(study, DOCX)
    assert printed(study) == {"cause:A": ("li写",), "cause:B": ("wang写",)}


def test_a_copy_made_before_another_text_was_kept_does_not_undo_it(study, tmp_path):
    """Both got a chapter with a text; one changes it, the other fills in the other field."""
    write(study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "旧"))
    build(study, DOCX)
    for name, texts in (("li", {"cause:A": ["改"]}), ("wang", {"cause:B": ["王写"]})):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(fill((study / CHAPTER).read_bytes(), texts))
    collect(study, tmp_path / "li.docx", on=DAY)
    collected = collect(study, tmp_path / "wang.docx", on=DAY)
    assert kinds(collected) == {"cause:A": "unchanged", "cause:B": "new"}
    build(study, DOCX)
    assert printed(study) == {"cause:A": ("改",), "cause:B": ("王写",)}


def test_taking_over_twice_changes_nothing_and_leaves_other_remarks(study):
    other = "# 说明\nformat = 1\n" + KEPT.format("cause:Z", "别章的")
    write(study, "data/remarks.toml", other)
    edit(study, A="文")
    assert collect(study, Path(CHAPTER), on=DAY).is_written
    after = (study / "data/remarks.toml").read_text(encoding="utf-8")
    assert after.startswith(other)
    again = collect(study, Path(CHAPTER), by="另一人", on=date(2030, 1, 1))
    assert not again.is_written
    assert kinds(again) == {"cause:A": "unchanged", "cause:B": "unfilled"}
    assert (study / "data/remarks.toml").read_text(encoding="utf-8") == after


def test_the_file_is_made_when_it_is_named_and_not_there(study):
    (study / "data/remarks.toml").unlink()
    edit(study, A="文")
    collect(study, Path(CHAPTER), on=DAY)
    assert build(study, DOCX).errors == ()


def test_a_named_file_that_is_not_there_stops_a_build(study):
    (study / "data/remarks.toml").unlink()
    assert refusal(study).code == "file-unreadable"


def test_a_study_that_names_no_file_is_told_what_to_write(study):
    write(study, "study.toml", STUDY)
    with pytest.raises(UsageError) as caught:
        collect(study, Path(CHAPTER), on=DAY)
    assert [p.code for p in caught.value.problems] == ["remark-no-file"]
    edit(study, A="文")
    assert refusal(study).code == "remark-edited"


@pytest.mark.parametrize(
    ("text", "code"),
    [("format = 1\nx = 2", "remark-key"), ("format = ", "toml-syntax"), ("", "remark-format")],
)
def test_a_faulty_file_stops_a_build_and_is_not_written(study, text, code):
    write(study, "data/remarks.toml", text)
    before = storage.digest(study / "reports")
    assert refusal(study).code == code
    edit(study, A="文")
    with pytest.raises(DandongError) as caught:
        collect(study, Path(CHAPTER), on=DAY)
    assert [p.code for p in caught.value.problems] == [code]
    assert (study / "data/remarks.toml").read_text(encoding="utf-8") == text
    assert storage.digest(study / "reports") != before  # only the edit


def test_a_text_that_is_too_long_is_refused_and_nothing_is_written(study):
    edit(study, A="长" * 20_001, B="短")
    with pytest.raises(DandongError) as caught:
        collect(study, Path(CHAPTER), on=DAY)
    assert [(p.code, p.value) for p in caught.value.problems] == [("remark-long", "cause:A")]
    assert (study / "data/remarks.toml").read_text(encoding="utf-8") == "format = 1\n"


def test_a_remark_that_no_chapter_shows_is_told_and_stays(study):
    write(study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:NOBODY", "文"))
    result = build(study, DOCX)
    (warning,) = result.warnings
    assert (warning.code, warning.severity) == ("remark-unused", "warning")
    assert (warning.place.file, warning.value) == ("data/remarks.toml", "cause:NOBODY")
    assert result.errors == ()
    # It is told again, and not judged when some chapters were not built.
    assert [w.code for w in build(study, DOCX).warnings] == ["remark-unused"]
    assert build(study, Request(("01_first",), ("docx",))).warnings == ()


def test_only_chapters_run_again_when_a_remark_changes(study):
    write(study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "文"))
    planned = {o.name: o for o in explain(study, DOCX)}
    assert {n for n, o in planned.items() if o.status == "would_run"} == {
        "remarks", "chapter:01_first", "chapter:02_second", "export:01_first:docx",
        "export:02_second:docx", "export:report:docx",
    }  # fmt: skip
    assert [r.en for r in planned["remarks"].reasons] == ["data/remarks.toml changed"]


def test_a_comment_in_the_file_runs_no_chapter(study):
    write(study, "data/remarks.toml", "format = 1\n# 说明\n")
    ran = {o.name for o in build(study, DOCX).outcomes if o.status == "ran"}
    assert ran == {"remarks"}


def test_a_build_never_writes_the_file(study):
    before = storage.digest(study / "data/remarks.toml")
    edit(study, A="文")
    build(study, DOCX, discard_edits=True)
    assert storage.digest(study / "data/remarks.toml") == before


def test_taking_over_waits_for_a_build(study):
    with storage.locked(Layout(study).lock), pytest.raises(DandongError) as caught:
        collect(study, Path(CHAPTER), on=DAY)
    assert [p.code for p in caught.value.problems] == ["build-running"]
