"""On which pages a document stands: upright ones, and a landscape page for each large map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from dandong_analysis.report.blocks import Figure, Heading, Map
from dandong_analysis.report.layout import TEXT_WIDTH_MM
from dandong_analysis.report.numbering import Item

# What a caption, a note and a heading take of the height of a page, in mm.
_CAPTION, _NOTE, _HEADING = 16.0, 6.0, 18.0
# The highest picture on an upright page, whose text is 225 mm high.
_UPRIGHT_HEIGHT = 195.0


@dataclass(frozen=True)
class Page:
    """A landscape page; lengths in mm. ``side`` is the margin at the left and at the right."""

    paper: str
    width: float
    height: float
    top: float
    bottom: float
    side: float

    @property
    def room(self) -> tuple[float, float]:
        """Width and height between the margins."""
        return self.width - 2 * self.side, self.height - self.top - self.bottom


A4 = Page("a4", 297, 210, 25, 20, 22)
A3 = Page("a3", 420, 297, 28, 24, 24)


@dataclass(frozen=True)
class Run:
    """Items on pages of one kind: upright ones, or the ``page`` of one map."""

    items: tuple[Item, ...]
    page: Page | None = None

    def room_for(self, picture: Figure | Map) -> tuple[float, float]:
        """The greatest width and height of a picture, in mm."""
        if self.page is None:
            return TEXT_WIDTH_MM, _UPRIGHT_HEIGHT
        width, height = self.page.room
        headings = len(self.items) - 1
        return width, height - _CAPTION - _NOTE * len(picture.notes) - _HEADING * headings


def page_for(picture: Figure | Map) -> Page | None:
    """The smallest landscape page on which a map has its full width, if one is needed."""
    if isinstance(picture, Figure) or picture.width_mm <= TEXT_WIDTH_MM:
        return None
    return A4 if picture.width_mm <= A4.room[0] else A3


def runs_of(items: Sequence[Item]) -> Iterator[Run]:
    """``items`` in their order; headings right before a large map go to its page."""
    waiting: list[Item] = []
    for item in items:
        page = page_for(item.block) if isinstance(item.block, Map) else None
        if page is None:
            waiting.append(item)
            continue
        n = sum(1 for _ in takewhile(_is_heading, reversed(waiting)))
        before, headings = waiting[: len(waiting) - n], waiting[len(waiting) - n :]
        if before:
            yield Run(tuple(before))
        yield Run((*headings, item), page)
        waiting = []
    if waiting:
        yield Run(tuple(waiting))


def _is_heading(item: Item) -> bool:
    return isinstance(item.block, Heading)
