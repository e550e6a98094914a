"""Where in a document a unit stands, in words for people."""

import re
from collections.abc import Sequence

from dandong_analysis.report.docx_record import Printed

_LONGEST = 24
# The number of a caption is computed, so only its first part is in the text.
_COUNTER = re.compile(r"^(?:表|图|Table|Figure)\s?\d*-\s+")


def places(units: Sequence[Printed]) -> list[str]:
    """The heading, the table and the row or the first words of each unit."""
    found: list[str] = []
    heading = caption = ""
    for unit in units:
        if unit.kind == "heading":
            heading, caption = unit.text, ""
        elif unit.kind == "caption":
            caption = _COUNTER.sub("", unit.text)
        own = unit.text.partition("\t")[0] if unit.kind == "row" else unit.text
        table = caption if unit.kind == "row" else ""
        parts = [heading, table, short(own) if unit.kind in {"row", "text"} else own]
        found.append(" › ".join(dict.fromkeys(p.strip() for p in parts if p.strip())))
    return found


def short(text: str, length: int = _LONGEST) -> str:
    """The first words of a text.

    >>> short("全市共有矿山", 4)
    '全市共…'
    """
    return text if len(text) <= length else f"{text[: length - 1]}…"
