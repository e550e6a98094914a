"""Opening a docx that people or other programs saved: refused unless it is what it should be.

Its parts are read as XML without document types, entities or anything from outside.
"""

import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException, DTDForbidden

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.packages import UNREADABLE, opened_package
from dandong_analysis.remarks.messages import problem

MAX_FILE_BYTES = 128 * 2**20
MAX_PART_BYTES = 64 * 2**20

_ZIP = b"PK\x03\x04"
_RELATIONSHIPS = "_rels/.rels"
_MAIN = "/officeDocument"


def opened(place: Place, data: bytes) -> zipfile.ZipFile:
    """The package of a docx.

    Raises
    ------
    DandongError
        When it is too large, no zip file, or its directory shows something suspicious.
    """
    if len(data) > MAX_FILE_BYTES:
        raise DandongError(problem("file-size", place, str(len(data)), limit=MAX_FILE_BYTES))
    if not data.startswith(_ZIP):
        raise DandongError(problem("file-type", place))
    return opened_package(place, data, problem)


def part(place: Place, package: zipfile.ZipFile, name: str) -> Element:
    """A part as parsed XML.

    Raises
    ------
    DandongError
        When it is too large, damaged, or declares a document type.
    """
    if package.getinfo(name).file_size > MAX_PART_BYTES:
        raise DandongError(problem("zip-size", place, name, limit=MAX_PART_BYTES))
    try:
        root: Element = ElementTree.fromstring(package.read(name), forbid_dtd=True)
    except DTDForbidden as error:
        raise DandongError(problem("docx-doctype", place, name)) from error
    except (ParseError, DefusedXmlException, *UNREADABLE) as error:
        raise DandongError(problem("zip-damaged", place, name)) from error
    return root


def main_part(place: Place, package: zipfile.ZipFile) -> str:
    """The name of the part that holds the text.

    Raises
    ------
    DandongError
        When the package names none, and so is no document.
    """
    names = set(package.namelist())
    root = part(place, package, _RELATIONSHIPS) if _RELATIONSHIPS in names else ()
    targets = [r.get("Target", "") for r in root if r.get("Type", "").endswith(_MAIN)]
    found = [name for target in targets if (name := target.lstrip("/")) in names]
    if not found:
        raise DandongError(problem("file-type", place))
    return found[0]
