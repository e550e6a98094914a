"""What people changed in a document: its text as it is now beside its record.

Nothing is judged by where a program put its marks alone: a number whose control and bookmark are
gone is still found where the text around it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Literal

from dandong_analysis.report.docx_record import Number, Printed, Record
from dandong_analysis.report.docx_units import Mark, Unit
from dandong_analysis.report.review_align import Pairing, pair_units
from dandong_analysis.report.review_places import places
from dandong_analysis.report.review_tokens import (
    Known,
    Token,
    is_label,
    narrowed,
    plain,
    tokens_of,
    value_of,
)

Kind = Literal[
    "changed", "removed", "moved", "duplicated", "typed", "reworded", "deleted", "text_moved",
    "form", "supported", "added", "field", "tracked",
]  # fmt: skip
# What does not call a number or a generated sentence in question.
INFORMATION: frozenset[Kind] = frozenset({"form", "supported", "added", "field", "tracked"})


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was printed.

    ``printed`` and ``now`` are texts of a number or of a sentence; ``fact`` and ``label`` name a
    fact, for a number typed by hand one that prints so. ``unit`` is the index of a unit of the
    document, ``start`` and ``end`` are offsets in it.
    """

    kind: Kind
    place: str
    printed: str = ""
    now: str = ""
    fact: str = ""
    label: str = ""
    unit: int = 0
    start: int = 0
    end: int = 0


Values = Mapping[Decimal, Sequence[Known]]


def review(record: Record, units: Sequence[Unit], known: Values) -> list[Finding]:
    """What the units of a document say that its record does not, in reading order.

    Parameters
    ----------
    record
        What the document was printed with.
    units
        What it says now.
    known
        Facts by the values that they are printed as: what may support a number typed by hand.
    """
    comparison = _Comparison(record, units, known)
    order = sorted(enumerate(comparison.findings()), key=lambda f: (f[1].unit, f[0]))
    return [finding for _, finding in order]


