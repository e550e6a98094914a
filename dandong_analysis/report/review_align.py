"""Which unit of an edited document is which unit of its record."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from dandong_analysis.report.docx_record import Record
from dandong_analysis.report.docx_units import Unit
from dandong_analysis.report.review_tokens import plain

# The least likeness of two units that share no number, from 0 to 1.
_LIKE = 0.5
# Stretches with more pairs than this are compared by their letters only, in any order.
_MANY = 4_000


@dataclass
class Pairing:
    """Pairs of units: the record's unit of each unit of the document, by their indices.

    ``moved`` are units of the document that stand elsewhere than they were printed.
    """

    of: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def add(self, now: int, before: int, *, moved: bool = False) -> None:
        """Pair two units."""
        self.of[now] = before
        if moved:
            self.moved.add(now)

    def printed(self) -> set[int]:
        """The units of the record that have a pair."""
        return set(self.of.values())


def pair_units(record: Record, units: Sequence[Unit]) -> Pairing:
    """The units of a document beside those that it was printed with.

    First those that are the same, then in between those that share numbers or are alike, then
    those that went somewhere else.
    """
    before = [plain(u.text) for u in record.units]
    now = [plain(u.text) for u in units]
    owners = {n.key: i for i, unit in enumerate(record.units) for n in unit.numbers}
    pairing = Pairing()
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                pairing.add(j, i)
        elif tag == "replace":
            _pair_stretch(pairing, range(i1, i2), range(j1, j2), before, now, units, owners)
    _pair_moved(pairing, before, now, units, owners)
    return pairing


def _pair_stretch(
    pairing: Pairing, old: range, new: range, before: Sequence[str], now: Sequence[str],
    units: Sequence[Unit], owners: Mapping[str, int],
) -> None:  # fmt: skip
    """Pair what was changed in place."""
    free = set(old)
    for j in new:
        owner = _owner(units[j], owners, free)
        if owner is not None:
            pairing.add(j, owner)
            free.discard(owner)
    waiting = [j for j in new if j not in pairing.of]
    is_long = len(free) * len(waiting) > _MANY
    likeness = sorted(
        (-_likeness(before[i], now[j], is_quick=is_long), abs((i - old.start) - (j - new.start)), i, j)
        for i in free for j in waiting
    )  # fmt: skip
    for like, _, i, j in likeness:
        if -like >= _LIKE and i in free and j not in pairing.of:
            pairing.add(j, i)
            free.discard(i)


def _likeness(one: str, other: str, *, is_quick: bool) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LIKE or matcher.quick_ratio() < _LIKE:
        return 0.0
    return matcher.quick_ratio() if is_quick else matcher.ratio()


def _owner(unit: Unit, owners: Mapping[str, int], free: set[int]) -> int | None:
    """The unit of the record, among ``free`` ones, that most numbers of ``unit`` belong to."""
    found = Counter(owners[m.key] for m in unit.marks if owners.get(m.key) in free)
    return found.most_common(1)[0][0] if found else None


def _pair_moved(
    pairing: Pairing, before: Sequence[str], now: Sequence[str], units: Sequence[Unit],
    owners: Mapping[str, int],
) -> None:  # fmt: skip
    """Pair what stands elsewhere now: by its numbers, else where every letter is the same."""
    free = set(range(len(before))) - pairing.printed()
    texts = {before[i]: i for i in sorted(free, reverse=True)}
    for j, unit in enumerate(units):
        if j in pairing.of:
            continue
        owner = _owner(unit, owners, free)
        same = texts.get(now[j])
        found = owner if owner is not None else same if same in free else None
        if found is not None:
            pairing.add(j, found, moved=True)
            free.discard(found)
