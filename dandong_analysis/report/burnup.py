"""Burn-up figures: what was done by each year, what the plan wants by then, and where it leads.

Every point is a fact; lines join facts and the beginning of the plan, at which nothing was done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from dandong_analysis.facts import Fact
from dandong_analysis.report import palette
from dandong_analysis.report.blocks import Figure
from dandong_analysis.report.canvas import SMALL, locator, picture, rendered, stamp, style, tick
from dandong_analysis.report.labels import unit_label, word
from dandong_analysis.report.wording import fact_ref
from dandong_analysis.schemas import Schemas

_PANEL_MM, _FOOT_MM = 52, 22
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
    facts = [fact for course in courses for fact in course.facts]
    units = {fact.unit for fact in facts}
    if len(units) != 1:
        raise ValueError(f"one axis cannot show {', '.join(sorted(units))}")
    measured = word(lang, "figure", "measured").format(
        quantity=quantity, unit=unit_label(units.pop(), lang)
    )
    teller = _Teller(lang, schemas)
    with style():
        made, panels = picture(width_mm, _FOOT_MM + _PANEL_MM * len(courses), len(courses))
        for axes, course in zip(panels, courses, strict=True):
            _draw(axes, course, start, as_of, teller)
            axes.set_ylabel(measured)
        lines = dict(_named(panels))
        made.legend(
            list(lines.values()), list(lines), loc="outside lower center", ncols=4, fontsize=8
        )
        if any(fact.provenance == "synthetic" for fact in facts):
            stamp(made, word(lang, "figure", "synthetic"))
        svg, png = rendered(made)
    alt = word(lang, "figure", "alt").format(
        caption=caption, measured=measured, items=teller.items(courses)
    )
    refs = tuple(fact_ref(fact, lang, schemas) for fact in facts)
    return Figure(figure_id, caption, alt, svg, png, width_mm, tuple(notes), refs)


@dataclass(frozen=True)
class _Teller:
    lang: str
    schemas: Schemas

    def number(self, fact: Fact) -> str:
        return fact_ref(fact, self.lang, self.schemas).text

    def word(self, name: str) -> str:
        return word(self.lang, "burn_up", name)

    def items(self, courses: Sequence[Course]) -> str:
        told = [
            f"{fact.label.in_language(self.lang)} {self.number(fact)}"
            for course in courses for fact in course.facts
        ]  # fmt: skip
        return word(self.lang, "figure", "between").join(told)


def _draw(axes: Axes, course: Course, start: date, as_of: date, teller: _Teller) -> None:
    axes.set_title(course.title, loc="left", fontsize=9)
    _line(axes, start, course.targets, "--", palette.MUTED, "s", teller.word("path"))
    if len(course.targets) > 1:
        _line(axes, start, course.targets[-1:], ":", palette.MUTED, "", teller.word("linear"))
    _line(axes, start, course.done, "-", palette.MAIN, "o", teller.word("done"))
    for _, point in course.ahead:
        _ahead(axes, course, point, teller)
    top = max([_value(f) for f in course.facts], default=0.0) or 1.0
    axes.set_ylim(0, 1.16 * top)
    axes.axvline(_place(as_of), color=palette.INK, linewidth=0.7, linestyle=(0, (1, 2)))
    _labels(axes, course, top, teller)
    _frame(axes, start, course)


def _line(
    axes: Axes, start: date, points: Sequence[Point], dashes: str, colour: str, marker: str,
    label: str,
) -> None:  # fmt: skip
    """From nothing at the beginning of the plan through the points."""
    xs = [_place(start), *(_place(p.day) for p in points)]
    ys = [0.0, *(_value(p.fact) for p in points)]
    axes.plot(
        xs, ys, dashes, color=colour, label=label, marker=marker, markersize=4, markevery=(1, 1),
        linewidth=1.8 if dashes == "-" else 1.1,
    )  # fmt: skip


def _ahead(axes: Axes, course: Course, point: Point, teller: _Teller) -> None:
    last = course.done[-1]
    axes.plot(
        [_place(last.day), _place(point.day)], [_value(last.fact), _value(point.fact)],
        color=palette.SCALE[3], linewidth=0.9, linestyle=(0, (4, 2)), label=teller.word("ahead"),
    )  # fmt: skip


def _labels(axes: Axes, course: Course, top: float, teller: _Teller) -> None:
    """Numbers beside the points, on the side away from the other line; at the end apart."""
    due = {point.day: _value(point.fact) for point in course.targets}
    reached = {point.day: _value(point.fact) for point in course.done}
    for point in course.done:
        height = _value(point.fact)
        is_above = height >= due.get(point.day, height) or height < _LOW * top
        _beside(axes, point, teller, is_above=is_above)
    for point in course.targets[:-1]:
        is_above = _value(point.fact) > reached.get(point.day, 0.0)
        _beside(axes, point, teller, is_above=is_above)
    _ends(axes, course, top, teller)


def _beside(axes: Axes, point: Point, teller: _Teller, *, is_above: bool) -> None:
    """A number above a rising line stands to its left, one below to its right."""
    offset, side = ((-3, 8), "right") if is_above else ((4, -9), "left")
    _annotate(axes, point.day, _value(point.fact), teller.number(point.fact), offset, side)


def _ends(axes: Axes, course: Course, top: float, teller: _Teller) -> None:
    ends = [(teller.word("target"), course.targets[-1]), *course.ahead] if course.targets else []
    told = sorted((_value(p.fact), f"{name} {teller.number(p.fact)}", p.day) for name, p in ends)
    heights = _apart([value for value, *_ in told], _GAP * top)
    for height, (_, text, day) in zip(heights, told, strict=True):
        _annotate(axes, day, height, text, (5, 0), "left")


def _annotate(
    axes: Axes, day: date, height: float, text: str, offset: tuple[int, int], side: str
) -> None:
    axes.annotate(
        text, (_place(day), height), offset, textcoords="offset points", ha=side, va="center",
        fontsize=SMALL, annotation_clip=False,
        bbox={"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"},
    )  # fmt: skip


def _apart(heights: Sequence[float], gap: float) -> list[float]:
    """Rising heights moved up where they would touch.

    >>> _apart([0.0, 1.0, 10.0], 2.0)
    [0.0, 2.0, 10.0]
    """
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    return placed


def _frame(axes: Axes, start: date, course: Course) -> None:
    """Years along the axis, from the beginning of the plan to its end."""
    last = max(p.day for p in (*course.done, *course.targets, *(p for _, p in course.ahead)))
    axes.set_xlim(_place(start), _place(last))
    years = list(range(start.year, last.year + 1))
    axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
    axes.tick_params(axis="x", length=0)
    for year in years:
        axes.axvline(year, color=palette.GRID, linewidth=0.6, zorder=0)
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.yaxis.set_major_locator(locator(5))
    axes.grid(visible=True, axis="y")


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
