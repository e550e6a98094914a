"""The text of a docx in reading order, unit by unit: each paragraph, and each row of a table.

Text is taken as it stands when all tracked changes are accepted. What a program computes (the
table of contents, page numbers, the counters of captions) is left out, as are pictures and the
fields that evaluators fill in. Numbers are marked by their controls or, where a program dropped
the tags of these, by their bookmarks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, Self

from dandong_analysis.report.docx_number import marked_key

_UNREAD = {
    "pPr", "rPr", "sdtPr", "sectPr", "tblPr", "tblGrid", "tcPr", "trPr", "del", "moveFrom",
    "drawing", "pict", "object", "AlternateContent", "oMath", "footnoteReference",
    "endnoteReference", "fldData",
}  # fmt: skip
_TRACKED = {"del", "ins", "moveFrom", "moveTo"}
_BLANKS = {"tab", "ptab", "br", "cr"}
# Fields whose results a program computes; the lines of a table of contents hold page numbers.
_CONTENTS = {"TOC", "PAGEREF"}
_COMPUTED = {"SEQ", "PAGE", "NUMPAGES", "REF", "STYLEREF", *_CONTENTS}
_CELL = "\t"


class Node(Protocol):
    """An XML element, whichever library read it."""

    tag: str
    text: str | None

    def get(self, key: str) -> str | None: ...
    def find(self, path: str) -> Self | None: ...
    def items(self) -> Collection[tuple[str, str]]: ...
    def __iter__(self) -> Iterator[Self]: ...


@dataclass(frozen=True)
class Mark:
    """Where a number stands in the text of its unit; ``key`` as the record names it."""

    key: str
    start: int
    end: int
    is_control: bool = False


@dataclass(frozen=True)
class Unit:
    """A paragraph or a row of a table; the cells of a row are separated by tabs.

    ``kind`` is ``text``, ``row``, ``caption`` or ``heading``; ``runs`` are the runs of the
    document with the offsets at which they begin.
    """

    kind: str
    text: str
    marks: tuple[Mark, ...] = ()
    runs: tuple[tuple[int, Node], ...] = ()


@dataclass
class Reading:
    """The units of a document, and how many tracked changes it holds."""

    units: list[Unit] = field(default_factory=list)
    tracked: int = 0


def read_units(body: Node, boxes: Sequence[Node] = ()) -> Reading:
    """The units of ``body`` without those inside ``boxes``; empty ones are left out."""
    reader = _Reader({id(box) for box in boxes})
    for element, is_entered in _events(body, reader):
        (reader.enter if is_entered else reader.leave)(element)
    units = _without_doubles(reader.units)
    return Reading([unit for unit in units if unit.text.strip() or unit.marks], reader.tracked)


def _events(body: Node, reader: "_Reader") -> Iterator[tuple[Node, bool]]:
    """Each element as it begins (true) and as it ends; what is not read is not gone into."""
    waiting: list[tuple[Node, bool]] = [(body, True)]
    while waiting:
        element, is_entered = waiting.pop()
        yield element, is_entered
        if is_entered:
            waiting.append((element, False))
            below = [c for c in element if reader.reads(c)]
            waiting.extend((child, True) for child in reversed(below))


def local(element: Node) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return _without_namespace(element.tag) if isinstance(element.tag, str) else ""


# Bounded, since a hostile document may invent names.
@lru_cache(1024)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def value_of(element: Node | None, name: str = "val") -> str:
    """An attribute, whatever namespace the program writes."""
    values = element.items() if element is not None else ()
    return next((value for key, value in values if key.rpartition("}")[2] == name), "")


@dataclass
class _Open:
    """The unit that is being read."""

    kind: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    runs: list[tuple[int, Node]] = field(default_factory=list)
    is_contents: bool = False


class _Reader:
    """Where the reading stands: the open unit, fields and marks."""

    def __init__(self, boxes: set[int]) -> None:
        self.units: list[Unit] = []
        self.tracked = 0
        self._boxes = boxes
        self._unit: _Open | None = None
        self._rows = 0
        # Of each field that is open: its instruction, and whether its result has begun.
        self._fields: list[tuple[str, bool]] = []
        # Key and start of each mark that is open, by what ends it.
        self._marks: dict[str, tuple[str, int]] = {}

    def reads(self, element: Node) -> bool:
        name = local(element)
        self.tracked += name in _TRACKED
        is_deleted_row = name == "tr" and element.find("{*}trPr/{*}del") is not None
        return (
            bool(name)
            and name not in _UNREAD
            and not is_deleted_row
            and id(element) not in self._boxes
        )

    def enter(self, element: Node) -> None:
        name = local(element)
        if name in _BEGINS:
            _BEGINS[name](self, element)
        elif name == "t":
            self._add(element.text or "")
        elif name in _BLANKS:
            self._add(" ")
        elif name == "noBreakHyphen":
            self._add("-")

    def leave(self, element: Node) -> None:
        name = local(element)
        if name == "sdt":
            self._end_mark(f"control {id(element)}", is_control=True)
        elif name == "fldSimple":
            self._fields.pop()
        elif name == "tr":
            self._rows -= 1
        if name in {"p", "tr"} and not self._rows:
            self._finish()

    def begin_paragraph(self, element: Node) -> None:
        if self._rows:
            self._separate_lines()
            return
        style = value_of(element.find("{*}pPr/{*}pStyle"))
        kinds = {"Heading": "heading", "Caption": "caption"}
        self._begin(next((k for name, k in kinds.items() if style.startswith(name)), "text"))

    def _separate_lines(self) -> None:
        """Put a blank between two paragraphs of a cell."""
        if self._unit is not None and self._unit.pieces and self._unit.pieces[-1] != _CELL:
            self._add(" ")

    def begin_row(self, _: Node) -> None:
        if not self._rows:
            self._begin("row")
        self._rows += 1

    def begin_cell(self, _: Node) -> None:
        if self._unit is not None and self._unit.length:
            self._add(_CELL)

    def begin_run(self, element: Node) -> None:
        if self._unit is not None:
            self._unit.runs.append((self._unit.length, element))

    def begin_control(self, element: Node) -> None:
        key = marked_key(value_of(element.find("{*}sdtPr/{*}tag")))
        if key:
            self._begin_mark(f"control {id(element)}", key)

    def begin_bookmark(self, element: Node) -> None:
        key = marked_key(value_of(element, "name"))
        if key:
            self._begin_mark(f"bookmark {value_of(element, 'id')}", key)

    def end_bookmark(self, element: Node) -> None:
        self._end_mark(f"bookmark {value_of(element, 'id')}", is_control=False)

    def begin_simple_field(self, element: Node) -> None:
        self._fields.append((value_of(element, "instr"), True))
        self._note_contents()

    def instruct(self, element: Node) -> None:
        if self._fields and not self._fields[-1][1]:
            self._fields[-1] = (self._fields[-1][0] + (element.text or ""), False)

    def switch_field(self, element: Node) -> None:
        kind = value_of(element, "fldCharType")
        if kind == "begin":
            self._fields.append(("", False))
        elif self._fields:
            self._note_contents()
            instruction, _ = self._fields.pop()
            if kind == "separate":
                self._fields.append((instruction, True))

    def _note_contents(self) -> None:
        if self._unit is not None and self._names() & _CONTENTS:
            self._unit.is_contents = True

    def _names(self) -> set[str]:
        return {code.split()[0].upper() for code, _ in self._fields if code.strip()}

    def _begin(self, kind: str) -> None:
        self._unit = _Open(kind, is_contents=bool(self._names() & {"TOC"}))
        self._marks = {end: (key, 0) for end, (key, _) in self._marks.items()}

    def _add(self, text: str) -> None:
        is_shown = all(has_result for _, has_result in self._fields)
        if self._unit is not None and is_shown and not self._names() & _COMPUTED:
            self._unit.pieces.append(text)
            self._unit.length += len(text)

    def _begin_mark(self, end: str, key: str) -> None:
        self._marks[end] = (key, self._unit.length if self._unit else 0)

    def _end_mark(self, end: str, *, is_control: bool) -> None:
        if end in self._marks and self._unit is not None:
            key, start = self._marks.pop(end)
            self._unit.marks.append(Mark(key, start, self._unit.length, is_control))

    def _finish(self) -> None:
        unit = self._unit
        for end in list(self._marks):
            self._end_mark(end, is_control=end.startswith("control"))
        self._unit = None
        if unit is not None and not unit.is_contents:
            marks = tuple(sorted(unit.marks, key=lambda m: (m.start, m.end)))
            self.units.append(Unit(unit.kind, "".join(unit.pieces), marks, tuple(unit.runs)))


_BEGINS = {
    "p": _Reader.begin_paragraph, "tr": _Reader.begin_row, "tc": _Reader.begin_cell,
    "r": _Reader.begin_run, "sdt": _Reader.begin_control,
    "bookmarkStart": _Reader.begin_bookmark, "bookmarkEnd": _Reader.end_bookmark,
    "fldSimple": _Reader.begin_simple_field, "instrText": _Reader.instruct,
    "fldChar": _Reader.switch_field,
}  # fmt: skip


def _without_doubles(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units with one kind of mark a number: its bookmark counts where its control is gone."""
    held = {mark.key for unit in units for mark in unit.marks if mark.is_control}
    for unit in units:
        marks = tuple(m for m in unit.marks if m.is_control or m.key not in held)
        yield Unit(unit.kind, unit.text, marks, unit.runs)
