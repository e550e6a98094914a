"""The first page of a report's site: its summary, a search over all chapters, contents, files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dandong_analysis.report.blocks import (
    Block,
    FactRef,
    Field,
    Figure,
    Heading,
    Map,
    Note,
    Paragraph,
    Span,
    Table,
)
from dandong_analysis.report.document import Document, DocumentMeta, build_document
from dandong_analysis.report.html import anchored, rendered
from dandong_analysis.report.numbering import Item, gap_after_number, heading_level
from dandong_analysis.report.site import Page, Site
from dandong_analysis.report.templating import page_data

# Headings of the contents go so deep.
_DEEPEST = 2
# Between the cells of a table.
_BETWEEN = " | "
_BLANKS = re.compile(r"\s+")

# What a search finds: the number of the page, the anchor, the title, and the text.
Entry = tuple[int, str, str, str]


@dataclass(frozen=True)
class Chapter:
    """A chapter as a page of the site."""

    page: Page
    document: Document


def render_index(
    chapters: Sequence[Chapter], meta: DocumentMeta, site: Site, downloads: Sequence[Page]
) -> bytes:
    """The page, encoded in UTF-8.

    The summary is the chapter whose title has no number, if the report has one.
    """
    front = [item.block for chapter in chapters for item in chapter.document.front]
    document = build_document(front, meta)
    pages = [chapter.page for chapter in chapters] + [Page(document.word("site.facts"), site.facts)]
    return rendered(
        "index.html.j2", document, site, items=document.front, more_scripts=("search.js",),
        contents=[line for chapter in chapters for line in _contents(chapter)],
        tables=[p for c in chapters for p in _captions(c, Table)],
        figures=[p for c in chapters for p in _captions(c, Figure, Map)],
        downloads=downloads,
        search=page_data({
            "words": {"found": document.word("site.found")},
            "pages": [{"label": page.label, "file": page.file} for page in pages],
            "entries": [entry for n, c in enumerate(chapters) for entry in _entries(c, n)]
            + _facts(chapters, len(chapters), site),
        }),
    ).encode("utf-8")  # fmt: skip


def _contents(chapter: Chapter) -> Iterator[tuple[int, Page]]:
    """The headings of a chapter with their level; of the summary its title."""
    items = chapter.document.front[:1] or chapter.document.items
    for item in items:
        block = item.block
        if isinstance(block, Heading) and heading_level(block) <= _DEEPEST:
            title = f"{item.number}{gap_after_number(item)}{block.text}"
            yield heading_level(block), Page(title, _address(chapter, item))


def _captions(chapter: Chapter, *kinds: type) -> Iterator[Page]:
    for item in chapter.document.items:
        if isinstance(item.block, kinds):
            yield Page(_title(item), _address(chapter, item))


def _address(chapter: Chapter, item: Item) -> str:
    return f"{chapter.page.file}#{item.anchor}"


def _title(item: Item) -> str:
    block = item.block
    if isinstance(block, Heading):
        return f"{item.number}{gap_after_number(item)}{block.text}"
    if isinstance(block, Table | Figure | Map):
        return f"{item.number}\u3000{block.caption}"
    return block.label if isinstance(block, Field) else ""


def _entries(chapter: Chapter, page: int) -> Iterator[Entry]:
    """What can be found in a chapter; text is found below the heading that it follows."""
    above = ""
    for item in anchored(chapter.document.items):
        if isinstance(item.block, Heading):
            above = _title(item)
        yield page, item.anchor, _title(item) or above, _BLANKS.sub(" ", _text(item.block)).strip()


def _text(block: Block) -> str:
    if isinstance(block, Paragraph | Note):
        return _plain(block.spans)
    if isinstance(block, Table):
        cells = [cell.text for row in block.header for cell in row]
        cells += [_plain(cell) for row in block.body for cell in row]
        return _BETWEEN.join([*cells, *block.notes])
    if isinstance(block, Figure | Map):
        return " ".join([block.alt, *block.notes])
    return "" if isinstance(block, Heading) else " ".join(block.text)


def _plain(spans: Sequence[Span]) -> str:
    return "".join(span if isinstance(span, str) else span.text for span in spans)


def _facts(chapters: Sequence[Chapter], page: int, site: Site) -> list[Entry]:
    """Each number of the report once, under its name."""
    found: dict[str, FactRef] = {}
    for chapter in chapters:
        for entry in chapter.document.entries:
            found.setdefault(entry.fact.id, entry.fact)
    return [
        (page, site.address(fact).partition("#")[2], fact.label, _number(fact))
        for fact in found.values()
    ]


def _number(fact: FactRef) -> str:
    return " ".join(filter(None, (f"{fact.text} {fact.unit}".strip(), fact.value, fact.id)))
