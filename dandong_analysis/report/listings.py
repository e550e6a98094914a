"""Tables whose rows are rows of a frame and whose numbers are the facts of these rows.

They are declared in ``standards/listings.toml``; nothing is computed here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import Ledger, fact_id
from dandong_analysis.report.blocks import HeaderCell, Span, Table
from dandong_analysis.report.labels import (
    NOTHING,
    code_label,
    dimension_label,
    ordered_codes,
    unit_label,
    word,
)
from dandong_analysis.report.wording import crossing_id, fact_ref
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.study import WHOLE

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: a ``fact`` of each row, the name of a ``code``, a ``unit``, or a ``text``.

    ``fact`` is an indicator, or the id of a fact whose dimensions then hold for all rows. It is
    about the key of the row, or about the dimensions ``at``, whose codes are filled from columns
    of the row; one that is the whole falls away. ``text_en`` is the text of the English edition.
    ``told`` maps a column of the frame to the
    codes for which the text stands in the place of the fact.
    """

    head: Text
    fact: str = ""
    code: str = ""
    unit: str = ""
    text: str = ""
    text_en: str = ""
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    at: Mapping[str, str] = field(default_factory=dict)

    def about(self, key: str, row: Row) -> dict[str, str]:
        """The dimensions of the fact about a row."""
        texts = {name: _text(value) for name, value in row.items()}
        filled = {dim: form.format_map(texts) for dim, form in self.at.items()}
        return {d: code for d, code in (filled or {key: texts[key]}).items() if code != WHOLE}


