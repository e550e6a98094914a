import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from dandong_analysis.errors import DandongError
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet, read_sheet


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(rows=(), title="矿山"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


def read(data: bytes, sheet: str = "矿山") -> RawSheet:
    return read_sheet(SheetProfile("表.xlsx", "mines", sheet=sheet), {"表.xlsx": data})


def codes(raw: RawSheet) -> list[str]:
    return [p.code for p in raw.problems]


def edited(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one part rewritten, as another program might have left it."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return stream.getvalue()


SHEET1 = "xl/worksheets/sheet1.xml"


def test_cells_keep_their_address():
    book, sheet = workbook()
    sheet["B3"] = "凤城市"
    sheet["D5"] = 7
    raw = read(saved(book))
    assert list(raw.cells.columns) == ["A", "B", "C", "D"]
    assert list(raw.cells.index) == [1, 2, 3, 4, 5]
    assert raw.cells.loc[3, "B"] == "凤城市"
    assert raw.cells.loc[5, "D"] == "7"
    assert (raw.cells == "").sum().sum() == 18
    assert raw.problems == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (-3.5, "-3.5"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (999_999_999_999_999, "999999999999999"),
        ("00123", "00123"),
        (" 丹东 ", " 丹东 "),
        (True, "TRUE"),
        (date(2017, 5, 3), "2017-05-03"),
        (datetime(2017, 5, 3, 8, 30), "2017-05-03T08:30:00"),  # noqa: DTZ001 - workbooks have no zone
        (time(8, 30), "08:30:00"),
        ("一\n二", "一\n二"),
    ],
)
def test_values_become_text(value, text):
    book, _ = workbook([["h"], [value]])
    assert read(saved(book)).cells.loc[2, "A"] == text


def test_all_digits_of_a_saved_result_are_kept():
    book, _ = workbook([[0.25]])
    data = edited(saved(book), SHEET1, b"<v>0.25</v>", b"<v>0.30000000000000004</v>")
    assert read(data).cells.loc[1, "A"] == "0.30000000000000004"


def test_digits_that_only_the_file_format_adds_are_not_shown():
    book, _ = workbook([[0.25]])
    data = edited(saved(book), SHEET1, b"<v>0.25</v>", b"<v>0.10000000000000001</v>")
    assert read(data).cells.loc[1, "A"] == "0.1"


def test_the_number_format_does_not_change_a_number():
    book, sheet = workbook([[0.153]])
    sheet["A1"].number_format = "0%"
    assert read(saved(book)).cells.loc[1, "A"] == "0.153"


def test_dates_of_the_1904_epoch():
    book, _ = workbook([[date(2017, 5, 3)]])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert read(saved(book)).cells.loc[1, "A"] == "2017-05-03"


def test_control_characters_are_unescaped():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("矿山").write_string(0, 0, "一\r\n二")
    assert read(stream.getvalue()).cells.loc[1, "A"] == "一\r\n二"


def test_formatted_blank_cells_do_not_widen_the_sheet():
    book, sheet = workbook([["a"]])
    sheet["Z900"].font = openpyxl.styles.Font(bold=True)
    assert read(saved(book)).cells.shape == (1, 1)


def test_an_empty_sheet_has_no_rows():
    book, _ = workbook()
    assert read(saved(book)).cells.shape == (0, 0)


def test_merged_ranges_are_listed_and_keep_their_first_cell():
    book, sheet = workbook([["位置", "", "名称"], ["经度", "纬度", ""]])
    sheet.merge_cells("C1:C2")
    sheet.merge_cells("A1:B1")
    raw = read(saved(book))
    assert raw.merged == ((1, "A", 1, "B"), (1, "C", 2, "C"))
    assert list(raw.cells.loc[1]) == ["位置", "", "名称"]


def formula_sheet(value: object) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("矿山").write_formula(2, 1, "=A1*2", None, value)
    return stream.getvalue()


def test_a_formula_is_read_by_its_saved_result():
    raw = read(formula_sheet(24.0))
    assert raw.cells.loc[3, "B"] == "24"
    assert raw.problems == ()


def test_a_formula_whose_saved_result_is_empty_text_is_blank():
    # Excel saves the result of =IF(A1="","",1) like this.
    raw = read(edited(formula_sheet(""), SHEET1, b'<c r="B3">', b'<c r="B3" t="str">'))
    assert "".join(raw.cells.to_numpy().ravel()) == ""
    assert raw.problems == ()


def test_a_formula_without_saved_result_is_reported_and_not_blank():
    book, sheet = workbook()
    sheet["B3"] = "=A1*2"
    raw = read(saved(book))
    assert raw.cells.loc[3, "B"] == "=A1*2"
    (found,) = raw.problems
    assert (found.code, found.severity) == ("formula-not-computed", "error")
    assert (found.place.sheet, found.place.row, found.place.column) == ("矿山", 3, "B")


def test_an_array_formula_without_saved_result_shows_its_text():
    book, sheet = workbook()
    sheet["A1"] = ArrayFormula("A1", "=SUM(B1:B2)")
    assert read(saved(book)).cells.loc[1, "A"] == "=SUM(B1:B2)"


def test_formulas_are_found_in_utf16_too():
    book, sheet = workbook()
    sheet["A1"] = "=1+1"
    with zipfile.ZipFile(io.BytesIO(saved(book))) as package:
        xml = package.read(SHEET1)
    head = '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16")
    body = xml.decode().encode("utf-16-le")
    assert codes(read(edited(saved(book), SHEET1, xml, head + body))) == ["formula-not-computed"]


def test_a_formula_on_another_file_is_a_warning():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("矿山").write_formula(0, 0, "='[别的.xlsx]表'!A1", None, 5)
    raw = read(stream.getvalue())
    assert raw.cells.loc[1, "A"] == "5"
    assert [(p.code, p.severity) for p in raw.problems] == [("formula-external", "warning")]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_error_cells_are_reported_with_their_address(error):
    book, sheet = workbook([["a"], ["b"]])
    sheet["C2"] = error
    raw = read(saved(book))
    assert raw.cells.loc[2, "C"] == error
    (found,) = raw.problems
    assert (found.code, found.place.row, found.place.column) == ("cell-error", 2, "C")


def test_a_number_of_more_than_15_digits_is_reported():
    book, _ = workbook([["a"], [210601199003074512.0]])
    (found,) = read(saved(book)).problems
    assert (found.code, found.place.row) == ("number-too-long", 2)
    assert "e+17" in found.value


def test_hidden_rows_columns_and_sheet_are_warnings():
    book, sheet = workbook([["a", "b", "c"]] * 9)
    for row in (3, 5, 6, 7, 400):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("其他")
    sheet.sheet_state = "hidden"
    raw = read(saved(book))
    found = {p.code: p.value for p in raw.problems}
    assert found == {"sheet-hidden": "", "rows-hidden": "3、5–7", "columns-hidden": "B"}
    assert {p.severity for p in raw.problems} == {"warning"}
    assert len(raw.cells) == 9


def test_only_the_declared_sheet_is_read():
    book, _ = workbook([["一"]])
    book.create_sheet("灾害").append(["二"])
    data = saved(book)
    assert read(data, "灾害").cells.loc[1, "A"] == "二"
    assert read(data).cells.loc[1, "A"] == "一"


def test_a_missing_sheet_names_those_present():
    book, _ = workbook()
    book.create_sheet("灾害")
    with pytest.raises(DandongError, match="矿山、灾害") as caught:
        read(saved(book), "矿山 ")
    assert caught.value.problems[0].code == "sheet-missing"


def test_a_damaged_part_is_an_error_and_no_traceback():
    book, _ = workbook([["a"]])
    data = edited(saved(book), "xl/workbook.xml", b"<sheets>", b"<nosheets>")
    with pytest.raises(DandongError) as caught:
        read(data)
    assert caught.value.problems[0].code == "xlsx-damaged"


def test_cells_far_apart_are_refused():
    book, sheet = workbook([["a"]])
    sheet["XFD1000000"] = "z"
    with pytest.raises(DandongError) as caught:
        read(saved(book))
    assert caught.value.problems[0].code == "sheet-too-large"


def test_reading_leaves_no_trace_on_the_next_reading():
    book, sheet = workbook([["a", "b"], ["c", "=A1"]])
    sheet.merge_cells("A3:B3")
    data = saved(book)
    first, second = read(data), read(data)
    assert first.cells.equals(second.cells)
    assert first.problems == second.problems
