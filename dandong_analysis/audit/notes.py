"""What a careful reader finds and no arithmetic does, as cited notes.

A file of notes holds ``[[note]]`` entries: ``id``, ``kind``, ``place`` in the document,
``figures`` touched (ids, may be none), and the finding in ``zh`` and ``en``. ``{ID}`` in a text
stands for the figure as printed, so that no number is typed twice.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from dandong_analysis.audit.faults import fault
from dandong_analysis.audit.figures import Figure
from dandong_analysis.errors import Place, Problem, Text, raise_all

NoteKind = Literal["contradiction", "omission", "time", "definition", "label"]
# The most serious first.
NOTE_KINDS: tuple[NoteKind, ...] = get_args(NoteKind)

_FORMAT = 1
_TEXTS = ("id", "kind", "place", "zh", "en")
_FIGURE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Note:
    """One finding of reading: where in the document, which figures it touches, what it is."""

    id: str
    kind: NoteKind
    place: str
    figures: tuple[str, ...]
    text: Text


def parse_notes(data: Mapping[str, Any], *, file: str = "notes.toml") -> tuple[Note, ...]:
    """Notes from the parsed file.

    Raises
    ------
    DandongError
        With every entry that is absent or not as it should be, and ids that occur twice.
    """
    entries: Sequence[Mapping[str, Any]] = data.get("note", ())
    problems = list(_wrong_entries(entries, Place(file=file)))
    if data.get("format") != _FORMAT:
        problems.append(fault("note-entry", Place(file=file), f"format = {data.get('format')}"))
    raise_all(problems)
    return tuple(
        Note(e["id"], e["kind"], e["place"], tuple(e["figures"]), Text(e["zh"], e["en"]))
        for e in entries
    )


def _wrong_entries(entries: Sequence[Mapping[str, Any]], place: Place) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        name = str(entry.get("id", "")) or f"note {number}"
        if name in seen:
            yield fault("note-id-twice", place, name)
        seen.add(name)
        for key in sorted({*_TEXTS, "figures"} ^ set(entry)):
            yield fault("note-entry", place, f"{name}: {key}")
        for key in _TEXTS:
            if not isinstance(entry.get(key, ""), str):
                yield fault("note-entry", place, f"{name}: {key} = {entry[key]}")
        if entry.get("kind", NOTE_KINDS[0]) not in NOTE_KINDS:
            yield fault("note-entry", place, f"{name}: kind = {entry['kind']}")
        if not _is_list_of_text(entry.get("figures", [])):
            yield fault("note-entry", place, f"{name}: figures = {entry['figures']}")


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def place_notes(
    notes: Sequence[Note], figures: Mapping[str, Figure], *, file: str = "notes.toml"
) -> list[Note]:
    """The notes with the figures in their texts as printed, the most serious first.

    Raises
    ------
    DandongError
        When a note names a figure that does not exist.
    """
    raise_all(list(_unknown_figures(notes, figures, Place(file=file))))
    printed = [
        replace(note, text=Text(_printed(note.text.zh, figures), _printed(note.text.en, figures)))
        for note in notes
    ]
    return sorted(printed, key=lambda note: (NOTE_KINDS.index(note.kind), note.id))


def _unknown_figures(
    notes: Sequence[Note], known: Collection[str], place: Place
) -> Iterator[Problem]:
    for note in notes:
        in_texts = [*_FIGURE.findall(note.text.zh), *_FIGURE.findall(note.text.en)]
        for name in dict.fromkeys([*note.figures, *in_texts]):
            if name not in known:
                yield fault("note-figure", place, f"{note.id}: {name}")


def _printed(text: str, figures: Mapping[str, Figure]) -> str:
    return _FIGURE.sub(lambda found: figures[found[1]].text, text)
