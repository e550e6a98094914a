"""The text of a docx in reading order, whatever program wrote it."""

import pytest
from defusedxml.ElementTree import fromstring

from dandong_analysis.report.docx_units import Reading, read_units

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(body: str) -> Reading:
    return read_units(fromstring(f'<w:body xmlns:w="{NAMESPACE}">{body}</w:body>'))


def texts(body: str) -> list[str]:
    return [unit.text for unit in read(body).units]


def p(*content: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(content)}</w:p>"


def r(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def sdt(key: str, content: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="dandong.{key}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def bookmark(key: str, content: str, number: int = 1) -> str:
    start = f'<w:bookmarkStart w:id="{number}" w:name="_dandong_{key}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def field(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")]
    return f"{marks[0]}{r(code, 'instrText')}{marks[1]}{result}{marks[2]}"


def test_paragraphs_and_rows():
    row = f"<w:tr><w:tc>{p(r('甲'))}</w:tc><w:tc>{p(r('乙'))}{p(r('丙'))}</w:tc></w:tr>"
    reading = read(
        p(r("题"), style="Heading2") + p() + f"<w:tbl>{row}</w:tbl>" + p(r("表"), style="Caption")
    )
    assert [(u.kind, u.text) for u in reading.units] == [
        ("heading", "题"), ("row", "甲\t乙 丙"), ("caption", "表"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mark", [sdt("n1", r("12")), bookmark("n1", r("12")), bookmark("n1", sdt("n1", r("12"))),
             sdt("n1", bookmark("n1", r("1") + r("2"))), sdt("n1", f"<w:hyperlink>{r('12')}</w:hyperlink>"),
             f"<w:smartTag>{sdt('n1', r('12'))}</w:smartTag>", sdt("n1", sdt("n2", "") + r("12"))],
)  # fmt: skip
def test_a_number_is_marked_by_control_or_bookmark(mark):
    (unit,) = read(p(r("共"), mark, r("个"))).units
    assert unit.text == "共12个"
    assert ("n1", 1, 3) in [(m.key, m.start, m.end) for m in unit.marks]


def test_a_bookmark_counts_only_where_its_control_is_gone():
    body = p(bookmark("n1", r("12"))) + p(sdt("n1", r("13")))
    assert [[m.key for m in u.marks] for u in read(body).units] == [[], ["n1"]]
    assert [len(u.marks) for u in read(p(bookmark("n1", r("12")))).units] == [1]


def test_results_that_programs_compute_are_left_out():
    assert texts(p(r("表2-"), field(" SEQ 表 ", r("7")), r(" 题"))) == ["表2- 题"]
    assert texts(
        p(r("第"), '<w:fldSimple w:instr="PAGE">' + r("3") + "</w:fldSimple>", r("页"))
    ) == ["第页"]
    assert texts(p(r("见"), field(' HYPERLINK "x" ', r("此处")))) == ["见此处"]


def test_a_table_of_contents_is_left_out_however_it_is_made():
    lines = p(r("一"), field("PAGEREF sec_1 \\h", r("4"))) + p(r("正文"))
    assert texts(lines) == ["正文"]
    begin, end = field("TOC \\o", "|").split("|")
    assert texts(p(begin, r("一")) + p(r("二")) + p(end) + p(r("正文"))) == ["正文"]


def test_tracked_changes_are_read_as_accepted_and_counted():
    body = p(r("共"), f"<w:del>{r('12', 'delText')}</w:del>", f"<w:ins>{r('13')}</w:ins>")
    moved = p(f"<w:moveFrom>{r('甲')}</w:moveFrom>") + p(f"<w:moveTo>{r('甲')}</w:moveTo>")
    row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('行'))}</w:tc></w:tr></w:tbl>"
    reading = read(body + moved + row)
    assert [u.text for u in reading.units] == ["共13", "甲"]
    assert reading.tracked == 4


def test_a_field_that_never_ends_or_begins_breaks_nothing():
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(p(end, r("甲"))) == ["甲"]
    assert texts(p(r("甲"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r("乙"))) == ["甲"]


def test_deep_nesting_is_no_recursion():
    deep = "<w:smartTag>" * 3000 + r("甲") + "</w:smartTag>" * 3000
    assert texts(p(deep)) == ["甲"]


def test_pictures_and_notes_are_no_text():
    assert texts(p(f"<w:r><w:drawing>{p(r('框'))}</w:drawing></w:r>", r("甲"))) == ["甲"]
