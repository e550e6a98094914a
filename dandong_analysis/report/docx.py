"""docx with Word's own headings, captions, contents and three-line tables.

Page, fonts and heading order follow GB/T 9704-2012. Numbers of headings and captions are
Word's own fields, so a chapter that is edited afterwards counts on; each number links to its
definition in the appendix.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import count

from docx.document import Document as Docx
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.shared import Mm

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.appendix import Appendix, PaperEntry
from dandong_analysis.report.blocks import (
    Block,
    Field,
    Figure,
    Heading,
    Map,
    Note,
    Paragraph,
    Span,
    Table,
)
from dandong_analysis.report.document import (
    Document,
    DocumentMeta,
    build_document,
)
from dandong_analysis.report.docx_contents import DEFINITIONS, contents
from dandong_analysis.report.docx_control import Controls
from dandong_analysis.report.docx_frame import (
    finish_in_columns,
    go_on,
    new_document,
    section_break,
    turn,
)
from dandong_analysis.report.docx_headings import Sequences, list_place, list_places
from dandong_analysis.report.docx_number import Numbers
from dandong_analysis.report.docx_pack import repacked
from dandong_analysis.report.docx_record import record_bytes, record_of
from dandong_analysis.report.docx_table import three_line_table
from dandong_analysis.report.docx_xml import (
    FACES,
    Bookmarks,
    Face,
    el,
    field,
    paragraph,
    run,
    run_of,
    val,
)
from dandong_analysis.report.numbering import Item, heading_level
from dandong_analysis.report.pages import Page, Run, runs_of

# Styles of the first page, where the whole summary must find room.
_SMALL = {"BodyText": "SmallBody", "Remark": "SmallRemark"}
_WIDE = "\u3000"


def render_docx(blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
    """``blocks`` as a docx.

    Raises
    ------
    DandongError
        When a table's cells do not fit its header, or a picture is no PNG.
    """
    document = build_document(blocks, meta)
    docx = new_document(document)
    body = docx.element.body
    writer = _Writer(document, docx)
    for element in list(writer.elements()):
        body.insert(len(body) - 1, element)
    if writer.sections:
        go_on(docx.sections[-1])
    if document.entries:
        finish_in_columns(docx.sections[-1])
    buffer = io.BytesIO()
    docx.save(buffer)
    record = record_of(body, writer.numbers.facts, meta)
    return repacked(buffer.getvalue(), writer.controls.properties, record_bytes(record))


class _Writer:
    """Writes the body; holds what its parts share: bookmarks and the parts of the package."""

    def __init__(self, document: Document, docx: Docx) -> None:
        self.document = document
        self.docx = docx
        self.appendix = Appendix(document)
        self.bookmarks = Bookmarks()
        self.ids = count(1)
        self.controls = Controls(self.ids)
        self.numbers = Numbers(self.ids, self.bookmarks, document.meta.lang)
        self.places = list_places(document)
        names = {kind: document.word(f"seq.{kind}") for kind in ("table", "figure")}
        self.sequences = Sequences(names)
        self.sections = 0

    def elements(self) -> Iterator[Element]:
        yield from self._title()
        for item in self.document.front:
            yield from map(_in_summary, self._block(item, Run(self.document.front)))
        if self.document.body:
            yield from contents(self.document)
        yield from self._runs_of_pages()
        if self.document.entries:
            yield from self._appendix()

    def _runs_of_pages(self) -> Iterator[Element]:
        """The blocks; a large map stands in a section of its own, with a landscape page.

        A section that is not closed by a paragraph is the last of the document.
        """
        runs = list(runs_of(self.document.body))
        for n, run_ in enumerate(runs):
            if run_.page is not None and (n == 0 or runs[n - 1].page is None):
                yield paragraph("Spacer", properties=(self._end_of_section(None),))
            for item in run_.items:
                yield from self._block(item, run_)
            if run_.page is not None and (n + 1 < len(runs) or self.document.entries):
                yield paragraph("Spacer", properties=(self._end_of_section(run_.page),))
            elif run_.page is not None:
                turn(self.docx.sections[-1], run_.page)

    def _end_of_section(self, page: Page | None) -> Element:
        self.sections += 1
        return section_break(self.docx.sections[0], page=page, is_first=self.sections == 1)

    def _title(self) -> Iterator[Element]:
        meta = self.document.meta
        # A summary below the title needs the room that a cover leaves above it.
        near = (_spacing(0, 80, 600),) if self.document.front else ()
        yield _line("Title", meta.title, *near)
        if meta.subtitle:
            yield _line("Subtitle", meta.subtitle)
        yield from (_line("Particulars", line) for line in self._particulars())
        if self.document.is_synthetic:
            close = (_spacing(160, 60),) if self.document.front else ()
            yield _line("CoverStamp", self.document.word("stamp"), *close)

    def _particulars(self) -> list[str]:
        """What stands below the title: a line each, or one line above a summary."""
        colon = self.document.word("colon")
        lines = [f"{name}{colon}{text}" for name, text in self.document.particulars()]
        return [(_WIDE * 2).join(lines)] if self.document.front and lines else lines

    def _block(self, item: Item, pages: Run) -> Iterator[Element]:
        block = item.block
        if isinstance(block, Heading):
            yield self._heading(item, block)
        elif isinstance(block, Paragraph):
            runs = self._runs(block.spans, FACES["BodyText"])
            yield paragraph("BodyText", *runs, properties=_stay(item))
        elif isinstance(block, Note):
            yield self._note(item, block)
        elif isinstance(block, Field):
            yield from self.controls.box(block)
        elif isinstance(block, Table):
            yield from self._table(item, block)
        else:
            yield from self._figure(item, block, pages.room_for(block))

    def _heading(self, item: Item, block: Heading) -> Element:
        style = f"Heading{heading_level(block)}"
        marked = self.bookmarks.mark(item.anchor, run(block.text, FACES[style]))
        own = (self.places[item.anchor],) if item.anchor in self.places else ()
        if not block.numbered:
            # Only a numbered chapter begins on a page of its own.
            own = (val("w:pageBreakBefore", 0), *own, _spacing(80, 60))
        return paragraph(style, *marked, properties=own)

    def _note(self, item: Item, block: Note) -> Element:
        face = FACES["Remark"]
        label = f"{self.document.word(f'note.{block.kind}')}{self.document.word('colon')}"
        text = (run(label, face.emboldened()), *self._runs(block.spans, face))
        return paragraph("Remark", *text, properties=_stay(item))

    def _table(self, item: Item, block: Table) -> Iterator[Element]:
        yield self._caption(item, block, keep=True)
        if block.unit:
            yield _line("UnitLine", f"{self.document.word('unit')}{block.unit}")
        face = FACES["TableText"]
        cells = [
            [
                [self._runs(c, face.emboldened(n in block.total_rows), "TableFactNumber")]
                for c in row
            ]
            for n, row in enumerate(block.body)
        ]
        yield three_line_table(block, cells)
        yield from self._remarks(item, block.notes)

    def _remarks(self, item: Item, notes: Sequence[str]) -> Iterator[Element]:
        yield from (_line("TableNote", note, *_stay(item)) for note in notes)
        yield paragraph("Spacer", properties=_stay(item))

    def _figure(
        self, item: Item, block: Figure | Map, room: tuple[float, float]
    ) -> Iterator[Element]:
        width, height = Mm(min(block.width_mm, room[0])), Mm(room[1])
        try:
            inline = self.docx.part.new_pic_inline(io.BytesIO(block.png), width)
            if inline.extent.cy > height:
                inline = self.docx.part.new_pic_inline(io.BytesIO(block.png), height=height)
        except UnrecognizedImageError as error:
            raise _no_picture(item, block) from error
        inline.docPr.set("descr", block.alt)
        inline.docPr.set("name", item.number)
        inline.docPr.set("id", str(next(self.ids)))
        yield paragraph("Picture", run_of(FACES["Picture"], el("w:drawing", None, inline)))
        yield self._caption(item, block, keep=bool(block.notes))
        yield from self._remarks(item, block.notes)

    def _caption(self, item: Item, block: Table | Figure | Map, *, keep: bool = False) -> Element:
        """The number is text, and a field that counts on within the chapter."""
        face, kind = FACES["Caption"], "table" if isinstance(block, Table) else "figure"
        sequence = self.sequences.instruction(kind, item.ordinal)
        label = f"{self.document.word(kind)}{item.chapter}-"
        number = [run(label, face), *field(sequence, str(item.ordinal), face)]
        title = run(f"{self.document.word('caption_gap')}{block.caption}", face)
        kept = (el("w:keepNext"),) if keep else ()
        marked = self.bookmarks.mark(item.anchor, *number)
        return paragraph("Caption", *marked, title, properties=kept)

    def _runs(self, spans: Sequence[Span], face: Face, style: str = "FactNumber") -> list[Element]:
        return [element for s in spans for element in self._span(s, face, style)]

    def _span(self, span: Span, face: Face, style: str) -> tuple[Element, ...]:
        if isinstance(span, str):
            return (run(span, face),)
        return self.numbers.control(span, self.appendix.anchors[span.id], face, style)

    def _appendix(self) -> Iterator[Element]:
        face = FACES["Heading1"]
        title = self.bookmarks.mark(DEFINITIONS, run(self.document.word("appendix"), face))
        yield paragraph("Heading1", *title, properties=(list_place(),))
        yield paragraph(
            "SmallBody", run(self.appendix.note(), FACES["BodyText"]),
            properties=(_spacing(0, 160), self._end_of_section(None)),
        )  # fmt: skip
        if self.appendix.sources:
            yield _line("Definition", self.appendix.numbered_sources())
        yield from map(self._definition, self.appendix.entries)

    def _definition(self, entry: PaperEntry) -> Element:
        face = FACES["Definition"]
        value = f"{self.document.word('colon')}{entry.value}" if entry.value else ""
        return paragraph(
            "Definition", *self.bookmarks.mark(entry.anchor, run(entry.label, face.emboldened())),
            run(value, face), run_of(face, el("w:br")),
            run(entry.rest, face, character_style="DefinitionRest"),
        )  # fmt: skip


def _line(style: str, text: str, *properties: Element) -> Element:
    return paragraph(style, run(text, FACES[style]), properties=properties)


def _stay(item: Item) -> tuple[Element, ...]:
    return (el("w:keepNext"),) if item.stays else ()


def _spacing(before: int, after: int, line: int = 0) -> Element:
    """Room above and below a paragraph and, if given, of its lines; in twentieths of a point."""
    lines = {"line": line, "lineRule": "exact"} if line else {}
    return el("w:spacing", {"before": before, "after": after, **lines})


def _in_summary(element: Element) -> Element:
    """A paragraph of the first page in the smaller type of a summary."""
    for style in element.iter(qn("w:pStyle")):
        style.set(qn("w:val"), _SMALL.get(style.get(qn("w:val")), style.get(qn("w:val"))))
    return element


def _no_picture(item: Item, block: Figure | Map) -> DandongError:
    problem = Problem(
        "bad-picture",
        Text(f"“{item.number} {block.caption}”须带有 PNG 图片", f"'{item.number} {block.caption}' must carry a PNG picture"),
        Text("docx 无法生成", "the docx cannot be made"),
        Text("请重新运行绘制该图的章节", "run the chapter that draws the figure again"),
        Place(),
    )  # fmt: skip
    return DandongError(problem)
