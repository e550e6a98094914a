"""A docx as the same bytes for the same contents.

python-docx writes the clock into the archive and copies parts of its own template; here the
archive gets a fixed order and fixed dates, and only parts that the document needs.
"""

import io
import zipfile
from collections.abc import Mapping
from importlib.resources import files

from docx.opc.oxml import parse_xml, serialize_part_xml

_RELATIONSHIPS = "_rels/.rels"
_THUMBNAIL = "docProps/thumbnail.jpeg"
_CONTENT_TYPES = "[Content_Types].xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>dandong</Application></Properties>'
)


def template_part(name: str) -> bytes:
    """A part that ships with the package."""
    return files("dandong_analysis.report").joinpath(f"templates/{name}").read_bytes()


def repacked(docx: bytes) -> bytes:
    """``docx`` with the project's fixed parts, in fixed order and without dates of its own."""
    parts = _parts(docx)
    del parts[_THUMBNAIL]
    parts[_RELATIONSHIPS] = _without_thumbnail(parts[_RELATIONSHIPS])
    parts["word/fontTable.xml"] = template_part("fontTable.xml")
    parts["docProps/app.xml"] = _APP
    return _archive(parts)


def _parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _without_thumbnail(relationships: bytes) -> bytes:
    root = parse_xml(relationships)  # type: ignore[arg-type]  # it takes bytes as well, and needs them here
    for relationship in list(root):
        if relationship.get("Target") == _THUMBNAIL:
            root.remove(relationship)
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
