"""The annex of a report as a workbook: a sheet for each table, and one of all its facts.

Totals and rates are formulas, every number has a comment that opens it, and text is never a
formula. The bytes depend on the contents only.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from dandong_analysis.facts import Ledger
from dandong_analysis.report.annex_facts import FactSheet
from dandong_analysis.report.annex_formulas import formulas, terms_elsewhere
from dandong_analysis.report.annex_front import Front
from dandong_analysis.report.annex_sheet import Book
from dandong_analysis.report.annex_tables import TableSheet
from dandong_analysis.report.blocks import Block, FactRef, Figure, Heading, Map, Table
from dandong_analysis.report.document import Document, DocumentMeta, build_document, facts_of
from dandong_analysis.report.numbering import gap_after_number
from dandong_analysis.report.wording import fact_ref
from dandong_analysis.schemas import Schemas

# Text is written as text, whatever it looks like.
_OPTIONS = {
    "in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False,
    "strings_to_urls": False,
}  # fmt: skip
# Documents without a date carry this one: the bytes depend on the contents only.
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 (the file format knows no time zones)


def render_annex(
    blocks: Sequence[Block], meta: DocumentMeta, *, ledger: Ledger, schemas: Schemas
) -> bytes:
    """The annex workbook of a report.

    Parameters
    ----------
    blocks, meta
        As for the other formats of the report.
    ledger
        The facts behind the numbers of the blocks: their unrounded values and their terms.
    schemas
        Names for the definitions of terms that the report itself does not print.

    Returns
    -------
    bytes
        An ``.xlsx`` file without macros or links to other files.
    """
    document = build_document([_undrawn(block) for block in blocks], meta)
    sink = io.BytesIO()
    target = Workbook(sink, _OPTIONS)
    target.set_properties(_properties(document))
    _write(Book(target, document), ledger, schemas)
    target.close()
    return sink.getvalue()


def _undrawn(block: Block) -> Block:
    """``block`` without what is drawn: only the number of a figure or map counts here."""
    if isinstance(block, Map):
        return replace(block, svg="", png=b"", layers=())
    return replace(block, svg="", png=b"") if isinstance(block, Figure) else block


def _properties(document: Document) -> dict[str, Any]:
    meta = document.meta
    created = datetime.combine(meta.created, datetime.min.time()) if meta.created else _NO_DATE
    stamp = document.word("stamp") if document.is_synthetic else ""
    return {
        "title": f"{document.full_title}{document.word('colon')}{document.word('annex.title')}",
        "subject": stamp, "comments": stamp, "author": meta.author, "created": created,
        "keywords": meta.region,
    }  # fmt: skip


def _write(book: Book, ledger: Ledger, schemas: Schemas) -> None:
    document = book.document
    sheets = list(table_sheets(document, ledger))
    elsewhere = [name for sheet in sheets for name in terms_elsewhere(sheet.grid)]
    printed = [entry.fact for entry in document.entries]
    facts = FactSheet(
        book.word("annex.facts"),
        tuple(_with_terms(printed, elsewhere, ledger, book.lang, schemas)), ledger,
        _places(document),
    )  # fmt: skip
    cells = facts.cells()
    Front(book, tuple(sheets)).write_contents()
    for sheet in sheets:
        sheet.write(book, formulas(sheet.grid, cells.get))
    facts.write(book)
    Front(book, tuple(sheets)).write_notes()


def table_sheets(document: Document, ledger: Ledger) -> Iterator[TableSheet]:
    """A sheet for each table, named by its number; one that comes again is told apart."""
    chapter, names = "", dict[str, int]()
    for item in document.items:
        if isinstance(item.block, Heading) and item.block.level == 1:
            chapter = f"{item.number}{gap_after_number(item)}{item.block.text}"
        if isinstance(item.block, Table):
            names[item.number] = names.get(item.number, 0) + 1
            again = f" ({names[item.number]})" if names[item.number] > 1 else ""
            yield TableSheet.of(f"{item.number}{again}", item, item.block, chapter, ledger)


def _with_terms(
    printed: Sequence[FactRef], names: Iterable[str], ledger: Ledger, lang: str, schemas: Schemas
) -> Iterator[FactRef]:
    """The printed facts, then the terms of rates that are printed nowhere."""
    yield from printed
    known = {fact.id for fact in printed}
    for name in dict.fromkeys(names):
        if name not in known:
            yield fact_ref(ledger[name], lang, schemas)


def _places(document: Document) -> Mapping[str, Sequence[str]]:
    """The numbers of the tables and figures in which each fact stands."""
    found: dict[str, dict[str, None]] = {}
    for item in document.items:
        for fact in facts_of(item.block) if item.number else ():
            found.setdefault(fact.id, {})[item.number] = None
    return {name: tuple(numbers) for name, numbers in found.items()}
