"""The legend of a map: its symbols grouped by layer, set in columns; lengths in millimetres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from dandong_analysis.report import palette
from dandong_analysis.report.blocks import MapKind, MapLayer, MapSymbol
from dandong_analysis.report.sketch import area_style, line_style, marker_style
from dandong_analysis.report.typeset import line_height, widest, wrapped

SIZE = 7.5
_HANDLE, _HANDLE_HEIGHT, _GAP = 6.5, 3.0, 1.8
# Above the title of a group, and between columns.
_ABOVE, _BETWEEN, _GUTTER = 1.4, 0.5, 5.0
_TINY = 1e-6


@dataclass(frozen=True)
class Row:
    """A title (without symbol) or an entry, in lines that fit the column.

    ``is_alone``: the layer's only entry, which says all that its title would.
    """

    lines: tuple[str, ...]
    symbol: MapSymbol | None = None
    kind: MapKind = "area"
    is_alone: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * line_height(SIZE) + (_BETWEEN if self.symbol else _ABOVE)


@dataclass(frozen=True)
class Legend:
    """Rows in columns of one width."""

    columns: tuple[tuple[Row, ...], ...]
    column_width: float

    @property
    def width(self) -> float:
        gaps = _GUTTER * (len(self.columns) - 1)
        return self.column_width * len(self.columns) + gaps

    @property
    def height(self) -> float:
        return max((_height(column) for column in self.columns), default=0.0)


def plan_legend(layers: Sequence[MapLayer], *, width: float, height: float) -> Legend:
    """The legend in a width and a height: in one column, or else in as few as fit.

    Layers are parted between columns only where they do not fit whole; where nothing fits, the
    legend is as low as can be, and higher than ``height``.
    """
    natural = min(_widest(layers), width)
    most = max(int((width + _GUTTER) / (natural + _GUTTER)), 1)
    rows = _rows(layers, natural)
    plans = [
        Legend(_in_columns(blocks, n), natural)
        for blocks in (_groups(rows), _pairs(rows)) for n in range(1, most + 1)
    ]  # fmt: skip
    return next((plan for plan in plans if plan.height <= height), plans[-1])


def draw_legend(axes: Axes, legend: Legend, left: float, top: float) -> None:
    """Draw on axes in millimetres, from the upper left corner."""
    for n, column in enumerate(legend.columns):
        x, y = left + n * (legend.column_width + _GUTTER), top
        for row in column:
            _draw_row(axes, row, x, y)
            y -= row.height


def _widest(layers: Sequence[MapLayer]) -> float:
    titles = widest((layer.title for layer in layers), SIZE)
    labels = widest((s.label for layer in layers for s in layer.symbols), SIZE)
    return max(titles, labels + _HANDLE + _GAP) + 0.1


def _rows(layers: Sequence[MapLayer], width: float) -> list[Row]:
    rows = []
    for layer in layers:
        is_alone = [symbol.label for symbol in layer.symbols] == [layer.title]
        if not is_alone:
            rows.append(Row(tuple(wrapped(layer.title, SIZE, width))))
        for symbol in layer.symbols:
            lines = wrapped(symbol.label, SIZE, width - _HANDLE - _GAP)
            rows.append(Row(tuple(lines), symbol, layer.kind, is_alone))
    return rows


def _in_columns(blocks: Sequence[list[Row]], number: int) -> tuple[tuple[Row, ...], ...]:
    """Blocks in their order in at most ``number`` columns, the highest as low as possible."""
    runs = ((blocks[a:b]) for b in range(len(blocks) + 1) for a in range(b))
    heights = sorted({_height(chain.from_iterable(run)) for run in runs})
    filled = (_filled(blocks, height) for height in heights)
    return next((columns for columns in filled if len(columns) <= number), ())


def _filled(blocks: Sequence[list[Row]], height: float) -> tuple[tuple[Row, ...], ...]:
    """Blocks in columns of at most ``height``, but for one that is higher by itself."""
    columns: list[list[Row]] = [[]]
    for block in blocks:
        # Sums of the same rows in another order may differ in the last bit.
        if columns[-1] and _height([*columns[-1], *block]) > height + _TINY:
            columns.append([])
        columns[-1] += block
    return tuple(map(tuple, columns))


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one layer together; a single entry without a title stands alone."""
    blocks: list[list[Row]] = []
    for row in rows:
        if row.symbol is None or row.is_alone or not blocks:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _pairs(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that are never parted: a title and its first entry."""
    blocks: list[list[Row]] = []
    for row in rows:
        if not blocks or blocks[-1][-1].symbol is not None:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _height(rows: Iterable[Row]) -> float:
    return sum(row.height for row in rows)


def _draw_row(axes: Axes, row: Row, left: float, top: float) -> None:
    space = row.height - len(row.lines) * line_height(SIZE)
    x = left + (_HANDLE + _GAP if row.symbol else 0)
    for n, line in enumerate(row.lines):
        y = top - space - (n + 0.5) * line_height(SIZE)
        axes.text(x, y, line, fontsize=SIZE, va="center_baseline", color=palette.INK)
    if row.symbol:
        _draw_handle(axes, row.symbol, row.kind, left, top - space - line_height(SIZE) / 2)


def _draw_handle(axes: Axes, symbol: MapSymbol, kind: MapKind, left: float, middle: float) -> None:
    """The symbol as on the map, at its own size."""
    if kind == "area":
        corner = (left, middle - _HANDLE_HEIGHT / 2)
        axes.add_patch(Rectangle(corner, _HANDLE, _HANDLE_HEIGHT, **area_style(symbol)))
    elif kind == "line":
        axes.plot([left, left + _HANDLE], [middle, middle], **line_style(symbol))
    else:
        axes.plot([left + _HANDLE / 2], [middle], **marker_style(symbol))
