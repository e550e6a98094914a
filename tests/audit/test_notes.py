"""Notes of readers: their form, their order, and the figures that they cite."""

import pytest

from dandong_analysis.audit.notes import NOTE_KINDS, parse_notes, place_notes
from dandong_analysis.errors import DandongError

from .conftest import Table

NOTE = {
    "id": "n1", "kind": "label", "place": "三(一)", "figures": ["a"],
    "zh": "甲为{a}亩，乙为{b.c}", "en": "a is {a} mu",
}  # fmt: skip
FIGURES = Table.of(("a", "43.80"), ("b.c", ">0")).figures


def parsed(*entries, format=1):  # noqa: A002 - the key of the file
    return parse_notes({"format": format, "note": list(entries)})


def codes(error) -> list[tuple[str, str]]:
    return [(p.code, p.value) for p in error.value.problems]


def test_figures_stand_in_the_text_as_printed():
    (note,) = place_notes(parsed(NOTE), FIGURES)
    assert (note.text.zh, note.text.en) == ("甲为43.80亩，乙为>0", "a is 43.80 mu")
    assert (note.id, note.kind, note.place, note.figures) == ("n1", "label", "三(一)", ("a",))


def test_printed_text_is_inserted_and_never_read_again():
    hostile = Table.of(("a", "{b.c}{0.__class__}"), ("b.c", "%s")).figures
    (note,) = place_notes(parsed(NOTE), hostile)
    assert note.text.zh == "甲为{b.c}{0.__class__}亩，乙为%s"


def test_the_most_serious_kind_comes_first():
    entries = [{**NOTE, "id": kind, "kind": kind} for kind in reversed(NOTE_KINDS)]
    assert [n.id for n in place_notes(parsed(*entries), FIGURES)] == list(NOTE_KINDS)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "gossip"}, [("note-entry", "n1: kind = gossip")]),
        ({"place": 3}, [("note-entry", "n1: place = 3")]),
        ({"figures": "a"}, [("note-entry", "n1: figures = a")]),
        ({"figures": [1]}, [("note-entry", "n1: figures = [1]")]),
        ({"colour": "red"}, [("note-entry", "n1: colour")]),
    ],
)
def test_wrong_entries_are_named(change, expected):
    with pytest.raises(DandongError) as caught:
        parsed({**NOTE, **change})
    assert codes(caught) == expected


def test_what_is_absent_or_doubled_is_named():
    with pytest.raises(DandongError) as caught:
        parsed(NOTE, NOTE, {"kind": "label", "figures": []}, format=2)
    assert codes(caught) == [
        ("note-id-twice", "n1"),
        *[("note-entry", f"note 3: {key}") for key in ("en", "id", "place", "zh")],
        ("note-entry", "format = 2"),
    ]


def test_a_note_on_a_figure_that_does_not_exist_is_an_error():
    with pytest.raises(DandongError) as caught:
        place_notes(parsed({**NOTE, "figures": ["gone"], "en": "{lost} and {a}"}), FIGURES)
    assert codes(caught) == [("note-figure", "n1: gone"), ("note-figure", "n1: lost")]


def test_a_file_without_notes_has_none():
    assert parsed() == ()
