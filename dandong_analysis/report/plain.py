"""Which numbers of a table are no facts.

Whatever is computed is a fact that opens. Plain text is a number that was found as it stands:

- ``row``: the number of a row in a file;
- ``text``: what a cell or the plan says, word for word;
- ``figure``: a figure as the plan prints it;
- ``limit``: a declared parameter or limit;
- ``ordinal``: the number of an entry in its list;
- ``year``: a year that heads a row.

A column of a frame, or a dimension, is of such a kind when it is named here; its header says so.
"""

from typing import Literal

Plain = Literal["", "row", "text", "figure", "limit", "ordinal", "year"]

_KINDS: dict[str, Plain] = {
    "row": "row",
    "raw": "text", "parsed": "text", "printed_target": "text",
    "printed": "figure", "published": "figure",
    "value": "limit", "value_after_end": "limit",
    "set": "ordinal", "slip": "ordinal",
    "year": "year",
}  # fmt: skip


def plain_kind(column: str) -> Plain:
    """What the plain numbers of a column are; nothing where numbers must be facts."""
    return _KINDS.get(column, "")


def is_number(kind: Plain) -> bool:
    """Whether a column of this kind holds nothing but numbers, which stand to the right."""
    return kind not in ("", "text", "year")
