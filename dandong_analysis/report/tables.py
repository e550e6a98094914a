"""Tables whose numbers are facts of the ledger; totals are facts too, never added up here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import Fact, Ledger, fact_id
from dandong_analysis.report.blocks import HeaderCell, Span, Table
from dandong_analysis.report.labels import (
    NOTHING,
    code_label,
    dimension_label,
    ordered_codes,
    unit_label,
    word,
)
from dandong_analysis.report.plain import is_number, plain_kind
from dandong_analysis.report.wording import fact_ref
from dandong_analysis.schemas import Schemas

Cell = tuple[Span, ...]
# A decimal number as tables print it.
_DECIMAL = re.compile(r"[-−]?\d[\d,]*\.\d+%?", re.ASCII)
# The codes that stand over a column or before a row, outermost first; () is the total and a
# shorter path a subtotal.
Path = tuple[str | None, ...]


def crosstab(
    ledger: Ledger, indicator: str, *, rows: str, columns: str | tuple[str, str] | None = None,
    lang: str, schemas: Schemas, scope: Mapping[str, str] | None = None,
    row_total: bool = True, column_total: bool = True, caption: str, table_id: str,
    unit: str | None = None, zero: str = NOTHING, drop_empty: bool = False,
    by_value: bool = False, notes: Sequence[str] = (),
) -> Table:  # fmt: skip
    """An indicator by one, two or three dimensions.

    Parameters
    ----------
    indicator
        An indicator, or the id of a fact whose dimensions then hold for the whole table.
    rows, columns
        Dimensions; two ``columns`` stand under each other with a subtotal for each outer code.
    scope
        Dimensions that every number is narrowed to.
    row_total, column_total
        A last row, and last columns, with the totals. They are the coarser facts.
    unit
        Text above the table; by default the unit of the facts.
    zero
        How a number that is exactly zero is shown; a crossing that was not observed looks alike.
    drop_empty
        Leave out rows and columns in which every number is zero.
    by_value
        Rows by falling total instead of in the order of the vocabulary.

    Raises
    ------
    DandongError
        When the ledger lacks one of the totals.
    """
    nested = (columns,) if isinstance(columns, str) else columns or ()
    grid = _Grid.of(
        ledger, indicator, rows=rows, columns=nested,
        scope=scope, lang=lang, schemas=schemas, zero=zero,
    )  # fmt: skip
    if drop_empty:
        grid = grid.without_empty()
    row_paths = [*grid.row_paths(by_value=by_value), *([()] if row_total else [])]
    column_paths = grid.column_paths(total=column_total or not nested)
    body = [grid.line(row, column_paths) for row in row_paths]
    return Table(
        table_id, caption, grid.header(column_paths), tuple(body), "l" + "r" * len(column_paths),
        grid.unit() if unit is None else unit, tuple(notes),
        (len(body) - 1,) if row_total else (),
    )  # fmt: skip


def side_by_side(
    ledger: Ledger, indicators: Sequence[str], *, by: str, lang: str, schemas: Schemas,
    scope: Mapping[str, str] | None = None, labels: Mapping[str, str] | None = None,
    total: bool = True, caption: str, table_id: str, zero: str = NOTHING, drop_empty: bool = False,
    notes: Sequence[str] = (),
) -> Table:  # fmt: skip
    """Several indicators as columns, by one dimension; the unit stands in each header.

    ``indicators`` are indicators or ids of facts; ``labels`` gives a column another name. With
    ``drop_empty`` rows in which every number is zero are left out.
    """
    grids = [
        _Grid.of(ledger, i, rows=by, scope=scope, lang=lang, schemas=schemas, zero=zero)
        for i in indicators
    ]
    facts = [pair for grid in grids for pair in grid.facts.items()]
    codes = {path[0] for path, fact in facts if fact.value or not drop_empty}
    rows: list[Path] = [(code,) for code in ordered_codes(by, codes, schemas)]
    rows += [()] if total else []
    named = labels or {}
    heads = [named.get(i, g.label()) for i, g in zip(indicators, grids, strict=True)]
    header = [dimension_label(by, schemas, lang)]
    header += [_with_unit(h, g.unit(), lang) for h, g in zip(heads, grids, strict=True)]
    body = [((grids[0].row_label(row),), *((g.number(row, ()),) for g in grids)) for row in rows]
    first = HeaderCell(header[0], plain=plain_kind(by))
    return Table(
        table_id, caption, ((first, *map(HeaderCell, header[1:])),), tuple(body),
        "l" + "r" * len(grids), "", tuple(notes), (len(body) - 1,) if total else (),
    )  # fmt: skip


def frame_table(
    frame: pd.DataFrame, *, labels: Mapping[str, str], caption: str, table_id: str,
    limit: int | None = None, lang: str = "zh", schemas: Schemas | None = None,
    notes: Sequence[str] = (),
) -> Table:  # fmt: skip
    """The columns that ``labels`` names, as plain text; numbers stand to the right.

    For what was delivered, printed or declared (:mod:`dandong_analysis.report.plain`); a table
    with computed numbers is a listing of facts. Units are named; with ``schemas``, so are codes of
    closed lists (``quarantined`` as 隔离).
    With ``limit`` only the first rows are shown and a note says how many there are.
    """
    shown = frame if limit is None else frame.head(limit)
    columns = [_texts(shown[name], lang, schemas) for name in labels]
    kinds = [plain_kind(name) for name in labels]
    cut = word(lang, "table_note", "cut").format(all=len(frame), shown=len(shown))
    return Table(
        table_id, caption,
        (tuple(HeaderCell(t, plain=k) for t, k in zip(labels.values(), kinds, strict=True)),),
        tuple(tuple((text,) for text in line) for line in zip(*columns, strict=True)),
        "".join("r" if is_number(k) or _are_decimals(c) else "l"
                for k, c in zip(kinds, columns, strict=True)), "",
        (*notes, *([cut] if len(shown) < len(frame) else [])),
    )  # fmt: skip


def _are_decimals(texts: Sequence[str]) -> bool:
    """Whether all texts are decimal numbers as they are printed; a whole one may be a code."""
    shown = [text for text in texts if text not in {"", NOTHING}]
    return bool(shown) and all(map(_DECIMAL.fullmatch, shown))


@dataclass(frozen=True)
class _Grid:
    """The facts of one indicator by one row dimension and up to two column dimensions."""

    ledger: Ledger
    indicator: str
    fixed: Mapping[str, str | None]
    rows: str
    columns: tuple[str, ...]
    lang: str
    schemas: Schemas
    zero: str
    facts: Mapping[Path, Fact]

    @classmethod
    def of(
        cls, ledger: Ledger, key: str, *, rows: str, columns: tuple[str, ...] = (),
        scope: Mapping[str, str] | None, lang: str, schemas: Schemas, zero: str,
    ) -> "_Grid":  # fmt: skip
        base = ledger[key]
        fixed = {**base.dims, **(scope or {})}
        found = ledger.select(base.indicator, rows, *columns, **fixed)
        if not found:
            _check_crossing(ledger, base.indicator, {rows, *columns, *fixed})
        facts = {tuple(f.dims[d] for d in (rows, *columns)): f for f in found}
        return cls(ledger, base.indicator, fixed, rows, columns, lang, schemas, zero, facts)

    def without_empty(self) -> "_Grid":
        full = [path for path, fact in self.facts.items() if fact.value != 0]
        kept = [{path[i] for path in full} for i in range(1 + len(self.columns))]
        return replace(
            self,
            facts={
                path: fact
                for path, fact in self.facts.items()
                if all(code in codes for code, codes in zip(path, kept, strict=True))
            },
        )

    def row_paths(self, *, by_value: bool) -> list[Path]:
        paths: list[Path] = [(code,) for code in self._codes(0)]
        if by_value:
            paths.sort(key=lambda path: self._fact(path, ()).value or 0, reverse=True)
        return paths

    def column_paths(self, *, total: bool) -> list[Path]:
        """Columns from left to right: each code with its inner codes and subtotal, the total."""
        paths: list[Path] = []
        for outer in self._codes(1) if self.columns else ():
            inner = self._codes(2) if len(self.columns) > 1 else []
            paths += [(outer, code) for code in inner]
            paths += [(outer,)] if total or not inner else []
        return [*paths, *([()] if total else [])]

    def header(self, paths: Sequence[Path]) -> tuple[tuple[HeaderCell, ...], ...]:
        depth = max(1, len(self.columns))
        name = dimension_label(self.rows, self.schemas, self.lang)
        corner = HeaderCell(name, 1, depth, plain_kind(self.rows))
        last = word(self.lang, "column", "total") if self.columns else self.label()
        totals = [HeaderCell(last, 1, depth) for path in paths if not path]
        if depth == 1:
            return ((corner, *(HeaderCell(self._name(1, p[0])) for p in paths if p), *totals),)
        outer = list(dict.fromkeys(path[0] for path in paths if path))
        spans = [sum(1 for p in paths if p and p[0] == code) for code in outer]
        merged = [HeaderCell(self._name(1, c), n) for c, n in zip(outer, spans, strict=True)]
        inner = [HeaderCell(self._inner_label(path)) for path in paths if path]
        return (corner, *merged, *totals), tuple(inner)

    def line(self, row: Path, columns: Sequence[Path]) -> tuple[Cell, ...]:
        return ((self.row_label(row),), *((self.number(row, column),) for column in columns))

    def row_label(self, row: Path) -> str:
        return self._name(0, row[0]) if row else word(self.lang, "column", "total")

    def number(self, row: Path, column: Path) -> Span:
        """The fact at a crossing; a crossing that was not observed is shown as zero is."""
        if len(row) + len(column) == 1 + len(self.columns) and (*row, *column) not in self.facts:
            return self.zero
        ref = fact_ref(self._fact(row, column), self.lang, self.schemas)
        return replace(ref, text=self.zero) if self._fact(row, column).value == 0 else ref

    def label(self) -> str:
        return self._fact((), ()).label.in_language(self.lang)

    def unit(self) -> str:
        return unit_label(self._fact((), ()).unit, self.lang)

    def _fact(self, row: Path, column: Path) -> Fact:
        pairs = [*zip((self.rows,), row, strict=False), *zip(self.columns, column, strict=False)]
        return self.ledger[fact_id(self.indicator, {**self.fixed, **dict(pairs)})]

    def _codes(self, level: int) -> list[str | None]:
        dim = (self.rows, *self.columns)[level]
        return ordered_codes(dim, {path[level] for path in self.facts}, self.schemas)

    def _name(self, level: int, code: str | None) -> str:
        return code_label((self.rows, *self.columns)[level], code, self.schemas, self.lang)

    def _inner_label(self, path: Path) -> str:
        if len(path) == 1:
            return word(self.lang, "column", "subtotal")
        return self._name(2, path[1])


def _texts(values: "pd.Series[Any]", lang: str, schemas: Schemas | None) -> list[str]:
    texts = ["" if pd.isna(value) else str(value) for value in values.tolist()]
    if values.name == "unit":
        return [unit_label(text, lang) for text in texts]
    if schemas is None:
        return texts
    return [text and code_label(str(values.name), text, schemas, lang) for text in texts]


def _check_crossing(ledger: Ledger, indicator: str, dims: set[str]) -> None:
    """An empty table is right only where the crossing is known and nothing was observed."""
    if any(f.indicator == indicator and set(f.dims) == dims for f in ledger):
        return
    problem = Problem(
        "unknown-crossing",
        Text("台账中没有这个指标的这种交叉", "the ledger does not cross the indicator so"),
        Text("无法制表", "no table can be made"),
        Text("请在指标目录的 by 中加入它", "add it to 'by' in the indicator catalogue"),
        Place(file="indicators.toml"), f"{indicator} × {', '.join(sorted(dims))}",
    )  # fmt: skip
    raise DandongError(problem)


def _with_unit(label: str, unit: str, lang: str) -> str:
    if not unit:
        return label
    return f"{label} ({unit})" if lang == "en" else f"{label}（{unit}）"
