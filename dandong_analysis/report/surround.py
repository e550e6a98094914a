"""What stands round a map on its sheet: lines, degrees, title, scale bar, north arrow, remarks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from dandong_analysis.report import palette
from dandong_analysis.report.canvas import STAMP_SIZE
from dandong_analysis.report.graticule import Graticule, Side, scale_bar_km
from dandong_analysis.report.labels import word
from dandong_analysis.report.legend import draw_legend
from dandong_analysis.report.sheet import DEGREES, FOOTER_SIZE, MARGIN, Arrangement
from dandong_analysis.report.sketch import View
from dandong_analysis.report.spots import Box
from dandong_analysis.report.typeset import line_height
from dandong_analysis.report.wording import show_number

DEGREES_SIZE = 6.5
_TICK = 0.9
_BELOW, _OVER = 0.5, 9
_OUTLINE, _FRAME, _LINE = 1.0, 0.7, 0.4
_OUTWARD: Mapping[Side, tuple[int, int]] = {
    "left": (-1, 0), "right": (1, 0), "bottom": (0, -1), "top": (0, 1),
}  # fmt: skip
_ARROW_WIDTH, _ARROW_HEIGHT = 4.2, 8.0
_BAR_HEIGHT, _BAR_PARTS = 1.3, 4


def draw_surround(
    paper: Axes, sheet: Arrangement, lines: Graticule, view: View, *, lang: str, stamp: str
) -> None:
    """Draw on axes in millimetres; an empty ``stamp`` leaves it out."""
    _outline(paper, sheet.outline, _OUTLINE)
    _outline(paper, sheet.frame, _FRAME)
    _degrees(paper, lines, view)
    middle = sheet.width / 2
    _lines(paper, sheet.title, (middle, sheet.title_top), sheet.title_size, "center")
    if stamp:
        paper.text(
            sheet.width - MARGIN, sheet.stamp_foot, stamp, ha="right", va="bottom",
            fontsize=STAMP_SIZE, color=palette.STAMP,
        )  # fmt: skip
    draw_legend(paper, sheet.legend, *sheet.legend_corner)
    _north(paper, sheet.marks, lang)
    _scale_bar(paper, sheet.marks, 1 / view.scale, lang)
    _lines(paper, sheet.footer, (MARGIN, sheet.footer_top), FOOTER_SIZE, "left")


def _outline(paper: Axes, box: Box, width: float) -> None:
    paper.add_patch(
        Rectangle(
            (box.left, box.bottom), box.width, box.height, fill=False, linewidth=width,
            edgecolor=palette.INK, zorder=_OVER,
        )
    )  # fmt: skip


def _degrees(paper: Axes, lines: Graticule, view: View) -> None:
    """Lines inside the frame, ticks and degrees outside; along the sides they are turned."""
    for line in lines.lines:
        x, y = view.on_paper(line).T
        paper.plot(x, y, color=palette.GRID, linewidth=_LINE, zorder=_BELOW)
    for label in lines.labels:
        x, y = view.on_paper(np.array([[label.x, label.y]]))[0]
        dx, dy = _OUTWARD[label.side]
        paper.plot([x, x + dx * _TICK], [y, y + dy * _TICK], color=palette.INK, linewidth=_LINE)
        middle = (DEGREES + _TICK) / 2
        paper.text(
            x + dx * middle, y + dy * middle, label.text, fontsize=DEGREES_SIZE, ha="center",
            va="center", rotation=90 if dx else 0, color=palette.INK,
        )  # fmt: skip


def _lines(
    paper: Axes, lines: Sequence[str], corner: tuple[float, float], size: float, side: str
) -> None:
    """Lines of text below each other, the first below ``corner``."""
    for n, line in enumerate(lines):
        paper.text(
            corner[0], corner[1] - (n + 0.5) * line_height(size), line, fontsize=size, ha=side,
            va="center_baseline", color=palette.INK,
        )  # fmt: skip


def _north(paper: Axes, marks: Box, lang: str) -> None:
    """An arrow with a dark and a light half at the left of the marks."""
    x, foot = marks.left + _ARROW_WIDTH, marks.bottom + 0.5
    left, right, notch = x - _ARROW_WIDTH / 2, x + _ARROW_WIDTH / 2, foot + _ARROW_HEIGHT / 4
    tip = (x, foot + _ARROW_HEIGHT)
    for corner, fill in ((left, palette.INK), (right, "#ffffff")):
        shape = [tip, (corner, foot), (x, notch)]
        paper.add_patch(
            Polygon(shape, facecolor=fill, edgecolor=palette.INK, linewidth=_LINE,
                    joinstyle="miter")
        )  # fmt: skip
    name = word(lang, "map", "north")
    paper.text(x, tip[1] + 0.6, name, fontsize=8, ha="center", va="bottom", color=palette.INK)


def _scale_bar(paper: Axes, marks: Box, metres_per_mm: float, lang: str) -> None:
    """A bar of round kilometres to the right of the arrow, with its half."""
    left = marks.left + 2.5 * _ARROW_WIDTH
    # The unit stands at the end, beside the last number.
    length = scale_bar_km((marks.right - left - 9) * metres_per_mm)
    wide = float(length) * 1000 / metres_per_mm
    foot = marks.bottom + 2.5
    for part in range(_BAR_PARTS):
        paper.add_patch(
            Rectangle(
                (left + part * wide / _BAR_PARTS, foot), wide / _BAR_PARTS, _BAR_HEIGHT,
                facecolor="#ffffff" if part % 2 else palette.INK, edgecolor=palette.INK,
                linewidth=_LINE,
            )
        )  # fmt: skip
    unit = word(lang, "map", "kilometres")
    for share, text in ((0, "0"), (1, _number(length / 2)), (2, f"{_number(length)} {unit}")):
        x = left + share * wide / 2
        paper.text(x, foot + _BAR_HEIGHT + 0.6, text, fontsize=DEGREES_SIZE, ha="center",
                   va="bottom", color=palette.INK)  # fmt: skip


def _number(value: Decimal) -> str:
    return show_number(f"{value.normalize():f}")