@dataclass(frozen=True)
class Listing:
    """One table: the frame, the column of ids, which rows, and what is shown of each."""

    id: str
    caption: Text
    frame: str
    key: str
    where: Mapping[str, Sequence[str]]
    columns: tuple[Column, ...]
    own_region: bool = False
    order: tuple[str, ...] = ()
    total: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def rows(self, frame: pd.DataFrame, scope: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows that the listing is about, in the order of the frame.

        Within the scope of a county, those of the county; with ``own_region``, in an edition for
        the whole only those of the whole.
        """
        county = scope.get("county")
        where = dict(self.where)
        if self.own_region and not county:
            where["region"] = [WHOLE]
        if county:
            where["county" if "county" in frame else "region"] = [county]
        return [row for row in rows_of(frame) if _matches(row, where)]


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by column name."""
    return [
        {str(k): v for k, v in row.items()} for row in frame.astype("object").to_dict("records")
    ]


def _matches(row: Row, where: Mapping[str, Sequence[str]]) -> bool:
    """Whether every named column has one of its codes; ``?`` stands for no value."""
    return all((_text(row[name]) or "?") in codes for name, codes in where.items())


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


@cache
def listings() -> Mapping[str, Listing]:
    """All listings of ``standards/listings.toml`` by id."""
    return {name: _parse(name, e) for name, e in load_standard("listings")["listing"].items()}


def listing(name: str) -> Listing:
    """The listing ``name``.

    Raises
    ------
    DandongError
        When there is none of this name.
    """
    if name not in listings():
        raise DandongError(unknown_exhibit(name, file="listings.toml"))
    return listings()[name]


@dataclass(frozen=True)
class Teller:
    """Shows the cells of rows: facts of the ledger, names, units, texts."""

    ledger: Ledger
    lang: str
    schemas: Schemas

    def fact(self, indicator: str, key: str, row: Row) -> Span:
        """The fact of an indicator about a row; nothing where it has no value."""
        return self._told(fact_id(indicator, {key: _text(row[key])}))

    def _told(self, name: str) -> Span:
        fact = self.ledger.get(name)
        if fact is None or fact.value is None:
            return NOTHING
        return fact_ref(fact, self.lang, self.schemas)

    def name(self, dim: str, row: Row) -> str:
        """The name of a code of a row."""
        code = _text(row[dim])
        code = code.lower() if isinstance(row[dim], bool) else code
        return code_label(dim, code, self.schemas, self.lang) if code else NOTHING

    def cell(self, column: Column, key: str, row: Row) -> Span:
        if column.fact and not (column.told and _matches(row, column.told)):
            return self._told(crossing_id(column.fact, column.about(key, row)))
        if column.code:
            return self.name(column.code, row)
        if column.unit:
            return unit_label(_text(row[column.unit]), self.lang) or NOTHING
        english = _text(row[column.text_en]) if self.lang == "en" and column.text_en else ""
        return english or _text(row[column.text]) or NOTHING


def listing_table(
    shown: Listing, rows: Sequence[Row], ledger: Ledger, *, lang: str, schemas: Schemas,
    limit: int | None = None, notes: Sequence[str] = (),
) -> Table:  # fmt: skip
    """The table of the rows of a listing; columns in which no row has anything are left out.

    With ``limit`` only the first rows are shown and a note says how many there are.
    """
    teller = Teller(ledger, lang, schemas)
    rows = _sorted(rows, shown.order, schemas)
    kept = rows if limit is None else rows[:limit]
    body = [[teller.cell(c, shown.key, row) for c in shown.columns] for row in kept]
    full = [i for i in range(len(shown.columns)) if any(line[i] != NOTHING for line in body)]
    cut = word(lang, "table_note", "cut").format(all=len(rows), shown=len(kept))
    columns = [shown.columns[i] for i in full]
    return Table(
        shown.id, shown.caption.in_language(lang),
        (tuple(HeaderCell(c.head.in_language(lang)) for c in columns),),
        tuple(tuple((line[i],) for i in full) for line in body),
        "".join("r" if c.fact else "l" for c in columns), "",
        (*notes, *([cut] if len(kept) < len(rows) else [])),
        tuple(i for i, row in enumerate(kept) if shown.total and _matches(row, shown.total)),
    )  # fmt: skip


def _sorted(rows: Sequence[Row], order: Sequence[str], schemas: Schemas) -> Sequence[Row]:
    """Rows by some columns, the first foremost; without any as they are."""
    for name in reversed(order):
        rows = sorted(rows, key=_rank(name, rows, schemas))
    return rows


def _rank(name: str, rows: Sequence[Row], schemas: Schemas) -> Callable[[Row], Any]:
    """The place of a row by a column of codes, as listed and the whole last, or of numbers."""
    if name.startswith("-"):
        return lambda row: -_number(row[name[1:]])
    codes = _ordered(name, [_text(row[name]) for row in rows], schemas, WHOLE)
    places = {code: i for i, code in enumerate(codes)}
    return lambda row: places[_text(row[name])]


def _number(value: Any) -> Decimal:  # noqa: ANN401 - a cell of any kind
    """A number to sort by; what is missing is least."""
    return Decimal(str(value)) if _text(value) else Decimal("-Infinity")


def matrix_table(
    rows: Sequence[Row], ledger: Ledger, *, key: str, by: str, across: str, fact: str,
    beside: str, heads: tuple[str, str], table_id: str, caption: str, lang: str,
    schemas: Schemas, notes: Sequence[str] = (),
) -> Table:  # fmt: skip
    """A fact and a code of each row, laid out by one dimension and across another.

    Parameters
    ----------
    rows
        Rows of a frame with a column for ``key``, ``by`` and ``across``, one a crossing.
    by, across
        Dimensions of the lines, and of the columns; the whole stands last in both.
    fact, beside
        The indicator, and the column whose code is named beside its number.
    heads
        The headers of the two.
    """
    teller = Teller(ledger, lang, schemas)
    at = {(_text(row[by]), _text(row[across])): row for row in rows}
    lines, columns = (_ordered(d, [k[i] for k in at], schemas, WHOLE)
                      for i, d in enumerate((by, across)))  # fmt: skip
    body = [
        ((_code(by, line, teller),),
         *(cell for c in columns for cell in _both(at.get((line, c)), fact, beside, key, teller)))
        for line in lines
    ]  # fmt: skip
    corner = HeaderCell(dimension_label(by, schemas, lang), 1, 2)
    outer = (HeaderCell(_code(across, c, teller), len(heads)) for c in columns)
    inner = tuple(HeaderCell(head) for _ in columns for head in heads)
    return Table(
        table_id, caption, ((corner, *outer), inner), tuple(body), "l" + "rl" * len(columns), "",
        tuple(notes), tuple(i for i, line in enumerate(lines) if line == WHOLE),
    )  # fmt: skip


def _ordered(dim: str, codes: Sequence[str], schemas: Schemas, last: str) -> list[str]:
    listed = [c for c in ordered_codes(dim, set(codes), schemas) if c is not None]
    return [*(c for c in listed if c != last), *(c for c in listed if c == last)]


def _code(dim: str, code: str, teller: Teller) -> str:
    return code_label(dim, code, teller.schemas, teller.lang)


def _both(
    row: Row | None, fact: str, beside: str, key: str, teller: Teller
) -> tuple[tuple[Span], tuple[Span]]:
    number = teller.fact(fact, key, row) if row else NOTHING
    named = teller.name(beside, row) if row and number != NOTHING else NOTHING
    return (number,), (named,)


def _parse(name: str, entry: Mapping[str, Any]) -> Listing:
    return Listing(
        name, Text(entry["zh"], entry["en"]), entry["frame"], entry["key"],
        entry.get("where", {}), tuple(_columns(entry["columns"])),
        entry.get("own_region", False), tuple(entry.get("order", ())), entry.get("total", {}),
    )  # fmt: skip


def _columns(entries: Sequence[Mapping[str, Any]]) -> Iterator[Column]:
    for entry in entries:
        options = {k: v for k, v in entry.items() if k not in ("zh", "en")}
        yield Column(Text(entry["zh"], entry["en"]), **options)


def unknown_exhibit(name: str, *, file: str) -> Problem:
    """That ``file`` of the standards declares no table or figure ``name``."""
    return Problem(
        "unknown-exhibit",
        Text("没有这个图表", "there is no such table or figure"),
        Text("无法显示", "nothing can be shown"),
        Text(f"请在 {file} 中加入它", f"add it to {file}"),
        Place(file=file), name,
    )  # fmt: skip
