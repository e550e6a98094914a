"""Where the parts of a picture that stand for facts are, measured after drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.transforms import Bbox, BboxBase

from dandong_analysis.report.blocks import Hotspot

# Parts of the picture are told to a hundredth of a millimetre of the largest sheet.
_DECIMALS = 5


class Drawn(Protocol):
    """Anything that has an extent once it is drawn: artists of matplotlib, and :class:`Dot`."""

    def get_window_extent(self) -> Bbox: ...

    def get_visible(self) -> bool: ...


@dataclass(frozen=True)
class Dot:
    """The marker of one point of a line, ``size`` points wide.

    matplotlib draws all markers of a line as one artist, whose extent is that of the line.
    """

    axes: Axes
    x: float
    y: float
    size: float

    def get_window_extent(self) -> Bbox:
        """The square round the marker, in pixels."""
        x, y = self.axes.transData.transform((self.x, self.y))
        figure = self.axes.get_figure(root=True)
        half = self.size * (figure.dpi if figure else 72) / 144
        return Bbox.from_extents(x - half, y - half, x + half, y + half)

    def get_visible(self) -> bool:
        """Always; a marker is hidden with its line only."""
        return True


@dataclass(frozen=True)
class Mark:
    """What stands for one fact: the rectangle round all that is visible of ``drawn``."""

    fact: str
    drawn: tuple[Drawn, ...]


def hotspots(made: Picture, marks: Sequence[Mark]) -> tuple[Hotspot, ...]:
    """The rectangles of ``marks`` as parts of a picture whose layout is final.

    A mark without any visible part, and one outside the picture, has none.
    """
    page = made.bbox
    found = []
    for mark in marks:
        extents = [one.get_window_extent() for one in mark.drawn if one.get_visible()]
        box = Bbox.intersection(page, Bbox.union(extents)) if extents else None
        if box is not None and box.width > 0 and box.height > 0:
            found.append(_spot(mark.fact, box, page))
    return tuple(found)


def _spot(fact: str, box: BboxBase, page: BboxBase) -> Hotspot:
    parts = (
        (box.x0 - page.x0) / page.width, (page.y1 - box.y1) / page.height,
        box.width / page.width, box.height / page.height,
    )  # fmt: skip
    left, top, width, height = (round(float(part), _DECIMALS) for part in parts)
    return Hotspot(fact, left, top, width, height)
