"""The PDF as a reader sees it: text, fonts, outline, links."""

import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from reading_pdf import opened, pages_of, squeezed, text_of

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import Figure, HeaderCell, Heading, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.fonts import font_path
from dandong_analysis.report.pdf import _fonts, render_pdf


def picture(svg: str) -> Figure:
    return Figure("f", "乙", "乙图", svg, b"", 50.0)


@pytest.fixture(scope="module")
def reader(chapter, meta) -> PdfReader:
    return opened(chapter, meta)


def test_pages_are_a4(reader):
    for page in reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (595.28, 841.89), abs=0.01
        )


def test_only_the_project_font_is_used_and_it_is_embedded(reader):
    fonts = [f.get_object() for p in reader.pages for f in p["/Resources"]["/Font"].values()]
    assert {f["/BaseFont"][8:] for f in fonts} <= {
        "NotoSansSC-Regular",
        "NotoSansSC-Regular-Identity-H",
    }
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_a_dated_document_is_fit_for_archives_and_one_without_a_date_does_not_say_so(chapter, meta):
    dated = render_pdf(chapter, replace(meta, created=date(2020, 12, 31)))
    undated = render_pdf(chapter, replace(meta, created=None))
    claims = [re.search(rb"<pdfaid:part>(.)</pdfaid:part>", pdf) for pdf in (dated, undated)]
    assert claims[0] is not None
    assert (claims[0][1], claims[1]) == (b"2", None)


def test_a_summary_stands_on_the_first_page_and_not_in_the_contents(meta):
    blocks = [
        Heading("摘要", 1, numbered=False), Paragraph(("要点一句。",)),
        Heading("甲章", 1), Paragraph(("正文一句。",)),
    ]  # fmt: skip
    pages = [squeezed(page.extract_text()) for page in opened(blocks, meta).pages]
    assert "摘要" in pages[0]
    assert "要点一句。" in pages[0]
    assert pages[1].count("甲章") == 1
    assert "摘要" not in pages[1]
    assert "正文一句。" in pages[2]


def test_fonts_of_the_machine_are_out_of_reach():
    assert {font.path for font in _fonts().fonts()} == {str(font_path())}


def test_title_author_and_date_are_those_given(reader):
    assert (reader.metadata.title, reader.metadata.author) == (
        "丹东市矿山地质环境现状统计：第二章样稿", "示范组",
    )  # fmt: skip
    assert reader.metadata["/CreationDate"].startswith("D:20261123")


def test_without_a_date_the_document_has_none():
    assert "/CreationDate" not in opened([Heading("甲", 1)], DocumentMeta("t")).metadata


def test_outline_holds_the_headings(reader):
    def flat(entries, level=1):
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry, level + 1)
            else:
                yield level, entry.title

    outline = list(flat(reader.outline))
    assert outline[:4] == [
        (1, "第二章　矿山地质环境现状"), (2, "一、矿山基本情况"), (3, "（一）矿山数的分布"), (2, "二、占用破坏土地"),
    ]  # fmt: skip
    assert outline[-1] == (1, "附录　数据项定义")


def test_numbers_link_to_their_definition(reader):
    first = next(p for p in reader.pages if "1,265" in p.extract_text())
    annotations = [a.get_object() for a in first["/Annots"]]
    targets = [a["/Dest"] if "/Dest" in a else a["/A"]["/D"] for a in annotations]
    # Three numbers of a paragraph and four of a table, each to a place of its own.
    assert len({(t[0].idnum, t[3]) for t in targets}) == 3 + 4
    pages = {page.indirect_reference.idnum: page for page in reader.pages}
    for target in targets:
        assert "MINE.TOTAL" in pages[target[0].idnum].extract_text()


def test_a_long_table_repeats_its_header_and_says_that_it_continues(reader):
    with_table = [
        t for t in (squeezed(p.extract_text()) for p in reader.pages) if "在建生产矿山" in t
    ]
    assert len(with_table) >= 2
    assert "续表2-2" not in with_table[0]
    assert all("续表2-2" in text and "占用破坏类型" in text for text in with_table[1:])
    assert sum("表2-2各县" in text for text in with_table) == 1


def test_captions_unit_notes_totals_and_page_numbers_are_printed(reader):
    text = text_of(reader)
    for part in ("表2-1各县（市、区）矿山数与公布值对照", "图2-1各县（市、区）矿山数", "单位：亩",
                 "“—”表示没有数据。", "资料来源：四个调查组交付的调查表。", "—3—", "LAND.PIT"):  # fmt: skip
        assert part in text


def test_every_page_of_synthetic_data_is_stamped(reader, fact):
    stamp = "模拟数据：由程序生成，不是实地调查成果"
    assert all(stamp in squeezed(page.extract_text()) for page in reader.pages)
    surveyed = opened([Paragraph((fact(provenance="survey"),))], DocumentMeta("t"))
    assert stamp not in text_of(surveyed)


def test_hostile_text_stays_text(hostile_chapter, hostile, meta):
    text = text_of(opened(hostile_chapter, meta))
    for raw in hostile:
        # Paragraph with its number, both cells of the table, three lists of notes.
        assert text.count(squeezed(printable(raw))) >= 6, raw


