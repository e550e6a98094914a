"""Delivered files are looked at before any library opens them."""

import io
import struct
import zipfile

import openpyxl
import pytest

from dandong_analysis import packages
from dandong_analysis.errors import DandongError
from dandong_analysis.survey import guard, guard_xlsx
from dandong_analysis.survey.guard import check_file
from dandong_analysis.survey.guard_xlsx import range_cells
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import read_sheet
from tests.survey.refused import layer, refusal

VRT = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
SHEET = "xl/worksheets/sheet1.xml"


def book() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.append(["统一编号", 12])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def book_with(**changed: bytes) -> bytes:
    """The workbook with its sheet replaced, or with parts added."""
    with zipfile.ZipFile(io.BytesIO(book())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = changed.pop("sheet", None)
    return packed(parts | ({SHEET: sheet} if sheet else {}) | changed)


def test_honest_files_pass():
    check_file("表.xlsx", book())
    check_file("表.XLSX", book())
    check_file("层.gpkg", layer())
    check_file("层.GeoJSON", b'{"type": "FeatureCollection", "features": []}')
    check_file("表.csv", "编号,<名称>\n".encode())
    check_file("表.csv", "编号\n".encode("utf-16"))
    check_file("表.csv", "编号\n".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("表.xlsx", b"<html><table><tr><td>1</table>", "HTML"),
        ("表.xlsx", b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "HTML"),
        ("表.xlsx", "<html>".encode("utf-16"), "HTML"),
        ("表.xlsx", b"a,b\n1,2\n", "text"),
        ("表.xlsx", b'<?xml version="1.0"?><Workbook/>', "XML"),
        ("表.xlsx", b"%PDF-1.7", "PDF"),
        ("表.xlsx", packed({"content.xml": b"<x/>"}), "zip"),
        ("层.gpkg", VRT, "OGR VRT"),
        ("层.gpkg", b"  \n" + VRT, "OGR VRT"),
        ("层.gpkg", b"a,b\n1,2\n", "text"),
        ("层.gpkg", packed({"a": b"b"}), "zip"),
        ("层.shp", VRT, "OGR VRT"),
        ("层.shp", b'{"type": "FeatureCollection"}', "text"),
        ("层.geojson", b"<kml></kml>", "XML"),
        ("层.geojson", VRT, "OGR VRT"),
        ("层.geojson", packed({"a": b"b"}), "zip"),
        ("层.geojson", b"\x00\x01{}", "binary"),
        ("表.csv", b"PK\x03\x04", "zip"),
        ("表.csv", b"<html></html>", "HTML"),
        ("表.csv", VRT, "OGR VRT"),
        ("表.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    ],
)
def test_contents_must_fit_the_name(name, data, kind):
    found = refusal(name, data)
    assert (found.code, found.value) == ("file-type", kind)


@pytest.mark.parametrize("name", ["表.xls", "表.ipynb", "表", "层.vrt", "层.kml"])
def test_other_kinds_of_file_are_refused(name):
    assert refusal(name, b"x").code == "file-kind"


def test_an_old_or_locked_workbook_is_recognised():
    assert refusal("表.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)).code == (
        "xls-or-locked"
    )


def test_an_empty_file_is_refused():
    assert refusal("表.csv", b"").code == "file-empty"


def test_a_huge_file_is_refused(monkeypatch):
    monkeypatch.setattr(guard, "MAX_FILE_BYTES", 10)
    check_file("一.csv", b"x" * 10)
    assert refusal("二.csv", b"x" * 11).code == "file-size"


def test_a_cut_workbook_is_refused():
    assert refusal("表.xlsx", book()[:-40]).code == "zip-damaged"


def test_a_workbook_with_a_broken_part_is_refused():
    data = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        entry = package.getinfo(SHEET)
    middle = entry.header_offset + 30 + len(SHEET) + entry.compress_size // 2
    data[middle] ^= 0xFF
    assert refusal("表.xlsx", bytes(data)).code in {"zip-damaged", "xlsx-damaged"}


def test_too_many_parts_are_refused():
    many = {f"part{n}": b"" for n in range(packages.MAX_ENTRIES)}
    assert refusal("表.xlsx", book_with(**many)).code == "zip-entries"


def test_a_zip_bomb_is_refused():
    found = refusal("表.xlsx", book_with(bomb=bytes(2**21)))
    assert (found.code, found.value) == ("zip-ratio", "bomb")


def test_a_package_that_claims_too_much_is_refused_unread():
    data = bytearray(book_with(bomb=b"0123456789"))
    directory = data.rindex(b"PK\x01\x02")
    assert data[directory + 46 : directory + 50] == b"bomb"
    struct.pack_into("<I", data, directory + 24, 2**32 - 2)
    assert refusal("表.xlsx", bytes(data)).code == "zip-size"


def test_overlapping_parts_are_refused():
    data = bytearray(book_with(bomb=b"0123456789"))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 42, 4)
    assert refusal("表.xlsx", bytes(data)).code == "zip-overlap"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_parts_of_the_same_name_are_refused():
    stream = io.BytesIO(book())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(SHEET, b"<worksheet/>")
    found = refusal("表.xlsx", stream.getvalue())
    assert (found.code, found.value) == ("zip-overlap", SHEET)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_in_any_part(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    bomb = f'{head}<!DOCTYPE x [<!ENTITY a "{"ha" * 9}">]><x>&a;</x>'.encode(encoding)
    found = refusal("表.xlsx", book_with(**{"customXml/item1.xml": bomb}))
    assert (found.code, found.value) == ("xlsx-doctype", "customXml/item1.xml")


def test_a_doctype_is_refused_whatever_the_part_is_called():
    found = refusal("表.xlsx", book_with(**{"xl/media/a.png": b"\n<!DOCTYPE x><x/>"}))
    assert found.code == "xlsx-doctype"


def test_the_word_doctype_in_a_cell_is_no_doctype():
    text = b"<worksheet><c><is><t>&lt;!DOCTYPE html&gt;</t></is></c></worksheet>"
    check_file("表.xlsx", book_with(sheet=text))


def test_pictures_are_not_taken_for_xml():
    check_file("表.xlsx", book_with(**{"xl/media/a.png": b"\x89PNG\r\n\x1a\n<!DOCTYPE"}))


def test_a_part_that_is_no_xml_is_refused():
    found = refusal("表.xlsx", book_with(sheet=b"<worksheet><row></worksheet>"))
    assert (found.code, found.value) == ("xlsx-damaged", SHEET)


@pytest.mark.parametrize(
    "reference", ["A1:XFD1048576", "A1:A1048576", "$A$1:$XFD$100", "&#65;1:XFD99"]
)
@pytest.mark.parametrize("element", ["mergeCell", "hyperlink"])
def test_ranges_over_the_whole_sheet_are_refused(element, reference):
    sheet = f'<worksheet><{element} ref="{reference}"/></worksheet>'.encode()
    found = refusal("表.xlsx", book_with(sheet=sheet))
    assert found.code == "xlsx-merge-size"


def test_many_ranges_together_are_refused():
    one = b'<mergeCell ref="A1:CV1001"/>'
    assert range_cells("A1:CV1001") == 100_100
    check_file("一.xlsx", book_with(sheet=b"<worksheet>" + one + b"</worksheet>"))
    assert refusal("二.xlsx", book_with(sheet=b"<worksheet>" + one * 2 + b"</worksheet>")).code == (
        "xlsx-merge-size"
    )


def test_a_title_merged_over_a_whole_row_passes():
    check_file("表.xlsx", book_with(sheet=b'<worksheet><mergeCell ref="A1:XFD1"/></worksheet>'))


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(guard_xlsx, "MAX_CELLS", 3)
    cells = b"<worksheet>" + b"<c/>" * 4 + b"</worksheet>"
    assert refusal("表.xlsx", book_with(sheet=cells)).code == "xlsx-cells"


def test_a_refused_file_is_not_parsed():
    profile = SheetProfile("层.gpkg", "mines", sheet="x")
    with pytest.raises(DandongError) as caught:
        read_sheet(profile, {"层.gpkg": VRT})
    assert caught.value.problems[0].code == "file-type"


def test_a_missing_file_names_those_present_nearest_first():
    profile = SheetProfile("凤城市矿山.csv", "mines")
    with pytest.raises(DandongError) as caught:
        read_sheet(profile, {"profile.toml": b"", "凤城矿山.csv": b"a"})
    (found,) = caught.value.problems
    assert found.code == "file-missing"
    assert "凤城矿山.csv、profile.toml" in found.action.zh
