"""What a chapter says: headings, paragraphs, tables, figures, notes and fields to fill in.

A block is plain data. In a notebook it displays itself; in the executed notebook it is a JSON
output (:data:`MIME`), and that is all that the exporters read. Text from a delivery is only
ever text here: the exporters escape it.
"""

from dataclasses import dataclass
from typing import Any, Literal

from dandong_analysis.report.plain import Plain

MIME = "application/vnd.dandong.block+json"

MapKind = Literal["area", "line", "point"]
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
    ``parents`` are the ids of the facts that a derived number was computed from.
    ``converted_to`` is the unit of ``text`` where that is another than ``unit``, in which the
    fact is held.
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
    parents: tuple[str, ...] = ()
    converted_to: str = ""

    @property
    def with_unit(self) -> str:
        """The number as it is printed here, with its unit."""
        return f"{self.text} {self.converted_to or self.unit}".rstrip()


# A run of text, or a number from the ledger.
Span = str | FactRef


@dataclass(frozen=True)
class Heading(Displayed):
    """A heading; level 1 is the chapter's title.

    ``chapter`` is the number of the chapter that begins here, 0 to count on. A heading that is
    not ``numbered`` (a summary) counts as none.
    """

    text: str
    level: int = 2
    chapter: int = 0
    numbered: bool = True


@dataclass(frozen=True)
class Paragraph(Displayed):
    """A paragraph of text runs and numbers."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class HeaderCell:
    """One cell of a merged table header.

    ``plain`` says what the numbers below are where they are no facts.
    """

    text: str
    columns: int = 1
    rows: int = 1
    plain: Plain = ""


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
class Hotspot:
    """A part of a picture that stands for a number, as a rectangle.

    ``left`` and ``top`` are distances from the upper left corner, and all four are parts of the
    picture's width and height. ``fact`` is the id of one of the figure's facts.
    """

    fact: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Figure(Displayed):
    """A picture as SVG (paths, no fonts) and PNG, with a text alternative and its facts.

    ``spots`` are the drawn parts that a reader may open, in reading order; a fact that is drawn
    as a point and a number apart from it has two.
    """

    id: str
    caption: str
    alt: str
    svg: str
    png: bytes
    width_mm: float
    notes: tuple[str, ...] = ()
    facts: tuple[FactRef, ...] = ()
    spots: tuple[Hotspot, ...] = ()


@dataclass(frozen=True)
class MapSymbol:
    """How one class of features is drawn; the entry of the legend.

    ``fill`` and ``edge`` are ``#rrggbb`` or empty for none, ``hatch`` a matplotlib hatch,
    ``marker`` a matplotlib marker (points only), ``dashes`` a line of dashes.
    """

    code: str
    label: str
    fill: str = ""
    edge: str = ""
    hatch: str = ""
    marker: str = ""
    dashes: bool = False
    width: float = 0.6
    size: float = 3.0


@dataclass(frozen=True)
class MapFeature:
    """One thing on a map: its symbol, its shape, and what opens when a reader points at it.

    ``parts`` are runs of ``x, y, x, y, ...`` in whole metres of the map's plane (y to the
    north): the rings of an area (even-odd rule), the strokes of a line, or one point. ``label``
    is printed on the map, ``text`` lines and ``facts`` are shown on hover.
    """

    id: str
    name: str
    symbol: str
    parts: tuple[tuple[int, ...], ...]
    label: str = ""
    text: tuple[str, ...] = ()
    facts: tuple[FactRef, ...] = ()


@dataclass(frozen=True)
class MapLayer:
    """Features of one kind that a reader can switch on and off together."""

    id: str
    title: str
    kind: MapKind
    symbols: tuple[MapSymbol, ...]
    features: tuple[MapFeature, ...]
    shown: bool = True


@dataclass(frozen=True)
class Map(Displayed):
    """A map: a drawn sheet for paper as :class:`Figure`, and its layers for the screen.

    ``extent`` is west, south, east, north in metres of the plane, ``base`` what the map says
    about the outlines that it is drawn over: a sketch, or their approval number.
    """

    id: str
    caption: str
    alt: str
    svg: str
    png: bytes
    width_mm: float
    extent: tuple[int, ...]
    layers: tuple[MapLayer, ...]
    notes: tuple[str, ...] = ()
    facts: tuple[FactRef, ...] = ()
    base: str = ""


@dataclass(frozen=True)
class Note(Displayed):
    """A remark that stands apart: synthetic data, unverified threshold, source, limit."""

    kind: NoteKind
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Field(Displayed):
    """A place where an evaluator writes: its id, what belongs there, and what was written.

    ``text`` holds paragraphs of plain text and is empty where nothing was written;
    ``placeholder`` is shown then. ``by`` and ``on`` (ISO date) are empty where not known.
    """

    id: str
    label: str
    text: tuple[str, ...]
    placeholder: str
    by: str = ""
    on: str = ""


Block = Heading | Paragraph | Table | Figure | Map | Note | Field
