"""What an edited document changes: one case for each outcome."""

from datetime import date

import pytest

from dandong_analysis.remarks.fields import Written
from dandong_analysis.remarks.file import Remark
from dandong_analysis.remarks.merge import Change, compare, merged

A = "cause:A"
OLD = Remark(A, ("旧",), "李", date(2020, 1, 1))


def kind(text, state="filled", *, kept=(), printed=None):
    written = [Written(A, "甲", tuple(text), state, text == printed)]
    remarks = [Remark(A, tuple(kept))] if kept else []
    (change,) = compare(written, remarks, shown=str)
    assert change.before == tuple(kept)
    assert change.after == (tuple(text) if change.kind in ("new", "changed", "emptied") else change.before)  # fmt: skip
    return change.kind


@pytest.mark.parametrize(
    ("found", "given"),
    [
        ("new", {"text": ["文"]}),
        ("new", {"text": ["文"], "printed": []}),
        ("changed", {"text": ["文"], "kept": ["旧"]}),
        ("changed", {"text": ["文"], "kept": ["旧"], "printed": ["旧"]}),
        ("unchanged", {"text": ["旧"], "kept": ["旧"]}),
        ("emptied", {"text": [], "state": "blank", "kept": ["旧"]}),
        ("emptied", {"text": [], "state": "blank", "kept": ["旧"], "printed": ["旧"]}),
        ("unfilled", {"text": [], "state": "placeholder"}),
        ("unfilled", {"text": [], "state": "blank"}),
        # Somebody else's document: the placeholder that it shows says nothing.
        ("unfilled", {"text": [], "state": "placeholder", "kept": ["旧"]}),
        ("absent", {"text": [], "state": "absent"}),
        ("absent", {"text": [], "state": "absent", "kept": ["旧"]}),
        # The remark changed since the document was built, and nobody touched the document.
        ("unchanged", {"text": ["旧"], "kept": ["文件中新改的"], "printed": ["旧"]}),
        ("unchanged", {"text": [], "state": "blank", "kept": ["文件中新写的"], "printed": []}),
        # A program dropped what tells so: the document counts.
        ("changed", {"text": ["旧"], "kept": ["文件中新改的"]}),
    ],
)
def test_each_outcome(found, given):
    assert kind(**given) == found


def test_a_text_is_compared_as_a_document_prints_it():
    written = [Written(A, "", ("A",), "filled")]
    (change,) = compare(written, [Remark(A, ("a",))], shown=str.upper)
    assert change.kind == "unchanged"


def test_changed_texts_get_their_new_writer_and_others_stay():
    other = Remark("cause:B", ("乙",), "张", date(2020, 2, 2))
    today = date(2021, 3, 1)
    changes = [
        Change(A, "", "changed", ("旧",), ("新",)),
        Change("cause:C", "", "new", (), ("丙",)),
    ]
    assert merged([OLD, other], changes, by="王", on=today) == (
        Remark(A, ("新",), "王", today), other, Remark("cause:C", ("丙",), "王", today),
    )  # fmt: skip


def test_the_former_writer_does_not_stand_under_another_text():
    (new,) = merged([OLD], [Change(A, "", "changed", ("旧",), ("新",))], by="", on=date(2021, 3, 1))
    assert new.by == ""


def test_an_emptied_remark_goes_and_all_else_keeps_it():
    today = date(2021, 3, 1)
    assert merged([OLD], [Change(A, "", "emptied", ("旧",))], by="", on=today) == ()
    for same in ("unchanged", "unfilled", "absent"):
        assert merged([OLD], [Change(A, "", same, ("旧",), ("旧",))], by="王", on=today) == (OLD,)
