"""Texts of an edited document beside those that the study keeps, and the two made one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dandong_analysis.remarks.fields import Written
from dandong_analysis.remarks.file import Remark

Kind = Literal["new", "changed", "unchanged", "emptied", "unfilled", "absent"]
# What a document says that the study does not keep yet.
EDITS: tuple[Kind, ...] = ("new", "changed", "emptied")


@dataclass(frozen=True)
class Change:
    """One field of an edited document: what the study keeps and what the document says."""

    field: str
    label: str
    kind: Kind
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def compare(
    written: Sequence[Written], remarks: Sequence[Remark], *, shown: Callable[[str], str]
) -> tuple[Change, ...]:
    """What each field of a document changes.

    A placeholder that was left, or a box that is gone, says nothing: the remark stays. So does
    a text that still is as the document was made, when the remark changed since.

    Parameters
    ----------
    written
        The fields of the document.
    remarks
        What the study keeps.
    shown
        How a document prints a paragraph of a remark.
    """
    kept = {remark.field: remark.text for remark in remarks}
    return tuple(_change(w, kept.get(w.field, ()), shown) for w in written)


def _change(written: Written, before: tuple[str, ...], shown: Callable[[str], str]) -> Change:
    kind = _kind(written, tuple(map(shown, before)))
    after = written.text if kind in EDITS else before
    return Change(written.field, written.label, kind, before, after)


def _kind(written: Written, before: tuple[str, ...]) -> Kind:
    if written.state == "absent":
        return "absent"
    if written.state == "placeholder" or not (written.text or before):
        return "unfilled"
    if written.text == before or written.is_as_printed:
        return "unchanged"
    if not written.text:
        return "emptied"
    return "changed" if before else "new"


def merged(
    remarks: Sequence[Remark], changes: Sequence[Change], *, by: str, on: date
) -> tuple[Remark, ...]:
    """The remarks with the changes made: others stay as they are, new ones follow.

    A changed text is by ``by`` and of the day ``on``, never by the one who wrote the former.
    """
    edits = {c.field: c for c in changes if c.kind in EDITS}
    old = [_edited(r, edits.get(r.field), by, on) for r in remarks]
    new = [Remark(c.field, c.after, by, on) for c in edits.values() if c.kind == "new"]
    return (*(r for r in old if r.text), *new)


def _edited(remark: Remark, change: Change | None, by: str, on: date) -> Remark:
    return remark if change is None else Remark(remark.field, change.after, by, on)
