"""Three-line tables in WordprocessingML."""

from collections.abc import Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from dandong_analysis.report.blocks import Table
from dandong_analysis.report.docx_xml import FACES, el, paragraph, run, run_of, val
from dandong_analysis.report.layout import (
    FEWEST_ROWS,
    TEXT_WIDTH_MM,
    Placed,
    place_header,
)
from dandong_analysis.report.widths import Fit, fit_columns

_TWIPS_PER_MM = 1440 / 25.4
_SIDES = {"l": "left", "r": "right", "c": "center"}
# Rules in eighths of a point: below a group of columns 0.5 pt, below the header 0.75 pt.
_GROUP_RULE, _HEADER_RULE = 4, 6

# Paragraph styles of cells by their type size in points, as they come to fit: 五号, 小五, 六号.
STYLES = {10.5: "TableText", 9.0: "TableTextSmall", 7.5: "TableTextTiny"}

# Content of one cell: its lines, each a list of runs and links.
Lines = Sequence[Sequence[Element]]


def three_line_table(table: Table, cells: Sequence[Sequence[Lines]]) -> Element:
    """``table`` with the contents of its body in ``cells``."""
    fit = fit_columns(table, sizes=tuple(STYLES), width_mm=TEXT_WIDTH_MM)
    widths, style = widths_in_twips(fit.shares), STYLES[fit.size]
    together = rows_together(len(cells), whole=fit.is_whole)
    rows = [
        table_row(
            [
                table_cell(lines, width, side, style=style, keep=index in together)
                for lines, width, side in zip(row, widths, table.align, strict=True)
            ]
        )
        for index, row in enumerate(cells)
    ]
    return framed_table(widths, [*header_rows(table, fit), *rows], title=table.caption)


def rows_together(rows: int, *, whole: bool) -> set[int]:
    """The rows that stay on one page with what follows them.

    All of a whole table; of a longer one the first and the last, so that neither the header
    nor the totals stand alone.

    >>> sorted(rows_together(9, whole=False))
    [0, 1, 6, 7, 8]
    """
    if whole:
        return set(range(rows))
    first, last = range(FEWEST_ROWS - 1), range(rows - FEWEST_ROWS, rows)
    return {*first, *last} & set(range(rows))


def framed_table(widths: Sequence[int], rows: Sequence[Element], *, title: str) -> Element:
    """A table of the style 三线表 with fixed widths."""
    properties = el(
        "w:tblPr", None, val("w:tblStyle", "ThreeLineTable"),
        el("w:tblW", {"w": sum(widths), "type": "dxa"}), val("w:jc", "center"),
        el("w:tblLayout", {"type": "fixed"}),
        el("w:tblLook", {"val": "0020", "firstRow": 1, "noHBand": 1, "noVBand": 1}),
        val("w:tblCaption", title),
    )  # fmt: skip
    grid = el("w:tblGrid", None, *(el("w:gridCol", {"w": width}) for width in widths))
    return el("w:tbl", None, properties, grid, *rows)


def widths_in_twips(shares: Sequence[float]) -> list[int]:
    """Column widths that add up to the text width, whatever the rounding."""
    whole = round(TEXT_WIDTH_MM * _TWIPS_PER_MM)
    ends = [round(whole * sum(shares[: n + 1])) for n in range(len(shares))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def table_row(cells: Sequence[Element], *, header: bool = False) -> Element:
    """A row that is not split across pages; header rows are repeated on each page."""
    properties = el("w:trPr", None, el("w:cantSplit"), *([el("w:tblHeader")] if header else []))
    return el("w:tr", None, properties, *cells)


def table_cell(lines: Lines, width: int, side: str, *, style: str, keep: bool = False) -> Element:
    """A cell of the body; ``keep`` holds it on one page with what follows."""
    kept = (el("w:keepNext"),) if keep else ()
    properties = (*kept, val("w:jc", _SIDES[side]))
    paragraphs = [paragraph(style, *line, properties=properties) for line in lines]
    return el("w:tc", None, _cell_properties(width), *paragraphs)


def header_rows(table: Table, fit: Fit) -> list[Element]:
    """The rows of the merged header, with the rules below groups and below the whole."""
    depth = len(table.header)
    placed = [p for row in place_header(table) for p in row]
    return [
        table_row(list(_header_cells(placed, row, depth, fit)), header=True) for row in range(depth)
    ]


def _header_cells(placed: Sequence[Placed], row: int, depth: int, fit: Fit) -> Iterator[Element]:
    widths = widths_in_twips(fit.shares)
    here = [p for p in placed if p.row <= row < p.row + p.cell.rows]
    for place in sorted(here, key=lambda p: p.column):
        width = sum(widths[place.column : place.column + place.cell.columns])
        rule = _HEADER_RULE if row == depth - 1 else _GROUP_RULE if place.spans_columns else 0
        merge = "" if place.cell.rows == 1 else "restart" if row == place.row else "continue"
        properties = _cell_properties(width, place.cell.columns, merge, rule)
        lines = fit.header_lines(place) if row == place.row else ()
        yield el("w:tc", None, properties, _header_text(lines, STYLES[fit.size]))


def _header_text(lines: Sequence[str], style: str) -> Element:
    """The text of a header cell; a cell over several rows has one in its first row only."""
    face = FACES["TableText"].emboldened()
    broken = [part for text in lines for part in (run_of(face, el("w:br")), run(text, face))]
    centred = (el("w:keepNext"), val("w:jc", "center"))
    return paragraph(style, *broken[1:], properties=centred)


def _cell_properties(width: int, span: int = 1, merge: str = "", rule: int = 0) -> Element:
    properties = el("w:tcPr", None, el("w:tcW", {"w": width, "type": "dxa"}))
    if span > 1:
        properties.append(val("w:gridSpan", span))
    if merge:
        properties.append(val("w:vMerge", merge))
    if rule:
        line = el("w:bottom", {"val": "single", "sz": rule, "space": 0, "color": "000000"})
        properties.append(el("w:tcBorders", None, line))
    properties.append(val("w:vAlign", "center"))
    return properties
