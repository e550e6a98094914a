"""Figures drawn from facts: every length is a fact's value, every label a printed number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from dandong_analysis.facts import Fact, fact_id
from dandong_analysis.report import palette
from dandong_analysis.report.blocks import Figure
from dandong_analysis.report.canvas import (
    BAR,
    SMALL,
    fit_rows,
    hide_wide,
    horizontal,
    locator,
    picture,
    style,
    tick,
    turn_crowded,
)
from dandong_analysis.report.hotspots import Dot
from dandong_analysis.report.keys import name_parts
from dandong_analysis.report.labels import capitalised, dimension_label
from dandong_analysis.report.maker import Codes, Maker, label_places
from dandong_analysis.schemas import Schemas
from dandong_analysis.units import Rounding

# An upright label needs more room above its stem.
_ROOM_FOR_TURNED = 1.25
_PANEL_MM, _FOOT_MM = 40, 12
_DOT, _STEM, _EDGE = 5, 1.6, 0.6


def bars(
    facts: Sequence[Fact], *, by: str, quantity: str, figure_id: str, caption: str, lang: str,
    schemas: Schemas, width_mm: float = 150, notes: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """Horizontal bars of facts that differ in dimension ``by``, longest first, with values.

    ``quantity`` names what is measured; the unit is that of the facts.
    """
    maker = Maker(figure_id, caption, lang, schemas, width_mm, tuple(notes))
    ordered = sorted(_distinct(facts), key=_value, reverse=True)
    names = [maker.name(f, by) for f in ordered]
    with style():
        made, (axes,) = picture(width_mm, width_mm)
        lengths = [_value(f) for f in ordered]
        drawn = axes.barh(range(len(ordered)), lengths, BAR, color=palette.MAIN)
        texts = axes.bar_label(drawn, [maker.number(f) for f in ordered], padding=2.5)
        horizontal(axes, names, maker.measured(quantity, ordered))
        fit_rows(made, axes)
        for fact, bar, text in zip(ordered, drawn, texts, strict=True):
            maker.mark(fact, bar, text)
        return maker.figure(made, maker.measured(quantity, ordered), ordered, names)


def stacked_bars(
    facts: Sequence[Fact], *, rows: str, stack: str | Mapping[str, str],
    totals: Sequence[Fact] = (), quantity: str, figure_id: str, caption: str, lang: str,
    schemas: Schemas, width_mm: float = 150, notes: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """Horizontal bars by ``rows``, divided by ``stack``; ``totals`` are the facts by ``rows``.

    ``stack`` is a dimension, or the names of several indicators whose facts are the parts.
    Values stand inside the parts that are wide enough for them, totals at the ends.
    """
    named, by = ({}, (rows, stack)) if isinstance(stack, str) else (stack, (rows,))
    maker = Maker(figure_id, caption, lang, schemas, width_mm, tuple(notes), named)
    facts = _distinct(facts)
    every = [*facts, *totals]
    lines, parts = maker.codes(every, rows), maker.parts(facts, by[-1])
    at = {(f.dims[rows], maker.part(f, by[-1])): f for f in facts}
    keys = [named.get(part or "") or maker.names(by[-1], [part])[0] for part in parts]
    with style():
        made, (axes,) = picture(width_mm, width_mm)
        grid = [[at.get((line, part)) for part in parts] for line in lines]
        fills = maker.fills(by[-1], parts)
        stacked = _Stacked.drawn(axes, grid, fills, maker)
        ends = _label_ends(axes, stacked.ends, {f.dims[rows]: f for f in totals}, lines, maker)
        horizontal(axes, maker.names(rows, lines), maker.measured(quantity, facts))
        name_parts(made, axes, stacked.parts[0] if lines else [], keys, fills)
        fit_rows(made, axes)
        hide_wide(made, stacked.labels)
        for line, bars_drawn, end in zip(grid, stacked.parts, ends, strict=True):
            _mark_line(maker, line, bars_drawn, end)
        names = [maker.name(f, *by) for f in every]
        return maker.figure(made, maker.measured(quantity, every), every, names)


def lollipop(
    series: Mapping[str, Sequence[Fact]], *, by: str = "year", figure_id: str, caption: str,
    lang: str, schemas: Schemas, width_mm: float = 150, notes: Sequence[str] = (),
    rounding: Rounding = "half_even",
) -> Figure:  # fmt: skip
    """Stems over the codes of ``by`` (years), a panel for each quantity, one below the other.

    ``series`` holds facts by the name of the quantity. A year between the first and the last
    that has no fact keeps its empty place. Labels show no more digits than their axis needs.
    """
    places = {name: n for facts in series.values() for name, n in label_places(facts).items()}
    maker = Maker(
        figure_id, caption, lang, schemas, width_mm, tuple(notes), places=places, rounding=rounding
    )
    every = [f for facts in series.values() for f in facts]
    codes = _without_gaps(maker.codes(every, by))
    with style():
        made, panels = picture(width_mm, _FOOT_MM + _PANEL_MM * len(series), len(series))
        for axes, (quantity, facts) in zip(panels, series.items(), strict=True):
            axes.set_xticks(range(len(codes)), maker.names(by, codes))
            axes.set_xlim(-0.6, len(codes) - 0.4)
            axes.set_ylabel(maker.measured(quantity, facts))
            labels = _stems(axes, [codes.index(f.dims[by]) for f in facts], facts, maker)
            if turn_crowded(made, labels):
                axes.set_ylim(top=axes.get_ylim()[1] * _ROOM_FOR_TURNED)
        turn_crowded(made, panels[-1].get_xticklabels())
        panels[-1].set_xlabel(capitalised(dimension_label(by, schemas, lang), lang))
        measured = [maker.measured(quantity, facts) for quantity, facts in series.items()]
        names = [maker.name(f, by) for f in every]
        return maker.figure(made, maker.word("figure", "between").join(measured), every, names)


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """One fact a crossing: a figure that is printed twice has two ids."""
    return list({fact_id(f.indicator, f.dims): f for f in facts}.values())


def _value(fact: Fact | None) -> float:
    return float(fact.value or 0) if fact else 0.0


@dataclass(frozen=True)
class _Stacked:
    """Bars made of parts, a list of parts a bar.

    ``ends`` says where each bar ends; ``labels`` are texts with the parts they stand in.
    """

    ends: list[float]
    parts: list[list[Rectangle]]
    labels: list[tuple[Text, Artist]]

    @classmethod
    def drawn(
        cls, axes: Axes, grid: Sequence[Sequence[Fact | None]], fills: Sequence[str], maker: Maker
    ) -> "_Stacked":
        labels: list[tuple[Text, Artist]] = []
        ends, parts = [0.0] * len(grid), [list[Rectangle]() for _ in grid]
        for i, fill in enumerate(fills):
            column = [line[i] for line in grid]
            widths = [_value(f) for f in column]
            drawn = axes.barh(
                range(len(grid)), widths, BAR, left=ends, color=fill,
                edgecolor=palette.edge_of(fill), linewidth=_EDGE,
            )  # fmt: skip
            texts = axes.bar_label(
                drawn, [maker.number(f) if f and f.value else "" for f in column],
                label_type="center", color=palette.text_on(fill), fontsize=SMALL,
            )  # fmt: skip
            labels += zip(texts, drawn, strict=True)
            for own, part in zip(parts, drawn, strict=True):
                own.append(part)
            ends = [end + width for end, width in zip(ends, widths, strict=True)]
        return cls(ends, parts, labels)


def _label_ends(
    axes: Axes, ends: Sequence[float], totals: Mapping[str | None, Fact], lines: Codes,
    maker: Maker,
) -> list[tuple[Fact, Text] | None]:  # fmt: skip
    """The total of each bar at its end, where there is one."""
    labels: list[tuple[Fact, Text] | None] = []
    for i, (end, line) in enumerate(zip(ends, lines, strict=True)):
        total = totals.get(line)
        labels.append(
            None if total is None else (total, axes.annotate(
                maker.number(total), (end, i), (3, 0), textcoords="offset points", va="center"
            ))
        )  # fmt: skip
    return labels


def _mark_line(
    maker: Maker, line: Sequence[Fact | None], parts: Sequence[Rectangle],
    end: tuple[Fact, Text] | None,
) -> None:  # fmt: skip
    for fact, part in zip(line, parts, strict=True):
        if fact is not None:
            maker.mark(fact, part)
    if end is not None:
        maker.mark(*end)


def _stems(axes: Axes, places: Sequence[int], facts: Sequence[Fact], maker: Maker) -> list[Text]:
    heights = [_value(f) for f in facts]
    axes.vlines(places, 0, heights, color=palette.MAIN, linewidth=_STEM)
    axes.plot(places, heights, "o", color=palette.MAIN, markersize=_DOT)
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.yaxis.set_major_locator(locator(4))
    axes.grid(visible=True, axis="y")
    axes.set_ylim(0, 1.35 * max(heights, default=0) or 1)
    labels: list[Text] = []
    for x, y, fact in zip(places, heights, facts, strict=True):
        labels.append(
            axes.annotate(
                maker.number(fact), (x, y), (0, 5), textcoords="offset points", ha="center",
                fontsize=SMALL,
            )
        )  # fmt: skip
        maker.mark(fact, Dot(axes, x, 0, _STEM), Dot(axes, x, y, _DOT), labels[-1])
    return labels


def _without_gaps(codes: Codes) -> list[str | None]:
    """Years from the first to the last, then whatever is no year; other codes as they are."""
    years = sorted(int(c) for c in codes if c is not None and c.isdigit())
    others = [c for c in codes if c is None or not c.isdigit()]
    return [*(map(str, range(years[0], years[-1] + 1)) if years else ()), *others]
