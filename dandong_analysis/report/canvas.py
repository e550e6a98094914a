"""Pictures: style, axes, and the same bytes every time.

Text is drawn as outlines of a font found by path, nothing of the time or the machine is
written into a file, and a character that the font lacks stops the picture.
"""

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import pairwise
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dandong_analysis.report import palette
from dandong_analysis.report.fonts import FAMILY, register, require_glyphs
from dandong_analysis.report.wording import show_number

DPI = 300
SMALL, STAMP_SIZE = 7.5, 8.5
# Rows of bars are as far apart in every figure, and bars take this part of it.
PITCH_MM, BAR = 5.6, 0.75

_MM = 1 / 25.4
_A_LITTLE = 1e-6
# Inches that a label keeps free on both sides together.
_CLEARANCE = 0.04
# Any: matplotlib types its keys one by one.
_STYLE: Any = {
    "font.family": FAMILY,
    "font.size": 8.5,
    "axes.unicode_minus": False,
    "text.parse_math": False,
    # Hinted letters are wider in PNG than in SVG: long lines would end elsewhere.
    "text.hinting": "none",
    "svg.fonttype": "path",
    "svg.hashsalt": "dandong",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": palette.MUTED,
    "axes.labelcolor": palette.INK,
    "axes.axisbelow": True,
    "xtick.color": palette.MUTED,
    "ytick.color": palette.MUTED,
    "xtick.labelcolor": palette.INK,
    "ytick.labelcolor": palette.INK,
    "grid.color": palette.GRID,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.4,
    "legend.frameon": False,
    "legend.handlelength": 1.0,
    # Higher than any letter: entries stand on common lines across columns.
    "legend.handleheight": 1.7,
    "legend.labelspacing": 0.1,
    "legend.columnspacing": 1.4,
    "legend.handletextpad": 0.4,
    "legend.borderpad": 0.1,
    "legend.borderaxespad": 0.2,
}


@contextmanager
def style() -> Iterator[None]:
    """The defaults of matplotlib plus the style of the report, whatever the user has configured."""
    register()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def picture(width_mm: float, height_mm: float, panels: int = 1) -> tuple[Picture, list[Axes]]:
    """An empty picture with ``panels`` axes below each other that share the x axis."""
    made = Picture(figsize=(width_mm * _MM, height_mm * _MM), layout="constrained")
    axes = made.subplots(panels, 1, sharex=True, squeeze=False)
    return made, list(axes[:, 0])


def paper(width_mm: float, height_mm: float) -> tuple[Picture, Axes]:
    """An empty picture, and axes over all of it whose unit is the millimetre."""
    made = Picture(figsize=(width_mm * _MM, height_mm * _MM))
    axes = made.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width_mm)
    axes.set_ylim(0, height_mm)
    axes.set_axis_off()
    return made, axes


def horizontal(axes: Axes, names: Sequence[str], label: str) -> None:
    """Rows from top to bottom with their names, and a value axis below."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(label)
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.xaxis.set_major_locator(locator(6))
    axes.margins(x=0.09)
    axes.set_xlim(left=0, right=None if axes.dataLim.x1 > 0 else 1)


def stamp(made: Picture, text: str) -> None:
    """A word in the upper right corner."""
    made.suptitle(text, x=0.995, ha="right", fontsize=STAMP_SIZE, color=palette.STAMP)


def locator(most: int) -> MaxNLocator:
    """At most so many round values on an axis, whole ones where the axis is long enough."""
    return MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], integer=True)


def fit_rows(made: Picture, axes: Axes) -> None:
    """Make the picture as high as rows of :data:`PITCH_MM` on ``axes`` need."""
    laid_out(made)
    low, high = axes.get_ylim()
    wanted = abs(low - high) * PITCH_MM * _MM
    made.set_figheight(made.get_figheight() + wanted - axes.get_window_extent().height / made.dpi)


def hide_wide(made: Picture, pairs: Sequence[tuple[Text, Artist]]) -> None:
    """Hide each text that does not fit into the part that it labels."""
    laid_out(made)
    for text, part in pairs:
        room = part.get_window_extent().width
        text.set_visible(text.get_window_extent().width + made.dpi * _CLEARANCE <= room)


def turn_crowded(made: Picture, texts: Sequence[Text]) -> bool:
    """Turn all ``texts`` upright when two of them would touch; tells whether it did."""
    laid_out(made)
    boxes = [text.get_window_extent().padded(made.dpi * _CLEARANCE / 2) for text in texts]
    crowded = any(a.overlaps(b) for a, b in pairwise(boxes))
    for text in texts if crowded else ():
        text.set_rotation(90)
    return crowded


def tick(value: float, _position: int) -> str:
    """A value on an axis, printed as numbers in the text are."""
    return show_number(f"{Decimal(repr(round(float(value), 9))).normalize():f}")


def rendered(made: Picture, *, dpi: float = DPI) -> tuple[str, bytes]:
    """The picture as SVG text and as PNG, after a check that every character has a glyph.

    Raises
    ------
    DandongError
        When the font lacks a character.
    """
    settle(made)
    require_glyphs(*(t.get_text() for t in made.findobj(Text) if isinstance(t, Text)))
    svg, png = io.BytesIO(), io.BytesIO()
    made.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    # A part of a pixel is cut off: without it there would be fewer to the inch.
    width = made.get_figwidth()
    full = (math.ceil(round(width * dpi, 6)) + _A_LITTLE) / width
    made.savefig(png, format="png", dpi=full, metadata={"Software": None})
    return svg.getvalue().decode("utf-8"), png.getvalue()


def settle(made: Picture) -> None:
    """Lay the picture out for good: from now on everything keeps its place, in SVG and PNG.

    Texts can be measured until the picture is rendered, which changes its resolution.
    """
    laid_out(made)
    made.set_layout_engine("none")


def laid_out(made: Picture) -> None:
    """Give everything its place, so that it can be measured."""
    with warnings.catch_warnings():
        # `rendered` names every missing character at once, in both languages.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        made.draw_without_rendering()
