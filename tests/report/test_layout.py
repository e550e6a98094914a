"""The grid of tables: where header cells stand."""

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import HeaderCell
from dandong_analysis.report.layout import place_header
from tests.report.conftest import make_table as table


def test_header_cells_are_placed_as_in_html():
    first = (HeaderCell("县", rows=2), HeaderCell("关闭", columns=2), HeaderCell("计", rows=2))
    second = (HeaderCell("数"), HeaderCell("积"))
    rows = place_header(table(header=(first, second), body=(), align="lrrr"))
    assert [[(p.cell.text, p.column) for p in row] for row in rows] == [
        [("县", 0), ("关闭", 1), ("计", 3)], [("数", 1), ("积", 2)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"header": ((HeaderCell("a"),),)},
        {"header": ((HeaderCell("a", columns=3),),)},
        {"header": ((HeaderCell("a", rows=2), HeaderCell("b")),)},
        {"header": ((HeaderCell("a", columns=0), HeaderCell("b")),)},
        {"header": ((HeaderCell("a", rows=2), HeaderCell("b", rows=2)), (HeaderCell("c"), HeaderCell("d")))},
        {"header": ((HeaderCell("a"), HeaderCell("b", rows=2)), (HeaderCell("c", columns=2),))},
        {"body": ((("x",),),)},
        {"align": "lx"},
        {"align": "", "header": (), "body": ()},
    ],
)  # fmt: skip
def test_a_table_that_does_not_fit_together_is_an_error(wrong):
    with pytest.raises(DandongError) as error:
        place_header(table(**wrong))
    assert error.value.problems[0].code == "bad-table-shape"
