"""Numbers of a document, as content controls of Word that are bound to their facts.

Each number stands in a control of its own, whose tag names this place of the document and no
other; the record of the document (:mod:`~dandong_analysis.report.docx_record`) says which fact
that is. A hidden bookmark around the control carries the same name, because LibreOffice 7.4
keeps bookmarks when it saves and drops tags. The text stays free to be edited: the control has
no lock, and no binding to a node of data, which would take the link out of it and would let
equal facts change each other.
"""

import re
from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.document import fact_details
from dandong_analysis.report.docx_control import LONGEST_TITLE, cut
from dandong_analysis.report.docx_xml import Bookmarks, Face, el, link, run, val

# Begin the tag of a control and the name of its bookmark; what follows is the key of the number.
_TAG, _BOOKMARK = "dandong.", "_dandong_"
_MARKED = re.compile(rf"(?:{re.escape(_TAG)}|{_BOOKMARK})(n[1-9][0-9]{{0,6}})")


def marked_key(name: str) -> str:
    """The key that a tag or the name of a bookmark stands for; empty for any other.

    >>> marked_key("dandong.n12"), marked_key("_dandong_n12"), marked_key("_GoBack")
    ('n12', 'n12', '')
    """
    found = _MARKED.fullmatch(name)
    return found[1] if found else ""


class Numbers:
    """Writes the numbers of a document, and remembers which fact each of them is."""

    def __init__(self, ids: Iterator[int], bookmarks: Bookmarks, lang: str) -> None:
        self._ids = ids
        self._bookmarks = bookmarks
        self._lang = lang
        self.facts: dict[str, FactRef] = {}

    def control(self, fact: FactRef, anchor: str, face: Face, style: str) -> tuple[Element, ...]:
        """A number that links to ``anchor``, in its control and its bookmark."""
        key = f"n{len(self.facts) + 1}"
        self.facts[key] = fact
        shown = link(anchor, run(fact.text, face, character_style=style), tip=self._tip(fact))
        properties = el(
            "w:sdtPr", None, val("w:alias", cut(fact.label, LONGEST_TITLE)),
            val("w:tag", f"{_TAG}{key}"), val("w:id", next(self._ids)),
        )  # fmt: skip
        control = el("w:sdt", None, properties, el("w:sdtContent", None, shown))
        return self._bookmarks.mark(f"{_BOOKMARK}{key}", control)

    def _tip(self, fact: FactRef) -> str:
        details = fact_details(fact, self._lang)
        return "\n".join([fact.label, *(f"{name}: {text}" for name, text in details)])
