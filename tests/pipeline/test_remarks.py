"""Texts of evaluators through a build: kept, printed, never lost."""

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.pipeline.build import build, explain
from dandong_analysis.pipeline.collect import collect
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.plan import Request
from tests.controls import fill
from tests.pipeline.remarked import CHAPTER, DAY, DOCX, KEPT, edit, kinds, printed, refusal

from .conftest import STUDY, write


def test_a_text_written_into_a_chapter_is_kept_and_printed_in_every_format(fields_study):
    edit(fields_study, A="资金到位晚。<b>")
    collected = collect(fields_study, Path(CHAPTER), by="王评估", on=DAY)
    assert kinds(collected) == {"cause:A": "new", "cause:B": "unfilled"}
    result = build(fields_study, Request())
    assert (result.errors, result.warnings) == ((), ())
    assert printed(fields_study) == {"cause:A": ("资金到位晚。<b>",), "cause:B": ()}
    page = (fields_study / "reports/01_first.html").read_text(encoding="utf-8")
    assert "资金到位晚。&lt;b&gt;" in page
    pages = PdfReader(io.BytesIO((fields_study / "reports/01_first.pdf").read_bytes())).pages
    text = "".join(p.extract_text() for p in pages)
    assert "资金到位晚。<b>" in text
    assert "2021-03-01" in text
    assert (fields_study / "data/processed/remarks.parquet").exists()
    manifest = storage.read_json(fields_study / "reports/manifest.json")
    assert manifest["fields"] == {"01_first": ["cause:A", "cause:B"]}
    assert manifest["inputs"]["data/remarks.toml"] == storage.digest(
        fields_study / "data/remarks.toml"
    )


def test_two_evaluators_do_not_overwrite_each_other(fields_study, tmp_path):
    """Both got the same empty chapter; one fills the first field, one the second."""
    for name, field in (("li", "cause:A"), ("wang", "cause:B")):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(fill((fields_study / CHAPTER).read_bytes(), {field: [f"{name}写"]}))
    collect(fields_study, tmp_path / "li.docx", by="李", on=DAY)
    collected = collect(fields_study, tmp_path / "wang.docx", by="王", on=DAY)
    assert kinds(collected) == {"cause:A": "unfilled", "cause:B": "new"}
    build(fields_study, DOCX)
    assert printed(fields_study) == {"cause:A": ("li写",), "cause:B": ("wang写",)}


def test_a_copy_made_before_another_text_was_kept_does_not_undo_it(fields_study, tmp_path):
    """Both got a chapter with a text; one changes it, the other fills in the other field."""
    write(fields_study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "旧"))
    build(fields_study, DOCX)
    for name, texts in (("li", {"cause:A": ["改"]}), ("wang", {"cause:B": ["王写"]})):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(fill((fields_study / CHAPTER).read_bytes(), texts))
    collect(fields_study, tmp_path / "li.docx", on=DAY)
    collected = collect(fields_study, tmp_path / "wang.docx", on=DAY)
    assert kinds(collected) == {"cause:A": "unchanged", "cause:B": "new"}
    build(fields_study, DOCX)
    assert printed(fields_study) == {"cause:A": ("改",), "cause:B": ("王写",)}


def test_taking_over_twice_changes_nothing_and_leaves_other_remarks(fields_study):
    other = "# 说明\nformat = 1\n" + KEPT.format("cause:Z", "别章的")
    write(fields_study, "data/remarks.toml", other)
    edit(fields_study, A="文")
    assert collect(fields_study, Path(CHAPTER), on=DAY).is_written
    after = (fields_study / "data/remarks.toml").read_text(encoding="utf-8")
    assert after.startswith(other)
    again = collect(fields_study, Path(CHAPTER), by="另一人", on=date(2030, 1, 1))
    assert not again.is_written
    assert kinds(again) == {"cause:A": "unchanged", "cause:B": "unfilled"}
    assert (fields_study / "data/remarks.toml").read_text(encoding="utf-8") == after


