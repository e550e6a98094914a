"""The document that ``remarks`` and ``review`` are given."""

from datetime import date
from pathlib import Path

import pytest

from dandong_analysis.errors import UsageError
from dandong_analysis.pipeline.collect import collect
from dandong_analysis.pipeline.edited import edited_document
from dandong_analysis.pipeline.reviewing import review_document


def test_a_path_is_of_the_working_folder_first_and_of_the_study_then(tmp_path, monkeypatch):
    study, here = tmp_path / "study", tmp_path / "here"
    for folder, content in ((study, b"study"), (here, b"here")):
        folder.mkdir()
        (folder / "a.docx").write_bytes(content)
    monkeypatch.chdir(here)
    assert edited_document(study, Path("a.docx")) == (Path("a.docx"), b"here")
    (here / "a.docx").unlink()
    assert edited_document(study, Path("a.docx")) == (study / "a.docx", b"study")


@pytest.mark.parametrize("name", ["none.docx", "."], ids=["absent", "folder"])
@pytest.mark.parametrize(
    "read",
    [review_document, lambda root, path: collect(root, path, on=date(2026, 1, 1))],
    ids=["review", "remarks"],
)
def test_a_document_that_is_not_there_is_wrong_usage(fields_study, read, name):
    with pytest.raises(UsageError) as error:
        read(fields_study, Path(name))
    (problem,) = error.value.problems
    assert problem.code == "no-document"
