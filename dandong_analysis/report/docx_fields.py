"""The fields of an edited docx, as their writers left them.

Only content controls with the tag of a field count; nothing else of the document is read. Some
programs drop tags when they save but keep titles, so a document also names its fields by the
titles of their controls (:mod:`~dandong_analysis.report.docx_control`).
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from dandong_analysis.errors import DandongError, Place, Problem, raise_all
from dandong_analysis.remarks.fields import State, Written, fingerprint, is_field_id, paragraphs
from dandong_analysis.remarks.messages import problem
from dandong_analysis.report.docx_control import CUSTOM_PART, PREFIX
from dandong_analysis.report.docx_package import main_part, opened, part
from dandong_analysis.report.phrases import PHRASES

# What is not part of the text, and what is deleted or moved away but still recorded.
_UNREAD = {"pPr", "rPr", "sdtPr", "del", "moveFrom", "instrText"}
# What cannot be kept as text; it is named to the reader.
_NO_TEXT = {
    "tbl", "drawing", "pict", "object", "AlternateContent", "sym", "oMath", "footnoteReference",
    "endnoteReference",
}  # fmt: skip
# Contents with texts that belong to something else.
_APART = _NO_TEXT - {"tbl"}
_BREAKS = {"p", "br", "cr"}
_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "\u2011"}
# What Word itself shows in a control that was emptied.
_EMPTIED = {
    "单击或点击此处输入文字。", "单击此处输入文字。", "Click or tap here to enter text.",
    "Click here to enter text.",
}  # fmt: skip


def read_fields(data: bytes, *, file: str) -> tuple[Written, ...]:
    """The fields of a docx in reading order, then those whose box is gone.

    Raises
    ------
    DandongError
        When the document is damaged, dangerous to open, holds no field, or one field twice
        with different texts.
    """
    place = Place(file=file)
    package = opened(place, data)
    made = made_fields(place, package)
    body = part(place, package, main_part(place, package))
    found = written_in(field_boxes(body, titles_of(made)), made)
    if not found:
        raise DandongError(problem("remark-no-fields", place))
    raise_all(list(_contradictions(place, found)))
    return tuple({written.field: written for written in found}.values())


def titles_of(made: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The id of each field by the title of its control."""
    return {title: name for title, (name, _) in made.items()}


def written_in(
    boxes: Iterable[tuple[str, list[Element]]], made: Mapping[str, tuple[str, str]]
) -> list[Written]:
    """What the boxes hold, in reading order; then the fields whose box is gone."""
    prints = dict(made.values())
    found = [_written(name, box, prints.get(name, "")) for name, box in boxes]
    return found + _absent(titles_of(made), {written.field for written in found})


def made_fields(place: Place, package: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """What the document was made with: id and fingerprint of a field by its control's title."""
    if CUSTOM_PART not in package.namelist():
        return {}
    root = part(place, package, CUSTOM_PART)
    named = {p.get("name", ""): "".join(p.itertext()).strip().partition(" ") for p in root}
    return {
        name.removeprefix(PREFIX): (field, known) for name, (field, _, known) in named.items()
        if name.startswith(PREFIX) and is_field_id(field)
    }  # fmt: skip


def field_boxes(body: Element, titles: Mapping[str, str]) -> Iterator[tuple[str, list[Element]]]:
    """The controls of fields with their ids; one inside another belongs to the outer.

    A program that does not know controls may split one in two, or leave a paragraph that was
    added at its end outside: what follows a control without a gap and in its style is part of it.
    """
    waiting = [body]
    while waiting:
        element = waiting.pop()
        box: tuple[str, list[Element]] = ("", [])
        for child in element:
            name = _id(child, titles) if _local(child) == "sdt" else ""
            if box[0] and (name == box[0] or (not name and _continues(child, box[1][0]))):
                box[1].append(child)
                continue
            if box[0]:
                yield box
            box = (name, [child])
            if not name and _local(child) not in _UNREAD:
                waiting.append(child)
        if box[0]:
            yield box


def _continues(element: Element, control: Element) -> bool:
    if _local(element) != "p":
        return False
    style = _style(element)
    return style != "" and style == _style(control)


def _style(element: Element) -> str:
    """The style of the first paragraph of an element that names one."""
    return _value(element.find(".//{*}pStyle"))


def _id(control: Element, titles: Mapping[str, str]) -> str:
    tag = _property(control, "tag")
    if tag:
        return tag if is_field_id(tag) else ""
    return titles.get(_property(control, "alias"), "")


def _property(control: Element, name: str) -> str:
    return _value(control.find(f"{{*}}sdtPr/{{*}}{name}"))


def _value(element: Element | None) -> str:
    """The attribute ``val``, whatever namespace the program writes."""
    values = element.attrib.items() if element is not None else ()
    return next((value for key, value in values if key.rpartition("}")[2] == "val"), "")


def _written(name: str, box: Sequence[Element], known: str) -> Written:
    parts = list(_walked(box))
    text = paragraphs("".join(_pieces(parts)))
    lost = sorted({_local(element) for element in parts} & _NO_TEXT)
    has_flag = any(b.find("{*}sdtPr/{*}showingPlcHdr") is not None for b in box)
    state, own = _state(text, has_flag=has_flag)
    is_as_printed = fingerprint(own) == known
    return Written(name, _property(box[0], "alias"), own, state, is_as_printed, tuple(lost))


def _walked(box: Sequence[Element]) -> Iterator[Element]:
    """The elements in document order, without what is no text of the control."""
    waiting = list(reversed(box))
    while waiting:
        element = waiting.pop()
        if _local(element) in _UNREAD:
            continue
        yield element
        if _local(element) not in _APART:
            waiting.extend(reversed(element))


def _pieces(elements: Sequence[Element]) -> Iterator[str]:
    for element in elements:
        name = _local(element)
        if name in _BREAKS:
            yield "\n"
        elif name == "t":
            yield element.text or ""
        else:
            yield _CHARACTERS.get(name, "")


def _state(text: tuple[str, ...], *, has_flag: bool) -> tuple[State, tuple[str, ...]]:
    """What became of the control, and its text without a placeholder that was left in it."""
    placeholder = PHRASES["field.placeholder"]
    joined = "\n".join(text)
    own = paragraphs(joined.replace(placeholder.zh, "").replace(placeholder.en, ""))
    if has_flag and joined in _EMPTIED:
        return "blank", ()
    if own:
        return "filled", own
    return ("placeholder" if text else "blank"), ()


def _absent(titles: Mapping[str, str], found: set[str]) -> list[Written]:
    gone = {name: title for title, name in titles.items() if name not in found}
    return [Written(name, title, (), "absent") for name, title in gone.items()]


def _contradictions(place: Place, found: Sequence[Written]) -> Iterator[Problem]:
    first: dict[str, Written] = {}
    for written in found:
        other = first.setdefault(written.field, written)
        if other.text != written.text:
            yield problem("remark-differs", place, written.field)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
