"""Documents of Word as tests read them."""

import io
import zipfile

import docx as python_docx
from docx.oxml.ns import qn

from dandong_analysis.report.docx import render_docx

# The order that the schema (ISO/IEC 29500-1, annex A) prescribes for children.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr"
    " shd tabs spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs u shd vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap vAlign",
    "style": "name basedOn next link uiPriority semiHidden qFormat pPr rPr tblPr",
    "lvl": "start numFmt pStyle suff lvlText lvlJc",
}  # fmt: skip


def w(tag: str) -> str:
    return qn(f"w:{tag}")


def opened(blocks, meta):
    return python_docx.Document(io.BytesIO(render_docx(blocks, meta)))


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(docx, style: str) -> list[str]:
    return [p.text for p in docx.paragraphs if p.style.name == style]
