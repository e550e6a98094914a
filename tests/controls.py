"""A docx edited as a person would edit it in Word: only the texts of its controls change."""

import copy
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

import docx as python_docx
from docx.oxml.ns import qn

MAIN = "word/document.xml"


def w(tag: str) -> str:
    return qn(f"w:{tag}")


def changed(data: bytes, change: Callable[[str], str], part: str = MAIN) -> bytes:
    """The docx with one part rewritten as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    after = change(parts[part].decode("utf-8"))
    assert after != parts[part].decode("utf-8")
    parts[part] = after.encode("utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def control_of(body, field: str):
    (control,) = [
        c for c in body.iter(w("sdt"))
        if any(tag.get(w("val")) == field for tag in c.iter(w("tag")))
    ]  # fmt: skip
    return control


def fill(data: bytes, texts: Mapping[str, Sequence[str]]) -> bytes:
    """The docx with the paragraphs of ``texts`` typed into the controls of these fields."""
    document = python_docx.Document(io.BytesIO(data))
    for field, lines in texts.items():
        control = control_of(document.element.body, field)
        for flag in list(control.iter(w("showingPlcHdr"))):
            flag.getparent().remove(flag)
        content = control.find(w("sdtContent"))
        model = copy.deepcopy(content[0])
        content[:] = [_typed(model, line) for line in lines or [""]]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _typed(model, line: str):
    paragraph = copy.deepcopy(model)
    (text,) = paragraph.iter(w("t"))
    text.text = line
    return paragraph


def docx_of(body: str, custom: str = "") -> bytes:
    """The smallest document that a reader accepts, with ``body`` as its contents."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Type="{kind}" Target="{MAIN}"/></Relationships>',
        MAIN: f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>',
    }
    if custom:
        parts["docProps/custom.xml"] = custom
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return stream.getvalue()


def control(tag: str, *lines: str, title: str = "", flag: bool = False, style: str = "") -> str:
    """A control as Word writes it; ``lines`` are runs of text, each a paragraph."""
    properties = f'<w:alias w:val="{title}"/>' if title else ""
    properties += f'<w:tag w:val="{tag}"/>' if tag else ""
    properties += "<w:showingPlcHdr/>" if flag else ""
    content = "".join(paragraph(line, style=style) for line in lines)
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def paragraph(text: str, *, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def without_tags(data: bytes) -> bytes:
    """The docx as a program saves it that keeps the titles of controls and drops the rest."""
    pattern = r"<w:tag [^>]*/>|<w:lock [^>]*/>|<w:showingPlcHdr/>"
    return changed(data, lambda text: re.sub(pattern, "", text))
