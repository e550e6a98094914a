"""What the parts of stacked bars are: names above them, or a key where these find no room."""

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from dandong_analysis.report import palette
from dandong_analysis.report.apart import apart
from dandong_analysis.report.canvas import BAR, SMALL, laid_out

# In rows: where the names above the first bar stand, and how much room they take.
_NAME_FOOT, _NAME_TOP = 0.72, 1.35
# Millimetres that names keep free between them, and by which one may stand beside its part.
_FREE_MM, _BESIDE_MM = 1.6, 4.0


def name_parts(
    made: Picture, axes: Axes, parts: Sequence[Rectangle], names: Sequence[str],
    fills: Sequence[str],
) -> None:  # fmt: skip
    """Write ``names`` above the ``parts`` of the first bar, or a key above the axes.

    Names stand above the bar when it has all the parts, and room for every name near its part.
    """
    if not (parts and all(p.get_width() for p in parts) and _named_above(made, axes, parts, names)):
        key(made, axes, names, fills)


def _named_above(
    made: Picture, axes: Axes, parts: Sequence[Rectangle], names: Sequence[str]
) -> bool:
    """Whether the names found room; without it none of them stays."""
    middles = [part.get_x() + part.get_width() / 2 for part in parts]
    texts = [
        axes.text(x, -_NAME_FOOT, name, ha="center", va="bottom", fontsize=SMALL)
        for x, name in zip(middles, names, strict=True)
    ]
    laid_out(made)
    unit = _per_mm(made, axes)
    halves = [_wide_mm(made, text) * unit / 2 for text in texts]
    places = apart(middles, [a + b + _FREE_MM * unit for a, b in pairwise(halves)])
    fits = all(abs(at - x) <= _BESIDE_MM * unit for at, x in zip(places, middles, strict=True))
    if not fits or places[0] < halves[0] or places[-1] + halves[-1] > axes.get_xlim()[1]:
        for text in texts:
            text.remove()
        return False
    for text, at, x in zip(texts, places, middles, strict=True):
        text.set_x(at)
        ends = [-_NAME_FOOT, -BAR / 2]
        axes.plot([at, x], ends, color=palette.MUTED, linewidth=0.5, scalex=False, scaley=False)
    axes.set_ylim(top=-_NAME_TOP)
    return True


def _per_mm(made: Picture, axes: Axes) -> float:
    """How much of the value axis is a millimetre long."""
    left, right = axes.get_xlim()
    return (right - left) / _wide_mm(made, axes)


def _wide_mm(made: Picture, drawn: Artist) -> float:
    return drawn.get_window_extent().width / made.dpi * 25.4


def key(made: Picture, axes: Axes, names: Sequence[str], fills: Sequence[str]) -> None:
    """Names with their colours above the axes, line by line in as few lines as they need."""
    laid_out(made)
    room = axes.get_window_extent().width
    for lines in range(1, len(names) + 1):
        drawn = _legend(axes, names, fills, columns=-(-len(names) // lines))
        # One that is too wide must not move the axes.
        drawn.set_in_layout(False)
        laid_out(made)
        if lines == len(names) or drawn.get_window_extent().width <= room:
            drawn.set_in_layout(True)
            break


def _legend(axes: Axes, names: Sequence[str], fills: Sequence[str], columns: int) -> Legend:
    handles = [
        Line2D([], [], linestyle="none", marker="s", markersize=8, markerfacecolor=fill,
               markeredgecolor=palette.MUTED, markeredgewidth=0.4)
        for fill in fills
    ]  # fmt: skip
    # matplotlib fills a legend column by column.
    order = [i for first in range(columns) for i in range(first, len(names), columns)]
    return axes.legend(
        [handles[i] for i in order], [names[i] for i in order], ncols=columns, fontsize=8,
        loc="lower left", bbox_to_anchor=(0, 1),
    )  # fmt: skip
