"""PDF through Typst, the same bytes on every machine.

The template is fixed and the contents travel beside it as JSON, so delivered text can only
ever be text. Only the project's font is used; a character that it lacks stops the build.
The pages are tagged for screen readers (PDF/UA-1) and, when dated, fit for archives (PDF/A-2a).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any, cast
from xml.etree.ElementTree import ParseError

import typst
from defusedxml import DefusedXmlException, ElementTree

from dandong_analysis.errors import DandongError, Place, Problem, Text, raise_all
from dandong_analysis.report.appendix import Appendix
from dandong_analysis.report.blocks import Block, Field, Figure, Heading, Map, Note, Span, Table
from dandong_analysis.report.document import (
    Document,
    DocumentMeta,
    build_document,
    byline,
)
from dandong_analysis.report.fonts import FAMILY, check_glyphs, font_path
from dandong_analysis.report.layout import FEWEST_ROWS, TEXT_WIDTH_MM, place_header
from dandong_analysis.report.numbering import Item, gap_after_number, heading_level
from dandong_analysis.report.pages import Run, runs_of
from dandong_analysis.report.widths import fit_columns

_WORDS = ("contents", "appendix", "continued", "unit", "colon", "caption_gap")
# Type sizes of tables, as they come to fit.
_SIZES = (9.5, 8.5, 7.5, 6.5)
_REGIONS = {"zh": "cn", "en": "gb"}


def render_pdf(blocks: Sequence[Block], meta: DocumentMeta) -> bytes:
    """``blocks`` as a PDF.

    Raises
    ------
    DandongError
        When the font lacks a character, or a picture is not plain shapes; every block and
        character is named.
    """
    document = build_document(blocks, meta)
    appendix = Appendix(document)
    data, runs = (
        _frame_json(appendix),
        [_run_json(run, appendix) for run in runs_of(document.body)],
    )
    items = [*data["front"], *(item for run in runs for item in run["items"])]
    raise_all([*_glyph_problems(document, data, items), *_picture_problems(document)])
    sources = {"main.typ": _template(), "data.json": _dumped({**data, "runs": runs})}
    return _compiled({**sources, **_pictures(document)}, meta)


@cache
def _template() -> bytes:
    return files("dandong_analysis.report").joinpath("templates/document.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_path().parent]
    )


def _dumped(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8")


def _compiled(sources: Mapping[str, bytes], meta: DocumentMeta) -> bytes:
    """All files are handed over in memory; the root only bounds what a template could read."""
    compiler = typst.Compiler(
        dict(sources),  # type: ignore[type-var]  # files by name are missing in its stubs
        font_paths=_fonts(), root=font_path().parent,
    )  # fmt: skip
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            timestamp=0,
            pdf_standards=["a-2a", "ua-1"] if meta.created else ["ua-1"],
        )
    except typst.TypstError as error:
        raise DandongError(_typesetting(str(error))) from error
    raise_all([_typesetting(str(warning)) for warning in warnings])
    return cast("bytes", pdf)


def _frame_json(appendix: Appendix) -> dict[str, Any]:
    """All but the blocks."""
    document = appendix.document
    meta, lang = document.meta, document.meta.lang
    created = meta.created
    return {
        "font": FAMILY,
        "lang": lang,
        "region": _REGIONS[lang],
        "meta": {
            "full": document.full_title, "title": meta.title, "subtitle": meta.subtitle, "author": meta.author,
            "created": created and {"year": created.year, "month": created.month, "day": created.day},
        },
        "particulars": document.particulars(),
        "front": [_item_json(item, appendix, Run(document.front)) for item in document.front],
        "contents": bool(document.body),
        "stamp": document.word("stamp") if document.is_synthetic else None,
        "note": appendix.note(),
        "sources": appendix.numbered_sources() if appendix.sources else None,
        "words": {name: document.word(name) for name in _WORDS},
        "entries": [asdict(entry) for entry in appendix.entries],
    }  # fmt: skip


def _run_json(run: Run, appendix: Appendix) -> dict[str, Any]:
    page = asdict(run.page) if run.page else None
    return {"page": page, "items": [_item_json(item, appendix, run) for item in run.items]}


def _item_json(item: Item, appendix: Appendix, run: Run) -> dict[str, Any]:
    block = item.block
    own = {"kind": type(block).__name__.lower(), "anchor": item.anchor, "number": item.number,
           "stays": item.stays}  # fmt: skip
    if isinstance(block, Heading):
        text = f"{item.number}{gap_after_number(item)}{block.text}"
        return {**own, "level": heading_level(block), "text": text}
    if isinstance(block, Table):
        return {**own, **_table_json(block, appendix)}
    if isinstance(block, Figure | Map):
        return {**own, **_figure_json(block, item, run)}
    if isinstance(block, Field):
        return {**own, "label": block.label, "text": block.text,
                "placeholder": block.placeholder, "byline": byline(block)}  # fmt: skip
    label = appendix.document.word(f"note.{block.kind}") if isinstance(block, Note) else ""
    return {**own, "label": label, "spans": _runs(block.spans, appendix)}


def _table_json(table: Table, appendix: Appendix) -> dict[str, Any]:
    fit = fit_columns(table, sizes=_SIZES, width_mm=TEXT_WIDTH_MM)
    header = [
        {"row": p.row, "column": p.column, "lines": fit.header_lines(p),
         "columns": p.cell.columns, "rows": p.cell.rows}
        for row in place_header(table) for p in row
    ]  # fmt: skip
    return {
        "caption": table.caption, "unit": table.unit, "notes": table.notes, "align": table.align,
        "header": header, "depth": len(table.header), "totals": table.total_rows,
        "widths": fit.shares, "size": fit.size, "whole": fit.is_whole,
        "together": FEWEST_ROWS, "room": TEXT_WIDTH_MM,
        "body": [[_runs(cell, appendix) for cell in row] for row in table.body],
    }  # fmt: skip


def _figure_json(figure: Figure | Map, item: Item, run: Run) -> dict[str, Any]:
    width, height = run.room_for(figure)
    return {
        "caption": figure.caption, "alt": figure.alt, "notes": figure.notes,
        "width": min(figure.width_mm, width), "height": height, "file": f"{item.anchor}.svg",
    }  # fmt: skip


def _runs(spans: Sequence[Span], appendix: Appendix) -> list[Any]:
    return [
        s if isinstance(s, str) else {"text": s.text, "anchor": appendix.anchors[s.id]}
        for s in spans
    ]


def _figures(document: Document) -> list[tuple[Item, Figure | Map]]:
    found = [(item, item.block) for item in document.items]
    return [(item, block) for item, block in found if isinstance(block, Figure | Map)]


def _pictures(document: Document) -> dict[str, bytes]:
    return {f"{i.anchor}.svg": figure.svg.encode("utf-8") for i, figure in _figures(document)}


def _glyph_problems(
    document: Document, data: Mapping[str, Any], items: Sequence[Mapping[str, Any]]
) -> Iterator[Problem]:
    """Characters without a glyph, each with the place that prints it."""
    yield from _missing("标题页或附录", "the title page or the appendix", data)
    for number, (item, shown) in enumerate(zip(document.items, items, strict=True), 1):
        name = _name(item)
        yield from _missing(f"第{number}块{name}", f"block {number} {name}".strip(), shown)


def _name(item: Item) -> str:
    block = item.block
    title = block.text if isinstance(block, Heading) else getattr(block, "caption", "")
    if isinstance(block, Field):
        return f"“{block.label}”"
    return f"“{item.number} {title}”" if title else ""


def _missing(zh: str, en: str, shown: object) -> Iterator[Problem]:
    for text in dict.fromkeys(_texts(shown)):
        if lacking := check_glyphs(text):
            listed = "、".join(f"{c} (U+{ord(c):04X})" for c in lacking)
            yield Problem(
                "missing-glyph",
                Text(f"{zh}中，字体 {FAMILY} 没有字符 {listed}", f"in {en}, {FAMILY} has no glyph for {listed}"),
                Text("PDF 无法生成", "the pdf cannot be made"),
                Text("请改用常用字符，或在更正表中更正", "use a common character, or declare a correction"),
                Place(), text[:80],
            )  # fmt: skip


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)


def _picture_problems(document: Document) -> Iterator[Problem]:
    """Pictures that are no SVG, or that need a font or another file to be shown."""
    for item, figure in _figures(document):
        try:
            tags = {e.tag.rpartition("}")[2] for e in ElementTree.fromstring(figure.svg).iter()}
        except (ParseError, DefusedXmlException):
            tags = {"?"}
        if found := tags & {"text", "image", "foreignObject", "script", "?"}:
            yield _bad_picture(_name(item), found)


def _bad_picture(name: str, found: set[str]) -> Problem:
    return Problem(
        "bad-picture",
        Text(f"{name}须为只含图形的 SVG，不含文字、图片和脚本", f"{name} must be SVG of plain shapes, without text, images and scripts"),
        Text("PDF 无法生成", "the pdf cannot be made"),
        Text("请以文字转曲线的方式输出该图", "save the figure with its text as paths"),
        Place(), ", ".join(sorted(found)),
    )  # fmt: skip


def _typesetting(message: str) -> Problem:
    return Problem(
        "typesetting",
        Text("排版程序报告了问题", "the typesetter reported a problem"),
        Text("PDF 无法生成", "the pdf cannot be made"),
        Text("请检查该章的文字和图件", "check the texts and figures of the chapter"),
        Place(), message[:400],
    )  # fmt: skip