class _Comparison:
    """The two texts, which unit is which, and where each number is now."""

    def __init__(self, record: Record, units: Sequence[Unit], known: Values) -> None:
        self.record, self.known = record, known
        self.numbers: dict[str, tuple[int, Number]] = {
            n.key: (i, n) for i, unit in enumerate(record.units) for n in unit.numbers
        }
        self.units = [self._with_narrow_marks(unit) for unit in units]
        self.pairing: Pairing = pair_units(record, self.units)
        self.places = places(record.units)
        self.homes = self._homes()

    def findings(self) -> Iterator[Finding]:
        pairs = {i: j for j, i in self.pairing.of.items()}
        last = 0
        for i, printed in enumerate(self.record.units):
            if i in pairs:
                last = pairs[i]
                yield from self._changes(i, last)
            else:
                yield from self._gone(i, printed, last)
        for j, unit in enumerate(self.units):
            if j not in self.pairing.of:
                yield from self._new(j, unit)
            yield from self._copies(j, unit)

    def _with_narrow_marks(self, unit: Unit) -> Unit:
        marks = tuple(
            narrowed(unit.text, mark, self._shown(mark.key))
            for mark in unit.marks if mark.key in self.numbers
        )  # fmt: skip
        return Unit(unit.kind, unit.text, marks, unit.runs)

    def _shown(self, key: str) -> str:
        i, number = self.numbers[key]
        return self.record.units[i].shown(number)

    def _homes(self) -> dict[str, tuple[int, Mark]]:
        """The one place of each number; of several, the one where it was printed."""
        found: dict[str, tuple[int, Mark]] = {}
        for j, unit in enumerate(self.units):
            for mark in unit.marks:
                is_own = self.pairing.of.get(j) == self.numbers[mark.key][0]
                if mark.start < mark.end and (
                    mark.key not in found or (is_own and not self._is_home(found[mark.key]))
                ):
                    found[mark.key] = (j, mark)
        return found

    def _is_home(self, home: tuple[int, Mark]) -> bool:
        return self.pairing.of.get(home[0]) == self.numbers[home[1].key][0]

    def _changes(self, i: int, j: int) -> Iterator[Finding]:
        """What is different in a unit that is still there."""
        printed, unit = self.record.units[i], self.units[j]
        if j in self.pairing.moved:
            yield Finding(
                "text_moved", self.places[i], printed.text, unit.text, unit=j, end=len(unit.text)
            )
        old, new = self._old_tokens(printed), self._new_tokens(j)
        parts = SequenceMatcher(None, [t.sign for t in old], [t.sign for t in new], autojunk=False)
        steps = [(old[a:b], new[c:d]) for tag, a, b, c, d in parts.get_opcodes() if tag != "equal"]
        gone = {t.text for before, _ in steps for t in before if t.kind == "key"}
        for number in printed.numbers:
            yield from self._number(i, j, number, is_displaced=number.key in gone)
        for before, after in steps:
            yield from self._step(i, j, before, after)
        yield from self._wording(i, j, steps)

    def _old_tokens(self, printed: Printed) -> list[Token]:
        """A number that is marked nowhere any more is a number like any other."""
        marks = [Mark(n.key, n.start, n.end) for n in printed.numbers if n.key in self.homes]
        return tokens_of(printed.text, marks)

    def _new_tokens(self, j: int) -> list[Token]:
        unit = self.units[j]
        own = [m for m in unit.marks if self.homes.get(m.key) == (j, m)]
        return tokens_of(unit.text, own)

    def _number(self, i: int, j: int, number: Number, *, is_displaced: bool) -> Iterator[Finding]:
        """What became of a number that is still marked."""
        if number.key not in self.homes:
            return
        home, mark = self.homes[number.key]
        printed, now = self._shown(number.key), self.units[home].text[mark.start : mark.end]
        if home != j or is_displaced:
            yield self._of_number("moved", i, number, now, home, mark.start, mark.end)
        kind = _difference(printed, now)
        if kind:
            yield self._of_number(kind, i, number, now, home, mark.start, mark.end)

    def _of_number(
        self, kind: Kind, i: int, number: Number, now: str, unit: int, start: int, end: int
    ) -> Finding:
        return Finding(
            kind,
            self.places[i],
            self._shown(number.key),
            now,
            number.fact,
            unit=unit,
            start=start,
            end=end,
        )

    def _step(
        self, i: int, j: int, before: Sequence[Token], after: Sequence[Token]
    ) -> Iterator[Finding]:
        """The numbers without a mark in a stretch that is not as it was."""
        unit, printed = self.units[j], self.record.units[i]
        facts = {n.start: n for n in printed.numbers}
        old = [t for t in before if t.kind == "number"]
        new = [t for t in after if t.kind == "number" and not self._is_copy(j, t)]
        for one, other in zip(old, new, strict=False):
            kind = _difference(
                printed.text[one.start : one.end], unit.text[other.start : other.end]
            )
            fact = facts[one.start].fact if one.start in facts else ""
            yield Finding(kind or "form", self.places[i], printed.text[one.start : one.end],
                          unit.text[other.start : other.end], fact, unit=j, start=other.start, end=other.end)  # fmt: skip
        for one in old[len(new) :]:
            if one.start in facts:
                yield self._of_number("removed", i, facts[one.start], "", j, 0, len(unit.text))
        for other in new[len(old) :]:
            yield from self._typed(self.places[i], j, other)

    def _is_copy(self, j: int, token: Token) -> bool:
        """Whether a number of a unit is the copy of one that stands elsewhere."""
        marks = self.units[j].marks
        return any(
            m.start <= token.start < m.end and self.homes.get(m.key) != (j, m) for m in marks
        )

    def _typed(self, place: str, j: int, token: Token) -> Iterator[Finding]:
        text = self.units[j].text
        if is_label(text, token):
            return
        now = text[token.start : token.end]
        value = value_of(now)
        facts = self.known.get(value, ()) if value is not None else ()
        near = facts[0] if facts else Known("", "")
        kind: Kind = "supported" if facts else "typed"
        yield Finding(kind, place, "", now, near.fact, near.label, j, token.start, token.end)

    def _wording(
        self, i: int, j: int, steps: Sequence[tuple[Sequence[Token], Sequence[Token]]]
    ) -> Iterator[Finding]:
        """One finding for what was said differently in a unit."""
        printed, unit = self.record.units[i], self.units[j]
        lost = [
            plain(printed.text[t.start : t.end])
            for old, _ in steps
            for t in old
            if t.kind == "text"
        ]
        won = [t for _, new in steps for t in new if t.kind == "text"]
        if lost:
            yield Finding(
                "reworded", self.places[i], printed.text, unit.text, unit=j, end=len(unit.text)
            )
        elif won:
            added = unit.text[won[0].start : won[-1].end]
            yield Finding(
                "added", self.places[i], "", added, unit=j, start=won[0].start, end=won[-1].end
            )

    def _gone(self, i: int, printed: Printed, last: int) -> Iterator[Finding]:
        """A unit that is not there any more, with its numbers."""
        yield Finding("deleted", self.places[i], printed.text, unit=last)
        for number in printed.numbers:
            if number.key in self.homes:
                yield from self._number(i, -1, number, is_displaced=True)
            else:
                yield self._of_number("removed", i, number, "", last, 0, 0)

    def _new(self, j: int, unit: Unit) -> Iterator[Finding]:
        """A unit that somebody added, with its numbers."""
        before = [k for k in range(j) if k in self.pairing.of]
        place = self.places[self.pairing.of[before[-1]]] if before else ""
        if unit.text.strip():
            yield Finding("added", place, "", unit.text, unit=j, end=len(unit.text))
        for token in self._new_tokens(j):
            if token.kind == "number" and not self._is_copy(j, token):
                yield from self._typed(place, j, token)

    def _copies(self, j: int, unit: Unit) -> Iterator[Finding]:
        for mark in unit.marks:
            now = unit.text[mark.start : mark.end]
            if mark.key in self.homes and self.homes[mark.key] != (j, mark) and now:
                i, number = self.numbers[mark.key]
                yield self._of_number("duplicated", i, number, now, j, mark.start, mark.end)


def _difference(printed: str, now: str) -> Kind | None:
    """What became of a number: another value, another form of it, or nothing."""
    if printed.strip() == now.strip():
        return None
    value = value_of(printed)
    is_same = plain(printed) == plain(now) or (value is not None and value == value_of(now))
    return "form" if is_same else "changed"
