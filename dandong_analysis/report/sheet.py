"""The arrangement of a map sheet: where the map, its legend and its remarks stand; in mm.

Everything but the map stands outside its frame, so that nothing can cover what the map shows. On
a wide sheet the legend stands beside the map, otherwise below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dandong_analysis.geometry import Plane
from dandong_analysis.report.basemap import Base
from dandong_analysis.report.blocks import MapLayer
from dandong_analysis.report.canvas import STAMP_SIZE
from dandong_analysis.report.graticule import degrees_text
from dandong_analysis.report.labels import word
from dandong_analysis.report.legend import Legend, plan_legend
from dandong_analysis.report.spots import Box
from dandong_analysis.report.typeset import line_height, text_width, widest, wrapped

FOOTER_SIZE = 7.0
# Type sizes of the title of a small and of a large sheet, and the width from which one is large.
_TITLE_SIZES, _LARGE = (10.5, 15.0), 200
# From the edge of the sheet to its outline and to what stands inside, the strip of degrees round
# the map, and between parts.
_EDGE, MARGIN, DEGREES, _GAP = 0.6, 2.4, 4.0, 2.5
# North arrow and scale bar stand side by side on a strip or a panel of at least this size.
MARKS_WIDTH, MARKS_HEIGHT = 48.0, 14.0
# A legend below the map is set in columns to be no higher, one beside it is no wider.
_STRIP, _WIDEST_PANEL = 34.0, 0.3
_SMALLEST_MAP, _NARROWEST = 30.0, 100.0
# A sheet this much wider than high has its legend beside the map.
_WIDE = 1.25
# Height to width of a map whose sheet has no given height.
_FLATTEST, _HIGHEST = 0.55, 1.05


@dataclass(frozen=True)
class SheetText:
    """What a sheet says besides its map.

    ``provenance`` is the least trusted of the frames behind the layers
    (:data:`~dandong_analysis.facts.TRUST`).
    """

    provenance: str
    title: str = ""
    source: str = ""
    date: str = ""
    compiler: str = ""
    base: Base = field(default_factory=Base)


@dataclass(frozen=True)
class Arrangement:
    """Where everything stands on a sheet of ``width`` by ``height``, y to the north.

    ``frame`` is that of the map. Title and footer hang from their y, the legend from its corner;
    the stamp stands on its y. ``marks`` holds the north arrow and the scale bar.
    """

    width: float
    height: float
    frame: Box
    title: tuple[str, ...]
    title_size: float
    title_top: float
    stamp_foot: float
    legend: Legend
    legend_corner: tuple[float, float]
    marks: Box
    footer: tuple[str, ...]
    footer_top: float

    @property
    def outline(self) -> Box:
        return Box(_EDGE, _EDGE, self.width - _EDGE, self.height - _EDGE)


def arrange(
    text: SheetText, layers: Sequence[MapLayer], *, footer: Sequence[str], stamp: str,
    width: float, height: float | None, ratio: float,
) -> Arrangement:  # fmt: skip
    """The arrangement of a sheet of ``width`` by ``height`` millimetres.

    Without a height the sheet is as high as a map of ``ratio`` (its height to its width) needs,
    within limits.

    Raises
    ------
    ValueError
        When the sheet is too small for its map beside legend and remarks.
    """
    planner = _Planner(text, layers, tuple(footer), stamp, width)
    if height is not None and width >= height * _WIDE:
        made = planner.beside(height)
    else:
        made = planner.below(height, ratio)
    if width < _NARROWEST or min(made.frame.height, made.frame.width) < _SMALLEST_MAP:
        raise ValueError(f"a sheet of {width} mm by {made.height} mm is too small for this map")
    return made


def footer_lines(text: SheetText, plane: Plane, lang: str, width: float) -> tuple[str, ...]:
    """The lines below the map: its base, coordinate system, source, compiler and date."""
    centre = {"longitude": degrees_text(round(plane.longitude * 60), "E", "W"),
              "latitude": degrees_text(round(plane.latitude * 60), "N", "S")}  # fmt: skip
    projection = word(lang, "map", "projection").format(**centre)
    paragraphs = [
        [text.base.words(lang), projection],
        [_worded(lang, "source", text.source)],
        [_worded(lang, "compiler", text.compiler), _worded(lang, "date", text.date)],
    ]
    joined = (word(lang, "map", "between").join(filter(None, parts)) for parts in paragraphs)
    inner = width - 2 * MARGIN
    return tuple(line for one in joined if one for line in wrapped(one, FOOTER_SIZE, inner))


def _worded(lang: str, name: str, text: str) -> str:
    return word(lang, "map", name).format(text=text) if text else ""


@dataclass(frozen=True)
class _Planner:
    """What both arrangements have in common."""

    text: SheetText
    layers: Sequence[MapLayer]
    footer: tuple[str, ...]
    stamp: str
    width: float

    def below(self, height: float | None, ratio: float) -> Arrangement:
        """The legend below the map, with north arrow and scale bar to its right."""
        legend = plan_legend(self.layers, width=self.inner - MARKS_WIDTH - _GAP, height=_STRIP)
        strip = max(legend.height, MARKS_HEIGHT)
        foot = DEGREES + _GAP + strip + _GAP + self.footer_height
        map_width = self.inner - 2 * DEGREES
        if height is None:
            map_height = map_width * min(max(ratio, _FLATTEST), _HIGHEST)
            height = 2 * MARGIN + self.head + map_height + foot
        bottom = MARGIN + foot
        left = MARGIN + DEGREES
        frame = Box(left, bottom, left + map_width, height - MARGIN - self.head)
        top = bottom - DEGREES - _GAP
        marks = Box(self.right - MARKS_WIDTH, top - MARKS_HEIGHT, self.right, top)
        return self._arranged(height, frame, legend, (left, top), marks)

    def beside(self, height: float) -> Arrangement:
        """The legend to the right of the map, with north arrow and scale bar at its foot."""
        top = height - MARGIN - self.head
        bottom = MARGIN + self.footer_height + _GAP + DEGREES
        room = top - bottom - MARKS_HEIGHT - _GAP
        legend = plan_legend(self.layers, width=self.inner * _WIDEST_PANEL, height=room)
        left = self.right - max(legend.width, MARKS_WIDTH)
        frame = Box(MARGIN + DEGREES, bottom, left - _GAP - DEGREES, top)
        marks = Box(left, bottom, self.right, bottom + MARKS_HEIGHT)
        return self._arranged(height, frame, legend, (left, top), marks)

    @property
    def inner(self) -> float:
        return self.width - 2 * MARGIN

    @property
    def right(self) -> float:
        return self.width - MARGIN

    @property
    def title_size(self) -> float:
        return _TITLE_SIZES[self.width >= _LARGE]

    @property
    def title(self) -> tuple[str, ...]:
        given = self.text.title
        return tuple(wrapped(given, self.title_size, self.inner)) if given else ()

    @property
    def head(self) -> float:
        """The height of all that stands above the map's frame.

        The stamp stands at the right, beside a title that leaves room for it.
        """
        title = len(self.title) * line_height(self.title_size)
        free = (self.inner - widest(self.title, self.title_size)) / 2
        shares = self.title and free > text_width(self.stamp, STAMP_SIZE) + _GAP
        stamp = line_height(STAMP_SIZE) if self.stamp and not shares else 0
        return title + stamp + DEGREES

    @property
    def footer_height(self) -> float:
        return len(self.footer) * line_height(FOOTER_SIZE)

    def _arranged(
        self, height: float, frame: Box, legend: Legend, corner: tuple[float, float], marks: Box
    ) -> Arrangement:
        return Arrangement(
            self.width, height, frame, self.title, self.title_size, height - MARGIN,
            frame.top + DEGREES, legend, corner, marks, self.footer, MARGIN + self.footer_height,
        )  # fmt: skip
