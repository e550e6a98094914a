"""Figures drawn from facts: every length is a fact's value, every label a printed number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from dandong_analysis.facts import Fact, fact_id
from dandong_analysis.report import palette
from dandong_analysis.report.blocks import Figure
from dandong_analysis.report.canvas import (
    EDGE,
    SMALL,
    hide_wide,
    horizontal,
    legend,
    locator,
    picture,
    rendered,
    stamp,
    style,
    tick,
    turn_crowded,
)
from dandong_analysis.report.labels import (
    code_label,
    dimension_label,
    ordered_codes,
    unit_label,
    word,
)
from dandong_analysis.report.wording import fact_ref
from dandong_analysis.schemas import Schemas

Codes = Sequence[str | None]
# An upright label needs more room above its stem.
_ROOM_FOR_TURNED = 1.25


def bars(
    facts: Sequence[Fact], *, by: str, quantity: str, figure_id: str, caption: str, lang: str,
    schemas: Schemas, width_mm: float = 150, notes: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """Horizontal bars of facts that differ in dimension ``by``, longest first, with values.

    ``quantity`` names what is measured; the unit is that of the facts.
    """
    maker = _Maker(figure_id, caption, lang, schemas, width_mm, tuple(notes))
    facts = _distinct(facts)
    ordered = sorted(facts, key=_value, reverse=True)
    with style():
        made, (axes,) = picture(width_mm, 16 + 5.2 * len(ordered))
        places = range(len(ordered))
        drawn = axes.barh(places, [_value(f) for f in ordered], 0.72, color=palette.MAIN)
        axes.bar_label(drawn, [maker.number(f) for f in ordered], padding=2.5)
        names = [maker.name(f, by) for f in ordered]
        horizontal(axes, names, maker.measured(quantity, facts))
        return maker.figure(made, maker.measured(quantity, facts), ordered, by)


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
    maker = _Maker(figure_id, caption, lang, schemas, width_mm, tuple(notes), named)
    facts = _distinct(facts)
    lines, parts = maker.codes([*facts, *totals], rows), maker.parts(facts, by[-1])
    at = {(f.dims[rows], maker.part(f, by[-1])): f for f in facts}
    with style():
        made, (axes,) = picture(width_mm, 32 + 7.5 * len(lines))
        grid = [[at.get((line, part)) for part in parts] for line in lines]
        stacked = _Stacked.drawn(axes, grid, palette.for_codes(parts), maker)
        by_line = {f.dims[rows]: f for f in totals}
        _label_ends(axes, stacked.ends, [by_line.get(line) for line in lines], maker)
        horizontal(axes, maker.names(rows, lines), maker.measured(quantity, facts))
        keys = [named.get(part or "") or maker.names(by[-1], [part])[0] for part in parts]
        legend(made, keys, palette.for_codes(parts), min(4, len(parts)))
        hide_wide(made, stacked.labels)
        every = [*facts, *totals]
        return maker.figure(made, maker.measured(quantity, every), every, *by)


def share_bar(
    facts: Sequence[Fact], *, by: str, quantity: str, figure_id: str, caption: str, lang: str,
    schemas: Schemas, width_mm: float = 150, notes: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """One bar divided by dimension ``by``; the legend names each part with its value."""
    maker = _Maker(figure_id, caption, lang, schemas, width_mm, tuple(notes))
    codes = maker.codes(facts, by)
    at = {f.dims[by]: f for f in facts}
    with style():
        made, (axes,) = picture(width_mm, 30 + 5 * -(-len(codes) // 3))
        ordered = [at[code] for code in codes]
        stacked = _Stacked.drawn(axes, [ordered], palette.for_codes(codes), maker)
        horizontal(axes, [""], maker.measured(quantity, facts))
        axes.set_xlim(0, stacked.ends[0] or 1)
        keys = [f"{maker.name(f, by)} {maker.number(f)}" for f in ordered]
        legend(made, keys, palette.for_codes(codes), 3)
        hide_wide(made, stacked.labels)
        return maker.figure(made, maker.measured(quantity, facts), ordered, by)


def lollipop(
    series: Mapping[str, Sequence[Fact]], *, by: str = "year", figure_id: str, caption: str,
    lang: str, schemas: Schemas, width_mm: float = 150, notes: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """Stems over the codes of ``by`` (years), a panel for each quantity, one below the other.

    ``series`` holds facts by the name of the quantity. A year between the first and the last
    that has no fact keeps its empty place.
    """
    maker = _Maker(figure_id, caption, lang, schemas, width_mm, tuple(notes))
    every = [f for facts in series.values() for f in facts]
    codes = _without_gaps(maker.codes(every, by))
    with style():
        made, panels = picture(width_mm, 12 + 40 * len(series), len(series))
        for axes, (quantity, facts) in zip(panels, series.items(), strict=True):
            axes.set_xticks(range(len(codes)), maker.names(by, codes))
            axes.set_xlim(-0.6, len(codes) - 0.4)
            axes.set_ylabel(maker.measured(quantity, facts))
            labels = _stems(axes, [codes.index(f.dims[by]) for f in facts], facts, maker)
            if turn_crowded(made, labels):
                axes.set_ylim(top=axes.get_ylim()[1] * _ROOM_FOR_TURNED)
        turn_crowded(made, panels[-1].get_xticklabels())
        panels[-1].set_xlabel(dimension_label(by, schemas, lang))
        measured = [maker.measured(quantity, facts) for quantity, facts in series.items()]
        return maker.figure(made, word(lang, "figure", "between").join(measured), every, by)


@dataclass(frozen=True)
class _Maker:
    """Names, numbers and the finished block of one figure."""

    figure_id: str
    caption: str
    lang: str
    schemas: Schemas
    width_mm: float
    notes: tuple[str, ...]
    indicators: Mapping[str, str] = field(default_factory=dict)

    def part(self, fact: Fact, dim: str) -> str | None:
        """What a bar is divided by: the indicator of a fact where these are named, else a code."""
        return fact.indicator if self.indicators else fact.dims[dim]

    def parts(self, facts: Sequence[Fact], dim: str) -> list[str | None]:
        found = {f.indicator for f in facts}
        return [i for i in self.indicators if i in found] or self.codes(facts, dim)

    def codes(self, facts: Sequence[Fact], dim: str) -> list[str | None]:
        return ordered_codes(dim, {f.dims[dim] for f in facts}, self.schemas)

    def names(self, dim: str, codes: Codes) -> list[str]:
        return [code_label(dim, code, self.schemas, self.lang) for code in codes]

    def name(self, fact: Fact, *dims: str) -> str:
        named = (d for d in dims if d in fact.dims)
        names = [code_label(d, fact.dims[d], self.schemas, self.lang) for d in named]
        own = self.indicators.get(fact.indicator)
        return " ".join([*names, own] if own else names)

    def number(self, fact: Fact) -> str:
        return fact_ref(fact, self.lang, self.schemas).text

    def measured(self, quantity: str, facts: Sequence[Fact]) -> str:
        """The quantity with its unit, as on an axis."""
        units = sorted({f.unit for f in facts})
        if len(units) > 1:
            raise ValueError(f"one axis cannot show {', '.join(units)}")
        form = word(self.lang, "figure", "measured" if units else "bare")
        return form.format(quantity=quantity, unit=unit_label("".join(units), self.lang))

    def figure(self, made: Picture, measured: str, facts: Sequence[Fact], *dims: str) -> Figure:
        if any(f.provenance == "synthetic" for f in facts):
            stamp(made, word(self.lang, "figure", "synthetic"))
        svg, png = rendered(made)
        refs = tuple(fact_ref(f, self.lang, self.schemas) for f in facts)
        return Figure(
            self.figure_id, self.caption, self._alt(measured, facts, dims), svg, png,
            self.width_mm, self.notes, refs,
        )  # fmt: skip

    def _alt(self, measured: str, facts: Sequence[Fact], dims: Sequence[str]) -> str:
        items = [f"{self.name(f, *dims)} {self.number(f)}" for f in facts]
        listed = word(self.lang, "figure", "between").join(items)
        form = word(self.lang, "figure", "alt")
        return form.format(caption=self.caption, measured=measured, items=listed)


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """One fact a crossing: a figure that is printed twice has two ids."""
    return list({fact_id(f.indicator, f.dims): f for f in facts}.values())


def _value(fact: Fact | None) -> float:
    return float(fact.value or 0) if fact else 0.0


@dataclass(frozen=True)
class _Stacked:
    """Bars made of parts: where each bar ends, and the labels with the parts they stand in."""

    ends: list[float]
    labels: list[tuple[Text, Artist]]

    @classmethod
    def drawn(
        cls, axes: Axes, grid: Sequence[Sequence[Fact | None]], fills: Sequence[str], maker: _Maker
    ) -> "_Stacked":
        labels: list[tuple[Text, Artist]] = []
        ends = [0.0] * len(grid)
        for i, fill in enumerate(fills):
            column = [line[i] for line in grid]
            widths = [_value(f) for f in column]
            drawn = axes.barh(range(len(grid)), widths, 0.72, left=ends, color=fill, **EDGE)
            texts = axes.bar_label(
                drawn, [maker.number(f) if f and f.value else "" for f in column],
                label_type="center", color=palette.text_on(fill), fontsize=SMALL,
            )  # fmt: skip
            labels += zip(texts, drawn, strict=True)
            ends = [end + width for end, width in zip(ends, widths, strict=True)]
        return cls(ends, labels)


def _label_ends(
    axes: Axes, ends: Sequence[float], totals: Sequence[Fact | None], maker: _Maker
) -> None:
    for i, (end, total) in enumerate(zip(ends, totals, strict=True)):
        if total is not None:
            axes.annotate(
                maker.number(total), (end, i), (3, 0), textcoords="offset points", va="center"
            )


def _stems(axes: Axes, places: Sequence[int], facts: Sequence[Fact], maker: _Maker) -> list[Text]:
    heights = [_value(f) for f in facts]
    axes.vlines(places, 0, heights, color=palette.MAIN, linewidth=1.6)
    axes.plot(places, heights, "o", color=palette.MAIN, markersize=5)
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.yaxis.set_major_locator(locator(4))
    axes.grid(visible=True, axis="y")
    axes.set_ylim(0, 1.35 * max(heights, default=0) or 1)
    return [
        axes.annotate(
            maker.number(fact), (x, y), (0, 5), textcoords="offset points", ha="center",
            fontsize=SMALL,
        )
        for x, y, fact in zip(places, heights, facts, strict=True)
    ]  # fmt: skip


def _without_gaps(codes: Codes) -> list[str | None]:
    """Years from the first to the last, then whatever is no year; other codes as they are."""
    years = sorted(int(c) for c in codes if c is not None and c.isdigit())
    others = [c for c in codes if c is None or not c.isdigit()]
    return [*(map(str, range(years[0], years[-1] + 1)) if years else ()), *others]