def test_the_page_is_tagged_with_its_language_and_the_figure_with_its_alternative(reader, chapter):
    figure = next(b for b in chapter if isinstance(b, Figure))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].lower().startswith("zh")
    alternatives = [
        o["/Alt"] for o in (reader.get_object(n) for n in range(1, len(reader.xref[0]) + 1))
        if isinstance(o, dict) and "/Alt" in o
    ]  # fmt: skip
    assert figure.alt in alternatives


def test_a_missing_glyph_stops_the_build_and_is_named():
    table = Table("t", "甲\u0f40", ((HeaderCell("a"),),), ((("\U00020000",),),), "l")
    with pytest.raises(DandongError) as error:
        render_pdf([Heading("好", 1), Paragraph(("坏\u0e01",)), table], DocumentMeta("t"))
    messages = [(p.code, p.message().zh) for p in error.value.problems]
    assert {code for code, _ in messages} == {"missing-glyph"}
    shown = "\n".join(text for _, text in messages)
    for part in ("第2块", "ก (U+0E01)", "第3块“表1-1 甲ཀ”", "U+0F40", "U+20000"):
        assert part in shown
    assert "第1块" not in shown


def test_a_missing_glyph_of_the_appendix_is_named_too(fact):
    with pytest.raises(DandongError, match=r"U\+0E01"):
        render_pdf([Paragraph((fact(definition="\u0e01"),))], DocumentMeta("t"))


def test_the_typesetter_itself_refuses_a_missing_glyph(monkeypatch):
    monkeypatch.setattr("dandong_analysis.report.pdf.check_glyphs", lambda _: ())
    with pytest.raises(DandongError) as error:
        render_pdf([Paragraph(("坏\u0e01",))], DocumentMeta("t"))
    assert error.value.problems[0].code == "typesetting"


@pytest.mark.parametrize(
    "svg",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><text>1</text></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "no svg",
    ],
)
def test_a_picture_must_be_plain_shapes(svg):
    with pytest.raises(DandongError) as error:
        render_pdf([picture(svg)], DocumentMeta("t"))
    assert error.value.problems[0].code == "bad-picture"
    assert "图1-1" in error.value.problems[0].rule.zh


def test_an_english_document(fact):
    text = text_of(
        opened([Heading("Status", 1), Paragraph((fact(),))], DocumentMeta("t", lang="en"))
    )
    assert "1Status" in text
    assert "Appendix:definitionsofthenumbers" in text


def test_the_same_blocks_give_the_same_bytes_in_any_folder(chapter, meta, tmp_path, monkeypatch):
    first = render_pdf(chapter, meta)
    monkeypatch.chdir(tmp_path)
    assert render_pdf(chapter, meta) == first


@pytest.mark.parametrize("rows", range(26, 34))
def test_a_total_is_never_alone_on_a_page(rows):
    """Some of these tables end just after a page does; the last two rows then go along."""
    body = [((f"row{n:02}",), (str(n),)) for n in range(rows)]
    header = (HeaderCell("a"), HeaderCell("b"))
    table = Table("t", "表", (header,), (*body, (("total",), ("9",))), "lr", total_rows=(rows,))
    pages = pages_of(render_pdf([Heading("章", 1), Paragraph(("x",)), table], DocumentMeta("t")))
    last = next(page for page in pages if "total" in page)
    assert f"row{rows - 1:02}" in last
    assert f"row{rows - 2:02}" in last


def test_a_high_table_of_few_rows_is_split_and_not_cut():
    long = "长" * 400
    body = tuple(((f"row{n:02}",), (long,)) for n in range(12))
    table = Table("t", "表", ((HeaderCell("a"), HeaderCell("b")),), body, "ll")
    pages = pages_of(render_pdf([table], DocumentMeta("t")))
    shown = [sum(f"row{n:02}" in page for page in pages) for n in range(12)]
    assert shown == [1] * 12
    caption = next(page for page in pages if "表1-1" in page)
    assert "row00" in caption


@pytest.mark.parametrize("lines", range(22, 32))
def test_a_table_that_is_split_begins_with_three_rows(lines):
    """The page ends before, in and after the first rows of these tables."""
    before = [Paragraph((f"line{n:02}",)) for n in range(lines)]
    body = tuple(((f"row{n:02}",), (str(n),)) for n in range(40))
    table = Table("t", "表", ((HeaderCell("a"), HeaderCell("b")),), body, "lr")
    pages = pages_of(render_pdf([Heading("章", 1), *before, table], DocumentMeta("t")))
    start = next(page for page in pages if "row00" in page)
    assert "表1-1" in start
    assert "row02" in start


def test_a_long_id_is_divided_after_a_mark():
    """Six columns have room for 20 half-widths each at most; the id has 31."""
    cells = (tuple(("HIST.ABAND_SURVEY_START",) for _ in range(6)),)
    table = Table("t", "表", (tuple(HeaderCell("a") for _ in range(6)),), cells, "l" * 6)
    (_, page) = pages_of(render_pdf([table], DocumentMeta("t")))
    lines = [line.replace("\u200b", "") for line in page.splitlines()]
    assert lines[3:15] == ["HIST.ABAND_", "SURVEY_START"] * 6
