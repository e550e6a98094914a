import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet, read_sheet
from dandong_analysis.survey.read_csv import decode

COLUMNS = {"编号": "mine_id", "名称": "name"}


def read(data: bytes, **profile) -> RawSheet:
    profile = {"header_rows": (1,), "columns": COLUMNS} | profile
    return read_sheet(SheetProfile("表.csv", "mines", **profile), {"表.csv": data})


def refused(data: bytes, **profile):
    with pytest.raises(DandongError) as caught:
        read(data, **profile)
    (found,) = caught.value.problems
    return found


TEXT = "编号,名称\nFC1,凤城一矿\nFC2,㐂矿\n"


def test_gb18030_by_declaration():
    raw = read(TEXT.encode("gb18030"), encoding="gb18030")
    assert raw.cells.to_numpy().tolist() == [["编号", "名称"], ["FC1", "凤城一矿"], ["FC2", "㐂矿"]]
    assert list(raw.cells.index) == [1, 2, 3]
    assert list(raw.cells.columns) == ["1", "2"]
    assert raw.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_undeclared_unicode_is_recognised(encoding):
    assert read(TEXT.encode(encoding)).cells.loc[1, "1"] == "编号"


@pytest.mark.parametrize("declared", ["utf-8", "UTF-8-SIG"])
def test_the_byte_order_mark_is_no_part_of_the_header(declared):
    assert read(TEXT.encode("utf-8-sig"), encoding=declared).cells.loc[1, "1"] == "编号"


def test_undeclared_and_not_utf8_asks_for_a_declaration():
    found = refused(TEXT.encode("gb18030"))
    assert found.code == "encoding-undeclared"
    assert 'encoding = "gb18030"' in found.action.zh


def test_the_first_bad_byte_and_its_line_are_named():
    data = "编号,名称\nFC1,凤\nFC2,".encode("gb18030") + b"\xff\n"
    found = refused(data, encoding="gb18030")
    assert (found.code, found.value) == ("encoding-bad-byte", "0xFF")
    assert "第3行" in found.rule.zh
    assert "line 3" in found.rule.en


def test_a_byte_order_mark_against_the_declaration_is_an_error():
    found = refused(TEXT.encode("utf-8-sig"), encoding="gb18030")
    assert found.code == "encoding-conflict"
    assert "UTF-8" in found.rule.en


def test_utf8_declared_as_gb18030_does_not_pass_as_mojibake():
    data = "编号,名称\nFC1,矿山\n".encode()
    data.decode("gb18030")
    assert refused(data, encoding="gb18030").code == "encoding-conflict"


def test_short_gb18030_text_that_is_also_utf8_is_believed_when_the_header_fits():
    text = decode("联通".encode("gb18030"), "gb18030", Place(), ("联通",))
    assert text == "联通"


def test_an_unknown_encoding_is_named():
    found = refused(b"a,b\n", encoding="gb99")
    assert (found.code, found.value) == ("encoding-unknown", "gb99")


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    raw = read('编号,名称\n\nFC1,"一\n二"\n合计,2\n'.encode())
    assert list(raw.cells.index) == [1, 2, 3, 4]
    assert list(raw.cells.loc[2]) == ["", ""]
    assert raw.cells.loc[3, "2"] == "一\n二"
    assert raw.cells.loc[4, "1"] == "合计"


def test_blank_lines_at_the_end_are_no_rows():
    assert len(read("编号,名称\nFC1,一\n\n,\n".encode()).cells) == 2


def test_a_long_row_is_kept_and_reported():
    raw = read("编号,名称\nFC1,一,露天\n".encode())
    assert raw.cells.loc[2, "3"] == "露天"
    (found,) = raw.problems
    assert (found.code, found.severity, found.place.row) == ("row-too-long", "error", 2)
    assert found.value == "露天"


def test_a_short_row_is_kept_and_reported():
    raw = read("编号,名称\nFC1\n".encode())
    assert list(raw.cells.loc[2]) == ["FC1", ""]
    (found,) = raw.problems
    assert (found.code, found.severity, found.place.row) == ("row-too-short", "warning", 2)


@pytest.mark.parametrize("line", ["注：面积为亩", "合计", "FC2,二,,", ""])
def test_notes_subtotals_and_blank_surplus_are_not_uneven(line):
    assert read(f"编号,名称\nFC1,一\n{line}\n".encode()).problems == ()


def test_titles_above_the_header_are_not_uneven():
    raw = read("矿山调查表\n编号,名称\nFC1,一\n".encode(), header_rows=(2,))
    assert raw.problems == ()
    assert raw.cells.loc[2, "2"] == "名称"


def test_broken_quotes_name_the_row():
    found = refused('编号,名称\nFC1,"一"二\n'.encode())
    assert (found.code, found.place.row) == ("csv-broken", 2)


def test_an_unclosed_quote_is_an_error():
    assert refused('编号,名称\nFC1,"一\n'.encode()).code == "csv-broken"


def test_the_declared_delimiter_is_used():
    assert list(read(b"a;b\n1;2,5\n", delimiter=";").cells.loc[2]) == ["1", "2,5"]


def test_a_file_that_ends_at_the_row_limit_is_likely_cut():
    found = refused(b"a\n" * 65_536)
    assert (found.code, found.value) == ("rows-at-limit", "65536")
    assert len(read(b"a\n" * 65_535).cells) == 65_535


def test_zero_bytes_are_no_text():
    assert refused(b"a,b\n1,\x00\n").value == "binary"
    raw = read("编号,名称\n1,一\n".encode("utf-16-le"), encoding="utf-16-le")
    assert list(raw.cells.loc[2]) == ["1", "一"]


def test_a_blank_header_row_does_not_make_every_row_uneven():
    assert read("编号,名称\n\nFC1,一\n".encode(), header_rows=(2,)).problems == ()


cell = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff"), max_size=8)


@given(
    st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_what_was_written_is_read(rows, encoding):
    rows = [["编号", "名称", "备注"], *rows, ["末", "行", "。"]]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    raw = read(stream.getvalue().encode(encoding), encoding=encoding)
    assert raw.cells.to_numpy().tolist() == rows
    assert list(raw.cells.index) == list(range(1, len(rows) + 1))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_text_or_refused(data):
    try:
        texts = read(data).cells.to_numpy().ravel().tolist()
    except DandongError as error:
        texts = [problem.code for problem in error.problems]
    assert all(isinstance(text, str) for text in texts)
