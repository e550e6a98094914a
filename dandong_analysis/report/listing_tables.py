"""Tables whose rows are rows of a frame and whose numbers are the facts of these rows.

They are declared in ``standards/listings.toml``; nothing is computed here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dandong_analysis.facts import Ledger, fact_id
from dandong_analysis.report.blocks import FactRef, HeaderCell, Paragraph, Span, Table
from dandong_analysis.report.labels import (
    NOTHING,
    code_label,
    dimension_label,
    ordered_codes,
    unit_label,
    word,
)
from dandong_analysis.report.listings import Column, Listing, Row, matches, text_of
from dandong_analysis.report.plain import is_number
from dandong_analysis.report.wording import crossing_id, fact_ref, phrase
from dandong_analysis.schemas import Schemas
from dandong_analysis.study import WHOLE


@dataclass(frozen=True)
class Teller:
    """Shows the cells of rows: facts of the ledger, names, units, texts."""

    ledger: Ledger
    lang: str
    schemas: Schemas

    def fact(self, indicator: str, key: str, row: Row) -> Span:
        """The fact of an indicator about a row; nothing where it has no value."""
        return self._told(fact_id(indicator, {key: text_of(row[key])}))

    def _told(self, name: str) -> Span:
        fact = self.ledger.get(name)
        if fact is None or fact.value is None:
            return NOTHING
        return fact_ref(fact, self.lang, self.schemas)

    def name(self, dim: str, row: Row) -> str:
        """The name of a code of a row."""
        code = text_of(row[dim])
        code = code.lower() if isinstance(row[dim], bool) else code
        return code_label(dim, code, self.schemas, self.lang) if code else NOTHING

    def cell(self, column: Column, keys: Sequence[str], row: Row) -> Span:
        if column.fact and not (column.told and matches(row, column.told)):
            number = self._told(crossing_id(column.fact, column.about(keys, row)))
            return _written(number, row[column.written]) if column.written else number
        if column.code:
            return self.name(column.code, row)
        if column.unit:
            return unit_label(text_of(row[column.unit]), self.lang) or NOTHING
        english = text_of(row[column.text_en]) if self.lang == "en" and column.text_en else ""
        return english or text_of(row[column.text]) or NOTHING


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
    body = [[teller.cell(c, shown.keys, row) for c in shown.columns] for row in kept]
    full = [i for i in range(len(shown.columns)) if any(line[i] != NOTHING for line in body)]
    cut = word(lang, "table_note", "cut").format(all=len(rows), shown=len(kept))
    columns = [shown.columns[i] for i in full]
    return Table(
        shown.id, shown.caption.in_language(lang),
        (tuple(HeaderCell(c.head.in_language(lang), plain=c.plain) for c in columns),),
        tuple(tuple((line[i],) for i in full) for line in body),
        "".join("r" if c.fact or is_number(c.plain) else "l" for c in columns), "",
        (*notes, *([cut] if len(kept) < len(rows) else [])),
        tuple(i for i, row in enumerate(kept) if shown.total and matches(row, shown.total)),
    )  # fmt: skip


def nothing_listed(caption: str, lang: str) -> Paragraph:
    """What stands in the place of a table without rows."""
    return Paragraph((phrase("nothing_listed", lang=lang, words={"table": caption}),))


def _written(number: Span, text: str) -> Span:
    """A fact as ``text`` writes it; the text itself where there is no fact, as of an interval."""
    return replace(number, text=text) if isinstance(number, FactRef) and text else text or number


def _sorted(rows: Sequence[Row], order: Sequence[str], schemas: Schemas) -> Sequence[Row]:
    """Rows by some columns, the first foremost; without any as they are."""
    for name in reversed(order):
        rows = sorted(rows, key=_rank(name, rows, schemas))
    return rows


def _rank(name: str, rows: Sequence[Row], schemas: Schemas) -> Callable[[Row], Any]:
    """The place of a row by a column of codes, as listed and the whole last, or of numbers."""
    if name.startswith("-"):
        return lambda row: -_number(row[name[1:]])
    codes = _ordered(name, [text_of(row[name]) for row in rows], schemas, WHOLE)
    places = {code: i for i, code in enumerate(codes)}
    return lambda row: places[text_of(row[name])]


def _number(value: Any) -> Decimal:  # noqa: ANN401 - a cell of any kind
    """A number to sort by; what is missing is least."""
    return Decimal(str(value)) if text_of(value) else Decimal("-Infinity")


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
    at = {(text_of(row[by]), text_of(row[across])): row for row in rows}
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
