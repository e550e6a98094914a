"""A docx as the same bytes for the same contents.

python-docx writes the clock into the archive and copies parts of its own template; here the
archive gets a fixed order and fixed dates, and only parts that the document needs.
"""

import io
import zipfile
from collections.abc import Mapping
from importlib.resources import files

from docx.opc.oxml import parse_xml, serialize_part_xml
from lxml.etree import Element, SubElement

from dandong_analysis.report.docx_control import CUSTOM_PART
from dandong_analysis.report.docx_record import NAMESPACE

_RELATIONSHIPS = "_rels/.rels"
# Parts of python-docx's template that the document does not use, by the part that names them.
_UNNEEDED = {
    _RELATIONSHIPS: "docProps/thumbnail.jpeg",
    "word/_rels/document.xml.rels": "word/stylesWithEffects.xml",
}
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM, _VALUES = f"{_OFFICE}/custom-properties", f"{_OFFICE}/docPropsVTypes"
_CUSTOM_RELATIONSHIP = f"{_OFFICE}/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
# The one that every custom property has.
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
RECORD_PART = "customXml/item1.xml"
_RECORD_KIND = "customXml/itemProps1.xml"
_STORE = f"{_OFFICE}/customXml"
# Word knows a custom part by an id of its own; it is the same in all documents.
_RECORD_ID = "{4A0B6C1E-5D0F-4C52-9A57-2B8E1D3F6A70}"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>dandong</Application></Properties>'
)


def template_part(name: str) -> bytes:
    """A part that ships with the package."""
    return files("dandong_analysis.report").joinpath(f"templates/{name}").read_bytes()


def repacked(docx: bytes, properties: Mapping[str, str], record: bytes) -> bytes:
    """``docx`` with the project's fixed parts, in fixed order and without dates of its own.

    ``properties`` are custom properties of the document, name and text; ``record`` is a custom
    XML part, which takes the place of the one that the template brings.
    """
    parts = _parts(docx)
    for owner, name in _UNNEEDED.items():
        del parts[name]
        parts[owner] = _without(parts[owner], name)
        parts[_CONTENT_TYPES] = _without(parts[_CONTENT_TYPES], name)
    parts[RECORD_PART], parts[_RECORD_KIND] = record, _kind_of_record()
    parts["word/fontTable.xml"] = template_part("fontTable.xml")
    parts["docProps/app.xml"] = _APP
    if properties:
        parts.update(_with_properties(parts, properties))
    return _archive(parts)


def _parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _without(listing: bytes, name: str) -> bytes:
    """A list of relationships or of content types that does not name the part any more."""
    root = parse_xml(listing)  # type: ignore[arg-type]  # it takes bytes as well, and needs them here
    for entry in list(root):
        named = entry.get("Target") or entry.get("PartName") or ""
        if named and f"/{name}".endswith(f"/{named.lstrip('/')}"):
            root.remove(entry)
    return bytes(serialize_part_xml(root))


def _kind_of_record() -> bytes:
    root = Element(f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": _RECORD_ID},
                   nsmap={"ds": _STORE})  # fmt: skip
    kinds = SubElement(root, f"{{{_STORE}}}schemaRefs")
    SubElement(kinds, f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": NAMESPACE})
    return bytes(serialize_part_xml(root))


def _with_properties(parts: Mapping[str, bytes], properties: Mapping[str, str]) -> dict[str, bytes]:
    """The part of the custom properties, and the two parts that must name it."""
    types, relationships = parse_xml(parts[_CONTENT_TYPES]), parse_xml(parts[_RELATIONSHIPS])  # type: ignore[arg-type]  # as below
    part = {"PartName": f"/{CUSTOM_PART}", "ContentType": _CUSTOM_TYPE}
    SubElement(types, f"{{{types.nsmap[None]}}}Override", part)
    related = {"Id": "rIdCustom", "Type": _CUSTOM_RELATIONSHIP, "Target": CUSTOM_PART}
    SubElement(relationships, f"{{{relationships.nsmap[None]}}}Relationship", related)
    return {
        _CONTENT_TYPES: bytes(serialize_part_xml(types)),
        _RELATIONSHIPS: bytes(serialize_part_xml(relationships)),
        CUSTOM_PART: _custom_part(properties),
    }


def _custom_part(properties: Mapping[str, str]) -> bytes:
    root = Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _VALUES})
    # Numbers of properties begin at 2.
    for number, (name, text) in enumerate(properties.items(), 2):
        about = {"fmtid": _CUSTOM_FORMAT, "pid": str(number), "name": name}
        value = SubElement(
            SubElement(root, f"{{{_CUSTOM}}}property", about), f"{{{_VALUES}}}lpwstr"
        )
        value.text = text
    return bytes(serialize_part_xml(root))


def _archive(parts: Mapping[str, bytes]) -> bytes:
    # The list of content types stands first, as office programs expect it.
    names = sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return buffer.getvalue()
