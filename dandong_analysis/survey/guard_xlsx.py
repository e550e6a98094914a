"""Scanning the parts of a workbook without building anything from them."""

import re
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.packages import UNREADABLE
from dandong_analysis.survey.read_messages import problem

MAX_CELLS = 5_000_000
# openpyxl makes a cell of every position in a merged or linked range.
MAX_RANGE_CELLS = 200_000

_CHUNK = 2**16
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass
class PartScan:
    """Counts what a part holds while its elements pass by."""

    cells: int = 0
    range_cells: int = 0
    largest: str = ""
    _largest_cells: int = field(default=0, repr=False)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self.cells += 1
        elif name in ("mergeCell", "hyperlink"):
            self._add_range(attributes.get("ref", ""))

    def _add_range(self, reference: str) -> None:
        size = range_cells(reference)
        self.range_cells += size
        if size > self._largest_cells:
            self._largest_cells, self.largest = size, reference

    def close(self) -> None:
        """The parser wants an end; there is nothing to build."""


def range_cells(reference: str) -> int:
    """Number of cells in a range.

    >>> range_cells("A1:B3"), range_cells("C7")
    (6, 1)
    """
    corners = [_REFERENCE.fullmatch(part) for part in reference.split(":")]
    found = [(_column(m[1]), int(m[2])) for m in corners if m]
    if not found:
        return 0
    (left, top), (right, bottom) = found[0], found[-1]
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def check_parts(place: Place, package: zipfile.ZipFile) -> None:
    """Refuse a workbook with a DOCTYPE, too many cells or huge merged ranges.

    Raises
    ------
    DandongError
        With one problem: the first reason found.
    """
    cells = 0
    for entry in package.infolist():
        scan = _scanned(place, package, entry)
        cells += scan.cells
        if cells > MAX_CELLS:
            raise DandongError(problem("xlsx-cells", place, str(cells), limit=MAX_CELLS))
        if scan.range_cells > MAX_RANGE_CELLS:
            raise DandongError(
                problem("xlsx-merge-size", place, scan.largest, limit=MAX_RANGE_CELLS)
            )


def _scanned(place: Place, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> PartScan:
    scan = PartScan()
    try:
        _feed(package, entry, scan)
    except DTDForbidden as error:
        raise DandongError(problem("xlsx-doctype", place, entry.filename)) from error
    except ParseError as error:
        # Drawings of old comments are not always well-formed; nothing here reads them.
        if not entry.filename.endswith(".vml"):
            raise DandongError(problem("xlsx-damaged", place, entry.filename)) from error
    except (DefusedXmlException, *UNREADABLE) as error:
        raise DandongError(problem("zip-damaged", place, entry.filename)) from error
    return scan


def _feed(package: zipfile.ZipFile, entry: zipfile.ZipInfo, scan: PartScan) -> None:
    with package.open(entry) as stream:
        chunk = stream.read(_CHUNK)
        if not _is_xml(chunk):
            return
        parser = DefusedXMLParser(target=scan, forbid_dtd=True)
        while chunk:
            parser.feed(chunk)
            chunk = stream.read(_CHUNK)
        parser.close()


def _is_xml(start: bytes) -> bool:
    return start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
