"""Cells of the demonstration deliveries by other readers than the package's own.

Workbooks are unzipped and parsed as XML, csv is read by the csv module, the GeoPackage by
SQLite; no pandas, openpyxl or GDAL.
"""

import csv
import io
import sqlite3
import zipfile
from functools import cache
from pathlib import Path

from defusedxml import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def cell(path: Path, sheet: str, row: int, column: str) -> str:
    """The text of one cell as delivered."""
    if path.suffix == ".xlsx":
        return workbook(path)[sheet].get(f"{column}{row}", "")
    if path.suffix == ".gpkg":
        return layer_cell(path, sheet, row, column)
    return delimited(path)[row - 1][int(column) - 1]


@cache
def workbook(path: Path) -> dict[str, dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        shared = shared_strings(archive)
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        target = {link.get("Id"): link.get("Target") for link in links}
        return {
            sheet.get("name"): sheet_cells(archive.read(f"xl/{target[sheet.get(REL)]}"), shared)
            for sheet in book.iter(f"{MAIN}sheet")
        }


def shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    table = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in entry.iter(f"{MAIN}t")) for entry in table]


def sheet_cells(xml: bytes, shared: list[str]) -> dict[str, str]:
    found = {}
    for entry in ElementTree.fromstring(xml).iter(f"{MAIN}c"):
        value = entry.find(f"{MAIN}v")
        text = "".join(t.text or "" for t in entry.iter(f"{MAIN}t"))
        if value is not None and entry.get("t") == "s":
            text = shared[int(value.text)]
        elif value is not None:
            text = shortest(value.text)
        found[entry.get("r")] = text
    return found


def shortest(text: str) -> str:
    """The shortest text of the binary number that a workbook stores with 17 digits."""
    return repr(float(text)).removesuffix(".0")


@cache
def delimited(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def layer_cell(path: Path, layer: str, fid: int, column: str) -> str:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        key = next(c[1] for c in base.execute(f'PRAGMA table_info("{layer}")') if c[5])
        # The names come from the profile of the demonstration delivery.
        query = f'SELECT "{column}" FROM "{layer}" WHERE "{key}" = ?'  # noqa: S608 - see above
        (value,) = base.execute(query, (fid,)).fetchone()
    base.close()
    return "" if value is None else str(value)
