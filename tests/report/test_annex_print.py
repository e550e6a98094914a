"""The annex workbook on paper: pages, widths and heights."""

from annex_book import book
from annex_samples import invented, ref

from dandong_analysis.facts import Ledger
from dandong_analysis.report.blocks import HeaderCell, Table
from tests.report.conftest import long_table


def wide_table(columns: int = 27) -> Table:
    ledger = invented()
    cells = tuple((ref(ledger["LAND"], "10,004.25"),) for _ in range(columns - 1))
    header = tuple(HeaderCell(f"第{n}列的名称") for n in range(columns))
    return Table(
        "wide", "很宽的表", (header,), ((("甲县",), *cells),) * 3, "l" + "r" * (columns - 1)
    )


def test_a_table_of_27_columns_lies_across_on_one_page_width():
    sheet = book([wide_table()], invented())["表2-1"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet["AA5"].value == 10004.25
    assert all(sheet.column_dimensions[c].width >= len("10,004.25") for c in ("B", "AA"))


def test_a_long_table_runs_over_pages():
    sheet = book([long_table(120)], Ledger({}))["表2-1"]
    assert sheet.page_setup.fitToHeight == 0
    short = book([long_table(20)], Ledger({}))["表2-1"]
    assert short.page_setup.fitToHeight in (None, 1)


def test_a_wrapped_text_makes_its_row_higher():
    rows = ((("字" * 100,), ("1",)), (("短",), ("1",)))
    table = Table("t", "长文", ((HeaderCell("a"), HeaderCell("b")),), rows, "lr")
    sheet = book([table])["表2-1"]
    heights = [sheet.row_dimensions[n].height for n in (5, 6)]
    # 200 half-width characters on four lines of 15 points
    assert heights == [60.75, 15.75]
