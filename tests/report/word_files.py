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
    "sdtPr": "alias tag id lock showingPlcHdr docPartObj",
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


def whole_text(element) -> str:
    """All text of an element, that in controls included, which python-docx leaves out."""
    return "".join(t.text or "" for t in element.iter(w("t")))


def numbers_of(body) -> dict[str, str]:
    """The text of each number's control by its tag."""
    tags = [(control, control.find(f"{w('sdtPr')}/{w('tag')}")) for control in body.iter(w("sdt"))]
    return {
        tag.get(w("val")): whole_text(control) for control, tag in tags
        if tag is not None and tag.get(w("val")).startswith("dandong.")
    }  # fmt: skip
