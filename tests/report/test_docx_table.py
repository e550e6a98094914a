"""Tables in documents of Word: rules, widths, what stays together."""

import pytest
from word_files import opened, w

from dandong_analysis.report.blocks import HeaderCell
from dandong_analysis.report.docx_table import header_rows
from dandong_analysis.report.widths import Fit
from tests.report.conftest import make_table


@pytest.fixture(scope="module")
def docx(chapter, meta):
    return opened(chapter, meta)


@pytest.fixture(scope="module")
def body(docx):
    return docx.element.body


def test_a_merged_header_repeats_and_rows_are_not_split(docx):
    rows = docx.tables[1]._tbl.tr_lst
    heads = [r for r in rows if r.find(f"{w('trPr')}/{w('tblHeader')}") is not None]
    assert rows[:2] == heads
    assert all(r.find(f"{w('trPr')}/{w('cantSplit')}") is not None for r in rows)
    first = [
        (c.grid_span, c.vMerge, "".join(t.text for t in c.iter(w("t")))) for c in heads[0].tc_lst
    ]
    assert first == [(1, "restart", "县（市、区）"), (1, "restart", "占用破坏类型"), (2, None, "在建生产矿山"),
                     (2, None, "关闭矿山"), (1, "restart", "合计")]  # fmt: skip
    assert [(c.grid_span, c.vMerge) for c in heads[1].tc_lst] == [(1, "continue")] * 2 + [
        (1, None)
    ] * 4 + [(1, "continue")]
    assert docx.tables[1].cell(1, 0).text == "县（市、区）"


def test_the_three_rules(docx):
    style = next(s for s in docx.styles.element if s.get(w("styleId")) == "ThreeLineTable")
    outer = {b.tag: b.get(w("sz")) for b in style.find(f".//{w('tblBorders')}")}
    # Eighths of a point: 1.5 pt above and below, nothing else.
    assert outer == {w("top"): "12", w("bottom"): "12"}
    rows = docx.tables[1]._tbl.tr_lst
    below = [[b.get(w("sz")) for b in row.iter(w("bottom"))] for row in rows]
    assert below[0] == ["4", "4"]
    assert below[1] == ["6"] * 7
    assert not any(below[2:])


def test_widths_fill_the_text_area(docx):
    for table in docx.tables:
        widths = [int(c.get(w("w"))) for c in table._tbl.tblGrid]
        # 156 mm in twentieths of a point.
        assert sum(widths) == 8844
        for row in table._tbl.tr_lst:
            assert sum(int(x.get(w("w"))) for x in row.iter(w("tcW"))) == 8844


def test_unit_stands_above_notes_below_and_totals_are_bold(docx, body):
    order = [e for e in body if e.tag in {w("p"), w("tbl")}]
    place = order.index(docx.tables[1]._tbl)
    assert "".join(t.text for t in order[place - 1].iter(w("t"))) == "单位：亩"
    assert order[place + 2].find(f".//{w('t')}").text == "“—”表示没有数据。"
    last = docx.tables[1].rows[-1]._tr
    assert all(r.find(f"{w('rPr')}/{w('b')}") is not None for r in last.iter(w("r")))
    assert docx.tables[1].rows[-2]._tr.find(f".//{w('b')}") is None


def kept(table):
    return [
        all(p.find(f"{w('pPr')}/{w('keepNext')}") is not None for p in row.iter(w("p")))
        for row in table._tbl.tr_lst
    ]


def test_short_tables_stay_whole_and_long_ones_keep_their_ends(docx):
    small, long = docx.tables
    assert all(kept(small))
    # Two rows of the header, 56 of the body and the total.
    assert kept(long) == [True] * 4 + [False] * 52 + [True] * 3


def test_a_header_is_divided_before_its_unit_where_it_is_too_wide():
    # 12 half-widths for each column, of which 2 are padding: the header has 14 and its unit 10.
    narrow = make_table(header=((HeaderCell("面积（平方米）"), HeaderCell("面积（亩）")),))
    (row,) = header_rows(narrow, Fit(9.0, (0.5, 0.5), room=24))
    cells = [[(e.tag, e.text) for e in cell.iter(w("t"), w("br"))] for cell in row.tc_lst]
    assert cells == [
        [(w("t"), "面积"), (w("br"), None), (w("t"), "（平方米）")], [(w("t"), "面积（亩）")],
    ]  # fmt: skip
