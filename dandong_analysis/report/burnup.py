"""Burn-up figures: what was done by each year, what the plan wants by then, and where it leads.

Every point is a fact; lines join facts and the beginning of the plan, at which nothing was done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from dandong_analysis.facts import Fact
from dandong_analysis.report import palette
from dandong_analysis.report.apart import apart
from dandong_analysis.report.blocks import Figure
from dandong_analysis.report.canvas import SMALL, locator, picture, style, tick
from dandong_analysis.report.hotspots import Dot
from dandong_analysis.report.labels import capitalised
from dandong_analysis.report.maker import Maker
from dandong_analysis.schemas import Schemas

_PANEL_MM, _FOOT_MM = 52, 22
_DOT = 4
# Least distance of two labels at the end of the lines, as a part of the height.
_GAP = 0.1
# Below this part of the height a number would stand on the axis.
_LOW = 0.12


@dataclass(frozen=True)
class Point:
    """A fact at a day."""

    day: date
    fact: Fact


@dataclass(frozen=True)
class Course:
    """One panel: what was done, the targets, and projections to the end by their names."""

    title: str
    done: tuple[Point, ...]
    targets: tuple[Point, ...]
    ahead: tuple[tuple[str, Point], ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(p.fact for p in (*self.done, *self.targets, *(p for _, p in self.ahead)))


def burn_up(
    courses: Sequence[Course], *, start: date, as_of: date, figure_id: str, caption: str,
    quantity: str, lang: str, schemas: Schemas, width_mm: float = 150, notes: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """A panel for each course, one below the other, over the years of the plan.

    Parameters
    ----------
    courses
        At least one; all facts have one unit.
    start, as_of
        The first day of the plan, and the date of the evaluation.
    quantity
        What is measured, without its unit.

    Raises
    ------
    ValueError
        When the facts have several units.
    """
    maker = Maker(figure_id, caption, lang, schemas, width_mm, tuple(notes))
    facts = [fact for course in courses for fact in course.facts]
    measured = maker.measured(quantity, facts)
    with style():
        made, panels = picture(width_mm, _FOOT_MM + _PANEL_MM * len(courses), len(courses))
        for axes, course in zip(panels, courses, strict=True):
            _Panel(axes, course, start, as_of, maker).draw()
        _date_above(panels[0], as_of, maker)
        made.supylabel(measured, fontsize=8.5, color=palette.INK)
        lines = dict(_named(panels))
        made.legend(
            list(lines.values()), list(lines), loc="outside lower center", ncols=4, fontsize=8
        )
        return maker.figure(made, measured, facts, [f.label.in_language(lang) for f in facts])


@dataclass(frozen=True)
class _Panel:
    """One course being drawn on its axes."""

    axes: Axes
    course: Course
    start: date
    as_of: date
    maker: Maker

    @property
    def top(self) -> float:
        return max([_value(f) for f in self.course.facts], default=0.0) or 1.0

    def draw(self) -> None:
        self.axes.set_title(self.course.title, loc="left", fontsize=9)
        targets = self.course.targets
        self._line(targets, "--", palette.MUTED, "s", "path")
        if len(targets) > 1:
            self._line(targets[-1:], ":", palette.MUTED, "", "linear")
        self._line(self.course.done, "-", palette.MAIN, "o", "done")
        for _, point in self.course.ahead:
            self._ahead(point)
        self.axes.set_ylim(0, 1.16 * self.top)
        self.axes.axvline(
            _place(self.as_of), color=palette.INK, linewidth=0.7, linestyle=(0, (1, 2))
        )
        self._labels()
        self._frame()

    def _line(
        self, points: Sequence[Point], dashes: str, colour: str, marker: str, name: str
    ) -> None:
        """From nothing at the beginning of the plan through the points."""
        xs = [_place(self.start), *(_place(p.day) for p in points)]
        ys = [0.0, *(_value(p.fact) for p in points)]
        self.axes.plot(
            xs, ys, dashes, color=colour, label=self.maker.word("burn_up", name), marker=marker,
            markersize=_DOT, markevery=(1, 1), linewidth=1.8 if dashes == "-" else 1.1,
            clip_on=False,
        )  # fmt: skip

    def _ahead(self, point: Point) -> None:
        last = self.course.done[-1]
        self.axes.plot(
            [_place(last.day), _place(point.day)], [_value(last.fact), _value(point.fact)],
            color=palette.SCALE[3], linewidth=0.9, linestyle=(0, (4, 2)),
            label=self.maker.word("burn_up", "ahead"),
        )  # fmt: skip

    def _labels(self) -> None:
        """Numbers beside the points, on the side away from the other line; at the end apart."""
        reached = {point.day: _value(point.fact) for point in self.course.done}
        for point in self.course.done:
            self._beside(point, is_above=_value(point.fact) >= self._due(point.day))
        for point in self.course.targets[:-1]:
            self._beside(point, is_above=_value(point.fact) > reached.get(point.day, 0.0))
        self._ends()

    def _due(self, day: date) -> float:
        """What the path of the plan has reached by a day; nothing where there is no path."""
        days = [self.start, *(point.day for point in self.course.targets)]
        heights = [0.0, *(_value(point.fact) for point in self.course.targets)]
        return float(np.interp(_place(day), [_place(d) for d in days], heights))

    def _beside(self, point: Point, *, is_above: bool) -> None:
        """A number above a rising line stands to its left, one below to its right.

        A low one stands further to the right instead, for below it would be on the axis.
        """
        is_low = _value(point.fact) < _LOW * self.top
        offset, side = ((-3, 8), "right") if is_above else ((4, -9), "left")
        if is_low and not is_above:
            offset = (11, -2)
        self._annotate(point, _value(point.fact), self.maker.number(point.fact), offset, side)

    def _ends(self) -> None:
        """The target and the projections, named, to the right of the panel."""
        target = [(self.maker.word("burn_up", "target"), p) for p in self.course.targets[-1:]]
        told = sorted([*target, *self.course.ahead], key=lambda end: _value(end[1].fact))
        gaps = [_GAP * self.top] * (len(told) - 1)
        heights = apart([_value(point.fact) for _, point in told], gaps)
        for height, (name, point) in zip(heights, told, strict=True):
            text = f"{name} {self.maker.number(point.fact)}"
            self._annotate(point, height, text, (6, 0), "left")

    def _annotate(
        self, point: Point, height: float, text: str, offset: tuple[int, int], side: str
    ) -> None:
        x = _place(point.day)
        label = self.axes.annotate(
            text, (x, height), offset, textcoords="offset points", ha=side, va="center",
            fontsize=SMALL, annotation_clip=False,
            bbox={"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip
        self.maker.mark(point.fact, label)
        self.maker.mark(point.fact, Dot(self.axes, x, _value(point.fact), _DOT))

    def _frame(self) -> None:
        """Years along the axis, from the beginning of the plan to its end."""
        ahead = (point for _, point in self.course.ahead)
        last = max(p.day for p in (*self.course.done, *self.course.targets, *ahead))
        self.axes.set_xlim(_place(self.start), _place(last))
        years = list(range(self.start.year, last.year + 1))
        self.axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
        self.axes.tick_params(axis="x", length=0)
        for year in years:
            self.axes.axvline(year, color=palette.GRID, linewidth=0.6, zorder=0)
        self.axes.yaxis.set_major_formatter(FuncFormatter(tick))
        self.axes.yaxis.set_major_locator(locator(5))
        self.axes.grid(visible=True, axis="y")


def _date_above(axes: Axes, as_of: date, maker: Maker) -> None:
    """The date of the evaluation above its line in the first panel."""
    told = maker.word("map", "as_of").format(day=as_of.isoformat())
    axes.annotate(
        capitalised(told, maker.lang), (_place(as_of), 1),
        (0, 3), xycoords=axes.get_xaxis_transform(), textcoords="offset points", ha="center",
        fontsize=SMALL,
    )  # fmt: skip


def _named(panels: Sequence[Axes]) -> Iterator[tuple[str, Artist]]:
    """The lines of all panels by their names in the legend."""
    for axes in panels:
        handles, labels = axes.get_legend_handles_labels()
        yield from zip(labels, handles, strict=True)


def _place(day: date) -> float:
    """A day on the axis: its year, and the part of it that has passed by its end."""
    first = date(day.year, 1, 1)
    days = (date(day.year + 1, 1, 1) - first).days
    return day.year + ((day - first).days + 1) / days


def _value(fact: Fact) -> float:
    return float(fact.value or 0)
