"""What a chapter says: headings, paragraphs, tables, figures and notes.

A block is plain data. In a notebook it displays itself; in the executed notebook it is a JSON
output (:data:`MIME`), and that is all that the exporters read. Text from a delivery is only
ever text here: the exporters escape it.
"""

from dataclasses import dataclass
from typing import Any, Literal

MIME = "application/vnd.dandong.block+json"

NoteKind = Literal["synthetic", "unverified", "source", "limit", "difference"]


class Displayed:
    """Shows itself in a notebook, as JSON for the exporters and as HTML for the reader."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from dandong_analysis.report.display import (  # noqa: PLC0415 (display knows the blocks)
            mime_bundle,
        )

        return mime_bundle(self)  # type: ignore[arg-type]


@dataclass(frozen=True)
class FactRef:
    """A printed number and the fact behind it, with all that a reader may open.

    ``group`` names the numbers that differ from this one in their codes only, and
    ``group_definition`` says how they are computed; both are empty when the number stands alone.
    """

    text: str
    id: str
    value: str
    unit: str
    label: str
    definition: str
    n_rows: int
    sources: tuple[str, ...]
    published: str
    verdict: str
    provenance: str
    group: str = ""
    group_definition: str = ""


# A run of text, or a number from the ledger.
Span = str | FactRef


@dataclass(frozen=True)
class Heading(Displayed):
    """A heading; level 1 is the chapter's title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph(Displayed):
    """A paragraph of text runs and numbers."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class HeaderCell:
    """One cell of a merged table header."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table(Displayed):
    """A three-line table.

    ``header`` holds the rows of a merged header; ``body`` rows of cells, each a tuple of
    spans; ``align`` one letter a column (``l``, ``r``, ``c``); ``total_rows`` the indices of
    body rows that are totals.
    """

    id: str
    caption: str
    header: tuple[tuple[HeaderCell, ...], ...]
    body: tuple[tuple[tuple[Span, ...], ...], ...]
    align: str
    unit: str = ""
    notes: tuple[str, ...] = ()
    total_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure(Displayed):
    """A picture as SVG (paths, no fonts) and PNG, with a text alternative and its facts."""

    id: str
    caption: str
    alt: str
    svg: str
    png: bytes
    width_mm: float
    notes: tuple[str, ...] = ()
    facts: tuple[FactRef, ...] = ()


@dataclass(frozen=True)
class Note(Displayed):
    """A remark that stands apart: synthetic data, unverified threshold, source, limit."""

    kind: NoteKind
    spans: tuple[Span, ...]


Block = Heading | Paragraph | Table | Figure | Note