def test_the_file_is_made_when_it_is_named_and_not_there(fields_study):
    (fields_study / "data/remarks.toml").unlink()
    edit(fields_study, A="文")
    collect(fields_study, Path(CHAPTER), on=DAY)
    assert build(fields_study, DOCX).errors == ()


def test_a_named_file_that_is_not_there_stops_a_build(fields_study):
    (fields_study / "data/remarks.toml").unlink()
    assert refusal(fields_study).code == "file-unreadable"


def test_a_study_that_names_no_file_is_told_what_to_write(fields_study):
    write(fields_study, "study.toml", STUDY)
    with pytest.raises(UsageError) as caught:
        collect(fields_study, Path(CHAPTER), on=DAY)
    assert [p.code for p in caught.value.problems] == ["remark-no-file"]
    edit(fields_study, A="文")
    assert refusal(fields_study).code == "remark-edited"


@pytest.mark.parametrize(
    ("text", "code"),
    [("format = 1\nx = 2", "remark-key"), ("format = ", "toml-syntax"), ("", "remark-format")],
)
def test_a_faulty_file_stops_a_build_and_is_not_written(fields_study, text, code):
    write(fields_study, "data/remarks.toml", text)
    before = storage.digest(fields_study / "reports")
    assert refusal(fields_study).code == code
    edit(fields_study, A="文")
    with pytest.raises(DandongError) as caught:
        collect(fields_study, Path(CHAPTER), on=DAY)
    assert [p.code for p in caught.value.problems] == [code]
    assert (fields_study / "data/remarks.toml").read_text(encoding="utf-8") == text
    assert storage.digest(fields_study / "reports") != before  # only the edit


def test_a_text_that_is_too_long_is_refused_and_nothing_is_written(fields_study):
    edit(fields_study, A="长" * 20_001, B="短")
    with pytest.raises(DandongError) as caught:
        collect(fields_study, Path(CHAPTER), on=DAY)
    assert [(p.code, p.value) for p in caught.value.problems] == [("remark-long", "cause:A")]
    assert (fields_study / "data/remarks.toml").read_text(encoding="utf-8") == "format = 1\n"


def test_a_remark_that_no_chapter_shows_is_told_and_stays(fields_study):
    write(fields_study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:NOBODY", "文"))
    result = build(fields_study, DOCX)
    (warning,) = result.warnings
    assert (warning.code, warning.severity) == ("remark-unused", "warning")
    assert (warning.place.file, warning.value) == ("data/remarks.toml", "cause:NOBODY")
    assert result.errors == ()
    # It is told again, and not judged when some chapters were not built.
    assert [w.code for w in build(fields_study, DOCX).warnings] == ["remark-unused"]
    assert build(fields_study, Request(("01_first",), ("docx",))).warnings == ()


def test_only_chapters_run_again_when_a_remark_changes(fields_study):
    write(fields_study, "data/remarks.toml", "format = 1\n" + KEPT.format("cause:A", "文"))
    planned = {o.name: o for o in explain(fields_study, DOCX)}
    assert {n for n, o in planned.items() if o.status == "would_run"} == {
        "remarks", "chapter:01_first", "chapter:02_second", "export:01_first:docx",
        "export:02_second:docx", "export:report:docx",
    }  # fmt: skip
    assert [r.en for r in planned["remarks"].reasons] == ["data/remarks.toml changed"]


def test_a_comment_in_the_file_runs_no_chapter(fields_study):
    write(fields_study, "data/remarks.toml", "format = 1\n# 说明\n")
    ran = {o.name for o in build(fields_study, DOCX).outcomes if o.status == "ran"}
    assert ran == {"remarks"}


def test_a_build_never_writes_the_file(fields_study):
    before = storage.digest(fields_study / "data/remarks.toml")
    edit(fields_study, A="文")
    build(fields_study, DOCX, discard_edits=True)
    assert storage.digest(fields_study / "data/remarks.toml") == before


def test_taking_over_waits_for_a_build(fields_study):
    with storage.locked(Layout(fields_study).lock), pytest.raises(DandongError) as caught:
        collect(fields_study, Path(CHAPTER), on=DAY)
    assert [p.code for p in caught.value.problems] == ["build-running"]
