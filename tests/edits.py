"""A docx edited as people edit it in Word: numbers, sentences, rows, tracked changes."""

import copy
import io
import re
import zipfile
from collections.abc import Callable

from defusedxml.ElementTree import fromstring as checked
from lxml import etree

from tests.controls import MAIN, w

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Draft:
    """An open document; each edit changes it in place."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        checked(self.parts[MAIN])
        self.root = etree.fromstring(self.parts[MAIN])

    def saved(self) -> bytes:
        parts = {
            **self.parts,
            MAIN: etree.tostring(self.root, xml_declaration=True, encoding="UTF-8"),
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return stream.getvalue()

    def recorded(self, fact: str) -> list[tuple[str, str]]:
        """Key and printed text of each number of a fact, from the record."""
        record = checked(self.parts["customXml/item1.xml"])
        return [
            (n.get("key"), unit.text[int(n.get("start")) : int(n.get("end"))])
            for unit in record for n in unit if n.get("fact") == fact
        ]  # fmt: skip

    def key_of(self, fact: str, place: int = 0) -> str:
        """The key of the ``place``-th number of a fact."""
        return self.recorded(fact)[place][0]

    def retype_tracked(self, key: str, text: str) -> None:
        """Write another number over one, with tracking on."""
        old = next(r for r in self.control(key).iter(w("r")) if texts(r))
        new = run(text)
        self.track(old, "del").addnext(new)
        self.track(new, "ins")

    def control(self, key: str):
        """The control of a number; where a program dropped the tag, what its bookmark begins."""
        for tag in self.root.iter(w("tag")):
            if tag.get(w("val")) == f"dandong.{key}":
                return tag.getparent().getparent()
        start = next(
            b for b in self.root.iter(w("bookmarkStart")) if b.get(w("name")) == f"_dandong_{key}"
        )
        return next(
            e
            for e in start.itersiblings()
            if e.tag in {w("hyperlink"), w("sdt"), w("r")} and texts(e)
        )

    def type_number(self, key: str, text: str) -> None:
        first, *others = texts(self.control(key))
        first.text = text
        for other in others:
            other.text = ""

    def empty_number(self, key: str) -> None:
        """Delete the text of a number; the link goes with it, the control stays."""
        control = self.control(key)
        for shown in list(control.iter(w("hyperlink"))) or [control]:
            shown.addnext(etree.Element(w("r")))
            shown.getparent().remove(shown)

    def delete_number(self, key: str) -> None:
        control = self.control(key)
        control.getparent().remove(control)

    def paragraph(self, words: str):
        return next(p for p in self.root.iter(w("p")) if words in text_of(p))

    def row(self, words: str):
        return next(r for r in self.root.iter(w("tr")) if words in text_of(r))

    def delete(self, element) -> None:
        element.getparent().remove(element)

    def move_after(self, element, other) -> None:
        other.addnext(element)

    def add_after(self, element, text: str):
        """A paragraph typed after another."""
        added = etree.Element(w("p"))
        added.append(run(text))
        element.addnext(added)
        return added

    def type_at_end(self, element, text: str) -> None:
        element.append(run(text))

    def reword(self, before: str, after: str) -> None:
        found = next(t for t in self.root.iter(w("t")) if before in (t.text or ""))
        found.text = found.text.replace(before, after, 1)

    def track(self, element, kind: str):
        """Put a run into a tracked insertion or deletion."""
        change = etree.Element(w(kind), {w("id"): "9001", w("author"): "王"})
        element.addprevious(change)
        change.append(element)
        if kind == "del":
            for text in texts(element):
                text.tag = w("delText")
        return change

    def copy_number(self, key: str, target) -> None:
        """Paste a number with its control elsewhere; a bookmark stays where it was."""
        target.append(copy.deepcopy(self.control(key)))

    def split_runs(self) -> None:
        """Cut runs in two as Word does where it marks spelling and sessions."""
        for r in list(self.root.iter(w("r"))):
            found = texts(r)
            if len(found) == 1 and len(found[0].text or "") > 1:
                other = copy.deepcopy(r)
                texts(other)[0].text = found[0].text[1:]
                found[0].text = found[0].text[:1]
                for t in (found[0], texts(other)[0]):
                    t.set(_SPACE, "preserve")
                r.set(w("rsidR"), "00AB12CD")
                r.addnext(other)
                r.addnext(etree.Element(w("proofErr"), {w("type"): "spellStart"}))

    def drop(self, pattern: str) -> None:
        """Take out what a program does not write again."""
        text = etree.tostring(self.root).decode()
        after = re.sub(pattern, "", text)
        assert after != text
        self.root = etree.fromstring(after.encode())


TAGS = r"<w:tag [^>]*dandong[^>]*/>"
BOOKMARKS = r'<w:bookmarkStart [^>]*w:name="_dandong_[^>]*/>'


def texts(element) -> list:
    return list(element.iter(w("t")))


def text_of(element) -> str:
    return "".join(t.text or "" for t in texts(element))


def run(text: str):
    made = etree.Element(w("r"))
    found = etree.SubElement(made, w("t"), {_SPACE: "preserve"})
    found.text = text
    return made


def edited(data: bytes, *edits: Callable[[Draft], object]) -> bytes:
    draft = Draft(data)
    for edit in edits:
        edit(draft)
    return draft.saved()
